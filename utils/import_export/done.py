"""Show the result of an import, a restore or an undo, with the figures of file and database side by side."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from auth.user import User
from services.importers import importing
from services.importers.batches import Kept, kept_rows
from services.importers.importing import Imported, Preview, Restored, Undone
from utils import notices
from utils.filters import display_of
from utils.import_export import columns
from utils.import_export.ask import FIGURES, forget
from utils.import_export.columns import DONE, WeightsSaved
from utils.lifter import for_lifter
from utils.styling import Display, count, load, number, plain, plural, short_day

PLACE: Final = "import"
MOST_KEPT: Final = 12


def draw_outcome(user: User) -> None:
    """Show the result of the last import, restore or undo, until the next one replaces it."""
    done: Imported | Restored | Undone | WeightsSaved | None = st.session_state.get(DONE)
    display = display_of(user)
    notices.draw_problem(PLACE)
    match done:
        case Restored():
            there = f"{count(done.unchanged, display)} were there already"
            st.success(f"Your account is restored: {plural(done.added, 'row', display)} added, {there}.")
        case WeightsSaved():
            columns.show_saved(done, display)
        case Undone():
            _show_undone(user, done, display)
        case Imported():
            _show_outcome(done, display)
            batch_id = done.outcome.batch_id
            if batch_id and st.button("Undo this import"):
                take_back(user, batch_id)
                st.rerun()


def carry_out(user: User, shown: Preview, corrections: Mapping[str, int | None]) -> None:
    """Import with a progress bar; the next run of the page shows the result."""
    bar = st.progress(0.0)

    def say(share: float, words: str) -> None:
        bar.progress(share, words)

    done = notices.attempt(lambda: importing.import_for(user.user_id, shown, corrections, say), "", PLACE)
    if done:
        st.session_state[DONE] = done
        forget()
    st.rerun()


def is_undone() -> bool:
    """Return whether the last action was an undo."""
    return isinstance(st.session_state.get(DONE), Undone)


def take_back(user: User, batch_id: int) -> None:
    """Undo an import or a repair; the next run of the page shows the result."""
    notices.attempt(lambda: undo(user, batch_id), "", PLACE)


def undo(user: User, batch_id: int) -> None:
    """Undo a batch, and let a refusal reach the caller."""
    st.session_state[DONE] = importing.undo_for(user.user_id, batch_id)


def _show_undone(user: User, done: Undone, display: Display) -> None:
    parts = ((done.removed, "sets and workouts removed"), (done.restored, "given back what they had before"))
    changes = ", ".join(f"{count(n, display)} {words}" for n, words in parts if n) or "nothing was left of it"
    st.success(f"It was taken back: {changes}.")
    if done.kept:
        rows = for_lifter(user, kept_rows, done.kept)
        st.info(f"{plural(len(rows), 'row', display)} stay as they are, because you edited or used them since:")
        lines = [_kept_words(row, display) for row in rows[:MOST_KEPT]]
        if len(rows) > MOST_KEPT:
            lines.append(f"and {count(len(rows) - MOST_KEPT, display)} more")
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _kept_words(kept_row: Kept, display: Display) -> str:
    """Write a set as "Squat (Barbell), 100 kg × 5, Mon 5 Jan"; write a workout by its title."""
    day = short_day(kept_row.performed_on, display)
    if kept_row.exercise is None:
        return f"the workout {kept_row.title or 'without a title'}, {day}"
    weight = load(kept_row.weight, kept_row.unit or "", display).strip() if kept_row.weight is not None else ""
    done = " × ".join(filter(None, (weight, "" if kept_row.reps is None else count(kept_row.reps, display))))
    return ", ".join(filter(None, (kept_row.exercise, done, day)))


def _show_outcome(done: Imported, display: Display) -> None:
    result = done.outcome
    parts = ((result.added, "added"), (result.updated, "updated"), (result.unchanged, "unchanged"))
    st.success("Your history is here. Sets: " + ", ".join(f"{count(n, display)} {word}" for n, word in parts) + ".")
    if result.kept or result.deleted:
        st.info(
            f"{count(result.kept, display)} edited and {count(result.deleted, display)} deleted sets stay as they are."
        )
    pairs = ((label, getattr(result.figures, name), getattr(done.recounted, name)) for name, label in FIGURES.items())
    rows = [{"": label, "File": number(f, display), "Here": number(h, display)} for label, f, h in pairs]
    st.dataframe(rows, hide_index=True)
    if done.statistics:
        st.info(done.statistics)
