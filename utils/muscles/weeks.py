"""The weeks of Muscles: tiles and bars, each opens its sets, which add up to its total."""

from datetime import date
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from auth.user import User
from services.analysis.phases import Phase
from services.lifter.phases import phases as read_phases
from utils import data_loader, explain, styling
from utils import phases as utils_phases
from utils.charts import phases_within
from utils.data_loader import Loaded
from utils.explain import Evidence
from utils.explore import evidence as explore_evidence
from utils.explore.behind import Behind, load_behind, pick_of
from utils.explore.view import View
from utils.filters import display_of
from utils.muscles import charts, words
from utils.muscles.figures import Board, Muscle, days_of_month
from utils.muscles.filters import GROUPS
from utils.plotly_template import draw, tapped
from utils.styling import plain

BAR_PX: Final = 240


def show_tiles(user: User, loaded: Loaded[Any], board: Board) -> None:
    """Draw every muscle by week as tiles; a tap on a tile shows its sets."""
    display, chosen = display_of(user), board.chosen
    phases = data_loader.oltp(user, read_phases)
    figure = data_loader.figure(
        user,
        loaded.version,
        ("muscle weeks", chosen, display, phases),
        lambda: charts.weeks(board, phases, display),
    )
    within = phases_within(phases, board.week_starts[0], chosen.period.last) if board.week_starts else []
    picked = _drawn(
        figure,
        "muscle_weeks",
        utils_phases.with_shaded(words.weeks_alt(board, display), within, display),
        charts.weeks_height(board),
    )
    told = utils_phases.with_shaded("", within, display)
    st.caption(plain(f"{told} Tap a tile for its sets, a muscle above for its exercises and all its weeks.".strip()))
    if picked:
        name, _, day = picked.partition(" ")
        muscle, start = (
            board.muscle(name),
            {week_start.isoformat(): week_start for week_start in board.week_starts}.get(day),
        )
        if muscle and start:
            show_sets(user, board, muscle, "week", start)


def _drawn(figure: go.Figure, key: str, alt: str, height: int) -> str | None:
    """Return the tapped point of a chart."""
    return tapped(draw(figure, key=key, alt=alt, height=height, on_select="rerun", selection_mode="points"))


def show_bars(
    user: User, board: Board, muscle: Muscle, each: str, figure: go.Figure, alt: str, phases: tuple[Phase, ...]
) -> None:
    """Draw the bars of a muscle; a tap on a bar shows its sets."""
    display, period = display_of(user), board.chosen.period
    within = phases_within(phases, period.first or board.first, period.last)
    picked = _drawn(figure, f"muscle-{muscle.name}", utils_phases.with_shaded(alt, within, display), BAR_PX)
    told = utils_phases.with_shaded("", within, display)
    st.caption(plain(f"{told} Tap a bar for its sets.".strip()))
    if picked:
        show_sets(user, board, muscle, each, date.fromisoformat(picked))


def show_sets(user: User, board: Board, muscle: Muscle, each: str, start: date) -> None:
    """Show the sets of a muscle in a week or a month, counted as in the chart."""
    chosen = board.chosen
    view = View("hard_sets", each, "group" if chosen.level == GROUPS else "muscle", count=chosen.count.lower())
    pick = pick_of([(start, muscle.muscle_id)])
    with data_loader.excused():
        found = data_loader.facts(user, load_behind, view, chosen.period, pick, user.week_start).facts
    explain.draw_evidence(evidence(found, view, muscle, start, user))


def evidence(found: Behind, view: View, muscle: Muscle, start: date, user: User) -> Evidence:
    """Describe a tile or a bar; a month's bar is its mean week."""
    display = display_of(user)
    is_week = view.by == "week"
    when = f"week of {styling.short_day(start, display)}" if is_week else styling.month(start, display)
    what = f"{styling.in_words(muscle.name)}, {when}"
    told = explore_evidence.evidence(found, view, what, user.e1rm_formula, display)
    if is_week:
        return told
    weeks = days_of_month(start) / 7
    each = styling.hard_sets((found.total or 0.0) / weeks, display)
    divided = f"{told.value} in {styling.number(weeks, display, 2)} weeks, {each} in each"
    rule = f"{told.rule}\nThe bar is the mean week of the month: {divided}."
    return Evidence(told.name, f"{told.value}, which is {each} a week", rule, told.rows)
