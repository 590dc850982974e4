"""Show the rule and the rows behind a figure of Explore, for each compared period, with a file of them."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from auth.user import User
from utils import data_loader, explain
from utils.explore import evidence
from utils.explore.behind import Pick, load_behind, pick_of
from utils.explore.figures import Cell, Explored, moved
from utils.filters import Period, display_of
from utils.styling import plain


def open_rows(user: User, explored: Explored, cells: Sequence[Cell]) -> None:
    """Open a dialog with the rows behind cells; no cells mean the whole."""
    keys = _pick(explored, cells, explored.period, user).keys
    title = evidence.named(explored, keys, explored.period, display_of(user))
    st.dialog(plain(title), width="medium")(_in_dialog)(user, explored, cells)


def _in_dialog(user: User, explored: Explored, cells: Sequence[Cell]) -> None:
    with data_loader.excused():
        show_rows(user, explored, cells, "dialog")


def show_rows(user: User, explored: Explored, cells: Sequence[Cell], place: str) -> None:
    """Draw the rows behind cells; no cells mean the whole."""
    for number, period in enumerate(filter(None, (explored.period, explored.comparison))):
        pick = _pick(explored, cells, period, user)
        loaded = data_loader.facts(user, load_behind, explored.view, period, pick, user.week_start)
        if loaded.facts.many or not number:
            _show(user, explored, period, pick, loaded.facts, f"{place}_{number}")


def _pick(explored: Explored, cells: Sequence[Cell], period: Period, user: User) -> Pick:
    """Return the pick for cells in a period; for the comparison, move the keys to it."""
    if not cells:
        return Pick()
    is_now = period is explored.period
    keys = [
        cell.keys if is_now else moved(explored.view, cell.keys, explored.period, period, user.week_start)
        for cell in cells
    ]
    return pick_of(keys)


def _show(user: User, explored: Explored, period: Period, pick: Pick, behind: Any, key: str) -> None:
    display, view = display_of(user), explored.view
    title = evidence.named(explored, pick.keys, period, display)
    if explored.comparison:
        title = f"{title}, {period.name.lower()}"
    is_again = period is not explored.period
    explain.draw_evidence(evidence.evidence(behind, view, title, user.e1rm_formula, display, is_again=is_again))
    if behind.many:
        st.download_button(
            "Download these rows",
            lambda: _file(user, explored, period, pick),
            f"tonnage-{view.measure}-rows.csv".replace("_", "-"),
            "text/csv",
            key=f"explore_rows_{key}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )


def _file(user: User, explored: Explored, period: Period, pick: Pick) -> bytes:
    whole = data_loader.passing(user, load_behind, explored.view, period, pick, user.week_start, None)
    return evidence.csv_of(whole.facts, explored.view, display_of(user))
