"""The notice on Today that a month is over: shown for a week if the month had training."""

from datetime import date
from typing import Any, Final

import streamlit as st

from database.rows import NamedRows
from utils.locales import written_day
from utils.report.spans import ADDRESS, Span, month_span

NEWS_DAYS: Final = 7


def month_over(workouts: NamedRows, today: date, locale: str) -> Span | None:
    """Return last month during the first week of this one, if it had training; `workouts` are recent ones."""
    if today.day > NEWS_DAYS:
        return None
    span = month_span(_month_before(today), today, locale)
    return span if any(span.first <= workout.performed_on <= span.last for workout in workouts) else None


def announce(workouts: NamedRows, today: date, locale: str) -> None:
    """Offer the report of the month that is over."""
    span = month_over(workouts, today, locale)
    if span:
        address: dict[str, Any] = {"tab": "Report", ADDRESS: span.key}
        name = written_day(span.first, "MMMM", locale)
        st.page_link(
            "pages/analytics6_explore.py",
            label=f"**{name} is ready** – open its report",
            icon=":material/description:",
            query_params=address,
        )


def _month_before(today: date) -> date:
    return today.replace(year=today.year - (today.month == 1), month=(today.month - 2) % 12 + 1, day=1)
