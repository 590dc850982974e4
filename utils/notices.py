"""Report the last change on the next run: a toast, a refusal beside its form, or an undo bar."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from services.errors import TonnageError
from services.saving import carried_out
from utils.styling import plain

KEY: Final = "notices"
SAVED: Final = "Saved"


@dataclass
class Notices:
    """The messages to show, and the change that can be undone."""

    said: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    undo: tuple[str, Callable[[], Any]] | None = None


def attempt(change: Callable[[], Any], said: str = SAVED, place: str = "") -> Any:
    """Run a change and return its result; if it is refused, keep the reason for its place and return None."""
    kept = _kept()
    kept.problems.pop(place, None)
    kept.undo = None
    try:
        done = carried_out(change)
    except TonnageError as refused:
        kept.problems[place] = str(refused)
        return None
    kept.said = said
    return True if done is None else done


def offer_undo(label: str, take_back: Callable[[], Any]) -> None:
    """Show an undo bar until the next change, or until the lifter leaves the page."""
    _kept().undo = (label, take_back)


def draw_notices(page: str) -> None:
    """Draw the messages about the last change; each page calls this first, once per run."""
    kept = _kept()
    if st.session_state.get("notices_page") != page:
        st.session_state["notices_page"] = page
        kept.undo = None
        kept.problems.clear()
    if kept.said and not kept.undo:
        st.toast(kept.said, icon=":material/check:")
    kept.said = ""
    draw_problem("")
    if kept.undo:
        _undo_bar(kept.undo[0])


def _undo_bar(label: str) -> None:
    with (
        st.bottom,
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False),
    ):
        st.markdown(plain(label))
        st.button("Undo", icon=":material/undo:", key="undo", wrap=False, on_click=_take_back)


def draw_problem(place: str) -> None:
    """Show once why the change at this place was refused."""
    problem = _kept().problems.pop(place, None)
    if problem:
        st.error(plain(problem))


def _take_back() -> None:
    kept = _kept()
    if kept.undo:
        (_, take_back), kept.undo = kept.undo, None
        attempt(take_back, "Undone")


def _kept() -> Notices:
    notices: Notices = st.session_state.setdefault(KEY, Notices())
    return notices
