"""Compute the cells of Explore from slices of the facts; formulas are here or in services."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import fsum
from typing import Any, Final, NamedTuple

from database.star.explore import UNKNOWN, Program, Slice
from services.analysis.training_load import ACUTE_DAYS, CHRONIC_DAYS, acwr_rolling, monotony, strain
from services.calendar_math import week_start
from utils.explore.facts import LEAD_IN_DAYS, ExploreFacts
from utils.explore.measures import DIMENSIONS, DIVIDED, MEASURES, adds_up
from utils.explore.view import View
from utils.filters import Period

Key = Any  # the key of a dimension: an id, a word, a number or a first day
Keys = tuple[Key, ...]
Mapper = Callable[[Key], Key]
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
NO_PROGRAM: Final = 0
LAST: Final[Mapping[str, tuple[int, ...]]] = {
    "hour": (UNKNOWN,),
    "rep_zone": (UNKNOWN,),
    "intensity_zone": (UNKNOWN,),
    "program_week": (NO_PROGRAM,),
}
COUNTED: Final = ("hard_sets", "sets", "reps", "workouts")  # 0 without sets; other measures are unknown


@dataclass(frozen=True)
class Cell:
    """One combination of keys, with its value in both periods; None for an unknown value."""

    keys: Keys
    now: float | None
    before: float | None = None


@dataclass(frozen=True)
class Explored:
    """A computed view: its cells in the order of their dimensions, and the whole if it is defined."""

    view: View
    period: Period
    comparison: Period | None
    cells: tuple[Cell, ...]
    whole: Cell | None
    names: ExploreFacts

    @property
    def adds_up(self) -> bool:
        """Whether the cells add up to the whole."""
        return all(adds_up(self.view.measure, name) for name in self.view.dimensions)

    @property
    def second_keys(self) -> list[Key]:
        """The keys of the second dimension in their order."""
        return sorted({cell.keys[1] for cell in self.cells}, key=_places(self.cells, 1, self.view.then).__getitem__)


class Part(NamedTuple):
    """Combined slices: their sum or highest value, and the number of known values."""

    amount: float | None = None
    known: int = 0


def explored(
    facts: ExploreFacts, view: View, period: Period, comparison: Period | None, first_weekday: int
) -> Explored:
    """Compute all figures of a view."""
    now = _values(facts, facts.now, view, period, first_weekday)
    before = _values(facts, facts.before, view, comparison, first_weekday) if comparison else {}
    if comparison:
        before = {moved(view, keys, comparison, period, first_weekday): value for keys, value in before.items()}
    every = (Cell(keys, now.get(keys), before.get(keys)) for keys in now.keys() | before.keys())
    cells = _ordered([cell for cell in every if cell.now or cell.before], view)
    return Explored(view, period, comparison, cells, _whole(facts, view, comparison is not None), facts)


def _values(
    facts: ExploreFacts, slices: Iterable[Slice], view: View, period: Period, first_weekday: int
) -> dict[Keys, float | None]:
    if MEASURES[view.measure].kind == "load":
        return _loads(_parts(slices, view, (itself, itself)), view, period, facts.first_day, first_weekday)
    mappers = tuple(mapper_of(name, facts.programs, first_weekday) for name in view.dimensions)
    return {keys: _value(part, view.measure) for keys, part in _parts(slices, view, mappers).items()}


def _parts(slices: Iterable[Slice], view: View, mappers: Sequence[Mapper]) -> dict[Keys, Part]:
    """Combine slices with equal keys; weight a muscle's slices by credit."""
    grouped: dict[Keys, list[Slice]] = {}
    for part_slice in slices:
        keys = tuple(mapper(key) for mapper, key in zip(mappers, part_slice.keys, strict=False))
        grouped.setdefault(keys, []).append(part_slice)
    return {keys: _part(some, view) for keys, some in grouped.items()}


def _part(slices: Sequence[Slice], view: View) -> Part:
    amounts = [
        part_slice.amount * share_of(part_slice.credit, view) for part_slice in slices if part_slice.amount is not None
    ]
    put_together = max if MEASURES[view.measure].kind == "highest" else fsum
    return Part(put_together(amounts) if amounts else None, sum(part_slice.known for part_slice in slices))


def share_of(credit: float, view: View) -> float:
    """Return a muscle's share of a set; 1 for measures that are not divided."""
    return credit if view.count == "fractional" and MEASURES[view.measure].kind in DIVIDED else 1.0


def _value(part: Part, measure: str) -> float | None:
    if MEASURES[measure].kind == "mean":
        return part.amount / part.known if part.amount is not None and part.known else None
    return 0.0 if part.amount is None and measure in COUNTED else part.amount


def _whole(facts: ExploreFacts, view: View, is_compared: bool) -> Cell | None:
    """Compute the whole, each set once; None for loads and where parts do not combine to a whole."""
    if MEASURES[view.measure].kind == "load" or any(not _is_whole(view.measure, name) for name in view.dimensions):
        return None
    now, before = (all_of(slices, view) for slices in (facts.now, facts.before))
    return Cell((), now, before if is_compared else None)


def _is_whole(measure: str, dimension: str) -> bool:
    """Return whether the groups of a dimension combine to a correct whole."""
    if MEASURES[measure].kind in ("highest", "mean"):
        return DIMENSIONS[dimension].scope != "muscle" and not (
            MEASURES[measure].of_one_exercise and dimension == "exercise"
        )
    return adds_up(measure, dimension)


def all_of(slices: Iterable[Slice], view: View) -> float | None:
    """Combine all slices, whatever their keys."""
    return _value(_parts(slices, view, ()).get((), Part()), view.measure)


def _loads(
    parts: Mapping[Keys, Part], view: View, period: Period, first_day: date | None, first_weekday: int
) -> dict[Keys, float | None]:
    """Compute each week's load at its last day from daily hard sets since the first workout, by group if asked."""
    by_group: dict[Keys, dict[date, float]] = {}
    for (day, *group), part in parts.items():
        by_group.setdefault(tuple(group), {})[day] = part.amount or 0.0
    return {
        (week, *group): LOADS[view.measure](daily)
        for group, days in by_group.items()
        for week, daily in _daily(days, period, first_day, first_weekday)
    }


def _daily(
    days: Mapping[date, float], period: Period, first_day: date | None, first_weekday: int
) -> Iterable[tuple[date, list[float]]]:
    """Yield each week of the period with its daily loads since the first workout or LEAD_IN_DAYS before the period."""
    if first_day is None or first_day > period.last:
        return ()
    start = max(first_day, period.first - timedelta(days=LEAD_IN_DAYS)) if period.first else first_day
    return _weeks_of(days, start, max(start, period.first or start), period.last, first_weekday)


def load_days(
    slices: Iterable[Slice], view: View, period: Period, first_day: date | None, first_weekday: int, week: date
) -> list[tuple[date, float]]:
    """Return the days up to a week's end with their loads, oldest first; the week's load is computed from them."""
    parts = _parts(slices, view, (itself,))
    days = {day: part.amount or 0.0 for (day,), part in parts.items()}
    daily = dict(_daily(days, period, first_day, first_weekday)).get(week, [])
    last = min(week + WEEK - DAY, period.last)
    return [(last - DAY * back, load) for back, load in zip(reversed(range(len(daily))), daily, strict=True)]


LOADS: Final[Mapping[str, Callable[[Sequence[float]], float | None]]] = {
    "monotony": monotony,
    "strain": strain,
    "load_ratio": lambda daily: acwr_rolling(daily, coupled=True),
}
LOOKBACK: Final[Mapping[str, int]] = {"monotony": ACUTE_DAYS, "strain": ACUTE_DAYS, "load_ratio": CHRONIC_DAYS}


def _weeks_of(
    days: Mapping[date, float], start: date, first: date, last: date, first_weekday: int
) -> Iterable[tuple[date, list[float]]]:
    """Yield each week with the daily loads up to its last day, or up to `last` if that is earlier."""
    daily = [days.get(start + timedelta(days=n), 0.0) for n in range((last - start).days + 1)]
    week = week_start(first, first_weekday)
    while week <= last:
        end = min(week + WEEK - DAY, last)
        yield week, daily[: (end - start).days + 1]
        week += WEEK


def itself(key: Key) -> Key:
    """Return the key unchanged: SQL already grouped by it."""
    return key


def mapper_of(dimension: str, programs: Sequence[Program], first_weekday: int) -> Mapper:
    """Return the function from keys of SQL to keys of the dimension."""
    if dimension == "week":
        return cache(lambda day: week_start(day, first_weekday))
    if dimension == "month":
        return _month_of
    return (lambda day: program_week(day, programs)) if dimension == "program_week" else itself


def _month_of(day: date) -> date:
    return day.replace(day=1)


def program_week(day: date, programs: Sequence[Program]) -> int:
    """Return the week, from 1, in the program begun last; 0 outside its weeks or before any program."""
    begun = [program for program in programs if program.starts_on <= day]
    if not begun:
        return NO_PROGRAM
    week = (day - begun[-1].starts_on).days // 7 + 1
    return week if not begun[-1].weeks or week <= begun[-1].weeks else NO_PROGRAM


def moved(view: View, keys: Keys, comparison: Period, period: Period, first_weekday: int) -> Keys:
    """Move keys from one period to the other: the third week beside the third week; works in both directions."""
    if not (comparison.first and period.first):
        return keys
    return tuple(
        _moved_key(name, key, comparison.first, period.first, first_weekday)
        for name, key in zip(view.dimensions, keys, strict=True)
    )


def _moved_key(dimension: str, key: Key, then: date, now: date, first_weekday: int) -> Key:
    if dimension == "week":
        moved: date = key + (week_start(now, first_weekday) - week_start(then, first_weekday))
        return moved
    if dimension == "month":
        months = key.year * 12 + key.month - 1 + (now.year - then.year) * 12 + now.month - then.month
        return date(months // 12, months % 12 + 1, 1)
    return key + now.year - then.year if dimension == "year" else key


def _ordered(cells: Sequence[Cell], view: View) -> tuple[Cell, ...]:
    """Sort time and zones by their own order, and other dimensions by size."""
    places = [_places(cells, place, name) for place, name in enumerate(view.dimensions)]
    return tuple(sorted(cells, key=lambda cell: [place[key] for place, key in zip(places, cell.keys, strict=True)]))


def _places(cells: Sequence[Cell], place: int, dimension: str) -> dict[Key, int]:
    sizes: dict[Key, float] = {}
    for cell in cells:
        sizes[cell.keys[place]] = sizes.get(cell.keys[place], 0.0) + (cell.now or 0.0) + (cell.before or 0.0) / 1e6
    if DIMENSIONS[dimension].is_ordered:
        ordered = sorted(sizes, key=lambda key: (key in LAST.get(dimension, ()), key))
    else:
        ordered = sorted(sizes, key=lambda key: (-sizes[key], str(key)))
    return {key: number for number, key in enumerate(ordered)}
