"""The tabs Rep maxes and Timeline of Records: current and broken records, and the sets behind both."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from auth.user import User
from services.analysis.records import RECORD_TYPES
from services.freshness import LATE
from utils import data_loader, explain, record_words, styling, tables
from utils.explain import Evidence
from utils.filters import display_of, today_of
from utils.lifts import tables as lifts_tables
from utils.records import figures
from utils.records.facts import load_bests, load_records, load_sets_on
from utils.records.figures import Best, Bests, Broken
from utils.records.filters import RecordFilter
from utils.sentences import DIAMOND
from utils.styling import Display, plain

PAGE: Final = 30
SHOWN: Final = "records_shown"
ALL_LIFTS: Final = "All lifts"
KINDS: Final = {"Worth celebrating": record_words.CELEBRATED, "Every type": RECORD_TYPES}
FRONT_TITLES: Final = {"time": "Longest at each load", "distance": "Farthest at each load"}


def show_bests(user: User, chosen: RecordFilter) -> None:
    """Draw the records as of the chosen day."""
    display = display_of(user)
    loaded = data_loader.facts(user, load_bests, chosen.lifts.exercise_ids, chosen.as_of)
    found = data_loader.derived(
        user, loaded.version, ("standing", chosen), lambda: figures.standing(loaded.facts, chosen)
    )
    if loaded.is_late:
        st.info(LATE)
    if not found.bests:
        st.write(f"Nothing of {plain(chosen.lifts.name)} up to {plain(styling.long_day(chosen.as_of, display))}.")
        return
    left, right = st.columns(2)
    with left:
        st.subheader("Bests", anchor=False)
        tables.draw(best_table(found, display))
    with right:
        _show_amounts(found, display)
    explain.button("bests", chosen.lifts.name, lambda: evidence(user, found))


def _show_amounts(found: Bests, display: Display) -> None:
    if found.rep_maxes:
        st.subheader("Rep maxes", anchor=False)
        tables.draw(lifts_tables.rep_maxes(found.rep_maxes, display))
    if len(found.fronts) > 1 or any(front.load_kg for front in found.fronts):
        st.subheader(FRONT_TITLES[found.fronts[0].kind], anchor=False)
        tables.draw(front_table(found.fronts, display))
    if found.times:
        st.subheader("Fastest over each distance", anchor=False)
        tables.draw(time_table(found.times, display))


def best_table(found: Bests, display: Display) -> pd.DataFrame:
    """List the best of each record type as rows."""
    rows = [
        {
            "Record": record_words.name(best.kind, found.is_assisted),
            "Best": _best(best, display),
            "Since": plain(styling.short_day(best.day, display)),
        }
        for best in found.bests
    ]
    return tables.unbroken(explain.table(rows), "Since")


def _best(best: Best, display: Display) -> str:
    at = record_words.place(best.kind, best.load_kg, best.distance_m, display)
    return " ".join(filter(None, (record_words.value(best.kind, best.value, display), at)))


def front_table(fronts: Sequence[Best], display: Display) -> pd.DataFrame:
    """List the most at each load as rows."""
    rows = [
        {
            "Load": styling.weight(front.load_kg, display) if front.load_kg else "None",
            "Best": record_words.value(front.kind, front.value, display),
            "Since": plain(styling.short_day(front.day, display)),
        }
        for front in fronts
    ]
    return explain.table(rows, ("Load",))


def time_table(times: Sequence[Best], display: Display) -> pd.DataFrame:
    """List the fastest over each distance as rows."""
    rows = [
        {
            "Distance": styling.distance(time.distance_m, display),
            "Time": record_words.value(time.kind, time.value, display),
            "Since": plain(styling.short_day(time.day, display)),
        }
        for time in times
    ]
    return explain.table(rows)


def evidence(user: User, found: Bests) -> list[Evidence]:
    """Explain the rules of records, with the sets and the tonnage of each record's day."""
    display, chosen = display_of(user), found.chosen
    reached: tuple[Any, ...] = (*found.bests, *found.rep_maxes, *found.fronts, *found.times)
    days = sorted({best.day for best in reached})
    loaded = data_loader.facts(user, load_sets_on, chosen.lifts.exercise_ids, tuple(days))
    by_day = [
        Evidence(
            styling.long_day(day, display),
            ", ".join(_reached(found, day, display)),
            "The sets of that day.",
            explain.set_table([fact for fact in loaded.facts if fact.performed_on == day], display),
        )
        for day in reversed(days)
    ]
    rule = f"{record_words.RULE} {explain.estimate_rule(user.e1rm_formula)}"
    as_of = f"as of {styling.long_day(chosen.as_of, display)}"
    return [Evidence(chosen.lifts.name, as_of, rule, pd.DataFrame()), *by_day]


def _reached(found: Bests, day: object, display: Display) -> list[str]:
    """Describe the records reached on a day."""
    phrases = [
        f"{record_words.in_sentence(fromkey.kind, found.is_assisted)} {_best(fromkey, display)}"
        for fromkey in dict.fromkeys((*found.bests, *found.fronts, *found.times))
        if fromkey.day == day
    ]
    maxes = [rep_max for rep_max in found.rep_maxes if rep_max.day == day]
    return phrases + [
        f"{styling.weight(maximum.weight_kg, display)} × {styling.count(maximum.reps, display)}" for maximum in maxes
    ]


def show_timeline(user: User, chosen: RecordFilter) -> None:
    """Draw the records broken up to the chosen day, latest first."""
    left, right = st.columns(2)
    whose = left.selectbox("Of", [ALL_LIFTS, chosen.lifts.name], key="timeline_of", filter_mode=None)
    kinds = KINDS[right.selectbox("Types", list(KINDS), key="timeline_kinds", filter_mode=None)]
    ids = () if whose == ALL_LIFTS else chosen.lifts.exercise_ids
    many = st.session_state.setdefault(SHOWN, PAGE)
    loaded = data_loader.facts(user, load_records, ids, kinds, chosen.as_of, many + 1)
    records = figures.timeline(loaded.facts)
    if not records:
        st.write("No record yet: the first workout with an exercise is the mark, and beating it is a record.")
        return
    display = display_of(user)
    for month, of_month in figures.by_month(records[:many]).items():
        st.subheader(styling.month(month, display), anchor=False)
        for entry in of_month:
            _line(user, entry, display)
    if len(records) > many:
        st.button("Show more", key="more_records", on_click=_more)


def _line(user: User, broken: Broken, display: Display) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.markdown(record_text(broken, display, styling.short_day(broken.day, display, today_of(user))))
        key = f"record_{broken.exercise_id}_{broken.workout_id}_{broken.kind}"
        if st.button("", icon=":material/rule:", type="tertiary", key=key, help="The sets of that day"):
            title = f"{broken.name}, {styling.long_day(broken.day, display)}"
            st.dialog(title, width="medium")(_show_sets)(user, broken, display)


def record_text(broken: Broken, display: Display, day: str) -> str:
    """Describe a broken record as Markdown: its type, new value, old value and difference."""
    is_assisted = broken.load_type == "assisted"
    load = None if broken.kind == "weight" else broken.load_kg
    at = record_words.place(broken.kind, load, broken.distance_m, display)
    if broken.kind == "weight" and broken.reps:
        at = f"for {styling.plural(broken.reps, 'rep', display)}"
    new, old = (record_words.value(broken.kind, value, display) for value in (broken.new, broken.old))
    what = " ".join(filter(None, (record_words.in_sentence(broken.kind, is_assisted), new, at)))
    gain = record_words.gain(broken.kind, broken.old, broken.new, display)
    beaten = f"{plain(gain)}, before {plain(old)}"
    return f"{DIAMOND} **{plain(broken.name)}**: {plain(what)}  \n:gray[:small[{plain(day)} · {beaten}]]"


def _show_sets(user: User, broken: Broken, display: Display) -> None:
    with data_loader.excused():
        loaded = data_loader.facts(user, load_sets_on, (broken.exercise_id,), (broken.day,))
    new, old = (record_words.value(broken.kind, value, display) for value in (broken.new, broken.old))
    name = record_words.name(broken.kind, broken.load_type == "assisted")
    table = explain.set_table(loaded.facts, display)
    explain.draw_evidence(Evidence(name, f"{new}, before {old}", record_words.RULE, table))


def _more() -> None:
    st.session_state[SHOWN] += PAGE
