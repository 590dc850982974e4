"""Writing facts: numbers only, in packets, each engine in the way that is fast there."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv
from sqlalchemy import Connection, Date, Table, delete, select

from database.db_connector import is_sqlite
from database.olap_tables import OF_A_LIFTER
from database.olap_tables import metadata as olap
from services.etl.shapes import Column, Columns, length

ROWS_PER_STATEMENT = 60  # measured best on SQLite
ROWS_AT_ONCE = 20 * ROWS_PER_STATEMENT  # as Python's numbers they stay in the processor's cache
FEW = 100  # as a list of Python's dates they are text sooner than through numpy's own
LINES_PER_STATEMENT = 4000  # about 600 kB of text, far below any max_allowed_packet


def write_facts(connection: Connection, facts: Mapping[str, Columns]) -> None:
    """Insert facts; whatever they replace must be gone already."""
    for name, columns in facts.items():
        insert_columns(connection, olap.tables[name], columns)


def insert_columns(connection: Connection, table: Table, columns: Columns) -> None:
    """Insert numeric and date columns."""
    if not length(columns):
        return
    write = _insert_values if is_sqlite(connection) else _insert_text
    write(connection, table, _known(table, columns))


def _known(table: Table, columns: Columns) -> Columns:
    """Without columns in which nothing is known: they are NULL by themselves."""
    return {name: values for name, values in columns.items() if name in table.primary_key.c or _has_any(values)}


def _has_any(values: Column) -> bool:
    return values.dtype.kind != "f" or not np.isnan(values).all()


@cache
def _optional_ids(table: Table) -> frozenset[str]:
    """The columns in which an id of 0 means none: those outside the key."""
    return frozenset(c.name for c in table.c if c.name.endswith("_id") and not c.primary_key) - {"set_type_id"}


def _insert_values(connection: Connection, table: Table, columns: Columns) -> None:
    # Facts are written for one lifter at a time: the id stands in the statement once, and not beside every row.
    user_id, *_ = columns["user_id"].tolist()
    head = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES "
    one_row = f"({', '.join(str(int(user_id)) if name == 'user_id' else '?' for name in columns)})"
    given = {name: values for name, values in columns.items() if name != "user_id"}
    cursor = connection.connection.cursor()
    for start in range(0, length(columns), ROWS_AT_ONCE):
        rows = _rows(table, {name: values[start : start + ROWS_AT_ONCE] for name, values in given.items()})
        whole = len(rows) - len(rows) % ROWS_PER_STATEMENT
        starts = range(0, whole, ROWS_PER_STATEMENT)
        packets = [list(chain.from_iterable(rows[at : at + ROWS_PER_STATEMENT])) for at in starts]
        cursor.executemany(head + ", ".join([one_row] * ROWS_PER_STATEMENT), packets)
        if rest := rows[whole:]:
            cursor.execute(head + ", ".join([one_row] * len(rest)), list(chain.from_iterable(rest)))
    cursor.close()


def _rows(table: Table, columns: Columns) -> list[tuple[Any, ...]]:
    optional = _optional_ids(table)
    return list(zip(*(_python_values(values, name in optional) for name, values in columns.items()), strict=True))


def _python_values(values: Column, zero_is_none: bool) -> list[Any]:
    """Dates as text; numbers with None where they are missing."""
    if values.dtype.kind == "M":
        return [str(day) for day in values.tolist()] if len(values) < FEW else np.datetime_as_string(values).tolist()
    python: list[Any] = values.tolist()
    if values.dtype.kind == "f":
        has_gaps = len(values) < FEW or np.isnan(values).any()
        return [None if value != value else value for value in python] if has_gaps else python
    return [value or None for value in python] if zero_is_none else python


def _insert_text(connection: Connection, table: Table, columns: Columns) -> None:
    """Numeric INSERT text: nothing to escape and nothing to inject, since every column is a number."""
    head = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ".encode()
    if length(columns) < FEW:
        _insert_few(connection, table, columns)
        return
    optional = _optional_ids(table)
    arrays = {name: _arrow(values, name in optional) for name, values in columns.items()}
    whole = pa.table(arrays)
    cursor = connection.connection.cursor()
    for start in range(0, whole.num_rows, LINES_PER_STATEMENT):
        cursor.execute(head + _value_lists(whole.slice(start, LINES_PER_STATEMENT)))
    cursor.close()


def _insert_few(connection: Connection, table: Table, columns: Columns) -> None:
    """The same text for a few rows, where setting up arrow would cost more than it saves."""
    lines = ",".join(f"({','.join(map(_literal, row))})" for row in _rows(table, columns))
    cursor = connection.connection.cursor()
    cursor.execute(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {lines}")
    cursor.close()


def _literal(value: float | str | None) -> str:
    """A number or an ISO date as SQL; repr keeps every digit of a float."""
    if isinstance(value, str):
        return f"'{date.fromisoformat(value)}'"
    return "NULL" if value is None else repr(value)


def _arrow(values: Column, zero_is_none: bool) -> pa.Array:
    if values.dtype.kind == "M":
        return pa.array(_as_number(values))
    if zero_is_none and values.dtype.kind == "i":
        return pa.array(values, mask=values == 0)
    if values.dtype.kind not in "if":
        raise TypeError("only numbers and dates go into facts")
    return pa.array(values, mask=~np.isfinite(values) if values.dtype.kind == "f" else None)


def _as_number(days: Column) -> Any:
    """Dates as yyyymmdd, which MySQL takes for a DATE."""
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]")
    month = (months - years).astype(np.int64) + 1
    day = (days - months).astype(np.int64) + 1
    return (years.astype(np.int64) + 1970) * 10_000 + month * 100 + day


def _value_lists(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    arrow_csv.write_csv(rows, sink, arrow_csv.WriteOptions(include_header=False))
    text: bytes = sink.getvalue().to_pybytes().rstrip(b"\n")
    # An empty field is NULL; neighbours overlap, hence twice.
    text = b"(" + text.replace(b"\n", b"),(") + b")"
    text = text.replace(b",,", b",NULL,").replace(b",,", b",NULL,")
    return text.replace(b"(,", b"(NULL,").replace(b",)", b",NULL)")


def delete_all(connection: Connection, user_id: int) -> None:
    """Delete every fact and dimension row of a lifter."""
    for table in OF_A_LIFTER:
        connection.execute(delete(table).where(table.c.user_id == user_id))


def read_columns(connection: Connection, table: Table, where: Iterable[Any]) -> Columns:
    """Facts as columns again, in the order of the table's key."""
    rows = connection.execute(select(table).where(*where).order_by(*table.primary_key)).all()
    columns = zip(*rows, strict=True) if rows else ((),) * len(table.c)
    return {c.name: np.array(values, dtype=_dtype(c)) for c, values in zip(table.c, columns, strict=True)}


def _dtype(column: Any) -> str:
    if isinstance(column.type, Date):
        return "datetime64[D]"
    return "int64" if column.primary_key or column.name in ("workout_id", "set_type_id") else "float64"
