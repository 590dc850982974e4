"""Training load over days: session load, monotony, strain and load against the last four weeks.

Daily loads run oldest first, one per calendar day, rest days 0.
"""

from collections.abc import Sequence
from statistics import mean, stdev
from typing import Final

from services.units import known

WEEK: Final = 7
ACUTE_DAYS: Final = 7
CHRONIC_DAYS: Final = 28


def session_load(session_rpe: float | None, minutes: float | None) -> float | None:
    """Give session RPE (0 to 10) x minutes; None outside that scale or for a negative duration. Foster 1998."""
    if not (known(session_rpe) and known(minutes)) or not 0 <= session_rpe <= 10 or minutes < 0:
        return None
    return session_rpe * minutes


def monotony(daily: Sequence[float]) -> float | None:
    """Give mean / sample SD of the last 7 daily loads; None for fewer days or an SD of 0. Foster 1998."""
    week = daily[-WEEK:]
    spread = stdev(week) if len(week) == WEEK else 0
    return mean(week) / spread if spread else None


def strain(daily: Sequence[float]) -> float | None:
    """Give the load of the last 7 days x their monotony; None where monotony is. Foster 1998."""
    sameness = monotony(daily)
    return None if sameness is None else sum(daily[-WEEK:]) * sameness


def ewma(daily: Sequence[float], n: int) -> float | None:
    """Give the exponentially weighted mean on the last day, weight 2 / (n + 1), seeded with the first day's load.

    None without days or for n below 1. Williams et al. 2017.
    """
    if not daily or n < 1:
        return None
    weight, average = 2 / (n + 1), float(daily[0])
    for load in daily[1:]:
        average = load * weight + (1 - weight) * average
    return average


def acwr_rolling(daily: Sequence[float], coupled: bool) -> float | None:
    """Give the mean load of the last 7 days over that of the last 28, or if uncoupled of the 21 days before.

    None for fewer than 28 days or no chronic load. Says nothing about injury (Impellizzeri et al. 2021).
    """
    if len(daily) < CHRONIC_DAYS:
        return None
    month = daily[-CHRONIC_DAYS:]
    chronic = mean(month if coupled else month[:-ACUTE_DAYS])
    return mean(month[-ACUTE_DAYS:]) / chronic if chronic else None


def acwr_ewma(daily: Sequence[float]) -> float | None:
    """Give the 7-day over the 28-day exponentially weighted load; None without days or chronic load.

    It settles only after 28 days. Williams et al. 2017.
    """
    acute, chronic = ewma(daily, ACUTE_DAYS), ewma(daily, CHRONIC_DAYS)
    return acute / chronic if known(acute) and chronic else None
