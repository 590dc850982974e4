"""The Muscles page: map and list, the details of a muscle with its sets, and the lifter's bands."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from auth.user import User
from services.analysis.volume_bands import Band, Landmarks
from services.lifter import volume_bands
from services.lifter.phases import phases as read_phases
from services.lifter.volume_bands import HEURISTIC as KEPT_HEURISTIC
from services.lifter.volume_bands import OWN as KEPT_OWN
from services.lifter.volume_bands import Bands
from services.muscles import MUSCLE_ID
from utils import data_loader, explain, notices, styling
from utils.components.body_map import body_map
from utils.explain import Evidence
from utils.filters import display_of
from utils.lifter import for_lifter
from utils.lifts import facts
from utils.muscles import charts, figures, weeks
from utils.muscles import words as muscles_words
from utils.muscles.facts import load_muscle_days
from utils.muscles.figures import Balance, Board, Counts, Muscle, OneMuscle, Part
from utils.muscles.filters import EVIDENCE, GROUPS, HEURISTIC, OWN, MuscleFilter
from utils.styling import Display, plain

STEPS: Final = 9
FULL: Final = charts.DARKEST
SCALE: Final = ("0", "", "", "5", "", "10", "", "", "", "20+")
MARKS: Final = (5.0, 10.0, 20.0)
PICKED: Final = "picked_muscle"


def bands_of(user: User) -> Bands:
    """Return the bands that the lifter changed."""
    return data_loader.oltp(user, volume_bands.bands)


def show_map(user: User, board: Board, bands: Bands) -> None:
    """Draw map and list; a tap on a muscle opens its details."""
    result = body_map(map_data(board, display_of(user)), on_picked=lambda: None)
    picked = (result.picked or {}).get("muscle") if result else None
    found = board.muscle(str(picked)) if picked else None
    if found:
        st.dialog(styling.in_words(found.name), width="medium")(_sheet)(user, board, found, bands)


def map_data(board: Board, display: Display) -> dict[str, Any]:
    """Return the data of the component; map, list and text share one set of figures."""
    chosen, most = board.chosen, max([FULL, *(muscle.weekly.by(board.chosen.count) for muscle in board.muscles)])
    return {
        "rows": [_row(muscle, chosen, most, display) for muscle in board.muscles],
        "regions": {name: figures.group_of(name) if chosen.level == GROUPS else name for name in MUSCLE_ID},
        "unit": muscles_words.unit(chosen),
        "scale": SCALE,
        "marks": [{"share": mark / most, "label": f"{mark:g}"} for mark in MARKS] if chosen.against == EVIDENCE else [],
        "note": "From no set, lightest, to 20 sets or more a week, darkest",
    }


def _row(muscle: Muscle, chosen: MuscleFilter, most: float, display: Display) -> dict[str, Any]:
    value = muscle.weekly.by(chosen.count)
    return {
        "key": muscle.name,
        "label": styling.in_words(muscle.name),
        "value": styling.hard_sets(value, display),
        "zone": muscles_words.zone_of(muscle),
        "words": muscles_words.muscle_text(muscle, chosen, display),
        "step": step_of(value),
        "share": value / most,
    }


def step_of(sets: float) -> int:
    """Choose one of ten colours: the first for no sets, the last from 20 sets a week."""
    return 0 if sets <= 0 else 1 + int(min(sets, FULL) / FULL * (STEPS - 1))


def show_balance(user: User, board: Board) -> None:
    """Draw the opposing sides, with the rows behind them."""
    balances, display = board.balances, display_of(user)
    st.subheader("Balance", anchor=False)
    with st.grid(2, min_column_width=260, key="balances"):
        for balance in balances:
            with st.container():
                st.metric(f"{balance.names[0]} to {balance.names[1].lower()}", muscles_words.ratio(balance, display))
                st.caption(plain(f"{muscles_words.balance(balance, display)}, {balance.counted}"))
    st.caption("What is right for you is not settled by studies: the numbers only say what was done.")
    explain.button("balance", "Balance", lambda: _evidence(board, display))


def _evidence(board: Board, display: Display) -> list[Evidence]:
    push_pull, thighs = board.balances
    return [_push_pull_evidence(push_pull, board.parts, display), _thighs_evidence(thighs, board, display)]


def _thighs_evidence(balance: Balance, board: Board, display: Display) -> Evidence:
    found: dict[str, dict[str, float]] = {}
    for side, muscle in zip(balance.names, ("quadriceps", "hamstrings"), strict=True):
        for part in board.of_muscle.get(MUSCLE_ID[muscle], ()):
            found.setdefault(part.name, {})[side] = figures.counts_of(part).fractional
    rows = [
        {"Exercise": plain(name), **{side: styling.hard_sets(sides.get(side), display) for side in balance.names}}
        for name, sides in found.items()
    ]
    total = {name: styling.hard_sets(sets, display) for name, sets in zip(balance.names, balance.sets, strict=True)}
    rule = f"{muscles_words.COUNTED['Fractional']} {explain.HARD_SET}"
    return Evidence(
        "Front and back of the thigh",
        muscles_words.balance(balance, display),
        rule,
        explain.table(rows, balance.names, total),
    )


def _push_pull_evidence(balance: Balance, parts: Sequence[Part], display: Display) -> Evidence:
    sides = {**dict.fromkeys(figures.PUSH, "Push"), **dict.fromkeys(figures.PULL, "Pull")}
    told = [
        {
            "Exercise": plain(part.name),
            "Push": styling.hard_sets(part.hard_sets, display) if sides[part.pattern] == "Push" else styling.MISSING,
            "Pull": styling.hard_sets(part.hard_sets, display) if sides[part.pattern] == "Pull" else styling.MISSING,
        }
        for part in parts
        if part.pattern in sides
    ]
    total = {name: styling.hard_sets(sets, display) for name, sets in zip(balance.names, balance.sets, strict=True)}
    rule = "Push: horizontal and vertical presses. Pull: rows and vertical pulls. " + explain.HARD_SET
    rows = explain.table(told, ("Push", "Pull"), total)
    return Evidence("Push and pull", muscles_words.balance(balance, display), rule, rows)


def _sheet(user: User, board: Board, muscle: Muscle, bands: Bands) -> None:
    """Draw a muscle with its weeks, its exercises and every set of them."""
    display, chosen, period = display_of(user), board.chosen, board.chosen.period
    with data_loader.excused():
        loaded = data_loader.facts(user, load_muscle_days, muscle.muscle_id, period.first, period.last)
    muscle_figures = figures.one_muscle(loaded.facts, muscle, board, user.week_start)
    _counts(muscle, display)
    band = muscles_words.band(muscle, chosen, bands.own_of(muscle.name), bands.landmarks_of(muscle.name), display)
    st.markdown(plain(muscles_words.muscle_text(muscle, chosen, display)))
    st.caption(plain(band))
    _edit(user, chosen, muscle, bands)
    if not muscle_figures.parts:
        st.write(f"Nothing trained it {muscles_words.span(period, display)}.")
        return
    phases = data_loader.oltp(user, read_phases)
    figure = charts.one_muscle(muscle_figures, chosen, _band(chosen, muscle, bands), phases, display)
    alt = muscles_words.muscle_alt(muscle_figures, chosen, display)
    weeks.show_bars(user, board, muscle, muscle_figures.each, figure, alt, phases)
    explain.draw_evidence(by_exercise(muscle_figures, board, display))
    explain.draw_evidence(by_week(muscle_figures, board, display))
    _sets(user, muscle_figures, board, display)


def _counts(muscle: Muscle, display: Display) -> None:
    with st.container(horizontal=True, gap="large"):
        for name in figures.ATTRIBUTE:
            st.metric(name, styling.hard_sets(muscle.weekly.by(name), display), width="content")


def _band(chosen: MuscleFilter, muscle: Muscle, bands: Bands) -> Band | None:
    marks = bands.landmarks_of(muscle.name)
    mav = Band(marks.low, marks.high) if marks and marks.low is not None and marks.high is not None else None
    return {EVIDENCE: muscles_words.STUDIED_BAND, OWN: bands.own_of(muscle.name), HEURISTIC: mav}.get(chosen.against)


def by_exercise(one_muscle: OneMuscle, board: Board, display: Display) -> Evidence:
    """List the sets of each exercise, with the map's total."""
    count = board.chosen.count
    listed = [(part, figures.counts_of(part)) for part in one_muscle.parts]
    told = [
        {
            "Exercise": plain(part.name),
            "Hard sets": styling.hard_sets(part.hard_sets, display),
            "Each counts": "½" if counts.by(count) * 2 == part.hard_sets else styling.count(share, display),
            count: styling.hard_sets(counts.by(count), display),
        }
        for part, counts in listed
        for share in [counts.by(count) / part.hard_sets]
    ]
    total = figures.summed(counts for _, counts in listed)
    in_all = {"Hard sets": styling.hard_sets(total.total, display), count: styling.hard_sets(total.by(count), display)}
    rows = explain.table(told, ("Hard sets", count), in_all)
    rule = f"{muscles_words.COUNTED[count]} {explain.HARD_SET}"
    return Evidence(
        f"{count} hard sets by exercise", muscles_words.division(one_muscle.muscle, board, display), rule, rows
    )


def by_week(one_muscle: OneMuscle, board: Board, display: Display) -> Evidence:
    """List the bars of the chart as rows, latest first."""
    listed = [*reversed(one_muscle.weeks)]
    told = [
        {
            "Week of": plain(styling.short_day(week.starts_on, display))
            if one_muscle.each == "week"
            else styling.month(week.starts_on, display),
            **_three(week.counts, display),
        }
        for week in listed
    ]
    is_week = one_muscle.each == "week"
    total = _three(figures.summed(week.counts for week in listed), display) if is_week else None
    rows = explain.table(told, tuple(figures.ATTRIBUTE), total)
    rule = "Weeks begin on your own first day of the week." if is_week else "The mean week of each month."
    return Evidence("By week", muscles_words.span(board.chosen.period, display), rule, rows)


def _three(counts: Counts, display: Display) -> dict[str, str]:
    return {name: styling.hard_sets(counts.by(name), display) for name in figures.ATTRIBUTE}


def _sets(user: User, one_muscle: OneMuscle, board: Board, display: Display) -> None:
    """Draw every set on request only, because years of sets are many."""
    if not st.toggle("Show every set", key=f"sets_of_{one_muscle.muscle.name}"):
        return
    period = board.chosen.period
    ids = tuple(part.exercise_id for part in one_muscle.parts)
    with data_loader.excused():
        found = facts.sets_between(user, ids, board.first, period.last)
    rows = explain.set_table(found.facts[::-1], display)
    total = styling.hard_sets(one_muscle.muscle.in_all.total, display)
    explain.draw_evidence(Evidence("Hard sets, total", total, explain.HARD_SET, rows))


def _edit(user: User, chosen: MuscleFilter, muscle: Muscle, bands: Bands) -> None:
    if chosen.against == OWN:
        _edit_own(user, muscle, bands.own_of(muscle.name), is_kept=volume_bands.key_of(muscle.name) in bands.own)
    elif chosen.against == HEURISTIC:
        marks = bands.landmarks_of(muscle.name)
        if marks:
            _edit_marks(user, muscle, marks, is_kept=volume_bands.key_of(muscle.name) in bands.edited)


def _edit_own(user: User, muscle: Muscle, band: Band, *, is_kept: bool) -> None:
    with st.form(f"own_band_{muscle.name}", border=False):
        with st.grid(2, min_column_width=120, wrap=False, gap="small"):
            low = st.number_input("From, sets a week", 0.0, 100.0, float(band.low), 0.5, format="%g")
            high = st.number_input("To", 0.0, 100.0, float(band.high), 0.5, format="%g")
        keep = partial(for_lifter, user, volume_bands.keep_own, muscle.name, Band(low, high))
        if st.form_submit_button("Save") and notices.attempt(keep, place="bands"):
            st.rerun()
    _reset(user, muscle, KEPT_OWN, is_kept=is_kept)


def _edit_marks(user: User, muscle: Muscle, marks: Landmarks, *, is_kept: bool) -> None:
    with st.form(f"marks_{muscle.name}", border=False):
        with st.grid(5, min_column_width=110, gap="small"):
            given: dict[str, Any] = {
                name: st.number_input(words, 0.0, 100.0, None if value is None else float(value), 1.0, format="%g")
                for (name, words), value in zip(muscles_words.LANDMARK_NAMES.items(), marks, strict=True)
            }
        keep = partial(for_lifter, user, volume_bands.keep_landmarks, muscle.name, Landmarks(**given))
        if st.form_submit_button("Save") and notices.attempt(keep, place="bands"):
            st.rerun()
    _reset(user, muscle, KEPT_HEURISTIC, is_kept=is_kept)


def _reset(user: User, muscle: Muscle, kind: str, *, is_kept: bool) -> None:
    notices.draw_problem("bands")
    back = partial(for_lifter, user, volume_bands.reset, kind, muscle.name)
    if is_kept and st.button("Back to the default", type="tertiary", key=f"reset_{kind}") and notices.attempt(back):
        st.rerun()
