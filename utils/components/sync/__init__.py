"""An invisible component on every page: it sends waiting operations and keeps what the offline page needs."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from utils.components.bundle import component

_component = st.components.v2.component("tonnage_sync", js=component("sync/mount.js"))


def sync(data: Mapping[str, Any], on_outbox: Callable[[], None]) -> Any:
    """Mount the component. Its result has `outbox`: {"user", "ops"} or None."""
    return _component(key="sync", data=dict(data), height="content", on_outbox_change=on_outbox)
