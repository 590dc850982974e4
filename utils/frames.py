"""What the loader reads and hands out: frames of the star schema, one dataclass per page, and their rows."""

from collections import namedtuple
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from database import reads, routine_reads, star_reads
from database.db_connector import Connection
from database.star_reads import WEEKS, Answer
from services import program_places
from services.calendar_math import week_start
from services.etl.shapes import GROUP_ID
from services.program_places import Program
from utils.filters import Filter

USUAL_DAYS: Final = 182  # how far back to look for eight weeks of training
LIFT_DAYS: Final = 98  # what a trend of twelve weeks up to last week and "the time before" need
RECORD_DAYS: Final = 42
LEAD_IN_DAYS: Final = 98  # before the period: the first rolling best, and the trend
LATEST: Final = 8  # some of them may be unfinished
DAWN: Final = date(1970, 1, 1)
DATES: Final = frozenset({"performed_on", "last_on"})
WORDS: Final = ("name", "title", "load_type", "record_type", "set_type", "unit", "weight", "pattern")
AS_STORED: Final = frozenset((*WORDS, "asked_set_type", "asked_unit", "asked_weight"))


@dataclass(frozen=True)
class StartFacts:
    """What a lifter may begin with: unfinished workouts, the latest first, routines in their order, and the program."""

    unfinished: list[dict[str, Any]]
    routines: list[dict[str, Any]]
    program: Program | None = None


@dataclass(frozen=True)
class TodayFacts:
    """Frames of the star schema, named as their statements in database.star_reads."""

    latest: pd.DataFrame
    workouts: pd.DataFrame
    lifts: pd.DataFrame
    days: pd.DataFrame
    records: pd.DataFrame
    muscles: pd.DataFrame


@dataclass(frozen=True)
class LiftFacts:
    """Frames of one exercise; `days` and `records` begin a little before what was asked for, `loads` with it."""

    days: pd.DataFrame
    records: pd.DataFrame
    loads: pd.DataFrame


def load_start(connection: Connection, user_id: int) -> StartFacts:
    """Read what the lifter may continue or start."""
    unfinished = reads.unfinished_workouts(connection, user_id)
    planned = routine_reads.routine_rows(connection, user_id)
    return StartFacts(unfinished, planned, program_places.active(connection, user_id))


def load_today(connection: Connection, user_id: int, day: date, first_weekday: int) -> TodayFacts:
    """Read everything that Today shows."""
    latest = frame(star_reads.latest_workouts(connection, user_id, LATEST))
    known = frame(star_reads.lifts(connection, user_id))
    last_day = min([day, *[one.performed_on for one in rows(latest) if not one.is_open][:1]])
    since = last_day - timedelta(days=LIFT_DAYS)
    recent = [one.exercise_id for one in rows(known) if one.last_on >= since]
    records_since = min(last_day, day - timedelta(days=RECORD_DAYS))
    weeks = weeks_until(day, first_weekday)
    return TodayFacts(
        latest,
        frame(star_reads.workouts_since(connection, user_id, day - timedelta(days=USUAL_DAYS))),
        known,
        frame(star_reads.exercise_days(connection, user_id, recent, since)),
        frame(star_reads.records_since(connection, user_id, recent, records_since)),
        frame(star_reads.muscle_weeks(connection, user_id, GROUP_ID.values(), weeks)),
    )


def load_lifts(connection: Connection, user_id: int) -> pd.DataFrame:
    """Read the exercises that the lifter has performed."""
    return frame(star_reads.lifts(connection, user_id))


def load_lift(connection: Connection, user_id: int, chosen: Filter) -> LiftFacts:
    """Read everything that Lifts shows of one exercise."""
    exercise_id = chosen.lift.exercise_id
    since = chosen.first - timedelta(days=LEAD_IN_DAYS) if chosen.first else DAWN
    return LiftFacts(
        frame(star_reads.lift_days(connection, user_id, exercise_id, since)),
        frame(star_reads.records_since(connection, user_id, [exercise_id], since)),
        frame(star_reads.loads_by_reps(connection, user_id, exercise_id, chosen.period.first or DAWN)),
    )


def load_sets_of_day(connection: Connection, user_id: int, exercise_id: int, day: date) -> pd.DataFrame:
    """Read the sets behind a point."""
    return frame(star_reads.sets_of_day(connection, user_id, exercise_id, day))


def load_family(
    connection: Connection, user_id: int, exercise_ids: tuple[int, ...], since: date | None
) -> pd.DataFrame:
    """Read the days of several exercises that are one lift on other machines."""
    return frame(star_reads.exercise_days(connection, user_id, exercise_ids, since or DAWN))


def load_first_done(connection: Connection, user_id: int, exercise_id: int, weight_kg: float, reps: int) -> date | None:
    """Read the day on which a goal was first lifted; None if it was not yet."""
    found = rows(frame(star_reads.first_done(connection, user_id, exercise_id, weight_kg, reps)))
    return found[0].performed_on if found else None


def load_sets_between(
    connection: Connection, user_id: int, exercise_ids: tuple[int, ...], first: date, last: date
) -> pd.DataFrame:
    """Read the sets behind a sum over days and exercises."""
    return frame(star_reads.sets_between(connection, user_id, exercise_ids, first, last))


def weeks_until(day: date, first_weekday: int) -> list[date]:
    """The first days of the weeks that are shown, oldest first."""
    this = week_start(day, first_weekday)
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def frame(answer: Answer) -> pd.DataFrame:
    """Rows as columns: days as datetime64, ids exact, words and loads as stored, all else as floats."""
    columns = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.columns)
    pairs = zip(answer.columns, columns, strict=True)
    return pd.DataFrame({name: _column(name, list(values)) for name, values in pairs})


def _column(name: str, values: list[Any]) -> Any:
    if name in DATES:
        return np.array(values, dtype="datetime64[D]").astype("datetime64[s]")
    if name in AS_STORED:
        return pd.Series(values, dtype=object)  # else words become str, and their None NaN
    return np.array(values, dtype=np.int64 if name.endswith("_id") else np.float64)


def rows(of: pd.DataFrame) -> list[Any]:
    """The rows of such a frame, its columns as attributes: days as dates, unknown numbers as None."""
    return list(map(_row_type(tuple(of.columns))._make, zip(*(_values(of[name]) for name in of), strict=True)))


@cache
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


def _values(column: "pd.Series[Any]") -> list[Any]:
    values = column.to_numpy()
    if values.dtype.kind == "M":
        return values.astype("datetime64[D]").tolist()
    if values.dtype.kind == "f" and np.isnan(values).any():
        return [None if value != value else value for value in values.tolist()]
    return values.tolist()
