"""Tab Chart of Explore: widgets bound to the address, the chart, the table and the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from auth.user import User
from database.rows import NamedRows
from services.freshness import LATE
from services.lifter.asides import asides
from utils import data_loader
from utils.explore import charts, facts, result
from utils.explore.figures import explored
from utils.explore.measures import COUNTS, DIMENSIONS, MEASURES, NO_DIMENSION, by_muscle, fits
from utils.explore.result import ALL_ROWS
from utils.explore.view import (
    AGAINST,
    DATE_FIELDS,
    DATES,
    EARLIEST,
    NAMES,
    PERIOD_TITLES,
    View,
    address_of,
    comparison_of,
    period_of,
    view_of,
)
from utils.filters import display_of, today_of
from utils.locales import date_format
from utils.styling import Display, plain

WIDGET: Final = "explore_"
ANY_LIFT: Final = 0
SAID: Final = "explore_said"
OWN_KEYS: Final = ("measure", "by", "then", "period", "against", "count", "lift", "from", "to")

Titles = Mapping[Any, str]


def draw_explore(user: User, lifts: NamedRows) -> None:
    """Draw the view in the address; each widget rewrites the address."""
    display, today = display_of(user), today_of(user)
    names = {lift.exercise_id: lift.name for lift in lifts}
    view, corrections = view_of(st.query_params.to_dict(), names.keys(), today, max(lift.last_on for lift in lifts))
    for sentence in dict.fromkeys((*st.session_state.pop(SAID, ()), *corrections)):
        st.info(plain(sentence))
    _Asking(view, names, display, today).ask()
    period = period_of(view, today)
    comparison = comparison_of(view, period)
    with data_loader.excused():
        loaded = facts.loaded_view(user, view, period, comparison)
        phases = data_loader.oltp(user, asides).phases
    if loaded.is_late:
        st.info(LATE)
    key = (view, period, comparison, display)
    answer = data_loader.derived(
        user,
        loaded.version,
        ("explore", *key),
        lambda: explored(loaded.facts, view, period, comparison, user.week_start),
    )
    if not answer.cells:
        st.write("Nothing was logged that this view could show. Take a longer period, or another measure.")
        return
    figure = data_loader.figure(
        user,
        loaded.version,
        ("explore chart", *key, phases),
        lambda: charts.chart(answer, display, phases),
    )
    result.draw_result(user, answer, figure, phases)


@dataclass(frozen=True)
class _Asking:
    """The widgets of a view."""

    view: View
    names: Mapping[int, str]
    display: Display
    today: date

    def ask(self) -> None:
        """Draw one widget per field of the view, two in a row; offer only dimensions that fit the measure."""
        view, measures = self.view, {name: measure.title for name, measure in MEASURES.items()}
        left, right = st.columns(2, wrap=False)
        self._choice(left, "Measure", "measure", measures)
        lifts: Titles = {ANY_LIFT: "All exercises", **self.names}
        self._choice(right, "Exercise", "lift", lifts, disabled=view.measure == "minutes")
        left, right = st.columns(2, wrap=False)
        self._choice(left, "By", "by", _firsts(view.measure))
        self._choice(right, "And by", "then", _seconds(view.measure, view.by))
        left, right = st.columns(2, wrap=False)
        self._choice(left, "Period", "period", PERIOD_TITLES)
        self._choice(right, "Compare with", "against", AGAINST, disabled=view.period == "all")
        if view.period == DATES:
            self._ask_dates()
        if by_muscle(view.dimensions):
            self._choice(st.container(), "Count for muscles", "count", COUNTS)

    def _choice(self, place: Any, title: str, field: str, titles: Titles, **options: Any) -> None:
        key = WIDGET + field
        st.session_state[key] = getattr(self.view, field) or ANY_LIFT
        words = titles.__getitem__
        place.selectbox(
            title,
            list(titles),
            format_func=words,
            key=key,
            on_change=_to_address,
            args=(field, self.names, self.today),
            **options,
        )

    def _ask_dates(self) -> None:
        form = date_format(self.display.locale)
        for column, title, field in zip(st.columns(2, wrap=False), ("From", "To"), DATE_FIELDS, strict=True):
            key = WIDGET + field
            st.session_state[key] = getattr(self.view, field)
            column.date_input(
                title,
                key=key,
                min_value=EARLIEST,
                max_value=self.today,
                format=form,
                on_change=_to_address,
                args=(field, self.names, self.today),
            )


def _firsts(measure: str) -> Titles:
    return {name: dimension.title for name, dimension in DIMENSIONS.items() if fits(measure, name, NO_DIMENSION)}


def _seconds(measure: str, by: str) -> Titles:
    possible = {name: dimension.title for name, dimension in DIMENSIONS.items() if fits(measure, by, name)}
    return {NO_DIMENSION: "Nothing else"} | possible


def _to_address(field: str, names: Mapping[int, str], today: date) -> None:
    """Write a new choice into the address, with the corrections that it requires."""
    value = st.session_state[WIDGET + field]
    st.session_state.pop(ALL_ROWS, None)
    name = NAMES.get(field, field)
    parameters = st.query_params.to_dict() | {name: value.isoformat() if isinstance(value, date) else str(value)}
    if value in (ANY_LIFT, None):
        del parameters[name]
    view, corrections = view_of(parameters, names.keys(), today)
    st.session_state[SAID] = corrections
    others = {key: value for key, value in parameters.items() if key not in OWN_KEYS}
    st.query_params.from_dict(others | address_of(view))
