"""Today: what to do next, what the last workout changed, and how this week compares with the usual."""

from datetime import UTC, datetime

import streamlit as st

from auth.guard import require_user
from services.freshness import LATE
from services.lifter.asides import asides
from utils import data_loader, notices
from utils.filters import display_of, today_of
from utils.plotly_template import follow_theme
from utils.today import facts, figures, month_over, phase_forms, sections, to_fix, words
from utils.workout import due

user = require_user()
follow_theme()
notices.draw_notices("today")
display, today = display_of(user), today_of(user)

with data_loader.excused():
    loaded = facts.today(user, today)
    open_ones = due.start_facts(user)
    begin = due.start_of(open_ones, loaded.facts.workouts)
    beside = data_loader.oltp(user, asides)
    slips = data_loader.facts(user, to_fix.load_slips, today).facts
cache_key = (today, beside.phases, tuple(beside.dismissed.items()), user.weekly_target)
overview = data_loader.derived(
    user,
    loaded.version,
    ("overview", *cache_key),
    lambda: figures.overview(loaded.facts, today, user.week_start, beside.phases, beside.dismissed, user.weekly_target),
)

if loaded.is_late:
    st.info(LATE)
with st.container(horizontal_alignment="center", gap="xsmall"):
    if st.button(words.start_label(begin, display), type="primary", width="stretch", key="start"):
        st.switch_page("pages/log_workout.py", query_params=words.start_address(begin))
    if begin.kind != "empty" and st.button("Something else", type="tertiary", key="something_else"):
        st.switch_page("pages/log_workout.py")

if overview.last is None and not overview.weeks.now.workouts:
    st.subheader("Your training will stand here", anchor=False)
    st.write("After the first workout: what it changed. After three weeks: what is usual for you, and what is missing.")
    st.page_link("pages/import_export.py", label="Bring your history from another app", icon=":material/upload:")
    st.stop()

month_over.announce(loaded.facts.workouts, today, display.locale)

if overview.last:
    sections.last_workout(user, loaded, overview.last)
sections.this_week(user, loaded, overview, beside.phases)
if overview.guess:
    phase_forms.ask(user, overview.guess, overview.weeks)
hint = to_fix.to_fix(loaded.facts, open_ones, slips, datetime.now(UTC), today, beside.dismissed)
sections.hint(hint, display)
sections.worth_knowing(user, loaded, overview, beside.dismissed)
sections.weeks_chart(user, loaded, overview, beside.phases)
