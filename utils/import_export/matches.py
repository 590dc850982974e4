"""Match the exercise names of a file to exercises: ask about doubtful names, and let the lifter correct all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from services.importers.importing import NEW, Match
from utils.styling import Display, percent, plain, plural

PAGE: Final = 8
SHOWN: Final = "matches_shown"
SURE: Final = ("corrected", "yours", "same name", "known name", "same words")
WHY: Final[Mapping[str, Callable[[Match, Display], str]]] = {
    "alike": lambda match, display: f"Written {percent(match.score, display)} like it.",
    "ask": lambda match, display: f"Perhaps {match.exercise}? Only {percent(match.score, display)} alike.",
    "new": lambda match, display: "Nothing here has such a name.",
}


def correct(matches: Sequence[Match], exercises: Mapping[str, int], display: Display) -> dict[str, int | None]:
    """Ask for corrections to the matches, and return them; the import remembers them."""
    st.subheader("Exercises", anchor=False)
    names = {exercise_id: name for name, exercise_id in exercises.items()}
    doubtful = [match for match in matches if match.how not in SURE]
    sure = [match for match in matches if match.how in SURE]
    corrections = _ask_doubtful(doubtful, exercises, names, display)
    if sure:
        with st.expander(f"{plural(len(sure), 'name', display)} recognised"):
            corrections |= _table(sure, exercises)
    return corrections


def _ask_doubtful(
    doubtful: Sequence[Match], exercises: Mapping[str, int], names: Mapping[int, str], display: Display
) -> dict[str, int | None]:
    """Ask about each doubtful name, with the likeliest exercise first."""
    if not doubtful:
        return {}
    st.caption("Look at these. What stays new can be merged later, and a merge undone.")
    many = st.session_state.setdefault(SHOWN, PAGE)
    corrections: dict[str, int | None] = {}
    for match in doubtful[:many]:
        likely = names.get(match.suggested or match.exercise_id or 0)
        options = [NEW, *([likely] if likely else []), *(name for name in exercises if name != likely)]
        before = likely if match.exercise_id and likely else NEW
        choice = st.selectbox(
            plain(match.name),
            options,
            options.index(before),
            key=f"match_{match.name}",
            help=None,
        )
        st.caption(plain(_why(match, likely, display)))
        if choice != before:
            corrections[match.name] = exercises.get(choice)
    if len(doubtful) > many:
        st.button(f"{len(doubtful) - many} more names", key="more_matches", on_click=_more)
    return corrections


def _why(match: Match, likely: str | None, display: Display) -> str:
    if match.how == "ask" and likely:
        return f"Perhaps {likely}? Only {percent(match.score, display)} alike, so it stays new unless you say so."
    return WHY.get(match.how, WHY["new"])(match, display)


def _more() -> None:
    st.session_state[SHOWN] += PAGE


def _table(sure: Sequence[Match], exercises: Mapping[str, int]) -> dict[str, int | None]:
    table: dict[str, Any] = {
        "In the file": [match.name for match in sure],
        "Becomes": [match.exercise for match in sure],
        "Because": [match.how for match in sure],
    }
    becomes = st.column_config.SelectboxColumn(options=[NEW, *exercises], required=True)
    fixed = ["In the file", "Because"]
    edited = st.data_editor(
        table, column_config={"Becomes": becomes}, disabled=fixed, hide_index=True, key="matches_sure"
    )
    pairs = zip(table["In the file"], table["Becomes"], edited["Becomes"], strict=True)
    return {name: exercises.get(now) for name, before, now in pairs if now != before}
