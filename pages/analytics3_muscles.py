"""Muscles: what each got, on a body map and in a sorted list, week by week and against a band."""

import streamlit as st

from auth.guard import require_user
from utils import charts_muscles, data_loader, kpis_muscles, muscle_parts, muscle_words, notices
from utils.filters import display_of
from utils.filters_muscles import muscle_filter
from utils.frames_muscles import load_muscles, load_trained
from utils.plotly_template import draw, follow_theme

user = require_user()
follow_theme()
notices.show("muscles")
display = display_of(user)

with data_loader.excused():
    trained = data_loader.facts(user, load_trained).facts
if trained is None:
    st.subheader("Your muscles will stand here", anchor=False)
    st.write("With the first workout this page says what each muscle got, and which exercises gave it.")
    st.page_link("pages/log_workout.py", label="Start a workout", icon=":material/add:")
    st.stop()
chosen = muscle_filter(user, trained.last)
period = chosen.period

with data_loader.excused():
    loaded = data_loader.facts(user, load_muscles, period.first, period.last, user.week_start)
    bands = muscle_parts.bands_of(user)
if loaded.is_late:
    st.info(data_loader.LATE)
board = data_loader.derived(
    user,
    loaded.version,
    ("muscles", chosen),
    lambda: kpis_muscles.board(loaded.facts, trained, chosen, bands, user.week_start),
)

muscle_parts.show_map(user, board, bands)
st.caption(muscle_words.rule(chosen))
if not any(one.in_all.total for one in board.muscles):
    st.write(f"No hard set {muscle_words.span(period, display)}. “All time” shows everything.")
    st.stop()

figure = data_loader.figure(
    user, loaded.version, ("muscle weeks", chosen, display), lambda: charts_muscles.weeks(board, display)
)
height = charts_muscles.weeks_height(board)
draw(figure, key="muscle_weeks", alt=muscle_words.weeks_alt(board, display), height=height)
st.caption("Tap a muscle above for its exercises and every set behind its numbers.")
muscle_parts.show_balance(user, board)
