"""A table whose rows can be tapped, or reached by keyboard, to see the sets behind them."""

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
    """Show a table of text, numbers on the right; return the number of the row that was tapped just now.

    `asks` has for each row what its button does, in words that screen readers read aloud.
    """
    data = {
        "heads": [{"name": name, "isNumber": name in numbers} for name in table],
        "rows": [
            {"cells": [str(cell).strip() for cell in row], "asks": words}
            for row, words in zip(table.to_numpy().tolist(), asks, strict=True)
        ],
    }
    result: Any = _component(key=key, data=data, height="content", on_picked_change=lambda: None)
    number = (result.picked or {}).get("row") if result else None
    return number if isinstance(number, int) and 0 <= number < len(table) else None
