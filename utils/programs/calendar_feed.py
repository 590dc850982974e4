"""The calendar endpoint: its address and its response."""

import hashlib
from datetime import UTC
from typing import Final

from auth.user import User
from database.ids import made_at
from services.programs import feed
from utils import data_loader
from utils.filters import display_of, today_of
from utils.programs.calendar_file import calendar

ROUTE: Final = "/calendar/"

_route: str | None = None


def use_route() -> None:
    """Record that this process serves calendar addresses; server.py calls this."""
    global _route
    _route = ROUTE


def path(token: str) -> str | None:
    """Return the path of a calendar; None under plain Streamlit, which does not serve calendars."""
    return f"{_route}{token}.ics" if _route else None


def file_of(user: User, data_version: int) -> tuple[bytes, str]:
    """Return a lifter's calendar as of today with its ETag; raise StatisticsUnavailable without a database."""
    today = today_of(user)
    found = data_loader.oltp(user, feed.feed, today)
    body = calendar(found, display_of(user), today, made_at(data_version).astimezone(UTC))
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
