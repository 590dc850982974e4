"""A past workout opened: everything in it can be changed, each change is saved at once."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from auth.user import User
from services.calendar_math import from_local
from services.workouts import Board
from utils import log_board, picker
from utils.components.number_keys import number_keys
from utils.filters import today_of
from utils.history_list import DELETED, OPEN
from utils.log_actions import Log, add_exercise, change_workout
from utils.log_memory import memory, save
from utils.log_state import operation
from utils.past_workout import date_format, usual_length
from utils.set_rows import GRID, show_blocks

ASK: Final = "workout"


def opened() -> int | None:
    """The workout that is open: the address names it."""
    if OPEN in st.session_state:
        st.query_params[ASK] = str(st.session_state.pop(OPEN))
    asked = st.query_params.get(ASK, "")
    return int(asked) if asked.isdecimal() else None


def show_workout(user: User, workout_id: int) -> None:
    """Show a workout with everything that can be changed in it."""
    number_keys(GRID)
    st.button("All workouts", icon=":material/arrow_back:", type="tertiary", key="all_workouts", on_click=_leave)
    board = log_board.read(user, workout_id)
    if board is None:
        st.info("There is no such workout.")
        return
    log_board.prepare(user, board)
    _editor(user, workout_id)


def _leave() -> None:
    st.query_params.pop(ASK, None)


@st.fragment(key="editor")
def _editor(user: User, workout_id: int) -> None:
    board = log_board.read(user, workout_id)
    if board is None:
        st.rerun()
    log = log_board.log_of(user, board)
    _facts(log)
    show_blocks(log)
    with st.container(horizontal=True, wrap=False):
        if st.button("Add exercise", icon=":material/add:", key="editor_add", width="stretch"):
            picker.forget()
            picker.pick_exercise(user, lambda row: add_exercise(log, row))
        if st.button("Delete workout", icon=":material/delete:", key="editor_delete"):
            _delete(user, board)
    log_board.show_dialog(log)


def times_of(workout: Any, day: date, at: time | None, sets: int) -> dict[str, Any]:
    """What a workout's times become on another day or at another start: it keeps how long it took, if that is known."""
    if at is None:
        return {"performed_on": day.isoformat(), "started_at": None, "ended_at": None, "time_source": "assumed"}
    started = from_local(datetime.combine(day, at), ZoneInfo(workout["zone"]))
    before, after = workout["started_at"], workout["ended_at"]
    is_running = workout["time_source"] == "logged" and after is None
    took = after - before if before and after else usual_length(sets)
    times = {"started_at": started.isoformat(), "ended_at": None if is_running else (started + took).isoformat()}
    is_new = workout["time_source"] == "assumed"
    return {"performed_on": day.isoformat(), **times, **({"time_source": "logged"} if is_new else {})}


def _facts(log: Log) -> None:
    workout, zone = log.board.workout, log.board.workout["zone"]
    number, started = log.workout_id, workout["started_at"]
    at = started.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0) if started else None
    _kept(f"title_{number}", workout["title"] or "")
    st.text_input(
        "Title", key=f"title_{number}", max_chars=200, placeholder="Workout", on_change=_on_text, args=(log, "title")
    )
    left, right = st.columns(2, wrap=False)
    _kept(f"day_{number}", workout["performed_on"])
    _kept(f"at_{number}", at)
    left.date_input(
        "Date",
        key=f"day_{number}",
        max_value=today_of(log.user) + timedelta(days=1),
        min_value=date(1970, 1, 1),
        format=date_format(log.user.locale),
        on_change=_on_time,
        args=(log,),
    )
    right.time_input("Start", key=f"at_{number}", step=timedelta(minutes=1), on_change=_on_time, args=(log,))
    _kept(f"notes_{number}", workout["notes"] or "")
    st.text_area("Notes", key=f"notes_{number}", max_chars=2000, height=70, on_change=_on_text, args=(log, "notes"))
    problem = log.kept.problems.pop(number, None)
    if problem:
        st.error(problem)


def _kept(key: str, value: Any) -> None:
    """Let a keyed input show what is stored, whoever changed it."""
    seen = f"seen_{key}"
    if key not in st.session_state or st.session_state.get(seen) != value:
        st.session_state[key] = value
    st.session_state[seen] = value


def _on_text(log: Log, name: str) -> None:
    _tell(log, change_workout(log, **{name: st.session_state[f"{name}_{log.workout_id}"].strip() or None}))


def _on_time(log: Log) -> None:
    day, at = st.session_state[f"day_{log.workout_id}"], st.session_state[f"at_{log.workout_id}"]
    if day is None:
        _tell(log, "A workout needs its date.")
        return
    _tell(log, change_workout(log, **times_of(log.board.workout, day, at, len(log.board.rows))))


def _tell(log: Log, problem: str | None) -> None:
    if problem:
        log.kept.problems[log.workout_id] = problem


def _delete(user: User, board: Board) -> None:
    number = board.workout["workout_id"]
    problem = save(user, [operation("delete_workout", number)])
    if problem:
        memory(number).problems[number] = problem
        st.rerun(scope="fragment")
    st.session_state[DELETED] = number
    st.query_params.pop(ASK, None)
    st.rerun()
