"""Compute figures of one exercise for the chosen period: rows in, frozen dataclasses out."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import fsum
from typing import Any

from services.analysis.progress import Dated
from utils import record_words
from utils.filters import DAWN, Period
from utils.shapes import Record


def estimates(days: Iterable[Any]) -> Dated:
    """Return the best e1RM of each day; leave out days without an estimate."""
    return [(day.performed_on, day.best_e1rm_kg) for day in days if day.best_e1rm_kg is not None]


def eased_days(days: Iterable[Any]) -> frozenset[date]:
    """Return the days on which the exercise hurt or was taken easy; trends leave them out."""
    return frozenset(day.performed_on for day in days if day.is_eased)


def records(broken: Iterable[Any], names: Mapping[int, str]) -> tuple[Record, ...]:
    """Return the celebrated records, oldest first; help on an assisted exercise becomes a positive load."""
    return tuple(
        _record(record, names[record.exercise_id]) for record in broken if record.record_type in record_words.CELEBRATED
    )


def _record(row: Any, name: str) -> Record:
    return Record(
        name=name,
        day=row.performed_on,
        kind=row.record_type,
        reps=None if row.rep_count is None else int(row.rep_count),
        load_kg=abs(row.load_kg),
        old=abs(row.old_value),
        new=abs(row.new_value),
        workout_id=row.workout_id,
        exercise_id=row.exercise_id,
        distance_m=row.distance_m,
    )


def last_estimate_record(broken: Iterable[Any]) -> date | None:
    """Return the day of the last e1RM record; None without one."""
    return max((record.performed_on for record in broken if record.record_type == "e1rm"), default=None)


def total(some: Iterable[Any], name: str) -> float:
    """Add up a column; skip None."""
    return fsum(value for item in some if (value := getattr(item, name)) is not None)


def within(some: Iterable[Any], period: Period) -> list[Any]:
    """Return the rows whose day lies within the period."""
    first = period.first or DAWN
    return [item for item in some if first <= item.performed_on <= period.last]
