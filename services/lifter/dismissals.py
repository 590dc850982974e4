"""Topics that a lifter dismissed: an insight, a question, a data quality finding."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Engine, select

from database import writes
from database.db_connector import reading
from database.oltp_tables import dismissals
from services.errors import InvalidValue

LONGEST: Final = 120


def dismissed(engine: Engine, user_id: int) -> Mapping[str, date]:
    """Return every topic that the lifter dismissed, with the day."""
    d = dismissals.c
    with reading(engine) as connection:
        rows = connection.execute(select(d.topic, d.dismissed_on).where(d.user_id == user_id))
        return {row.topic: row.dismissed_on for row in rows}


def dismiss(engine: Engine, user_id: int, topic: str, day: date) -> None:
    """Dismiss a topic from this day; InvalidValue for a topic that cannot be stored."""
    if not 0 < len(topic) <= LONGEST:
        raise InvalidValue(f"A topic has 1 to {LONGEST} characters.")
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, dismissals, user_id, {"topic": topic})
        writes.insert_row(connection, dismissals, {"user_id": user_id, "topic": topic, "dismissed_on": day})


def recall(engine: Engine, user_id: int, topic: str) -> None:
    """Undo the dismissal of a topic."""
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, dismissals, user_id, {"topic": topic})
