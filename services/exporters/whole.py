"""Everything as one JSON document, from which an empty account becomes the same; see docs/export-format.md."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Table

from database.export_reads import OWNED, owned_rows, settings_of
from database.types import Id

FORMAT: Final = "tonnage"
VERSION: Final = 1


def document(connection: Connection, user_id: int, now: datetime) -> bytes:
    """The account's settings and every row it owns, as UTF-8 JSON."""
    tables = {table.name: _plain_rows(table, owned_rows(connection, user_id, table)) for table in OWNED}
    settings = _plain_row(settings_of(connection, user_id))
    whole = {"format": FORMAT, "version": VERSION, "exported_at": now.isoformat(), "lifter": settings, **tables}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def _plain_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ids as decimal strings, since a browser's numbers end at 2**53."""
    ids = {column.name for column in table.c if column.type is Id}
    return [
        {name: str(value) if name in ids and value is not None else value for name, value in _plain_row(row).items()}
        for row in rows
    ]


def _plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """A value as JSON holds it without loss: loads as decimal strings, days and instants as ISO 8601."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
