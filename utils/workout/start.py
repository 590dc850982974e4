"""Begin a workout: continue, start empty or from a routine, repeat a past workout, or restore a discarded one."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import new_id
from services.errors import TonnageError
from services.programs import next_workout
from services.routines import editing as routines
from services.workouts import board, forgotten, lists
from services.workouts.board import Board
from utils import data_loader
from utils.filters import display_of, today_of, zone_of
from utils.lifter import for_lifter
from utils.styling import Display, long_day, plain, plural
from utils.workout import due as workout_due
from utils.workout import gym_choice, plates
from utils.workout.operations import operation, save

OPEN: Final = "log_workout_id"
NEXT: Final = "log_next_id"
PROBLEM: Final = "log_start_problem"
TIDIED: Final = "log_tidied_at"
TIDY_EVERY: Final = timedelta(minutes=30)
REPEATABLE: Final = 5


def title_of(workout: Any) -> str:
    """Return a workout's name as Markdown."""
    return plain(workout["title"] or "Workout")


def opened(user: User) -> int | None:
    """Return the workout that is open in this tab: from the address, or begun here."""
    address, routine_id = st.query_params.get("workout", ""), st.query_params.get("routine", "")
    if address.isdecimal():
        st.session_state[OPEN] = int(address)
    elif routine_id.isdecimal():
        _start_or_continue(user, int(routine_id))
    workout_id: int | None = st.session_state.get(OPEN)
    st.query_params.clear()
    if workout_id:
        st.query_params["workout"] = str(workout_id)  # a reload opens it again
    return workout_id


def read(user: User, workout_id: int) -> Board | None:
    """Read a workout; None if it is gone."""
    return for_lifter(user, board.board, workout_id)


def close() -> None:
    """Leave the workout; the start page offers it again until it is finished."""
    st.session_state.pop(OPEN, None)
    st.session_state.pop(NEXT, None)
    st.query_params.clear()


def close_forgotten(user: User) -> None:
    """End forgotten workouts every 30 minutes; wait while the database is unreachable."""
    now = datetime.now(UTC)
    if now - st.session_state.get(TIDIED, now - TIDY_EVERY) < TIDY_EVERY:
        return
    with suppress(TonnageError):
        for_lifter(user, forgotten.close_forgotten, now)
        st.session_state[TIDIED] = now


def draw_start(user: User) -> None:
    """Offer every way to begin a workout."""
    display = display_of(user)
    if PROBLEM in st.session_state:
        st.error(st.session_state.pop(PROBLEM))
    waiting = data_loader.oltp(user, lists.unfinished)
    for row in waiting:
        label = f"Continue {title_of(row)} – {_progress(row, display)}"
        key = f"continue_{row['workout_id']}"
        is_first = row is waiting[0]
        st.button(
            label, key=key, type="primary" if is_first else "secondary", width="stretch", on_click=_open, args=(row,)
        )
    number = st.session_state.setdefault(NEXT, new_id())
    gym_choice.draw_gym_choice(user)
    is_planned = _draw_program(user, number, display, not waiting)
    st.button(
        "Start an empty workout",
        key=f"start_{number}",
        type="secondary" if waiting or is_planned else "primary",
        width="stretch",
        on_click=_start_empty,
        args=(user, number),
    )
    _draw_routines(user, number)
    if st.button("Plates for a weight", icon=":material/weight:", key="plates", type="tertiary"):
        plates.open_dialog(user)
    _draw_past(user, number, display)
    _draw_discarded(user, display)


def _progress(row: Any, display: Display) -> str:
    return (
        f"{row['sets']} of {plural(row['to_do'], 'set', display)}"
        if row["planned_sets"]
        else plural(row["sets"], "set", display)
    )


def _draw_program(user: User, number: int, display: Display, is_first: bool) -> bool:
    """Offer the next day of the lifter's program; return whether there is such a day."""
    program = data_loader.oltp(user, next_workout.active_program)
    names = {routine.routine_id: routine.name for routine in data_loader.oltp(user, routines.routines)}
    if program is None or program.standing.is_over or program.next_routine_id not in names:
        return False
    due = workout_due.due_words(program.standing, display, today_of(user))
    label = f"Start {plain(names[program.next_routine_id])} – {due}"
    st.button(
        label,
        key=f"program_{number}",
        type="primary" if is_first else "secondary",
        width="stretch",
        on_click=_start_routine,
        args=(user, program.next_routine_id, number),
    )
    label = f"{plain(program.name)}: what is next, and why"
    st.page_link("pages/routinetemplates.py", label=label, icon=":material/route:", query_params={"tab": "programs"})
    return True


def _draw_routines(user: User, number: int) -> None:
    st.subheader("Routines", anchor=False)
    planned = data_loader.oltp(user, routines.routines)
    for routine in planned:
        text = f"**{plain(routine.name)}**  \n{len(routine.exercises)} exercises · {routine.set_count} sets"
        _draw_offer(text, f"routine_{routine.routine_id}", "Start", _start_routine, (user, routine.routine_id, number))
    if not planned:
        st.caption("A routine plans exercises and sets in advance. Make one, or copy a well-known plan.")
    st.page_link("pages/routinetemplates.py", label="Routines and plans", icon=":material/list_alt:")


def _draw_past(user: User, number: int, display: Display) -> None:
    past = data_loader.oltp(user, lists.latest, REPEATABLE)
    if not past:
        return
    st.subheader("Repeat a workout", anchor=False)
    for row in past:
        day, counts = long_day(row["performed_on"], display, today_of(user)), plural(row["sets"], "set", display)
        text = f"**{title_of(row)}**  \n{day} · {counts}"
        _draw_offer(text, f"repeat_{row['workout_id']}", "Repeat", _repeat, (user, row["workout_id"], number))


def _draw_offer(text: str, key: str, verb: str, action: Any, args: tuple[Any, ...]) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(text)
        st.button(verb, key=key, on_click=action, args=args)


def _draw_discarded(user: User, display: Display) -> None:
    deleted = data_loader.oltp(user, lists.deleted)
    if not deleted:
        return
    st.subheader("Discarded", anchor=False)
    for row in deleted:
        text = f"{title_of(row)} · {long_day(row['performed_on'], display, today_of(user))}"
        _draw_offer(text, f"restore_{row['workout_id']}", "Restore", _restore, (user, row["workout_id"]))


def _open(row: Any) -> None:
    st.session_state[OPEN] = row["workout_id"]


def _start_empty(user: User, number: int) -> None:
    start = datetime.now(UTC).isoformat()
    start_operation = operation(
        "start_workout", number, started_at=start, zone=zone_of(user), gym_id=gym_choice.chosen(user)
    )
    problem = save(user, [{**start_operation, "op_id": str(number)}])
    _begun(number, problem)


def _start_routine(user: User, routine_id: int, number: int) -> None:
    _planned(user, number, partial(for_lifter, user, routines.start_from_routine, routine_id))


def _repeat(user: User, past_id: int, number: int) -> None:
    _planned(user, number, partial(for_lifter, user, routines.repeat_workout, past_id))


def _planned(user: User, number: int, start: Callable[..., int]) -> None:
    try:
        start(None, zone_of(user), number, gym_id=gym_choice.chosen(user))
    except TonnageError as error:
        _begun(number, str(error))
    else:
        _begun(number, None)


def _begun(number: int, problem: str | None) -> None:
    if problem:
        st.session_state[PROBLEM] = problem
    else:
        st.session_state[OPEN] = number


def _start_or_continue(user: User, routine_id: int) -> None:
    """Open the routine's unfinished workout or start a new workout; a reload does not start another."""
    waiting = [row for row in data_loader.oltp(user, lists.unfinished) if row["routine_id"] == routine_id]
    if waiting:
        _open(waiting[0])
    else:
        _start_routine(user, routine_id, st.session_state.setdefault(NEXT, new_id()))


def _restore(user: User, workout_id: int) -> None:
    problem = save(user, [operation("restore_workout", workout_id)])
    if problem:
        st.session_state[PROBLEM] = problem
