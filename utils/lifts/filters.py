"""Ask for the exercise, the period and the comparison of Lifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from database.rows import NamedRows
from utils.filters import (
    DEFAULT_PERIOD,
    NOTHING,
    PERIOD_BEFORE,
    PERIODS,
    YEAR_BEFORE,
    YEAR_DAYS,
    Period,
    comparison_named,
    period_named,
)

ADDRESS: Final = "lift"  # the query parameter that holds the exercise


PICKED: Final = "lift_picker"


@dataclass(frozen=True)
class Lift:
    """An exercise that the lifter has performed, with the lifter's own name for it and the last day."""

    exercise_id: int
    name: str
    load_type: str
    last_on: date | None = None


@dataclass(frozen=True)
class Filter:
    """The exercise, the period and the comparison that the lifter chose."""

    lift: Lift
    period: Period
    comparison: Period | None = None

    @property
    def first(self) -> date | None:
        """Return the first day of the comparison, else of the period; None for the whole history."""
        return self.comparison.first if self.comparison else self.period.first


def lift_filter(lifts: NamedRows, today: date) -> Filter:
    """Ask for an exercise, a period and a comparison; `lifts` has at least one row, the latest first."""
    lifts_by_id = _known(lifts)
    lift = _lift(lifts_by_id)
    left, right = st.columns(2, wrap=False)
    names, first_shown = list(PERIODS), default_period(next(iter(lifts_by_id.values())), today)
    period_name = left.selectbox("Period", names, names.index(first_shown), key="lift_period", persist_state="session")
    period = period_named(period_name, today)
    choices = _comparisons(period)
    comparison = right.selectbox(
        "Compare with", choices, key=f"lift_comparison_{len(choices)}", disabled=len(choices) == 1
    )
    return Filter(lift, period, comparison_named(comparison, period))


def _comparisons(period: Period) -> list[str]:
    if period.days is None:
        return [NOTHING]
    # For a period of one year, the year before is the period before.
    return [NOTHING, PERIOD_BEFORE] if period.days == YEAR_DAYS else [NOTHING, PERIOD_BEFORE, YEAR_BEFORE]


def default_period(latest: Lift, today: date) -> str:
    """Return one year, or the whole history if the latest lift is older, as after an import of old data."""
    first = period_named(DEFAULT_PERIOD, today).first
    return "All time" if first and latest.last_on and latest.last_on < first else DEFAULT_PERIOD


def _known(lifts: NamedRows) -> dict[int, Lift]:
    return {row.exercise_id: Lift(row.exercise_id, row.name, row.load_type, row.last_on) for row in lifts}


def _lift(known: Mapping[int, Lift]) -> Lift:
    address = st.query_params.get(ADDRESS, "")
    in_address = int(address) if address.isdecimal() and int(address) in known else next(iter(known))
    st.session_state[PICKED] = in_address
    st.query_params[ADDRESS] = str(in_address)
    return known[
        st.selectbox(
            "Lift",
            list(known),
            format_func=lambda exercise_id: known[exercise_id].name,
            key=PICKED,
            on_change=_to_address,
        )
    ]


def _to_address() -> None:
    st.query_params[ADDRESS] = str(st.session_state[PICKED])
