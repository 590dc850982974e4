"""Inputs of sets as a phone should treat them: the decimal keypad, and everything selected on focus."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "tonnage_number_keys", js=(Path(__file__).parent / "number_keys.js").read_text(encoding="utf-8")
)


def number_keys(container_key: str) -> None:
    """Give all text inputs inside the containers whose key begins like this the decimal keypad of a phone."""
    _component(key=f"number_keys_{container_key}", data={"within": f"st-key-{container_key}"}, height="content")
