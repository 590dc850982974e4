"""The guard that every page calls first: it returns the signed-in lifter or shows the sign-in form."""

from pathlib import Path
from typing import Never

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from auth import session_cookie, views
from auth.connections import DatabaseAway
from auth.sessions import STATE_KEY, Visit, visit, visit_by_token
from auth.user import User
from database.db_connector import engine

CURRENT = "tonnage_current"  # the visit that app.py found, for the page of the same run
ENTERED = "tonnage_entered"  # set once app.py has run in this session


def require_user() -> User:
    """Return the signed-in lifter; without one, show the sign-in form and stop the page."""
    _enter_through_app()
    # A second call within the run, or in a fragment, reads the session again.
    visit_now: Visit | None = st.session_state.pop(CURRENT) if CURRENT in st.session_state else _find_or_say()
    if visit_now is None:
        _stop_with_sign_in()
    return visit_now.user


def current_user() -> User | None:
    """Return the signed-in lifter or None for app.py, and keep the answer for the page's guard."""
    visit_now = _find()
    st.session_state.update({CURRENT: visit_now, ENTERED: True})
    return visit_now.user if visit_now else None


def _find_or_say() -> Visit | None:
    try:
        return _find()
    except DatabaseAway as away:
        st.error(str(away))
        st.stop()


def _find() -> Visit | None:
    remembered = st.session_state.get(STATE_KEY)
    if remembered is not None:
        visit_now = visit(engine(), *remembered)
        if visit_now is None:
            # Revoked or expired: the next lifter in this tab must not see data of this one.
            st.session_state.clear()
        return visit_now
    return _from_cookie()


def _from_cookie() -> Visit | None:
    token = session_cookie.token()
    visit_now = visit_by_token(engine(), token) if token else None
    if visit_now is not None:
        st.session_state[STATE_KEY] = (visit_now.user.user_id, visit_now.session_id)
    return visit_now


def _stop_with_sign_in() -> Never:
    views.draw_sign_in()
    st.stop()


def _enter_through_app() -> None:
    """Send a page that Streamlit ran directly from pages/ through app.py.

    A server that has just started runs /log_workout without app.py until some session has called st.navigation.
    """
    context = get_script_run_ctx()
    if context is None or ENTERED in st.session_state:
        return
    if Path(context.pages_manager.main_script_path).name == "app.py":
        PagesManager.uses_pages_directory = False
        st.rerun()
