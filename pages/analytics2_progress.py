"""Lifts: an exercise over all time and all routines."""

import streamlit as st

from auth.guard import require_user
from services.freshness import LATE
from services.lifter.asides import asides
from utils import data_loader, notices
from utils.filters import display_of, today_of
from utils.lifts import facts, family, figures, goal_form, sections, words
from utils.lifts.filters import lift_filter
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.draw_notices("lifts")
display, today = display_of(user), today_of(user)

with data_loader.excused():
    lifts = facts.lifts(user)
if not lifts.facts:
    st.subheader("Your lifts will stand here", anchor=False)
    st.write("With its first set an exercise gets a page: strength over time, records, and every set behind them.")
    st.page_link("pages/log_workout.py", label="Start a workout", icon=":material/add:")
    st.stop()
chosen = lift_filter(lifts.facts, today)
if family.is_asked_together(lifts.facts, chosen):
    family.draw_family(user, lifts.facts, chosen)
    st.stop()

with data_loader.excused():
    loaded = facts.lift(user, chosen)
    beside = data_loader.oltp(user, asides)
    goal = goal_form.state_of(user, chosen.lift, beside.goals)
if loaded.is_late:
    st.info(LATE)
cache_key = (chosen, display, beside.phases, goal)
lift = data_loader.derived(
    user,
    loaded.version,
    ("progress", *cache_key),
    lambda: figures.progress(loaded.facts, chosen, user.week_start, beside.phases, goal),
)

sections.verdict(user, loaded, lift, beside.goals)
if not lift.now.workouts:
    st.markdown(words.not_in_period(chosen, display))
    st.stop()
if lift.points:
    sections.strength_chart(user, loaded, lift, cache_key)
sections.numbers(user, loaded, lift)
sections.bars(user, loaded, lift, cache_key)
