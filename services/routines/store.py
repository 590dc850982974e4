"""Read routines from their tables and write them back, one version per change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from database import log_reads, routine_reads
from database.ids import new_id
from database.oltp_tables import routine_exercises, routine_sets, routines
from database.writes import amend_row, delete_rows, insert_row, insert_rows
from services.errors import InvalidValue, NoSuchRoutine
from services.routines import versions
from services.routines.tree import Routine, RoutineExercise, RoutineSet, validated

Row = dict[str, Any]

SET_COLUMNS = tuple(field.name for field in fields(RoutineSet))
EXERCISE_COLUMNS = tuple(field.name for field in fields(RoutineExercise) if field.name != "sets")
ROUTINE_COLUMNS = tuple(field.name for field in fields(Routine) if field.name != "exercises")


def read_all(connection: Connection, user_id: int, routine_id: int | None = None) -> tuple[Routine, ...]:
    """Read the routines of a lifter in order, or one of them, with three statements for any number."""
    # Versions are read first: content newer than its version is noticed when it is saved, older content is not.
    rows = routine_reads.routine_rows(connection, user_id, routine_id)
    exercises = routine_reads.routine_exercise_rows(connection, user_id, routine_id)
    sets = routine_reads.routine_set_rows(connection, user_id, routine_id)
    of_exercise = _grouped(sets, "routine_exercise_id", _set_of)
    of_routine = _grouped(exercises, "routine_id", lambda row: _exercise_of(row, of_exercise))
    return tuple(_routine_of(row, of_routine) for row in rows)


def read(connection: Connection, user_id: int, routine_id: int) -> Routine:
    """Read a routine; NoSuchRoutine if the lifter has none with this id."""
    matches = read_all(connection, user_id, routine_id) if routine_id else ()
    if not matches:
        raise NoSuchRoutine
    return matches[0]


def add(connection: Connection, user_id: int, routine: Routine) -> Routine:
    """Store a new routine at the end of the list."""
    position = 1 + max((row["position"] for row in routine_reads.routine_rows(connection, user_id)), default=0.0)
    number = routine.routine_id or new_id()
    version = 1 + (versions.newest(connection, user_id, number) if routine.routine_id else 0)
    new = replace(routine, routine_id=number, version=version, position=position)
    checked, now = _checked_with_ids(connection, user_id, new, keep=()), datetime.now(UTC)
    insert_row(connection, routines, {**_row(checked), "user_id": user_id, "created_at": now})
    _insert_content(connection, user_id, checked)
    versions.keep(connection, user_id, checked, now)
    return checked


def put(connection: Connection, user_id: int, old: Routine, new: Routine) -> Routine:
    """Store a changed routine with a new version; the old version is kept. Unchanged parts keep their ids.

    Saving without a change makes no version.
    """
    kept = [exercise.routine_exercise_id for exercise in old.exercises]
    kept += [planned.routine_set_id for exercise in old.exercises for planned in exercise.sets]
    own = replace(new, routine_id=old.routine_id, version=old.version + 1, position=old.position, source=old.source)
    checked = _checked_with_ids(connection, user_id, own, kept)
    if _bare(checked) == _bare(old):
        return old
    versions.keep_first(connection, user_id, old)
    versions.keep(connection, user_id, checked, datetime.now(UTC))
    versions.forget_oldest(connection, user_id, checked)
    amend_row(connection, routines, user_id, {"routine_id": old.routine_id}, _row(checked))
    if checked.exercises != old.exercises:
        _delete_content(connection, user_id, old)
        _insert_content(connection, user_id, checked)
    return checked


def _bare(routine: Routine) -> Routine:
    """Return a routine without its version and the ids of its sets, which an edited row does not keep."""
    exercises = (
        replace(part, sets=tuple(replace(planned, routine_set_id=0) for planned in part.sets))
        for part in routine.exercises
    )
    return replace(routine, version=0, exercises=tuple(exercises))


def delete(connection: Connection, user_id: int, routine: Routine) -> None:
    """Delete a routine. Its versions are kept for its workouts, and until the next routine is deleted."""
    versions.forget_deleted(connection, user_id)
    versions.keep_first(connection, user_id, routine)
    _delete_content(connection, user_id, routine)
    delete_rows(connection, routines, user_id, {"routine_id": routine.routine_id})


def _checked_with_ids(connection: Connection, user_id: int, routine: Routine, keep: Iterable[int]) -> Routine:
    checked = validated(routine)
    exercise_ids = {exercise.exercise_id for exercise in checked.exercises}
    exercise_ids |= {alternative for exercise in checked.exercises for alternative in exercise.alternatives}
    missing = exercise_ids - log_reads.load_types(connection, user_id, exercise_ids).keys()
    if missing:
        raise InvalidValue(f"There is no such exercise: {min(missing)}.")
    free = set(keep)
    return replace(checked, exercises=tuple(_with_ids(exercise, free) for exercise in checked.exercises))


def _with_ids(exercise: RoutineExercise, free: set[int]) -> RoutineExercise:
    """Keep the ids that the routine had before, each once; make new ones for the rest."""
    number = _claimed(exercise.routine_exercise_id, free)
    sets = tuple(replace(planned, routine_set_id=_claimed(planned.routine_set_id, free)) for planned in exercise.sets)
    return replace(exercise, routine_exercise_id=number, sets=sets)


def _claimed(row_id: int, free: set[int]) -> int:
    if row_id not in free:
        return new_id()
    free.remove(row_id)
    return row_id


def _insert_content(connection: Connection, user_id: int, routine: Routine) -> None:
    exercises = [
        {**_exercise_columns(exercise), "routine_id": routine.routine_id, "position": float(place)}
        for place, exercise in enumerate(routine.exercises, 1)
    ]
    sets = [
        {
            **_columns(planned, SET_COLUMNS),
            "routine_exercise_id": exercise.routine_exercise_id,
            "position": float(place),
        }
        for exercise in routine.exercises
        for place, planned in enumerate(exercise.sets, 1)
    ]
    insert_rows(connection, routine_exercises, [{"user_id": user_id, **row} for row in exercises])
    insert_rows(connection, routine_sets, [{"user_id": user_id, **row} for row in sets])


def _delete_content(connection: Connection, user_id: int, routine: Routine) -> None:
    for exercise in routine.exercises:
        delete_rows(connection, routine_sets, user_id, {"routine_exercise_id": exercise.routine_exercise_id})
    delete_rows(connection, routine_exercises, user_id, {"routine_id": routine.routine_id})


def _row(routine: Routine) -> Row:
    return _columns(routine, ROUTINE_COLUMNS)


def _exercise_columns(exercise: RoutineExercise) -> Row:
    return {
        **_columns(exercise, EXERCISE_COLUMNS),
        "alternatives": [str(number) for number in exercise.alternatives] or None,
    }


def _columns(part: Routine | RoutineExercise | RoutineSet, names: Sequence[str]) -> Row:
    return {name: getattr(part, name) for name in names}


def _routine_of(row: Row, exercises: Mapping[int, list[RoutineExercise]]) -> Routine:
    inside = tuple(exercises.get(row["routine_id"], ()))
    return Routine(exercises=inside, **{name: row[name] for name in ROUTINE_COLUMNS})


def _exercise_of(row: Row, sets: Mapping[int, list[RoutineSet]]) -> RoutineExercise:
    inside = tuple(sets.get(row["routine_exercise_id"], ()))
    own = {name: row[name] for name in EXERCISE_COLUMNS}
    return RoutineExercise(sets=inside, **own | {"alternatives": tuple(map(int, row["alternatives"] or ()))})


def _set_of(row: Row) -> RoutineSet:
    return RoutineSet(**{name: row[name] for name in SET_COLUMNS})


def _grouped(rows: Iterable[Row], key: str, build: Callable[[Row], Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(build(row))
    return groups
