"""Exercises: find, edit and merge exercises, and fix what looks wrong in the log."""

import streamlit as st

from auth.guard import require_user
from utils import data_loader, notices
from utils.components.scroll_top import top_of
from utils.exercises import fix, list, view

user = require_user()
notices.draw_notices("exercises")

with data_loader.excused():
    shelf = list.shelf_of(user)
    opened = list.exercise_in_address(shelf)
    top_of(f"exercise {opened.exercise_id}" if opened else "exercises")
    if opened:
        view.draw_exercise(user, shelf, opened)
        st.stop()
    st.title("Exercises", anchor=False)
    every, to_fix = st.tabs(["All", "To fix"], key="tab", bind="query-params", on_change="rerun")
    if every.open:
        with every:
            list.draw_list(user, shelf)
    if to_fix.open:
        with to_fix:
            fix.draw_findings(user)
