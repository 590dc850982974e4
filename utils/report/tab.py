"""Tab Report of Explore: choose a month or block, preview its page and download it."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.body.lists import body_weights
from services.freshness import LATE
from services.lifter.phases import phases as read_phases
from utils import data_loader
from utils.explore.view import EARLIEST
from utils.filters import display_of, today_of
from utils.locales import date_format
from utils.report import facts
from utils.report import spans as report_spans
from utils.report.facts import report
from utils.report.page import page
from utils.report.spans import ADDRESS, DATES, Span, key_of, spans, typed_span
from utils.styling import short_day

PICKED: Final = "report_picked"
FIRST, LAST = "report_first", "report_last"
ANY_DATES: Final = "Dates …"
USUAL_DAYS: Final = 28
HEIGHT: Final = 640


def draw_report(user: User) -> None:
    """Draw the choice of a span, the download button and the report."""
    display, today = display_of(user), today_of(user)
    with data_loader.excused():
        choices = spans(report_spans.report_spans(user).facts, today, user.locale)
    span = _asked(user, choices)
    weighed = data_loader.oltp(user, body_weights)
    with data_loader.excused():
        loaded = facts.loaded_report(user, span)
    if loaded.is_late:
        st.info(LATE)
    phases = data_loader.oltp(user, read_phases)
    cache_key = ("report", span, weighed, phases, display, today, user.display_name)
    built = data_loader.derived(
        user, loaded.version, cache_key, lambda: report(loaded.facts, span, weighed, user.week_start, phases)
    )
    whole = data_loader.derived(
        user, loaded.version, ("report page", *cache_key), lambda: page(built, user.display_name, display, today)
    )
    st.download_button(
        "Download the report",
        whole,
        f"tonnage-{span.key}.html",
        "text/html",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption("One page with its charts, to keep, to send or to print on A4. It needs no network and no account.")
    # A data: address has its own origin, so nothing in the report can reach the app.
    st.iframe(f"data:text/html;base64,{b64encode(whole.encode()).decode()}", height=HEIGHT, alt="The report")


def _asked(user: User, known: Mapping[str, Span]) -> Span:
    """Ask for a span, preselected by the address if it names a valid one, else by the latest month."""
    today = today_of(user)
    key = st.query_params.get(ADDRESS, "")
    span = known.get(key) or typed_span(key, today)
    if key and span is None:
        st.info("The address names no month with training, no block of yours and no days that run forward.")
    span = span or _latest(known, user)
    st.session_state[PICKED] = span.key if span.key in known else DATES
    titles = {key: _title(item, user) for key, item in known.items()} | {DATES: ANY_DATES}
    st.selectbox(
        "Month or block", list(titles), format_func=titles.__getitem__, key=PICKED, on_change=_to_address, args=(user,)
    )
    if span.key not in known:
        _ask_dates(user, span)
    return span


def _title(span: Span, user: User) -> str:
    if span.key[:1].isdigit():
        return span.title
    display, today = display_of(user), today_of(user)
    return f"{span.title}, {short_day(span.first, display, today)} to {short_day(span.last, display, today)}"


def _latest(known: Mapping[str, Span], user: User) -> Span:
    """Return the last complete month, else the first choice, else the last four weeks."""
    today = today_of(user)
    over = [span for span in known.values() if span.key[:1].isdigit() and span.last < today]
    first = next(iter([*over, *known.values()]), None)
    return first or _usual_dates(user)


def _usual_dates(user: User) -> Span:
    today = today_of(user)
    span = typed_span(key_of(today - timedelta(days=USUAL_DAYS - 1), today), today)
    assert span, "four weeks up to today are a span"
    return span


def _ask_dates(user: User, span: Span) -> None:
    form = date_format(user.locale)
    for column, title, key, day in zip(
        st.columns(2, wrap=False), ("From", "To"), (FIRST, LAST), (span.first, span.last), strict=True
    ):
        st.session_state[key] = day
        changed: dict[str, Any] = {"on_change": _dates_to_address}
        column.date_input(title, key=key, min_value=EARLIEST, max_value=today_of(user), format=form, **changed)


def _to_address(user: User) -> None:
    picked = st.session_state[PICKED]
    st.query_params[ADDRESS] = _usual_dates(user).key if picked == DATES else picked


def _dates_to_address() -> None:
    first, last = st.session_state[FIRST], st.session_state[LAST]
    if first and last:
        st.query_params[ADDRESS] = key_of(min(first, last), max(first, last))
