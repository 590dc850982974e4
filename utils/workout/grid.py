"""The set grid of a workout: its data, and the actions that it requests besides logging."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, TypeVar

import streamlit as st

from auth.user import User
from database.ids import parse_id
from services.errors import TonnageError
from services.exercises import editing as exercises
from services.exercises import families
from services.freshness import StatisticsUnavailable
from services.log import outbox as log_outbox
from services.routines.coaching import RAMP
from services.saving import carried_out
from services.workouts import grid_data, lists
from utils import data_loader
from utils.components.set_grid import set_grid
from utils.exercises import picker
from utils.lifter import for_lifter
from utils.lifts import facts
from utils.locales import language_of
from utils.styling import plain
from utils.workout import outbox, start

KEPT: Final = "grid_kept"
HANDLED: Final = "grid_handled"
ADDED: Final = "grid_added"
VARIANT: Final = "grid_variant"

Ask = Mapping[str, Any]
T = TypeVar("T")


def kit(user: User) -> dict[str, Any] | None:
    """Return what the browser stores to log offline; None keeps its copy while the database is unreachable."""
    try:
        with suppress(StatisticsUnavailable):
            facts.lifts(user)  # refreshes the facts, which hold the bests
        chosen = (user.e1rm_formula, user.unit, user.step_kg, user.step_lb)
        stored = data_loader.oltp(user, grid_data.kit, *chosen)
    except StatisticsUnavailable:
        return None
    return {**stored, "settings": settings_of(user)}


@st.fragment(key="log")
def draw_grid(user: User, workout_id: int) -> None:
    """Draw the grid in a fragment, so that a tap reruns nothing else of the page."""
    data = _data(user, workout_id)
    if data is None:
        st.rerun()
    key = f"grid_{workout_id}"
    result = set_grid(data, key, lambda: outbox.take(user, st.session_state[key].outbox), _noted)
    if result.outbox and outbox.answer() is None:
        outbox.take(user, result.outbox)  # the first run of a session calls no callback
        st.rerun(scope="fragment")
    _handle(user, workout_id, result.ask)


def _data(user: User, workout_id: int) -> dict[str, Any] | None:
    """Return the data of the grid; None if the workout is gone; the last rows and an error without a database."""
    results = {"added": st.session_state.get(ADDED), "variant": st.session_state.get(VARIANT)}
    more = {"user": str(user.user_id), "route": outbox.route(), **results}
    try:
        board = for_lifter(user, grid_data.board_data, workout_id)
    except log_outbox.Unreachable as reason:
        kept = st.session_state.get(KEPT)
        if kept is None:
            raise
        error = {**log_outbox.answer(user.user_id, (), {}, 0), "error": str(reason)}
        return {**kept, **more, "answer": error}
    st.session_state[KEPT] = board
    return None if board is None else {**board, **more, "answer": outbox.answer()}


def settings_of(user: User) -> dict[str, Any]:
    """Return the lifter's settings for the grid, and how the language writes numbers and dates."""
    language = language_of(user.locale)
    return {
        "unit": user.unit,
        "shows_rir": user.shows_rir,
        "shows_set_type": user.shows_set_type,
        "is_left_handed": user.is_left_handed,
        "decimal": language.decimal,
        "dates": {
            "this_year": language.patterns["MMMEd"],
            "other_year": language.patterns["yMMMEd"],
            "fields": language.fields,
        },
        "ramp": RAMP,
    }


def _handle(user: User, workout_id: int, ask: Ask | None) -> None:
    """Carry out an action of the grid once."""
    if not ask or st.session_state.get(HANDLED) == ask["nonce"]:
        return
    st.session_state[HANDLED] = ask["nonce"]
    answer = ANSWERS.get(ask["name"])
    if answer:
        answer(user, workout_id, ask)


def _leave(_user: User, _workout_id: int, _ask: Ask) -> None:
    start.close()
    st.rerun()


def _finished(_user: User, workout_id: int, _ask: Ask) -> None:
    st.session_state[start.OPEN] = workout_id
    st.rerun()


def _pin(user: User, _workout_id: int, ask: Ask) -> None:
    value = ask["value"]
    fields, number = {"pinned_note": value["note"]}, int(value["exercise_id"])
    _attempt(lambda: for_lifter(user, exercises.amend_settings, number, fields))


def _variant(user: User, _workout_id: int, ask: Ask) -> None:
    """Make an exercise of the gym's machine; the browser swaps the rows and gets the exercise with the next kit."""
    from_id, gym_id = (str(ask["value"].get(name)) for name in ("exercise_id", "gym_id"))
    add = families.add_variant
    number = _attempt(lambda: for_lifter(user, add, parse_id(from_id) or 0, parse_id(gym_id) or 0))
    if number is None:
        return
    name = str(data_loader.oltp(user, lists.exercises)[number]["shown_name"])
    st.session_state[VARIANT] = {"nonce": ask["nonce"], "from_id": from_id, "into_id": str(number), "name": name}
    st.rerun()


def _attempt(change: Callable[[], T]) -> T | None:
    """Return the result of a change; None and an error message if it is refused."""
    try:
        return carried_out(change)
    except TonnageError as error:
        st.error(plain(str(error)))
        return None


def _create(user: User, _workout_id: int, ask: Ask) -> None:
    def made(row: Mapping[str, Any]) -> None:
        st.session_state[ADDED] = {"nonce": ask["nonce"], "exercise_id": str(row["exercise_id"])}

    st.session_state[picker.CREATING] = str(ask["value"]["text"])[:120]
    picker.pick_exercise(user, made)


def _noted() -> None:
    """Do nothing: Streamlit does not send a trigger without a callback."""


ANSWERS: Final[Mapping[str, Callable[[User, int, Ask], None]]] = {
    "leave": _leave,
    "discarded": _leave,
    "finished": _finished,
    "pin": _pin,
    "create_exercise": _create,
    "create_variant": _variant,
}
