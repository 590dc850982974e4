"""Export everything that a lifter owns; each file is made when the lifter downloads it."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from services.exporters import exporting

# Format, label of the button, caption below it, and file extension.
OFFERS: Final = (
    ("zip", "Everything", "All of the files below, and the star schema as Parquet with its data dictionary.", "zip"),
    ("json", "For Tonnage (JSON)", "Every row you own; an empty account becomes the same again.", "json"),
    ("strong", "Like Strong (CSV)", "One row per set, each weight with its unit.", "csv"),
    ("hevy", "Like Hevy (CSV)", "One row per set, in kilograms and kilometres.", "csv"),
)
MIMES: Final = {"zip": "application/zip", "json": "application/json", "csv": "text/csv"}


def draw_exports(user: User) -> None:
    """Draw a download button for each format."""
    st.caption("Take your history with you: all of it, at any time.")
    for form, label, caption, kind in OFFERS:
        with st.container(gap="xxsmall"):
            st.download_button(
                label,
                _maker(user.user_id, form),
                f"tonnage-{form}.{kind}",
                MIMES[kind],
                key=f"export_{form}",
                on_click="ignore",
                icon=":material/download:",
            )
            st.caption(caption)


def _maker(user_id: int, form: str) -> Callable[[], bytes]:
    def make() -> bytes:
        (_, content), *_ = exporting.files(engine(), user_id, form)
        return content

    return make
