"""The session cookie: set by server.py's endpoint (HttpOnly), else by a script in the browser."""

import secrets
from pathlib import Path
from typing import Any, Final

import streamlit as st

from auth import sessions
from auth.connections import Engine
from auth.sessions import Opened
from database.settings import settings

NAME: Final = "tonnage_session"
ROUTE: Final = "/api/session"
MAX_AGE_S: Final = int(sessions.LIFETIME.total_seconds())

_component = st.components.v2.component(
    "tonnage_session_cookie", js=(Path(__file__).parent / "session_cookie.js").read_text(encoding="utf-8")
)
_route: str | None = None


def use_route() -> None:
    """Register that this process has the endpoint; server.py calls this."""
    global _route
    _route = ROUTE


def token() -> str | None:
    """Return the token of the cookie that the browser sent when it connected."""
    value = st.context.cookies.get(NAME)
    return value if isinstance(value, str) else None  # without a browser Streamlit may return another object


def open_session(bind: Engine, user_id: int, device: str) -> Opened:
    """Begin a session with the kind of secret that this server writes cookies from."""
    begin = sessions.open_with_ticket if _route else sessions.open_session
    return begin(bind, user_id, device)


def new_order(action: str, secret: str = "") -> dict[str, str]:
    """Create an order that the browser carries out once: set the cookie from a secret, or delete it."""
    return {"order": secrets.token_hex(8), "action": action, "secret": secret}


def carry_out(order: dict[str, str]) -> bool | None:
    """Mount the script that carries out an order; None until the browser has reported the result."""
    data: dict[str, Any] = {**order, "route": _route, "name": NAME, "maxAge": MAX_AGE_S}
    data["secure"] = settings().cookie_secure
    result = _component(key=f"cookie-{order['order']}", data=data, height="content", on_done_change=_noted)
    done = result.done
    return bool(done["ok"]) if done and done["order"] == order["order"] else None


def _noted() -> None:
    """Do nothing: Streamlit does not send a trigger without a callback."""
