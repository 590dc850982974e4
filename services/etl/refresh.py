"""Refresh: derive again only what the marks can change, and hold it equal to a fold of everything."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Table, bindparam, delete, literal_column, select, update

from database.db_connector import is_sqlite, reading, writing
from database.ids import new_id
from database.olap_tables import (
    fact_exercise_days,
    fact_muscle_days,
    fact_plan_days,
    fact_planned_sets,
    fact_sets,
    fact_workouts,
)
from database.oltp_tables import etl_state, users
from database.prepared import Prepared
from services.catalogue import catalogue_version
from services.errors import TonnageError
from services.etl import star
from services.etl.checks import verify
from services.etl.dimensions import refresh_exercises, write_dimensions
from services.etl.exercises import read_exercises, read_merges
from services.etl.fold import fold, fold_days
from services.etl.marks import MOST_MARKS, Day, Pending, days_to_derive, delete_marks, read_marks
from services.etl.refresh_records import read_before, refresh_records
from services.etl.shapes import FOLD_VERSION, Columns, ExerciseInfo, LifterLog, take
from services.etl.source import read_days, read_lifter, read_log
from services.muscles import ALL_MUSCLE_IDS

OPTIMISTIC_TRIES = 3

USER: Any = bindparam("user_id")
ON: Any = bindparam("day")
LOCK = Prepared(select(etl_state.c.fold_version).where(etl_state.c.user_id == USER).with_for_update())
DATA_VERSION = Prepared(select(users.c.data_version).where(users.c.user_id == USER))
CLOSE = Prepared(
    update(etl_state)
    .where(etl_state.c.user_id == USER)
    .values(facts_version=bindparam("facts"), fold_version=bindparam("fold"), folded_at=bindparam("now"))
)


def _of_a_day(table: Table, *where: Any) -> Prepared:
    return Prepared(delete(table).where(table.c.user_id == USER, table.c.performed_on == ON, *where))


DELETE_EXERCISE_DAY = [
    _of_a_day(table, table.c.exercise_id == bindparam("exercise_id")) for table in (fact_sets, fact_exercise_days)
]
# Naming every muscle turns the day into look-ups of whole keys instead of a scan of the lifter's years.
EVERY_MUSCLE: list[Any] = [literal_column(str(muscle_id)) for muscle_id in ALL_MUSCLE_IDS]
DELETE_DAY = [
    _of_a_day(fact_workouts),
    _of_a_day(fact_planned_sets),
    _of_a_day(fact_plan_days),
    _of_a_day(fact_muscle_days, fact_muscle_days.c.muscle_id.in_(EVERY_MUSCLE)),
]


def fold_version() -> str:
    """What facts were derived with: another value makes a lifter be folded before the next read."""
    return f"{FOLD_VERSION}-{catalogue_version()}"


class DerivationFailed(TonnageError):
    """The statistics could not be derived; what was logged is safe, and the old statistics were kept."""


@contextmanager
def _failing_by_name(user_id: int) -> Iterator[None]:
    """A fault of ours in deriving must not look like a fault in logging: give it one name that pages know."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise DerivationFailed(f"The statistics of lifter {user_id} could not be derived: {error!r}") from error


def refresh(bind: Engine, user_id: int) -> bool:
    """Bring a lifter's facts up to the log; False if nothing waited. A failed check keeps the old facts and raises."""
    with _failing_by_name(user_id), writing(bind) as connection:
        state = _lock(connection, user_id)
        pending = read_marks(connection, user_id)
        if state is None or (state == fold_version() and not pending.mark_ids):
            return False
        if state == fold_version() and not pending.everything and _refresh_marked(connection, user_id, pending):
            _close(connection, user_id, pending.mark_ids)
            return True
    rebuild(bind, user_id)
    return True


def rebuild(bind: Engine, user_id: int) -> int:
    """Fold everything of one lifter, in one transaction; how many sets there are."""
    with _failing_by_name(user_id):
        return _rebuild(bind, user_id)


def _rebuild(bind: Engine, user_id: int) -> int:
    if is_sqlite(bind):
        for _ in range(OPTIMISTIC_TRIES):
            done = _rebuild_optimistically(bind, user_id)
            if done is not None:
                return done
    with writing(bind) as connection:
        _lock(connection, user_id)
        pending = read_marks(connection, user_id)
        log = _read(connection, user_id)
        return _replace(connection, log, fold(log), pending) if log else 0


def _rebuild_optimistically(bind: Engine, user_id: int) -> int | None:
    """SQLite has one writer: fold outside the transaction, write only if nobody has logged meanwhile."""
    with reading(bind) as connection:
        version = _data_version(connection, user_id)
        pending = read_marks(connection, user_id)
        log = _read(connection, user_id)
    if log is None:
        return 0
    facts = fold(log)
    with writing(bind) as connection:
        if _data_version(connection, user_id) != version:
            return None
        return _replace(connection, log, facts, pending)


def _read(connection: Connection, user_id: int) -> LifterLog | None:
    lifter = read_lifter(connection, user_id)
    return read_log(connection, lifter) if lifter else None


def _data_version(connection: Connection, user_id: int) -> int | None:
    version: int | None = DATA_VERSION.scalar(connection, user_id=user_id)
    return version


def _lock(connection: Connection, user_id: int) -> str | None:
    """Lock the lifter's derivation before anything is read; the version that the facts were folded with."""
    version: str | None = LOCK.scalar(connection, user_id=user_id)
    return version


def _replace(connection: Connection, log: LifterLog, facts: dict[str, Columns], pending: Pending) -> int:
    verify(log, facts)
    user_id = log.lifter.user_id
    star.delete_all(connection, user_id)
    write_dimensions(connection, log.lifter, _logged(log, facts))
    star.write_facts(connection, facts)
    _close(connection, user_id, pending.mark_ids)
    return len(log.sets["set_id"])


def _logged(log: LifterLog, facts: dict[str, Columns]) -> dict[int, ExerciseInfo]:
    """The exercises that have facts."""
    performed = np.unique(facts["fact_sets"]["exercise_id"]).tolist()
    return {e: log.exercises[e] for e in performed}


def _close(connection: Connection, user_id: int, mark_ids: Iterable[int]) -> None:
    delete_marks(connection, user_id, mark_ids)
    now = datetime.now(UTC).replace(tzinfo=None)
    CLOSE.run(connection, user_id=user_id, facts=new_id(), fold=fold_version(), now=now.isoformat(" "))


def _refresh_marked(connection: Connection, user_id: int, pending: Pending) -> bool:
    """Derive the marked days; False if folding the lifter is the better way."""
    lifter = read_lifter(connection, user_id)
    merges = read_merges(connection, user_id)
    days = days_to_derive(connection, user_id, pending, merges)
    if lifter is None or len(days) > MOST_MARKS:
        return False
    log = read_days(connection, lifter, merges, {day for _, day in days})
    facts = fold_days(log)
    keys = sorted((e, d) for e, d in days if e is not None)
    marked = {name: _of_keys(facts[name], keys) for name in ("fact_sets", "fact_exercise_days")}
    infos = _infos(connection, log, {e for e, _ in keys}, merges)
    before = [
        read_before(connection, user_id, e, info.load_type, sorted(_days_of(keys, e))) for e, info in infos.items()
    ]
    _delete_days(connection, user_id, days, keys)
    star.write_facts(connection, facts | marked)
    for bests in before:
        new = take(marked["fact_sets"], marked["fact_sets"]["exercise_id"] == bests.exercise_id)
        refresh_records(connection, bests, new)
    refresh_exercises(connection, user_id, infos, set(marked["fact_sets"]["exercise_id"].tolist()))
    return True


def _infos(
    connection: Connection, log: LifterLog, marked: set[int], merges: Mapping[int, int]
) -> dict[int, ExerciseInfo]:
    """The marked exercises, also those that are no longer performed on the marked days."""
    infos = {e: info for e, info in log.exercises.items() if e in marked}
    missing = marked - infos.keys()
    return infos | (read_exercises(connection, log.lifter.user_id, missing, merges) if missing else {})


def _days_of(keys: list[tuple[int, date]], exercise_id: int) -> set[date]:
    return {day for exercise, day in keys if exercise == exercise_id}


def _of_keys(columns: Columns, keys: list[tuple[int, date]]) -> Columns:
    """The rows of these exercises and days."""
    chosen = np.zeros(len(columns["user_id"]), dtype=bool)
    for exercise_id, day in keys:
        chosen |= (columns["exercise_id"] == exercise_id) & (columns["performed_on"] == np.datetime64(day))
    return take(columns, chosen)


def _delete_days(connection: Connection, user_id: int, days: set[Day], keys: list[tuple[int, date]]) -> None:
    """Every old partition goes before any new one comes: a set may move between them."""
    for exercise_id, day in keys:
        for statement in DELETE_EXERCISE_DAY:
            statement.run(connection, user_id=user_id, exercise_id=exercise_id, day=day)
    for day in {day for _, day in days}:
        for statement in DELETE_DAY:
            statement.run(connection, user_id=user_id, day=day)
