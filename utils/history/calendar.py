"""Draw a month as a calendar: one button per day, filled on days with a workout."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

import streamlit as st

from utils.styling import Display, month, weekdays

MONTH: Final = "calendar_month"
DAY: Final = "calendar_day"
DAYS: Final = 7
FEWEST_PX: Final = 34
RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def shown_month(today: date) -> date:
    """Return the first day of the displayed month."""
    kept: date | None = st.session_state.get(MONTH)
    return kept or today.replace(day=1)


def chosen_day() -> date | None:
    """Return the day pressed last; None after the month changed."""
    kept: date | None = st.session_state.get(DAY)
    return kept


def weeks_of(first: date, week_start: int) -> list[list[date]]:
    """Return the weeks of a month from the lifter's first weekday, including days of adjacent months."""
    return calendar.Calendar(week_start).monthdatescalendar(first.year, first.month)


def day_label(day: date, workouts: int, today: date) -> str:
    """Write the label of a day: bold today, with a raised number for more than one workout."""
    number = f"**{day.day}**" if day == today else str(day.day)
    return number + (RAISED[min(workouts, 9)] if workouts > 1 else "")


def show_month(counts: Mapping[date, int], today: date, display: Display) -> None:
    """Draw a month; `counts` holds the workouts of each day."""
    first = shown_month(today)
    _head(first, today, display)
    grid = st.grid(DAYS, min_column_width=FEWEST_PX, wrap=False, gap="xxsmall", vertical_alignment="center")
    for name in weekdays(display):
        grid.caption(name, text_alignment="center")
    for week in weeks_of(first, display.week_start):
        for day in week:
            with grid.cell():
                _day(day, first, counts.get(day, 0), today)
    if any(number > 1 for day, number in counts.items() if day.month == first.month):
        st.caption("A raised number says how many workouts a day has.")


def _head(first: date, today: date, display: Display) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
        st.button(
            "",
            icon=":material/chevron_left:",
            key="month_before",
            help="Month before",
            on_click=_go,
            args=(_before(first),),
        )
        st.markdown(f"**{month(first, display)}**", text_alignment="center", width="stretch")
        st.button("Today", key="month_today", type="tertiary", on_click=_to_today, args=(today,))
        after = (first + timedelta(days=31)).replace(day=1)
        st.button(
            "",
            icon=":material/chevron_right:",
            key="month_after",
            help="Month after",
            on_click=_go,
            args=(after,),
            disabled=after > today,
        )


def _day(day: date, first: date, workouts: int, today: date) -> None:
    if day.month != first.month:
        st.caption(" ")
        return
    kind: Literal["primary", "secondary", "tertiary"]
    kind = "primary" if workouts else "secondary" if day in (today, chosen_day()) else "tertiary"
    label = day_label(day, workouts, today)
    key = f"day_{day}"
    is_ahead = day > today
    st.button(label, key=key, type=kind, width="stretch", wrap=False, disabled=is_ahead, on_click=_choose, args=(day,))


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _go(first: date) -> None:
    st.session_state[MONTH] = first
    st.session_state.pop(DAY, None)


def _to_today(today: date) -> None:
    st.session_state[MONTH], st.session_state[DAY] = today.replace(day=1), today


def _choose(day: date) -> None:
    st.session_state[DAY] = day
