"""The questions that a lifter keeps, by a name of the lifter's own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, func, select

from database import writes
from database.db_connector import reading
from database.ids import new_id
from database.keys import folded
from database.oltp_tables import saved_queries
from services.errors import InvalidValue, TonnageError
from services.own_sql.asking import LONGEST_STATEMENT

MOST: Final = 100
LONGEST_NAME: Final = 100


class NoSuchQuery(TonnageError):
    """There is no such saved query."""


@dataclass(frozen=True)
class Saved:
    """One kept question."""

    query_id: int
    name: str
    statement: str


def queries(engine: Engine, user_id: int) -> tuple[Saved, ...]:
    """The lifter's kept questions, by name."""
    q = saved_queries.c
    picked = select(q.query_id, q.name, q.statement).where(q.user_id == user_id).order_by(q.name_key)
    with reading(engine) as connection:
        return tuple(Saved(*row) for row in connection.execute(picked))


def save_query(engine: Engine, user_id: int, name: str, statement: str) -> int:
    """Keep a question under a name, in place of one that had it; its id. InvalidValue says what is wrong."""
    called = " ".join(name.split())
    _check(called, statement)
    row = {"name": called, "statement": statement, "saved_at": datetime.now(UTC)}
    with writes.as_lifter(engine, user_id) as connection:
        writes.delete_rows(connection, saved_queries, user_id, {"name_key": folded(called)})
        mine = select(func.count()).select_from(saved_queries).where(saved_queries.c.user_id == user_id)
        if (connection.scalar(mine) or 0) >= MOST:
            raise InvalidValue(f"{MOST} queries are kept already. Delete one first.")
        number = new_id()
        key = {"user_id": user_id, "query_id": number, "name_key": folded(called)}
        writes.insert_row(connection, saved_queries, {**key, **row})
    return number


def delete_query(engine: Engine, user_id: int, query_id: int) -> None:
    """Forget a question; NoSuchQuery, also for somebody else's."""
    with writes.as_lifter(engine, user_id) as connection:
        if not writes.delete_rows(connection, saved_queries, user_id, {"query_id": query_id}):
            raise NoSuchQuery


def _check(name: str, statement: str) -> None:
    if not name or len(name) > LONGEST_NAME or len(folded(name)) > LONGEST_NAME:
        raise InvalidValue(f"The name of a query has 1 to {LONGEST_NAME} characters.")
    if not statement.strip() or len(statement) > LONGEST_STATEMENT:
        raise InvalidValue(f"A query has 1 to {LONGEST_STATEMENT:,} characters.")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in name + statement):
        raise InvalidValue("The name or the query holds a character that is no text.")
