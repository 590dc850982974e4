"""The screens before the app: sign in, sign up, sign out."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Never
from zoneinfo import available_timezones

import streamlit as st

from auth import accounts, authenticator, session_cookie, sessions, visitor
from auth.connections import Engine
from auth.lockout import client_address
from auth.sessions import STATE_KEY
from database.db_connector import engine
from database.oltp_tables import UNITS
from database.settings import settings
from database.version import version
from services.errors import TonnageError

ICON: Final = Path(__file__).parent.parent / "utils" / "assets" / "icon.svg"
CARD_PX: Final = 400
ARRIVING, LEAVING, FORM, NOTICE = "tonnage_arriving", "tonnage_leaving", "tonnage_form", "tonnage_notice"
WEEKDAYS: Final = {0: "Monday", 5: "Saturday", 6: "Sunday"}  # where weeks begin

SampleMaker = Callable[[Engine], str]
_sample_maker: SampleMaker | None = None
_preview: Callable[[Mapping[str, Any]], None] | None = None


def offer_sample(maker: SampleMaker | None) -> None:
    """Register the function that creates the sample account and returns its name; without it there is no button."""
    global _sample_maker
    _sample_maker = maker


def offer_preview(show: Callable[[Mapping[str, Any]], None]) -> None:
    """Register the function that shows a visitor the content of a share link, from guessed settings."""
    global _preview
    _preview = show


def draw_sign_in() -> None:
    """Draw the sign-in form, the sign-up form, or the progress of setting the cookie."""
    _drop_cookie()
    with _card():
        _brand()
        if ARRIVING in st.session_state:
            _arrive()
        else:
            _notice()
            if _preview:
                _preview(visitor.guesses(st.context.locale, st.context.timezone))
            _sign_up() if _wants_account() else _sign_in()


def draw_closed(reason: str) -> None:
    """Explain why nobody can sign in now."""
    with _card():
        _brand()
        st.error(reason)


def draw_foot(name: str) -> None:
    """Draw the end of the sidebar: the lifter's name (Markdown), the sign-out button and the version."""
    with st.sidebar.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(name, width="content")
        pressed = st.button("Sign out", type="tertiary", key="sign_out")
    st.sidebar.caption(f"Tonnage {version()}")
    if pressed:  # after everything is drawn: a run that ends early leaves the rest of the last run on screen
        sign_out()


def sign_out() -> Never:
    """End the session here and in the database, and forget all data of this lifter in this tab."""
    sessions.revoke(engine(), *st.session_state[STATE_KEY])
    st.session_state.clear()
    st.session_state[LEAVING] = session_cookie.new_order("drop")
    st.rerun()


@contextmanager
def _card() -> Iterator[None]:
    with st.container(horizontal_alignment="center"), st.container(width=CARD_PX, gap="medium"):
        yield


def _brand() -> None:
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center", gap="small"):
        st.image(str(ICON), width=40)
        st.title("Tonnage", anchor=False, width="content")


def _sign_in() -> None:
    with st.form("sign_in", border=True):
        st.subheader("Sign in", anchor=False)
        name = st.text_input("Name", autocomplete="username", max_chars=accounts.NAME_LENGTH)
        password = st.text_input("Password", type="password", autocomplete="current-password")
        pressed = st.form_submit_button("Sign in", type="primary", width="stretch")
        if pressed:
            _let_in(lambda: authenticator.sign_in(engine(), name, password, _address()))
    if settings().registration != "closed":
        _turn("sign_up", "New here? **Create an account**")
    _sample()


def _sign_up() -> None:
    with st.form("sign_up", border=True):
        st.subheader("Create your account", anchor=False)
        name = st.text_input("Name", autocomplete="username", max_chars=accounts.NAME_LENGTH)
        password = st.text_input(
            "Password", type="password", autocomplete="new-password", placeholder="10 characters or more"
        )
        invitation = st.text_input("Invitation code") if settings().registration == "invite" else ""
        chosen = _first_settings()
        pressed = st.form_submit_button("Create account", type="primary", width="stretch")
        if pressed:
            _let_in(lambda: authenticator.sign_up(engine(), name, password, invitation, _address(), **chosen))
    _turn("sign_in", "Already here? **Sign in**")


def _first_settings() -> dict[str, Any]:
    """Ask for three settings that every page needs, each with a guess as its default."""
    guess = visitor.guesses(st.context.locale, st.context.timezone)
    unit = st.radio("Unit", UNITS, index=UNITS.index(guess["unit"]), horizontal=True)
    days = list(WEEKDAYS)
    start = st.radio(
        "Weeks start on", days, index=days.index(guess["week_start"]), format_func=WEEKDAYS.__getitem__, horizontal=True
    )
    zones = time_zones()
    zone = st.selectbox("Time zone", zones, index=zones.index(guess["time_zone"]), format_func=zone_name)
    return {"unit": unit, "week_start": start, "time_zone": zone, "locale": guess["locale"]}


def time_zones() -> list[str]:
    """List the IANA time zones to choose from."""
    return sorted(available_timezones())


def zone_name(zone: str) -> str:
    """Write a time zone for people: "America/New York"."""
    return zone.replace("_", " ")


def _sample() -> None:
    if _sample_maker is None or not (settings().local and visitor.is_local(st.context.headers.get("Host", ""))):
        return
    if st.button("Try the sample account", width="stretch"):
        with st.spinner("Writing a year of training …"):
            _let_in(lambda: accounts.find_user(engine(), _sample_maker(engine())).user_id)
    st.caption("A year of training to look around in, on this machine only.", text_alignment="center")


def _let_in(who: Callable[[], int]) -> None:
    """Begin the session of the user id that the function returns, or show why not."""
    try:
        opened = session_cookie.open_session(engine(), who(), visitor.device_name(_header("User-Agent") or ""))
    except TonnageError as refused:
        st.error(str(refused))
        return
    st.session_state.clear()
    st.session_state[ARRIVING] = (opened, session_cookie.new_order("keep", opened.secret))
    st.rerun()


def _arrive() -> None:
    opened, order = st.session_state[ARRIVING]
    st.caption("Signing you in …", text_alignment="center")
    kept = session_cookie.carry_out(order)
    if kept is None:
        return
    del st.session_state[ARRIVING]
    if kept:
        st.session_state[STATE_KEY] = (opened.user_id, opened.session_id)
    else:
        sessions.revoke(engine(), opened.user_id, opened.session_id)
        st.session_state[NOTICE] = "Your browser could not finish signing in. Reload the page, then try again."
    st.rerun()


def _drop_cookie() -> None:
    order = st.session_state.get(LEAVING)
    if order is not None and session_cookie.carry_out(order) is not None:
        del st.session_state[LEAVING]


def _notice() -> None:
    if NOTICE in st.session_state:
        st.error(st.session_state.pop(NOTICE))


def _wants_account() -> bool:
    return st.session_state.get(FORM) == "sign_up" and settings().registration != "closed"


def _turn(to: str, label: str) -> None:
    with st.container(horizontal_alignment="center"):
        st.button(label, type="tertiary", on_click=st.session_state.update, args=({FORM: to},))


def _address() -> str:
    return client_address(_header("X-Forwarded-For"), st.context.ip_address, settings().trusted_proxies)


def _header(name: str) -> str | None:
    value = st.context.headers.get(name)
    return value if isinstance(value, str) else None  # without a browser Streamlit may return another object
