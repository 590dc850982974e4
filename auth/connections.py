"""Database connections of auth/, which turn connection errors into DatabaseAway."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError

from database import db_connector, writes
from services.errors import TonnageError

__all__ = ["AWAY", "DatabaseAway", "Engine", "as_lifter", "reading", "writing"]

AWAY = (OperationalError, ProgrammingError, InterfaceError, InternalError)  # ProgrammingError: the tables are missing


class DatabaseAway(TonnageError):
    """The database cannot be reached. What you have saved is safe. Try again in a minute."""


@contextmanager
def reading(bind: Engine) -> Iterator[Connection]:
    """Open a connection to read; DatabaseAway."""
    with _translated(), db_connector.reading(bind) as connection:
        yield connection


@contextmanager
def writing(bind: Engine) -> Iterator[Connection]:
    """Open a write transaction; DatabaseAway."""
    with _translated(), db_connector.writing(bind) as connection:
        yield connection


@contextmanager
def as_lifter(bind: Engine, user_id: int) -> Iterator[Connection]:
    """Open a write transaction on a lifter's rows; NoSuchLifter, DatabaseAway."""
    with _translated(), writes.as_lifter(bind, user_id) as connection:
        yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except AWAY as error:
        raise DatabaseAway from error
