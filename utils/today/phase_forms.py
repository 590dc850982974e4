"""Training phases on screen: the question about a week that looks like one, and the list with its form."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.analysis.phases import Guess, Phase, guess_topic
from services.lifter import phases as service
from services.lifter.dismissals import dismiss, recall
from utils import data_loader, notices
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.locales import date_format
from utils.phases import PHASES, phase
from utils.styling import plain
from utils.today.shapes import Weeks
from utils.today.words import guess

ANSWERS: Final[Mapping[str, Mapping[str, str | None]]] = {
    "deload": {"Yes, a deload": "deload", "No": None},
    "break": {"Travel": "travel", "Illness": "illness", "Injury": "injury", "Just a break": None},
}
ADDED: Final = "phase_added"


def phases_of(user: User) -> tuple[Phase, ...]:
    """Return every phase of the lifter, oldest first."""
    return data_loader.oltp(user, service.phases)


def ask(user: User, guessed: Guess, weeks: Weeks) -> None:
    """Ask whether a week was a phase; keep the answer, including a no."""
    with st.container(border=True):
        st.markdown(plain(guess(guessed, weeks, display_of(user))))
        with st.container(horizontal=True, gap="xsmall"):
            for label, kind in ANSWERS[guessed.kind].items():
                st.button(label, key=f"guess_{label}", on_click=_answer, args=(user, guessed, kind))


def _answer(user: User, guess: Guess, kind: str | None) -> None:
    if kind is None:
        topic = guess_topic(guess)
        if notices.attempt(lambda: for_lifter(user, dismiss, topic, today_of(user)), "Noted"):
            notices.offer_undo("It was no phase", lambda: for_lifter(user, recall, topic))
        return
    fields = {"kind": kind, "starts_on": guess.starts_on.isoformat(), "ends_on": guess.ends_on.isoformat()}
    number = notices.attempt(lambda: for_lifter(user, service.add_phase, fields))
    if number:
        taken_back = partial(for_lifter, user, service.delete_phase, number)
        notices.offer_undo(f"{PHASES[kind]} is entered", taken_back)


@st.dialog("Training phases")
def manage(user: User) -> None:
    """Draw the form for a phase and the list of phases, latest first, each with a way to end or delete it."""
    st.caption("Shaded on charts. Inside one nothing is called a plateau, and no streak is lost.")
    _form(user)
    for training_phase in reversed(phases_of(user)):
        _line(user, training_phase)


def _line(user: User, training_phase: Phase) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        note = f"  \n:gray[:small[{plain(training_phase.note)}]]" if training_phase.note else ""
        st.markdown(plain(phase(training_phase, display_of(user))) + note)
        st.menu_button(
            "",
            _choices(training_phase),
            key=f"phase_{training_phase.phase_id}",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_menu,
            args=(user, training_phase),
        )


def _choices(phase: Phase) -> list[str]:
    return ["Delete"] if phase.ends_on else ["Ended today", "Delete"]


def _on_menu(user: User, phase: Phase) -> None:
    if st.session_state[f"phase_{phase.phase_id}"] == "Delete":
        if notices.attempt(lambda: for_lifter(user, service.delete_phase, phase.phase_id), place="phase"):
            notices.offer_undo(f"{PHASES[phase.kind]} is deleted", lambda: _add_again(user, phase))
        return
    ended = _fields(phase.kind, phase.starts_on, max(phase.starts_on, today_of(user)), phase.note)
    notices.attempt(lambda: for_lifter(user, service.amend_phase, phase.phase_id, ended), place="phase")


def _add_again(user: User, phase: Phase) -> None:
    for_lifter(user, service.add_phase, _fields(phase.kind, phase.starts_on, phase.ends_on, phase.note))


def _fields(kind: str, first: date, last: date | None, note: str | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat() if last else None,
        "note": note or None,
    }


def _form(user: User) -> None:
    form = date_format(user.locale)
    with st.form("new_phase", border=False):
        kind = st.selectbox("Phase", list(PHASES), format_func=PHASES.__getitem__)
        with st.grid(2, min_column_width=120, wrap=False, gap="small"):
            first: Any = st.date_input("First day", today_of(user), format=form)
            last: Any = st.date_input("Last day, if known", None, format=form)
        note = st.text_input("Note", max_chars=500)
        if st.form_submit_button("Add", type="primary", width="stretch") and first:
            fields = _fields(kind, first, last, note)
            if notices.attempt(lambda: for_lifter(user, service.add_phase, fields), place="phase"):
                st.rerun()
    notices.draw_problem("phase")
