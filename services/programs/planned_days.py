"""Workouts to come, worked out and not begun: a routine as it would be today, a program's days one after the other."""

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
from services.routines.planning import facts_of_shares, planned
from services.routines.tree import Routine, RoutineExercise

SUCCESS_AND_NEXT = (True, True)


@dataclass(frozen=True)
class PlannedDay:
    """A routine with the sets and loads that it would be planned with, and which turn of a program it is, if any."""

    name: str
    parts: tuple[Coached, ...]
    turn: Turn | None = None


def planned_routine(engine: Engine, user_id: int, routine_id: int) -> PlannedDay:
    """A routine as a workout begun now would be planned; NoSuchRoutine."""
    up_to_date(engine, user_id)
    facts_of_shares(engine, user_id, routine_id)
    with reading(engine) as connection:
        routine = store.read(connection, user_id, routine_id)
        is_light = places.is_deload(connection, user_id, routine_id)
        (parts,) = _planned(connection, user_id, [(routine, is_light)])
    return PlannedDay(routine.name, parts)


def planned_weeks(engine: Engine, user_id: int, weeks: int, today: date) -> tuple[Program | None, list[PlannedDay]]:
    """The program that a lifter is on with its days to come, this week's and those of the weeks after it.

    What comes later is worked out as if all before it went well. Days whose routine is gone are left out.
    """
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        one = places.active(connection, user_id)
        if one is None:
            return None, []
        last = one.standing.week + weeks - 1
        return one, planned_turns(connection, user_id, one, [turn for turn in ahead(one, today) if turn.week <= last])


def planned_turns(connection: Connection, user_id: int, one: Program, turns: Iterable[Turn]) -> list[PlannedDay]:
    """Turns of a program with the loads of each, as if all before it went well; without those whose routine is gone."""
    known = {routine.routine_id: routine for routine in store.read_all(connection, user_id)}
    asked = [(turn, known[one.routine_ids[turn.place]]) for turn in turns if one.routine_ids[turn.place] in known]
    parts = _planned(connection, user_id, [(routine, turn.is_light) for turn, routine in asked])
    return [PlannedDay(routine.name, day, turn) for (turn, routine), day in zip(asked, parts, strict=True)]


def ahead(one: Program, today: date, until: date = date.max) -> list[Turn]:
    """The turns of a program to come; one without weekdays has them without dates of their own, all as of today."""
    given = one.definition
    weekdays = one.weekdays or tuple(range(7))
    found = one.standing if one.weekdays else replace(one.standing, due_on=today)
    return due_turns(len(one.routine_ids), found, weekdays, given.get("weeks"), given.get("deload_every"), today, until)


def _planned(connection: Connection, user_id: int, days: Sequence[tuple[Routine, bool]]) -> list[tuple[Coached, ...]]:
    """Each day as it will be asked for if all before it went well; the True ones lighter."""
    known = {one.progression_id: one for one in progressions.read_all(connection, user_id)}
    parts_of = {part.exercise_id for day, _ in days for part in day.exercises}
    units = {one.exercise_id: one.now.unit for one in known.values() if one.exercise_id in parts_of}
    gears = progressions.gears_of(connection, user_id, units)
    there, found = reads.first_gym(connection, user_id), []
    for day, is_light in days:
        parts = coached(day, known, gears)
        found.append(planned(connection, user_id, parts, gears, there, DELOAD if is_light else None))
        known |= {} if is_light else _moved(day, parts, known, gears)
    return found


def _moved(
    day: Routine, parts: Sequence[Coached], known: Mapping[int, Progression], gears: Mapping[int, Gear]
) -> dict[int, Progression]:
    """The progressions that a day moves, as they stand after it went well."""
    own = {link_of(part): part for part in day.exercises if not (part.progression or {}).get("take")}
    judged = {part.progression_id for part in parts if part.progression_id in known}
    return {number: _after(known[number], own[number], gears) for number in judged if number}


def _after(one: Progression, exercise: RoutineExercise, gears: Mapping[int, Gear]) -> Progression:
    gear = gears.get(exercise.exercise_id, Gear(STEPS[one.now.unit]))
    aims = [aim_of(planned) for planned in exercise.sets if planned.set_type != "warmup"]
    _, after = preview(one.rule, one.now, gear, aims, SUCCESS_AND_NEXT)
    return replace(one, now=after.before)
