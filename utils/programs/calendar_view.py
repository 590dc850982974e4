"""The lifter's calendar address on the tab Programs: create, show once, replace and end it."""

from datetime import datetime
from typing import Final

import streamlit as st

from auth.user import User
from services.programs import feed_address
from services.progression.places import ACTIVE
from utils import data_loader, notices
from utils.addresses import origin
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.programs import calendar_feed
from utils.programs.status import programs_of
from utils.styling import local, long_day

PLACE: Final = "calendar"
TOKEN: Final = "calendar_token"
NO_ROUTE: Final = (
    "A calendar on your phone can follow your training days where Tonnage runs as server.py. "
    "This server runs app.py alone, which has no addresses for calendars."
)
ABOUT: Final = (
    "Your due days for twelve weeks and those done in the last six, with their exercises and next loads, in any "
    "calendar that takes an address. Whoever has the address sees that, and nothing else."
)


def draw_calendar_address(user: User) -> None:
    """Offer the calendar to a lifter who has a program."""
    made_at = data_loader.oltp(user, feed_address.made_at)
    if not (made_at or programs_of(user)):
        return
    st.subheader("In your calendar", anchor=False)
    has_route = calendar_feed.path("") is not None
    st.caption(ABOUT if has_route else NO_ROUTE)
    if any(program.status == ACTIVE and not program.weekdays for program in programs_of(user)):
        st.caption("Your program has no training days: choose some in its menu, so that it has due days.")
    token = st.session_state.get(TOKEN)
    if token and made_at:
        _show_once(token)
    else:
        _offer(user, made_at, has_route)
    notices.draw_problem(PLACE)


def _offer(user: User, made_at: datetime | None, has_route: bool) -> None:
    if made_at:
        day = long_day(local(made_at, display_of(user)).date(), display_of(user))
        st.markdown(f"An address was made on {day}.")
    with st.container(horizontal=True, gap="small"):
        label = "New address, ending this one" if made_at else "Make an address"
        if has_route:
            st.button(label, icon=":material/calendar_add_on:", key="make_calendar", on_click=_make, args=(user,))
        if made_at:
            st.button("End it", key="end_calendar", on_click=_end, args=(user,))


def _show_once(token: str) -> None:
    st.code(f"{origin()}{calendar_feed.path(token)}", language=None, wrap_lines=True)
    st.caption("Copy it now and add it as a calendar by address (URL): it is kept nowhere, and not shown again.")
    st.button("I have it", icon=":material/check:", key="calendar_copied", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(TOKEN, None)


def _make(user: User) -> None:
    token = notices.attempt(lambda: for_lifter(user, feed_address.make), "", PLACE)
    if token:
        st.session_state[TOKEN] = token


def _end(user: User) -> None:
    notices.attempt(lambda: for_lifter(user, feed_address.revoke), "The address has ended", PLACE)
