"""The hard sets that a week of a routine, a folder or a program asks for, before it is ever done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from auth.user import User
from database.oltp_tables import FIRST_OWN_EXERCISE
from services.errors import NoSuchRoutine
from services.etl.shapes import ExerciseInfo
from services.exercises.facts import exercise_facts
from services.programs import next_workout
from services.programs.planned_week import in_a_week, planned_hard_sets
from services.progression import places
from services.progression.places import ACTIVE, Program
from services.routines import editing as routines
from services.routines.editing import Routine, RoutineExercise
from services.workouts import lists
from utils import data_loader, explain, styling
from utils.explain import Evidence, table
from utils.filters import display_of
from utils.muscles import words as muscles_words
from utils.plotly_template import draw
from utils.routines import week_chart
from utils.styling import Display, plain

TIMES: Final = (1, 2, 3, 4, 5, 6, 7)
RULE: Final = (
    "Sets as they are asked for next time, without warm-ups and without sets that ask for RIR 5 or more. A set counts "
    "1 for the muscle that does the work and ½ for one that helps."
)

Exercises = tuple[RoutineExercise, ...]


@dataclass(frozen=True)
class Choice:
    """What a week may be made of: routines, and how often each is done where that is known."""

    name: str
    routine_ids: tuple[int, ...]
    times: float | None = None


def each_time(user: User, one: Routine) -> str:
    """The hard sets of one workout of a routine in a line, exercises of the lifter's own too."""
    found = planned_hard_sets(one.exercises, _own(user, [one.exercises]))
    return muscles_words.muscles(found, display_of(user))


def button(user: User, one: Routine) -> None:
    """Offer the week that a routine is part of."""
    if st.button("Hard sets in a week", icon=":material/bar_chart:", type="tertiary", key="planned_week"):
        st.dialog("Hard sets in a week")(_show)(user, one)


def _show(user: User, one: Routine) -> None:
    display = display_of(user)
    known = choices(one, data_loader.oltp(user, places.programs), data_loader.oltp(user, routines.routines))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        place = st.selectbox("Of", range(len(known)), format_func=lambda n: known[n].name, key="week_of")
        chosen = known[place]
        times = chosen.times or st.selectbox("Times a week", TIMES, key="week_times", width=120)
    days = [_next(user, number) for number in chosen.routine_ids]
    own = _own(user, days)
    found = in_a_week(days, times, own)
    if not found:
        st.write("No set of it trains a muscle that is known.")
        return
    figure, alt = week_chart.planned_sets(found, display), week_chart.alt(found, display)
    draw(figure, key="planned_week", alt=alt, height=week_chart.height(found))
    names = {number: row["shown_name"] for number, row in data_loader.oltp(user, lists.exercises).items()}
    for shown in evidence(days, times, own, names, display):
        explain.draw_evidence(shown)


def choices(one: Routine, programs: Iterable[Program], listed: Iterable[Routine]) -> list[Choice]:
    """The program that is run with the routine, its folder, and the routine alone; what says most of a week first."""
    running = [found for found in programs if found.status == ACTIVE and one.routine_id in found.routine_ids]
    of_folder = tuple(other.routine_id for other in listed if one.folder and other.folder == one.folder)
    found = [
        Choice(run.name, run.routine_ids, len(run.weekdays) / len(run.routine_ids)) for run in running if run.weekdays
    ]
    found += [Choice(f"{one.folder}, each routine", of_folder)] if len(of_folder) > 1 else []
    return [*found, Choice(one.name, (one.routine_id,))]


def _next(user: User, routine_id: int) -> Exercises:
    """The exercises of a routine as they will be asked for; none where it is gone."""
    try:
        return tuple(part.exercise for part in data_loader.oltp(user, next_workout.next_parts, routine_id))
    except NoSuchRoutine:
        return ()


def _own(user: User, days: Iterable[Iterable[RoutineExercise]]) -> Mapping[int, ExerciseInfo]:
    ids = {part.exercise_id for day in days for part in day if part.exercise_id >= FIRST_OWN_EXERCISE}
    return data_loader.oltp(user, exercise_facts, tuple(sorted(ids))) if ids else {}


def evidence(
    days: Iterable[Exercises],
    times: float,
    own: Mapping[int, ExerciseInfo],
    names: Mapping[int, str],
    display: Display,
) -> list[Evidence]:
    """Each muscle group with the exercises that it gets its sets from; the totals are the bars."""
    rows: dict[str, list[tuple[str, float]]] = {}
    for part in (part for day in days for part in day):
        for group, sets in planned_hard_sets([part], own).items():
            rows.setdefault(group, []).append((names.get(part.exercise_id, "Exercise"), sets * times))
    ordered = sorted(rows.items(), key=lambda pair: -sum(sets for _, sets in pair[1]))
    rules = [RULE, *[""] * len(ordered)]
    return [_of_group(group, some, rule, display) for (group, some), rule in zip(ordered, rules, strict=False)]


def _of_group(group: str, some: list[tuple[str, float]], rule: str, display: Display) -> Evidence:
    told = [{"Exercise": plain(name), "A week": styling.hard_sets(sets, display)} for name, sets in some]
    total = styling.hard_sets(sum(sets for _, sets in some), display)
    rows = table(told, ("A week",), {"A week": total})
    return Evidence(group.capitalize(), f"{total} hard sets a week", rule, rows)
