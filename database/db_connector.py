"""The database engine, and transactions to read and to write."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from database.settings import Settings, settings

__all__ = ["Connection", "Engine", "engine", "is_sqlite", "make_engine", "reading", "writing"]

BUSY_TIMEOUT_MS = 30_000
POOL_RECYCLE_S = 280  # managed servers cut idle connections after 300 s and more
CONNECT_TIMEOUT_S = 10
STATEMENT_TIMEOUT_S = 60


@cache
def engine() -> Engine:
    """Return the engine of this process."""
    return make_engine(settings().database_url)


def make_engine(url: str | URL) -> Engine:
    """Create an engine for SQLite, MySQL or a database with MySQL's protocol."""
    parsed = make_url(url)
    return _sqlite_engine(parsed) if parsed.get_backend_name() == "sqlite" else _mysql_engine(parsed, settings())


@contextmanager
def reading(bind: Engine) -> Iterator[Connection]:
    """Open a connection to read: one snapshot on SQLite, the last commits on MySQL."""
    with bind.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(bind: Engine) -> Iterator[Connection]:
    """Open a write transaction; it commits at the end, or rolls back after an exception."""
    with bind.connect().execution_options(tonnage_write=True) as connection, connection.begin():
        yield connection


def is_sqlite(bind: Engine | Connection) -> bool:
    """Whether statements go to SQLite."""
    return bind.dialect.name == "sqlite"


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, pool_size=20, max_overflow=40)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: a deferred BEGIN that later writes fails with "locked".
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={settings().sqlite_synchronous}",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("tonnage_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def _mysql_engine(url: URL, chosen: Settings) -> Engine:
    query = {"charset": "utf8mb4", **url.query}
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "read_timeout": STATEMENT_TIMEOUT_S,
        "write_timeout": STATEMENT_TIMEOUT_S,
    }
    if chosen.database_ca:
        arguments["ssl"] = ssl.create_default_context(cafile=chosen.database_ca)
    engine = create_engine(
        url.set(query=query),
        connect_args=arguments,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_recycle=POOL_RECYCLE_S,
        pool_size=10,
        max_overflow=30,
    )
    event.listen(engine, "connect", _prepare_mysql)
    return engine


def _prepare_mysql(raw: Any, _record: Any) -> None:
    with raw.cursor() as cursor:
        cursor.execute("SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'")
