"""Explore: any measure by any two dimensions, the lifter's own SQL, and saved reports."""

import streamlit as st

from auth.guard import require_user
from utils import data_loader, notices
from utils.explore import sql_tab, tab
from utils.lifts import facts
from utils.plotly_template import follow_theme
from utils.report import tab as report_tab

user = require_user()
follow_theme()
notices.draw_notices("explore")

with data_loader.excused():
    lifts = facts.lifts(user)
if not lifts.facts:
    st.subheader("Your own questions go here", anchor=False)
    st.write("With the first workout: any measure by any two dimensions, your star schema in SQL, and reports to keep.")
    st.page_link("pages/log_workout.py", label="Start a workout", icon=":material/add:")
    st.stop()

chart, sql, report = st.tabs(["Chart", "SQL", "Report"], key="tab", on_change="rerun", bind="query-params")
if chart.open:
    with chart:
        tab.draw_explore(user, lifts.facts)
if sql.open:
    with sql, data_loader.excused():
        sql_tab.draw_sql(user)
if report.open:
    with report:
        report_tab.draw_report(user)
