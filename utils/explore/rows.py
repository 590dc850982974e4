"""One click on a figure of Explore: its rule and its rows, of both periods where two are compared, and a file."""

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


def open_rows(user: User, one: Explored, cells: Sequence[Cell]) -> None:
    """Open what some cells come from in a dialog; no cells for the whole."""
    keys = _pick(one, cells, one.period, user).keys
    title = evidence.named(one, keys, one.period, display_of(user))
    st.dialog(plain(title), width="medium")(_in_dialog)(user, one, cells)


def _in_dialog(user: User, one: Explored, cells: Sequence[Cell]) -> None:
    with data_loader.excused():
        show_rows(user, one, cells, "dialog")


def show_rows(user: User, one: Explored, cells: Sequence[Cell], place: str) -> None:
    """Show what some cells come from; no cells for the whole."""
    for number, period in enumerate(filter(None, (one.period, one.comparison))):
        pick = _pick(one, cells, period, user)
        loaded = data_loader.facts(user, load_behind, one.view, period, pick, user.week_start)
        if loaded.facts.many or not number:
            _show(user, one, period, pick, loaded.facts, f"{place}_{number}")


def _pick(one: Explored, cells: Sequence[Cell], period: Period, user: User) -> Pick:
    """The cells as they stand in a period: those of the comparison are as far along in it."""
    if not cells:
        return Pick()
    is_now = period is one.period
    keys = [cell.keys if is_now else moved(one.view, cell.keys, one.period, period, user.week_start) for cell in cells]
    return pick_of(keys)


def _show(user: User, one: Explored, period: Period, pick: Pick, found: Any, key: str) -> None:
    display, view = display_of(user), one.view
    what = evidence.named(one, pick.keys, period, display)
    if one.comparison:
        what = f"{what}, {period.name.lower()}"
    is_again = period is not one.period
    explain.show(evidence.evidence(found, view, what, user.e1rm_formula, display, is_again=is_again))
    if found.many:
        st.download_button(
            "Download these rows",
            lambda: _file(user, one, period, pick),
            f"tonnage-{view.measure}-rows.csv".replace("_", "-"),
            "text/csv",
            key=f"explore_rows_{key}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )


def _file(user: User, one: Explored, period: Period, pick: Pick) -> bytes:
    whole = data_loader.passing(user, load_behind, one.view, period, pick, user.week_start, None)
    return evidence.csv_of(whole.facts, one.view, display_of(user))
