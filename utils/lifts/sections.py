"""Sections of Lifts: verdict, strength chart, numbers and bars."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from auth.user import User
from services.analysis.phases import Phase
from services.lifter.goals import Goal
from utils import charts, data_loader, explain, phases, styling, tables
from utils.data_loader import Loaded
from utils.filters import Period, display_of
from utils.kpis import within
from utils.lifts import charts as lifts_charts
from utils.lifts import evidence, facts, goal_form, words
from utils.lifts import tables as lifts_tables
from utils.lifts.facts import LiftFacts
from utils.lifts.shapes import Progress
from utils.plotly_template import draw, picked_day
from utils.styling import plain

BARS: Final[Mapping[str, Callable[..., go.Figure]]] = {
    "Hard sets": lifts_charts.hard_sets,
    "Tonnage": lifts_charts.tonnage,
}


def verdict(user: User, loaded: Loaded[LiftFacts], lift: Progress, goals: Mapping[int, Goal]) -> None:
    """Draw current strength, the verdict with its evidence, and the goal."""
    display = display_of(user)
    if not lift.trend.workouts and not lift.points and lift.strength_kg is None:
        return  # a plank or a run has no estimate, and no verdict on one
    if lift.strength_kg is not None:
        st.metric("Current strength, e1RM", styling.e1rm(lift.strength_kg, display))
    st.markdown(words.trend(lift.trend, display))
    with st.container(horizontal=True, gap="xsmall"):
        if lift.strength_kg is not None:
            explain.button(
                "strength",
                "Strength and trend",
                lambda: [
                    evidence.of_strength(lift, loaded.facts, user.e1rm_formula, display),
                    evidence.of_trend(lift, loaded.facts, display),
                    *evidence.of_goal(lift, user.e1rm_formula, display),
                ],
                "The rule and its rows",
            )
        if lift.goal is None:
            goal_form.draw_goal(user, lift.chosen.lift, None, goals)
    if lift.goal:
        goal_form.draw_goal(user, lift.chosen.lift, lift.goal, goals)


def strength_chart(user: User, loaded: Loaded[LiftFacts], lift: Progress, asked: tuple[object, ...]) -> None:
    """Draw the e1RM of each day; a tap on a point shows its sets and the rule of the estimate."""
    display, chosen = display_of(user), lift.chosen
    figure = data_loader.figure(user, loaded.version, ("e1rm", *asked), lambda: lifts_charts.e1rm(lift, display))
    key = f"e1rm-{chosen.lift.exercise_id}-{chosen.period.name}"
    alt = phases.with_shaded(words.e1rm_alt(lift, display), _shaded(lift), display)
    day = picked_day(draw(figure, key=key, alt=alt, on_select="rerun", selection_mode="points"))
    if day is None:
        keys = "Points: the best set of a day. Line: the best of 28 days. Tap a point for its sets."
        if lift.trend.slopes:
            keys += " Dashed: the trend, in the band that leaves room for its doubt."
        st.caption(plain(phases.with_shaded(keys, _shaded(lift), display)))
        return
    st.markdown(f"**{styling.long_day(day, display)}**")
    with data_loader.excused():
        sets = facts.sets_of_day(user, chosen.lift.exercise_id, day)
    tables.draw(tables.sets_of_day(sets.facts, display))
    st.caption(plain(f"The point is the best of these. {explain.estimate_rule(user.e1rm_formula)}"))


def _shaded(lift: Progress) -> list[Phase]:
    first, last = lifts_charts.span_of(lift.chosen, [point.day for point in lift.points])
    return charts.phases_within(lift.phases, first, last)


def numbers(user: User, loaded: Loaded[LiftFacts], lift: Progress) -> None:
    """Draw the figures of the period beside the rep maxes."""
    display = display_of(user)
    left, right = st.columns(2)
    with left:
        st.subheader("In numbers", anchor=False)
        tables.draw(lifts_tables.summaries(lift.now, lift.before, display))
        both = [summary for summary in (lift.now, lift.before) if summary]
        explain.button(
            "numbers",
            "In numbers",
            lambda: [evidence.of_period(summary, loaded.facts, display) for summary in both],
        )
    if not lift.rep_maxes:
        return
    with right:
        st.subheader("Rep maxes", anchor=False)
        tables.draw(lifts_tables.rep_maxes(lift.rep_maxes, display))
        explain.button("maxes", "Rep maxes", lambda: [evidence.of_rep_maxes(lift, loaded.facts, display)])


def bars(user: User, loaded: Loaded[LiftFacts], lift: Progress, asked: tuple[object, ...]) -> None:
    """Draw hard sets and tonnage by week or month; a tap on a bar shows its days."""
    display = display_of(user)
    names = [name for name in BARS if name != "Tonnage" or lift.now.tonnage_kg]
    for column, name in zip(st.columns(2), names, strict=False):
        build = BARS[name]
        figure = data_loader.figure(user, loaded.version, (name, *asked), partial(build, lift, display))
        key = f"{name}-{lift.chosen.lift.exercise_id}"
        alt = phases.with_shaded(words.bars_alt(name, lift, display), _shaded(lift), display)
        with column:
            day = picked_day(draw(figure, key=key, alt=alt, height=240, on_select="rerun", selection_mode="points"))
            if day:
                _days_of_bar(user, loaded, lift, day)


def _days_of_bar(user: User, loaded: Loaded[LiftFacts], lift: Progress, start: date) -> None:
    display = display_of(user)
    weekly = lift.bars.each == "week"
    end = start + timedelta(days=6) if weekly else (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    name = f"Week of {styling.short_day(start, display)}" if weekly else styling.month(start, display)
    period = Period(name, max(start, lift.chosen.period.first or start), min(end, lift.chosen.period.last))
    st.markdown(f"**{plain(name)}**")
    days = within(loaded.facts.days, period)
    tables.draw(evidence.days_table(days, period, display))
