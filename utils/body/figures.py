"""Training as it stands beside the body: hard sets of each of the lifter's weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any

from services.calendar_math import week_start


@dataclass(frozen=True)
class TrainingWeek:
    """One of the lifter's weeks with training."""

    starts_on: date
    workouts: int
    hard_sets: float


def training_weeks(days: Iterable[Any], first: date, last: date, first_weekday: int) -> tuple[TrainingWeek, ...]:
    """The weeks from one day to another that had a workout, oldest first."""
    grouped: dict[date, list[Any]] = {}
    for day in days:
        if first <= day.performed_on <= last:
            grouped.setdefault(week_start(day.performed_on, first_weekday), []).append(day)
    return tuple(_week(start, some) for start, some in sorted(grouped.items()))


def _week(start: date, days: Iterable[Any]) -> TrainingWeek:
    listed = list(days)
    return TrainingWeek(start, int(fsum(day.workouts for day in listed)), fsum(day.hard_sets for day in listed))
