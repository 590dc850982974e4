"""The first statement of every page: who is here, or the sign-in form and nothing else."""

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

CURRENT = "tonnage_current"  # what app.py found, handed to the page within the same run
ENTERED = "tonnage_entered"  # app.py has run in this session


def require_user() -> User:
    """The lifter who is signed in; without one, show the sign-in form and stop the page."""
    _enter_through_app()
    # Asked again within the run, or in a fragment: look again.
    found: Visit | None = st.session_state.pop(CURRENT) if CURRENT in st.session_state else _find_or_say()
    if found is None:
        _stop_at_the_door()
    return found.user


def current_user() -> User | None:
    """The lifter who is signed in, or None; app.py asks before the page does, and the page need not ask again."""
    found = _find()
    st.session_state.update({CURRENT: found, ENTERED: True})
    return found.user if found else None


def _find_or_say() -> Visit | None:
    try:
        return _find()
    except DatabaseAway as away:
        st.error(str(away))
        st.stop()


def _find() -> Visit | None:
    remembered = st.session_state.get(STATE_KEY)
    if remembered is not None:
        found = visit(engine(), *remembered)
        if found is None:
            # Revoked or expired: nothing of this lifter may reach whoever signs in next in this tab.
            st.session_state.clear()
        return found
    return _from_cookie()


def _from_cookie() -> Visit | None:
    token = session_cookie.token()
    found = visit_by_token(engine(), token) if token else None
    if found is not None:
        st.session_state[STATE_KEY] = (found.user.user_id, found.session_id)
    return found


def _stop_at_the_door() -> Never:
    views.door()
    st.stop()


def _enter_through_app() -> None:
    """Send a page that Streamlit found in pages/ by itself through app.py.

    A server that has just started runs /log_workout without app.py until some session has called st.navigation.
    """
    context = get_script_run_ctx()
    if context is None or ENTERED in st.session_state:
        return
    if Path(context.pages_manager.main_script_path).name == "app.py":
        PagesManager.uses_pages_directory = False
        st.rerun()
