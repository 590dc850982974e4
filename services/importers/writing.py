"""An import written, all or nothing, with what is needed to take it back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, insert, select

from database import writes
from database.ids import new_id
from database.oltp_tables import (
    deleted_rows,
    exercise_aliases,
    exercises,
    import_batches,
    import_changes,
    sets,
    workouts,
)
from services.catalogue import fold_name
from services.importers.plan import SET_FIELDS, WORKOUT_FIELDS, Change, Plan, Row, Stored

Progress = Callable[[float], None]

TABLE_OF: Final[Mapping[str, tuple[Table, str]]] = {
    "workout": (workouts, "workout_id"),
    "set": (sets, "set_id"),
    "exercise": (exercises, "exercise_id"),
}
DECODERS: Final[Mapping[str, Callable[[str], Any]]] = {"ended_at": datetime.fromisoformat, "weight": Decimal}
CHUNK: Final = 5000
FROM_IMPORT: Final = "import"  # exercise_aliases.source


def silent(share: float) -> None:
    """Tell nobody."""


def stored_of(connection: Connection, user_id: int, keys: Collection[str]) -> Stored:
    """What earlier imports left of these workouts, by source key."""
    workouts_by_key = _by_source_key(connection, user_id, workouts, ("workout_id", "started_at", *WORKOUT_FIELDS))
    known_workouts = {key: row for key, row in workouts_by_key.items() if key in keys}
    gone = select(deleted_rows.c.source_key).where(
        deleted_rows.c.user_id == user_id, deleted_rows.c.source_key.is_not(None)
    )
    deleted = frozenset(connection.scalars(gone))
    if not known_workouts and deleted.isdisjoint(keys):
        return Stored({}, {}, deleted)
    return Stored(
        known_workouts, _by_source_key(connection, user_id, sets, ("set_id", "exercise_id", *SET_FIELDS)), deleted
    )


def _by_source_key(connection: Connection, user_id: int, table: Table, names: Sequence[str]) -> dict[str, Row]:
    columns = [table.c[name] for name in (*names, "source_key", "field_stamps")]
    statement = select(*columns).where(table.c.user_id == user_id, table.c.source_key.is_not(None))
    return {row["source_key"]: dict(row) for row in connection.execute(statement).mappings()}


def write_plan(
    connection: Connection,
    user_id: int,
    batch: Mapping[str, Any],
    plan: Plan,
    made: Sequence[Row],
    tell: Progress = silent,
) -> int:
    """Write a batch, the exercises it makes, its rows and what they were before, in chunks; the id of the batch.

    `tell` hears after each chunk which share of the sets is written, from 0 to 1.
    """
    batch_id = new_id()
    head = {"user_id": user_id, "batch_id": batch_id}
    writes.insert_row(connection, import_batches, {**head, "created_at": datetime.now(UTC), **batch})
    _insert(connection, exercises, [{"user_id": user_id, **row} for row in made])
    _insert(connection, workouts, [{**head, "field_stamps": {}, **row} for row in plan.new_workouts])
    for start in range(0, len(plan.new_sets), CHUNK):
        chunk = plan.new_sets[start : start + CHUNK]
        _insert(connection, sets, [{"user_id": user_id, "field_stamps": {}, **row} for row in chunk])
        tell((start + len(chunk)) / len(plan.new_sets))
    _amend(connection, user_id, "workout", plan.workout_changes)
    _amend(connection, user_id, "set", plan.set_changes)
    _insert(connection, import_changes, [{**head, **change} for change in _changes(plan, made)])
    return batch_id


def remember_names(connection: Connection, user_id: int, meanings: Mapping[str, int]) -> None:
    """Let these names mean these exercises from now on, for this lifter."""
    rows = {fold_name(name): (name, exercise_id) for name, exercise_id in meanings.items()}
    for key, (name, exercise_id) in rows.items():
        table = exercise_aliases.c
        connection.execute(delete(exercise_aliases).where(table.user_id == user_id, table.alias_key == key))
        row = {"user_id": user_id, "alias_key": key, "alias": name, "exercise_id": exercise_id, "source": FROM_IMPORT}
        writes.insert_row(connection, exercise_aliases, row)


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    # Not as one multi-row VALUES: compiling that takes twenty times as long as the driver's own way with many rows.
    if rows:
        connection.execute(insert(table), rows)


def _amend(connection: Connection, user_id: int, kind: str, changes: Iterable[Change]) -> None:
    table, id_name = TABLE_OF[kind]
    for change in changes:
        writes.amend_row(connection, table, user_id, {id_name: change.row_id}, change.after)


def _changes(plan: Plan, made: Iterable[Row]) -> Iterable[Row]:
    """One row for each row added (nothing before) or changed (its old values)."""
    added = (("workout", plan.new_workouts), ("set", plan.new_sets), ("exercise", made))
    for kind, rows in added:
        for row in rows:
            yield {"change_id": new_id(), "kind": kind, "row_id": row[TABLE_OF[kind][1]], "before": None}
    for kind, changes in (("workout", plan.workout_changes), ("set", plan.set_changes)):
        for change in changes:
            before = {name: _json(value) for name, value in change.before.items()}
            yield {"change_id": new_id(), "kind": kind, "row_id": change.row_id, "before": before}


def decoded(before: Mapping[str, Any]) -> Row:
    """The values of a before image."""
    return {name: DECODERS[name](value) if name in DECODERS and value else value for name, value in before.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
