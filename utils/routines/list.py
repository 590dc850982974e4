"""The list of the lifter's routines, by folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.db_connector import engine
from database.rows import NamedRows
from services.freshness import StatisticsUnavailable
from services.routines import editing as routines
from services.routines.editing import Routine
from services.workouts import lists
from utils import data_loader, notices, set_schemes
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.routines import moving, share_text
from utils.styling import Display, duration, long_day, plain, plural
from utils.today import facts
from utils.workout import due

EDITED, PLAN = "edit", "plan"  # parameters of the address: the open routine, the open starter plan
ALL_PLANS: Final = "all"
EDIT, DUPLICATE, UP, DOWN, MOVE = "Edit", "Duplicate", "Move up", "Move down", "Move to …"
ARCHIVE, UNARCHIVE, DELETE = "Archive", "Take out of the archive", "Delete"


@dataclass(frozen=True)
class Shelf:
    """The data that the list of routines shows."""

    user: User
    display: Display
    today: date
    listed: tuple[Routine, ...]
    exercises: Mapping[int, Any]
    last_on: Mapping[int, date]
    workouts: NamedRows
    due_id: int | None
    running: frozenset[int]

    def words(self, routine: Routine) -> str:
        """Say when a routine was last done, how long it takes and how many sets it has, as Markdown."""
        seconds = due.usual_seconds(self.workouts, routine)
        last = self.last_on.get(routine.routine_id)
        parts = [
            f"Last done {long_day(last, self.display, self.today)}" if last else "Not done yet",
            f"about {duration(seconds)}" if seconds else "",
            plural(routine.set_count, "set", self.display),
        ]
        return set_schemes.in_line(parts)

    def names(self, routine: Routine) -> str:
        """List the exercises of a routine in a line, as Markdown."""
        inside = [self.exercises.get(part.exercise_id, {}).get("shown_name", "Exercise") for part in routine.exercises]
        return set_schemes.in_line(inside) or "No exercises yet"


def shelf_of(user: User) -> Shelf:
    """Read the data of the list; estimate durations where statistics are unavailable."""
    display, today = display_of(user), today_of(user)
    begin = due.start_facts(user)
    try:
        workouts = facts.today(user, today).facts.workouts
        due_id = due.start_of(begin, workouts).routine_id
    except StatisticsUnavailable:
        workouts, due_id = [], None
    return Shelf(
        user,
        display,
        today,
        data_loader.oltp(user, routines.routines),
        data_loader.oltp(user, lists.exercises),
        data_loader.oltp(user, routines.last_performed),
        workouts,
        due_id,
        frozenset(row["routine_id"] for row in begin.unfinished if row["time_source"] == "logged"),
    )


def draw_routines(user: User) -> None:
    """Draw the list, or how to begin where there are no routines."""
    shelf = shelf_of(user)
    if not shelf.listed:
        _draw_empty(user)
    else:
        for place, (folder, inside) in enumerate(set_schemes.by_folder(shelf.listed).items()):
            if folder:
                moving.draw_folder_head(user, folder, place)
            for routine in inside:
                _draw_card(shelf, routine)
        with st.container(horizontal=True, wrap=False):
            _draw_new_button(user, "secondary")
            st.button("Starter plans", icon=":material/menu_book:", key="plans", width="stretch", on_click=look_at)
        _draw_paste_button(user)
    _draw_archived(user)


def look_at(plan: str = ALL_PLANS) -> None:
    """Open the gallery of starter plans, or a single plan."""
    st.query_params.from_dict({PLAN: plan})


def open_routine(routine_id: int) -> None:
    """Open a routine in the editor."""
    st.query_params.from_dict({EDITED: str(routine_id)})


def start(routine_id: int) -> None:
    """Go to page Workout, which starts the routine."""
    st.switch_page("pages/log_workout.py", query_params={"routine": str(routine_id)})


def delete(user: User, routine: Routine) -> None:
    """Delete a routine and offer to undo it."""
    deleted = notices.attempt(lambda: for_lifter(user, routines.delete_routine, routine.routine_id))
    if deleted:
        notices.offer_undo(f"{routine.name} is deleted", lambda: for_lifter(user, routines.restore_routine, deleted))


def archive(user: User, routine: Routine) -> None:
    """Archive a routine and offer to undo it."""
    number = routine.routine_id
    if notices.attempt(lambda: for_lifter(user, routines.archive_routine, number)):
        notices.offer_undo(f"{routine.name} is archived", lambda: for_lifter(user, routines.unarchive_routine, number))


def duplicate(user: User, routine: Routine) -> None:
    """Add a copy of a routine."""
    notices.attempt(lambda: for_lifter(user, routines.duplicate_routine, routine.routine_id), "Copied")


def _draw_empty(user: User) -> None:
    st.write("A routine is a workout planned in advance: exercises with their sets, reps and rests.")
    st.write("Copy a well-known plan and change what you like, or make your own.")
    with st.container(horizontal=True, wrap=False):
        st.button(
            "Starter plans",
            icon=":material/menu_book:",
            key="plans",
            type="primary",
            width="stretch",
            on_click=look_at,
        )
        _draw_new_button(user, "secondary")
    _draw_paste_button(user)


def _draw_paste_button(user: User) -> None:
    if st.button("Paste a routine", icon=":material/content_paste:", key="paste", type="tertiary"):
        share_text.paste(user)


def _draw_new_button(user: User, kind: Any) -> None:
    if st.button("New routine", icon=":material/add:", key="new_routine", type=kind, width="stretch"):
        _create(user)


@st.dialog("New routine")
def _create(user: User) -> None:
    with st.form("new_routine_form", border=False):
        name = st.text_input("Name", max_chars=100, placeholder="Push, Legs, Monday …")
        if st.form_submit_button("Create routine", type="primary", width="stretch"):
            routine = notices.attempt(lambda: for_lifter(user, routines.create_routine, name), place="new")
            if routine:
                open_routine(routine.routine_id)
                st.rerun()
    notices.draw_problem("new")


def _draw_card(shelf: Shelf, routine: Routine) -> None:
    number = routine.routine_id
    with st.container(border=True, gap="xxsmall", key=f"card_{number}"):
        name = f"**{plain(routine.name)}**"
        st.button(name, key=f"name_{number}", type="tertiary", wrap=True, on_click=open_routine, args=(number,))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            st.markdown(f":small[{shelf.words(routine)}]")
            with st.container(horizontal=True, wrap=False, width="content", gap="xsmall", vertical_alignment="center"):
                _draw_start_button(shelf, routine)
                _draw_menu(shelf, routine)
        st.caption(shelf.names(routine))


def _draw_start_button(shelf: Shelf, routine: Routine) -> None:
    is_running = routine.routine_id in shelf.running
    pressed = st.button(
        "Continue" if is_running else "Start",
        key=f"start_{routine.routine_id}",
        type="primary" if routine.routine_id == shelf.due_id else "secondary",
        disabled=not routine.set_count,
        wrap=False,
    )
    if pressed:
        start(routine.routine_id)


def _draw_menu(shelf: Shelf, routine: Routine) -> None:
    chosen = st.menu_button(
        "",
        [EDIT, UP, DOWN, MOVE, DUPLICATE, ARCHIVE, DELETE],
        key=f"menu_{routine.routine_id}",
        icon=":material/more_vert:",
        type="tertiary",
        on_click=_on_menu,
        args=(shelf, routine),
    )
    if chosen == MOVE:
        moving.move_routine(shelf.user, routine)


def _on_menu(shelf: Shelf, routine: Routine) -> None:
    actions: Mapping[str, Callable[[], Any]] = {
        EDIT: lambda: open_routine(routine.routine_id),
        UP: lambda: _move(shelf, routine, -1),
        DOWN: lambda: _move(shelf, routine, 1),
        DUPLICATE: lambda: duplicate(shelf.user, routine),
        ARCHIVE: lambda: archive(shelf.user, routine),
        DELETE: lambda: delete(shelf.user, routine),
    }
    chosen = st.session_state[f"menu_{routine.routine_id}"]
    if chosen in actions:
        actions[chosen]()


def _move(shelf: Shelf, routine: Routine, step: int) -> None:
    order = set_schemes.moved(shelf.listed, routine.routine_id, step)
    notices.attempt(lambda: routines.reorder_routines(engine(), shelf.user.user_id, order))


def _draw_archived(user: User) -> None:
    away = data_loader.oltp(user, routines.routines, True)
    if not away or not st.toggle(f"Archived routines ({len(away)})", key="archived_routines"):
        return
    for routine in away:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            st.markdown(plain(routine.name))
            with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
                st.button("Take out", key=f"out_{routine.routine_id}", on_click=_take_out, args=(user, routine))
                st.button(
                    "",
                    key=f"delete_{routine.routine_id}",
                    icon=":material/delete:",
                    type="tertiary",
                    help="Delete this routine",
                    on_click=delete,
                    args=(user, routine),
                )


def _take_out(user: User, routine: Routine) -> None:
    notices.attempt(lambda: for_lifter(user, routines.unarchive_routine, routine.routine_id))
