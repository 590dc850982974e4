"""Read the rows behind a figure of Explore, and their total."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import behind, explore, lifts
from database.star.explore import DAYS, SETS, WORKOUTS, Days, Program, Question, Rows, Slice
from utils.explore.facts import question
from utils.explore.figures import DAY, LOADS, LOOKBACK, Key, Keys, all_of, load_days, mapper_of
from utils.explore.measures import DIMENSIONS, INTENSITY_ZONES, MEASURES, REP_ZONES
from utils.explore.view import View
from utils.filters import Period

MOST_ROWS: Final = 199
ROWS_OF: Final[Mapping[str, Rows]] = {"sum": "adding", "distinct": "known", "highest": "known", "mean": "known"}
# Filter these dimensions by spans of days, so that the facts find rows by their key.
SPANNED: Final[Mapping[str, Callable[[date], int] | None]] = {
    "week": None,
    "month": None,
    "year": lambda day: day.year,
    "program_week": None,
}


@dataclass(frozen=True)
class Pick:
    """Keys that select rows: some keys of each dimension of a view; no keys select all rows."""

    keys: tuple[tuple[Key, ...], ...] = ()

    @property
    def week(self) -> date:
        """The week of a load: the first key of the first dimension."""
        first_day: date = self.keys[0][0]
        return first_day


@dataclass(frozen=True)
class Behind:
    """The first rows behind a figure, the count and total of all rows (`many`, `total`), and the days of a load."""

    rows: NamedRows
    many: int
    total: float | None
    days: tuple[tuple[date, float], ...] = ()


def pick_of(cells: Sequence[Keys]) -> Pick:
    """Return the pick for cells that add up to one figure: each key of each dimension once."""
    return Pick(tuple(tuple(dict.fromkeys(keys)) for keys in zip(*cells, strict=True)))


def load_behind(
    connection: Connection,
    user_id: int,
    view: View,
    period: Period,
    pick: Pick,
    first_weekday: int,
    most: int | None = MOST_ROWS,
) -> Behind:
    """Read at most `most` rows of a figure, and their total; the number of statements depends on the view."""
    done = {lift.exercise_id: lift.last_on for lift in lifts.lifts(connection, user_id)}
    first_day = explore.first_day(connection, user_id)
    grouping = question(view, period, done)
    if MEASURES[view.measure].kind == "load":
        return _load(connection, user_id, view, period, pick, grouping, first_day, first_weekday)
    programs = explore.begun_programs(connection, user_id) if "program_week" in view.dimensions else ()
    grouping = replace(
        _of_rows(grouping, view),
        only=_only(view, pick),
        spans=_spans(view, pick, period, first_day, programs, first_weekday),
    )
    total = explore.slices(connection, user_id, grouping)
    read = behind.workouts_behind if is_by_workout(view) else behind.sets_behind
    rows = read(connection, user_id, grouping, most)
    return Behind(rows, sum(row.known for row in total), all_of(total, view))


def is_by_workout(view: View) -> bool:
    """Return whether a figure counts workouts rather than sets."""
    return view.fact == WORKOUTS or view.measure == "workouts"


def _of_rows(grouping: Question, view: View) -> Question:
    """Query single rows: sets where the fact table has one row per exercise and day."""
    fact = SETS if grouping.fact == DAYS else grouping.fact
    rows = ROWS_OF[MEASURES[view.measure].kind]
    return replace(grouping, by=(), fact=fact, rows=rows, rep_zones=REP_ZONES, intensity_zones=INTENSITY_ZONES)


def _only(view: View, pick: Pick) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return the filters on columns of the facts or of the dimensions joined to them."""
    if not pick.keys:
        return ()
    named = zip(view.dimensions, pick.keys, strict=True)
    return tuple((DIMENSIONS[name].asks or name, keys) for name, keys in named if name not in SPANNED)


def _spans(
    view: View,
    pick: Pick,
    period: Period,
    first_day: date | None,
    programs: Sequence[Program],
    first_weekday: int,
) -> tuple[Days, ...] | None:
    """Return the spans of days in the picked weeks, months or years; None for no filter on days."""
    named = zip(view.dimensions, pick.keys, strict=True) if pick.keys else ()
    selections = [
        (SPANNED[name] or mapper_of(name, programs, first_weekday), keys) for name, keys in named if name in SPANNED
    ]
    if not selections or first_day is None:
        return None
    first = max(first_day, period.first or first_day)
    every = (first + timedelta(days=number) for number in range((period.last - first).days + 1))
    return _joined(day for day in every if all(key_of(day) in keys for key_of, keys in selections))


def _joined(days: Any) -> tuple[Days, ...]:
    """Join consecutive days into spans of first and last day."""
    numbered = groupby(enumerate(days), lambda pair: pair[1] - DAY * pair[0])
    spans = ([day for _, day in group] for _, group in numbered)
    return tuple((span[0], span[-1]) for span in spans)


def _load(
    connection: Connection,
    user_id: int,
    view: View,
    period: Period,
    pick: Pick,
    grouping: Question,
    first_day: date | None,
    first_weekday: int,
) -> Behind:
    """Read the days behind the load of one week."""
    named = list(zip(view.dimensions, pick.keys, strict=True))[1:]
    grouping = replace(grouping, by=("day",), only=tuple((DIMENSIONS[name].asks or name, keys) for name, keys in named))
    slices: tuple[Slice, ...] = explore.slices(connection, user_id, grouping)
    days = load_days(slices, view, period, first_day, first_weekday, pick.week)
    recent = days[-LOOKBACK[view.measure] :]
    total = LOADS[view.measure]([load for _, load in days])
    return Behind([], len(recent), total, tuple(recent))
