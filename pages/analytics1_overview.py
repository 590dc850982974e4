"""Today: what to do next, what the last workout changed, and how this week compares with the usual."""

import streamlit as st

from auth.guard import require_user
from utils import charts, data_loader, kpis_today, month_over, sentences
from utils.filters import display_of, today_of
from utils.plotly_template import draw, follow_theme

user = require_user()
follow_theme()
display, today = display_of(user), today_of(user)

with data_loader.excused():
    loaded = data_loader.today(user, today)
    begin = kpis_today.start(data_loader.start(user), loaded.facts.workouts)
asked = (today, display)
shown = data_loader.derived(
    user, loaded.version, ("overview", *asked), lambda: kpis_today.overview(loaded.facts, today, user.week_start)
)

if loaded.is_late:
    st.info(data_loader.LATE)
with st.container(horizontal_alignment="center", gap="xsmall"):
    if st.button(sentences.start_label(begin, display), type="primary", width="stretch", key="start"):
        st.switch_page("pages/log_workout.py", query_params=sentences.start_address(begin))
    if begin.kind != "empty" and st.button("Something else", type="tertiary", key="something_else"):
        st.switch_page("pages/log_workout.py")

if shown.last is None and not shown.weeks.now.workouts:
    st.subheader("Your training will stand here", anchor=False)
    st.write("After the first workout: what it changed. After three weeks: what is usual for you, and what is missing.")
    st.page_link("pages/import_export.py", label="Bring your history from another app", icon=":material/upload:")
    st.stop()

month_over.announce(loaded.facts.workouts, today)

if shown.last:
    st.subheader("Last workout", anchor=False)
    st.markdown(sentences.last_workout(shown.last, display, today))
    for record in shown.last.records:
        st.markdown(sentences.record(record, display))
    st.markdown(sentences.changes(shown.last.changes, display))

st.subheader("This week", anchor=False)
with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
    for name, so_far, usual in sentences.week_cells(shown.weeks, display):
        st.metric(name, so_far, usual or None, delta_color="off", delta_arrow="off", width="content")

if shown.insights:
    st.subheader("Worth knowing", anchor=False)
    for insight in shown.insights:
        st.markdown(sentences.insight(insight, display, today))

if not any(week.done.workouts for week in shown.weeks.weeks):
    st.caption(sentences.weeks_silence(shown.weeks, shown.last, display, today))
    st.stop()
figure = data_loader.figure(
    user, loaded.version, ("weekly sets", *asked), lambda: charts.weekly_sets(shown.weeks, display)
)
draw(figure, key="weekly_sets", alt=sentences.weeks_alt(shown.weeks, display))
