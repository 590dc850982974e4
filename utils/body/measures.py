"""Choose or name a kind of measurement, enter values, show the trend and edit entries."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from auth.user import User
from services.body import measurements
from services.body.lists import Measured, Weighing
from services.body.lists import measurements as read_measurements
from services.lifter.phases import phases as read_phases
from utils import data_loader, explain, notices, tables
from utils import phases as utils_phases
from utils.body import figures, measure_words
from utils.body import words as body_words
from utils.body.entry_list import Book, show_entries
from utils.body.facts import load_training_days
from utils.charts import HALF_WEEK, phases_within, shade_phases
from utils.components.number_keys import number_keys
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.locales import date_format
from utils.plotly_template import draw
from utils.styling import plain

BODY_WEIGHT: Final = "Body weight"
KEYPAD: Final = "measure"
FIRST_DAY: Final = date(1970, 1, 1)
TRAINING_PX: Final = 200

Kinds = dict[str, tuple[Measured, ...]]


def kinds_of(user: User) -> Kinds:
    """Read all measurements of the lifter except body weight, by kind."""
    return data_loader.oltp(user, read_measurements)


def choose(kinds: Kinds) -> str:
    """Ask for a kind of measurement; BODY_WEIGHT comes first, and the lifter may type a new name."""
    offered = dict.fromkeys((BODY_WEIGHT, *map(measure_words.label, (*kinds, *measurements.KINDS))))
    chosen = st.selectbox(
        "Measurement",
        list(offered),
        key="body_kind",
        accept_new_options=True,
        help="Type a name of your own for anything else that you measure.",
    )
    return chosen or BODY_WEIGHT


def kind_named(name: str) -> str:
    """Return the stored kind for a label: lower case, single spaces."""
    return " ".join(name.casefold().split())


def show_latest(user: User, kinds: Kinds) -> None:
    """Draw the last measurement of each kind."""
    if kinds:
        st.subheader("Latest of each", anchor=False)
        tables.draw(measure_words.latest(kinds, display_of(user)))


def show_kind(user: User, kind: str, series: Sequence[Measured]) -> None:
    """Draw the form, the trend and the entries of one kind."""
    _enter(user, kind, series)
    if not series:
        st.write(f"{plain(measure_words.label(kind))} will stand here as a line, without the noise of single days.")
        return
    _trend(user, series)
    show_entries(user, series, Book("measure", measure_words.measurement_text, _log_again, _edit))


def _enter(user: User, kind: str, series: Sequence[Measured]) -> None:
    number_keys(KEYPAD)
    display = display_of(user)
    units = list(measure_words.units_of(kind, display))
    usual = units.index(series[-1].unit) if series and series[-1].unit in units else 0
    with st.form(f"measure_{kind}", border=False, clear_on_submit=True):
        is_own = kind not in measurements.KINDS
        unit = st.selectbox("Unit", units, usual, filter_mode=None) if is_own else units[usual]
        with st.grid(2, min_column_width=120, wrap=False, gap="small", key=KEYPAD):
            hint = measure_words.as_typed(series[-1], display) if series else ""
            label = measure_words.label(kind) + ("" if is_own else f", {unit}")
            typed = st.text_input(label, placeholder=hint, autocomplete="off")
            today, form = today_of(user), date_format(user.locale)
            day: Any = st.date_input("Date", today, max_value=today, min_value=FIRST_DAY, format=form)
        saved = st.form_submit_button("Save", type="primary", width="stretch")
    value, on = body_words.typed_weight(typed) or None, day.isoformat() if day else None
    log = partial(for_lifter, user, measurements.log_measurement, kind, value, unit, on)
    if saved and notices.attempt(log, place="measure"):
        st.rerun()
    notices.draw_problem("measure")


def _trend(user: User, series: Sequence[Measured]) -> None:
    display, today = display_of(user), today_of(user)
    value = measure_words.mean_now(series, display)
    st.metric("Mean of 7 days", value)
    change_text = measure_words.change(series, display)
    if change_text:
        st.caption(plain(change_text))
    entries = [(entry.measured_on, measure_words.measurement_text(entry, display)) for entry in series]
    words = partial(measure_words.number, unit=measure_words.unit_of(series), display=display)
    explain.button(
        "measure",
        series[-1].kind.capitalize(),
        lambda: measure_words.trend_evidence(entries, measure_words.measured(series), change_text, words, display),
    )
    if len({entry.measured_on for entry in series}) < 2:
        st.caption("From the second day on there is a line.")
        return
    show_beside_training(
        user,
        series,
        lambda period: measure_words.figure(series, period, today, display),
        measure_words.alt(series, display),
    )


def show_beside_training(
    user: User,
    series: Sequence[Measured] | Sequence[Weighing],
    draw_line: Callable[[str], go.Figure],
    alt: str,
) -> None:
    """Draw a line over a period, and below it the hard sets of each week over the same days."""
    display, today = display_of(user), today_of(user)
    period = st.selectbox("Period", list(body_words.PERIODS), 1, key="body_period", persist_state="session")
    ends = body_words.span(period, series, today)
    figure = draw_line(period)
    axis = figure.layout.xaxis.range
    phases = phases_within(data_loader.oltp(user, read_phases), *axis)
    shade_phases(figure, phases, *axis)
    key = f"body-{period}-{series[-1].measurement_id}-{len(series)}"
    draw(figure, key=key, alt=utils_phases.with_shaded(alt, phases, display))
    keys = "Points: single days. Line: the mean of 7 days."
    st.caption(plain(utils_phases.with_shaded(keys, phases, display)))
    with data_loader.excused():
        loaded = data_loader.facts(user, load_training_days, ends[0])
    weeks = figures.training_weeks(loaded.facts, *ends, user.week_start)
    if not weeks:
        return
    key = f"training-{period}-{series[-1].measurement_id}-{len(series)}"
    change_text = utils_phases.with_shaded(measure_words.training_alt(weeks, display), phases, display)
    bars = measure_words.training(weeks, axis, display)
    shade_phases(bars, phases, axis[0], axis[1], HALF_WEEK)
    draw(bars, key=key, alt=change_text, height=TRAINING_PX)
    explain.button("training", "Training beside it", lambda: [measure_words.training_evidence(weeks, display)])


def _log_again(user: User, measurement: Measured) -> None:
    day = measurement.measured_on.isoformat()
    for_lifter(
        user, measurements.log_measurement, measurement.kind, measurement.value, measurement.unit, day, measurement.note
    )


@st.dialog("Edit measurement")
def _edit(user: User, measurement: Measured) -> None:
    with st.form("edit_measure", border=False):
        with st.grid(2, min_column_width=120, wrap=False, gap="small", key=f"{KEYPAD}_edit"):
            label = f"{measure_words.label(measurement.kind)}, {measurement.unit}"
            typed = st.text_input(label, measure_words.as_typed(measurement, display_of(user)), autocomplete="off")
            latest = max(today_of(user), measurement.measured_on)
            day: Any = st.date_input(
                "Date", measurement.measured_on, max_value=latest, min_value=FIRST_DAY, format=date_format(user.locale)
            )
        note = st.text_input("Note", measurement.note or "", 500)
        if st.form_submit_button("Save", type="primary", width="stretch"):
            fields = {"value": body_words.typed_weight(typed) or None, "measured_on": day.isoformat(), "note": note}
            amend, number = measurements.amend_measurement, measurement.measurement_id
            if notices.attempt(lambda: for_lifter(user, amend, number, fields, measurement.unit), place="measure edit"):
                st.rerun()
    notices.draw_problem("measure edit")
