"""The lifter's part of the star schema as Parquet, one file per table."""

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Date, Double, Integer, SmallInteger, String, Table

from database.export_reads import star_rows, star_tables

KINDS = (
    (SmallInteger, pa.int16()),
    (Integer, pa.int64()),
    (Double, pa.float64()),
    (Date, pa.date32()),
    (String, pa.string()),
)


def parquet_files(connection: Connection, user_id: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each table; its comment goes along as metadata."""
    for table in star_tables():
        yield f"{table.name}.parquet", _parquet(connection, user_id, table)


def _parquet(connection: Connection, user_id: int, table: Table) -> bytes:
    schema = pa.schema([(column.name, _kind(column.type)) for column in table.c], {"comment": table.comment or ""})
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(star_rows(connection, user_id, table), schema=schema), out)
    return out.getvalue()


def _kind(kind: object) -> pa.DataType:
    """Whole numbers, ids among them, as int64: an id fits no float."""
    return next(arrow for sql_type, arrow in KINDS if isinstance(kind, sql_type))
