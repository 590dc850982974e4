"""History: a calendar and a list of workouts; opened workouts can be edited."""

import streamlit as st

from auth.guard import require_user
from utils import notices
from utils.history import editor, list

user = require_user()
notices.draw_notices("history")
workout_id = editor.opened()

if workout_id:
    editor.show_workout(user, workout_id)
else:
    list.show_just_deleted(user)
    calendar, listed = st.tabs(["Calendar", "List"], key="history_tab", on_change="rerun")
    if calendar.open:
        with calendar:
            list.show_calendar(user)
    if listed.open:
        with listed:
            list.show_list(user)
    list.show_deleted(user)
