"""Fill in the loads of a plan: the routine's own, percentages of a max, last time's, and warm-ups towards them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from sqlalchemy import Connection

from database import reads
from services.gyms.loadable import STEPS, Gear
from services.progression import editing as progressions
from services.progression.formulas import training_max
from services.progression.load_text import amount
from services.progression.prescribe import share_of
from services.routines.coaching import Coached, ramp
from services.routines.tree import RoutineExercise, RoutineSet
from services.units import in_unit

Row = Mapping[str, Any]

TRAINING_MAX: Final = 0.9  # of the best e1RM (Wendler)
CURRENT: Final = timedelta(weeks=12)  # a best that is older says little about today
SHOWN: Final = {"kg": Decimal("0.5"), "lb": Decimal(1)}  # to which e1RMs are shown
UNKNOWN: Final = {
    "percent_1rm": "No e1RM is known yet: choose a load, and percentages follow from it next time.",
    "percent_tm": "No training max is known yet: choose a load, and percentages follow from it next time.",
}
NO_SHARES: Final = "Percentages of an e1RM are worked out for lifts with a weight alone: choose the load."


@dataclass(frozen=True)
class Past:
    """The history of an exercise when a workout is planned; loads in kg except those of `sets`."""

    sets: Sequence[Row]  # the working sets of the last workout that has it
    training_max_kg: float | None
    e1rm_kg: float | None
    unit: str
    gear: Gear
    has_shares: bool = True


def past_of(connection: Connection, user_id: int, exercise: RoutineExercise, unit: str) -> Past:
    """Read the history of an exercise; estimates only where a set takes a percentage of them."""
    number = exercise.exercise_id
    seen = reads.exercise(connection, user_id, number) or {}
    performed = reads.last_sets(connection, user_id, number)
    working = [row for row in performed if row["set_type"] != "warmup" and row["weight"] is not None]
    own_unit = seen.get("unit") or unit
    has_shares = seen.get("load_type") == "external"
    best = reads.best_e1rm_kg(connection, user_id, number) if has_shares and _takes(exercise, "percent_tm") else None
    now = _recent_best_kg(connection, user_id, number) if has_shares and _takes(exercise, "percent_1rm") else None
    gears = progressions.gears_of(connection, user_id, {number: own_unit}) if _needs_gear(exercise) else {}
    gear = gears.get(number, Gear(STEPS[own_unit]))
    return Past(working, training_max(best, TRAINING_MAX), now, own_unit, gear, has_shares)


def _recent_best_kg(connection: Connection, user_id: int, exercise_id: int) -> float | None:
    """Return the best e1RM of the twelve weeks before the exercise was last done, however long ago that is."""
    last = reads.last_e1rm_on(connection, user_id, exercise_id)
    return reads.best_e1rm_kg(connection, user_id, exercise_id, last - CURRENT) if last else None


def _takes(exercise: RoutineExercise, share: str) -> bool:
    return any(getattr(planned, share) is not None for planned in exercise.sets)


def _needs_gear(exercise: RoutineExercise) -> bool:
    takes = _takes(exercise, "percent_tm") or _takes(exercise, "percent_1rm")
    return takes or any(planned.set_type == "warmup" and planned.weight is None for planned in exercise.sets)


def loaded(part: Coached, past: Past) -> Coached:
    """Fill in the load of every set as far as it is known, and a sentence that explains percentages."""
    sets, place = [], 0
    for planned in part.exercise.sets:
        weight, unit = _target(planned, place, past)
        place += planned.set_type != "warmup"
        sets.append(replace(planned, weight=weight, unit=unit))
    exercise = replace(part.exercise, sets=_ramped(sets, past.gear))
    return replace(part, exercise=exercise, reason=part.reason or _share_reason(part.exercise.sets, past))


def _ramped(sets: Sequence[RoutineSet], gear: Gear) -> tuple[RoutineSet, ...]:
    """Give the warm-ups loads that rise towards the first working load."""
    working = next((planned for planned in sets if planned.set_type != "warmup"), None)
    if working is None or not working.weight:
        return tuple(sets)
    warm_ups = [place for place, planned in enumerate(sets) if planned.set_type == "warmup"]
    warmed = ramp([sets[place] for place in warm_ups], working.weight, working.unit or "kg", gear)
    of_place = dict(zip(warm_ups, warmed, strict=True))
    return tuple(of_place.get(place, planned) for place, planned in enumerate(sets))


def _target(planned: RoutineSet, place: int, past: Past) -> tuple[Decimal | None, str | None]:
    """Return the target weight: the routine's own, a percentage of a maximum, or last time's of the same set."""
    if planned.weight is not None:
        return planned.weight, planned.unit
    if planned.percent_tm is not None or planned.percent_1rm is not None:
        weight = _share_of_max(planned, past)
        return weight, past.unit if weight is not None else None
    if planned.set_type == "warmup" or not past.sets:
        return None, None
    last = past.sets[min(place, len(past.sets) - 1)]
    return last["weight"], last["unit"]


def _share_of_max(planned: RoutineSet, past: Past) -> Decimal | None:
    """Return a percentage as it can be loaded; the e1RM is first rounded as displayed, so that the sentence adds up."""
    if planned.percent_1rm is not None:
        return share_of(_estimate(past), Decimal(str(planned.percent_1rm)), past.gear)
    base = in_unit(past.training_max_kg, "kg", past.unit)
    return share_of(None if base is None else Decimal(str(base)), Decimal(str(planned.percent_tm)), past.gear)


def _estimate(past: Past) -> Decimal | None:
    value = in_unit(past.e1rm_kg, "kg", past.unit)
    if value is None:
        return None
    step = SHOWN[past.unit]
    return (Decimal(str(value)) / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _share_reason(sets: Sequence[RoutineSet], past: Past) -> str | None:
    """Explain the load of a percentage of the e1RM, or why there is none."""
    shares = dict.fromkeys(
        planned.percent_1rm for planned in sets if planned.percent_1rm is not None and planned.weight is None
    )
    if not shares:
        return UNKNOWN["percent_tm"] if _waits_for_max(sets, past) else None
    if not past.has_shares:
        return NO_SHARES
    estimate = _estimate(past)
    if estimate is None:
        return UNKNOWN["percent_1rm"]
    percentages = ", ".join(f"{share:g}" for share in shares if share is not None)
    return f"{percentages} % of your e1RM of {amount(estimate, past.unit)}, rounded to what you can load."


def _waits_for_max(sets: Sequence[RoutineSet], past: Past) -> bool:
    return past.training_max_kg is None and any(
        planned.percent_tm is not None and planned.weight is None for planned in sets
    )
