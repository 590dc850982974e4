"""Editor of one routine for the phone: it saves every change at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.ids import parse_id
from services.errors import NoSuchRoutine
from services.routines import editing as routines
from services.routines.coaching import Coached
from services.routines.editing import Routine, RoutineExercise
from services.workouts import lists
from utils import data_loader, notices, set_schemes
from utils.exercises import picker
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.paper import view
from utils.progression import form
from utils.routines import alternatives, list, moving, next, planned_week, share_text, versions
from utils.routines import sets as routines_sets
from utils.routines.list import ARCHIVE, DELETE, DUPLICATE, EDITED, UNARCHIVE
from utils.set_texts import Block
from utils.styling import duration, plain, plural
from utils.workout import due

SWAP, INSTEAD, PROGRESSION, MOVE = "Swap exercise", "Alternatives", "Progression", "Move to …"
REMOVE: Final = "Remove exercise"
SHARE, PRINT, VERSIONS = "Share", "Print", "Versions"


def routine_in_address(user: User) -> Routine | None:
    """Read the routine in the address; clear the address if the lifter has no such routine."""
    number = parse_id(st.query_params.get(EDITED))
    if number is None:
        return None
    try:
        return data_loader.oltp(user, routines.routine, number)
    except NoSuchRoutine:
        st.query_params.clear()
        return None


def draw_routine(user: User, routine: Routine) -> None:
    """Draw a routine with everything that can be changed in it."""
    _draw_head(user, routine)
    _draw_about(user, routine)
    st.subheader("Exercises", anchor=False)
    names = data_loader.oltp(user, lists.exercises)
    planned = next.of_routine(user, routine)
    for place, part in enumerate(routine.exercises):
        _draw_exercise(user, routine, place, part, names, planned.get(part.routine_exercise_id))
    alternatives.open_requested_picker(user, routine)
    if not routine.exercises:
        st.markdown("Add the first exercise: recent ones come first, and every short form is known.")
    with st.container(horizontal=True, wrap=False):
        if st.button("Add exercise", icon=":material/add:", key="add_exercise", width="stretch"):
            _pick(user, routine, lambda row: _add(user, routine, row))
        if st.button("Start", type="primary", key="start", width="stretch", disabled=not routine.set_count):
            list.start(routine.routine_id)


def _draw_head(user: User, routine: Routine) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.button("Routines", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
        options = [SHARE, PRINT, VERSIONS, DUPLICATE, UNARCHIVE if routine.is_archived else ARCHIVE, DELETE]
        chosen = st.menu_button(
            "",
            options,
            key="routine_menu",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_menu,
            args=(user, routine),
        )
    if chosen == SHARE:
        share_text.share(user, routine)
    if chosen == PRINT:
        view.print_routine(user, routine)
    if chosen == VERSIONS:
        versions.open_versions(user, routine)


def _on_menu(user: User, routine: Routine) -> None:
    actions: Mapping[str, Callable[[User, Routine], None]] = {
        DUPLICATE: _duplicate,
        ARCHIVE: list.archive,
        UNARCHIVE: _unarchive,
        DELETE: _delete,
    }
    chosen = st.session_state["routine_menu"]
    if chosen in actions:
        actions[chosen](user, routine)


def _duplicate(user: User, routine: Routine) -> None:
    copy = notices.attempt(lambda: for_lifter(user, routines.duplicate_routine, routine.routine_id), "Copied")
    if copy:
        list.open_routine(copy.routine_id)


def _unarchive(user: User, routine: Routine) -> None:
    notices.attempt(lambda: for_lifter(user, routines.unarchive_routine, routine.routine_id))


def _delete(user: User, routine: Routine) -> None:
    list.delete(user, routine)
    st.query_params.clear()


def _draw_about(user: User, routine: Routine) -> None:
    number = routine.routine_id
    st.text_input("Name", routine.name, 100, key=f"name_{number}", on_change=_save, args=(user, number, "name"))
    notices.draw_problem("name")
    everyone = data_loader.oltp(user, routines.routines)
    folders = moving.folders_of((*everyone, routine))
    st.selectbox(
        "Folder",
        folders,
        folders.index(routine.folder or moving.NO_FOLDER),
        key=f"folder_{number}",
        accept_new_options=True,
        on_change=_save,
        args=(user, number, "folder"),
    )
    notices.draw_problem("folder")
    if routine.set_count:
        about = f"{plural(routine.set_count, 'set', display_of(user))} · about {_usual_time(user, routine)}"
        st.caption(about + (" · in the archive" if routine.is_archived else ""))
        st.caption(planned_week.each_time(user, routine))
        planned_week.draw_button(user, routine)


def _usual_time(user: User, routine: Routine) -> str:
    return duration(due.usual_seconds(list.shelf_of(user).workouts, routine))


def _save(user: User, routine_id: int, name: str) -> None:
    value = st.session_state[f"{name}_{routine_id}"]
    fields = {name: None if value == moving.NO_FOLDER and name == "folder" else value}
    notices.attempt(lambda: for_lifter(user, routines.amend_routine, routine_id, **fields), place=name)


def _draw_exercise(
    user: User, routine: Routine, place: int, part: RoutineExercise, names: Mapping[int, Any], planned: Coached | None
) -> None:
    block = set_schemes.block_of(names.get(part.exercise_id, {}), user.unit)
    number = part.routine_exercise_id
    with st.container(border=True, gap="xxsmall", key=f"line_{number}"):
        if st.button(f"**{plain(block.name)}**", key=f"open_{number}", type="tertiary", wrap=True):
            routines_sets.edit(user, routine, part, block)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            scheme = set_schemes.scheme(part, block, display_of(user), set_schemes.mates_of(routine, part))
            st.markdown(f":small[{scheme}]")
            with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
                _draw_arrow(user, routine, place, -1)
                _draw_arrow(user, routine, place, 1)
                _draw_exercise_menu(user, routine, part, block)
        others, rule = alternatives.words(part, names), form.words(user, part)
        for text in filter(None, (others, rule, *next.words(part, planned, display_of(user)), part.note)):
            st.caption(plain(text))


def _draw_arrow(user: User, routine: Routine, place: int, step: int) -> None:
    word, icon = ("Move up", "arrow_upward") if step < 0 else ("Move down", "arrow_downward")
    st.button(
        "",
        key=f"{icon}_{routine.exercises[place].routine_exercise_id}",
        icon=f":material/{icon}:",
        type="tertiary",
        help=word,
        disabled=not 0 <= place + step < len(routine.exercises),
        on_click=_move,
        args=(user, routine, place, place + step),
    )


def _move(user: User, routine: Routine, place: int, target: int) -> None:
    number = routine.exercises[place].routine_exercise_id
    notices.attempt(lambda: for_lifter(user, routines.move_exercise, routine.routine_id, number, target))


def _draw_exercise_menu(user: User, routine: Routine, part: RoutineExercise, block: Block) -> None:
    chosen = st.menu_button(
        "",
        [SWAP, INSTEAD, PROGRESSION, MOVE, REMOVE],
        key=f"menu_{part.routine_exercise_id}",
        icon=":material/more_vert:",
        type="tertiary",
        on_click=_on_exercise_menu,
        args=(user, routine, part),
    )
    if chosen == SWAP:
        _pick(user, routine, lambda row: _swap(user, routine, part, block.load_type, row))
    if chosen == INSTEAD:
        alternatives.edit(user, routine, part)
    if chosen == MOVE:
        moving.move_exercise(user, routine, part)
    if chosen == PROGRESSION:
        form.edit(user, routine, part, block)


def _on_exercise_menu(user: User, routine: Routine, part: RoutineExercise) -> None:
    if st.session_state[f"menu_{part.routine_exercise_id}"] != REMOVE:
        return
    remove, number = routines.remove_exercise, part.routine_exercise_id
    now = notices.attempt(lambda: for_lifter(user, remove, routine.routine_id, number))
    if now:
        before = replace(routine, version=now.version)
        notices.offer_undo("The exercise is removed", lambda: for_lifter(user, routines.replace_routine, before))


def _pick(user: User, routine: Routine, picked: picker.Picked) -> None:
    picker.forget()
    picker.pick_exercise(user, picked, tuple(part.exercise_id for part in routine.exercises))


def _add(user: User, routine: Routine, row: Mapping[str, Any]) -> None:
    part = RoutineExercise(row["exercise_id"], set_schemes.first_sets(row["load_type"]), rest_s=row["rest_s"])
    notices.attempt(lambda: for_lifter(user, routines.add_exercise, routine.routine_id, part))


def _swap(user: User, routine: Routine, part: RoutineExercise, load_type: str, row: Mapping[str, Any]) -> None:
    amend, number = routines.amend_exercise, part.routine_exercise_id
    sets = set_schemes.sets_for(part.sets, load_type, row["load_type"])
    fields = {"exercise_id": row["exercise_id"], "sets": sets}
    notices.attempt(lambda: for_lifter(user, amend, routine.routine_id, number, **fields))
