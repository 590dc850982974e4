"""Pieces of the import page: the questions, what is in the file, the corrections, and what was done."""

from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from auth.user import User
from services.importers import door
from services.importers.door import NEW, Imported, Match, Preview, Problem, Restored, Undone
from utils import mapping_parts
from utils.filters import display_of
from utils.mapping_parts import WeightsSaved
from utils.styling import Display, count, number, percent, plain, plural

FIGURES: Final = {
    "sets": "Sets",
    "workouts": "Workouts",
    "exercises": "Exercises",
    "reps": "Reps",
    "weight_x_reps": "Weight × reps",
}
MOST_SHOWN: Final = 50
HOW: Final = """
**Strong:** Settings → Export Data. **Hevy:** Settings → Export & Import Data. **FitNotes:** Settings → Spreadsheet
export. StrongLifts, Liftosaur and LiftLog export CSV too. Choose the file here: you see what is in it before anything
is saved, and an import can be taken back as a whole.
"""


def ask(user: User) -> Preview | None:
    """The file or sheet that the lifter chose, read once, with their answers."""
    file = st.file_uploader(
        "An export, as the other app wrote it", key=f"import_file_{_round()}", max_upload_size=door.MOST_MB
    )
    sheet = st.text_input("Or the address of a Google Sheet", key="import_sheet") if door.takes_sheets() else ""
    chosen = file.file_id if file else sheet
    if not chosen:
        return None
    if file and door.is_document(file.getvalue()):
        _offer_restore(user, file.getvalue())
        st.stop()
    if st.session_state.get("import_of") != chosen:
        zone = user.time_zone
        if file:
            read = door.preview(file.getvalue(), file.name, unit=None, zone=zone)
        else:
            read = door.preview_sheet(sheet, unit=None, zone=zone)
        st.session_state.update(import_read=read, import_of=chosen)
    if st.session_state.import_read.format is None:
        mapping_parts.show(user, file or sheet, forget)
    return _answered(st.session_state.import_read, user)


def forget() -> None:
    """Be ready for another file."""
    st.session_state.import_round = _round() + 1
    st.session_state.pop("import_of", None)


def show_how() -> None:
    """What to do when nothing has been chosen yet."""
    st.markdown(HOW)


def show_problems(shown: Preview, display: Display) -> None:
    """Why nothing can be imported."""
    st.error(f"{plain(shown.file_name)} was not imported: {plural(len(shown.problems), 'problem', display)}.")
    _list(shown.problems, display)


def show_figures(shown: Preview, display: Display) -> None:
    """What is in the file."""
    counts = shown.counts()
    with st.container(horizontal=True):
        for name, label in FIGURES.items():
            st.metric(label, number(counts[name], display))
    aside = f"{plural(counts['rest_rows'], 'rest row', display)} and {plural(counts['note_rows'], 'note row', display)}"
    st.caption(f"{plural(counts['rows'], 'row', display)} read, {aside} set aside.")
    if shown.suspicious:
        with st.expander(f"{plural(len(shown.suspicious), 'value', display)} worth a look"):
            _list(shown.suspicious, display)


def correct(matches: Sequence[Match], exercises: Mapping[str, int]) -> dict[str, int | None]:
    """The lifter's corrections to what each name would become; the doubtful ones come first."""
    st.subheader("Exercises", anchor=False)
    doubtful = sorted(matches, key=lambda match: match.score)
    table = {
        "In the file": [match.name for match in doubtful],
        "Becomes": [match.exercise if match.exercise_id else NEW for match in doubtful],
        "Because": [match.how for match in doubtful],
    }
    becomes = st.column_config.SelectboxColumn(options=[NEW, *exercises], required=True)
    fixed = ["In the file", "Because"]
    edited = st.data_editor(table, column_config={"Becomes": becomes}, disabled=fixed, hide_index=True)
    pairs = zip(table["In the file"], table["Becomes"], edited["Becomes"], strict=True)
    return {name: exercises.get(now) for name, before, now in pairs if now != before}


def _offer_restore(user: User, data: bytes) -> None:
    st.markdown("This is Tonnage's own export. What the account has already stays as it is.")
    if st.button("Restore", type="primary"):
        with st.spinner("Restoring, then working out the statistics"):
            st.session_state.import_done = door.restore_for(user.user_id, data)
        forget()
        st.rerun()


def show_done(done: Imported | Restored | Undone | WeightsSaved, user: User) -> None:
    """What the last import, or its undoing, did."""
    display = display_of(user)
    if isinstance(done, Restored):
        there = f"{count(done.unchanged, display)} were there already"
        st.success(f"Your account is restored: {plural(done.added, 'row', display)} added, {there}.")
        return
    if isinstance(done, WeightsSaved):
        mapping_parts.show_saved(done, display)
        return
    if isinstance(done, Undone):
        kept = f" {count(len(done.kept), display)} stay, because you edited them since." if done.kept else ""
        st.success(f"The import was taken back: {count(done.removed, display)} sets and workouts removed.{kept}")
        return
    _show_outcome(done, display)
    batch_id = done.outcome.batch_id
    if batch_id and st.button("Undo this import"):
        st.session_state.import_done = door.undo_for(user.user_id, batch_id)
        st.rerun()


def _list(problems: Sequence[Problem], display: Display) -> None:
    lines = [plain(reason if row is None else f"Row {row}: {reason}") for row, reason in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"And {count(len(problems) - MOST_SHOWN, display)} more.")
    st.markdown("\n".join(f"- {line}" for line in lines))


def _round() -> int:
    return int(st.session_state.get("import_round", 0))


def _answered(shown: Preview, user: User) -> Preview:
    """Ask what the file does not say: the unit, with evidence, and the time zone of its clock."""
    if shown.problems:
        return shown
    unit = None if shown.parsed.names_unit else _asked_unit(shown, display_of(user))
    zones = sorted(available_timezones())
    zone = st.selectbox("The times are those of", zones, zones.index(user.time_zone))
    return shown if (unit, zone) == (shown.unit, shown.zone) else shown.answered(unit, zone)


def _asked_unit(shown: Preview, display: Display) -> str | None:
    unit = st.segmented_control("The weights are in", ("kg", "lb"))
    found = shown.unit_evidence
    st.caption(
        f"The file does not say. Of its {plural(found.weights, 'weight', display)} "
        f"{percent(found.multiples_of_2_5, display)} are multiples of 2.5, "
        f"{percent(found.multiples_of_5, display)} of 5, and "
        f"{percent(found.pounds_as_kg, display)} pounds converted to kilograms."
    )
    return unit


def _show_outcome(done: Imported, display: Display) -> None:
    what = done.outcome
    parts = ((what.added, "added"), (what.updated, "updated"), (what.unchanged, "unchanged"))
    st.success("Your history is here. Sets: " + ", ".join(f"{count(n, display)} {word}" for n, word in parts) + ".")
    if what.kept or what.deleted:
        st.info(f"{count(what.kept, display)} edited and {count(what.deleted, display)} deleted sets stay as they are.")
    pairs = ((label, getattr(what.figures, name), getattr(done.recounted, name)) for name, label in FIGURES.items())
    rows = [{"": label, "File": number(f, display), "Here": number(h, display)} for label, f, h in pairs]
    st.dataframe(rows, hide_index=True)
    if done.statistics:
        st.info(done.statistics)
