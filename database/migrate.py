"""Create, upgrade or refuse a database: OLTP tables by Alembic, star schema by comparing its shape."""

import hashlib
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, delete, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.schema import CreateTable

from database import olap_tables, oltp_tables
from database.db_connector import engine, is_sqlite, writing
from database.ids import new_id
from database.settings import settings
from database.shell import DONE, REFUSED, no_database, run, say

LEASE = timedelta(minutes=10)
PATIENCE_S = 120


class SchemaError(Exception):
    """The database does not fit this version of the app."""


def prepare(bind: Engine, migrate_older: bool | None = None) -> None:
    """Create a missing database, migrate an older one, and refuse a newer one."""
    if not _is_current(bind):
        oltp_tables.schema_lock.create(bind, checkfirst=True)
        with _lease(bind):
            _bring_up(bind, migrate_older)
    prepare_olap(bind)


def prepare_olap(bind: Engine) -> None:
    """Recreate an empty star schema where its shape differs; the next read of each lifter rebuilds the facts."""
    shape = olap_shape()
    meta = olap_tables.olap_meta
    if inspect(bind).has_table(meta.name):
        with bind.connect() as connection:
            if connection.scalar(select(meta.c.value).where(meta.c.name == "shape")) == shape:
                return
    olap_tables.metadata.drop_all(bind)
    olap_tables.metadata.create_all(bind)
    with writing(bind) as connection:
        connection.execute(update(oltp_tables.etl_state).values(fold_version="", facts_version=new_id()))
        connection.execute(insert(meta).values(name="shape", value=shape))


def olap_shape() -> str:
    """Return a hash of the star schema's tables and columns."""
    text = "".join(str(CreateTable(table)) for table in olap_tables.metadata.sorted_tables)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_current(bind: Engine) -> bool:
    with bind.connect() as connection:
        return _revision(connection) == _head()


def _bring_up(bind: Engine, migrate_older: bool | None) -> None:
    with bind.connect() as connection:
        revision = _revision(connection)
    if revision == _head():
        return
    if revision is None:
        _create(bind)
    elif revision not in {script.revision for script in _scripts().walk_revisions()}:
        raise SchemaError("This database was written by a newer version of Tonnage. Update the app, then start again.")
    elif is_sqlite(bind) or (settings().auto_migrate if migrate_older is None else migrate_older):
        upgrade(bind)
    else:
        raise SchemaError(
            "This database is of an older version of Tonnage. Back it up, then run: python -m database.migrate"
        )


def _create(bind: Engine) -> None:
    oltp_tables.metadata.create_all(bind)
    with bind.connect() as connection, connection.begin():
        command.stamp(_config(connection), "head")


def upgrade(bind: Engine) -> None:
    """Run the migrations that are missing."""
    with bind.connect() as connection, connection.begin():
        command.upgrade(_config(connection), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _head() -> str | None:
    return _scripts().get_current_head()


@contextmanager
def _lease(bind: Engine) -> Iterator[None]:
    """Hold the schema's lock row, so that two servers that start together do not both migrate."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    deadline = time.monotonic() + PATIENCE_S
    while not _take_lease(bind, holder):
        if time.monotonic() > deadline:
            raise SchemaError("Another server has been migrating this database for two minutes; try again later.")
        time.sleep(0.2)
    try:
        yield
    finally:
        with writing(bind) as connection:
            lock = oltp_tables.schema_lock
            connection.execute(delete(lock).where(lock.c.name == "schema", lock.c.holder == holder))


def _take_lease(bind: Engine, holder: str) -> bool:
    lock, now = oltp_tables.schema_lock, datetime.now(UTC)
    try:
        with writing(bind) as connection:
            connection.execute(delete(lock).where(lock.c.name == "schema", lock.c.expires_at < now))
            connection.execute(insert(lock).values(name="schema", holder=holder, expires_at=now + LEASE))
    except IntegrityError:
        return False
    return True


def main() -> int:
    """Create the configured database, or bring it up to date."""
    try:
        prepare(engine(), migrate_older=True)
    except SchemaError as error:
        return say(REFUSED, str(error))
    except OperationalError as error:
        return no_database(engine(), error)
    return DONE


if __name__ == "__main__":
    raise SystemExit(run(main, "database.migrate", None))
