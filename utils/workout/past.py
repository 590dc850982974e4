"""Add a past workout: its date, perhaps its time, a title, and its sets as text."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from auth.user import User
from database.ids import new_id
from services.calendar_math import from_local
from services.errors import TonnageError
from services.workouts import board, lists
from services.workouts.quick_entry import Typed, parse_entry, resolve
from utils import data_loader
from utils.filters import today_of
from utils.lifter import for_lifter
from utils.locales import date_format
from utils.workout.operations import Operation, operation

NUMBER: Final = "past_workout_id"

MINUTES_A_SET: Final = timedelta(minutes=3)


@st.dialog("Add a past workout")
def add_past(user: User, day: date) -> None:
    """Ask for a past workout, save it as a whole and open it."""
    number = st.session_state.setdefault(NUMBER, new_id())
    with st.form("past_workout", border=False):
        left, right = st.columns(2, wrap=False)
        on = left.date_input("Date", day, max_value=today_of(user), format=date_format(user.locale))
        at = right.time_input("Start, if you know it", None, step=timedelta(minutes=5))
        title = st.text_input("Title", max_chars=200, placeholder="Push A")
        text = st.text_area("Sets", placeholder="squat 100x5 100x5@2\nbench 80x8x3", help=HELP)
        if st.form_submit_button("Add workout", type="primary", width="stretch"):
            problems = _add(user, number, on, at, title, text)
            for problem in problems:
                st.error(problem)
            if not problems:
                del st.session_state[NUMBER]
                st.session_state["history_open"] = number
                st.rerun()


HELP: Final = (
    "Weight × reps, @ for RIR, a third number for equal sets: 80x8x3. Or leave it empty and add exercises next."
)


def operations_of(
    number: int, on: date, at: time | None, zone: str, title: str, typed: Sequence[Typed], unit: str
) -> list[Operation]:
    """Build the operations of a past workout; with a start it lasts 3 minutes a set, without it has no times."""
    started_at = from_local(datetime.combine(on, at), ZoneInfo(zone)) if at else None
    times: dict[str, Any] = {"time_source": "assumed"}
    if started_at:
        ended_at = started_at + usual_length(sum(len(exercise.sets) for exercise in typed))
        times = {"started_at": started_at.isoformat(), "ended_at": ended_at.isoformat()}
    start = operation(
        "start_workout", number, performed_on=on.isoformat(), zone=zone, title=title.strip() or None, **times
    )
    return [start, *_sets(number, typed, unit)]


def usual_length(sets: int) -> timedelta:
    """Assume how long a workout with this many sets takes."""
    return MINUTES_A_SET * max(sets, 1)


def _sets(number: int, typed: Sequence[Typed], unit: str) -> list[Operation]:
    rows = [(exercise, done) for exercise in typed for done in exercise.sets]
    return [
        operation(
            "log_set",
            number,
            new_id(),
            exercise_id=str(exercise.exercise_id),
            exercise_name=exercise.name[:120],
            position=float(place),
            set_type=done.set_type,
            weight=done.weight,
            unit=(done.unit or unit) if done.weight else None,
            reps=done.reps,
            rir=done.rir,
            seconds=done.seconds,
        )
        for place, (exercise, done) in enumerate(rows, 1)
    ]


def _add(user: User, number: int, on: date, at: time | None, title: str, text: str) -> list[str]:
    typed, unread = parse_entry(text)
    recent = data_loader.oltp(user, lists.recent_exercises)
    resolved, unknown = resolve(typed, data_loader.oltp(user, lists.search_entries), recent)
    problems = unread + unknown
    if problems:
        return problems
    try:
        for_lifter(user, board.save_whole, operations_of(number, on, at, user.time_zone, title, resolved, user.unit))
    except TonnageError as error:
        return [str(error)]
    return []
