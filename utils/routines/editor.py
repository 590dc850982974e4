"""One routine, changed with a thumb: every change is saved at once and can be seen in its line."""

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


def asked(user: User) -> Routine | None:
    """The routine that the address names; the address is cleared of one that the lifter does not have."""
    number = parse_id(st.query_params.get(EDITED))
    if number is None:
        return None
    try:
        return data_loader.oltp(user, routines.routine, number)
    except NoSuchRoutine:
        st.query_params.clear()
        return None


def show(user: User, one: Routine) -> None:
    """Show a routine with everything that can be changed in it."""
    _head(user, one)
    _about(user, one)
    st.subheader("Exercises", anchor=False)
    names = data_loader.oltp(user, lists.exercises)
    planned = next.of_routine(user, one)
    for place, part in enumerate(one.exercises):
        _line(user, one, place, part, names, planned.get(part.routine_exercise_id))
    alternatives.asked_for_another(user, one)
    if not one.exercises:
        st.markdown("Add the first exercise: recent ones come first, and every short form is known.")
    with st.container(horizontal=True, wrap=False):
        if st.button("Add exercise", icon=":material/add:", key="add_exercise", width="stretch"):
            _pick(user, one, lambda row: _add(user, one, row))
        if st.button("Start", type="primary", key="start", width="stretch", disabled=not one.set_count):
            list.start(one.routine_id)


def _head(user: User, one: Routine) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.button("Routines", icon=":material/arrow_back:", type="tertiary", key="back", on_click=st.query_params.clear)
        options = [SHARE, PRINT, VERSIONS, DUPLICATE, UNARCHIVE if one.is_archived else ARCHIVE, DELETE]
        chosen = st.menu_button(
            "",
            options,
            key="routine_menu",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_menu,
            args=(user, one),
        )
    if chosen == SHARE:
        share_text.share(user, one)
    if chosen == PRINT:
        view.print_routine(user, one)
    if chosen == VERSIONS:
        versions.open_versions(user, one)


def _on_menu(user: User, one: Routine) -> None:
    actions: Mapping[str, Callable[[User, Routine], None]] = {
        DUPLICATE: _duplicate,
        ARCHIVE: list.archive,
        UNARCHIVE: _unarchive,
        DELETE: _delete,
    }
    chosen = st.session_state["routine_menu"]
    if chosen in actions:
        actions[chosen](user, one)


def _duplicate(user: User, one: Routine) -> None:
    made = notices.attempt(lambda: for_lifter(user, routines.duplicate_routine, one.routine_id), "Copied")
    if made:
        list.open_routine(made.routine_id)


def _unarchive(user: User, one: Routine) -> None:
    notices.attempt(lambda: for_lifter(user, routines.unarchive_routine, one.routine_id))


def _delete(user: User, one: Routine) -> None:
    list.delete(user, one)
    st.query_params.clear()


def _about(user: User, one: Routine) -> None:
    number = one.routine_id
    st.text_input("Name", one.name, 100, key=f"name_{number}", on_change=_save, args=(user, number, "name"))
    notices.draw_problem("name")
    everyone = data_loader.oltp(user, routines.routines)
    folders = moving.folders_of((*everyone, one))
    st.selectbox(
        "Folder",
        folders,
        folders.index(one.folder or moving.NO_FOLDER),
        key=f"folder_{number}",
        accept_new_options=True,
        on_change=_save,
        args=(user, number, "folder"),
    )
    notices.draw_problem("folder")
    if one.set_count:
        about = f"{plural(one.set_count, 'set', display_of(user))} · about {_time(user, one)}"
        st.caption(about + (" · in the archive" if one.is_archived else ""))
        st.caption(planned_week.each_time(user, one))
        planned_week.button(user, one)


def _time(user: User, one: Routine) -> str:
    return duration(due.usual_seconds(list.shelf_of(user).workouts, one))


def _save(user: User, routine_id: int, name: str) -> None:
    value = st.session_state[f"{name}_{routine_id}"]
    given = {name: None if value == moving.NO_FOLDER and name == "folder" else value}
    notices.attempt(lambda: for_lifter(user, routines.amend_routine, routine_id, **given), place=name)


def _line(
    user: User, one: Routine, place: int, part: RoutineExercise, names: Mapping[int, Any], planned: Coached | None
) -> None:
    block = set_schemes.block_of(names.get(part.exercise_id, {}), user.unit)
    number = part.routine_exercise_id
    with st.container(border=True, gap="xxsmall", key=f"line_{number}"):
        if st.button(f"**{plain(block.name)}**", key=f"open_{number}", type="tertiary", wrap=True):
            routines_sets.edit(user, one, part, block)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            scheme = set_schemes.scheme(part, block, display_of(user), set_schemes.mates_of(one, part))
            st.markdown(f":small[{scheme}]")
            with st.container(horizontal=True, wrap=False, width="content", gap="xsmall"):
                _arrow(user, one, place, -1)
                _arrow(user, one, place, 1)
                _line_menu(user, one, part, block)
        others, told = alternatives.words(part, names), form.words(user, part)
        for text in filter(None, (others, told, *next.words(part, planned, display_of(user)), part.note)):
            st.caption(plain(text))


def _arrow(user: User, one: Routine, place: int, step: int) -> None:
    word, icon = ("Move up", "arrow_upward") if step < 0 else ("Move down", "arrow_downward")
    st.button(
        "",
        key=f"{icon}_{one.exercises[place].routine_exercise_id}",
        icon=f":material/{icon}:",
        type="tertiary",
        help=word,
        disabled=not 0 <= place + step < len(one.exercises),
        on_click=_move,
        args=(user, one, place, place + step),
    )


def _move(user: User, one: Routine, place: int, wanted: int) -> None:
    number = one.exercises[place].routine_exercise_id
    notices.attempt(lambda: for_lifter(user, routines.move_exercise, one.routine_id, number, wanted))


def _line_menu(user: User, one: Routine, part: RoutineExercise, block: Block) -> None:
    chosen = st.menu_button(
        "",
        [SWAP, INSTEAD, PROGRESSION, MOVE, REMOVE],
        key=f"menu_{part.routine_exercise_id}",
        icon=":material/more_vert:",
        type="tertiary",
        on_click=_on_line_menu,
        args=(user, one, part),
    )
    if chosen == SWAP:
        _pick(user, one, lambda row: _swap(user, one, part, block.load_type, row))
    if chosen == INSTEAD:
        alternatives.edit(user, one, part)
    if chosen == MOVE:
        moving.move_exercise(user, one, part)
    if chosen == PROGRESSION:
        form.edit(user, one, part, block)


def _on_line_menu(user: User, one: Routine, part: RoutineExercise) -> None:
    if st.session_state[f"menu_{part.routine_exercise_id}"] != REMOVE:
        return
    remove, number = routines.remove_exercise, part.routine_exercise_id
    now = notices.attempt(lambda: for_lifter(user, remove, one.routine_id, number))
    if now:
        before = replace(one, version=now.version)
        notices.offer_undo("The exercise is removed", lambda: for_lifter(user, routines.replace_routine, before))


def _pick(user: User, one: Routine, picked: picker.Picked) -> None:
    picker.forget()
    picker.pick_exercise(user, picked, tuple(part.exercise_id for part in one.exercises))


def _add(user: User, one: Routine, row: Mapping[str, Any]) -> None:
    part = RoutineExercise(row["exercise_id"], set_schemes.first_sets(row["load_type"]), rest_s=row["rest_s"])
    notices.attempt(lambda: for_lifter(user, routines.add_exercise, one.routine_id, part))


def _swap(user: User, one: Routine, part: RoutineExercise, load_type: str, row: Mapping[str, Any]) -> None:
    amend, number = routines.amend_exercise, part.routine_exercise_id
    sets = set_schemes.sets_for(part.sets, load_type, row["load_type"])
    given = {"exercise_id": row["exercise_id"], "sets": sets}
    notices.attempt(lambda: for_lifter(user, amend, one.routine_id, number, **given))
