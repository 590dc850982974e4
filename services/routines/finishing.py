"""Compare a finished workout with its routine, update the routine from it, or make a new routine of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, Engine

from database import log_reads, reads
from database.db_connector import reading
from database.oltp_tables import routines
from database.writes import as_lifter
from services.errors import InvalidValue, NoSuchWorkout
from services.routines import store
from services.routines.learned import (
    Difference,
    Performed,
    as_planned,
    differences,
    performed_of,
    with_exercises,
    with_numbers,
)
from services.routines.tree import Routine


@dataclass(frozen=True)
class Compared:
    """A routine beside a workout that was started from it."""

    routine: Routine
    differences: tuple[Difference, ...]


LEARNING: Final[Mapping[str, Callable[[Routine, Sequence[Performed]], Routine]]] = {
    "numbers": with_numbers,
    "exercises": with_exercises,
    "keep": lambda routine, _performed: routine,
}


def compared(engine: Engine, user_id: int, workout_id: int) -> Compared | None:
    """Compare a workout with the present version of its routine; None without a routine or without sets."""
    with reading(engine) as connection:
        workout = reads.workout(connection, user_id, workout_id)
        routine_id = workout["routine_id"] if workout else None
        if not routine_id or not log_reads.own_ids(connection, user_id, routines, "routine_id", [routine_id]):
            return None
        routine = store.read(connection, user_id, routine_id)
        performed = _performed(connection, user_id, workout_id)
    return Compared(routine, tuple(differences(routine, performed))) if performed else None


def learn(engine: Engine, user_id: int, workout_id: int, answer: str) -> Routine:
    """Update the routine of a workout: "numbers", "exercises" (with numbers) or "keep", and remember that answer.

    Returns the routine as it was before. Raises NoSuchWorkout, NoSuchRoutine, or InvalidValue for another answer.
    """
    if answer not in LEARNING:
        raise InvalidValue(f"A routine can be updated by {', '.join(LEARNING)}, not by that.")
    with as_lifter(engine, user_id) as connection:
        workout = _require_workout(connection, user_id, workout_id)
        old = store.read(connection, user_id, workout["routine_id"] or 0)
        learned = LEARNING[answer](old, _performed(connection, user_id, workout_id))
        store.put(connection, user_id, old, replace(learned, after_workout=answer))
    return old


def save_as_routine(engine: Engine, user_id: int, workout_id: int, name: str, with_loads: bool = False) -> Routine:
    """Make a routine of a workout's exercises, sets and reps, with its loads as targets if asked for.

    Raises NoSuchWorkout, or InvalidValue for a workout without sets.
    """
    with as_lifter(engine, user_id) as connection:
        _require_workout(connection, user_id, workout_id)
        performed = _performed(connection, user_id, workout_id)
        if not performed:
            raise InvalidValue("A workout without sets makes no routine.")
        exercises = tuple(as_planned(exercise, with_loads) for exercise in performed)
        return store.add(connection, user_id, Routine(name, exercises))


def _require_workout(connection: Connection, user_id: int, workout_id: int) -> reads.Row:
    workout = reads.workout(connection, user_id, workout_id)
    if workout is None:
        raise NoSuchWorkout
    return workout


def _performed(connection: Connection, user_id: int, workout_id: int) -> list[Performed]:
    return performed_of(reads.sets_of_workout(connection, user_id, workout_id))
