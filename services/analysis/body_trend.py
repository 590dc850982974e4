"""Body weight without the noise of single days."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from services.units import exact

TREND_DAYS: Final = 7

Weighed = Sequence[tuple[date, float]]


def seven_day_mean(weighed: Weighed, day: date) -> float | None:
    """Give the mean of what was weighed in the 7 days that end on `day`, in its own unit; None if nothing was."""
    first = day - timedelta(days=TREND_DAYS - 1)
    values = [exact(value) for measured_on, value in weighed if first <= measured_on <= day]
    return float(sum(values, Fraction()) / len(values)) if values else None


def trend_line(weighed: Weighed) -> list[tuple[date, float]]:
    """Give the 7-day mean on each day that was weighed, the oldest first, in the unit of the values."""
    ordered, line = sorted(weighed), []
    first = 0
    for place, (day, _) in enumerate(ordered):
        if place + 1 < len(ordered) and ordered[place + 1][0] == day:
            continue
        while ordered[first][0] <= day - timedelta(days=TREND_DAYS):
            first += 1
        mean = seven_day_mean(ordered[first : place + 1], day)
        line += [(day, mean)] if mean is not None else []
    return line


def change_over(weighed: Weighed, day: date, days: int) -> float | None:
    """Give how much the 7-day mean changed from `days` before to `day`; None where either is not known."""
    now, before = seven_day_mean(weighed, day), seven_day_mean(weighed, day - timedelta(days=days))
    return None if now is None or before is None else now - before
