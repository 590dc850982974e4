"""Dialog of a progression: change its target, and preview the next twelve workouts."""

from typing import Final

import streamlit as st

from auth.user import User
from services.programs import next_workout
from services.progression import editing as progressions
from services.progression.editing import Progression
from services.progression.prescribe import steps_of
from services.progression.preview import WORKOUTS, Preview
from services.progression.rule_text import to_text
from utils import data_loader, notices
from utils.components.number_keys import number_keys
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.locales import typed_number
from utils.progression import words as progression_words
from utils.styling import Display, localised, plain

PLACE: Final = "progression"
KEYPAD: Final = "own_target"


def open_dialog(user: User, progression: Progression, name: str) -> None:
    """Open the dialog of a progression."""
    st.dialog(plain(name))(_draw_dialog)(user, progression)


def _draw_dialog(user: User, progression: Progression) -> None:
    display = display_of(user)
    st.markdown(plain(progression_words.target(progression, display)))
    if progression.sentence:
        st.caption(plain(localised(progression.sentence, display)))
    _draw_target_form(user, progression)
    st.subheader("The next twelve workouts", anchor=False)
    st.caption("Take a tick away to see what a miss would change.")
    outcomes = tuple(bool(st.session_state.get(_key(progression, place), True)) for place in range(WORKOUTS))
    _, lines = data_loader.oltp(user, next_workout.previewed, progression.progression_id, outcomes)
    for place, line in enumerate(lines):
        _draw_workout(progression, place, line, display)
    st.caption(f"Its rule as text: {plain(to_text(progression.rule))}")


def _key(progression: Progression, place: int) -> str:
    return f"ahead_{progression.progression_id}_{place}"


def _draw_workout(progression: Progression, place: int, line: Preview, display: Display) -> None:
    aims = progression_words.aims_words(line.aims, progression.now.unit, display)
    with st.container(gap=None):
        st.checkbox(f"{place + 1}. {plain(aims)}", value=True, key=_key(progression, place))
        st.caption(plain(localised(line.sentence, display)))


def _draw_target_form(user: User, progression: Progression) -> None:
    number_keys(KEYPAD)
    value = progression.now.maximum if progression.asks_for_maximum else progression.now.load
    typed = "" if value is None else typed_number(value.normalize(), user.locale)
    label = "Maximum" if progression.asks_for_maximum else "Next load"
    steps = steps_of(progression.rule)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=KEYPAD):
        load = st.text_input(
            f"{label}, {progression.now.unit}",
            typed,
            key=f"own_{progression.progression_id}",
            autocomplete="off",
            width=140,
        )
        step = None
        if steps > 1:
            names = list(range(steps))
            step = st.selectbox(
                "Step",
                names,
                progression.now.step % steps,
                format_func=lambda n: str(n + 1),
                key=f"step_{progression.progression_id}",
                width=90,
            )
        pressed = st.button("Set", key=f"set_{progression.progression_id}")
    if pressed:
        new_load, new_maximum = (None, load) if progression.asks_for_maximum else (load, None)
        override, number = progressions.override, progression.progression_id
        if notices.attempt(lambda: for_lifter(user, override, number, new_load, new_maximum, step), place=PLACE):
            st.rerun()
    notices.draw_problem(PLACE)
