"""Move routines and their exercises to another place, and rename or dissolve folders."""

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
def move_exercise(user: User, routine: Routine, part: RoutineExercise) -> None:
    """Offer every place in the routine; a tap moves the exercise."""
    names = data_loader.oltp(user, lists.exercises)
    others = [mate for mate in routine.exercises if mate is not part]
    now, number = routine.exercises.index(part), part.routine_exercise_id
    st.caption(f"Where is {plain(changes.name_of(part.exercise_id, names))} to stand?")
    for place in range(len(routine.exercises)):
        before = changes.name_of(others[place - 1].exercise_id, names) if place else ""
        _draw_place(
            place,
            f"After {plain(before)}" if place else "First",
            place == now,
            partial(for_lifter, user, routines.move_exercise, routine.routine_id, number, place),
        )
    notices.draw_problem(PLACE)


@st.dialog("Move the routine")
def move_routine(user: User, routine: Routine) -> None:
    """Ask for a folder, then offer every place in it; a tap moves the routine."""
    everyone = data_loader.oltp(user, routines.routines)
    folders = folders_of(everyone)
    chosen = st.selectbox(
        "Folder",
        folders,
        folders.index(routine.folder or NO_FOLDER),
        key=f"move_folder_{routine.routine_id}",
        accept_new_options=True,
        help="Type a name for a new folder",
    )
    folder = None if chosen in (None, NO_FOLDER) else str(chosen)
    inside = set_schemes.by_folder(everyone).get(folder, [])
    mates = [mate for mate in inside if mate.routine_id != routine.routine_id]
    now = inside.index(routine) if routine in inside else None
    for place in range(len(mates) + 1):
        before = mates[place - 1] if place else None
        behind = before.routine_id if before else _end_of_others(everyone, routine, mates)
        _draw_place(
            place,
            f"After {plain(before.name)}" if before else "First" if mates else "Here",
            place == now,
            partial(for_lifter, user, routines.move_to, routine.routine_id, folder, behind),
        )
    notices.draw_problem(PLACE)


def _end_of_others(everyone: tuple[Routine, ...], routine: Routine, mates: list[Routine]) -> int | None:
    """Return the routine before the first place of a folder: before its first routine, or the last of all."""
    ids = [mate.routine_id for mate in everyone if mate.routine_id != routine.routine_id]
    place = ids.index(mates[0].routine_id) if mates else len(ids)
    return ids[place - 1] if place else None


def _draw_place(place: int, words: str, is_here: bool, move: Callable[[], Any]) -> None:
    label = f"{words} · here now" if is_here else words
    if st.button(label, key=f"to_place_{place}", width="stretch", disabled=is_here) and notices.attempt(
        move, "Moved", PLACE
    ):
        st.rerun()


def folders_of(everyone: tuple[Routine, ...]) -> list[str]:
    """List the folders to choose from, no folder first."""
    return [NO_FOLDER, *dict.fromkeys(routine.folder for routine in everyone if routine.folder)]


def draw_folder_head(user: User, folder: str, place: int) -> None:
    """Draw the name of a folder with its menu."""
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
    back = _renaming_back(user, folder)  # reads the folder's routines before they leave it
    if notices.attempt(_renaming(user, folder, None)):
        notices.offer_undo(f"{folder} is dissolved; its routines stay", back)


def _renaming(user: User, old: str, new: str | None) -> Callable[[], Any]:
    return lambda: for_lifter(user, routines.rename_folder, old, new)


def _renaming_back(user: User, folder: str) -> Callable[[], Any]:
    inside = [routine.routine_id for routine in data_loader.oltp(user, routines.routines) if routine.folder == folder]

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
            if notices.attempt(_renaming(user, folder, new), "Renamed", PLACE):
                st.rerun()
    notices.draw_problem(PLACE)
