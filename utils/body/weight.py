"""Enter body weight, show its trend beside training, and edit earlier entries."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.body import weight
from services.body.lists import Weighing, body_weights
from utils import data_loader, explain, notices
from utils.body import entry_list, measure_words, measures
from utils.body import words as body_words
from utils.body.entry_list import Book
from utils.components.number_keys import number_keys
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.locales import date_format
from utils.styling import plain

KEYPAD: Final = "body_weight"
TYPED, DAY = "body_typed", "body_day"
DOUBT: Final = "body_doubt"


def weights_of(user: User) -> tuple[Weighing, ...]:
    """Read all body weights of the lifter, oldest first."""
    return data_loader.oltp(user, body_weights)


def enter(user: User, weights: Sequence[Weighing]) -> None:
    """Ask for a body weight; ask once for confirmation if it is far from the last one."""
    number_keys(KEYPAD)
    st.session_state.setdefault(DAY, today_of(user))
    with st.form("body_weight_form", border=False):
        with st.grid(2, min_column_width=120, wrap=False, gap="small", key=KEYPAD):
            hint = body_words.as_typed(weights[-1], display_of(user)) if weights else ""
            st.text_input(f"Body weight, {user.unit}", key=TYPED, placeholder=hint, autocomplete="off")
            form = date_format(user.locale)
            st.date_input("Date", key=DAY, max_value=today_of(user), min_value=date(1970, 1, 1), format=form)
        label = "Yes, save it" if DOUBT in st.session_state else "Save"
        st.form_submit_button(label, type="primary", width="stretch", on_click=_log, args=(user, weights))
    if DOUBT in st.session_state:
        st.warning(plain(st.session_state[DOUBT][1]))
    notices.draw_problem("body")


def _log(user: User, weights: Sequence[Weighing]) -> None:
    typed, day = body_words.typed_weight(st.session_state[TYPED]), st.session_state[DAY]
    question = body_words.suspicious(typed, user.unit, weights, display_of(user))
    if question and st.session_state.get(DOUBT, ("", ""))[0] != typed:
        st.session_state[DOUBT] = (typed, question)
        return
    st.session_state.pop(DOUBT, None)
    log = weight.log_body_weight
    date_text = day.isoformat() if day else None
    if notices.attempt(lambda: for_lifter(user, log, typed or None, user.unit, date_text), place="body"):
        st.session_state[TYPED] = ""
        st.session_state[DAY] = today_of(user)


def show_trend(user: User, weights: Sequence[Weighing]) -> None:
    """Draw the 7-day mean, its change, and the chart with the training of the same days."""
    display = display_of(user)
    st.metric("Mean of 7 days", body_words.mean_now(weights, display))
    change_text = body_words.change(weights, display)
    if change_text:
        st.caption(plain(change_text))
    entries = [(weight.measured_on, body_words.weighing_text(weight, display)) for weight in weights]
    words = partial(body_words.tenths, display=display)
    explain.button(
        "weight",
        "Body weight",
        lambda: measure_words.trend_evidence(entries, body_words.weighed(weights), change_text, words, display),
    )
    if not body_words.has_line(weights):
        st.caption("From the second day on there is a line.")
        return
    today = today_of(user)
    measures.show_beside_training(
        user,
        weights,
        lambda period: body_words.figure(weights, period, today, display),
        body_words.alt(weights, display),
    )


def show_entries(user: User, weights: Sequence[Weighing]) -> None:
    """List body weights, latest first, with a menu to edit or delete each."""
    entry_list.show_entries(user, weights, Book("body", body_words.weighing_text, _log_again, _edit))


def _log_again(user: User, weighing: Weighing) -> None:
    day = weighing.measured_on.isoformat()
    for_lifter(user, weight.log_body_weight, weighing.value, weighing.unit, day, weighing.note)


@st.dialog("Edit body weight")
def _edit(user: User, weighing: Weighing) -> None:
    display = display_of(user)
    with st.form("edit_body_weight", border=False):
        with st.grid(2, min_column_width=120, wrap=False, gap="small", key=f"{KEYPAD}_edit"):
            typed = st.text_input(
                f"Body weight, {weighing.unit}", body_words.as_typed(weighing, display), autocomplete="off"
            )
            day: Any = st.date_input(
                "Date",
                weighing.measured_on,
                max_value=max(today_of(user), weighing.measured_on),
                min_value=date(1970, 1, 1),
                format=date_format(user.locale),
            )
        note = st.text_input("Note", weighing.note or "", 500)
        if st.form_submit_button("Save", type="primary", width="stretch"):
            fields = {"value": body_words.typed_weight(typed) or None, "measured_on": day.isoformat(), "note": note}
            amend, number = weight.amend_body_weight, weighing.measurement_id
            if notices.attempt(lambda: for_lifter(user, amend, number, fields, weighing.unit), place="body edit"):
                st.rerun()
    notices.draw_problem("body edit")
