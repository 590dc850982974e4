"""Build addresses of this app for links that are used outside it."""

from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from database.settings import settings

SHARED: Final = "shared"  # query parameter of page Routines: the token of a link


def shared_address(token: str) -> str:
    """Return the address of a shared routine or program; it works whether app.py or server.py runs."""
    return f"{origin()}/routinetemplates?{SHARED}={token}"


def origin() -> str:
    """Return PUBLIC_URL; without it, the origin from which this browser loaded the app."""
    if settings().public_url:
        return settings().public_url.rstrip("/")
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else f"http://localhost:{settings().port}"
