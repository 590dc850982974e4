"""What can be done with a set and with an exercise of a workout: two menus and their dialogs."""

from typing import Any, Final

import streamlit as st

from database.db_connector import engine
from database.oltp_tables import SET_TYPES
from services import exercises as exercise_settings
from services import workouts
from services.errors import TonnageError
from services.workouts import SetRow
from utils import data_loader, picker
from utils.log_actions import Log, change, delete_rows
from utils.log_state import moved
from utils.set_texts import TYPE_NAMES, Block, told
from utils.styling import long_day, plain, weight

NOTE, UNTICK, DELETE = "Note", "Not done yet", "Delete set"
ABOUT, SWAP, UP, DOWN, REMOVE = "Last workouts and note", "Swap exercise", "Move up", "Move down", "Remove exercise"
LAST_WORKOUTS: Final = 5


def set_menu(log: Log, block: Block, row: SetRow, mark: str) -> None:
    """The number of a set, which opens what can be done with it."""
    types = [TYPE_NAMES[name] for name in SET_TYPES] if log.user.shows_set_type else []
    options = [*types, NOTE, *([UNTICK] if row.is_saved and log.board.is_open else []), DELETE]
    st.menu_button(
        mark,
        options,
        key=f"menu_{row.set_id}",
        type="tertiary",
        on_click=_on_set_menu,
        args=(log, block, row, mark),
    )


def exercise_menu(log: Log, block: Block, place: int) -> None:
    """What can be done with an exercise."""
    options = [ABOUT, SWAP, UP, DOWN, REMOVE]
    st.menu_button(
        "",
        options,
        key=f"exercise_menu_{block.rows[0].set_id}",
        icon=":material/more_horiz:",
        type="tertiary",
        on_click=_on_exercise_menu,
        args=(log, block, place),
    )


def _on_set_menu(log: Log, block: Block, row: SetRow, mark: str) -> None:
    chosen = st.session_state[f"menu_{row.set_id}"]
    by_name = {name: code for code, name in TYPE_NAMES.items()}
    label = f"Set {mark} deleted"
    if chosen in by_name:
        change(log, [row], set_type=by_name[chosen])
    elif chosen == NOTE:
        log.kept.dialog = lambda: note_of_set(log, row)
    elif chosen == UNTICK:
        delete_rows(log, [row], f"Set {mark} is not done yet", hide=False)
    elif chosen == DELETE:
        delete_rows(log, [row], label)


def _on_exercise_menu(log: Log, block: Block, place: int) -> None:
    chosen = st.session_state[f"exercise_menu_{block.rows[0].set_id}"]
    if chosen == ABOUT:
        log.kept.dialog = lambda: about_exercise(log, block)
    elif chosen == SWAP:
        log.kept.dialog = lambda: picker.pick_exercise(log.user, lambda found: _swap(log, block, found), _ids(log))
    elif chosen == REMOVE:
        delete_rows(log, block.rows, f"{block.name} removed")
    else:
        for row, position in moved(log.blocks, place, -1 if chosen == UP else 1):
            change(log, [row], position=position)


@st.dialog("Note")
def note_of_set(log: Log, row: SetRow) -> None:
    """Write a note to a set."""
    text = st.text_area("Note", row.note or "", max_chars=2000, label_visibility="collapsed")
    if st.button("Save", type="primary", width="stretch"):
        change(log, [row], note=text.strip() or None)
        st.rerun()


@st.dialog("Exercise")
def about_exercise(log: Log, block: Block) -> None:
    """Show the last workouts of an exercise, and the note that is pinned to it."""
    st.subheader(plain(block.name), anchor=False)
    pinned = st.text_area("Pinned note", block.pinned_note or "", max_chars=500, placeholder="Seat 4, narrow grip")
    if pinned.strip() != (block.pinned_note or "") and st.button("Save note", type="primary"):
        _pin(log, block, pinned.strip() or None)
    found = data_loader.oltp(log.user, workouts.last_workouts_with, block.exercise_id, LAST_WORKOUTS)
    best = log.past_of(block).best_kg
    if best:
        st.markdown(f"Heaviest before: **{weight(best, log.display)}**")
    st.markdown("**Last workouts**" if found else "This is the first time.")
    for day, rows in found:
        with st.container(gap=None):
            st.caption(long_day(day, log.display))
            st.markdown(" · ".join(_unbroken(told(_as_row(row), block, log.display)) for row in rows))


def _unbroken(words: str) -> str:
    return plain(words).replace(" ", "\N{NO-BREAK SPACE}")


def _pin(log: Log, block: Block, note: str | None) -> None:
    try:
        exercise_settings.amend_settings(engine(), log.user.user_id, block.exercise_id, {"pinned_note": note})
    except TonnageError as error:
        st.error(str(error))
        return
    st.rerun()


def _swap(log: Log, block: Block, exercise: dict[str, Any]) -> None:
    change(log, block.rows, exercise_id=exercise["exercise_id"], exercise_name=exercise["name"])


def _ids(log: Log) -> tuple[int, ...]:
    return tuple(dict.fromkeys(block.exercise_id for block in log.blocks))


def _as_row(row: Any) -> SetRow:
    names = ("set_id", "exercise_id", "position", "set_type", "weight", "unit", "reps", "rir", "seconds", "distance_m")
    return SetRow(**{name: row[name] for name in names})
