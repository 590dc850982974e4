"""Give inputs of sets a phone's decimal keypad, and select their text on focus."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "tonnage_number_keys", js=(Path(__file__).parent / "number_keys.js").read_text(encoding="utf-8")
)


def number_keys(container_key: str) -> None:
    """Give text inputs in containers whose key begins with `container_key` the decimal keypad."""
    _component(key=f"number_keys_{container_key}", data={"within": f"st-key-{container_key}"}, height="content")
