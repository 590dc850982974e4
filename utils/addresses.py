"""The app's own address as others reach it, for links that leave the app."""

from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from database.settings import settings

SHARED: Final = "shared"  # in the address of the page Routines: the token of a link


def shared_address(token: str) -> str:
    """The address of a shared routine or program, which works under either entry."""
    return f"{origin()}/routinetemplates?{SHARED}={token}"


def origin() -> str:
    """PUBLIC_URL, else where this browser has the app from."""
    if settings().public_url:
        return settings().public_url.rstrip("/")
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else f"http://localhost:{settings().port}"
