"""What the loader hands out: frames of the star schema, one dataclass per page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from database.star_reads import Answer
from services.calendar_math import week_start

SHOWN_WEEKS: Final = 12
DATES: Final = frozenset({"performed_on", "last_on", "week_start"})
AS_STORED: Final = frozenset({"name", "title", "load_type", "record_type", "set_type", "unit", "weight"})


@dataclass(frozen=True)
class StartFacts:
    """What a lifter may begin with: unfinished workouts, the latest first, and routines in their order."""

    unfinished: list[dict[str, Any]]
    routines: list[dict[str, Any]]


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


def weeks_until(day: date, first_weekday: int) -> list[date]:
    """The first days of the weeks that are shown, oldest first, and of one more before them."""
    this = week_start(day, first_weekday)
    return [this - timedelta(weeks=back) for back in range(SHOWN_WEEKS, -1, -1)]


def frame(answer: Answer) -> pd.DataFrame:
    """Rows as columns: days as datetime64, ids exact, words and loads as stored, all else as floats."""
    columns = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.columns)
    pairs = zip(answer.columns, columns, strict=True)
    return pd.DataFrame({name: _column(name, list(values)) for name, values in pairs})


def _column(name: str, values: list[Any]) -> Any:
    if name in DATES:
        return np.array(values, dtype="datetime64[D]").astype("datetime64[s]")
    if name in AS_STORED:
        return pd.Series(values, dtype=object)
    return np.array(values, dtype=np.int64 if name.endswith("_id") else np.float64)
