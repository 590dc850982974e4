"""A table whose rows are tapped to see what they come from; as quiet as the other tables, and open to a keyboard."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from utils.components.bundle import component, text

_component = st.components.v2.component(
    "tonnage_row_list",
    html='<div class="row-list"></div>',
    css=text("row_list/row_list.css"),
    js=component("row_list/mount.js"),
)


def row_list(table: pd.DataFrame, numbers: Sequence[str], asks: Sequence[str], key: str) -> int | None:
    """Show a table of text, its numbers at the right; the place of the row that was tapped just now.

    `asks` says of each row what its button does, for who cannot see the row.
    """
    data = {
        "heads": [{"name": name, "isNumber": name in numbers} for name in table],
        "rows": [
            {"cells": [str(cell).strip() for cell in row], "asks": words}
            for row, words in zip(table.to_numpy().tolist(), asks, strict=True)
        ],
    }
    result: Any = _component(key=key, data=data, height="content", on_picked_change=lambda: None)
    place = (result.picked or {}).get("row") if result else None
    return place if isinstance(place, int) and 0 <= place < len(table) else None
