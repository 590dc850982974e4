"""Is a lift going up? Current strength, a verdict that says how sure it is, and when a goal may be reached."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import NormalDist, median
from typing import Final, Literal

from services.analysis.phases import Phase, is_disturbed, phase_on
from services.analysis.trends import Trend as Fitted
from services.analysis.trends import percent_per_week, rolling_best, slope_interval, theil_sen

STRENGTH_DAYS: Final = 28  # current strength is the best estimate of four weeks
TREND_DAYS: Final = 84
TREND_WORKOUTS: Final = 6
TREND_SPAN_DAYS: Final = 28
BREAK_DAYS: Final = 14  # so many days without the exercise restart its trend
CONFIDENCE: Final = 0.9
SLOW: Final = 0.5  # percent a week: progress that a plateau has to rule out
FALLING_SLOWLY: Final = -0.25
LEAST_LOSS: Final = 2.0  # percent over the window: less is within what a retest varies by
HORIZON_DAYS: Final = 730

Dated = Sequence[tuple[date, float]]
Verdict = Literal["progressing", "plateau", "regressing", "unknown", "paused"]


@dataclass(frozen=True)
class Trend:
    """Where the e1RM of a lift is going, from how many workouts over how many days.

    Percents are of the window's median, a week; `low` and `high` hold the true one in 9 of 10 such windows.
    In the unit of the e1RM: `slopes` per day as (line, low, high), `levels` as (low, high) on the day in the middle,
    `level` that of the line.
    """

    verdict: Verdict
    workouts: int
    days: int
    percent_per_week: float | None = None
    low: float | None = None
    high: float | None = None
    slopes: tuple[float, float, float] | None = None
    levels: tuple[float, float] | None = None
    middle: date | None = None
    first_on: date | None = None
    last_on: date | None = None
    phase: str | None = None
    level: float | None = None


def trend(
    dated: Dated,
    today: date,
    last_record_on: date | None,
    phases: Sequence[Phase] = (),
    confidence: float = CONFIDENCE,
    eased: Collection[date] = (),
) -> Trend:
    """Judge daily best e1RMs, oldest first, by the Theil–Sen line of the 84 days up to the last and its 90 % interval.

    Unknown for fewer than 6 workouts or less than 28 days since the last break of 14 days. Progressing where the whole
    interval is above 0; regressing where it is below and the line lost more than 2 %; a plateau where it rules out
    +0.5 % a week, the line falls by less than 0.25 % and no e1RM record stands in 28 days; else unknown: too close to
    call. Days of disturbed phases and `eased` ones are left out; inside any phase neither plateau nor regressing is
    called.
    """
    recent = since_break(dated, today)
    window = [(day, value) for day, value in recent if not is_disturbed(phases, day) and day not in eased]
    span = (window[-1][0] - window[0][0]).days if window else 0
    phase = phase_on(phases, today)
    name = phase.kind if phase else None
    if len(window) < TREND_WORKOUTS or span < TREND_SPAN_DAYS:
        return Trend("unknown", len(window), span, phase=name)
    is_stale = last_record_on is None or (today - last_record_on).days >= STRENGTH_DAYS
    measured = _measured(window, span, is_stale, confidence)
    is_excused = name is not None and measured.verdict in ("plateau", "regressing")
    return replace(measured, verdict="paused" if is_excused else measured.verdict, phase=name)


def _measured(window: Dated, span: int, is_stale: bool, confidence: float) -> Trend:
    days, values = [day.toordinal() for day, _ in window], [value for _, value in window]
    line, (least, most) = theil_sen(days, values), slope_interval(days, values, confidence) or (0.0, 0.0)
    if line is None:
        return Trend("unknown", len(window), span)
    percent, low, high = (_weekly(slope, values) for slope in (line["slope"], least, most))
    return Trend(
        _verdict(percent, low, high, percent * span / 7, is_stale),
        len(window),
        span,
        percent,
        low,
        high,
        (line["slope"], least, most),
        _levels(days, values, line["slope"]),
        date.fromordinal(round(median(days))),
        window[0][0],
        window[-1][0],
        level=line["intercept"] + line["slope"] * round(median(days)),
    )


def _levels(days: Sequence[int], values: Sequence[float], slope: float) -> tuple[float, float]:
    """Between which order statistics of the points, moved along the line to its middle, their median lies (90 %)."""
    middle, count = median(days), len(days)
    moved = sorted(value - slope * (day - middle) for day, value in zip(days, values, strict=True))
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * math.sqrt(count) / 2
    place = max(math.floor(count / 2 - reach), 0)
    return moved[place], moved[-1 - place]


def _weekly(slope: float, values: Sequence[float]) -> float:
    fitted: Fitted = {"slope": slope, "intercept": 0.0}
    return percent_per_week(fitted, values) or 0.0


def _verdict(percent: float, low: float, high: float, gained: float, is_stale: bool) -> Verdict:
    if low > 0:
        return "progressing"
    if high < 0 and gained < -LEAST_LOSS:
        return "regressing"
    is_level = high < SLOW and percent > FALLING_SLOWLY
    return "plateau" if is_stale and is_level else "unknown"


def since_break(dated: Dated, today: date) -> Dated:
    """Keep what is in the 84 days up to the last workout, after the last 14 days in a row without the exercise.

    Up to the last and not to today: else a lift of once a week would have a trend on one day of seven.
    """
    later, start = today, len(dated)
    for place in reversed(range(len(dated))):
        day = dated[place][0]
        if (later - day).days > BREAK_DAYS or (dated[-1][0] - day).days >= TREND_DAYS:
            break
        later, start = day, place
    return dated[start:]


@dataclass(frozen=True)
class Forecast:
    """Between which days a goal is reached at this pace, seen from `today`; None is never within two years."""

    earliest: date | None
    latest: date | None
    today: date


def forecast(trend: Trend, target: float, today: date) -> Forecast | None:
    """Give the honest range of days on which a goal (an e1RM, in the unit of the trend) is reached; None without trend.

    From the middle of the window by the ends of the slope's interval and of the level's, both 90 %: the range is
    wide because four weeks of training say little. "At this pace" is all it says: strength seldom grows in a line.
    """
    if trend.slopes is None or trend.levels is None or trend.middle is None:
        return None
    (_, slow, fast), (low, high) = trend.slopes, trend.levels
    first, last = (_reached(trend.middle, target - at, by, today) for at, by in ((high, fast), (low, slow)))
    return Forecast(first, last, today)


def _reached(middle: date, left: float, slope: float, today: date) -> date | None:
    days = 0.0 if left <= 0 else left / slope if slope > 0 else float("inf")
    if days > HORIZON_DAYS + (today - middle).days:
        return None
    return max(middle + timedelta(days=round(days)), today)


def strength(dated: Dated, today: date) -> float | None:
    """Give the best e1RM of the last 28 days, in its own unit; None without one."""
    return rolling_best(dated, today, STRENGTH_DAYS)


def strength_line(dated: Dated) -> list[tuple[date, float]]:
    """Give the current strength on each day of training, oldest first."""
    numbered = [(day.toordinal(), value) for day, value in dated]
    first, line = 0, []
    for last, (number, value) in enumerate(numbered):
        while numbered[first][0] <= number - STRENGTH_DAYS:
            first += 1
        best = rolling_best(numbered[first : last + 1], number, STRENGTH_DAYS)
        line.append((dated[last][0], value if best is None else best))
    return line
