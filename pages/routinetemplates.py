"""Routines: planned workouts in folders, and programs that put them into weeks; one of either to be looked into."""

import streamlit as st

from auth.guard import require_user
from utils import (
    calendar_feed_view,
    data_loader,
    link_share,
    notices,
    program_gallery,
    program_status,
    routine_editor,
    routine_list,
    shared_view,
    starter_gallery,
)
from utils.components.scroll_top import top_of

user = require_user()
notices.show("routines")
program_gallery.choose_tab()

with data_loader.excused():
    edited, plan, program = routine_editor.asked(user), starter_gallery.asked(), program_gallery.asked()
    shared = shared_view.asked()
    top_of(str(edited.routine_id) if edited else plan or (program.slug if program else "list"))
    if shared:
        shared_view.show(user, shared)
    elif edited:
        routine_editor.show(user, edited)
    elif plan:
        starter_gallery.show(user, plan)
    elif program:
        program_gallery.show(user, program)
    else:
        st.title("Routines", anchor=False)
        listed, weeks = st.tabs(["Routines", program_gallery.PROGRAMS], key=program_gallery.TABS, on_change="rerun")
        if listed.open:
            with listed:
                routine_list.show(user)
                link_share.show_all(user)
        if weeks.open:
            with weeks:
                is_running = program_status.show(user)
                calendar_feed_view.show(user)
                if not is_running or st.toggle("Look at other programs", key="other_programs"):
                    program_gallery.show_all(user)
