"""The imports and repairs of a lifter, listed with their figures, and what had to stay when one was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Engine, String, case, func, select, type_coerce

from database import reads
from database.db_connector import reading
from database.oltp_tables import import_batches, import_changes, sets, workouts

NAMES: Final = {
    "strong": "Strong", "hevy": "Hevy", "fitnotes": "FitNotes", "liftosaur": "Liftosaur", "liftlog": "LiftLog",
    "stronglifts": "StrongLifts", "table": "Your table", "repair": "Repair",
}  # fmt: skip
NOTHING: Final = "null"
PACKET: Final = 500


@dataclass(frozen=True)
class Batch:
    """One import or repair: what the file held, how many rows it added and how many it changed."""

    batch_id: int
    app: str
    file_name: str
    created_at: datetime
    undone_at: datetime | None
    figures: Mapping[str, Any]
    added: int
    changed: int

    @property
    def is_repair(self) -> bool:
        """Whether it changed sets that were here."""
        return self.app == NAMES["repair"]


@dataclass(frozen=True)
class Kept:
    """A set or workout that stays although its import was taken back; a workout has no exercise."""

    performed_on: date
    title: str
    exercise: str | None = None
    weight: Any = None
    unit: str | None = None
    reps: int | None = None


def batches(engine: Engine, user_id: int) -> list[Batch]:
    """Every import and repair, the latest first; two statements whatever their number."""
    table, change = import_batches.c, import_changes.c
    is_image = case((type_coerce(change.before, String) != NOTHING, 1))  # an added row has JSON's null
    counted = select(change.batch_id, func.count().label("rows"), func.count(is_image).label("images"))
    with reading(engine) as connection:
        rows = reads.rows_of(connection, select(import_batches).where(table.user_id == user_id))
        per_batch = counted.where(change.user_id == user_id, change.kind == "set").group_by(change.batch_id)
        counts = {row["batch_id"]: row for row in reads.rows_of(connection, per_batch)}
    return [_batch(row, counts.get(row["batch_id"], {})) for row in sorted(rows, key=_age, reverse=True)]


def _age(row: Mapping[str, Any]) -> tuple[datetime, int]:
    return row["created_at"], row["batch_id"]


def _batch(row: Mapping[str, Any], counts: Mapping[str, Any]) -> Batch:
    changed = int(counts.get("images", 0))
    return Batch(
        batch_id=row["batch_id"],
        app=NAMES.get(row["format"], row["format"]),
        file_name=row["file_name"] or "",
        created_at=row["created_at"],
        undone_at=row["undone_at"],
        figures=row["figures"],
        added=int(counts.get("rows", 0)) - changed,
        changed=changed,
    )


def kept_rows(engine: Engine, user_id: int, row_ids: Sequence[int]) -> list[Kept]:
    """What the sets and workouts of these ids are, the oldest first."""
    kept: list[Kept] = []
    day = workouts.c.performed_on
    of_sets = select(day, workouts.c.title, sets.c.exercise_name, sets.c.weight, sets.c.unit, sets.c.reps).join(
        workouts, reads.same_key(sets, workouts, "workout_id")
    )
    with reading(engine) as connection:
        for start in range(0, len(row_ids), PACKET):
            packet = row_ids[start : start + PACKET]
            mine = (sets.c.user_id == user_id, sets.c.set_id.in_(packet))
            rows = connection.execute(of_sets.where(*mine))
            kept += [Kept(on, title or "", *rest) for on, title, *rest in rows]
            chosen = (workouts.c.user_id == user_id, workouts.c.workout_id.in_(packet))
            kept += [
                Kept(on, title or "") for on, title in connection.execute(select(day, workouts.c.title).where(*chosen))
            ]
    return sorted(kept, key=lambda row: (row.performed_on, row.exercise or ""))
