"""Routines: planned workouts in folders, programs, starter plans and shared links."""

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
    edited, plan, program = editor.routine_in_address(user), starters.plan_in_address(), gallery.program_in_address()
    shared = preview.token_in_address()
    top_of(str(edited.routine_id) if edited else plan or (program.slug if program else "list"))
    if shared:
        preview.draw_shared(user, shared)
    elif edited:
        editor.draw_routine(user, edited)
    elif plan:
        starters.draw_plans(user, plan)
    elif program:
        gallery.draw_program(user, program)
    else:
        st.title("Routines", anchor=False)
        listed, weeks = st.tabs(["Routines", gallery.PROGRAMS], key=gallery.TABS, on_change="rerun")
        if listed.open:
            with listed:
                list.draw_routines(user)
                share_links.draw_all_links(user)
        if weeks.open:
            with weeks:
                is_running = status.draw_status(user)
                calendar_view.draw_calendar_address(user)
                if not is_running or st.toggle("Look at other programs", key="other_programs"):
                    gallery.draw_programs(user)
