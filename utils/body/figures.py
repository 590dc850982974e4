"""Sum workouts and hard sets by the lifter's weeks for page Body."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any

from services.calendar_math import week_start


@dataclass(frozen=True)
class TrainingWeek:
    """One week with training; it starts on the lifter's first weekday."""

    starts_on: date
    workouts: int
    hard_sets: float


def training_weeks(days: Iterable[Any], first: date, last: date, first_weekday: int) -> tuple[TrainingWeek, ...]:
    """Return the weeks with a workout from `first` to `last`, oldest first."""
    grouped: dict[date, list[Any]] = {}
    for day in days:
        if first <= day.performed_on <= last:
            grouped.setdefault(week_start(day.performed_on, first_weekday), []).append(day)
    return tuple(_week(start, some) for start, some in sorted(grouped.items()))


def _week(start: date, days: Iterable[Any]) -> TrainingWeek:
    listed = list(days)
    return TrainingWeek(start, int(fsum(day.workouts for day in listed)), fsum(day.hard_sets for day in listed))
