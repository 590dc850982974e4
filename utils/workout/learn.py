"""A finished workout and routines: what differed from the plan, the plan updated, or a new one made of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.routines import editing as routines
from services.routines.finishing import Compared
from services.routines.learned import Difference, changes_exercises
from services.workouts import lists
from services.workouts.board import Board
from utils import data_loader, notices
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.styling import Display, distance, load, plain, plural, rest

KEPT: Final = "log_routine_kept"
MOST_TOLD: Final = 6
WITH_WEIGHTS: Final = "save_with_weights"


def show(user: User, board: Board) -> None:
    """Ask what becomes of the routine where the workout differed, or offer to make one of a workout without."""
    workout_id = board.workout["workout_id"]
    if not board.rows:
        return
    found = data_loader.oltp(user, routines.compared, workout_id)
    if found is None and board.workout["routine_id"] is None:
        offer_to_save(user, board)
    elif found is None:
        return
    elif found.differences and st.session_state.get(KEPT) != workout_id:
        _ask(user, workout_id, found)


def offer_to_save(user: User, board: Board) -> None:
    """Offer to make a routine of a workout, with its weights as targets if the lifter wants that."""
    title = board.workout["title"] or "Workout"
    has_weights = any(row.weight is not None for row in board.rows if row.is_saved)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Save as routine",
            icon=":material/playlist_add:",
            key="summary_save_routine",
            on_click=_save,
            args=(user, board.workout["workout_id"], title[:100]),
        )
        if has_weights:
            st.checkbox("with these weights", key=WITH_WEIGHTS, help="Else each load follows from last time")


def _save(user: User, workout_id: int, title: str) -> None:
    with_weights = bool(st.session_state.get(WITH_WEIGHTS))
    made = notices.attempt(lambda: for_lifter(user, routines.save_as_routine, workout_id, title, with_weights))
    if made:
        notices.offer_undo(f"“{title}” is in your routines", lambda: _delete(user, made.routine_id))


def _delete(user: User, routine_id: int) -> None:
    for_lifter(user, routines.delete_routine, routine_id)


def _ask(user: User, workout_id: int, found: Compared) -> None:
    """The answer of last time first; one who kept the routine is not asked at length again."""
    remembered = found.routine.after_workout
    name = plain(found.routine.name)
    with st.container(border=True, key="differed"):
        if remembered == "keep":
            st.markdown(f"**{name}** stays as it is, as last time.")
        else:
            st.markdown(f"**{name}** was planned otherwise")
            st.markdown("  \n".join(told(found.differences, _names(user), display_of(user))))
        with st.container(horizontal=True):
            for what in answers(remembered, changes_exercises(found.differences)):
                is_first = what == remembered or (remembered is None and what == "numbers")
                st.button(
                    ANSWERS[what],
                    key=f"learn_{what}",
                    type="primary" if is_first and what != "keep" else "secondary",
                    on_click=_learn,
                    args=(user, workout_id, found.routine.name, what),
                )


ANSWERS: Final[Mapping[str, str]] = {
    "numbers": "Update numbers",
    "exercises": "Update exercises too",
    "keep": "Keep it as it is",
}


def answers(remembered: str | None, is_other: bool) -> list[str]:
    """What can be answered: exercises only where they differ, keeping only where that is not what is done anyway."""
    offered = ["numbers", *(["exercises"] if is_other else []), *([] if remembered == "keep" else ["keep"])]
    return sorted(offered, key=lambda what: what != remembered)


def _learn(user: User, workout_id: int, name: str, what: str) -> None:
    st.session_state[KEPT] = workout_id
    before = notices.attempt(lambda: for_lifter(user, routines.learn, workout_id, what))
    if before is None:
        del st.session_state[KEPT]
    elif what != "keep":
        notices.offer_undo(f"“{name}” is up to date", lambda: _back(user, before))


def _back(user: User, before: routines.Routine) -> None:
    now = for_lifter(user, routines.routine, before.routine_id)
    for_lifter(user, routines.replace_routine, replace(before, version=now.version))
    st.session_state.pop(KEPT, None)


def _names(user: User) -> dict[int, str]:
    found = data_loader.oltp(user, lists.exercises)
    return {number: row["shown_name"] for number, row in found.items()}


def told(found: tuple[Difference, ...], names: Mapping[int, str], display: Display) -> list[str]:
    """Each difference in a line, as Markdown: "Bench Press: 80 kg → 82.5 kg"."""
    lines = [f"{plain(names.get(one.exercise_id, 'Exercise'))}: {WORDS[one.kind](one, display)}" for one in found]
    more = len(lines) - MOST_TOLD
    return [*lines[:MOST_TOLD], *([f"and {plural(more, 'more', display, 'more')}"] if more > 0 else [])]


def _arrow(show_one: Callable[[Any, Display], str]) -> Callable[[Difference, Display], str]:
    return lambda one, display: f"{show_one(one.before, display)} → **{show_one(one.after, display)}**"


def _range(reps: tuple[int, int], display: Display) -> str:
    low, high = reps
    return plural(low, "rep", display) if low == high else f"{low}–{high} reps"


WORDS: Final[Mapping[str, Callable[[Difference, Display], str]]] = {
    "added": lambda _one, _display: "added",
    "left_out": lambda _one, _display: "left out",
    "order": lambda _one, _display: "done in another order",
    "sets": _arrow(lambda value, display: plural(value, "set", display)),
    "weight": _arrow(lambda value, display: load(value[0], value[1], display)),
    "reps": _arrow(_range),
    "seconds": _arrow(lambda value, _display: rest(value)),
    "distance_m": _arrow(distance),
}
