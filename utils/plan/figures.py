"""Figures of plans for the lifter's filter: rows in, frozen dataclasses out."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import Any, Final, TypeVar

from services.analysis.adherence import Adherence, adherence
from services.analysis.phases import Phase
from services.calendar_math import week_start
from services.etl.shapes import ExerciseInfo
from services.programs.planned_week import groups_of
from utils.plan.facts import PlanFacts
from utils.plan.filters import PlanFilter

MOST_WEEKS: Final = 104  # longer spans are drawn by month

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class PlanWeek:
    """One of the lifter's weeks, or a month."""

    starts_on: date
    sums: Adherence


@dataclass(frozen=True)
class PlanExercise:
    """A planned exercise; `instead` names its substitutes, each with its number of sets."""

    exercise_id: int
    name: str
    sums: Adherence
    instead: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Share:
    """The share of an exercise in a muscle: hard sets by credit, planned and done."""

    name: str
    planned: float = 0.0
    done: float = 0.0


@dataclass(frozen=True)
class PlanMuscle:
    """Hard sets of a display group by credit, planned and done in the same workouts, with their exercises."""

    name: str
    shares: tuple[Share, ...]

    @property
    def planned(self) -> float:
        """Return the planned hard sets."""
        return fsum(share.planned for share in self.shares)

    @property
    def done(self) -> float:
        """Return the hard sets done."""
        return fsum(share.done for share in self.shares)


@dataclass(frozen=True)
class LoadPoint:
    """The heaviest target and the heaviest lifted load of the exercise on a day, in kg."""

    day: date
    target_kg: float | None
    top_kg: float | None


@dataclass(frozen=True)
class PlanBoard:
    """The figures of the page for a filter, by week, exercise and muscle."""

    chosen: PlanFilter
    in_all: Adherence
    each: str
    weeks: tuple[PlanWeek, ...]
    exercises: tuple[PlanExercise, ...]
    muscles: tuple[PlanMuscle, ...]
    followed: PlanExercise | None
    loads: tuple[LoadPoint, ...]
    phases: tuple[Phase, ...] = ()
    weeks_long: float = 1.0  # of the span since the first plan, by which hard sets a week are divided


def board(
    facts: PlanFacts, chosen: PlanFilter, phases: Sequence[Phase], first_weekday: int, first_plan: date
) -> PlanBoard:
    """Compute every figure of the page."""
    days = picked(facts.days, chosen)
    each, weeks = by_time(days, phases, first_weekday)
    exercises = _exercises(days, facts.exercises, phases)
    followed = max(exercises, key=lambda exercise: exercise.sums.loaded_sets, default=None)
    loads = _loads(days, followed.exercise_id) if followed and followed.sums.loaded_sets else ()
    muscles = _muscles(days, facts.exercises)
    first = max(chosen.period.first or first_plan, first_plan)
    weeks_long = max(1.0, ((chosen.period.last - first).days + 1) / 7)
    sums = adherence(days, phases)
    return PlanBoard(chosen, sums, each, weeks, exercises, muscles, followed, loads, tuple(phases), weeks_long)


def picked(days: Iterable[Any], chosen: PlanFilter) -> list[Any]:
    """Return the rows that pass the filter; an exercise owns the rows planned or added under it."""
    found = [
        day
        for day in days
        if (chosen.routine_ids is None or day.routine_id in chosen.routine_ids)
        and (chosen.exercise_id is None or day.exercise_id == chosen.exercise_id)
    ]
    shown = map(_with_warm_ups, found) if chosen.with_warm_ups else found
    return [day for day in shown if day.planned or day.added]


def _with_warm_ups(day: Any) -> Any:
    counts = {name: getattr(day, name) + getattr(day, f"warmups_{name}") for name in ("planned", "done", "added")}
    return day._replace(**counts)


def grouped(days: Iterable[Any], key: Callable[[Any], Key]) -> dict[Key, list[Any]]:
    """Group rows by key, in the order of each key's first row."""
    found: dict[Key, list[Any]] = {}
    for day in days:
        found.setdefault(key(day), []).append(day)
    return found


def by_time(days: Sequence[Any], phases: Sequence[Phase], first_weekday: int) -> tuple[str, tuple[PlanWeek, ...]]:
    """Group days by week, or by month for long spans; return the unit and the groups, oldest first."""
    if not days:
        return "week", ()
    span = (days[-1].performed_on - days[0].performed_on).days
    each = "week" if span <= MOST_WEEKS * 7 else "month"
    found = grouped(days, lambda day: begin_of(day.performed_on, each, first_weekday))
    return each, tuple(PlanWeek(start, adherence(some, phases)) for start, some in found.items())


def begin_of(day: date, each: str, first_weekday: int) -> date:
    """Return the first day of the lifter's week, or of the month, around a day."""
    return week_start(day, first_weekday) if each == "week" else day.replace(day=1)


def _exercises(
    days: Sequence[Any], infos: Mapping[int, ExerciseInfo], phases: Sequence[Phase]
) -> tuple[PlanExercise, ...]:
    """Return the exercises with most missed sets first, then most planned sets."""
    found = [
        PlanExercise(number, _name(infos, number), adherence(some, phases), _instead(some, infos))
        for number, some in grouped(days, lambda day: day.exercise_id).items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.sums.missed, -item.sums.planned, item.name)))


def _instead(days: Sequence[Any], infos: Mapping[int, ExerciseInfo]) -> tuple[tuple[str, float], ...]:
    swaps = grouped((day for day in days if day.swapped), lambda day: day.done_id)
    return tuple((_name(infos, number), fsum(day.swapped for day in some)) for number, some in swaps.items())


def _name(infos: Mapping[int, ExerciseInfo], number: int) -> str:
    return infos[number].name if number in infos else "Exercise"


def _muscles(days: Sequence[Any], infos: Mapping[int, ExerciseInfo]) -> tuple[PlanMuscle, ...]:
    """Credit planned sets to the muscles of the planned exercise, done sets to those of the performed one."""
    sets: dict[int, Share] = {}
    for day in days:
        for number, planned, done in ((day.exercise_id, day.planned_hard_sets, 0.0), (day.done_id, 0.0, day.hard_sets)):
            known = sets.get(number, Share(_name(infos, number)))
            sets[number] = replace(known, planned=known.planned + planned, done=known.done + done)
    of_group: dict[str, list[Share]] = {}
    for number, performed in sets.items():
        for group, credit in groups_of(infos[number]).items() if number in infos else ():
            share = replace(performed, planned=performed.planned * credit, done=performed.done * credit)
            of_group.setdefault(group, []).append(share)
    found = (PlanMuscle(group, tuple(sorted(some, key=_most_first))) for group, some in of_group.items())
    return tuple(sorted((item for item in found if item.planned or item.done), key=_most_first))


def _most_first(share: Share | PlanMuscle) -> tuple[float, float, str]:
    return -share.planned, -share.done, share.name


def _loads(days: Sequence[Any], exercise_id: int) -> tuple[LoadPoint, ...]:
    working = [day for day in days if day.exercise_id == exercise_id]
    return tuple(
        LoadPoint(on, _most(day.target_kg for day in some), _most(day.top_kg for day in some))
        for on, some in grouped(working, lambda day: day.performed_on).items()
    )


def _most(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)
