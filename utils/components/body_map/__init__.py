"""The body map: front and back of a body, beside a sorted list of bars with the same figures."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from utils.components.bundle import component, text

_component = st.components.v2.component(
    "tonnage_body_map",
    html=f'<div class="body-map"><div class="map">{text("body_map/body.svg")}</div></div>',
    css=text("body_map/body_map.css"),
    js=component("body_map/mount.js"),
)


def body_map(data: Mapping[str, Any], on_picked: Callable[[], None]) -> Any:
    """Show the map. Its result has `picked`: {"muscle": name} or None. body_map/mount.js declares `data`."""
    return _component(key="body_map", data=dict(data), height="content", on_picked_change=on_picked)
