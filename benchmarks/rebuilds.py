"""Rebuilding everybody: beside the copy of the finished tables inside the engine, and beside two older rebuilds."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Engine, Table, text

from archive import etl_pandas_to_sql, etl_set_based_sql
from archive.copies import copies
from benchmarks.log_data import Crowd
from benchmarks.stopwatch import Line, samples
from database.db_connector import is_sqlite, writing
from database.olap_tables import OF_A_LIFTER
from services.etl_oltp_to_olap import rebuild_everybody

AIMS = {"SQLite": 6.0, "MariaDB": 2.0}
SHARE = 20  # lifters that the older rebuilds are measured with, unless all are asked for
OLDER = {
    "older: set-based SQL": (etl_set_based_sql.rebuild, "sql"),
    "older: pandas to_sql": (etl_pandas_to_sql.rebuild, "frames"),
}


def measure(bind: Engine, name: str, crowd: Crowd, runs: int, is_full: bool) -> Iterator[Line]:
    """The floor, our rebuild with and without old facts to replace, and the older rebuilds.

    The first three take turns, so that a machine that is busy for a while is busy for all of them.
    """
    rebuild(bind, crowd)
    made = copies(bind, "floor", OF_A_LIFTER)
    floor, replaced, fresh = [], [], []
    for _ in range(runs):
        floor += samples(lambda: _copy(bind, made), 1, lambda: _clear(bind, made))
        replaced += samples(lambda: rebuild(bind, crowd), 1, lambda: settle(bind))
        fresh += samples(lambda: rebuild(bind, crowd), 1, lambda: empty(bind))
    _drop(bind, "floor")
    copied = Line(name, f"copy of the finished tables, {crowd.size.sets:,} sets", floor, "s")
    yield copied
    yield Line(name, "rebuild of everybody, no facts yet", fresh, "s", copied.median, AIMS[name])
    yield Line(name, "rebuild of everybody, old facts replaced", replaced, "s", copied.median, AIMS[name])
    yield from _older(bind, name, crowd, copied.median, is_full)


def rebuild(bind: Engine, crowd: Crowd) -> None:
    """Fold everybody; a failed check would make the time worthless."""
    failed = rebuild_everybody(bind, crowd.everybody, lambda done, of: None)
    if failed:
        raise AssertionError(failed[0])


def empty(bind: Engine) -> None:
    """Take all facts away."""
    for table in OF_A_LIFTER:
        with writing(bind) as connection:
            connection.execute(text(f"DELETE FROM {table.name}" if is_sqlite(bind) else f"TRUNCATE {table.name}"))
    settle(bind)


def settle(bind: Engine) -> None:
    """Let SQLite's journal not grow from one measure into the next."""
    if is_sqlite(bind):
        with bind.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")


def _copy(bind: Engine, made: Mapping[str, Table]) -> None:
    for name, table in made.items():
        key = ", ".join(column.name for column in table.primary_key)
        with writing(bind) as connection:
            connection.execute(text(f"INSERT INTO {table.name} SELECT * FROM {name} ORDER BY {key}"))


def _clear(bind: Engine, made: Mapping[str, Table]) -> None:
    for table in made.values():
        table.drop(bind)
        table.create(bind)
    settle(bind)


def _drop(bind: Engine, prefix: str) -> None:
    for table in copies(bind, prefix, OF_A_LIFTER).values():
        table.drop(bind)


def _older(bind: Engine, name: str, crowd: Crowd, floor: float, is_full: bool) -> Iterator[Line]:
    """One run each: they are an order of magnitude slower than what a run more would tell."""
    chosen = crowd.everybody if is_full else list(crowd.usual[:SHARE])
    share = crowd.size.sets / (crowd.size.sets if is_full else len(chosen) * crowd.size.usual)
    for what, (older, prefix) in OLDER.items():
        label = what if is_full else f"{what} (from {len(chosen)} lifters, × {share:.1f})"
        found = samples(lambda older=older: older(bind, chosen), 1, lambda: settle(bind))
        yield Line(name, label, found, "s", floor, times=share)
        _drop(bind, prefix)
