"""An import or a repair taken back as a whole, except what was edited since: before images in, added rows out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, Table, delete, select, update

from database import writes
from database.oltp_tables import (
    exercise_aliases,
    exercise_settings,
    exercises,
    import_batches,
    import_changes,
    planned_sets,
    routine_exercises,
    sets,
)
from services.errors import TonnageError
from services.importers import repair
from services.importers.plan import edited_fields
from services.importers.writing import TABLE_OF, decoded

PACKET: Final = 500

Change = tuple[int, Mapping[str, Any] | None]  # the row, and what it was before; None if it was added


class NoSuchImport(TonnageError):
    """There is no such import, or it has been taken back already."""


@dataclass(frozen=True)
class Undone:
    """How many rows an undo took away and brought back, and the sets and workouts kept because of later edits."""

    removed: int
    restored: int
    kept: tuple[int, ...]


def undo_import(bind: Engine, user_id: int, batch_id: int) -> Undone:
    """Take an import or a repair back in one transaction; NoSuchImport if there is none.

    What was edited since stays as it is.
    """
    with writes.as_lifter(bind, user_id) as connection:
        if _close(connection, user_id, batch_id) == repair.FORMAT:
            return _undo_repair(connection, user_id, batch_id)
        changes = _changes(connection, user_id, batch_id)
        of_sets = _take_back(connection, user_id, "set", changes["set"], frozenset())
        in_use = _ids(connection, user_id, sets.c.workout_id, planned_sets.c.workout_id)
        of_workouts = _take_back(connection, user_id, "workout", changes["workout"], in_use)
        _remove_unused_exercises(connection, user_id, changes["exercise"])
        writes.mark_user(connection, user_id)
    return _sum(of_sets, of_workouts)


def _undo_repair(connection: Connection, user_id: int, batch_id: int) -> Undone:
    restored, kept, exercise_ids = repair.take_back(connection, user_id, batch_id)
    writes.mark_exercises(connection, user_id, exercise_ids)
    return Undone(0, restored, kept)


def _close(connection: Connection, user_id: int, batch_id: int) -> str:
    """Say that an import is taken back; what format it had."""
    table = import_batches.c
    still_open = (table.user_id == user_id, table.batch_id == batch_id, table.undone_at.is_(None))
    closed = connection.execute(update(import_batches).where(*still_open).values(undone_at=datetime.now(UTC)))
    if closed.rowcount != 1:
        raise NoSuchImport
    return str(connection.scalar(select(table.format).where(table.user_id == user_id, table.batch_id == batch_id)))


def _changes(connection: Connection, user_id: int, batch_id: int) -> Mapping[str, list[Change]]:
    table = import_changes.c
    statement = select(table.kind, table.row_id, table.before)
    changes: dict[str, list[Change]] = defaultdict(list)
    for kind, row_id, before in connection.execute(
        statement.where(table.user_id == user_id, table.batch_id == batch_id)
    ):
        changes[kind].append((row_id, before))
    return changes


def _take_back(
    connection: Connection, user_id: int, kind: str, changes: Iterable[Change], in_use: frozenset[int]
) -> Undone:
    """Undo the changes of sets or of workouts; added rows that are edited or in use are kept."""
    table, id_name = TABLE_OF[kind]
    stored = connection.execute(select(table.c[id_name], table.c.field_stamps).where(table.c.user_id == user_id))
    stamps: dict[int, Mapping[str, Any]] = {row[0]: row[1] for row in stored}
    standing = [(row_id, before) for row_id, before in changes if row_id in stamps]
    added = [row_id for row_id, before in standing if before is None]
    kept = [row_id for row_id in added if stamps[row_id] or row_id in in_use]
    _delete(connection, user_id, table.c[id_name], [row_id for row_id in added if row_id not in kept])
    restored = 0
    for row_id, before in standing:
        old = {name: value for name, value in (before or {}).items() if name not in edited_fields(stamps[row_id])}
        if old:
            writes.amend_row(connection, table, user_id, {id_name: row_id}, decoded(old))
            restored += 1
    return Undone(len(added) - len(kept), restored, tuple(kept))


def _remove_unused_exercises(connection: Connection, user_id: int, changes: Iterable[Change]) -> None:
    used = _ids(connection, user_id, sets.c.exercise_id, planned_sets.c.exercise_id, routine_exercises.c.exercise_id)
    spare = connection.scalars(select(routine_exercises.c.alternatives).where(routine_exercises.c.user_id == user_id))
    used |= {int(number) for named in spare for number in named or ()}
    unused = [row_id for row_id, _ in changes if row_id not in used]
    for table in (exercise_aliases, exercise_settings, exercises):
        _delete(connection, user_id, table.c.exercise_id, unused)


def _ids(connection: Connection, user_id: int, *columns: Column[int]) -> frozenset[int]:
    return frozenset(
        number
        for column in columns
        for number in connection.scalars(select(column).where(column.table.c.user_id == user_id).distinct())
    )


def _delete(connection: Connection, user_id: int, column: Column[int], ids: Sequence[int]) -> None:
    table: Table = column.table
    for start in range(0, len(ids), PACKET):
        packet = column.in_(ids[start : start + PACKET])
        connection.execute(delete(table).where(table.c.user_id == user_id, packet))


def _sum(*parts: Undone) -> Undone:
    return Undone(
        removed=sum(part.removed for part in parts),
        restored=sum(part.restored for part in parts),
        kept=tuple(row_id for part in parts for row_id in part.kept),
    )
