"""Named statements that a write executes first: lock rows, and check which ids belong to the lifter."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from database.oltp_tables import CATALOGUE, applied_ops, exercises, sets, workouts
from database.reads import Row, rows_of

IN_LIST = 500  # ids in one statement


def locked_rows(
    connection: Connection, user_id: int, table: Table, values_of: Mapping[str, Collection[Any]]
) -> list[Row]:
    """Lock and read the lifter's rows in which each named column has one of its values."""
    rows: list[Row] = []
    name, values = list(values_of.items())[-1]
    for packet in _packets(values):
        columns = {**values_of, name: packet}
        where = [table.c.user_id == user_id, *(table.c[column].in_(list(some)) for column, some in columns.items())]
        rows += rows_of(connection, _by_index(select(table).where(*where).with_for_update(), table, name))
    return rows


def applied(connection: Connection, user_id: int, op_ids: Collection[int]) -> dict[int, str | None]:
    """Return the operations that were applied or refused before, each with its refusal or None."""
    refusals: dict[int, str | None] = {}
    for packet in _packets(op_ids):
        picked = select(applied_ops.c.op_id, applied_ops.c.refusal)
        where = picked.where(applied_ops.c.user_id == user_id, applied_ops.c.op_id.in_(packet))
        refusals |= {row["op_id"]: row["refusal"] for row in rows_of(connection, where)}
    return refusals


def owners(connection: Connection, table: Table, where: ColumnElement[bool]) -> Sequence[int]:
    """List the lifters who have rows in a table that match a condition."""
    return connection.scalars(select(table.c.user_id).where(where).distinct()).all()


def without_own_end(connection: Connection, user_id: int) -> list[Row]:
    """Read logged workouts that their lifter did not end, with the time of the last set or of the start."""
    done = (sets.c.user_id == user_id, sets.c.workout_id == workouts.c.workout_id)
    last_set = select(func.max(sets.c.performed_at)).where(*done).scalar_subquery()
    picked = select(
        workouts.c.workout_id, workouts.c.ended_at, func.coalesce(last_set, workouts.c.started_at).label("last_at")
    )
    is_theirs = (workouts.c.user_id == user_id, workouts.c.time_source == "logged", workouts.c.started_at.is_not(None))
    return rows_of(connection, picked.where(*is_theirs, or_(workouts.c.ended_at.is_(None), workouts.c.ended_by_rule)))


def load_types(connection: Connection, user_id: int, exercise_ids: Collection[int]) -> dict[int, str]:
    """Read the load types of the exercises that the lifter may log: the catalogue's and the lifter's own."""
    types: dict[int, str] = {}
    for packet in _packets(exercise_ids):
        picked = select(exercises.c.exercise_id, exercises.c.load_type)
        where = picked.where(exercises.c.user_id.in_((CATALOGUE, user_id)), exercises.c.exercise_id.in_(packet))
        types |= {row["exercise_id"]: row["load_type"] for row in rows_of(connection, where)}
    return types


def own_ids(connection: Connection, user_id: int, table: Table, name: str, ids: Collection[int]) -> set[int]:
    """Return which of these ids the lifter has in a table."""
    own: set[int] = set()
    for packet in _packets(ids):
        where = select(table.c[name]).where(table.c.user_id == user_id, table.c[name].in_(packet))
        own |= set(connection.scalars(where))
    return own


def _by_index(statement: Select[Any], table: Table, name: str) -> Select[Any]:
    """Make MySQL use an index: a locking scan of a small table would wait for other lifters' rows."""
    indexes = {column.name: index.name for index in table.indexes for column in index.columns}
    hint = f"FORCE INDEX ({indexes.get(name, 'PRIMARY')})"
    return statement.with_hint(table, hint, "mysql").with_hint(table, hint, "mariadb")


def _packets(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), IN_LIST):
        yield ordered[start : start + IN_LIST]
