"""A workout with a plan: started from a routine, or repeating a past workout."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from database import log_reads, reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import deleted_rows, planned_sets, routines, workouts
from services.errors import InvalidValue, NoSuchWorkout, TonnageError
from services.etl.refresh import refresh
from services.etl_olap_to_oltp import up_to_date
from services.exercises import families
from services.gyms.loadable import Gear
from services.log.workout_log import apply_within
from services.progression import editing as progressions
from services.progression import places
from services.routines import store
from services.routines.coaching import DELOAD, EASY, Coached, coached, eased, link_of, shortened
from services.routines.loading import loaded, past_of
from services.routines.tree import Routine, RoutineExercise, RoutineSet

log = logging.getLogger(__name__)

Row = dict[str, Any]

COPIED: Final = ("exercise_id", "set_type", "weight", "unit", "rir", "seconds", "distance_m", "superset", "rest_s")


def start_from_routine(
    engine: Engine,
    user_id: int,
    routine_id: int,
    started_at: datetime | None = None,
    zone: str | None = None,
    workout_id: int | None = None,
    *,
    gym_id: int | None = None,
    ease: str | None = None,
    minutes: int | None = None,
) -> int:
    """Start a workout with a routine's sets as its plan; its id.

    Asked again with the same workout_id it does nothing. NoSuchRoutine, or InvalidValue for a start or zone that cannot
    be. Without a zone the account's is taken, without a gym that of the last workout; of a machine with a variant in
    the gym that one is planned. `ease` ("easy" or "deload") makes it lighter and leaves it out of every progression,
    `minutes` leaves out what does not fit. In the light week of a program it is a deload by itself.
    """
    if ease not in (None, EASY, DELOAD):
        raise InvalidValue("A workout is made lighter as easy or as deload.")
    up_to_date(engine, user_id)
    facts_of_shares(engine, user_id, routine_id)
    with writes.as_lifter(engine, user_id) as connection:
        number, is_new = _number(connection, user_id, workout_id)
        if is_new:
            routine = store.read(connection, user_id, routine_id)
            there = gym_id or reads.first_gym(connection, user_id)
            version = {"routine_id": routine_id, "routine_version": routine.version}
            fields = {**version, "title": routine.name, "gym_id": there}
            _start(connection, user_id, number, started_at, zone, fields)
            parts = shortened(routine, _parts_of(connection, user_id, routine, there, ease), minutes)
            _plan(connection, user_id, number, _of_parts(parts))
    return number


def _parts_of(
    connection: Connection, user_id: int, routine: Routine, gym_id: int | None, ease: str | None
) -> tuple[Coached, ...]:
    """The exercises of a routine for today: in the light week of a program lighter by itself."""
    parts, gears = coached_parts(connection, user_id, routine)
    if ease is None and places.is_deload(connection, user_id, routine.routine_id):
        ease = DELOAD
    return planned(connection, user_id, parts, gears, gym_id, ease)


def planned(
    connection: Connection,
    user_id: int,
    parts: Iterable[Coached],
    gears: Mapping[int, Gear],
    gym_id: int | None,
    ease: str | None,
) -> tuple[Coached, ...]:
    """Exercises as a workout in a gym is planned with them: on its machines, with every load, lighter if asked for."""
    swaps = families.at_gym(families.variants(connection, user_id), gym_id)
    found = with_loads(connection, user_id, [_on_machine(one, swaps) for one in parts])
    return eased(found, ease, _gears_of(connection, user_id, found) if ease else gears)


def _gears_of(connection: Connection, user_id: int, parts: Iterable[Coached]) -> Mapping[int, Gear]:
    """What can be loaded for every exercise that has a load."""
    units = {part.exercise.exercise_id: one.unit for part in parts for one in part.exercise.sets if one.unit}
    return progressions.gears_of(connection, user_id, units)


def facts_of_shares(engine: Engine, user_id: int, routine_id: int) -> None:
    """Bring the facts up to date that percentages of an e1RM or a training max are taken of; as far as that goes."""
    with reading(engine) as connection:
        (routine, *_) = store.read_all(connection, user_id, routine_id) or (Routine(""),)
    takes_shares = any(one.percent_tm or one.percent_1rm for part in routine.exercises for one in part.sets)
    if takes_shares:
        try:
            refresh(engine, user_id)
        except (TonnageError, SQLAlchemyError):
            log.exception("The facts of lifter %s could not be derived", user_id)


def coached_parts(
    connection: Connection, user_id: int, routine: Routine
) -> tuple[tuple[Coached, ...], Mapping[int, Gear]]:
    """The exercises of a routine as its progressions want them, and what can be loaded for them."""
    known = {one.progression_id: one for one in progressions.read_all(connection, user_id)}
    linked = {
        exercise.exercise_id: known[link_of(exercise) or 0]
        for exercise in routine.exercises
        if link_of(exercise) in known
    }
    gears = progressions.gears_of(connection, user_id, {one: found.now.unit for one, found in linked.items()})
    return coached(routine, known, gears), gears


def repeat_workout(
    engine: Engine,
    user_id: int,
    past_workout_id: int,
    started_at: datetime | None = None,
    zone: str | None = None,
    workout_id: int | None = None,
    *,
    gym_id: int | None = None,
) -> int:
    """Start a workout with the sets of a past one as its plan; its id. NoSuchWorkout, or as start_from_routine."""
    with writes.as_lifter(engine, user_id) as connection:
        number, is_new = _number(connection, user_id, workout_id)
        if is_new:
            past = reads.workout(connection, user_id, past_workout_id)
            if past is None:
                raise NoSuchWorkout
            there = gym_id or reads.first_gym(connection, user_id)
            fields = {**_inherited(connection, user_id, past), "gym_id": there}
            _start(connection, user_id, number, started_at, zone, fields)
            swaps = families.at_gym(families.variants(connection, user_id), there)
            performed = reads.sets_of_workout(connection, user_id, past_workout_id)
            _plan(connection, user_id, number, (_as_planned(row, swaps) for row in performed))
    return number


def _number(connection: Connection, user_id: int, workout_id: int | None) -> tuple[int, bool]:
    """The workout's id, and whether there is none of this id yet."""
    if workout_id is None:
        return new_id(), True
    found = log_reads.own_ids(connection, user_id, workouts, "workout_id", [workout_id])
    found |= log_reads.own_ids(connection, user_id, deleted_rows, "row_id", [workout_id])
    return workout_id, not found


def _start(
    connection: Connection,
    user_id: int,
    workout_id: int,
    started_at: datetime | None,
    zone: str | None,
    fields: Mapping[str, Any],
) -> None:
    start = (started_at or datetime.now(UTC)).isoformat()
    filled = {"started_at": start, **({"zone": zone} if zone else {}), **fields}
    operation = {"op_id": new_id(), "kind": "start_workout", "workout_id": workout_id, "fields": filled}
    for reason in apply_within(connection, user_id, [operation]).rejected.values():
        raise InvalidValue(reason)


def _inherited(connection: Connection, user_id: int, past: Row) -> Row:
    routine = past["routine_id"]
    is_kept = routine and log_reads.own_ids(connection, user_id, routines, "routine_id", [routine])
    return {"title": past["title"], "routine_id": routine if is_kept else None}


def _plan(connection: Connection, user_id: int, workout_id: int, plan: Iterable[Row]) -> None:
    rows = [
        {**row, "user_id": user_id, "planned_set_id": new_id(), "workout_id": workout_id, "position": float(place)}
        for place, row in enumerate(plan, 1)
    ]
    writes.insert_rows(connection, planned_sets, rows)


def _as_planned(performed: Row, swaps: Mapping[int, int]) -> Row:
    """A performed set as a target: its own reps as the range; its load says nothing about another machine."""
    reps = {"reps_min": performed["reps"], "reps_max": performed["reps"], "percent_tm": None, "percent_1rm": None}
    reps |= {"note": None, "progression_id": None, "reason": None}
    other = swaps.get(performed["exercise_id"])
    swapped = {"exercise_id": other, "weight": None, "unit": None} if other else {}
    return {**{name: performed[name] for name in COPIED}, **reps, **swapped}


def _of_parts(parts: Iterable[Coached]) -> Iterator[Row]:
    for part in parts:
        told = {"progression_id": part.progression_id, "reason": part.reason and part.reason[:500]}
        for one in part.exercise.sets:
            yield _planned(part.exercise, one) | told


def previewed(connection: Connection, user_id: int, routine_id: int) -> tuple[Coached, ...]:
    """The exercises of a routine as a workout that began now would plan them; nothing of one that is gone."""
    return tuple(
        part
        for routine in store.read_all(connection, user_id, routine_id)
        for part in with_loads(connection, user_id, coached_parts(connection, user_id, routine)[0])
    )


def with_loads(connection: Connection, user_id: int, parts: Iterable[Coached]) -> tuple[Coached, ...]:
    """Exercises with the load of every set as far as it is known, and why where it follows from something."""
    account = reads.lifter(connection, user_id) or {"unit": "kg"}
    return tuple(loaded(part, past_of(connection, user_id, part.exercise, account["unit"])) for part in parts)


def _on_machine(part: Coached, swaps: Mapping[int, int]) -> Coached:
    """What is planned on the machine of the gym; a load that was written or derived for another one is left out."""
    planned = part.exercise
    other = swaps.get(planned.exercise_id)
    if other is None:
        return part
    sets = tuple(replace(one, weight=None, unit=None) for one in planned.sets)
    exercise = replace(planned, exercise_id=other, sets=sets)
    return replace(part, exercise=exercise, progression_id=None, reason=None)


def _planned(exercise: RoutineExercise, one: RoutineSet) -> Row:
    of_set = {name: getattr(one, name) for name in store.SET_COLUMNS if name != "routine_set_id"}
    of_exercise = {name: getattr(exercise, name) for name in ("exercise_id", "superset", "rest_s", "note")}
    return {**of_set, **of_exercise}
