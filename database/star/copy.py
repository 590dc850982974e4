"""Copy a lifter's star schema into a separate SQLite database, as bytes."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Column, Connection, Date, Integer, Select, String, Table, bindparam, func, select

from database.db_connector import is_sqlite
from database.export_reads import star_tables
from database.olap_tables import FACTS, dim_dates, fact_workouts
from database.prepared import Prepared

ROWS_AT_ONCE: Final = 5_000
OWNER: Final = "user_id"
AFFINITIES: Final = ((Integer, "INTEGER"), (Date, "TEXT"), (String, "TEXT"))


def copy_tables() -> list[Table]:
    """List the tables of the copy: the whole star schema."""
    return star_tables()


def copied(table: Table) -> list[Column[Any]]:
    """List the columns of a table in the copy: all but the owner."""
    return [column for column in table.c if column.name != OWNER]


def star_copy(connection: Connection, user_id: int) -> bytes:
    """Return the lifter's facts and dimensions as the bytes of a SQLite database; days as ISO text."""
    with closing(sqlite3.connect(":memory:")) as copy:
        for table in copy_tables():
            copy.execute(_definition(table))
            places = ", ".join("?" * len(copied(table)))
            copy.executemany(f"INSERT INTO {table.name} VALUES ({places})", _rows(connection, user_id, table))
        copy.commit()
        return copy.serialize()


def affinity(column: Column[Any]) -> str:
    """Return the type of a column in the copy."""
    return next((name for kind, name in AFFINITIES if isinstance(column.type, kind)), "REAL")


def _definition(table: Table) -> str:
    columns = ", ".join(f"{column.name} {affinity(column)}" for column in copied(table))
    key = ", ".join(column.name for column in table.primary_key if column.name != OWNER)
    return f"CREATE TABLE {table.name} ({columns}" + (f", PRIMARY KEY ({key})) WITHOUT ROWID" if key else ")")


def _rows(connection: Connection, user_id: int, table: Table) -> Iterator[Sequence[Any]]:
    statement = _statement(table)
    if table in FACTS and not is_sqlite(connection):
        return _from_lines(connection, user_id, statement)
    rows = connection.execute(statement, {OWNER: user_id})
    return ([_plain(value) for value in row] for row in rows)


def _statement(table: Table) -> Select[Any]:
    picked = select(*copied(table))
    if OWNER in table.c:
        return picked.where(table.c.user_id == bindparam(OWNER)).order_by(*table.primary_key)
    if table is not dim_dates:
        return picked
    mine = fact_workouts.c.user_id == bindparam(OWNER)
    first, last = (
        select(end(fact_workouts.c.performed_on)).where(mine).scalar_subquery() for end in (func.min, func.max)
    )
    return picked.where(dim_dates.c.performed_on.between(first, last))


def _from_lines(connection: Connection, user_id: int, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """Read a text per row, because PyMySQL decodes each field in Python; SQLite's column types make numbers of it."""
    fields = [func.coalesce(column, "") for column in statement.selected_columns]
    lines = Prepared(statement.with_only_columns(func.concat_ws(",", *fields)))
    for packet in lines.chunks(connection, ROWS_AT_ONCE, user_id=user_id):
        yield from _cut(line for (line,) in packet)


def _cut(lines: Iterable[bytes | str]) -> Iterator[list[str | None]]:
    for line in lines:
        text = line.decode() if isinstance(line, bytes) else line
        yield [field or None for field in text.split(",")]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
