"""Is it going up: robust trend lines, rolling bests and deload weeks."""

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from statistics import NormalDist, median
from typing import Final, TypedDict

import numpy as np

from services.feature_eng import FloatColumn
from services.units import exact, known

DELOAD_LOOKBACK_WEEKS: Final = 4
DELOAD_SHARE: Final = 0.6

Day = float | date


class Trend(TypedDict):
    """A straight line: units of y per day, and y on day 0."""

    slope: float
    intercept: float


def theil_sen(x_days: Sequence[float], y: Sequence[float | None]) -> Trend | None:
    """Fit a line that one bad day cannot bend: the median of all pairwise slopes, in units of y per day.

    Intercept: median(y) - slope x median(x). Unknown values are left out; None for fewer than two distinct
    days. Theil 1950, Sen 1968.
    """
    days, values = _known_points(x_days, y)
    slopes = _pairwise_slopes(days, values)
    if not len(slopes):
        return None
    slope = float(np.median(slopes))
    return {"slope": slope, "intercept": float(np.median(values) - slope * np.median(days))}


def slope_interval(
    x_days: Sequence[float], y: Sequence[float | None], confidence: float = 0.95
) -> tuple[float, float] | None:
    """Give the distribution-free confidence interval of the Theil-Sen slope, in units of y per day.

    Between two of the sorted pairwise slopes, counted off by the variance of Kendall's S under ties.
    None for fewer than two distinct days. Sen 1968.
    """
    days, values = _known_points(x_days, y)
    slopes = np.sort(_pairwise_slopes(days, values))
    if not len(slopes):
        return None
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(_kendall_variance(days, values))
    lower = max(round((len(slopes) - reach) / 2) - 1, 0)
    upper = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return float(slopes[lower]), float(slopes[upper])


def _known_points(x_days: Sequence[float], y: Sequence[float | None]) -> tuple[FloatColumn, FloatColumn]:
    pairs = [(day, value) for day, value in zip(x_days, y, strict=True) if known(day) and known(value)]
    columns = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _pairwise_slopes(days: FloatColumn, values: FloatColumn) -> FloatColumn:
    first, second = np.triu_indices(len(days), k=1)
    runs = days[second] - days[first]
    apart = runs != 0
    slopes: FloatColumn = (values[second] - values[first])[apart] / runs[apart]
    return slopes


def _kendall_variance(days: FloatColumn, values: FloatColumn) -> float:
    """The variance of Kendall's S with groups of tied days and of tied values (Sen 1968, after Kendall)."""

    def spread(counts: FloatColumn) -> float:
        return float((counts * (counts - 1) * (2 * counts + 5)).sum())

    ties = (np.unique(column, return_counts=True)[1].astype(np.float64) for column in (days, values))
    return max(spread(np.array([float(len(days))])) - sum(map(spread, ties)), 0.0) / 18


def percent_per_week(trend: Trend | None, y: Sequence[float]) -> float | None:
    """Give a trend as percent of the median of y per week; None without a trend or with a median of 0."""
    middle = median(y) if y else 0
    return 700 * trend["slope"] / middle if trend and middle else None


def rolling_best(points: Sequence[tuple[Day, float | None]], at_day: Day, window_days: float) -> float | None:
    """Give the best value, in its own unit, of the (day, value) points after at_day - window_days up to at_day.

    Days are numbers or dates. The first day of the window is left out, the last is in. None when it holds no value.
    """
    last = _number(at_day)
    within = (value for day, value in points if last - window_days < _number(day) <= last)
    return max(filter(known, within), default=None)


def _number(day: Day) -> float:
    return day.toordinal() if isinstance(day, date) else day


def is_deload_week(previous_week_sets: Sequence[float], this_week_sets: float, threshold: float = DELOAD_SHARE) -> bool:
    """Say whether a week's hard sets are at most `threshold` (0.6) of the median of the last 4 training weeks.

    Weeks run oldest first. An empty week is a break: it is no deload, and is left out of the median.
    False when nothing was trained before. Delphi definition of a deload: Bell et al. 2023; threshold by convention.
    """
    trained = [exact(sets) for sets in previous_week_sets if sets > 0][-DELOAD_LOOKBACK_WEEKS:]
    if not trained or this_week_sets <= 0:
        return False
    return exact(this_week_sets) <= exact(threshold) * Fraction(median(trained))
