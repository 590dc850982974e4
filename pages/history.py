"""History: a month's calendar and a list; any workout opens, and everything in it can be changed."""

import streamlit as st

from auth.guard import require_user
from utils import history_list, notices, workout_editor

user = require_user()
notices.show("history")
workout_id = workout_editor.opened()

if workout_id:
    workout_editor.show_workout(user, workout_id)
else:
    history_list.show_just_deleted(user)
    calendar, listed = st.tabs(["Calendar", "List"], key="history_tab", on_change="rerun")
    if calendar.open:
        with calendar:
            history_list.show_calendar(user)
    if listed.open:
        with listed:
            history_list.show_list(user)
    history_list.show_deleted(user)
