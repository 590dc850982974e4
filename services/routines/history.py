"""The versions of a routine: list them, find the one that a workout was started from, restore an older one."""

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
    """The version of the routine that a workout was started from, and the routine now; None if it is deleted."""

    version: Kept
    now: Routine | None


def history(engine: Engine, user_id: int, routine_id: int) -> tuple[Kept, ...]:
    """Return the versions of a routine, the present one first; NoSuchRoutine."""
    with reading(engine) as connection:
        now = store.read(connection, user_id, routine_id)
        kept = versions.read(connection, user_id, routine_id)
    older = tuple(version for version in kept if version.routine.version < now.version)
    saved_at = next((version.saved_at for version in kept if version.routine.version == now.version), None)
    return (Kept(now, saved_at), *older)


def started_from(engine: Engine, user_id: int, workout_id: int) -> Started | None:
    """Return the routine as it was when a workout was started from it, even if deleted since; None if unknown."""
    with reading(engine) as connection:
        workout = reads.workout(connection, user_id, workout_id)
        routine_id, version = (workout["routine_id"], workout["routine_version"]) if workout else (None, None)
        if not routine_id or not version:
            return None
        now = next(iter(store.read_all(connection, user_id, routine_id)), None)
        kept = versions.read(connection, user_id, routine_id, version)
    if not kept and now and now.version == version:
        kept = (Kept(now, None),)
    return Started(kept[0], now) if kept else None


def bring_back(engine: Engine, user_id: int, routine_id: int, version: int) -> Routine:
    """Restore an older version's name, description and exercises; return the routine as it was before.

    A progression deleted since then stays deleted. Raises NoSuchRoutine, NoSuchVersion, or InvalidValue where one of
    its exercises is gone.
    """
    with writes.as_lifter(engine, user_id) as connection:
        now = store.read(connection, user_id, routine_id)
        kept = versions.read(connection, user_id, routine_id, version)
        if not kept:
            raise NoSuchVersion
        exercises = _without_deleted_progressions(connection, user_id, kept[0].routine.exercises)
        old = kept[0].routine
        new = replace(now, name=old.name, description=old.description, exercises=exercises)
        store.put(connection, user_id, now, new)
    return now


def _without_deleted_progressions(
    connection: Connection, user_id: int, exercises: tuple[RoutineExercise, ...]
) -> tuple[RoutineExercise, ...]:
    progression_ids = {part.progression_id for part in progressions.read_all(connection, user_id)}
    return tuple(part if link_of(part) in progression_ids else replace(part, progression=None) for part in exercises)
