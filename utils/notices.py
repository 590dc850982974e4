"""What came of a change, said by the run after it: "Saved" in passing, a refusal where it belongs, and the way back."""

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
    """What is to be said, and what can be taken back."""

    said: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    undo: tuple[str, Callable[[], Any]] | None = None


def attempt(change: Callable[[], Any], said: str = SAVED, place: str = "") -> Any:
    """What a change gives; None if it was refused, and why is then said at its place."""
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
    """Say what was done, with the way back, until something else is done or the page is left."""
    _kept().undo = (label, take_back)


def draw_notices(page: str) -> None:
    """Say what came of the last change on this page: first thing of a page, once."""
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
    """Say once why the change of this place was refused."""
    problem = _kept().problems.pop(place, None)
    if problem:
        st.error(plain(problem))


def _take_back() -> None:
    kept = _kept()
    if kept.undo:
        (_, take_back), kept.undo = kept.undo, None
        attempt(take_back, "Undone")


def _kept() -> Notices:
    found: Notices = st.session_state.setdefault(KEY, Notices())
    return found
