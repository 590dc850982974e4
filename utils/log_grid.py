"""A workout as the set grid: what it is given, and what it asks for beside logging."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from services import exercises, grid_data, op_door
from services.errors import TonnageError
from services.saving import carried_out
from utils import data_loader, log_start, outbox, picker
from utils.components.set_grid import set_grid
from utils.data_loader import StatisticsUnavailable
from utils.locales import language_of

KEPT: Final = "grid_kept"
HANDLED: Final = "grid_handled"
ADDED: Final = "grid_added"

Ask = Mapping[str, Any]


def kit(user: User) -> dict[str, Any] | None:
    """What the browser keeps for logging without signal; None while the database is away: then it keeps what it has."""
    try:
        with suppress(StatisticsUnavailable):
            data_loader.lifts(user)  # bests come from the facts: bring them up to date first
        found = data_loader.oltp(user, grid_data.kit, user.e1rm_formula, user.unit)
    except StatisticsUnavailable:
        return None
    return {**found, "settings": _settings(user)}


@st.fragment(key="log")
def show(user: User, workout_id: int) -> None:
    """Show the grid of a workout in a fragment, so that nothing else of the page runs with a tap."""
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
    """What the grid is given; the last rows and a sentence while the database is away; None if the workout is gone."""
    more = {"user": str(user.user_id), "route": outbox.route(), "added": st.session_state.get(ADDED)}
    try:
        board = grid_data.board_data(engine(), user.user_id, workout_id)
    except op_door.Unreachable as reason:
        kept = st.session_state.get(KEPT)
        if kept is None:
            raise
        error = {**op_door.answer(user.user_id, (), {}, 0), "error": str(reason)}
        return {**kept, **more, "answer": error}
    st.session_state[KEPT] = board
    return None if board is None else {**board, **more, "answer": outbox.answer()}


def _settings(user: User) -> dict[str, Any]:
    return {
        "unit": user.unit,
        "shows_rir": user.shows_rir,
        "shows_set_type": user.shows_set_type,
        "decimal": language_of(user.locale).decimal,
        "locale": user.locale,
    }


def _handle(user: User, workout_id: int, ask: Ask | None) -> None:
    """Do once what the grid asked for."""
    if not ask or st.session_state.get(HANDLED) == ask["nonce"]:
        return
    st.session_state[HANDLED] = ask["nonce"]
    answer = ASKED.get(ask["name"])
    if answer:
        answer(user, workout_id, ask)


def _leave(_user: User, _workout_id: int, _ask: Ask) -> None:
    log_start.close()
    st.rerun()


def _finished(_user: User, workout_id: int, _ask: Ask) -> None:
    st.session_state[log_start.OPEN] = workout_id
    st.rerun()


def _pin(user: User, _workout_id: int, ask: Ask) -> None:
    value = ask["value"]
    try:
        fields = {"pinned_note": value["note"]}
        number = int(value["exercise_id"])
        carried_out(lambda: exercises.amend_settings(engine(), user.user_id, number, fields))
    except TonnageError as error:
        st.error(str(error))


def _create(user: User, _workout_id: int, ask: Ask) -> None:
    def made(row: Mapping[str, Any]) -> None:
        st.session_state[ADDED] = {"nonce": ask["nonce"], "exercise_id": str(row["exercise_id"])}

    st.session_state[picker.CREATING] = str(ask["value"]["text"])[:120]
    picker.pick_exercise(user, made)


def _noted() -> None:
    """Exist: a trigger without a callback is not sent."""


ASKED: Final[Mapping[str, Callable[[User, int, Ask], None]]] = {
    "leave": _leave,
    "discarded": _leave,
    "finished": _finished,
    "pin": _pin,
    "create_exercise": _create,
}
