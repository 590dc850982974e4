"""Periods and comparisons that a lifter can choose, and the lifter's display settings, date and time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import streamlit as st

from auth.user import User
from utils.styling import Display, local

YEAR_DAYS: Final = 364
DAWN: Final = date(1970, 1, 1)  # before any workout: "all time" begins here
ALL_TIME: Final = "All time"
# Whole weeks, so that both sides of a comparison have each weekday equally often. Each page offers some of them.
PERIOD_DAYS: Final[Mapping[str, int | None]] = {
    "4 weeks": 28,
    "12 weeks": 84,
    "3 months": 91,
    "6 months": 182,
    "1 year": YEAR_DAYS,
    ALL_TIME: None,
}
PERIODS: Final = ("3 months", "6 months", "1 year", ALL_TIME)
DEFAULT_PERIOD: Final = "1 year"
NOTHING, PERIOD_BEFORE, YEAR_BEFORE = "Nothing", "Period before", "Year before"


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `first` is None for the whole history."""

    name: str
    first: date | None
    last: date

    def earlier(self, days: int, name: str) -> "Period | None":
        """Return a period of equal length, `days` days earlier; None for the whole history."""
        shift = timedelta(days=days)
        return Period(name, self.first - shift, self.last - shift) if self.first else None

    @property
    def days(self) -> int | None:
        """Return the number of days; None for the whole history."""
        return (self.last - self.first).days + 1 if self.first else None


def display_of(user: User) -> Display:
    """Return the lifter's settings for numbers and dates."""
    return Display(user.unit, user.time_zone, user.week_start, user.locale)


def today_of(user: User) -> date:
    """Return today's date in the lifter's time zone."""
    return local(datetime.now(UTC), display_of(user)).date()


def period_named(name: str, today: date) -> Period:
    """Return the period with this name that ends today."""
    days = PERIOD_DAYS[name]
    return Period(name, today - timedelta(days=days - 1) if days else None, today)


def comparison_named(name: str, period: Period) -> Period | None:
    """Return the period to compare with; None without a comparison or for the whole history."""
    shift = {PERIOD_BEFORE: period.days, YEAR_BEFORE: YEAR_DAYS}.get(name)
    return period.earlier(shift, name) if shift else None


def zone_of(user: User) -> str:
    """Return the time zone of the browser; if it is unknown, the zone of the account."""
    return st.context.timezone or user.time_zone
