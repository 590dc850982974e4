"""Run the ETL for one lifter or all, from the app or the shell: refresh, rebuild or check the star schema."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Final, Literal

import numpy as np
import typer
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import OperationalError

from database.db_connector import engine, is_sqlite, reading, writing
from database.ids import new_id
from database.keys import folded
from database.migrate import prepare
from database.olap_tables import FACTS
from database.oltp_tables import etl_runs, users
from database.shell import DONE, REFUSED, USAGE, Progress, no_database, progress_bar, run, say
from services.errors import TonnageError
from services.etl.checks import CheckFailed
from services.etl.fold import fold
from services.etl.refresh import DerivationFailed, refresh
from services.etl.refresh import rebuild as _rebuild
from services.etl.shapes import Column, Columns
from services.etl.source import read_lifter, read_log
from services.etl.star import read_columns

MYSQL_WRITERS = 2  # the server works single-threaded per connection; two connections are the one real lever

__all__ = ["check", "main", "rebuild", "rebuild_everybody", "refresh"]


class FactsDiffer(TonnageError):
    """The facts are not what a fold of the log gives."""


def rebuild(bind: Engine, user_id: int) -> int:
    """Fold one lifter's log anew and record the run; return the count of sets. CheckFailed keeps the old facts."""
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
        numbers = np.nan_to_num(folded.astype(float))
        return np.allclose(np.nan_to_num(stored), numbers, rtol=1e-9, atol=1e-9)
    return bool((stored == folded).all())


@contextmanager
def _run(bind: Engine, user_id: int, kind: str) -> Iterator[list[int]]:
    """Record when a run began and how it ended."""
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


def lifters(bind: Engine, shard: tuple[int, int] = (0, 1), name: str | None = None) -> list[int]:
    """Return the ids of all lifters, of one shard (i of n), or of the lifter with this username, if any."""
    statement = select(users.c.user_id).order_by(users.c.user_id)
    with reading(bind) as connection:
        if name:
            return list(connection.scalars(statement.where(users.c.username_key == folded(name))))
        number, of = shard
        return list(connection.scalars(statement))[number::of]


def rebuild_everybody(bind: Engine, user_ids: Sequence[int], progress: Progress) -> list[str]:
    """Fold these lifters anew, each in its own transaction; return a sentence for each failed check."""
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
    """Run the shell command: 0 done, 1 a check failed and the old facts were kept, 2 usage, 3 no database."""
    return run(derive, "services.etl_oltp_to_olap", arguments)


def _shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter("a shard is written i/n, with i from 1 to n")
    return int(number) - 1, int(of)


def derive(
    verb: Annotated[Literal["refresh", "rebuild", "check"], typer.Argument()] = "rebuild",
    user: Annotated[str | None, typer.Option(metavar="NAME", help="One lifter only, by username.")] = None,
    shard: Annotated[Any, typer.Option(metavar="i/n", parser=_shard, help="Part i (from 1) of n.")] = "1/1",
) -> int:
    """Refresh, rebuild or check the star schema, for one lifter or for all."""
    bind = engine()
    try:
        prepare(bind)
        chosen = lifters(bind, shard, user)
        if user and not chosen:
            return say(USAGE, f"There is no lifter named {user}.")
        with progress_bar("{task.completed:.0f} of {task.total:.0f} lifters") as progress:
            failed = VERBS[verb](bind, chosen, progress)
    except OperationalError as error:
        return no_database(bind, error)
    sys.stderr.writelines(f"{sentence}\n" for sentence in failed)
    return REFUSED if failed else DONE


VERBS: Final[Mapping[str, Callable[[Engine, Sequence[int], Progress], list[str]]]] = {
    "refresh": partial(_one_by_one, refresh),
    "rebuild": rebuild_everybody,
    "check": partial(_one_by_one, check),
}


if __name__ == "__main__":
    sys.exit(main())
