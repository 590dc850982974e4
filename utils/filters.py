"""Widgets that say what is asked, and the frozen Filter that comes out of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import streamlit as st

from auth.user import User
from database.rows import NamedRows
from utils.styling import Display, local

ADDRESS: Final = "lift"  # the query parameter that holds the exercise
PICKED: Final = "lift_picker"

YEAR_DAYS: Final = 364
ALL_TIME: Final = "All time"
# Whole weeks, so that both sides of a comparison have equally many of each weekday. A page offers some of them.
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
class Lift:
    """An exercise that the lifter has performed, under the lifter's own name, and the day it was last done."""

    exercise_id: int
    name: str
    load_type: str
    last_on: date | None = None


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; the whole history when `first` is None."""

    name: str
    first: date | None
    last: date

    def earlier(self, days: int, name: str) -> "Period | None":
        """The same length so many days before; None for the whole history."""
        shift = timedelta(days=days)
        return Period(name, self.first - shift, self.last - shift) if self.first else None

    @property
    def days(self) -> int | None:
        """How many days there are; None for the whole history."""
        return (self.last - self.first).days + 1 if self.first else None


@dataclass(frozen=True)
class Filter:
    """What the lifter asked to see."""

    lift: Lift
    period: Period
    comparison: Period | None = None

    @property
    def first(self) -> date | None:
        """The first day of all that is asked; None for the whole history."""
        return self.comparison.first if self.comparison else self.period.first


def display_of(user: User) -> Display:
    """How this lifter reads numbers and dates."""
    return Display(user.unit, user.time_zone, user.week_start, user.locale)


def today_of(user: User) -> date:
    """The date on this lifter's clock."""
    return local(datetime.now(UTC), display_of(user)).date()


def period_named(name: str, today: date) -> Period:
    """The period of that name that ends today."""
    days = PERIOD_DAYS[name]
    return Period(name, today - timedelta(days=days - 1) if days else None, today)


def comparison_named(name: str, period: Period) -> Period | None:
    """What the period is compared with."""
    shift = {PERIOD_BEFORE: period.days, YEAR_BEFORE: YEAR_DAYS}.get(name)
    return period.earlier(shift, name) if shift else None


def lift_filter(lifts: NamedRows, today: date) -> Filter:
    """Ask for an exercise, a period and a comparison; `lifts` holds at least one, recent first."""
    known = _known(lifts)
    lift = _lift(known)
    left, right = st.columns(2, wrap=False)
    names, first_shown = list(PERIODS), default_period(next(iter(known.values())), today)
    period_name = left.selectbox("Period", names, names.index(first_shown), key="lift_period", persist_state="session")
    period = period_named(period_name, today)
    choices = _comparisons(period)
    comparison = right.selectbox(
        "Compare with", choices, key=f"lift_comparison_{len(choices)}", disabled=len(choices) == 1
    )
    return Filter(lift, period, comparison_named(comparison, period))


def _comparisons(period: Period) -> list[str]:
    if period.days is None:
        return [NOTHING]
    # A year before a year is the period before it.
    return [NOTHING, PERIOD_BEFORE] if period.days == YEAR_DAYS else [NOTHING, PERIOD_BEFORE, YEAR_BEFORE]


def default_period(latest: Lift, today: date) -> str:
    """A year; everything for a lifter whose latest lift is further back, as after an import of old history."""
    first = period_named(DEFAULT_PERIOD, today).first
    return "All time" if first and latest.last_on and latest.last_on < first else DEFAULT_PERIOD


def _known(lifts: NamedRows) -> dict[int, Lift]:
    return {row.exercise_id: Lift(row.exercise_id, row.name, row.load_type, row.last_on) for row in lifts}


def _lift(known: Mapping[int, Lift]) -> Lift:
    asked = st.query_params.get(ADDRESS, "")
    in_address = int(asked) if asked.isdecimal() and int(asked) in known else next(iter(known))
    st.session_state[PICKED] = in_address
    st.query_params[ADDRESS] = str(in_address)
    return known[
        st.selectbox("Lift", list(known), format_func=lambda one: known[one].name, key=PICKED, on_change=_to_address)
    ]


def _to_address() -> None:
    st.query_params[ADDRESS] = str(st.session_state[PICKED])
