"""Pick an exercise: recent ones, those of the workout, a fuzzy search, or a new exercise."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.oltp_tables import EQUIPMENT, LOAD_TYPES, PATTERNS
from services.errors import TonnageError
from services.exercises import editing as exercises
from services.exercises.search import find, is_known
from services.muscles import MUSCLES
from services.workouts import lists
from utils import data_loader
from utils.lifter import for_lifter
from utils.styling import in_words, plain

CREATING: Final = "picker_creating"
SHOWN: Final = 12
LOADS: Final = {
    "external": "A weight",
    "bodyweight": "Body weight",
    "weighted_bodyweight": "Body weight and a weight",
    "assisted": "Body weight, assisted",
    "duration": "Time",
    "distance": "Distance and time",
    "carry": "A weight over a distance",
}

Picked = Callable[[dict[str, Any]], None]


@st.dialog("Choose an exercise")
def pick_exercise(user: User, picked: Picked, of_routine: tuple[int, ...] = ()) -> None:
    """Ask for an exercise and pass its row to `picked`; `of_routine` holds the exercise ids of the workout."""
    name = st.session_state.get(CREATING)
    if name:
        _create(user, name, picked)
        return
    query = st.text_input(
        "Search",
        key="picker_query",
        type="search",
        live="200ms",
        placeholder="Name or short form, such as rdl",
        label_visibility="collapsed",
    )
    entries = data_loader.oltp(user, lists.search_entries)
    recent = data_loader.oltp(user, lists.recent_exercises)
    matches = find(query or "", entries, recent, of_routine, SHOWN)
    with st.container(gap="xxsmall", height=420, border=False):
        for entry in matches:
            mark = ":material/history:" if entry.exercise_id in recent else ":material/fitness_center:"
            if st.button(plain(entry.name), key=f"pick_{entry.exercise_id}", icon=mark, type="tertiary"):
                _hand_in(user, entry.exercise_id, picked)
        typed = (query or "").strip()
        if typed and not is_known(typed, entries):
            label = f"Create “{plain(typed[:120])}”"
            st.button(label, icon=":material/add:", on_click=_begin_creating, args=(typed[:120],))


def forget() -> None:
    """Reset the picker, so that the next one starts empty."""
    st.session_state.pop(CREATING, None)
    st.session_state.pop("picker_query", None)


def _create(user: User, name: str, picked: Picked) -> None:
    with st.form("new_exercise", border=False):
        written = st.text_input("Name", name, max_chars=120)
        load_type = st.selectbox("What counts", LOAD_TYPES, format_func=LOADS.__getitem__)
        equipment = st.selectbox("Equipment", EQUIPMENT, format_func=in_words)
        pattern = st.selectbox("Movement", PATTERNS, format_func=in_words)
        muscles = st.multiselect("Muscles it trains most", MUSCLES, format_func=in_words)
        if st.form_submit_button("Create exercise", type="primary", width="stretch"):
            values: dict[str, Any] = {
                "name": written,
                "load_type": load_type,
                "equipment": equipment,
                "pattern": pattern,
            }
            values |= {"implements": 2 if equipment == "dumbbell" else 1, "per_side": False}
            try:
                exercise_id = for_lifter(user, exercises.add_exercise, values, dict.fromkeys(muscles, 1.0))
            except TonnageError as error:
                st.error(str(error))
                return
            _hand_in(user, exercise_id, picked)
    st.button("Back to the search", type="tertiary", on_click=forget)


def _hand_in(user: User, exercise_id: int, picked: Picked) -> None:
    forget()
    picked(dict(data_loader.oltp(user, lists.exercises)[exercise_id]))
    st.rerun()


def _begin_creating(name: str) -> None:
    st.session_state[CREATING] = name
