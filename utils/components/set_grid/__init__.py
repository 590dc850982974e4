"""The set grid: one component for a whole workout. It logs in the browser and sends when there is a network."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from utils.components.bundle import component, text

_component = st.components.v2.component(
    "tonnage_set_grid",
    html='<div id="grid" class="tonnage-grid"></div>',
    css=text("set_grid/set_grid.css"),
    js=component("set_grid/mount.js"),
)


def set_grid(data: Mapping[str, Any], key: str, on_outbox: Callable[[], None], on_ask: Callable[[], None]) -> Any:
    """Show the grid. Its result has `outbox`, {"user", "ops"}, and `ask`, {"nonce", "name", "value"}; or None."""
    return _component(key=key, data=dict(data), height="content", on_outbox_change=on_outbox, on_ask_change=on_ask)
