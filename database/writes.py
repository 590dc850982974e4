"""Named statements that change rows; the lifter's id comes first in each and stands in every WHERE."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, update

from database.db_connector import writing
from database.errors import NoSuchLifter
from database.ids import new_id
from database.oltp_tables import etl_queue, etl_state, users

Row = dict[str, Any]


def create_user(connection: Connection, username: str, username_key: str, **fields: Any) -> int:
    """Add a lifter and the row that refreshes lock; IntegrityError if the name or e-mail is taken."""
    user_id = new_id()
    values = {"display_name": username, "data_version": new_id(), "created_at": datetime.now(UTC), **fields}
    connection.execute(insert(users).values(user_id=user_id, username=username, username_key=username_key, **values))
    connection.execute(insert(etl_state).values(user_id=user_id, facts_version=new_id(), fold_version=""))
    return user_id


@contextmanager
def as_lifter(bind: Engine, user_id: int) -> Iterator[Connection]:
    """Open a write transaction on a lifter's rows, which begins with touch; NoSuchLifter."""
    with writing(bind) as connection:
        touch(connection, user_id)
        yield connection


def touch(connection: Connection, user_id: int) -> None:
    """Give the lifter's data a new version; NoSuchLifter.

    The FIRST statement of every write, so that one lifter's writers queue up.
    """
    amend_user(connection, user_id, {"data_version": new_id()})


def amend_user(connection: Connection, user_id: int, fields: Mapping[str, Any]) -> None:
    """Change columns of a lifter; NoSuchLifter."""
    if connection.execute(update(users).where(users.c.user_id == user_id).values(**fields)).rowcount != 1:
        raise NoSuchLifter


def mark_days(connection: Connection, user_id: int, days: Iterable[tuple[int | None, date]]) -> None:
    """Mark these exercises on these days as changed; None stands for the workout without an exercise."""
    _mark(connection, user_id, [{"scope": "day", "exercise_id": e, "performed_on": d} for e, d in days])


def mark_exercises(connection: Connection, user_id: int, exercise_ids: Iterable[int]) -> None:
    """Mark these exercises as changed."""
    _mark(connection, user_id, [{"scope": "exercise", "exercise_id": e, "performed_on": None} for e in exercise_ids])


def mark_user(connection: Connection, user_id: int) -> None:
    """Mark all facts of a lifter as outdated."""
    _mark(connection, user_id, [{"scope": "user", "exercise_id": None, "performed_on": None}])


def _mark(connection: Connection, user_id: int, marks: Sequence[Row]) -> None:
    if marks:
        rows = [{"user_id": user_id, "mark_id": new_id(), **mark} for mark in marks]
        connection.execute(insert(etl_queue), rows)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert many rows with the same columns; the drivers split them into batches."""
    if rows:
        connection.execute(insert(table), rows)


def insert_row(connection: Connection, table: Table, row: Row) -> None:
    """Insert a row."""
    connection.execute(insert(table).values(**row))


def amend_row(connection: Connection, table: Table, user_id: int, key: Mapping[str, Any], fields: Row) -> bool:
    """Change columns of a lifter's row; return False if there is no such row."""
    where = [table.c.user_id == user_id, *(table.c[name] == value for name, value in key.items())]
    return connection.execute(update(table).where(*where).values(**fields)).rowcount == 1


def delete_rows(connection: Connection, table: Table, user_id: int, key: Mapping[str, Any]) -> int:
    """Delete the lifter's rows that have these values; return how many there were."""
    where = [table.c.user_id == user_id, *(table.c[name] == value for name, value in key.items())]
    return connection.execute(delete(table).where(*where)).rowcount
