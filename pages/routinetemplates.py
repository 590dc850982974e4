"""Routines: planned workouts in folders, and programs that put them into weeks; one of either to be looked into."""

import streamlit as st

from auth.guard import require_user
from utils import data_loader, notices
from utils.components.scroll_top import top_of
from utils.programs import calendar_view, gallery, status
from utils.routines import editor, list, share_links, starters
from utils.sharing import preview

user = require_user()
notices.draw_notices("routines")
gallery.choose_tab()

with data_loader.excused():
    edited, plan, program = editor.asked(user), starters.asked(), gallery.program_in_address()
    shared = preview.asked()
    top_of(str(edited.routine_id) if edited else plan or (program.slug if program else "list"))
    if shared:
        preview.show(user, shared)
    elif edited:
        editor.show(user, edited)
    elif plan:
        starters.show(user, plan)
    elif program:
        gallery.draw_program(user, program)
    else:
        st.title("Routines", anchor=False)
        listed, weeks = st.tabs(["Routines", gallery.PROGRAMS], key=gallery.TABS, on_change="rerun")
        if listed.open:
            with listed:
                list.show(user)
                share_links.show_all(user)
        if weeks.open:
            with weeks:
                is_running = status.draw_status(user)
                calendar_view.draw_calendar_address(user)
                if not is_running or st.toggle("Look at other programs", key="other_programs"):
                    gallery.draw_programs(user)
