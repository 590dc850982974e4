"""Routines and their exercises put into another place in one step, and folders renamed or dissolved."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.routines import editing as routines
from services.routines.editing import Routine, RoutineExercise
from services.workouts import lists
from utils import data_loader, notices, set_schemes
from utils.lifter import for_lifter
from utils.routines import changes
from utils.styling import plain

PLACE: Final = "moving"
NO_FOLDER: Final = "No folder"
RENAME, DISSOLVE = "Rename folder", "Dissolve folder"


@st.dialog("Move the exercise")
def move_exercise(user: User, one: Routine, part: RoutineExercise) -> None:
    """Offer every place in the routine; one tap moves."""
    names = data_loader.oltp(user, lists.exercises)
    others = [other for other in one.exercises if other is not part]
    now, number = one.exercises.index(part), part.routine_exercise_id
    st.caption(f"Where is {plain(changes.name_of(part.exercise_id, names))} to stand?")
    for place in range(len(one.exercises)):
        before = changes.name_of(others[place - 1].exercise_id, names) if place else ""
        _place(
            place,
            f"After {plain(before)}" if place else "First",
            place == now,
            partial(for_lifter, user, routines.move_exercise, one.routine_id, number, place),
        )
    notices.draw_problem(PLACE)


@st.dialog("Move the routine")
def move_routine(user: User, one: Routine) -> None:
    """Ask for a folder, then offer every place in it; one tap moves."""
    everyone = data_loader.oltp(user, routines.routines)
    folders = folders_of(everyone)
    chosen = st.selectbox(
        "Folder",
        folders,
        folders.index(one.folder or NO_FOLDER),
        key=f"move_folder_{one.routine_id}",
        accept_new_options=True,
        help="Type a name for a new folder",
    )
    folder = None if chosen in (None, NO_FOLDER) else str(chosen)
    inside = set_schemes.by_folder(everyone).get(folder, [])
    mates = [other for other in inside if other.routine_id != one.routine_id]
    now = inside.index(one) if one in inside else None
    for place in range(len(mates) + 1):
        before = mates[place - 1] if place else None
        behind = before.routine_id if before else _end_of_others(everyone, one, mates)
        _place(
            place,
            f"After {plain(before.name)}" if before else "First" if mates else "Here",
            place == now,
            partial(for_lifter, user, routines.move_to, one.routine_id, folder, behind),
        )
    notices.draw_problem(PLACE)


def _end_of_others(everyone: tuple[Routine, ...], one: Routine, mates: list[Routine]) -> int | None:
    """Behind which routine the first place of a folder is: the one before its first, or the last of all."""
    ids = [other.routine_id for other in everyone if other.routine_id != one.routine_id]
    place = ids.index(mates[0].routine_id) if mates else len(ids)
    return ids[place - 1] if place else None


def _place(place: int, words: str, is_here: bool, move: Callable[[], Any]) -> None:
    label = f"{words} · here now" if is_here else words
    if st.button(label, key=f"to_place_{place}", width="stretch", disabled=is_here) and notices.attempt(
        move, "Moved", PLACE
    ):
        st.rerun()


def folders_of(everyone: tuple[Routine, ...]) -> list[str]:
    """The folders to choose from, none first."""
    return [NO_FOLDER, *dict.fromkeys(other.folder for other in everyone if other.folder)]


def folder_head(user: User, folder: str, place: int) -> None:
    """A folder's name with what can be done with it."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.subheader(plain(folder), anchor=False)
        key = f"folder_menu_{place}"
        chosen = st.menu_button(
            "",
            [RENAME, DISSOLVE],
            key=key,
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_folder_menu,
            args=(user, folder, key),
        )
    if chosen == RENAME:
        _rename(user, folder)


def _on_folder_menu(user: User, folder: str, key: str) -> None:
    if st.session_state[key] != DISSOLVE:
        return
    back = _renamed_back(user, folder)  # who was in it is read before
    if notices.attempt(_renamed(user, folder, None)):
        notices.offer_undo(f"{folder} is dissolved; its routines stay", back)


def _renamed(user: User, old: str, new: str | None) -> Callable[[], Any]:
    return lambda: for_lifter(user, routines.rename_folder, old, new)


def _renamed_back(user: User, folder: str) -> Callable[[], Any]:
    inside = [one.routine_id for one in data_loader.oltp(user, routines.routines) if one.folder == folder]

    def back() -> None:
        for number in inside:
            for_lifter(user, routines.amend_routine, number, folder=folder)

    return back


@st.dialog("Rename folder")
def _rename(user: User, folder: str) -> None:
    with st.form("rename_folder_form", border=False):
        name = st.text_input("Name", folder, max_chars=100)
        if st.form_submit_button("Rename", type="primary", width="stretch"):
            new = name.strip() or folder
            if notices.attempt(_renamed(user, folder, new), "Renamed", PLACE):
                st.rerun()
    notices.draw_problem(PLACE)
