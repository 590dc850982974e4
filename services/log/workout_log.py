"""Apply lists of operations to workouts and sets, a transaction per list; any order gives the same result."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete

from database import log_reads, reads, writes
from database.db_connector import reading
from database.oltp_tables import applied_ops, deleted_rows, gyms, routines
from services.errors import InvalidValue, NoSuchLifter, NoSuchSet, NoSuchWorkout
from services.log import store
from services.log.merge import Entry, Key, play, touched_days
from services.log.operations import SET, WORKOUT, Lifter, Operation, Received, check_reps, completed, receive

UNDO_FOR: Final = timedelta(days=30)
REMEMBERED_FOR: Final = timedelta(days=180)
REFUSAL_LENGTH: Final = 500


@dataclass(frozen=True)
class Applied:
    """The result of a list of operations: op_ids as decimal strings, and the new version of the lifter's data."""

    acked: list[str]
    rejected: dict[str, str]
    version: int


@dataclass(frozen=True)
class Referable:
    """The rows that operations may refer to: the lifter's exercises with load types, gyms and routines."""

    load_types: Mapping[int, str]
    gyms: Collection[int]
    routines: Collection[int]


def apply(engine: Engine, user_id: int, operations: Any, now: datetime | None = None) -> Applied:
    """Apply a list of operations, untrusted JSON, in one transaction; NoSuchLifter for an unknown account.

    An operation is applied once, however often it is sent. A refused one writes nothing and its reason is in
    `rejected`; the others are applied. A refusal for a missing workout or set is not remembered: sent again after the
    missing one, the operation is applied.
    """
    with writes.as_lifter(engine, user_id) as connection:
        return apply_within(connection, user_id, operations, now)


def apply_within(connection: Connection, user_id: int, operations: Any, now: datetime | None = None) -> Applied:
    """Apply a list of operations, as apply does, within a transaction of writes.as_lifter."""
    now = now or datetime.now(UTC)
    received = receive(operations, now)
    lifter = _read_account(connection, user_id)
    applied = log_reads.applied(connection, user_id, [item.op_id for item in received if item.op_id])
    fresh = [item for item in received if item.op_id not in applied]
    refusals = _carry_out(connection, user_id, [item.operation for item in fresh if item.operation], lifter, now)
    remembered = {item.op_id: item.refusal for item in fresh if item.op_id and item.refusal}
    remembered |= {op_id: str(error) for op_id, error in refusals.items() if isinstance(error, InvalidValue)}
    missing = {op_id: str(error) for op_id, error in refusals.items() if op_id not in remembered}
    _remember(
        connection, user_id, [item.op_id for item in fresh if item.op_id and item.op_id not in missing], remembered, now
    )
    return _answer(received, {**applied, **remembered, **missing}, lifter.data_version)


def purge(engine: Engine, now: datetime | None = None) -> tuple[int, int]:
    """Purge deleted rows after 30 days and operations after 180, one lifter at a time; return both counts.

    Deleted rows of an import are kept for ever, so that a later import of the same file does not restore them.
    """
    now = now or datetime.now(UTC)
    old = {
        deleted_rows: (deleted_rows.c.deleted_at < now - UNDO_FOR) & deleted_rows.c.source_key.is_(None),
        applied_ops: applied_ops.c.applied_at < now - REMEMBERED_FOR,
    }
    with reading(engine) as connection:
        lifters = {user_id for table, is_old in old.items() for user_id in log_reads.owners(connection, table, is_old)}
    counts = dict.fromkeys(old, 0)
    for user_id in sorted(lifters):
        with suppress(NoSuchLifter), writes.as_lifter(engine, user_id) as connection:
            for table, is_old in old.items():
                counts[table] += connection.execute(delete(table).where(table.c.user_id == user_id, is_old)).rowcount
    images, memories = counts.values()
    return images, memories


def _read_account(connection: Connection, user_id: int) -> Lifter:
    account = reads.lifter(connection, user_id)
    if account is None:
        raise NoSuchLifter
    return Lifter(account["data_version"], account["time_zone"], account["unit"])


def _carry_out(
    connection: Connection, user_id: int, operations: Collection[Operation], lifter: Lifter, now: datetime
) -> dict[int, Exception]:
    """Read, merge, write and mark; return the refusals by op_id."""
    if not operations:
        return {}
    referable = _referable(connection, user_id, operations)
    stored = _read_stored(connection, user_id, operations)
    after = dict(stored.world)
    refusals = {
        operation.op_id: error for operation in operations if (error := _refusal(after, operation, lifter, referable))
    }
    store.write(connection, user_id, stored, after, now)
    writes.mark_days(connection, user_id, sorted(touched_days(stored.world, after), key=str))
    return refusals


def _refusal(world: dict[Key, Entry], operation: Operation, lifter: Lifter, referable: Referable) -> Exception | None:
    try:
        full = completed(operation, lifter)
        _check_references(full, referable)
        play(world, full)
    except (InvalidValue, NoSuchWorkout, NoSuchSet) as error:
        return error
    return None


def _check_references(operation: Operation, referable: Referable) -> None:
    for name, (label, place) in REFERENCES.items():
        referred = operation.fields.get(name)
        if referred is not None and referred not in getattr(referable, place):
            raise InvalidValue(f"There is no such {label}: {referred}.")
    if operation.fields.get("exercise_id"):
        check_reps(operation, referable.load_types[operation.fields["exercise_id"]])


REFERENCES: Final = {
    "exercise_id": ("exercise", "load_types"),
    "gym_id": ("gym", "gyms"),
    "routine_id": ("routine", "routines"),
}


def _referable(connection: Connection, user_id: int, operations: Iterable[Operation]) -> Referable:
    named = {
        name: {operation.fields[name] for operation in operations if operation.fields.get(name)} for name in REFERENCES
    }
    return Referable(
        log_reads.load_types(connection, user_id, named["exercise_id"]),
        log_reads.own_ids(connection, user_id, gyms, "gym_id", named["gym_id"]),
        log_reads.own_ids(connection, user_id, routines, "routine_id", named["routine_id"]),
    )


def _read_stored(connection: Connection, user_id: int, operations: Iterable[Operation]) -> store.Stored:
    set_ids = {operation.row_id for operation in operations if operation.kind.target == SET}
    whole = {operation.row_id for operation in operations if operation.kind.target == WORKOUT}
    return store.read(
        connection, user_id, set_ids, {operation.workout_id for operation in operations if operation.workout_id}, whole
    )


def _remember(
    connection: Connection, user_id: int, op_ids: Iterable[int], refusals: Mapping[int, str], now: datetime
) -> None:
    rows = [
        {
            "user_id": user_id,
            "op_id": op_id,
            "applied_at": now,
            "refusal": (refusals.get(op_id) or "")[:REFUSAL_LENGTH] or None,
        }
        for op_id in op_ids
    ]
    writes.insert_rows(connection, applied_ops, rows)


def _answer(received: Iterable[Received], refusals: Mapping[int, str | None], version: int) -> Applied:
    reasons = {item.name: refusals.get(item.op_id) if item.op_id else item.refusal for item in received}
    acked = [name for name, reason in reasons.items() if not reason]
    return Applied(acked, {name: reason for name, reason in reasons.items() if reason}, version)
