"""Store every saved version of a routine as JSON, read it back, and delete it once nothing needs it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection

from database import routine_versions as statements
from database import writes
from database.oltp_tables import routine_versions
from services.routines.tree import MAX_SETS, Routine, RoutineExercise, RoutineSet, validated

Json = dict[str, Any]

MOST_VERSIONS: Final = 100  # of a routine; versions that a workout was started from do not count
OF_ROUTINE: Final = ("name", "folder", "description", "source")
OF_EXERCISE: Final = ("superset", "rest_s", "note", "progression")
OF_SET: Final = tuple(field.name for field in fields(RoutineSet) if field.name != "routine_set_id")


@dataclass(frozen=True)
class Kept:
    """A version of a routine, and when it was saved; None if that was before versions were kept."""

    routine: Routine
    saved_at: datetime | None


def keep(connection: Connection, user_id: int, routine: Routine, saved_at: datetime | None) -> None:
    """Store a version that is not stored yet."""
    key = {"user_id": user_id, "routine_id": routine.routine_id, "version": routine.version}
    writes.insert_row(connection, routine_versions, {**key, "saved_at": saved_at, "tree": tree_of(routine)})


def keep_first(connection: Connection, user_id: int, routine: Routine) -> None:
    """Store the present version if it was saved before versions were kept."""
    if not statements.version_rows(connection, user_id, routine.routine_id, routine.version):
        keep(connection, user_id, routine, None)


def newest(connection: Connection, user_id: int, routine_id: int) -> int:
    """Return the highest stored version of a routine, also of a deleted one; 0 without any."""
    return statements.newest_version(connection, user_id, routine_id)


def read(connection: Connection, user_id: int, routine_id: int, version: int | None = None) -> tuple[Kept, ...]:
    """Read the stored versions of a routine, the latest first, or one of them."""
    rows = statements.version_rows(connection, user_id, routine_id, version)
    return tuple(Kept(routine_of(row["tree"], routine_id, row["version"]), row["saved_at"]) for row in rows)


def of_workout(connection: Connection, user_id: int, workout: Mapping[str, Any]) -> Routine | None:
    """Return the routine as it was when a workout was started from it; None if unknown."""
    routine_id, version = workout["routine_id"], workout["routine_version"]
    kept = read(connection, user_id, routine_id, version) if routine_id and version else ()
    return kept[0].routine if kept else None


def forget_oldest(connection: Connection, user_id: int, routine: Routine) -> None:
    """Delete versions beyond MOST_VERSIONS, except those that a workout was started from."""
    if routine.version > MOST_VERSIONS:
        oldest = routine.version - MOST_VERSIONS
        statements.forget_versions(connection, user_id, routine.routine_id, oldest)


def forget_deleted(connection: Connection, user_id: int) -> None:
    """Delete the versions of deleted routines, except those that a workout was started from."""
    statements.forget_versions(connection, user_id)


def tree_of(routine: Routine) -> Json:
    """Return a routine as JSON: no empty values, equal sets once with their count, ids and loads as text."""
    own = {name: getattr(routine, name) for name in OF_ROUTINE}
    return _filled(own) | {"exercises": [_exercise_tree(exercise) for exercise in routine.exercises]}


def routine_of(tree: Mapping[str, Any], routine_id: int = 0, version: int = 0) -> Routine:
    """Read a routine from the JSON of tree_of."""
    own: Json = {name: tree.get(name) for name in OF_ROUTINE if name != "name"}
    exercises = tuple(_exercise_of(exercise) for exercise in tree["exercises"])
    return Routine(tree["name"], exercises, **own, routine_id=routine_id, version=version)


def checked(tree: Mapping[str, Any]) -> None:
    """Raise InvalidValue, KeyError, TypeError, ValueError or AttributeError for a tree that is no routine's."""
    validated(routine_of(tree))


def _exercise_tree(exercise: RoutineExercise) -> Json:
    own = {name: getattr(exercise, name) for name in OF_EXERCISE}
    alternatives = [str(number) for number in exercise.alternatives]
    ids = {"exercise_id": str(exercise.exercise_id), "routine_exercise_id": str(exercise.routine_exercise_id)}
    return (
        ids | _filled(own) | _filled({"alternatives": alternatives or None}) | {"sets": list(_sets_tree(exercise.sets))}
    )


def _sets_tree(sets: Iterable[RoutineSet]) -> Iterator[Json]:
    for planned, group in groupby(replace(planned, routine_set_id=0) for planned in sets):
        own = _filled({name: getattr(planned, name) for name in OF_SET})
        weight = {"weight": f"{planned.weight:f}"} if planned.weight is not None else {}
        yield {"count": len(list(group))} | own | weight


def _exercise_of(tree: Mapping[str, Any]) -> RoutineExercise:
    own = {name: tree.get(name) for name in OF_EXERCISE}
    sets = tuple(planned for group in tree["sets"] for planned in [_set_of(group)] * _count(group["count"]))
    alternatives = tuple(int(number) for number in tree.get("alternatives") or ())
    number = int(tree.get("routine_exercise_id") or 0)
    return RoutineExercise(int(tree["exercise_id"]), sets, **own, alternatives=alternatives, routine_exercise_id=number)


def _set_of(tree: Mapping[str, Any]) -> RoutineSet:
    own: Json = {name: tree.get(name) for name in OF_SET}
    weight = own["weight"]
    return RoutineSet(**own | {"weight": None if weight is None else Decimal(weight)})


def _count(count: Any) -> int:
    if not 1 <= int(count) <= MAX_SETS:
        raise ValueError("more sets than an exercise has")
    return int(count)


def _filled(values: Mapping[str, Any]) -> Json:
    return {name: value for name, value in values.items() if value is not None}
