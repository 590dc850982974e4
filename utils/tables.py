"""Build data frames for st.table: readable column names, numbers written by `styling`."""

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import streamlit as st

from database.rows import NamedRows
from utils import styling
from utils.set_texts import kind_of
from utils.styling import MISSING, NO_BREAK, Display

NUMBERS: Final = "numbers"  # key in a frame's attrs: the columns that hold numbers
SET_NUMBERS: Final = ("Load", "Reps", "RIR", "e1RM")
# Streamlit sets the alignment in the style of each cell; only an !important rule overrides it.
ALIGNED: Final = "text-align: right !important; font-variant-numeric: tabular-nums"


def with_numbers(table: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Mark the columns that hold numbers as text, so that `draw` aligns them on the right."""
    table.attrs[NUMBERS] = [name for name in table if name in set(names)]
    return table


def draw(table: pd.DataFrame) -> None:
    """Draw a table of texts, with number columns aligned on the right."""
    st.table(_aligned(table), hide_index=True, border="horizontal")


def _aligned(table: pd.DataFrame) -> Any:
    places = [place for place, name in enumerate(table) if name in table.attrs.get(NUMBERS, ())]
    if not places:
        return table
    selector = ", ".join(f".col{place}" for place in places)
    return table.style.set_table_styles([{"selector": selector, "props": ALIGNED}])


def unbroken(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Keep the cells of these columns on one line on a phone."""
    for name in set(names) & set(table):
        table[name] = [cell.replace(" ", NO_BREAK) for cell in table[name]]
    return table


def sets_of_day(sets: NamedRows, display: Display) -> pd.DataFrame:
    """Return the sets of a day as a table: loads as entered, without empty columns."""
    rows = [_set(place, row, display) for place, row in enumerate(sets, 1)]
    if not rows:  # the last set was deleted while its point was selected
        return pd.DataFrame()
    names = [name for name in rows[0] if name == "Set" or any(row[name] != MISSING for row in rows)]
    return with_numbers(pd.DataFrame(rows)[names], SET_NUMBERS)


def _set(place: int, row: Any, display: Display) -> dict[str, str]:
    done = set_row(row, display)
    return {"Set": f"{place} {done.pop('Type')}".strip(), **done}


def set_row(row: Any, display: Display) -> dict[str, str]:
    """Return one set as the cells of a table, with its load as entered."""
    return {
        "Type": kind_of(row.set_type),
        "Load": MISSING if row.weight is None else styling.load(row.weight, row.unit, display),
        "Reps": _reps(row, display),
        "RIR": styling.number(row.rir, display),
        "Time": styling.rest(row.seconds),
        "Distance": styling.distance(row.distance_m, display),
        "e1RM": styling.e1rm(row.e1rm_kg, display),
    }


def _reps(row: Any, display: Display) -> str:
    reps = styling.count(row.reps, display)
    return reps if row.reps_other is None else f"{reps} / {styling.count(row.reps_other, display)}"
