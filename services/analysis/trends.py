"""Is it going up: robust trend lines, rolling bests and deload weeks."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median
from typing import Final, TypedDict

import numpy as np

from services.units import exact, known

DELOAD_LOOKBACK_WEEKS: Final = 4


class Trend(TypedDict):
    """A straight line: units of y per day, and y on day 0."""

    slope: float
    intercept: float


def theil_sen(x_days: Sequence[float], y: Sequence[float]) -> Trend | None:
    """Fit a line that one bad day cannot bend: the median of all pairwise slopes, in units of y per day.

    Intercept: median(y) - slope x median(x). None for fewer than two distinct days. Theil 1950, Sen 1968.
    """
    days, values = np.asarray(x_days, dtype=np.float64), np.asarray(y, dtype=np.float64)
    first, second = np.triu_indices(len(days), k=1)
    runs = days[second] - days[first]
    apart = runs != 0
    if not apart.any():
        return None
    slope = float(np.median((values[second] - values[first])[apart] / runs[apart]))
    return {"slope": slope, "intercept": float(np.median(values) - slope * np.median(days))}


def percent_per_week(trend: Trend | None, y: Sequence[float]) -> float | None:
    """Give a trend as percent of the median of y per week; None without a trend or with a median of 0."""
    middle = median(y) if y else 0
    return 700 * trend["slope"] / middle if trend and middle else None


def rolling_best(points: Sequence[tuple[float, float | None]], at_day: float, window_days: float) -> float | None:
    """Give the best value, in its own unit, of the (day, value) points after at_day - window_days up to at_day.

    The first day of the window is left out, the last is in. None when the window holds no value.
    """
    return max((value for day, value in points if at_day - window_days < day <= at_day and known(value)), default=None)


def is_deload_week(previous_week_sets: Sequence[float], this_week_sets: float, threshold: float) -> bool:
    """Say whether a week's hard sets are at most `threshold` (0.6) of the median of the last 4 training weeks.

    Weeks run oldest first. An empty week is a break: it is no deload, and is left out of the median.
    False when nothing was trained before. Delphi definition of a deload: Bell et al. 2023; threshold by convention.
    """
    trained = [exact(sets) for sets in previous_week_sets if sets > 0][-DELOAD_LOOKBACK_WEEKS:]
    if not trained or this_week_sets <= 0:
        return False
    return exact(this_week_sets) <= exact(threshold) * Fraction(median(trained))
