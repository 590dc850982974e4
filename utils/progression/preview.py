"""One progression in a dialog: have its target otherwise, and look twelve workouts ahead."""

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
from utils.progression import words as progression_words
from utils.styling import Display, localised, plain, typed_number

PLACE: Final = "progression"
KEYPAD: Final = "own_target"


def open_dialog(user: User, one: Progression, name: str) -> None:
    """Open the dialog of a progression."""
    st.dialog(plain(name))(_form)(user, one)


def _form(user: User, one: Progression) -> None:
    display = display_of(user)
    st.markdown(plain(progression_words.target(one, display)))
    if one.sentence:
        st.caption(plain(localised(one.sentence, display)))
    _own(user, one)
    st.subheader("The next twelve workouts", anchor=False)
    st.caption("Take a tick away to see what a miss would change.")
    outcomes = tuple(bool(st.session_state.get(_key(one, place), True)) for place in range(WORKOUTS))
    _, lines = data_loader.oltp(user, next_workout.previewed, one.progression_id, outcomes)
    for place, line in enumerate(lines):
        _line(one, place, line, display)
    st.caption(f"Its rule as text: {plain(to_text(one.rule))}")


def _key(one: Progression, place: int) -> str:
    return f"ahead_{one.progression_id}_{place}"


def _line(one: Progression, place: int, line: Preview, display: Display) -> None:
    shown = progression_words.aims_words(line.aims, one.now.unit, display)
    with st.container(gap=None):
        st.checkbox(f"{place + 1}. {plain(shown)}", value=True, key=_key(one, place))
        st.caption(plain(localised(line.sentence, display)))


def _own(user: User, one: Progression) -> None:
    number_keys(KEYPAD)
    value = one.now.maximum if one.asks_for_maximum else one.now.load
    typed = "" if value is None else typed_number(value.normalize(), user.locale)
    what = "Maximum" if one.asks_for_maximum else "Next load"
    steps = steps_of(one.rule)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=KEYPAD):
        load = st.text_input(
            f"{what}, {one.now.unit}", typed, key=f"own_{one.progression_id}", autocomplete="off", width=140
        )
        step = None
        if steps > 1:
            names = list(range(steps))
            step = st.selectbox(
                "Step",
                names,
                one.now.step % steps,
                format_func=lambda n: str(n + 1),
                key=f"step_{one.progression_id}",
                width=90,
            )
        pressed = st.button("Set", key=f"set_{one.progression_id}")
    if pressed:
        new_load, new_maximum = (None, load) if one.asks_for_maximum else (load, None)
        override, number = progressions.override, one.progression_id
        if notices.attempt(lambda: for_lifter(user, override, number, new_load, new_maximum, step), place=PLACE):
            st.rerun()
    notices.draw_problem(PLACE)
