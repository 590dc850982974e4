"""Is a lift going up? Current strength, and a verdict that needs enough workouts before it says anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from services.analysis.trends import percent_per_week, rolling_best, theil_sen

STRENGTH_DAYS: Final = 28  # current strength is the best estimate of four weeks
TREND_DAYS: Final = 42
TREND_WORKOUTS: Final = 6
TREND_SPAN_DAYS: Final = 28
BREAK_DAYS: Final = 14  # so long without the exercise restarts its trend
LEVEL_BELOW: Final = 0.25  # percent per week, either way
FALLING_BELOW: Final = -0.5
FALLEN_TO: Final = 0.98  # of the first value in the window: a lift that has recovered is not falling

Dated = Sequence[tuple[date, float]]
Verdict = Literal["rising", "level", "plateau", "falling", "unknown"]


@dataclass(frozen=True)
class Trend:
    """Where the e1RM of a lift is going, from how many workouts over how many days; percent of its median a week."""

    verdict: Verdict
    workouts: int
    days: int
    percent_per_week: float | None = None


def trend(dated: Dated, today: date, last_record_on: date | None) -> Trend:
    """Judge the Theil–Sen trend of daily best e1RMs, oldest first, over the 42 days up to the last.

    Unknown for fewer than 6 workouts or less than 28 days since the last break of 14 days. Rising from +0.25 % a week;
    falling below -0.5 % and by more than 2 % in all; a plateau within ±0.25 % without an e1RM record in 28 days.
    """
    window = since_break(dated, today)
    span = (window[-1][0] - window[0][0]).days if window else 0
    if len(window) < TREND_WORKOUTS or span < TREND_SPAN_DAYS:
        return Trend("unknown", len(window), span)
    values = [value for _, value in window]
    percent = percent_per_week(theil_sen([day.toordinal() for day, _ in window], values), values) or 0.0
    is_stale = last_record_on is None or (today - last_record_on).days >= STRENGTH_DAYS
    has_fallen = values[-1] < FALLEN_TO * values[0]
    return Trend(_verdict(percent, has_fallen, is_stale), len(window), span, percent)


def _verdict(percent: float, has_fallen: bool, is_stale: bool) -> Verdict:
    if percent >= LEVEL_BELOW:
        return "rising"
    if percent < FALLING_BELOW and has_fallen:
        return "falling"
    return "plateau" if is_stale and abs(percent) < LEVEL_BELOW else "level"


def since_break(dated: Dated, today: date) -> Dated:
    """Keep what is in the 42 days up to the last workout, after the last 14 days in a row without the exercise.

    Up to the last and not to today: else a lift of once a week would have a trend on one day of seven.
    """
    later, start = today, len(dated)
    for place in reversed(range(len(dated))):
        day = dated[place][0]
        if (later - day).days >= BREAK_DAYS or (dated[-1][0] - day).days >= TREND_DAYS:
            break
        later, start = day, place
    return dated[start:]


def strength(dated: Dated, today: date) -> float | None:
    """Give the best e1RM of the last 28 days, in its own unit; None without one."""
    return rolling_best([(day.toordinal(), value) for day, value in dated], today.toordinal(), STRENGTH_DAYS)


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
