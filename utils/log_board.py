"""The running workout: its head, its rows, and the bar under the thumb; one fragment, so that a tick is quick."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from auth.user import User
from database.db_connector import engine
from services import workout_lists, workouts
from services.workouts import Board
from utils import data_loader, log_finish, picker
from utils.components.number_keys import number_keys
from utils.filters import display_of
from utils.log_actions import Log, add_exercise, change_workout
from utils.log_memory import Memory, memory
from utils.log_start import title_of
from utils.set_rows import GRID, show_blocks
from utils.styling import Display, duration, plain, plural


def read(user: User, workout_id: int) -> Board | None:
    """A workout as it is now; None if it is gone."""
    return workouts.board(engine(), user.user_id, workout_id)


def prepare(user: User, board: Board) -> None:
    """Read what a tick does not change: exercises and what was done of them before; once per run of the page."""
    kept = memory(board.workout["workout_id"])
    kept.exercises = data_loader.oltp(user, workout_lists.exercises)
    kept.past.clear()
    _read_past(user, kept, board)


def log_of(user: User, board: Board) -> Log:
    """Everything that the rows of a workout need."""
    kept = memory(board.workout["workout_id"])
    _read_past(user, kept, board)
    return Log(user, display_of(user), board, kept.exercises, kept.past)


def _read_past(user: User, kept: Memory, board: Board) -> None:
    wanted = tuple(sorted({row.exercise_id for row in kept.rows(board)} - kept.past.keys()))
    if wanted:
        kept.past |= data_loader.oltp(user, workouts.past_of, kept.workout_id, wanted)


def show(user: User, board: Board) -> None:
    """Show the running workout."""
    prepare(user, board)
    number_keys(GRID)
    st.bottom.container()
    _running(user, board.workout["workout_id"])


@st.fragment(key="log")
def _running(user: User, workout_id: int) -> None:
    board = read(user, workout_id)
    if board is None or not board.is_open:
        st.rerun()
    log = log_of(user, board)
    _head(log)
    show_blocks(log)
    if not log.rows:
        st.markdown("Add the first exercise: recent ones come first, and every short form is known.")
    _bar(log)
    show_dialog(log)


def show_dialog(log: Log) -> None:
    """Open the dialog that a menu asked for, once."""
    wanted, log.kept.dialog = log.kept.dialog, None
    if wanted:
        wanted()


def _head(log: Log) -> None:
    workout = log.board.workout
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(f"**{title_of(workout)}** :gray[{_progress(log, log.display)}]")
        options = ["Title and notes", "Leave for later", "Discard workout"]
        st.menu_button(
            "",
            options,
            key="workout_menu",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_menu,
            args=(log,),
        )
    if workout["notes"]:
        st.caption(plain(workout["notes"]))
    problem = log.kept.problems.pop(log.workout_id, None)
    if problem:
        st.error(problem)


def _progress(log: Log, display: Display) -> str:
    done, rows = sum(row.is_saved for row in log.rows), len(log.rows)
    started = log.board.workout["started_at"]
    passed = f" · {duration((datetime.now(UTC) - started).total_seconds())}" if started else ""
    return f"{done} of {plural(rows, 'set', display)}{passed}"


def _bar(log: Log) -> None:
    with st.bottom, st.container(horizontal=True, wrap=False):
        if st.button("Add exercise", icon=":material/add:", key="add_exercise", width="stretch"):
            picker.forget()
            picker.pick_exercise(log.user, lambda row: add_exercise(log, row), _ids(log))
        if st.button("Finish", type="primary", key="finish", width="stretch"):
            log_finish.finish(log.user, log.board)
            st.rerun()


def _on_menu(log: Log) -> None:
    chosen = st.session_state["workout_menu"]
    if chosen == "Discard workout":
        log_finish.discard(log.user, log.board)
    elif chosen == "Leave for later":
        log_finish.close()
    else:
        log.kept.dialog = lambda: _title_and_notes(log)


@st.dialog("Title and notes")
def _title_and_notes(log: Log) -> None:
    workout: Any = log.board.workout
    title = st.text_input("Title", workout["title"] or "", max_chars=200)
    notes = st.text_area("Notes", workout["notes"] or "", max_chars=2000)
    if st.button("Save", type="primary", width="stretch"):
        problem = change_workout(log, title=title.strip() or None, notes=notes.strip() or None)
        if problem:
            st.error(problem)
        else:
            st.rerun()


def _ids(log: Log) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.exercise_id for row in log.rows))
