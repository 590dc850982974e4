"""Writing facts: numbers only, in packets, each engine in the way that is fast there."""

from collections.abc import Iterable, Mapping
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
LINES_PER_STATEMENT = 4000  # about 600 kB of text, far below any max_allowed_packet


def write_facts(connection: Connection, facts: Mapping[str, Columns]) -> None:
    """Insert facts; whatever they replace must be gone already."""
    for name, columns in facts.items():
        insert_columns(connection, olap.tables[name], columns)


def insert_columns(connection: Connection, table: Table, columns: Columns) -> None:
    """Insert numeric and date columns."""
    if not length(columns):
        return
    ready = {name: _without_sentinels(table, name, values) for name, values in columns.items()}
    write = _insert_values if is_sqlite(connection) else _insert_text
    write(connection, table, ready)


def _without_sentinels(table: Table, name: str, values: Column) -> Column:
    """An id of 0 outside a key means none."""
    is_optional_id = name.endswith("_id") and not table.c[name].primary_key and values.dtype.kind == "i"
    if not is_optional_id or name == "set_type_id":
        return values
    return np.ma.masked_equal(values, 0)


def _insert_values(connection: Connection, table: Table, columns: Columns) -> None:
    head = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES "
    one_row = f"({', '.join('?' * len(columns))})"
    rows = list(zip(*(_python_values(values) for values in columns.values()), strict=True))
    whole = len(rows) - len(rows) % ROWS_PER_STATEMENT
    starts = range(0, whole, ROWS_PER_STATEMENT)
    packets = [list(chain.from_iterable(rows[start : start + ROWS_PER_STATEMENT])) for start in starts]
    cursor = connection.connection.cursor()
    cursor.executemany(head + ", ".join([one_row] * ROWS_PER_STATEMENT), packets)
    rest = rows[whole:]
    if rest:
        cursor.execute(head + ", ".join([one_row] * len(rest)), list(chain.from_iterable(rest)))
    cursor.close()


def _python_values(values: Column) -> list[Any]:
    python: list[Any] = _boxed(values).tolist()
    return python


def _boxed(values: Column) -> Any:
    """Dates as text; numbers with None where they are missing."""
    if values.dtype.kind == "M":
        return np.datetime_as_string(values)
    missing = np.isnan(values) if values.dtype.kind == "f" else None
    if missing is None or not missing.any():
        return values
    boxed = values.astype(object)
    boxed[missing] = None
    return boxed


def _insert_text(connection: Connection, table: Table, columns: Columns) -> None:
    """Numeric INSERT text: nothing to escape and nothing to inject, since every column is a number."""
    head = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ".encode()
    arrays = {name: _arrow(values) for name, values in columns.items()}
    whole = pa.table(arrays)
    cursor = connection.connection.cursor()
    for start in range(0, whole.num_rows, LINES_PER_STATEMENT):
        cursor.execute(head + _value_lists(whole.slice(start, LINES_PER_STATEMENT)))
    cursor.close()


def _arrow(values: Column) -> pa.Array:
    if values.dtype.kind == "M":
        return pa.array(_as_number(values))
    if isinstance(values, np.ma.MaskedArray):
        return pa.array(values.data, mask=np.ma.getmaskarray(values))
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
