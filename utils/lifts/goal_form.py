"""Set, change and remove the goal of a lift, and show when the lifter may reach it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.body.lists import body_weights, bodyweight_on
from services.feature_eng import e1rm, effective_load
from services.lifter import goals as service
from services.lifter.goals import Goal
from utils import data_loader, locales, notices, styling
from utils.body import words
from utils.body.facts import load_fraction
from utils.components.number_keys import number_keys
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.lifts import facts
from utils.lifts.filters import Lift
from utils.lifts.shapes import GoalState
from utils.lifts.words import goal as told
from utils.locales import date_format

KEYPAD: Final = "goal"
WITHIN: Final = 0.005  # kg: a load in pounds is not a whole number of grams
EXTERNAL, ADDED = "external", "weighted_bodyweight"
REPS: Final = list(range(1, 13))


def state_of(user: User, lift: Lift, goals: Mapping[int, Goal]) -> GoalState | None:
    """Return the state of a lift's goal without its forecast; None without a goal."""
    goal = goals.get(lift.exercise_id)
    if goal is None:
        return None
    done = facts.first_done(user, lift.exercise_id, goal.weight_kg - WITHIN, goal.reps).facts
    if lift.load_type == ADDED:
        return _with_body(user, lift, goal, done)
    e1rm_kg = e1rm(user.e1rm_formula, goal.weight_kg, goal.reps)
    return GoalState(goal.weight_kg, goal.reps, e1rm_kg or goal.weight_kg, goal.due_on, done)


def _with_body(user: User, lift: Lift, goal: Goal, done: date | None) -> GoalState:
    """Return the state of a goal on added weight; its e1RM includes the body's share, as in the facts."""
    body = bodyweight_on(data_loader.oltp(user, body_weights), today_of(user))
    fraction = data_loader.facts(user, load_fraction, lift.exercise_id).facts
    e1rm_kg = e1rm(user.e1rm_formula, effective_load(body, fraction, goal.weight_kg), goal.reps)
    return GoalState(goal.weight_kg, goal.reps, e1rm_kg, goal.due_on, done, is_added=True, bodyweight_kg=body)


def draw_goal(user: User, lift: Lift, state: GoalState | None, goals: Mapping[int, Goal]) -> None:
    """Draw the goal, or offer to set one if the exercise has an external load or added weight."""
    notices.draw_problem("goal")
    if state is None:
        if lift.load_type in (EXTERNAL, ADDED) and st.button(
            "Set a goal", icon=":material/flag:", type="tertiary", key="set_goal"
        ):
            _ask(user, lift, None)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(told(state, display_of(user)))
        chosen = st.menu_button(
            "",
            ["Change", "Remove"],
            key=f"goal_{lift.exercise_id}",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=_on_menu,
            args=(user, lift, goals),
        )
    if chosen == "Change":
        _ask(user, lift, goals.get(lift.exercise_id))


def _on_menu(user: User, lift: Lift, goals: Mapping[int, Goal]) -> None:
    goal = goals.get(lift.exercise_id)
    if st.session_state[f"goal_{lift.exercise_id}"] != "Remove" or goal is None:
        return
    if notices.attempt(lambda: for_lifter(user, service.drop_goal, lift.exercise_id), place="goal"):
        notices.offer_undo("The goal is removed", lambda: _set_again(user, goal))


def _set_again(user: User, goal: Goal) -> None:
    fields = {"weight": goal.weight, "unit": goal.unit, "reps": goal.reps}
    for_lifter(user, service.set_goal, goal.exercise_id, fields, goal.due_on)


@st.dialog("Goal")
def _ask(user: User, lift: Lift, old: Goal | None) -> None:
    display = display_of(user)
    unit = old.unit if old else user.unit
    number_keys(KEYPAD)
    st.caption(styling.plain(lift.name))
    with st.form("goal_form", border=False):
        with st.grid(2, min_column_width=120, wrap=False, gap="small", key=KEYPAD):
            entered = locales.typed_number(old.weight, display.locale) if old else ""
            label = "Added weight" if lift.load_type == ADDED else "Weight"
            typed = st.text_input(f"{label}, {unit}", entered, autocomplete="off")
            reps = st.selectbox("Reps", REPS, REPS.index(old.reps) if old else 0)
        day: Any = st.date_input(
            "By, if you like", _future(old, user), min_value="today", format=date_format(user.locale)
        )
        if st.form_submit_button("Save", type="primary", width="stretch"):
            fields = {"weight": words.typed_weight(typed) or None, "unit": unit, "reps": reps}
            change = partial(for_lifter, user, service.set_goal, lift.exercise_id, fields, day)
            if notices.attempt(change, place="goal form"):
                st.rerun()
    notices.draw_problem("goal form")


def _future(old: Goal | None, user: User) -> date | None:
    return old.due_on if old and old.due_on and old.due_on >= today_of(user) else None
