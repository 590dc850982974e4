"""Named statements that a write reads before it writes: rows to lock, and which ids are the lifter's own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from database.oltp_tables import CATALOGUE, applied_ops, exercises, sets, workouts
from database.reads import Row, rows_of

IN_LIST = 500  # ids in one statement


def locked_rows(connection: Connection, user_id: int, table: Table, wanted: Mapping[str, Collection[Any]]) -> list[Row]:
    """The rows of a lifter in which every named column has one of its values, locked until the transaction ends."""
    found: list[Row] = []
    name, values = list(wanted.items())[-1]
    for packet in _packets(values):
        columns = {**wanted, name: packet}
        where = [table.c.user_id == user_id, *(table.c[column].in_(list(some)) for column, some in columns.items())]
        found += rows_of(connection, _by_index(select(table).where(*where).with_for_update(), table, name))
    return found


def applied(connection: Connection, user_id: int, op_ids: Collection[int]) -> dict[int, str | None]:
    """Which of these operations were dealt with before, and why they were refused if they were."""
    found: dict[int, str | None] = {}
    for packet in _packets(op_ids):
        picked = select(applied_ops.c.op_id, applied_ops.c.refusal)
        where = picked.where(applied_ops.c.user_id == user_id, applied_ops.c.op_id.in_(packet))
        found |= {row["op_id"]: row["refusal"] for row in rows_of(connection, where)}
    return found


def owners(connection: Connection, table: Table, where: ColumnElement[bool]) -> Sequence[int]:
    """The lifters who have such rows in a table."""
    return connection.scalars(select(table.c.user_id).where(where).distinct()).all()


def without_own_end(connection: Connection, user_id: int) -> list[Row]:
    """The workouts logged here that their lifter did not end, with the instant of their last set or their start."""
    done = (sets.c.user_id == user_id, sets.c.workout_id == workouts.c.workout_id)
    last_set = select(func.max(sets.c.performed_at)).where(*done).scalar_subquery()
    picked = select(
        workouts.c.workout_id, workouts.c.ended_at, func.coalesce(last_set, workouts.c.started_at).label("last_at")
    )
    is_theirs = (workouts.c.user_id == user_id, workouts.c.time_source == "logged", workouts.c.started_at.is_not(None))
    return rows_of(connection, picked.where(*is_theirs, or_(workouts.c.ended_at.is_(None), workouts.c.ended_by_rule)))


def load_types(connection: Connection, user_id: int, exercise_ids: Collection[int]) -> dict[int, str]:
    """The load types of those of these exercises that the lifter may log: the catalogue's and one's own."""
    found: dict[int, str] = {}
    for packet in _packets(exercise_ids):
        picked = select(exercises.c.exercise_id, exercises.c.load_type)
        where = picked.where(exercises.c.user_id.in_((CATALOGUE, user_id)), exercises.c.exercise_id.in_(packet))
        found |= {row["exercise_id"]: row["load_type"] for row in rows_of(connection, where)}
    return found


def own_ids(connection: Connection, user_id: int, table: Table, name: str, ids: Collection[int]) -> set[int]:
    """Which of these ids the lifter has in a table."""
    found: set[int] = set()
    for packet in _packets(ids):
        where = select(table.c[name]).where(table.c.user_id == user_id, table.c[name].in_(packet))
        found |= set(connection.scalars(where))
    return found


def _by_index(statement: Select[Any], table: Table, name: str) -> Select[Any]:
    """Keep MySQL from scanning a small table: a scan that locks would wait for the rows of other lifters."""
    indexes = {column.name: index.name for index in table.indexes for column in index.columns}
    hint = f"FORCE INDEX ({indexes.get(name, 'PRIMARY')})"
    return statement.with_hint(table, hint, "mysql").with_hint(table, hint, "mariadb")


def _packets(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), IN_LIST):
        yield ordered[start : start + IN_LIST]
