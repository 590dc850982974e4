"""Plan vs done: sets of a plan and what became of them, loads against targets, what rules did, a program's days."""

import streamlit as st

from auth.guard import require_user
from utils import data_loader, filters_plan, notices, plan_parts, program_days, rule_parts
from utils.filters import display_of
from utils.frames_plan import load_plan, load_plan_ends
from utils.plan_words import counting
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()
notices.show("plan")
display = display_of(user)

with data_loader.excused():
    ends = data_loader.facts(user, load_plan_ends).facts
if ends is None:
    st.subheader("Plan and performance will stand here", anchor=False)
    st.write(
        "Start a workout from a routine or a program. Once it has ended, this page sets its plan beside what you did."
    )
    st.page_link("pages/routinetemplates.py", label="Choose a routine", icon=":material/list_alt:")
    st.stop()

with st.grid(4, min_column_width=150, gap="small", key="plan_filter"):
    period = filters_plan.ask_span(user, ends)
    with data_loader.excused():
        loaded = data_loader.facts(user, load_plan, period.first, period.last)
    chosen = filters_plan.ask_rest(period, loaded.facts, plan_parts.plans_of(user, loaded.facts))
if loaded.is_late:
    st.info(data_loader.LATE)
board = plan_parts.board_of(user, loaded, chosen)

sets, loads, rules, days = st.tabs(["Sets", "Loads", "Rules", "Program"], key="plan_tab", on_change="rerun")
if sets.open:
    with sets:
        plan_parts.show_sets(user, loaded, board)
if loads.open:
    with loads:
        plan_parts.show_loads(user, loaded, board)
if rules.open:
    with rules, data_loader.excused():
        rule_parts.show(user)
if days.open:
    with days, data_loader.excused():
        program_days.show(user)
st.caption(counting(chosen))
