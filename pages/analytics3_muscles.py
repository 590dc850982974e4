"""Muscles: the hard sets of each muscle on a body map and in a list, by week and against a band."""

from functools import partial

import streamlit as st

from auth.guard import require_user
from services.freshness import LATE
from utils import data_loader, notices
from utils.filters import display_of
from utils.muscles import figures, sections, weeks, words
from utils.muscles.facts import load_muscles, load_trained
from utils.muscles.filters import muscle_filter
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.draw_notices("muscles")
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
    bands = sections.bands_of(user)
if loaded.is_late:
    st.info(LATE)
board = data_loader.derived(
    user,
    loaded.version,
    ("muscles", chosen),
    partial(figures.board, loaded.facts, trained, chosen, bands, user.week_start),
)

sections.show_map(user, board, bands)
st.caption(words.rule(chosen))
if not any(muscle.in_all.total for muscle in board.muscles):
    st.write(f"No hard set {words.span(period, display)}. “All time” shows everything.")
    st.stop()

weeks.show_tiles(user, loaded, board)
sections.show_balance(user, board)
