"""Draw the first step of the import page: the file, its figures, its problems and the open questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from auth.user import User
from services.importers import importing
from services.importers.importing import Preview, Problem
from utils.filters import display_of
from utils.import_export import columns
from utils.import_export.columns import DONE
from utils.import_export.google_sheet import CHOSEN as SHEET
from utils.styling import Display, count, load, number, percent, plain, plural

FIGURES: Final = {
    "sets": "Sets",
    "workouts": "Workouts",
    "exercises": "Exercises",
    "reps": "Reps",
    "weight_x_reps": "Weight × reps",
}
OTHER: Final = {"kg": "lb", "lb": "kg"}
MOST_SHOWN: Final = 50
WEIGHTS_SHOWN: Final = 3
HOW: Final = """
**Strong:** Settings → Export Data. **Hevy:** Settings → Export & Import Data. **FitNotes:** Settings → Spreadsheet
export. StrongLifts, Liftosaur and LiftLog export CSV too. Choose the file here: you see what is in it before anything
is saved, and an import can be taken back as a whole.
"""


def ask(user: User) -> Preview | None:
    """Ask for a file or sheet, read it once, and return it with the lifter's answers; None without a choice."""
    file = st.file_uploader(
        "An export, as the other app wrote it", key=f"import_file_{_round()}", max_upload_size=importing.MOST_MB
    )
    sheet = "" if file else st.session_state.get(SHEET, "")
    chosen = file.file_id if file else sheet
    if not chosen:
        return None
    if file and importing.is_document(file.getvalue()):
        _offer_restore(user, file.getvalue())
        st.stop()
    if st.session_state.get("import_of") != chosen:
        zone = user.time_zone
        if file:
            read = importing.preview(file.getvalue(), file.name, unit=None, zone=zone)
        else:
            read = importing.preview_sheet(sheet, unit=None, zone=zone)
        st.session_state.update(import_read=read, import_of=chosen)
        st.session_state.pop(DONE, None)
    if st.session_state.import_read.format is None:
        columns.draw_columns(user, file or sheet, forget)
    return _answered(st.session_state.import_read, user)


def forget() -> None:
    """Reset the page for another file."""
    st.session_state.import_round = _round() + 1
    st.session_state.pop("import_of", None)
    st.session_state.pop(SHEET, None)


def show_how() -> None:
    """Explain how to export from other apps, while no file is chosen."""
    st.markdown(HOW)


def show_problems(shown: Preview, display: Display) -> None:
    """Show why the file cannot be imported, and offer to import it without the faulty rows."""
    st.error(f"{plain(shown.file_name)} was not imported: {plural(len(shown.problems), 'problem', display)}.")
    list_problems(shown.problems, display)
    if shown.can_leave_out:
        rows = "this row" if len(shown.problems) == 1 else f"these {count(len(shown.problems), display)} rows"
        st.button(f"Go on without {rows}", key="leave_out", on_click=_leave_out)
    st.button("Another file", key="another_file", on_click=forget)


def _leave_out() -> None:
    st.session_state.import_read = st.session_state.import_read.leaving_out()


def show_figures(shown: Preview, display: Display) -> None:
    """Show the figures of the file and the values to check."""
    counts = shown.counts()
    with st.container(horizontal=True):
        for name, label in FIGURES.items():
            st.metric(label, number(counts[name], display))
    aside = f"{plural(counts['rest_rows'], 'rest row', display)} and {plural(counts['note_rows'], 'note row', display)}"
    left = f", {count(len(shown.left_out), display)} left out because they cannot be read" if shown.left_out else ""
    st.caption(f"{plural(counts['rows'], 'row', display)} read, {aside} set aside{left}.")
    if shown.suspicious:
        with st.expander(f"{plural(len(shown.suspicious), 'value', display)} worth a look"):
            list_problems(shown.suspicious, display)


def list_problems(problems: Sequence[Problem], display: Display) -> None:
    """List the first problems, each with its row number if it has one."""
    lines = [plain(reason if row is None else f"Row {row}: {reason}") for row, reason in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"And {count(len(problems) - MOST_SHOWN, display)} more.")
    st.markdown("\n".join(f"- {line}" for line in lines))


def _offer_restore(user: User, data: bytes) -> None:
    st.markdown("This is Tonnage's own export. What the account has already stays as it is.")
    if st.button("Restore", type="primary"):
        with st.spinner("Restoring, then working out the statistics"):
            st.session_state[DONE] = importing.restore_for(user.user_id, data)
        forget()
        st.rerun()


def _round() -> int:
    return int(st.session_state.get("import_round", 0))


def _answered(shown: Preview, user: User) -> Preview:
    """Ask for the unit, with evidence from the weights, and for the time zone of the file."""
    if shown.problems:
        return shown
    unit, others = (None, frozenset[str]()) if shown.parsed.names_unit else _asked_unit(shown, display_of(user))
    zones = sorted(available_timezones())
    zone = st.selectbox("The times are those of", zones, zones.index(user.time_zone))
    answers = (unit, zone, others)
    return shown if answers == (shown.unit, shown.zone, shown.others) else shown.answered(*answers)


def _asked_unit(shown: Preview, display: Display) -> tuple[str | None, frozenset[str]]:
    """Ask for the unit of weights without one; also return the exercises in the other unit."""
    unit = st.segmented_control("The weights are in", ("kg", "lb"))
    evidence, bare = shown.unit_evidence, _without_unit(shown)
    some = any(row.unit for row in shown.parsed.sets)
    silent = f" it of {plural(sum(map(len, bare.values())), 'weight', display)}" if some else ""
    st.caption(
        f"The file does not say{silent}. Of its {plural(evidence.weights, 'weight', display)} "
        f"{percent(evidence.multiples_of_2_5, display)} are multiples of 2.5, "
        f"{percent(evidence.multiples_of_5, display)} of 5, and "
        f"{percent(evidence.pounds_as_kg, display)} pounds converted to kilograms."
    )
    if unit is None or len(bare) < 2:
        return unit, frozenset()
    other = OTHER[unit]
    names = {name: f"{name} – {_most_used(weights, display)}" for name, weights in bare.items()}
    chosen = st.multiselect(
        f"Except these lifts, which are in {other}", list(names), format_func=names.__getitem__, placeholder="None"
    )
    return unit, frozenset(chosen)


def _without_unit(shown: Preview) -> Mapping[str, list[str]]:
    """Return the weights without a unit, as written in the file, by exercise."""
    weights: dict[str, list[str]] = {}
    for row in shown.parsed.sets:
        if row.weight and not row.unit:
            weights.setdefault(row.exercise, []).append(f"{row.weight:f}")
    return dict(sorted(weights.items(), key=lambda item: item[0].casefold()))


def _most_used(weights: Sequence[str], display: Display) -> str:
    return " · ".join(load(weight, "", display).strip() for weight, _ in Counter(weights).most_common(WEIGHTS_SHOWN))
