"""Records: what stands of each lift on any day, what was broken and by how much, and what a meet would count."""

import streamlit as st

from auth.components import strength_forms
from auth.guard import require_user
from utils import data_loader, filters_records, meet_parts, record_parts
from utils.frames_records import load_record_lifts
from utils.plotly_template import follow_theme

user = require_user()
follow_theme()

with data_loader.excused():
    known = data_loader.facts(user, load_record_lifts)
found = filters_records.choices(known.facts)
if not found:
    st.subheader("Your records will stand here", anchor=False)
    st.write("The first workout with an exercise is the mark; from the second on this page says what was beaten.")
    st.page_link("pages/log_workout.py", label="Start a workout", icon=":material/add:")
    st.stop()
chosen = filters_records.record_filter(user, found)

bests, timeline, meet = st.tabs(["Rep maxes", "Timeline", "Meet total"], key="records_tab", on_change="rerun")
if bests.open:
    with bests, data_loader.excused():
        record_parts.show_bests(user, chosen)
if timeline.open:
    with timeline, data_loader.excused():
        record_parts.show_timeline(user, chosen)
if meet.open:
    with meet, data_loader.excused():
        total = meet_parts.load(user, meet_parts.ask(chosen, filters_records.latest_day(known.facts)))
        meet_parts.show_total(user, total)
        if total.lifts and user.sex is None:
            strength_forms.ask_sex(user)
        compares = bool(total.lifts) and strength_forms.ask_comparison(user)
        meet_parts.show_lifts(user, total, compares)
