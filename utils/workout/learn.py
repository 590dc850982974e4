"""Questions after a workout: update its routine from what was done, or save the workout as a routine."""

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
MOST_LINES: Final = 6
WITH_WEIGHTS: Final = "save_with_weights"


def draw_question(user: User, board: Board) -> None:
    """Ask whether to update the routine if the workout differed from it; without a routine, offer to make one."""
    workout_id = board.workout["workout_id"]
    if not board.rows:
        return
    comparison = data_loader.oltp(user, routines.compared, workout_id)
    if comparison is None and board.workout["routine_id"] is None:
        offer_to_save(user, board)
    elif comparison is None:
        return
    elif comparison.differences and st.session_state.get(KEPT) != workout_id:
        _ask(user, workout_id, comparison)


def offer_to_save(user: User, board: Board) -> None:
    """Offer to save a workout as a routine, optionally with its weights as targets."""
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
    routine = notices.attempt(lambda: for_lifter(user, routines.save_as_routine, workout_id, title, with_weights))
    if routine:
        notices.offer_undo(f"“{title}” is in your routines", lambda: _delete(user, routine.routine_id))


def _delete(user: User, routine_id: int) -> None:
    for_lifter(user, routines.delete_routine, routine_id)


def _ask(user: User, workout_id: int, comparison: Compared) -> None:
    """Ask what to do, last time's answer first; after "keep" last time, leave out the list of differences."""
    remembered = comparison.routine.after_workout
    name = plain(comparison.routine.name)
    with st.container(border=True, key="differed"):
        if remembered == "keep":
            st.markdown(f"**{name}** stays as it is, as last time.")
        else:
            st.markdown(f"**{name}** was planned otherwise")
            st.markdown("  \n".join(difference_lines(comparison.differences, _names(user), display_of(user))))
        with st.container(horizontal=True):
            for answer in answers(remembered, changes_exercises(comparison.differences)):
                is_first = answer == remembered or (remembered is None and answer == "numbers")
                st.button(
                    ANSWERS[answer],
                    key=f"learn_{answer}",
                    type="primary" if is_first and answer != "keep" else "secondary",
                    on_click=_learn,
                    args=(user, workout_id, comparison.routine.name, answer),
                )


ANSWERS: Final[Mapping[str, str]] = {
    "numbers": "Update numbers",
    "exercises": "Update exercises too",
    "keep": "Keep it as it is",
}


def answers(remembered: str | None, is_other: bool) -> list[str]:
    """List the possible answers: exercises only where they differ, "keep" only if it was not the last answer."""
    offered = ["numbers", *(["exercises"] if is_other else []), *([] if remembered == "keep" else ["keep"])]
    return sorted(offered, key=lambda answer: answer != remembered)


def _learn(user: User, workout_id: int, name: str, answer: str) -> None:
    st.session_state[KEPT] = workout_id
    before = notices.attempt(lambda: for_lifter(user, routines.learn, workout_id, answer))
    if before is None:
        del st.session_state[KEPT]
    elif answer != "keep":
        notices.offer_undo(f"“{name}” is up to date", lambda: _undo(user, before))


def _undo(user: User, before: routines.Routine) -> None:
    now = for_lifter(user, routines.routine, before.routine_id)
    for_lifter(user, routines.replace_routine, replace(before, version=now.version))
    st.session_state.pop(KEPT, None)


def _names(user: User) -> dict[int, str]:
    exercises = data_loader.oltp(user, lists.exercises)
    return {number: row["shown_name"] for number, row in exercises.items()}


def difference_lines(differences: tuple[Difference, ...], names: Mapping[int, str], display: Display) -> list[str]:
    """Write each difference in a line, as Markdown: "Bench Press: 80 kg → 82.5 kg"."""
    lines = [
        f"{plain(names.get(difference.exercise_id, 'Exercise'))}: {WORDS[difference.kind](difference, display)}"
        for difference in differences
    ]
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"and {plural(more, 'more', display, 'more')}"] if more > 0 else [])]


def _change_words(show_one: Callable[[Any, Display], str]) -> Callable[[Difference, Display], str]:
    return lambda difference, display: (
        f"{show_one(difference.before, display)} → **{show_one(difference.after, display)}**"
    )


def _range(reps: tuple[int, int], display: Display) -> str:
    low, high = reps
    return plural(low, "rep", display) if low == high else f"{low}–{high} reps"


WORDS: Final[Mapping[str, Callable[[Difference, Display], str]]] = {
    "added": lambda _one, _display: "added",
    "left_out": lambda _one, _display: "left out",
    "order": lambda _one, _display: "done in another order",
    "sets": _change_words(lambda value, display: plural(value, "set", display)),
    "weight": _change_words(lambda value, display: load(value[0], value[1], display)),
    "reps": _change_words(_range),
    "seconds": _change_words(lambda value, _display: rest(value)),
    "distance_m": _change_words(distance),
}
