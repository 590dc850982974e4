"""Plan vs done: planned and performed sets, loads, progression rules, and a program's days."""

import streamlit as st

from auth.guard import require_user
from utils import data_loader, notices
from utils.plan import program_days, sections
from utils.plan import rules as plan_rules
from utils.plan.facts import load_plan_ends
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.draw_notices("plan")

with data_loader.excused():
    ends = data_loader.facts(user, load_plan_ends).facts
if ends is None:
    st.subheader("Plan and performance will stand here", anchor=False)
    st.write("Start a workout from a routine or a program: once it has ended, you see its plan beside what you did.")
    st.page_link("pages/routinetemplates.py", label="Choose a routine", icon=":material/list_alt:")
    st.stop()

sets, loads, rules, days = st.tabs(["Sets", "Loads", "Rules", "Program"], key="plan_tab", on_change="rerun")
if sets.open:
    with sets, data_loader.excused():
        sections.show_sets(user, ends)
if loads.open:
    with loads, data_loader.excused():
        sections.show_loads(user, ends)
if rules.open:
    with rules, data_loader.excused():
        plan_rules.draw_rules(user)
if days.open:
    with days, data_loader.excused():
        program_days.draw_program_days(user)
