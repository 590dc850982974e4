"""The ETL's door: refresh, rebuild and check, for one lifter or for all, from the app and from the shell."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import OperationalError

from database.db_connector import engine, is_sqlite, reading, writing
from database.ids import new_id
from database.keys import folded
from database.migrate import prepare
from database.olap_tables import FACTS
from database.oltp_tables import etl_runs, users
from services.errors import TonnageError
from services.etl.checks import CheckFailed
from services.etl.fold import fold
from services.etl.refresh import DerivationFailed, refresh
from services.etl.refresh import rebuild as _rebuild
from services.etl.shapes import Column, Columns
from services.etl.source import read_lifter, read_log
from services.etl.star import read_columns

DONE, CHECK_FAILED, USAGE, NO_DATABASE = range(4)
MYSQL_WRITERS = 2  # the server works single-threaded per connection; two connections are the one real lever
BAR_WIDTH = 30

Progress = Callable[[int, int], None]

__all__ = ["check", "main", "rebuild", "rebuild_everybody", "refresh"]


class FactsDiffer(TonnageError):
    """The facts are not what a fold of the log gives."""


def rebuild(bind: Engine, user_id: int) -> int:
    """Fold one lifter anew and record the run; how many sets. CheckFailed keeps the old facts."""
    with _run(bind, user_id, "rebuild") as counted:
        counted.append(_rebuild(bind, user_id))
        return counted[0]


def check(bind: Engine, user_id: int) -> None:
    """Compare a lifter's facts with a fold of the log; FactsDiffer names the first table that is not equal."""
    refresh(bind, user_id)
    with reading(bind) as connection:
        lifter = read_lifter(connection, user_id)
        if lifter is None:
            return
        facts = fold(read_log(connection, lifter))
        for table in FACTS:
            stored = read_columns(connection, table, [table.c.user_id == user_id])
            if not _equal(stored, facts[table.name]):
                raise FactsDiffer(f"Lifter {user_id}: {table.name} is not what the log gives. Run a rebuild.")


def _equal(stored: Columns, folded: Columns) -> bool:
    return all(_same(stored[name], values) for name, values in folded.items())


def _same(stored: Column, folded: Column) -> bool:
    if stored.shape != folded.shape:
        return False
    if stored.dtype.kind == "f":
        known = np.nan_to_num(folded.astype(float))
        return np.allclose(np.nan_to_num(stored), known, rtol=1e-9, atol=1e-9)
    return bool((stored == folded).all())


@contextmanager
def _run(bind: Engine, user_id: int, kind: str) -> Iterator[list[int]]:
    """Write down when a run began and how it ended."""
    key = {"user_id": user_id, "run_id": new_id()}
    with writing(bind) as connection:
        connection.execute(insert(etl_runs).values(**key, kind=kind, started_at=datetime.now(UTC), outcome="running"))
    counted: list[int] = []
    outcome, message = "failed", None
    try:
        yield counted
        outcome = "done"
    except TonnageError as error:
        message = str(error)[:500]
        raise
    finally:
        ended = {"finished_at": datetime.now(UTC), "outcome": outcome, "message": message}
        with writing(bind) as connection:
            where = (etl_runs.c.user_id == user_id, etl_runs.c.run_id == key["run_id"])
            connection.execute(update(etl_runs).where(*where).values(sets=sum(counted), **ended))


def lifters(bind: Engine, shard: tuple[int, int] = (0, 1)) -> list[int]:
    """The ids of all lifters, or of one shard (i of n) of them."""
    with reading(bind) as connection:
        ids = connection.scalars(select(users.c.user_id).order_by(users.c.user_id)).all()
    number, of = shard
    return [user_id for place, user_id in enumerate(ids) if place % of == number]


def rebuild_everybody(bind: Engine, user_ids: Sequence[int], progress: Progress) -> list[str]:
    """Fold these lifters anew, each in a transaction of its own; the sentences of those whose check failed."""
    workers = 1 if is_sqlite(bind) else MYSQL_WRITERS
    failed = []
    with ThreadPoolExecutor(workers) as pool:
        for done, problem in enumerate(pool.map(lambda user_id: _attempt(rebuild, bind, user_id), user_ids), 1):
            failed += [problem] if problem else []
            progress(done, len(user_ids))
    return failed


def _attempt(step: Callable[[Engine, int], object], bind: Engine, user_id: int) -> str | None:
    try:
        step(bind, user_id)
    except (CheckFailed, DerivationFailed, FactsDiffer) as error:
        return str(error)
    return None


def _one_by_one(
    step: Callable[[Engine, int], object], bind: Engine, ids: Sequence[int], progress: Progress
) -> list[str]:
    failed = []
    for done, user_id in enumerate(ids, 1):
        problem = _attempt(step, bind, user_id)
        failed += [problem] if problem else []
        progress(done, len(ids))
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    """The shell door; design: exit 0 done, 1 a check failed and the old facts were kept, 2 usage, 3 no database."""
    asked = _parser().parse_args(arguments)
    bind = engine()
    try:
        prepare(bind)
        chosen = _chosen(bind, asked)
        if chosen is None:
            sys.stderr.write(f"There is no lifter named {asked.user}.\n")
            return USAGE
        if asked.verb == "rebuild":
            failed = rebuild_everybody(bind, chosen, _bar)
        else:
            failed = _one_by_one({"refresh": refresh, "check": check}[asked.verb], bind, chosen, _bar)
    except OperationalError as error:
        sys.stderr.write(f"No database at {bind.url.render_as_string()}: {error.orig}\n")
        return NO_DATABASE
    sys.stderr.writelines(f"{sentence}\n" for sentence in failed)
    return CHECK_FAILED if failed else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.etl_oltp_to_olap", description=__doc__)
    parser.add_argument("verb", nargs="?", default="rebuild", choices=["refresh", "rebuild", "check"])
    parser.add_argument("--user", metavar="NAME", help="one lifter only, by username")
    parser.add_argument("--shard", metavar="i/n", type=_shard, default=(0, 1), help="part i (from 1) of n")
    return parser


def _shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError("a shard is written i/n, with i from 1 to n")
    return int(number) - 1, int(of)


def _chosen(bind: Engine, asked: argparse.Namespace) -> list[int] | None:
    if not asked.user:
        return lifters(bind, asked.shard)
    with reading(bind) as connection:
        wanted = select(users.c.user_id).where(users.c.username_key == folded(asked.user))
        found = connection.scalars(wanted).all()
    return list(found) or None


def _bar(done: int, of: int) -> None:
    filled = BAR_WIDTH * done // of
    end = "\n" if done == of else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done} of {of} lifters{end}")


if __name__ == "__main__":
    sys.exit(main())
