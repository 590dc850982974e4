"""Add, amend, rename, archive and merge exercises; each change marks the facts that depend on it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.exc import IntegrityError

from database import reads, writes
from database.ids import new_id
from database.oltp_tables import (
    CATALOGUE,
    EQUIPMENT,
    LOAD_TYPES,
    PATTERNS,
    UNITS,
    exercise_merges,
    exercise_muscles,
    exercise_settings,
    exercises,
)
from services.catalogue import fold_name
from services.errors import InvalidValue, NoSuchExercise
from services.fields import Field, checked, flag, load, name_of, number, one_of, text, whole
from services.muscles import MUSCLES

CREDITS: Final = (0.5, 1.0)
EXERCISE: Final[Mapping[str, Field]] = {
    "name": Field(name_of(120), "name", needed=True),
    "equipment": Field(one_of(EQUIPMENT), "equipment", needed=True),
    "pattern": Field(one_of(PATTERNS), "movement pattern", needed=True),
    "load_type": Field(one_of(LOAD_TYPES), "kind of load", needed=True),
    "bodyweight_fraction": Field(number(1), "share of body weight"),
    "implements": Field(whole(2, 1), "number of implements", needed=True),
    "per_side": Field(flag, "reps per side", needed=True),
}
SETTINGS: Final[Mapping[str, Field]] = {
    "own_name": Field(text(120), "name"),
    "is_archived": Field(flag, "archived", needed=True),
    "implements": Field(whole(2, 1), "number of implements"),
    "per_side": Field(flag, "reps per side"),
    "rest_s": Field(whole(3600), "rest"),
    "unit": Field(one_of(UNITS), "unit"),
    "step": Field(load, "step"),
    "pinned_note": Field(text(500), "pinned note"),
}
# Only these settings change the facts; a pinned note does not.
SHOWN_IN_FACTS: Final = {"own_name", "implements", "per_side"}

Change = Callable[[Connection], None]


def add_exercise(engine: Engine, user_id: int, fields: Mapping[str, Any], muscles: Mapping[str, float]) -> int:
    """Add an exercise of the lifter's own; return its id. Raises InvalidValue for a field or a taken name."""
    exercise_id = new_id()

    def change(connection: Connection) -> None:
        insert_exercise(connection, user_id, exercise_id, fields, muscles)

    carry_out(engine, user_id, change, [exercise_id])
    return exercise_id


def insert_exercise(
    connection: Connection, user_id: int, exercise_id: int, fields: Mapping[str, Any], muscles: Mapping[str, float]
) -> None:
    """Add an exercise within the lifter's transaction."""
    values, credits = _checked_exercise(fields), _checked_muscles(muscles)
    refuse_taken_name(connection, user_id, exercise_id, values["name"])
    row = {"user_id": user_id, "exercise_id": exercise_id, "created_at": datetime.now(UTC), **values}
    connection.execute(insert(exercises).values(**row))
    _write_muscles(connection, user_id, exercise_id, credits)


def amend_exercise(
    engine: Engine, user_id: int, exercise_id: int, fields: Mapping[str, Any], muscles: Mapping[str, float]
) -> None:
    """Change an exercise of the lifter's own; NoSuchExercise for any other."""
    values, credits = _checked_exercise(fields), _checked_muscles(muscles)

    def change(connection: Connection) -> None:
        refuse_taken_name(connection, user_id, exercise_id, values["name"])
        if not writes.amend_row(connection, exercises, user_id, {"exercise_id": exercise_id}, values):
            raise NoSuchExercise
        writes.delete_rows(connection, exercise_muscles, user_id, {"exercise_id": exercise_id})
        _write_muscles(connection, user_id, exercise_id, credits)

    carry_out(engine, user_id, change, [exercise_id])


def amend_settings(engine: Engine, user_id: int, exercise_id: int, fields: Mapping[str, Any]) -> None:
    """Set a lifter's own SETTINGS of any exercise, such as a name; None resets one."""
    amend_many_settings(engine, user_id, {exercise_id: fields})


def amend_many_settings(engine: Engine, user_id: int, settings: Mapping[int, Mapping[str, Any]]) -> None:
    """Set a lifter's own SETTINGS of several exercises, all or none."""
    values = {number: checked(fields, SETTINGS, datetime.now(UTC)) for number, fields in settings.items()}

    def change(connection: Connection) -> None:
        for exercise_id, fields in values.items():
            _require(connection, user_id, exercise_id)
            if fields.get("own_name"):
                refuse_taken_name(connection, user_id, exercise_id, fields["own_name"])
            _upsert(connection, exercise_settings, {"user_id": user_id, "exercise_id": exercise_id}, fields)

    carry_out(engine, user_id, change, [number for number, fields in values.items() if SHOWN_IN_FACTS & fields.keys()])


def merge_exercises(engine: Engine, user_id: int, from_id: int, into_id: int) -> None:
    """Count the sets of an exercise as another's from now on; unmerge_exercise undoes it."""

    def change(connection: Connection) -> None:
        _require(connection, user_id, from_id)
        _require(connection, user_id, into_id)
        if into_id in reads.merged_ids(connection, user_id, from_id):
            raise InvalidValue("An exercise cannot be merged into itself or into one that was merged into it.")
        row = {"into_id": into_id, "created_at": datetime.now(UTC)}
        _mark_variants(connection, user_id, from_id)
        _upsert(connection, exercise_merges, {"user_id": user_id, "from_id": from_id}, row)

    carry_out(engine, user_id, change, [from_id, into_id])


def unmerge_exercise(engine: Engine, user_id: int, from_id: int) -> None:
    """Undo the merge of an exercise."""

    def change(connection: Connection) -> None:
        merges = exercise_merges.c
        into = connection.scalar(select(merges.into_id).where(merges.user_id == user_id, merges.from_id == from_id))
        if into is None:
            raise NoSuchExercise("This exercise is not merged into another.")
        writes.mark_exercises(connection, user_id, [into])
        _mark_variants(connection, user_id, from_id)
        writes.delete_rows(connection, exercise_merges, user_id, {"from_id": from_id})

    carry_out(engine, user_id, change, [from_id])


def carry_out(engine: Engine, user_id: int, change: Change, marked: list[int]) -> None:
    """Make a change in one transaction and mark its exercises; InvalidValue for a taken name."""
    try:
        with writes.as_lifter(engine, user_id) as connection:
            change(connection)
            writes.mark_exercises(connection, user_id, marked)
    except IntegrityError as error:
        raise InvalidValue("You already have an exercise of that name.") from error


def _checked_exercise(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = checked(fields, EXERCISE, datetime.now(UTC))
    missing = [field.label for name, field in EXERCISE.items() if field.needed and name not in values]
    if missing:
        raise InvalidValue(f"An exercise needs its {', '.join(missing)}.")
    return values | {"name_key": fold_name(values["name"])}


def _checked_muscles(muscles: Mapping[str, float]) -> dict[str, float]:
    for muscle, credit in muscles.items():
        if muscle not in MUSCLES or credit not in CREDITS:
            raise InvalidValue(f"A muscle counts 1 or 0.5, and is one of {', '.join(MUSCLES)}.")
    return dict(muscles)


def _write_muscles(connection: Connection, user_id: int, exercise_id: int, credits: Mapping[str, float]) -> None:
    rows = [{"user_id": user_id, "exercise_id": exercise_id, "muscle": m, "credit": c} for m, c in credits.items()]
    writes.insert_rows(connection, exercise_muscles, rows)


def copy_muscles(connection: Connection, user_id: int, source: Mapping[str, Any], into_id: int) -> None:
    """Copy the muscles of another exercise to one of the lifter's own."""
    m = exercise_muscles.c
    mine = select(m.muscle, m.credit).where(m.user_id == source["user_id"], m.exercise_id == source["exercise_id"])
    _write_muscles(connection, user_id, into_id, {row.muscle: row.credit for row in connection.execute(mine)})


def _mark_variants(connection: Connection, user_id: int, head_id: int) -> None:
    """Mark the variants of an exercise: they depend on what it counts as."""
    heads = reads.merged_ids(connection, user_id, head_id)
    variant_ids = [row["exercise_id"] for row in reads.variants_of(connection, user_id) if row["variant_of"] in heads]
    writes.mark_exercises(connection, user_id, variant_ids)


def _require(connection: Connection, user_id: int, exercise_id: int) -> None:
    if reads.exercise(connection, user_id, exercise_id) is None:
        raise NoSuchExercise


def refuse_taken_name(connection: Connection, user_id: int, exercise_id: int, name: str) -> None:
    """Raise InvalidValue if the lifter already sees an exercise of this name, own or the catalogue's."""
    key = fold_name(name)
    for row in reads.exercises_of(connection, user_id):
        if row["exercise_id"] != exercise_id and fold_name(row["shown_name"]) == key:
            owner = "The catalogue already has" if row["user_id"] == CATALOGUE else "You already have"
            raise InvalidValue(f"{owner} an exercise named {row['shown_name']}.")


def _upsert(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Amend the row or insert it; the lock on the lifter's row in users prevents a race."""
    rest = {name: value for name, value in key.items() if name != "user_id"}
    existing = select(table.c.user_id).where(*(table.c[name] == value for name, value in key.items()))
    if connection.execute(existing).first():
        writes.amend_row(connection, table, key["user_id"], rest, dict(values))
    else:
        connection.execute(insert(table).values(**key, **values))
