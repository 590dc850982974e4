"""Use cases of routines: read, create, edit, order, delete. Every change is a transaction and a new version."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine, func, select

from database.db_connector import reading
from database.oltp_tables import routines as routine_table
from database.oltp_tables import workouts
from database.writes import amend_row, as_lifter
from services.errors import InvalidValue, NoSuchExercise, NoSuchRoutine, RoutineChanged
from services.routines import store
from services.routines.finishing import compared, learn, save_as_routine
from services.routines.planning import repeat_workout, start_from_routine
from services.routines.starters import Starter, copy_starter, starters
from services.routines.tree import Routine, RoutineExercise, RoutineSet

__all__ = [
    "Routine",
    "RoutineExercise",
    "RoutineSet",
    "Starter",
    "add_exercise",
    "amend_exercise",
    "amend_routine",
    "archive_routine",
    "compared",
    "copy_starter",
    "create_routine",
    "delete_routine",
    "duplicate_routine",
    "last_performed",
    "learn",
    "move_exercise",
    "move_to",
    "remove_exercise",
    "rename_folder",
    "rename_routine",
    "reorder_routines",
    "repeat_workout",
    "replace_routine",
    "restore_routine",
    "routine",
    "routines",
    "save_as_routine",
    "start_from_routine",
    "starters",
    "unarchive_routine",
]

NAME_LENGTH = 100
COPY_SUFFIX = " (copy)"
AMENDABLE = {"name", "folder", "description"}
AMENDABLE_IN_EXERCISE = {"exercise_id", "sets", "superset", "rest_s", "note", "progression", "alternatives"}


def routine(engine: Engine, user_id: int, routine_id: int) -> Routine:
    """Return a routine; NoSuchRoutine if the lifter has none with this id."""
    with reading(engine) as connection:
        return store.read(connection, user_id, routine_id)


def routines(engine: Engine, user_id: int, archived: bool = False) -> tuple[Routine, ...]:
    """Return the lifter's routines in their order: those in use, or the archived ones."""
    with reading(engine) as connection:
        every = store.read_all(connection, user_id)
    return tuple(stored for stored in every if stored.is_archived == archived)


def last_performed(engine: Engine, user_id: int) -> dict[int, date]:
    """Return the date of the last workout from each routine."""
    w = workouts.c
    picked = select(w.routine_id, func.max(w.performed_on)).where(w.user_id == user_id, w.routine_id.is_not(None))
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(picked.group_by(w.routine_id))}


def create_routine(
    engine: Engine,
    user_id: int,
    name: str,
    exercises: Sequence[RoutineExercise] = (),
    folder: str | None = None,
    description: str | None = None,
) -> Routine:
    """Add a routine at the end of the list; InvalidValue says which value is wrong."""
    new = Routine(name, tuple(exercises), folder=folder, description=description)
    with as_lifter(engine, user_id) as connection:
        return store.add(connection, user_id, new)


def replace_routine(engine: Engine, user_id: int, edited: Routine) -> Routine:
    """Save an edited routine over the version that it was made from; return it as stored, with a new version.

    Raises NoSuchRoutine, InvalidValue, or RoutineChanged if another version was saved in between.
    """

    def change(stored: Routine) -> Routine:
        if stored.version != edited.version:
            raise RoutineChanged
        return edited

    return _changed(engine, user_id, edited.routine_id, change)


def amend_routine(engine: Engine, user_id: int, /, routine_id: int, **fields: Any) -> Routine:
    """Change the name, folder or description of a routine."""
    _check_names(fields, AMENDABLE)
    return _changed(engine, user_id, routine_id, lambda stored: replace(stored, **fields))


def rename_routine(engine: Engine, user_id: int, routine_id: int, name: str) -> Routine:
    """Give a routine another name."""
    return amend_routine(engine, user_id, routine_id, name=name)


def archive_routine(engine: Engine, user_id: int, routine_id: int) -> Routine:
    """Archive a routine; unarchive_routine undoes it."""
    return _changed(engine, user_id, routine_id, lambda stored: replace(stored, is_archived=True))


def unarchive_routine(engine: Engine, user_id: int, routine_id: int) -> Routine:
    """Take a routine out of the archive."""
    return _changed(engine, user_id, routine_id, lambda stored: replace(stored, is_archived=False))


def duplicate_routine(engine: Engine, user_id: int, routine_id: int) -> Routine:
    """Add a copy of a routine at the end of the list."""
    with as_lifter(engine, user_id) as connection:
        original = store.read(connection, user_id, routine_id)
        name = original.name[: NAME_LENGTH - len(COPY_SUFFIX)] + COPY_SUFFIX
        return store.add(connection, user_id, replace(original, name=name, routine_id=0, is_archived=False))


def delete_routine(engine: Engine, user_id: int, routine_id: int) -> Routine:
    """Delete a routine and return it for restore_routine. Workouts started from it stay as they are."""
    with as_lifter(engine, user_id) as connection:
        deleted = store.read(connection, user_id, routine_id)
        store.delete(connection, user_id, deleted)
        return deleted


def restore_routine(engine: Engine, user_id: int, deleted: Routine) -> Routine:
    """Restore a deleted routine under its id at the end of the list; an existing one stays as it is."""
    with as_lifter(engine, user_id) as connection:
        standing = store.read_all(connection, user_id, deleted.routine_id) if deleted.routine_id else ()
        return standing[0] if standing else store.add(connection, user_id, deleted)


def reorder_routines(engine: Engine, user_id: int, routine_ids: Sequence[int]) -> None:
    """Put these routines first, in this order, and all others after them; NoSuchRoutine for an unknown id."""
    with as_lifter(engine, user_id) as connection:
        standing = [stored.routine_id for stored in store.read_all(connection, user_id)]
        if not set(routine_ids) <= set(standing):
            raise NoSuchRoutine
        for place, number in enumerate(dict.fromkeys([*routine_ids, *standing]), 1):
            amend_row(connection, routine_table, user_id, {"routine_id": number}, {"position": float(place)})


def move_to(engine: Engine, user_id: int, routine_id: int, folder: str | None, behind: int | None = None) -> None:
    """Put a routine into a folder, or none, right behind another routine or before all others.

    Raises NoSuchRoutine, or InvalidValue for a bad folder name.
    """
    with as_lifter(engine, user_id) as connection:
        every = store.read_all(connection, user_id)
        moved = next((stored for stored in every if stored.routine_id == routine_id), None)
        if moved is None:
            raise NoSuchRoutine
        remaining_ids = [stored.routine_id for stored in every if stored is not moved]
        if behind is not None and behind not in remaining_ids:
            raise NoSuchRoutine
        place = 0 if behind is None else remaining_ids.index(behind) + 1
        if moved.folder != folder:
            store.put(connection, user_id, moved, replace(moved, folder=folder))
        for position, number in enumerate([*remaining_ids[:place], routine_id, *remaining_ids[place:]], 1):
            amend_row(connection, routine_table, user_id, {"routine_id": number}, {"position": float(position)})


def rename_folder(engine: Engine, user_id: int, old: str, new: str | None) -> int:
    """Rename a folder, or dissolve it with None; return how many routines were in it.

    The name of another folder merges the two. Raises InvalidValue for a bad name or an unknown folder.
    """
    with as_lifter(engine, user_id) as connection:
        inside = [member for member in store.read_all(connection, user_id) if member.folder == old]
        if not inside:
            raise InvalidValue("There is no folder of that name any more.")
        for member in inside:
            store.put(connection, user_id, member, replace(member, folder=new))
        return len(inside)


def add_exercise(engine: Engine, user_id: int, routine_id: int, exercise: RoutineExercise) -> Routine:
    """Add an exercise at the end of a routine."""
    return _changed(
        engine, user_id, routine_id, lambda stored: replace(stored, exercises=(*stored.exercises, exercise))
    )


def move_exercise(engine: Engine, user_id: int, routine_id: int, routine_exercise_id: int, place: int) -> Routine:
    """Move an exercise to a place in its routine, 0 being the first."""

    def change(stored: Routine) -> Routine:
        moved = _exercise(stored, routine_exercise_id)
        exercises = [exercise for exercise in stored.exercises if exercise is not moved]
        exercises.insert(max(place, 0), moved)
        return replace(stored, exercises=tuple(exercises))

    return _changed(engine, user_id, routine_id, change)


def remove_exercise(engine: Engine, user_id: int, routine_id: int, routine_exercise_id: int) -> Routine:
    """Take an exercise out of a routine."""

    def change(stored: Routine) -> Routine:
        removed = _exercise(stored, routine_exercise_id)
        return replace(stored, exercises=tuple(exercise for exercise in stored.exercises if exercise is not removed))

    return _changed(engine, user_id, routine_id, change)


def amend_exercise(
    engine: Engine, user_id: int, /, routine_id: int, routine_exercise_id: int, **fields: Any
) -> Routine:
    """Change an exercise in a routine: exercise_id, sets (a tuple of RoutineSet), superset, note …"""
    _check_names(fields, AMENDABLE_IN_EXERCISE)

    def change(stored: Routine) -> Routine:
        amended = _exercise(stored, routine_exercise_id)
        new = replace(amended, **fields)
        exercises = tuple(new if exercise is amended else exercise for exercise in stored.exercises)
        return replace(stored, exercises=exercises)

    return _changed(engine, user_id, routine_id, change)


def _changed(engine: Engine, user_id: int, routine_id: int, change: Callable[[Routine], Routine]) -> Routine:
    with as_lifter(engine, user_id) as connection:
        old = store.read(connection, user_id, routine_id)
        return store.put(connection, user_id, old, change(old))


def _exercise(stored: Routine, routine_exercise_id: int) -> RoutineExercise:
    for exercise in stored.exercises:
        if exercise.routine_exercise_id == routine_exercise_id:
            return exercise
    raise NoSuchExercise


def _check_names(fields: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(fields.keys() - allowed)
    if unknown:
        raise InvalidValue(f"There is no field {unknown[0]} here.")
