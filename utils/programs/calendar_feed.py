"""The address of calendars: where this process answers it, and what it answers."""

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
    """Say that this process answers addresses of calendars; server.py does."""
    global _route
    _route = ROUTE


def path(token: str) -> str | None:
    """The path of a calendar; None under plain Streamlit, which has no such addresses."""
    return f"{_route}{token}.ics" if _route else None


def file_of(user: User, data_version: int) -> tuple[bytes, str]:
    """A lifter's calendar as of today with its ETag; StatisticsUnavailable if the database is away."""
    today = today_of(user)
    found = data_loader.oltp(user, feed.feed, today)
    body = calendar(found, display_of(user), today, made_at(data_version).astimezone(UTC))
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
