"""Edit a past workout; each change is saved at once."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from auth.user import User
from services.calendar_math import from_local
from services.gyms import editing as gyms
from services.workouts.board import Board
from utils import data_loader
from utils.filters import today_of
from utils.history.list import DELETED, OPEN
from utils.locales import date_format
from utils.routines import versions
from utils.workout import grid, learn, start
from utils.workout.operations import operation, save, show_problem, tell
from utils.workout.past import usual_length

ASK: Final = "workout"


def opened() -> int | None:
    """Return the id of the open workout from the address; None if there is none."""
    if OPEN in st.session_state:
        st.query_params[ASK] = str(st.session_state.pop(OPEN))
    text = st.query_params.get(ASK, "")
    return int(text) if text.isdecimal() else None


def show_workout(user: User, workout_id: int) -> None:
    """Draw a workout with all its inputs."""
    st.button("All workouts", icon=":material/arrow_back:", type="tertiary", key="all_workouts", on_click=_leave)
    board = start.read(user, workout_id)
    if board is None:
        st.info("There is no such workout.")
        return
    _facts(user, workout_id)
    grid.draw_grid(user, workout_id)
    versions.offer_as_it_was(user, board.workout)
    if any(row.is_saved for row in board.rows):
        learn.offer_to_save(user, board)
    if st.button("Delete workout", icon=":material/delete:", key="editor_delete"):
        _delete(user, workout_id)


def _leave() -> None:
    st.query_params.pop(ASK, None)


def times_of(workout: Any, day: date, at: time | None, sets: int) -> dict[str, Any]:
    """Return a workout's times for a new day or start; keep its duration if known, else assume the usual one."""
    if at is None:
        return {"performed_on": day.isoformat(), "started_at": None, "ended_at": None, "time_source": "assumed"}
    started = from_local(datetime.combine(day, at), ZoneInfo(workout["zone"]))
    before, after = workout["started_at"], workout["ended_at"]
    is_running = workout["time_source"] == "logged" and after is None
    took = after - before if before and after else usual_length(sets)
    times = {"started_at": started.isoformat(), "ended_at": None if is_running else (started + took).isoformat()}
    is_new = workout["time_source"] == "assumed"
    return {"performed_on": day.isoformat(), **times, **({"time_source": "logged"} if is_new else {})}


@st.fragment(key="facts")
def _facts(user: User, workout_id: int) -> None:
    board = start.read(user, workout_id)
    if board is None:
        st.rerun()
    workout, started = board.workout, board.workout["started_at"]
    at = started.astimezone(ZoneInfo(workout["zone"])).time().replace(second=0, microsecond=0) if started else None
    _kept(f"title_{workout_id}", workout["title"] or "")
    _kept(f"day_{workout_id}", workout["performed_on"])
    _kept(f"at_{workout_id}", at)
    _kept(f"notes_{workout_id}", workout["notes"] or "")
    st.text_input(
        "Title",
        key=f"title_{workout_id}",
        max_chars=200,
        placeholder="Workout",
        on_change=_on_text,
        args=(user, workout_id, "title"),
    )
    _times(user, board)
    _gym(user, workout)
    st.text_area(
        "Notes",
        key=f"notes_{workout_id}",
        max_chars=2000,
        height=70,
        on_change=_on_text,
        args=(user, workout_id, "notes"),
    )
    show_problem(workout_id)


def _times(user: User, board: Board) -> None:
    left, right = st.columns(2, wrap=False)
    number = board.workout["workout_id"]
    left.date_input(
        "Date",
        key=f"day_{number}",
        max_value=today_of(user) + timedelta(days=1),
        min_value=date(1970, 1, 1),
        format=date_format(user.locale),
        on_change=_on_time,
        args=(user, board),
    )
    right.time_input("Start", key=f"at_{number}", step=timedelta(minutes=1), on_change=_on_time, args=(user, board))


def _gym(user: User, workout: Any) -> None:
    """Draw the choice of gym, if the lifter has gyms."""
    names = {gym["gym_id"]: gym["name"] for gym in data_loader.oltp(user, gyms.gyms)}
    if not names:
        return
    number, words = workout["workout_id"], {None: "Not said", **names}
    _kept(f"gym_{number}", workout["gym_id"] if workout["gym_id"] in names else None)
    st.selectbox(
        "Gym", list(words), key=f"gym_{number}", format_func=words.__getitem__, on_change=_on_gym, args=(user, number)
    )


def _kept(key: str, value: Any) -> None:
    """Update a keyed input if the stored value has changed elsewhere."""
    seen = f"seen_{key}"
    if key not in st.session_state or st.session_state.get(seen) != value:
        st.session_state[key] = value
    st.session_state[seen] = value


def _on_text(user: User, workout_id: int, name: str) -> None:
    _amend(user, workout_id, {name: st.session_state[f"{name}_{workout_id}"].strip() or None})


def _on_gym(user: User, workout_id: int) -> None:
    gym_id = st.session_state[f"gym_{workout_id}"]
    _amend(user, workout_id, {"gym_id": str(gym_id) if gym_id else None})


def _on_time(user: User, board: Board) -> None:
    number = board.workout["workout_id"]
    day, at = st.session_state[f"day_{number}"], st.session_state[f"at_{number}"]
    if day is None:
        tell(number, "A workout needs its date.")
        return
    _amend(user, number, times_of(board.workout, day, at, len(board.rows)))


def _amend(user: User, workout_id: int, fields: dict[str, Any]) -> None:
    tell(workout_id, save(user, [operation("amend_workout", workout_id, **fields)]))


def _delete(user: User, workout_id: int) -> None:
    problem = save(user, [operation("delete_workout", workout_id)])
    if problem:
        tell(workout_id, problem)
        st.rerun()
    st.session_state[DELETED] = workout_id
    st.query_params.pop(ASK, None)
    st.rerun()
