"""Repair all sets of one exercise between two days, with a preview and an undo."""

from typing import Any, Final

import streamlit as st

from auth.user import User
from services.errors import TonnageError
from services.exercises.lists import Known, known_exercises, use_with_merged
from services.importers import repair
from services.importers.importing import refreshed
from services.importers.repair import KINDS, Repair, Repaired
from utils import data_loader, notices
from utils.exercises import picker
from utils.filters import display_of, today_of
from utils.import_export import batches
from utils.import_export import done as import_export_done
from utils.import_export.columns import DONE
from utils.lifter import for_lifter
from utils.locales import date_format
from utils.styling import Display, distance, load, long_day, plain, plural

EXERCISE: Final = "repair_exercise"
INTO: Final = "repair_into"
ADDRESS: Final = "repair"  # query parameter: the exercise that another page links to
PLACE: Final = "repair"
MOST_SHOWN: Final = 12


def is_asked_for() -> bool:
    """Return whether another page linked here to repair an exercise."""
    return ADDRESS in st.query_params


def draw_repair(user: User) -> None:
    """Ask for the mistake, preview the changes, and save them."""
    display = display_of(user)
    if import_export_done.is_undone():
        import_export_done.draw_outcome(user)
    st.caption("Everything of one exercise between two days is put right at once. You see it before, and can undo it.")
    shelf = data_loader.oltp(user, known_exercises)
    exercise = _chosen(user, shelf, EXERCISE, "Which exercise?")
    if exercise:
        request = _asked(user, shelf, exercise)
        if request:
            _show_changes(user, shelf, request, display)
    notices.draw_problem(PLACE)
    batches.draw_batches(user)


def _chosen(user: User, shelf: dict[int, Known], key: str, label: str) -> Known | None:
    """Return the exercise that the lifter picked under this key; the address can preselect it."""
    number = st.query_params.get(ADDRESS, "") if key == EXERCISE else ""
    if number.isdecimal() and int(number) in shelf:
        st.session_state.setdefault(key, int(number))
    exercise = shelf.get(st.session_state.get(key, 0))
    name = plain(exercise.name) if exercise else label
    if st.button(name, key=f"pick_{key}", icon=":material/search:"):
        picker.forget()
        picker.pick_exercise(user, lambda row: st.session_state.update({key: row["exercise_id"]}))
    return exercise


def _asked(user: User, shelf: dict[int, Known], exercise: Known) -> Repair | None:
    use, today = use_with_merged(shelf, exercise.exercise_id), today_of(user)
    if not use.sets or use.first_on is None or use.last_on is None:
        st.info("Nothing is logged of this exercise.")
        return None
    with st.grid(2, min_column_width=150, gap="small"):
        first = st.date_input(
            "From", use.first_on, key=f"repair_first_{exercise.exercise_id}", format=date_format(user.locale)
        )
        last = st.date_input(
            "To", max(use.last_on, today), key=f"repair_last_{exercise.exercise_id}", format=date_format(user.locale)
        )
    kind = st.selectbox("What is wrong?", list(KINDS), format_func=_label, index=None, placeholder="Choose")
    into = _chosen(user, shelf, INTO, "Which is it?") if kind == "move" else None
    if kind is None or (kind == "move" and into is None):
        return None
    return Repair(exercise.exercise_id, first, last, kind, into.exercise_id if into else None, user.unit)


def _label(kind: str) -> str:
    return KINDS[kind].label


def _show_changes(user: User, shelf: dict[int, Known], asked: Repair, display: Display) -> None:
    try:
        changes = for_lifter(user, repair.foresee, asked)
    except TonnageError as refused:
        st.error(plain(str(refused)))
        return
    if not changes:
        st.info("No set of these days would change.")
        return
    st.dataframe([_line(change, shelf, display) for change in changes[:MOST_SHOWN]], hide_index=True)
    many = plural(len(changes), "set", display)
    first, last = (long_day(day, display) for day in (changes[0].performed_on, changes[-1].performed_on))
    st.caption(f"{many} between {first} and {last} would change.")
    st.button(f"Change {many}", type="primary", key="repair_now", on_click=_repair, args=(user, asked))


def _line(change: Repaired, shelf: dict[int, Known], display: Display) -> dict[str, str]:
    after = {**change.before, **change.after}
    return {
        "Date": long_day(change.performed_on, display),
        "Now": _set_words(change.before, shelf, display, "exercise_id" in change.after),
        "Then": _set_words(after, shelf, display, "exercise_id" in change.after),
    }


def _set_words(row: Any, shelf: dict[int, Known], display: Display, is_named: bool) -> str:
    """Write a set as the log does; add the exercise if the repair changes it."""
    exercise = shelf.get(row["exercise_id"])
    parts = (
        load(row["weight"], row["unit"] or "", display).strip() if row["weight"] is not None else "",
        "" if row["reps"] is None else f"× {row['reps']}",
        distance(row["distance_m"], display) if row["distance_m"] else "",
    )
    done = " ".join(filter(None, parts))
    return ", ".join(filter(None, (exercise.name if exercise and is_named else "", done)))


def _repair(user: User, asked: Repair) -> None:
    batch_id = notices.attempt(lambda: for_lifter(user, repair.repair, asked), "Repaired", PLACE)
    if batch_id:
        for_lifter(user, refreshed)
        st.session_state.pop(DONE, None)
        notices.offer_undo("Repaired", lambda: import_export_done.undo(user, int(batch_id)))
