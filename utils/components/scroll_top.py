"""Scroll to the top when a page shows another view of itself."""

from typing import Final

import streamlit as st

_SCRIPT: Final = """
let lastView;

export default function ({ data }) {
  if (lastView !== undefined && lastView !== data.view) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  lastView = data.view;
}
"""
_component = st.components.v2.component("tonnage_scroll_top", js=_SCRIPT)


def top_of(view: str) -> None:
    """Scroll to the top if `view` is another name than on the run before."""
    _component(key="scroll_top", data={"view": view}, height="content")
