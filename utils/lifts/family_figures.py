"""Figures of one lift on several machines, per machine and in all; loads of two machines are not comparable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from database.rows import NamedRows
from utils.filters import Period
from utils.kpis import estimates, total, within
from utils.lifts.filters import Lift

BETWEEN: Final = " – "  # services.exercises.families puts it before the name of a variant


@dataclass(frozen=True)
class Machine:
    """One exercise of a family in a period: days with it, hard sets, and the best e1RM of each day, in kg."""

    exercise_id: int
    label: str
    days: int
    hard_sets: float
    line: tuple[tuple[date, float], ...]

    @property
    def best_kg(self) -> float | None:
        """Return the best e1RM of the period in kg; None without one."""
        return max((value for _, value in self.line), default=None)

    @property
    def latest_kg(self) -> float | None:
        """Return the e1RM of the last day that has one, in kg; None without one."""
        return self.line[-1][1] if self.line else None


@dataclass(frozen=True)
class Family:
    """Machines, the last used first, with their totals; a day on two machines counts once."""

    name: str
    machines: tuple[Machine, ...]
    days: int
    hard_sets: float


def members(lifts: NamedRows, chosen: Lift) -> tuple[Lift, ...]:
    """Return the performed exercises of the family, the last used first; without a family, only the chosen one."""
    families = {lift.exercise_id: lift.family_id for lift in lifts}
    mine = families.get(chosen.exercise_id, chosen.exercise_id)
    return tuple(
        Lift(lift.exercise_id, lift.name, lift.load_type, lift.last_on) for lift in lifts if lift.family_id == mine
    )


def family(days: NamedRows, lifts: Sequence[Lift], period: Period) -> Family:
    """Return the figures of a family in a period; `days` are rows of database.star.lifts.exercise_days."""
    in_period = within(days, period)
    name = common_name([lift.name for lift in lifts])
    machines = [
        _machine(lift, name, [day for day in in_period if day.exercise_id == lift.exercise_id]) for lift in lifts
    ]
    dates = {day.performed_on for day in in_period}
    return Family(name, tuple(machines), len(dates), total(in_period, "hard_sets"))


def common_name(names: Iterable[str]) -> str:
    """Return the name that all machines share, without the gym: "Leg Press (Machine)"."""
    return min((name.partition(BETWEEN)[0] for name in names), key=len, default="")


def _machine(lift: Lift, name: str, days: Sequence[Any]) -> Machine:
    label = lift.name.removeprefix(name + BETWEEN)
    return Machine(lift.exercise_id, label, len(days), total(days, "hard_sets"), tuple(estimates(days)))
