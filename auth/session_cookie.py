"""The session's cookie: written by server.py's route where it runs (HttpOnly), else by a script in the browser."""

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
    """Say that this process answers the route; server.py does."""
    global _route
    _route = ROUTE


def token() -> str | None:
    """The token that the browser brought when it connected."""
    found = st.context.cookies.get(NAME)
    return found if isinstance(found, str) else None  # where there is no browser, Streamlit may give a stand-in


def open_session(bind: Engine, user_id: int, device: str) -> Opened:
    """Begin a session whose secret this server's way of writing cookies can use."""
    begin = sessions.open_with_ticket if _route else sessions.open_session
    return begin(bind, user_id, device)


def new_order(action: str, secret: str = "") -> dict[str, str]:
    """An order for the browser, which it carries out once: keep the cookie of a secret, or drop the cookie."""
    return {"order": secrets.token_hex(8), "action": action, "secret": secret}


def carry_out(order: dict[str, str]) -> bool | None:
    """Mount the script that carries out an order; None until the browser has said how it went."""
    data: dict[str, Any] = {**order, "route": _route, "name": NAME, "maxAge": MAX_AGE_S}
    data["secure"] = settings().cookie_secure
    result = _component(key=f"cookie-{order['order']}", data=data, height="content", on_done_change=_noted)
    done = result.done
    return bool(done["ok"]) if done and done["order"] == order["order"] else None


def _noted() -> None:
    """Exist: a trigger without a callback is not sent."""
