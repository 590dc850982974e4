"""Empty, prepared databases for tests, fast: a copied file for SQLite, emptied tables for MariaDB."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pymysql
from sqlalchemy.engine import URL, make_url

IGNORE_FOREIGN_KEYS = "SET foreign_key_checks = 0"


def prepare(url: str) -> None:
    """Create all tables and load the catalogue, as the app does at its start."""
    from database.db_connector import make_engine
    from database.migrate import prepare as prepare_schema
    from services.startup import load_shared_rows

    engine = make_engine(url)
    prepare_schema(engine)
    load_shared_rows(engine)
    engine.dispose()


def sqlite_template(folder: Path) -> Path:
    """A prepared SQLite file, whole in itself, to be copied."""
    path = folder / "template.db"
    prepare(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


class MariaDatabase:
    """One database on the server, prepared once and emptied after each test; beside it, a copy of how it began."""

    def __init__(self, server_url: str, name: str) -> None:
        self.name = name
        self.pristine = f"{name}_pristine"
        self.address = make_url(server_url)
        self.url = self.address.set(database=name).render_as_string(hide_password=False)
        self.prepare()

    def prepare(self) -> None:
        """Create it anew, with its copy."""
        with self._cursor() as cursor:
            for database in (self.name, self.pristine):
                cursor.execute(f"DROP DATABASE IF EXISTS {database}")
                cursor.execute(f"CREATE DATABASE {database} CHARACTER SET utf8mb4")
        prepare(self.url)
        with self._cursor() as cursor:
            self.shape = self._shape(cursor)
            self.filled = self._filled(cursor, self._tables(cursor))
            self.sums = self._sums(cursor)
            for table in self.filled:
                cursor.execute(f"CREATE TABLE {self.pristine}.`{table}` AS SELECT * FROM {self.name}.`{table}`")

    def empty(self) -> None:
        """Bring it back to how it began, whatever a test did to it."""
        with self._cursor() as cursor:
            self._end_connections(cursor)
            unchanged = self._shape(cursor) == self.shape
            if unchanged:
                self._restore_rows(cursor)
        if not unchanged:
            self.prepare()

    def drop(self) -> None:
        """Remove it and its copy."""
        with self._cursor() as cursor:
            self._end_connections(cursor)
            cursor.execute(f"DROP DATABASE IF EXISTS {self.name}")
            cursor.execute(f"DROP DATABASE IF EXISTS {self.pristine}")

    @contextmanager
    def _cursor(self) -> Iterator[pymysql.cursors.Cursor]:
        with connect(self.address) as connection, connection.cursor() as cursor:
            yield cursor

    def _restore_rows(self, cursor: pymysql.cursors.Cursor) -> None:
        cursor.execute(f"USE {self.name}")
        cursor.execute(IGNORE_FOREIGN_KEYS)
        for table in self._filled(cursor, [name for name in self._tables(cursor) if name not in self.filled]):
            cursor.execute(f"DELETE FROM `{table}`")
        sums = self._sums(cursor)
        for table in [name for name in self.filled if sums[name] != self.sums[name]]:
            cursor.execute(f"DELETE FROM `{table}`")
            cursor.execute(f"INSERT INTO `{table}` SELECT * FROM {self.pristine}.`{table}`")

    def _end_connections(self, cursor: pymysql.cursors.Cursor) -> None:
        cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s", (self.name,))
        for (connection_id,) in cursor.fetchall():
            with suppress(pymysql.err.OperationalError):  # it may just have ended by itself
                cursor.execute(f"KILL {connection_id}")

    def _shape(self, cursor: pymysql.cursors.Cursor) -> tuple[tuple[object, ...], ...]:
        cursor.execute(
            "SELECT table_name, column_name, column_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = %s ORDER BY table_name, ordinal_position",
            (self.name,),
        )
        return cursor.fetchall()

    def _tables(self, cursor: pymysql.cursors.Cursor) -> list[str]:
        cursor.execute(f"SHOW TABLES FROM {self.name}")
        return [str(row[0]) for row in cursor.fetchall()]

    def _filled(self, cursor: pymysql.cursors.Cursor, tables: list[str]) -> list[str]:
        asked = " UNION ALL ".join(f"(SELECT '{table}' FROM {self.name}.`{table}` LIMIT 1)" for table in tables)
        cursor.execute(asked)
        return [str(row[0]) for row in cursor.fetchall()]

    def _sums(self, cursor: pymysql.cursors.Cursor) -> dict[str, int]:
        cursor.execute("CHECKSUM TABLE " + ", ".join(f"{self.name}.`{table}`" for table in self.filled))
        return {str(name).split(".")[1]: total for name, total in cursor.fetchall()}


def connect(url: URL) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    """A plain connection with autocommit, for what tests do beside the app."""
    return pymysql.connect(
        host=url.host,
        port=url.port or 3306,
        user=url.username,
        password=url.password or "",
        autocommit=True,
    )
