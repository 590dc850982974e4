"""The outbox of the browser on the side of the page: where it is sent, and what came of it."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.log import outbox as op_door
from utils.components.sync import sync
from utils.lifter import for_lifter

ANSWER: Final = "outbox_answer"
MANIFEST: Final = "/manifest.webmanifest"
WORKER: Final = "/sw.js"

_route: str | None = None


def use_route(address: str) -> None:
    """Say that this process takes operations at an address; server.py does."""
    global _route
    _route = address


def route() -> str | None:
    """Where the browser may send operations without a run of the page; None under plain Streamlit."""
    return _route


def take(user: User, payload: Any) -> None:
    """Carry out what a component's trigger brought; the answer goes back with the next data."""
    if payload:
        st.session_state[ANSWER] = for_lifter(user, op_door.tried, payload)


def answer() -> Any:
    """What became of the last operations that this tab sent."""
    return st.session_state.get(ANSWER)


def mount(user: User | None, kit: Mapping[str, Any] | None = None) -> None:
    """Mount the sender; without a lifter the browser forgets all but operations that were not sent."""
    offline = {"worker": WORKER, "manifest": MANIFEST} if _route else {}
    if user is None:
        sync({"signed_out": True, **offline}, _ignore)
        return
    data = {"user": str(user.user_id), "route": _route, "answer": answer(), "kit": kit, **offline}
    result = sync(data, lambda: take(user, st.session_state["sync"].outbox))
    if result.outbox and not st.session_state.get(ANSWER):
        take(user, result.outbox)  # the first run of a session calls no callback


def _ignore() -> None:
    """Exist: a trigger without a callback is not sent."""
