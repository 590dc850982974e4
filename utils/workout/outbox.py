"""The server's end of the browser's outbox: its address, and the results of its operations."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.log import outbox as log_outbox
from utils.components.sync import sync
from utils.lifter import for_lifter

ANSWER: Final = "outbox_answer"
MANIFEST: Final = "/manifest.webmanifest"
WORKER: Final = "/sw.js"

_route: str | None = None


def use_route(address: str) -> None:
    """Register the address at which this process takes operations; server.py calls this."""
    global _route
    _route = address


def route() -> str | None:
    """Return the address for operations outside a page run; None under plain Streamlit."""
    return _route


def take(user: User, payload: Any) -> None:
    """Carry out the operations that a component sent; the answer goes back with the next data."""
    if payload:
        st.session_state[ANSWER] = for_lifter(user, log_outbox.tried, payload)


def answer() -> Any:
    """Return the results of the last operations that this tab sent."""
    return st.session_state.get(ANSWER)


def mount(user: User | None, kit: Mapping[str, Any] | None = None) -> None:
    """Mount the sender; without a lifter the browser forgets all but unsent operations."""
    offline = {"worker": WORKER, "manifest": MANIFEST} if _route else {}
    if user is None:
        sync({"signed_out": True, **offline}, _ignore)
        return
    data = {"user": str(user.user_id), "route": _route, "answer": answer(), "kit": kit, **offline}
    result = sync(data, lambda: take(user, st.session_state["sync"].outbox))
    if result.outbox and not st.session_state.get(ANSWER):
        take(user, result.outbox)  # the first run of a session calls no callback


def _ignore() -> None:
    """Do nothing: Streamlit does not send a trigger without a callback."""
