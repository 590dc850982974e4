"""A view that takes the place of another one on the same page begins at its top."""

from typing import Final

import streamlit as st

_SCRIPT: Final = """
let shown;

export default function ({ data }) {
  if (shown !== undefined && shown !== data.view) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  shown = data.view;
}
"""
_component = st.components.v2.component("tonnage_scroll_top", js=_SCRIPT)


def top_of(view: str) -> None:
    """Scroll to the top when another view than before is shown; `view` names it."""
    _component(key="scroll_top", data={"view": view}, height="content")
