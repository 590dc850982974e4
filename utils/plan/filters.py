"""Filters of plans: days, routine or program, exercise, and warm-ups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

import streamlit as st

from auth.user import User
from services.progression.places import Program
from services.routines.editing import Routine
from utils.filters import Period, today_of
from utils.plan.facts import Ends, PlanFacts

# Whole weeks that end today.
SPANS: Final[Mapping[str, int | None]] = {
    "4 weeks": 28,
    "12 weeks": 84,
    "6 months": 182,
    "1 year": 364,
    "All time": None,
}
DEFAULT_SPAN, EVERYTHING = "12 weeks", "All time"
Choice = TypeVar("Choice", str, int)

ALL: Final = "all"
LEFT_OUT, COUNTED = "Left out", "Counted too"
ALL_PLANS, ALL_EXERCISES = "All of them", "All exercises"


@dataclass(frozen=True)
class PlanFilter:
    """The lifter's filter; None means every routine, or every exercise."""

    period: Period
    routine_ids: frozenset[int] | None = None
    exercise_id: int | None = None
    with_warm_ups: bool = False


@dataclass(frozen=True)
class Plans:
    """Return the plans to choose from, by key: their names and the routines in each."""

    names: Mapping[str, str]
    routine_ids: Mapping[str, frozenset[int]]


def span_named(name: str, today: date) -> Period:
    """Return the span with that name; it ends today."""
    days = SPANS[name]
    return Period(name, today - timedelta(days=days - 1) if days else None, today)


def default_span(today: date, ends: Ends) -> str:
    """Return twelve weeks, or everything if the lifter's last plan is older."""
    return DEFAULT_SPAN if (today - ends.last).days < (SPANS[DEFAULT_SPAN] or 0) else EVERYTHING


def plans_in(done: Iterable[int], programs: Iterable[Program], routines: Iterable[Routine]) -> Plans:
    """Return programs, then routines, with any workout done; `done` are the routines of the span."""
    started = frozenset(done)
    found = {f"p{program.program_id}": (program.name, frozenset(program.routine_ids)) for program in programs}
    found |= {f"r{routine.routine_id}": (routine.name, frozenset({routine.routine_id})) for routine in routines}
    found = {key: (name, ids) for key, (name, ids) in found.items() if ids & started}
    return Plans({key: name for key, (name, _) in found.items()}, {key: ids for key, (_, ids) in found.items()})


def ask_span(user: User, ends: Ends) -> Period:
    """Ask for the days."""
    today = today_of(user)
    names = list(SPANS)
    shown = names.index(default_span(today, ends))
    name = st.selectbox("Days", names, shown, key="plan_span", persist_state="session", filter_mode=None)
    return span_named(name, today)


def ask_rest(period: Period, facts: PlanFacts, plans: Plans) -> PlanFilter:
    """Ask for a plan, an exercise and warm-ups, among those of the span."""
    key = _asked("Plan", "plan_plan", {ALL: ALL_PLANS, **plans.names})
    routine_ids = plans.routine_ids.get(key)
    number = _asked("Exercise", "plan_exercise", {0: ALL_EXERCISES, **exercises_in(facts, routine_ids)})
    warm_ups = _asked("Warm-ups", "plan_warm_ups", {LEFT_OUT: LEFT_OUT, COUNTED: COUNTED})
    return PlanFilter(period, routine_ids, number or None, warm_ups == COUNTED)


def exercises_in(facts: PlanFacts, routine_ids: frozenset[int] | None) -> dict[int, str]:
    """Return the exercises planned in these routines, or in any, by name."""
    shown = (row for row in facts.days if routine_ids is None or row.routine_id in routine_ids)
    planned = {row.exercise_id for row in shown if row.planned or row.warmups_planned}
    names = {number: facts.exercises[number].name for number in planned if number in facts.exercises}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _asked(label: str, key: str, choices: Mapping[Choice, str]) -> Choice:
    """Ask for one of them; what was chosen before stays chosen while it is among them.

    Other choices make another widget: one of the same key would go on showing what is no choice any more.
    """
    listed = list(choices)
    place = next((place for place, choice in enumerate(listed) if choice == st.session_state.get(key)), 0)
    own = f"{key}_{hash(tuple(listed))}"
    chosen: Choice = st.selectbox(label, listed, place, format_func=lambda choice: choices[choice], key=own)
    st.session_state[key] = chosen
    return chosen
