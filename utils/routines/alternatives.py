"""Dialog for the alternatives of an exercise in a routine: add one, put one first, take one away."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.routines import editing as routines
from services.routines.editing import Routine, RoutineExercise
from services.routines.tree import MAX_ALTERNATIVES
from services.workouts import lists
from utils import data_loader, notices
from utils.exercises import picker
from utils.lifter import for_lifter
from utils.routines import changes
from utils.styling import plain

PLACE: Final = "alternatives"


def words(part: RoutineExercise, names: Mapping[int, Any]) -> str:
    """Name the alternatives: "or Bench Press (Dumbbell), Push-Up"; empty without any."""
    listed = ", ".join(changes.name_of(exercise_id, names) for exercise_id in part.alternatives)
    return f"or {listed}" if listed else ""


def edit(user: User, routine: Routine, part: RoutineExercise) -> None:
    """Open the dialog, or the picker where the exercise has no alternatives yet."""
    if part.alternatives:
        names = data_loader.oltp(user, lists.exercises)
        title = f"Instead of {plain(changes.name_of(part.exercise_id, names))}"
        st.dialog(title)(_draw_form)(user, routine, part.routine_exercise_id, names)
    else:
        _pick(user, routine, part)


def _draw_form(user: User, routine: Routine, routine_exercise_id: int, names: Mapping[int, Any]) -> None:
    now = data_loader.oltp(user, routines.routine, routine.routine_id)
    part = next((part for part in now.exercises if part.routine_exercise_id == routine_exercise_id), None)
    if part is None:
        st.rerun()
    st.caption("They come first under “Swap exercise” in a workout, each with its own loads.")
    for place, exercise_id in enumerate(part.alternatives):
        _draw_alternative(user, now, part, place, changes.name_of(exercise_id, names))
    notices.draw_problem(PLACE)
    is_full = len(part.alternatives) >= MAX_ALTERNATIVES
    if st.button("Add another", icon=":material/add:", key="add_alternative", width="stretch", disabled=is_full):
        st.session_state[PLACE] = routine_exercise_id
        st.rerun()


def open_requested_picker(user: User, routine: Routine) -> None:
    """Open the picker once if the dialog requested it: a dialog cannot open another dialog."""
    number = st.session_state.pop(PLACE, None)
    part = next((part for part in routine.exercises if part.routine_exercise_id == number), None)
    if part:
        _pick(user, routine, part)


def _draw_alternative(user: User, routine: Routine, part: RoutineExercise, place: int, name: str) -> None:
    others = part.alternatives
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(plain(name))
        with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
            first = (others[place], *others[:place], *others[place + 1 :])
            rest = (*others[:place], *others[place + 1 :])
            _draw_button(user, routine, part, f"first_{place}", "arrow_upward", "Put first", first, place == 0)
            _draw_button(user, routine, part, f"away_{place}", "close", "Take away", rest)


def _draw_button(
    user: User,
    routine: Routine,
    part: RoutineExercise,
    key: str,
    icon: str,
    word: str,
    others: tuple[int, ...],
    is_off: bool = False,
) -> None:
    st.button(
        "",
        key=f"alternative_{key}",
        icon=f":material/{icon}:",
        type="tertiary",
        help=word,
        disabled=is_off,
        on_click=_save,
        args=(user, routine, part, others),
    )


def _pick(user: User, routine: Routine, part: RoutineExercise) -> None:
    picker.forget()
    picker.pick_exercise(
        user,
        lambda row: _save(user, routine, part, (*part.alternatives, int(row["exercise_id"]))),
        part.alternatives,
    )


def _save(user: User, routine: Routine, part: RoutineExercise, others: tuple[int, ...]) -> None:
    amend, number = routines.amend_exercise, part.routine_exercise_id
    notices.attempt(lambda: for_lifter(user, amend, routine.routine_id, number, alternatives=others), place=PLACE)
