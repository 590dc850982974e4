"""What a lifter said of a table's columns, kept for the next table with the same header."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from database import writes
from database.db_connector import reading
from database.oltp_tables import import_mappings
from services.datawrangling import header_key
from services.importers.tables.columns import Mapping


def fingerprint(header: Sequence[str]) -> str:
    """What tables with the same columns in the same order have in common."""
    return hashlib.sha256("\0".join(map(header_key, header)).encode("utf-8", "replace")).hexdigest()


def remembered(bind: Engine, user_id: int, header: Sequence[str]) -> Mapping | None:
    """What the lifter said of these columns the last time; None if nothing."""
    table = import_mappings.c
    statement = select(table.mapping).where(table.user_id == user_id, table.fingerprint == fingerprint(header))
    with reading(bind) as connection:
        stored = connection.scalar(statement)
    return Mapping.from_json(stored, len(header)) if stored else None


def remember(bind: Engine, user_id: int, header: Sequence[str], mapping: Mapping) -> None:
    """Keep what the lifter says of these columns, in place of what was said before; NoSuchLifter."""
    key = {"fingerprint": fingerprint(header)}
    with writes.as_lifter(bind, user_id) as connection:
        writes.delete_rows(connection, import_mappings, user_id, key)
        row = {"user_id": user_id, **key, "mapping": mapping.as_json(), "saved_at": datetime.now(UTC)}
        writes.insert_row(connection, import_mappings, row)
