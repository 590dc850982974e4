"""Lifts: one exercise over all time and all routines."""

from datetime import date

import streamlit as st

from auth.guard import require_user
from utils import charts, data_loader, family_parts, kpis, sentences, styling, tables
from utils.filters import display_of, lift_filter, today_of
from utils.plotly_template import draw, follow_theme

user = require_user()
follow_theme()
display, today = display_of(user), today_of(user)

with data_loader.excused():
    lifts = data_loader.lifts(user)
if lifts.facts.empty:
    st.subheader("Your lifts will stand here", anchor=False)
    st.write("With its first set an exercise gets a page: strength over time, records, and every set behind them.")
    st.page_link("pages/log_workout.py", label="Start a workout", icon=":material/add:")
    st.stop()
chosen = lift_filter(lifts.facts, today)
if family_parts.asked(lifts.facts, chosen):
    family_parts.show(user, lifts.facts, chosen)
    st.stop()

with data_loader.excused():
    loaded = data_loader.lift(user, chosen)
if loaded.is_late:
    st.info(data_loader.LATE)
asked = (chosen, display)
lift = data_loader.derived(
    user, loaded.version, ("progress", *asked), lambda: kpis.progress(loaded.facts, chosen, user.week_start)
)

if lift.strength_kg is not None:
    st.metric("Current strength, e1RM", styling.e1rm(lift.strength_kg, display))
st.markdown(sentences.trend(lift.trend, display))
if not lift.now.workouts:
    st.markdown(sentences.not_in_period(chosen, display))
    st.stop()

if lift.points:
    figure = data_loader.figure(user, loaded.version, ("e1rm", *asked), lambda: charts.e1rm(lift, display))
    key = f"e1rm-{chosen.lift.exercise_id}-{chosen.period.name}"
    picked = draw(figure, key=key, alt=sentences.e1rm_alt(lift, display), on_select="rerun", selection_mode="points")
    points = picked.selection.points
    if points:
        day = date.fromisoformat(points[0]["customdata"])
        st.markdown(f"**{styling.long_day(day, display)}**")
        with data_loader.excused():
            sets = data_loader.sets_of_day(user, chosen.lift.exercise_id, day)
        st.table(tables.sets_of_day(sets.facts, display), hide_index=True, border="horizontal")
    else:
        st.caption("Points: the best set of a day. Line: the best of 28 days. Tap a point for its sets.")

left, right = st.columns(2)
left.subheader("In numbers", anchor=False)
left.table(tables.summaries(lift.now, lift.before, display), hide_index=True, border="horizontal")
if lift.rep_maxes:
    right.subheader("Rep maxes", anchor=False)
    right.table(tables.rep_maxes(lift.rep_maxes, display), hide_index=True, border="horizontal")

builds = {"Hard sets": charts.hard_sets} | ({"Tonnage": charts.tonnage} if lift.now.tonnage_kg else {})
for column, (name, build) in zip(st.columns(2), builds.items(), strict=True):
    figure = data_loader.figure(user, loaded.version, (name, *asked), lambda build=build: build(lift, display))
    with column:
        draw(figure, key=f"{name}-{chosen.lift.exercise_id}", alt=sentences.bars_alt(name, lift, display), height=240)
