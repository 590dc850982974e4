"""Dialog with the hard sets that a week of a routine, a folder or a program plans for each muscle."""

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
    """Routines that make up a week, and how often each is done in a week if known."""

    name: str
    routine_ids: tuple[int, ...]
    times: float | None = None


def each_time(user: User, routine: Routine) -> str:
    """Write the hard sets of a single workout of a routine in a line, the lifter's own exercises included."""
    by_group = planned_hard_sets(routine.exercises, _own_exercises(user, [routine.exercises]))
    return muscles_words.muscles(by_group, display_of(user))


def draw_button(user: User, routine: Routine) -> None:
    """Draw the button that opens the dialog for a routine."""
    if st.button("Hard sets in a week", icon=":material/bar_chart:", type="tertiary", key="planned_week"):
        st.dialog("Hard sets in a week")(_draw_week)(user, routine)


def _draw_week(user: User, routine: Routine) -> None:
    display = display_of(user)
    weeks = choices(routine, data_loader.oltp(user, places.programs), data_loader.oltp(user, routines.routines))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        place = st.selectbox("Of", range(len(weeks)), format_func=lambda n: weeks[n].name, key="week_of")
        chosen = weeks[place]
        times = chosen.times or st.selectbox("Times a week", TIMES, key="week_times", width=120)
    days = [_next_exercises(user, number) for number in chosen.routine_ids]
    own = _own_exercises(user, days)
    by_group = in_a_week(days, times, own)
    if not by_group:
        st.write("No set of it trains a muscle that is known.")
        return
    figure, alt = week_chart.planned_sets(by_group, display), week_chart.alt(by_group, display)
    draw(figure, key="planned_week", alt=alt, height=week_chart.height(by_group))
    names = {number: row["shown_name"] for number, row in data_loader.oltp(user, lists.exercises).items()}
    for group_evidence in evidence(days, times, own, names, display):
        explain.draw_evidence(group_evidence)


def choices(routine: Routine, programs: Iterable[Program], listed: Iterable[Routine]) -> list[Choice]:
    """List the weeks with a routine: its running programs, its folder, then the routine alone."""
    running = [run for run in programs if run.status == ACTIVE and routine.routine_id in run.routine_ids]
    of_folder = tuple(mate.routine_id for mate in listed if routine.folder and mate.folder == routine.folder)
    weeks = [
        Choice(run.name, run.routine_ids, len(run.weekdays) / len(run.routine_ids)) for run in running if run.weekdays
    ]
    weeks += [Choice(f"{routine.folder}, each routine", of_folder)] if len(of_folder) > 1 else []
    return [*weeks, Choice(routine.name, (routine.routine_id,))]


def _next_exercises(user: User, routine_id: int) -> Exercises:
    """Return the exercises of a routine as they will be planned next; empty if the routine is gone."""
    try:
        return tuple(part.exercise for part in data_loader.oltp(user, next_workout.next_parts, routine_id))
    except NoSuchRoutine:
        return ()


def _own_exercises(user: User, days: Iterable[Iterable[RoutineExercise]]) -> Mapping[int, ExerciseInfo]:
    ids = {part.exercise_id for day in days for part in day if part.exercise_id >= FIRST_OWN_EXERCISE}
    return data_loader.oltp(user, exercise_facts, tuple(sorted(ids))) if ids else {}


def evidence(
    days: Iterable[Exercises],
    times: float,
    own: Mapping[int, ExerciseInfo],
    names: Mapping[int, str],
    display: Display,
) -> list[Evidence]:
    """List for each muscle group the exercises that give it sets; the totals equal the bars of the chart."""
    rows: dict[str, list[tuple[str, float]]] = {}
    for part in (part for day in days for part in day):
        for group, sets in planned_hard_sets([part], own).items():
            rows.setdefault(group, []).append((names.get(part.exercise_id, "Exercise"), sets * times))
    ordered = sorted(rows.items(), key=lambda pair: -sum(sets for _, sets in pair[1]))
    rules = [RULE, *[""] * len(ordered)]
    return [_group_evidence(group, some, rule, display) for (group, some), rule in zip(ordered, rules, strict=False)]


def _group_evidence(group: str, some: list[tuple[str, float]], rule: str, display: Display) -> Evidence:
    cells = [{"Exercise": plain(name), "A week": styling.hard_sets(sets, display)} for name, sets in some]
    total = styling.hard_sets(sum(sets for _, sets in some), display)
    rows = table(cells, ("A week",), {"A week": total})
    return Evidence(group.capitalize(), f"{total} hard sets a week", rule, rows)
