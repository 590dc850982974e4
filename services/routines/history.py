"""The versions of a routine: what it was, what it was when a workout was started from it, and an older one again."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from database import reads, writes
from database.db_connector import reading
from services.errors import TonnageError
from services.progression import editing as progressions
from services.routines import store, versions
from services.routines.coaching import link_of
from services.routines.tree import Routine, RoutineExercise
from services.routines.versions import Kept


class NoSuchVersion(TonnageError):
    """This version of the routine is not kept any more."""


@dataclass(frozen=True)
class Started:
    """What a workout was started from: that version of the routine, and the routine now; None if it is deleted."""

    version: Kept
    now: Routine | None


def history(engine: Engine, user_id: int, routine_id: int) -> tuple[Kept, ...]:
    """The versions of a routine, the one that stands first; NoSuchRoutine."""
    with reading(engine) as connection:
        now = store.read(connection, user_id, routine_id)
        found = versions.read(connection, user_id, routine_id)
    older = tuple(one for one in found if one.routine.version < now.version)
    saved_at = next((one.saved_at for one in found if one.routine.version == now.version), None)
    return (Kept(now, saved_at), *older)


def started_from(engine: Engine, user_id: int, workout_id: int) -> Started | None:
    """The routine as it was when a workout was started from it, also of a deleted one; None where that is not known."""
    with reading(engine) as connection:
        workout = reads.workout(connection, user_id, workout_id)
        routine_id, version = (workout["routine_id"], workout["routine_version"]) if workout else (None, None)
        if not routine_id or not version:
            return None
        now = next(iter(store.read_all(connection, user_id, routine_id)), None)
        found = versions.read(connection, user_id, routine_id, version)
    if not found and now and now.version == version:
        found = (Kept(now, None),)
    return Started(found[0], now) if found else None


def bring_back(engine: Engine, user_id: int, routine_id: int, version: int) -> Routine:
    """Make an older version the newest one, with its name, description and exercises; what the routine was before.

    A progression that was given up meanwhile stays given up. NoSuchRoutine, NoSuchVersion, or InvalidValue where one of
    its exercises is gone.
    """
    with writes.as_lifter(engine, user_id) as connection:
        now = store.read(connection, user_id, routine_id)
        found = versions.read(connection, user_id, routine_id, version)
        if not found:
            raise NoSuchVersion
        exercises = _alive(connection, user_id, found[0].routine.exercises)
        old = found[0].routine
        new = replace(now, name=old.name, description=old.description, exercises=exercises)
        store.put(connection, user_id, now, new)
    return now


def _alive(connection: Connection, user_id: int, exercises: tuple[RoutineExercise, ...]) -> tuple[RoutineExercise, ...]:
    known = {one.progression_id for one in progressions.read_all(connection, user_id)}
    return tuple(one if link_of(one) in known else replace(one, progression=None) for one in exercises)
