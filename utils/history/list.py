"""List workouts of a day, a month or a search, and offer to restore deleted ones."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.calendar_math import workout_minutes
from services.workouts import lists
from utils import data_loader
from utils.filters import display_of, today_of
from utils.history.calendar import chosen_day, show_month, shown_month, weeks_of
from utils.styling import Display, duration, long_day, plain, plural
from utils.workout.operations import operation, save
from utils.workout.past import add_past

OPEN: Final = "history_open"
COUNT: Final = "history_count"
STEP: Final = 20
PROBLEM: Final = "history_problem"
NAMES: Final = 4
DELETED: Final = "history_deleted"


def show_calendar(user: User) -> None:
    """Draw a month, and below it the workouts of the chosen day or of the month."""
    display, today = display_of(user), today_of(user)
    first, chosen = shown_month(today), chosen_day()
    weeks = weeks_of(first, user.week_start)
    rows = data_loader.oltp(user, lists.between, weeks[0][0], weeks[-1][-1])
    counts: dict[date, int] = {}
    for row in rows:
        counts[row["performed_on"]] = counts.get(row["performed_on"], 0) + 1
    show_month(counts, today, display)
    listed = [row for row in rows if row["performed_on"] == chosen] if chosen else _of_month(rows, first)
    if chosen:
        st.markdown(f"**{long_day(chosen, display, today)}**")
    if not listed:
        st.caption("No workout on this day." if chosen else "No workout in this month.")
    _add_button(user, chosen or today)
    show_rows(user, listed)


def show_list(user: User) -> None:
    """Draw the latest workouts, filtered by text or exercise."""
    left, right = st.columns(2)
    text = left.text_input("Search", key="history_text", type="search", live=True, placeholder="Title or note")
    used = _used(user)
    exercise_id = right.selectbox(
        "Exercise", list(used), index=None, format_func=used.__getitem__, placeholder="Any exercise", key="history_lift"
    )
    _add_button(user, today_of(user), "list")
    count = st.session_state.get(COUNT, STEP)
    rows, has_more = data_loader.oltp(user, lists.listed, text or "", exercise_id, count)
    show_rows(user, rows)
    if has_more:
        st.button("Show more", width="stretch", on_click=st.session_state.update, args=({COUNT: count + STEP},))
    if not rows:
        searching = bool(text or exercise_id)
        st.write("Nothing found." if searching else "Your workouts will stand here, the latest first.")


def show_rows(user: User, rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw workouts one below the other."""
    display, today = display_of(user), today_of(user)
    names = data_loader.oltp(user, lists.exercises) if rows else {}
    inside = data_loader.oltp(user, lists.exercises_in, tuple(row["workout_id"] for row in rows))
    for row in rows:
        exercises = [
            names[exercise_id]["shown_name"]
            for exercise_id in inside.get(row["workout_id"], [])
            if exercise_id in names
        ]
        with st.container(border=True, gap="xxsmall"):
            label = f"**{plain(row['title'] or 'Workout')}** · {long_day(row['performed_on'], display, today)}"
            key = f"open_{row['workout_id']}"
            st.button(label, key=key, type="tertiary", on_click=_open, args=(row["workout_id"],))
            st.caption(_facts(row, display))
            st.caption(_listed(exercises))


def show_just_deleted(user: User) -> None:
    """Offer to undo the last deletion, at the top of the page."""
    if PROBLEM in st.session_state:
        st.error(st.session_state.pop(PROBLEM))
    just_now = _just_deleted()
    for row in data_loader.oltp(user, lists.deleted) if just_now else []:
        if row["workout_id"] == just_now:
            _deleted_row(user, row, "just")


def show_deleted(user: User) -> None:
    """Offer to undo each deletion."""
    deleted = data_loader.oltp(user, lists.deleted)
    if deleted:
        st.subheader("Deleted", anchor=False)
    for row in deleted:
        _deleted_row(user, row, "any")


def _just_deleted() -> int | None:
    workout_id: int | None = st.session_state.get(DELETED)
    return workout_id


def _deleted_row(user: User, row: Mapping[str, Any], where: str) -> None:
    words = f"{plain(row['title'] or 'Workout')} · {long_day(row['performed_on'], display_of(user))}"
    key = f"undelete_{where}_{row['workout_id']}"
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        wrap=False,
        border=where == "just",
    ):
        st.markdown(f"Deleted: {words}" if where == "just" else words)
        st.button("Undo", icon=":material/undo:", key=key, on_click=_restore, args=(user, row["workout_id"]))


def _open(workout_id: int) -> None:
    st.session_state[OPEN] = workout_id


def _of_month(rows: Sequence[Mapping[str, Any]], first: date) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["performed_on"].replace(day=1) == first]


def _used(user: User) -> dict[int, str]:
    names = data_loader.oltp(user, lists.exercises)
    used = data_loader.oltp(user, lists.recent_exercises, len(names) or 1)
    return {exercise_id: names[exercise_id]["shown_name"] for exercise_id in used if exercise_id in names}


def _facts(row: Mapping[str, Any], display: Display) -> str:
    parts = [plural(row["exercises"], "exercise", display), plural(row["sets"], "set", display)]
    if row["started_at"] and row["ended_at"]:
        minutes = workout_minutes(row["started_at"], row["ended_at"], row["zone"])
        passed = duration(None if minutes is None else minutes * 60)
        parts.append(f"about {passed}, closed by itself" if row["ended_by_rule"] else passed)
    elif row["time_source"] == "logged":
        parts.append("not finished")
    return " · ".join(parts)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return plain(", ".join(names[:NAMES])) + more


def _add_button(user: User, day: date, where: str = "calendar") -> None:
    if st.button("Add a past workout", icon=":material/add:", key=f"add_past_{where}"):
        add_past(user, day)


def _restore(user: User, workout_id: int) -> None:
    problem = save(user, [operation("restore_workout", workout_id)])
    if problem:
        st.session_state[PROBLEM] = problem
    elif workout_id == _just_deleted():
        del st.session_state[DELETED]
