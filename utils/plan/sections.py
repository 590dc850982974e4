"""The sections of Plan vs done: sets by week, exercise and muscle, and a target beside what was lifted."""

from datetime import date, timedelta
from typing import Final

import streamlit as st

from auth.user import User
from services.freshness import LATE
from services.lifter.phases import phases as read_phases
from services.progression import places
from services.routines import editing as routines
from utils import data_loader, explain, styling, tables
from utils.data_loader import Loaded
from utils.filters import display_of
from utils.plan import charts, evidence, figures, filters, words
from utils.plan.facts import Ends, PlanFacts, load_plan, load_plan_lines
from utils.plan.figures import PlanBoard
from utils.plan.filters import EVERYTHING, PlanFilter, Plans, plans_in
from utils.plotly_template import draw, picked_day
from utils.styling import plain

BY_MUSCLE: Final = "Hard sets by muscle"


def plans_of(user: User, facts: PlanFacts) -> Plans:
    """Return the programs and routines of the span."""
    named = [*data_loader.oltp(user, routines.routines), *data_loader.oltp(user, routines.routines, True)]
    started = (row.routine_id for row in facts.days)
    return plans_in(started, data_loader.oltp(user, places.programs), named)


def board_of(user: User, loaded: Loaded[PlanFacts], chosen: PlanFilter, ends: Ends) -> PlanBoard:
    """Return the figures of a filter."""
    phases = data_loader.oltp(user, read_phases)
    return data_loader.derived(
        user,
        loaded.version,
        ("plan", chosen, phases, user.week_start),
        lambda: figures.board(loaded.facts, chosen, phases, user.week_start, ends.first),
    )


def facts_and_board(user: User, ends: Ends) -> tuple[Loaded[PlanFacts], PlanBoard]:
    """Ask for the filter, and read its figures."""
    with st.grid(4, min_column_width=130, gap="small", key="plan_filter"):
        period = filters.ask_span(user, ends)
        loaded = data_loader.facts(user, load_plan, period.first, period.last)
        chosen = filters.ask_rest(period, loaded.facts, plans_of(user, loaded.facts))
    if loaded.is_late:
        st.info(LATE)
    st.caption(words.counting(chosen))
    return loaded, board_of(user, loaded, chosen, ends)


def show_sets(user: User, ends: Ends) -> None:
    """Draw the figures, the weeks, the exercises and the muscles."""
    loaded, board = facts_and_board(user, ends)
    if not board.weeks:
        st.write(nothing_in(board.chosen))
        return
    show_figures(user, board)
    show_weeks(user, loaded, board)
    show_exercises(user, board)
    show_muscles(user, loaded, board)


def show_figures(user: User, board: PlanBoard) -> None:
    """Draw the share, missed and added sets, with their evidence one click away."""
    display, sums = display_of(user), board.in_all
    with st.container(horizontal=True, gap="medium"):
        st.metric("Planned sets done", words.share(sums, display), width="content")
        st.metric("Missed", styling.count(sums.missed, display), width="content")
        st.metric("Added", styling.count(sums.added, display), width="content")
    parts = (words.out_of(sums, display), words.span(board.chosen), words.beside(sums, display))
    st.caption(plain(" · ".join(filter(None, (f"{parts[0]} {parts[1]}", parts[2])))))
    explain.button("plan", "Planned and done", lambda: evidence.of_sets(board, display))


def show_weeks(user: User, loaded: Loaded[PlanFacts], board: PlanBoard) -> None:
    """Draw the weeks; a tap on a bar shows every set behind it."""
    display, asked = display_of(user), (board.chosen, board.phases)
    figure = data_loader.figure(
        user, loaded.version, ("plan weeks", asked, display), lambda: charts.weeks(board, display)
    )
    alt = words.weeks_alt(board, display)
    start = picked_day(draw(figure, key="plan_weeks", alt=alt, on_select="rerun", selection_mode="points"))
    if start is None:
        st.caption("Tap a bar for its sets. A set not done in a shaded phase of rest is excused, not missed.")
        return
    _show_lines(user, loaded, board, start)


def _show_lines(user: User, loaded: Loaded[PlanFacts], board: PlanBoard, start: date) -> None:
    display = display_of(user)
    end = start + timedelta(days=6) if board.each == "week" else start + timedelta(days=30)
    with data_loader.excused():
        lines = data_loader.facts(user, load_plan_lines, max(start, board.chosen.period.first or start), end)
    found = evidence.lines_between(lines.facts, start, board, user.week_start)
    name = words.week_name(start, board.each, display)
    explain.draw_evidence(explain.Evidence(name, "", "", evidence.lines_table(found, loaded.facts.exercises, display)))


def show_exercises(user: User, board: PlanBoard) -> None:
    """Draw the sets done of each exercise, most missed first."""
    display = display_of(user)
    st.subheader("By exercise", anchor=False)
    tables.draw(evidence.exercises(board, display))
    for exercise in board.exercises:
        if exercise.instead:
            st.caption(plain(f"{exercise.name} – {words.instead(exercise, display)}"))
    explain.button("plan_loads", "Load against target", lambda: evidence.of_loads(board, display))


def show_muscles(user: User, loaded: Loaded[PlanFacts], board: PlanBoard) -> None:
    """Draw planned and done hard sets by muscle group."""
    display = display_of(user)
    if not board.muscles:
        return
    st.subheader("By muscle", anchor=False)
    figure = data_loader.figure(
        user,
        loaded.version,
        ("plan muscles", board.chosen, board.weeks_long, display),
        lambda: charts.muscles(board, display),
    )
    alt, height = words.muscles_alt(board, display), charts.muscles_height(board)
    draw(figure, key="plan_muscles", alt=alt, height=height)
    explain.button("plan_muscles", BY_MUSCLE, lambda: evidence.of_muscles(board, display))


def show_loads(user: User, ends: Ends) -> None:
    """Draw an exercise's target beside its lifted loads: the chosen exercise, or the one with most targets."""
    loaded, board = facts_and_board(user, ends)
    display = display_of(user)
    if not board.followed or not board.loads:
        st.write(
            "No set of these has a target load. Give a routine's sets a weight or a progression, and it stands here."
        )
        return
    figure = data_loader.figure(
        user,
        loaded.version,
        ("plan loads", board.chosen, board.phases, display),
        lambda: charts.loads(board, display),
    )
    draw(figure, key=f"plan_loads_{board.followed.exercise_id}", alt=words.loads_alt(board, display))
    sums = board.followed.sums
    change = f"Lifted {words.load_change(sums, display)} against the target, {words.reps(sums, display)} reps"
    st.markdown(plain(f"{change}, in the mean of {styling.plural(sums.loaded_sets, 'set', display)}."))
    st.caption("Dotted: the heaviest target of a day. Points: the heaviest load. Choose another exercise above.")
    explain.button("plan_points", "Target and lifted", lambda: evidence.of_points(board, display))


def nothing_in(chosen: PlanFilter) -> str:
    """Return the text for a filter without planned sets."""
    if chosen.period.name == EVERYTHING:
        return "Nothing was planned with this choice."
    return f"No planned set {words.span(chosen)} with this choice. “{EVERYTHING}” shows all days."
