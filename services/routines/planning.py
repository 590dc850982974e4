"""Start a workout with a plan, from a routine or from a past workout."""

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
    """Start a workout with a routine's sets as its plan; return its id. A workout_id that exists changes nothing.

    The zone defaults to the account's, the gym to that of the last workout; machines become their variants there.
    `ease` ("easy" or "deload", the default in a program's light week) makes it lighter and leaves it out of every
    progression; `minutes` leaves out what does not fit. Raises NoSuchRoutine, or InvalidValue for a bad start or zone.
    """
    _check_ease(ease)
    refresh_for_plan(engine, user_id, routine_id)
    with writes.as_lifter(engine, user_id) as connection:
        number, is_new = _claim_id(connection, user_id, workout_id)
        if is_new:
            routine = store.read(connection, user_id, routine_id)
            gym_id = gym_id or reads.first_gym(connection, user_id)
            _start(connection, user_id, number, started_at, zone, _origin(routine, gym_id))
            parts = shortened(routine, _parts_of(connection, user_id, routine, gym_id, ease), minutes)
            _plan(connection, user_id, number, _plan_rows(parts))
    return number


def _origin(routine: Routine, gym_id: int | None) -> Row:
    version = {"routine_id": routine.routine_id, "routine_version": routine.version}
    return {**version, "title": routine.name, "gym_id": gym_id}


def _check_ease(ease: str | None) -> None:
    if ease not in (None, EASY, DELOAD):
        raise InvalidValue("A workout is made lighter as easy or as deload.")


def _parts_of(
    connection: Connection, user_id: int, routine: Routine, gym_id: int | None, ease: str | None
) -> tuple[Coached, ...]:
    """Plan the exercises of a routine for today; in the light week of a program as a deload."""
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
    """Plan exercises for a workout in a gym: on its machines, with every load, lighter if asked for."""
    swaps = families.at_gym(families.variants(connection, user_id), gym_id)
    with_load = with_loads(connection, user_id, [_on_machine(part, swaps) for part in parts])
    return eased(with_load, ease, _gears_of(connection, user_id, with_load) if ease else gears)


def _gears_of(connection: Connection, user_id: int, parts: Iterable[Coached]) -> Mapping[int, Gear]:
    """Return the loadable weights of every exercise that has a load."""
    units = {
        part.exercise.exercise_id: routine_set.unit
        for part in parts
        for routine_set in part.exercise.sets
        if routine_set.unit
    }
    return progressions.gears_of(connection, user_id, units)


def refresh_for_plan(engine: Engine, user_id: int, routine_id: int) -> None:
    """Refresh the targets of progressions, and the facts if the routine has percentages of an e1RM or a training max.

    A failure to refresh the facts is only logged.
    """
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        (routine, *_) = store.read_all(connection, user_id, routine_id) or (Routine(""),)
    takes_shares = any(
        routine_set.percent_tm or routine_set.percent_1rm for part in routine.exercises for routine_set in part.sets
    )
    if takes_shares:
        try:
            refresh(engine, user_id)
        except (TonnageError, SQLAlchemyError):
            log.exception("The facts of lifter %s could not be derived", user_id)


def coached_parts(
    connection: Connection, user_id: int, routine: Routine
) -> tuple[tuple[Coached, ...], Mapping[int, Gear]]:
    """Apply progressions to a routine's exercises; return them with the loadable weights."""
    by_id = {followed.progression_id: followed for followed in progressions.read_all(connection, user_id)}
    linked = {
        exercise.exercise_id: by_id[link_of(exercise) or 0]
        for exercise in routine.exercises
        if link_of(exercise) in by_id
    }
    units = {exercise_id: followed.now.unit for exercise_id, followed in linked.items()}
    gears = progressions.gears_of(connection, user_id, units)
    return coached(routine, by_id, gears), gears


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
    """Start a workout with the sets of a past one as its plan; return its id.

    Defaults and errors are those of start_from_routine; raises NoSuchWorkout for an unknown past workout.
    """
    with writes.as_lifter(engine, user_id) as connection:
        number, is_new = _claim_id(connection, user_id, workout_id)
        if is_new:
            past = reads.workout(connection, user_id, past_workout_id)
            if past is None:
                raise NoSuchWorkout
            gym_id = gym_id or reads.first_gym(connection, user_id)
            fields = {**_inherited(connection, user_id, past), "gym_id": gym_id}
            _start(connection, user_id, number, started_at, zone, fields)
            swaps = families.at_gym(families.variants(connection, user_id), gym_id)
            performed = reads.sets_of_workout(connection, user_id, past_workout_id)
            _plan(connection, user_id, number, (_as_planned(row, swaps) for row in performed))
    return number


def _claim_id(connection: Connection, user_id: int, workout_id: int | None) -> tuple[int, bool]:
    """Return the workout's id, new if None, and whether there is no workout of this id yet."""
    if workout_id is None:
        return new_id(), True
    used = log_reads.own_ids(connection, user_id, workouts, "workout_id", [workout_id])
    used |= log_reads.own_ids(connection, user_id, deleted_rows, "row_id", [workout_id])
    return workout_id, not used


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
    """Turn a performed set into a target with its reps as the range; on another machine its load is dropped."""
    reps = {"reps_min": performed["reps"], "reps_max": performed["reps"], "percent_tm": None, "percent_1rm": None}
    reps |= {"note": None, "progression_id": None, "reason": None}
    variant = swaps.get(performed["exercise_id"])
    swapped = {"exercise_id": variant, "weight": None, "unit": None} if variant else {}
    return {**{name: performed[name] for name in COPIED}, **reps, **swapped}


def _plan_rows(parts: Iterable[Coached]) -> Iterator[Row]:
    for part in parts:
        progression = {"progression_id": part.progression_id, "reason": part.reason and part.reason[:500]}
        for routine_set in part.exercise.sets:
            yield _plan_row(part.exercise, routine_set) | progression


def previewed(connection: Connection, user_id: int, routine_id: int) -> tuple[Coached, ...]:
    """Preview the exercises of a routine as a workout begun now would plan them; empty for a deleted routine."""
    return tuple(
        part
        for routine in store.read_all(connection, user_id, routine_id)
        for part in with_loads(connection, user_id, coached_parts(connection, user_id, routine)[0])
    )


def with_loads(connection: Connection, user_id: int, parts: Iterable[Coached]) -> tuple[Coached, ...]:
    """Fill in the load of every set as far as it is known, with the reason where it is derived."""
    account = reads.lifter(connection, user_id) or {"unit": "kg"}
    return tuple(loaded(part, past_of(connection, user_id, part.exercise, account["unit"])) for part in parts)


def _on_machine(part: Coached, swaps: Mapping[int, int]) -> Coached:
    """Plan an exercise on the gym's own machine, without the loads of another machine."""
    planned = part.exercise
    variant = swaps.get(planned.exercise_id)
    if variant is None:
        return part
    sets = tuple(replace(routine_set, weight=None, unit=None) for routine_set in planned.sets)
    exercise = replace(planned, exercise_id=variant, sets=sets)
    return replace(part, exercise=exercise, progression_id=None, reason=None)


def _plan_row(exercise: RoutineExercise, routine_set: RoutineSet) -> Row:
    of_set = {name: getattr(routine_set, name) for name in store.SET_COLUMNS if name != "routine_set_id"}
    of_exercise = {name: getattr(exercise, name) for name in ("exercise_id", "superset", "rest_s", "note")}
    return {**of_set, **of_exercise}
