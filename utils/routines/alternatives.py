"""What may be done in the place of an exercise of a routine: added with the picker, put first, or taken away."""

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
    """ "or Bench Press (Dumbbell), Push-Up"; nothing without any."""
    shown = ", ".join(changes.name_of(other, names) for other in part.alternatives)
    return f"or {shown}" if shown else ""


def edit(user: User, one: Routine, part: RoutineExercise) -> None:
    """Open the dialog, or the picker where there is nothing to show in it yet."""
    if part.alternatives:
        names = data_loader.oltp(user, lists.exercises)
        title = f"Instead of {plain(changes.name_of(part.exercise_id, names))}"
        st.dialog(title)(_form)(user, one, part.routine_exercise_id, names)
    else:
        _pick(user, one, part)


def _form(user: User, one: Routine, routine_exercise_id: int, names: Mapping[int, Any]) -> None:
    now = data_loader.oltp(user, routines.routine, one.routine_id)
    part = next((part for part in now.exercises if part.routine_exercise_id == routine_exercise_id), None)
    if part is None:
        st.rerun()
    st.caption("They come first under “Swap exercise” in a workout, each with its own loads.")
    for place, other in enumerate(part.alternatives):
        _line(user, now, part, place, changes.name_of(other, names))
    notices.draw_problem(PLACE)
    is_full = len(part.alternatives) >= MAX_ALTERNATIVES
    if st.button("Add another", icon=":material/add:", key="add_alternative", width="stretch", disabled=is_full):
        st.session_state[PLACE] = routine_exercise_id
        st.rerun()


def asked_for_another(user: User, one: Routine) -> None:
    """Open the picker, once, that the dialog asked for: no dialog opens another."""
    number = st.session_state.pop(PLACE, None)
    part = next((part for part in one.exercises if part.routine_exercise_id == number), None)
    if part:
        _pick(user, one, part)


def _line(user: User, one: Routine, part: RoutineExercise, place: int, name: str) -> None:
    others = part.alternatives
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(plain(name))
        with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
            first = (others[place], *others[:place], *others[place + 1 :])
            rest = (*others[:place], *others[place + 1 :])
            _button(user, one, part, f"first_{place}", "arrow_upward", "Put first", first, place == 0)
            _button(user, one, part, f"away_{place}", "close", "Take away", rest)


def _button(
    user: User,
    one: Routine,
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
        args=(user, one, part, others),
    )


def _pick(user: User, one: Routine, part: RoutineExercise) -> None:
    picker.forget()
    picker.pick_exercise(
        user,
        lambda row: _save(user, one, part, (*part.alternatives, int(row["exercise_id"]))),
        part.alternatives,
    )


def _save(user: User, one: Routine, part: RoutineExercise, others: tuple[int, ...]) -> None:
    amend, number = routines.amend_exercise, part.routine_exercise_id
    notices.attempt(lambda: for_lifter(user, amend, one.routine_id, number, alternatives=others), place=PLACE)
