"""List all exercises, with a fuzzy search, three filters and a button to create one."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.oltp_tables import EQUIPMENT
from services.exercises.lists import Known, known_exercises
from services.exercises.search import is_known
from services.muscles import MUSCLES
from services.workouts import lists
from utils import data_loader, notices
from utils.exercises import words
from utils.exercises.forms import create
from utils.exercises.words import EVERYTHING
from utils.styling import in_words, plain

OPENED: Final = "exercise"  # the query parameter of the open exercise
PAGE: Final = 30


def shelf_of(user: User) -> dict[int, Known]:
    """Read every exercise visible to the lifter, by id."""
    return data_loader.oltp(user, known_exercises)


def exercise_in_address(shelf: Mapping[int, Known]) -> Known | None:
    """Return the exercise in the address; clear the address and return None if the exercise does not exist."""
    number = st.query_params.get(OPENED, "")
    exercise = shelf.get(int(number)) if number.isdecimal() and len(number) < 20 else None
    if number and exercise is None:
        st.query_params.clear()
    return exercise


def open_exercise(exercise_id: int) -> None:
    """Open one exercise by writing its id into the address."""
    st.query_params.from_dict({OPENED: str(exercise_id)})


def draw_list(user: User, shelf: Mapping[int, Known]) -> None:
    """Draw the search, the filters and the matching exercises."""
    query = st.text_input(
        "Search",
        key="exercise_query",
        type="search",
        live="200ms",
        placeholder="Name or short form, such as rdl",
        label_visibility="collapsed",
        persist_state="session",
    )
    entries = data_loader.oltp(user, lists.search_entries)
    recent = data_loader.oltp(user, lists.recent_exercises)
    exercises = words.looked_for(shelf, entries, query or "", recent, *_filters())
    many = st.session_state.setdefault("exercises_shown", PAGE)
    for item in exercises[:many]:
        _line(item)
    if not exercises:
        st.markdown("No exercise fits. Take a filter back, or make it your own.")
    if len(exercises) > many:
        st.button(f"Show more of {len(exercises)}", key="more_exercises", on_click=_more)
    _offer_new(user, (query or "").strip()[:120], entries)


def _filters() -> tuple[str, str, str]:
    kept: dict[str, Any] = {"persist_state": "session"}
    with st.grid(3, min_column_width=90, wrap=False, gap="xsmall"):
        muscle = st.selectbox("Muscle", [EVERYTHING, *MUSCLES], format_func=_word, key="exercise_muscle", **kept)
        kind = st.selectbox("Equipment", [EVERYTHING, *EQUIPMENT], format_func=_kind, key="exercise_kind", **kept)
        status = st.selectbox("Show", list(words.SHOWN), key="exercise_shown", **kept)
    return muscle, kind, status


def _word(code: str) -> str:
    return in_words(code)


def _kind(code: str) -> str:
    return EVERYTHING if code == EVERYTHING else words.equipment(code)


def _line(exercise: Known) -> None:
    with st.container(gap=None, key=f"exercise_{exercise.exercise_id}"):
        st.button(
            f"**{plain(exercise.name)}**",
            key=f"open_{exercise.exercise_id}",
            type="tertiary",
            on_click=open_exercise,
            args=(exercise.exercise_id,),
        )
        st.caption(plain(words.in_short(exercise)))


def _offer_new(user: User, typed: str, entries: Any) -> None:
    label = f"Create “{plain(typed)}”" if typed and not is_known(typed, entries) else "New exercise"
    if st.button(label, icon=":material/add:", key="new_exercise", width="stretch"):
        create(user, typed if "“" in label else "", open_exercise)
    notices.draw_problem("new exercise")


def _more() -> None:
    st.session_state["exercises_shown"] += PAGE
