"""Filters of the Muscles page: days, way of counting, target and level of detail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import streamlit as st

from auth.user import User
from services.calendar_math import week_start
from utils.filters import ALL_TIME, Period, period_named, today_of
from utils.locales import date_format

THIS_WEEK, LAST_WEEK, CHOSEN = "This week", "Last week", "From … to …"
WEEKS_BACK: Final = ("4 weeks", "12 weeks", "6 months", "1 year")
SPANS: Final = (THIS_WEEK, LAST_WEEK, *WEEKS_BACK, ALL_TIME, CHOSEN)
DEFAULT_SPAN: Final = "4 weeks"
FIRST_DAY: Final = date(1970, 1, 1)

FRACTIONAL, DIRECT, TOTAL = "Fractional", "Direct", "Total"
EVIDENCE, OWN, HEURISTIC, NOTHING = "Studies", "My own bands", "Coaching heuristic (RP)", "Nothing"
# A heuristic for the prime mover beside sets that count helpers too would count their work twice.
AGAINST: Final[Mapping[str, tuple[str, ...]]] = {
    FRACTIONAL: (EVIDENCE, OWN, NOTHING),
    DIRECT: (NOTHING, HEURISTIC),
    TOTAL: (NOTHING,),
}
MUSCLES, GROUPS = "Muscles", "Groups"


@dataclass(frozen=True)
class MuscleFilter:
    """The lifter's filter for the Muscles page."""

    period: Period
    count: str = FRACTIONAL
    against: str = EVIDENCE
    level: str = MUSCLES


def span_named(name: str, today: date, first_weekday: int, last_trained: date | None = None) -> Period:
    """Return the span with that name: the lifter's weeks, whole weeks to today, or everything to the last workout."""
    this = week_start(today, first_weekday)
    if name == THIS_WEEK:
        return Period(name, this, today)
    if name == LAST_WEEK:
        return Period(name, this - timedelta(days=7), this - timedelta(days=1))
    if name in WEEKS_BACK:
        return period_named(name, today)
    return Period(name, None, min(today, last_trained or today))


def default_span(today: date, last_trained: date) -> str:
    """Return four weeks, or everything for a lifter without training in them, as after an import."""
    first = span_named(DEFAULT_SPAN, today, 0).first
    return ALL_TIME if first and last_trained < first else DEFAULT_SPAN


def muscle_filter(user: User, last_trained: date) -> MuscleFilter:
    """Ask for every filter, in one row on a desktop and two on a phone."""
    first_shown = SPANS.index(default_span(today_of(user), last_trained))
    with st.grid(4, min_column_width=150, gap="small", key="muscle_filter"):
        name = st.selectbox("Days", SPANS, first_shown, key="muscle_span", persist_state="session", filter_mode=None)
        counts = list(AGAINST)
        count = st.selectbox("Sets counted", counts, key="muscle_count", persist_state="session", filter_mode=None)
        choices = AGAINST[count]
        against = st.selectbox(
            "Held against", choices, key=f"muscle_against_{count}", disabled=len(choices) == 1, filter_mode=None
        )
        level = st.selectbox(
            "Shown as", (MUSCLES, GROUPS), key="muscle_level", persist_state="session", filter_mode=None
        )
    return MuscleFilter(_period(name, user, last_trained), count, against, level)


def _period(name: str, user: User, last_trained: date) -> Period:
    today = today_of(user)
    if name != CHOSEN:
        return span_named(name, today, user.week_start, last_trained)
    days = st.date_input(
        "From and to",
        (today - timedelta(days=27), today),
        min_value=FIRST_DAY,
        max_value=today,
        format=date_format(user.locale),
        key="muscle_days",
    )
    ends = sorted(days) if isinstance(days, tuple | list) else [days]
    if not ends:
        return span_named(DEFAULT_SPAN, today, user.week_start)
    return Period(CHOSEN, max(ends[0], FIRST_DAY), min(ends[-1], today))
