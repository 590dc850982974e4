"""Plan workouts without starting them: a routine as of today, or the coming days of a program."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Engine

from database import reads
from database.db_connector import reading
from services.etl_olap_to_oltp import up_to_date
from services.gyms.loadable import STEPS, Gear
from services.programs.ahead import Turn, due_turns
from services.progression import editing as progressions
from services.progression import places
from services.progression.editing import Progression
from services.progression.places import Program
from services.progression.preview import preview
from services.routines import store
from services.routines.coaching import DELOAD, Coached, aim_of, coached, link_of
from services.routines.planning import planned, refresh_for_plan
from services.routines.tree import Routine, RoutineExercise

SUCCESS_AND_NEXT = (True, True)


@dataclass(frozen=True)
class PlannedDay:
    """A routine with its planned sets and loads, and its turn in a program, if any."""

    name: str
    parts: tuple[Coached, ...]
    turn: Turn | None = None


def planned_routine(engine: Engine, user_id: int, routine_id: int) -> PlannedDay:
    """Plan a routine as a workout begun now would be; NoSuchRoutine."""
    refresh_for_plan(engine, user_id, routine_id)
    with reading(engine) as connection:
        routine = store.read(connection, user_id, routine_id)
        is_light = places.is_deload(connection, user_id, routine_id)
        (parts,) = _plan_in_turn(connection, user_id, [(routine, is_light)])
    return PlannedDay(routine.name, parts)


def planned_weeks(engine: Engine, user_id: int, weeks: int, today: date) -> tuple[Program | None, list[PlannedDay]]:
    """Return the active program with its coming days of this week and the next ones, `weeks` in all.

    Each day is planned as if all before it went well. Days whose routine was deleted are left out.
    """
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        program = places.active(connection, user_id)
        if program is None:
            return None, []
        last = program.standing.week + weeks - 1
        turns = [turn for turn in ahead(program, today) if turn.week <= last]
        return program, planned_turns(connection, user_id, program, turns)


def planned_turns(connection: Connection, user_id: int, program: Program, turns: Iterable[Turn]) -> list[PlannedDay]:
    """Plan the turns of a program, each as if all before it went well; turns of deleted routines are left out."""
    routines, ids = (
        {routine.routine_id: routine for routine in store.read_all(connection, user_id)},
        program.routine_ids,
    )
    pairs = [(turn, routines[ids[turn.place]]) for turn in turns if ids[turn.place] in routines]
    parts = _plan_in_turn(connection, user_id, [(routine, turn.is_light) for turn, routine in pairs])
    return [PlannedDay(routine.name, day, turn) for (turn, routine), day in zip(pairs, parts, strict=True)]


def ahead(program: Program, today: date, until: date = date.max) -> list[Turn]:
    """Return the coming turns of a program; without weekdays they are planned one a day from today."""
    weeks, deload_every = (program.definition.get(name) for name in ("weeks", "deload_every"))
    weekdays = program.weekdays or tuple(range(7))
    standing = program.standing if program.weekdays else replace(program.standing, due_on=today)
    return due_turns(len(program.routine_ids), standing, weekdays, weeks, deload_every, today, until)


def _plan_in_turn(
    connection: Connection, user_id: int, days: Sequence[tuple[Routine, bool]]
) -> list[tuple[Coached, ...]]:
    """Plan each day as if all before it went well; days marked True are deloads."""
    by_id = {followed.progression_id: followed for followed in progressions.read_all(connection, user_id)}
    parts_of = {part.exercise_id for day, _ in days for part in day.exercises}
    units = {followed.exercise_id: followed.now.unit for followed in by_id.values() if followed.exercise_id in parts_of}
    gears = progressions.gears_of(connection, user_id, units)
    there, days_planned = reads.first_gym(connection, user_id), []
    for day, is_light in days:
        parts = coached(day, by_id, gears)
        days_planned.append(planned(connection, user_id, parts, gears, there, DELOAD if is_light else None))
        by_id |= {} if is_light else _moved(day, parts, by_id, gears)
    return days_planned


def _moved(
    day: Routine, parts: Sequence[Coached], by_id: Mapping[int, Progression], gears: Mapping[int, Gear]
) -> dict[int, Progression]:
    """Return the progressions that a day moves, in their state after a success."""
    own = {link_of(part): part for part in day.exercises if not (part.progression or {}).get("take")}
    judged = {part.progression_id for part in parts if part.progression_id in by_id}
    return {number: _after(by_id[number], own[number], gears) for number in judged if number}


def _after(progression: Progression, exercise: RoutineExercise, gears: Mapping[int, Gear]) -> Progression:
    gear = gears.get(exercise.exercise_id, Gear(STEPS[progression.now.unit]))
    aims = [aim_of(planned) for planned in exercise.sets if planned.set_type != "warmup"]
    _, after = preview(progression.rule, progression.now, gear, aims, SUCCESS_AND_NEXT)
    return replace(progression, now=after.before)
