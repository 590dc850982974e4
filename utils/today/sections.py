"""The sections of Today: the last workout, this week, insights, and the chart of weeks."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Final

import streamlit as st

from auth.user import User
from services.analysis.phases import Phase
from services.lifter.dismissals import dismiss, recall
from utils import charts, data_loader, explain, notices, sentences, styling
from utils import phases as utils_phases
from utils.data_loader import Loaded
from utils.filters import display_of, today_of
from utils.lifter import for_lifter
from utils.lifts import facts as lifts_facts
from utils.plotly_template import draw, picked_day
from utils.styling import Display, plain
from utils.today import charts as today_charts
from utils.today import evidence, phase_forms, words
from utils.today.facts import TodayFacts
from utils.today.shapes import Insight, LastWorkout, Overview

WORDS: Final[Mapping[str, str]] = {
    "record": "Records",
    "progressing": "Going up",
    "regressing": "Going down",
    "stalled": "Stalls",
    "short": "Below its usual",
}


def last_workout(user: User, loaded: Loaded[TodayFacts], last: LastWorkout) -> None:
    """Draw the last workout in a line, with its records and its changes."""
    display, today = display_of(user), today_of(user)
    st.subheader("Last workout", anchor=False)
    st.markdown(words.last_workout(last, display, today))
    for record in last.records:
        st.markdown(sentences.record(record, display))
    st.markdown(words.changes(last.changes, display))
    explain.button("last", plain(last.title or "Last workout"), lambda: _of_last(user, loaded, last))


def _of_last(user: User, loaded: Loaded[TodayFacts], last: LastWorkout) -> list[explain.Evidence]:
    lifts = evidence.lifts_since(loaded.facts, last.day)
    sets = lifts_facts.sets_between(user, lifts, last.day, last.day)
    return evidence.of_last(last, sets.facts, user.e1rm_formula, display_of(user))


def this_week(user: User, loaded: Loaded[TodayFacts], shown: Overview, phases: tuple[Phase, ...]) -> None:
    """Draw this week against the usual week, with its evidence one click away."""
    display, today = display_of(user), today_of(user)
    st.subheader("This week", anchor=False)
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
        for name, so_far, usual in words.week_cells(shown.weeks, display):
            st.metric(name, so_far, usual or None, delta_color="off", delta_arrow="off", width="content")
    parts = (
        words.this_week(int(shown.weeks.now.workouts), shown.target, display),
        words.streak(shown.streak, shown.target, display),
    )
    if any(parts):
        st.caption(" · ".join(filter(None, parts)))
    start = shown.weeks.weeks[-1].starts_on
    with st.container(horizontal=True, gap="xsmall"):
        explain.button(
            "week",
            "This week",
            lambda: [
                *_of_week(user, loaded, start, "This week"),
                *evidence.of_usual(loaded.facts, today, user.week_start, phases, display),
                evidence.of_streak(loaded.facts, shown, start, user.week_start, phases, display),
            ],
        )
        if st.button("Training phases", icon=":material/event_note:", type="tertiary", key="phases"):
            phase_forms.manage(user)


def _of_week(user: User, loaded: Loaded[TodayFacts], start: date, name: str) -> list[explain.Evidence]:
    lifts = evidence.lifts_since(loaded.facts, start)
    sets = lifts_facts.sets_between(user, lifts, start, start + timedelta(days=6))
    return evidence.of_week(loaded.facts, sets.facts, start, name, display_of(user))


def hint(to_fix: int, display: Display) -> None:
    """Link to the entries of the last weeks that look wrong, if there are any."""
    if to_fix:
        look = "looks" if to_fix == 1 else "look"
        st.page_link(
            "pages/exercises.py",
            label=f"{styling.plural(to_fix, 'thing', display)} of the last 4 weeks {look} wrong",
            icon=":material/build:",
            query_params={"tab": "To fix"},
        )


def worth_knowing(user: User, loaded: Loaded[TodayFacts], shown: Overview, dismissed: Mapping[str, date]) -> None:
    """Draw up to three insights, each with its evidence and a way to silence it; offer to undo silencing."""
    display, today = display_of(user), today_of(user)
    silenced = [topic for topic in dismissed if topic.split(":")[0] in WORDS]
    if not shown.insights and not silenced:
        return
    st.subheader("Worth knowing", anchor=False)
    for insight in shown.insights:
        _insight(user, insight, words.insight(insight, display, today))
    if not shown.insights:
        st.caption("Nothing new this week.")
    with st.container(horizontal=True, gap="xsmall"):
        if shown.insights:
            weeks = shown.weeks.weeks
            explain.button(
                "insights",
                "Worth knowing",
                lambda: list(evidence.of_insights(shown.insights, loaded.facts, weeks, display)),
            )
        if silenced and st.button(f"Silenced: {len(silenced)}", icon=":material/notifications_off:", type="tertiary"):
            _silenced(user, silenced, loaded.facts)


def _insight(user: User, insight: Insight, sentence: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(sentence)
        st.button(
            "",
            icon=":material/notifications_off:",
            type="tertiary",
            key=f"silence_{insight.topic}",
            help="Do not tell me this again",
            on_click=_silence,
            args=(user, insight),
        )


def _silence(user: User, insight: Insight) -> None:
    topic, day = insight.topic, today_of(user)
    if notices.attempt(lambda: for_lifter(user, dismiss, topic, day)):
        notices.offer_undo("You will not be told this again", lambda: for_lifter(user, recall, topic))


@st.dialog("Silenced")
def _silenced(user: User, topics: list[str], facts: TodayFacts) -> None:
    names = {str(lift.exercise_id): lift.name for lift in facts.lifts}
    for topic in topics:
        kind, _, subject = topic.partition(":")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
            st.markdown(f"**{plain(names.get(subject, subject.replace('_', ' ').capitalize()))}**: {WORDS[kind]}")
            if st.button("Tell me again", key=f"recall_{topic}", wrap=False):
                notices.attempt(partial(for_lifter, user, recall, topic))
                st.rerun()


def weeks_chart(user: User, loaded: Loaded[TodayFacts], shown: Overview, phases: tuple[Phase, ...]) -> None:
    """Draw hard sets per week; a tap on a bar opens its evidence."""
    display, asked = display_of(user), (today_of(user), display_of(user), phases)
    weeks = shown.weeks
    if not any(week.done.workouts for week in weeks.weeks):
        st.caption(words.weeks_silence(weeks, shown.last, display, today_of(user)))
        return
    figure = data_loader.figure(
        user, loaded.version, ("weekly sets", *asked), lambda: today_charts.weekly_sets(weeks, display, phases)
    )
    first, last = weeks.weeks[0].starts_on, weeks.weeks[-1].starts_on + timedelta(days=6)
    within = charts.phases_within(phases, first, last)
    alt = utils_phases.with_shaded(words.weeks_alt(weeks, display), within, display)
    picked = draw(figure, key="weekly_sets", alt=alt, on_select="rerun", selection_mode="points")
    st.caption(plain(f"{utils_phases.with_shaded('', within, display)} Tap a bar for its sets.".strip()))
    day = picked_day(picked)
    if day:
        with data_loader.excused():
            for workout in _of_week(user, loaded, day, f"Week of {styling.short_day(day, display)}"):
                explain.draw_evidence(workout)
