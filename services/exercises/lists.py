"""Read exercises for their page: muscles, counting, use and merges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, select

from database import reads
from database.db_connector import reading
from database.oltp_tables import CATALOGUE, exercise_merges, exercise_muscles, exercise_settings, sets, workouts

Row = Mapping[str, Any]

# Columns under the name that they have in reads.exercises_of; implements and per_side are those of the definition.
PLAIN: Final = (
    *("exercise_id", "own_name", "equipment", "pattern", "load_type", "bodyweight_fraction", "implements"),
    *("rest_s", "unit", "step", "pinned_note", "merged_into", "variant_of", "gym_id"),
)


@dataclass(frozen=True)
class Use:
    """The use of an exercise: its sets, first and last day, without those of merged exercises."""

    sets: int = 0
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Known:
    """An exercise that a lifter can see, under the lifter's own name.

    `muscles` gives the credit of each, 1 or 0.5; `own_implements` and `own_per_side` are the lifter's own counting,
    None where the definition's holds; `step` is in the exercise's unit, rest_s in seconds. A variant is the machine
    of `gym_id` that stands for `variant_of` there.
    """

    exercise_id: int
    name: str
    first_name: str
    is_own: bool
    equipment: str
    pattern: str
    load_type: str
    implements: int
    per_side: bool
    bodyweight_fraction: float | None = None
    own_name: str | None = None
    own_implements: int | None = None
    own_per_side: bool | None = None
    is_archived: bool = False
    rest_s: int | None = None
    unit: str | None = None
    step: Decimal | None = None
    pinned_note: str | None = None
    merged_into: int | None = None
    merged_at: datetime | None = None
    variant_of: int | None = None
    gym_id: int | None = None
    muscles: Mapping[str, float] = field(default_factory=dict)
    use: Use = Use()

    @property
    def counted_implements(self) -> int:
        """The number of weights of the entered size that are lifted at once."""
        return self.own_implements or self.implements

    @property
    def counts_per_side(self) -> bool:
        """Whether the entered reps are those of one side."""
        return self.per_side if self.own_per_side is None else self.own_per_side

    @property
    def is_in_use(self) -> bool:
        """Whether it is offered for logging."""
        return not self.is_archived and self.merged_into is None


def known_exercises(engine: Engine, user_id: int) -> dict[int, Known]:
    """Read every exercise that the lifter can see by id, ordered by name."""
    with reading(engine) as connection:
        muscles = _muscles(connection, user_id)
        own, merged, uses = (_by_exercise(rows(connection, user_id)) for rows in (_settings, _merges, _uses))
        rows = reads.exercises_of(connection, user_id)
    return {
        row["exercise_id"]: _known(row, muscles, own.get(row["exercise_id"], {}), merged, uses.get(row["exercise_id"]))
        for row in rows
    }


def merged_into(exercises: Mapping[int, Known], exercise_id: int) -> list[Known]:
    """Return the exercises that were merged directly into this one."""
    return [exercise for exercise in exercises.values() if exercise.merged_into == exercise_id]


def use_with_merged(exercises: Mapping[int, Known], exercise_id: int) -> Use:
    """Sum the use of an exercise and of all merged into it, directly or indirectly."""
    family = [exercise_id]
    for number in family:
        family += [
            exercise.exercise_id for exercise in merged_into(exercises, number) if exercise.exercise_id not in family
        ]
    uses = [exercises[number].use for number in family]
    days = [day for use in uses for day in (use.first_on, use.last_on) if day]
    return Use(sum(use.sets for use in uses), min(days, default=None), max(days, default=None))


def _known(row: Row, muscles: Mapping[int, dict[str, float]], own: Row, merged: Mapping[int, Row], use: Any) -> Known:
    number = row["exercise_id"]
    return Known(
        name=row["shown_name"],
        first_name=row["name"],
        is_own=row["user_id"] != CATALOGUE,
        per_side=bool(row["per_side"]),
        is_archived=bool(row["is_archived"]),
        own_implements=own.get("implements"),
        own_per_side=own.get("per_side"),
        merged_at=merged.get(number, {}).get("created_at"),
        muscles=muscles.get(number, {}),
        use=Use(use["sets"], use["first_on"], use["last_on"]) if use else Use(),
        **{name: row[name] for name in PLAIN},
    )


def _by_exercise(rows: Iterable[Row]) -> dict[int, Row]:
    return {row["exercise_id"]: row for row in rows}


def _muscles(connection: Connection, user_id: int) -> dict[int, dict[str, float]]:
    """Read muscle credits by exercise, the highest first."""
    m = exercise_muscles.c
    picked = select(m.exercise_id, m.muscle, m.credit).where(m.user_id.in_((CATALOGUE, user_id)))
    credits: dict[int, dict[str, float]] = {}
    for row in connection.execute(picked.order_by(m.exercise_id, m.credit.desc(), m.muscle)):
        credits.setdefault(row.exercise_id, {})[row.muscle] = row.credit
    return credits


def _settings(connection: Connection, user_id: int) -> list[dict[str, Any]]:
    s = exercise_settings.c
    return reads.rows_of(connection, select(s.exercise_id, s.implements, s.per_side).where(s.user_id == user_id))


def _merges(connection: Connection, user_id: int) -> list[dict[str, Any]]:
    m = exercise_merges.c
    picked = select(m.from_id.label("exercise_id"), m.created_at).where(m.user_id == user_id)
    return reads.rows_of(connection, picked)


def _uses(connection: Connection, user_id: int) -> list[dict[str, Any]]:
    day = workouts.c.performed_on
    figures = (func.count().label("sets"), func.min(day).label("first_on"), func.max(day).label("last_on"))
    joined = reads.same_key(sets, workouts, "workout_id")
    picked = select(sets.c.exercise_id, *figures).join(workouts, joined).where(sets.c.user_id == user_id)
    return reads.rows_of(connection, picked.group_by(sets.c.exercise_id))
