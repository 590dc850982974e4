"""Planned against performed: what each figure is, defined once.

A *planned* set was asked of a workout that has ended; until then nothing of it is missed. It is *done* when a set was
logged for it with a rep, a time or a distance, with another exercise too (*swapped*). What was not done is *missed*,
but on a day in a deload, travel, injury, illness or meet phase it is *excused*. An *added* set was done in a planned
workout beyond its plan. Warm-ups are left out unless they are asked for.

Adherence is done / (done + missed): what was excused is not in it, and what was added does not lift it above one. The
load against its target is the mean of load - target over the done sets that have both; reps are the mean of what was
done beside the mean of what was asked for. Planned hard sets are all that are no warm-ups and ask for RIR 4 or less
or nothing, done ones are hard sets (`services.feature_eng.is_hard_set`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from math import fsum
from typing import Protocol

from services.analysis.phases import Phase, is_disturbed


class PlanDay(Protocol):
    """What a day, or any other slice, has of planned and done (`fact_plan_days`)."""

    performed_on: date
    planned: float
    done: float
    swapped: float
    added: float
    planned_hard_sets: float
    hard_sets: float
    loaded_sets: float
    asked_kg: float
    lifted_kg: float
    counted_sets: float
    reps_low: float
    reps_high: float
    reps_done: float


@dataclass(frozen=True)
class Adherence:
    """Counts of sets; asked_kg and lifted_kg over `loaded_sets`, the reps over `counted_sets`."""

    planned: float = 0.0
    done: float = 0.0
    swapped: float = 0.0
    added: float = 0.0
    excused: float = 0.0
    planned_hard_sets: float = 0.0
    hard_sets: float = 0.0
    loaded_sets: float = 0.0
    asked_kg: float = 0.0
    lifted_kg: float = 0.0
    counted_sets: float = 0.0
    reps_low: float = 0.0
    reps_high: float = 0.0
    reps_done: float = 0.0

    @property
    def missed(self) -> float:
        """Planned, and neither done nor excused."""
        return self.planned - self.done - self.excused

    @property
    def share(self) -> float | None:
        """Adherence, 0 to 1; None where nothing counts."""
        counts = self.done + self.missed
        return self.done / counts if counts else None

    @property
    def load_change_kg(self) -> float | None:
        """How much more was lifted than asked for, in the mean; None without a target that was tried."""
        return (self.lifted_kg - self.asked_kg) / self.loaded_sets if self.loaded_sets else None

    @property
    def mean_reps(self) -> tuple[float, float, float] | None:
        """Reps done, and the lowest and highest asked for, in the mean of the same sets."""
        sets = self.counted_sets
        if not sets:
            return None
        return self.reps_done / sets, self.reps_low / sets, self.reps_high / sets


SUMMED = tuple(field.name for field in fields(Adherence) if field.name != "excused")


def adherence(days: Iterable[PlanDay], phases: Iterable[Phase] = ()) -> Adherence:
    """The figures of some days together; a row of a day may be any part of it."""
    listed, phase_list = list(days), list(phases)
    sums = {name: fsum(getattr(day, name) or 0.0 for day in listed) for name in SUMMED}
    excused = fsum(
        day.planned - day.done for day in listed if day.planned and is_disturbed(phase_list, day.performed_on)
    )
    return Adherence(**sums, excused=excused)
