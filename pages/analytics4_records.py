"""Records: current bests on any day, broken records, and the total for a meet."""

import streamlit as st

from auth import strength_forms
from auth.guard import require_user
from utils import data_loader
from utils.plotly_template import follow_theme
from utils.records import filters, sections
from utils.records import meet as records_meet
from utils.records.facts import load_record_lifts

user = require_user()
follow_theme()

with data_loader.excused():
    lifts = data_loader.facts(user, load_record_lifts)
choices = filters.choices(lifts.facts)
if not choices:
    st.subheader("Your records will stand here", anchor=False)
    st.write("The first workout with an exercise is the mark; from the second on this page says what was beaten.")
    st.page_link("pages/log_workout.py", label="Start a workout", icon=":material/add:")
    st.stop()
chosen = filters.record_filter(user, choices)

bests, timeline, meet = st.tabs(["Rep maxes", "Timeline", "Meet total"], key="records_tab", on_change="rerun")
if bests.open:
    with bests, data_loader.excused():
        sections.show_bests(user, chosen)
if timeline.open:
    with timeline, data_loader.excused():
        sections.show_timeline(user, chosen)
if meet.open:
    with meet, data_loader.excused():
        total = records_meet.load(user, records_meet.ask(chosen, filters.latest_day(lifts.facts)))
        records_meet.show_total(user, total)
        if total.lifts and user.sex is None:
            strength_forms.ask_sex(user)
        compares = bool(total.lifts) and strength_forms.ask_comparison(user)
        records_meet.show_lifts(user, total, compares)
