"""Read a workout for the log page: its sets and planned sets, and the past of its exercises; save changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from database import reads, writes
from database.db_connector import reading
from database.oltp_tables import sets
from services.errors import InvalidValue, TonnageError
from services.log import workout_log
from services.units import in_unit

Row = Mapping[str, Any]


class NotSaved(TonnageError):
    """This is not saved yet: the database does not answer. Try again in a moment; nothing is saved twice."""


@dataclass(frozen=True)
class SetRow:
    """A row of a workout: a saved set, or one still to be done, with its target if planned.

    Weight in `unit`; the targets are reps from reps_min to reps_max at target_rir.
    """

    set_id: int
    exercise_id: int
    position: float
    set_type: str = "working"
    weight: Decimal | None = None
    unit: str | None = None
    reps: int | None = None
    rir: float | None = None
    seconds: float | None = None
    distance_m: float | None = None
    note: str | None = None
    reps_other: int | None = None
    pain: bool = False
    easy: bool = False
    performed_at: datetime | None = None
    superset: int | None = None
    planned_set_id: int | None = None
    is_saved: bool = False
    reps_min: int | None = None
    reps_max: int | None = None
    target_rir: float | None = None
    rest_s: int | None = None
    plan_note: str | None = None
    plan_reason: str | None = None
    planned_exercise_id: int | None = None


@dataclass(frozen=True)
class Board:
    """A workout with its rows in order: saved sets, and planned sets still to be done."""

    workout: Row
    rows: tuple[SetRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether it has not been finished."""
        return self.workout["ended_at"] is None and self.workout["time_source"] == "logged"


@dataclass(frozen=True)
class Past:
    """The past of an exercise before a workout: last time's sets and gym, and the heaviest weight ever, in kg."""

    performed_on: date | None = None
    sets: tuple[SetRow, ...] = ()
    best_kg: float | None = None
    gym_id: int | None = None

    @property
    def last_kg(self) -> float | None:
        """The heaviest weight of last time, in kg."""
        return max((kg for row in self.sets if (kg := weight_kg(row.weight, row.unit)) is not None), default=None)


PLAN_COLUMNS: Final = ("exercise_id", "position", "set_type", "weight", "unit", "seconds", "distance_m", "superset")
TARGETS: Final = ("reps_min", "reps_max", "rest_s")
SET_COLUMNS: Final = tuple(field.name for field in fields(SetRow) if field.name in sets.c and field.name != "rest_s")


def board(engine: Engine, user_id: int, workout_id: int) -> Board | None:
    """Read a workout of the lifter with its rows; None if there is none."""
    with reading(engine) as connection:
        workout = reads.workout(connection, user_id, workout_id)
        if workout is None:
            return None
        done = reads.sets_of_workout(connection, user_id, workout_id)
        planned = reads.planned_rows(connection, user_id, workout_id)
    plans = {row["planned_set_id"]: row for row in planned}
    rows = [_saved(row, plans.get(row["planned_set_id"])) for row in done]
    started = {row.planned_set_id for row in rows} | {row.set_id for row in rows}
    is_open = workout["ended_at"] is None
    rows += [_to_do(row) for number, row in plans.items() if is_open and number not in started]
    return Board(workout, tuple(sorted(rows, key=lambda row: (row.position, row.set_id))))


def past_of(engine: Engine, user_id: int, workout_id: int, exercise_ids: tuple[int, ...]) -> dict[int, Past]:
    """Read the past of each exercise before a workout."""
    with reading(engine) as connection:
        before = reads.workout(connection, user_id, workout_id)
        return (
            {exercise_id: _past(connection, user_id, exercise_id, before) for exercise_id in exercise_ids}
            if before
            else {}
        )


def save(engine: Engine, user_id: int, operations: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """Apply operations; return refusals by op_id. NotSaved if the database does not answer: nothing is written."""
    try:
        return workout_log.apply(engine, user_id, operations).rejected
    except SQLAlchemyError as error:
        raise NotSaved from error


def save_whole(engine: Engine, user_id: int, operations: Sequence[Mapping[str, Any]]) -> None:
    """Apply all operations or none; InvalidValue says why not, NotSaved if the database does not answer."""
    try:
        with writes.as_lifter(engine, user_id) as connection:
            for reason in workout_log.apply_within(connection, user_id, operations).rejected.values():
                raise InvalidValue(reason)
    except SQLAlchemyError as error:
        raise NotSaved from error


def weight_kg(weight: Decimal | None, unit: str | None) -> float | None:
    """Convert a weight as entered to kg."""
    return None if weight is None else in_unit(float(weight), unit or "kg", "kg")


def _saved(row: Row, plan: Row | None) -> SetRow:
    entered = {name: row[name] for name in SET_COLUMNS}
    return SetRow(**entered, **_targets(plan or {}), is_saved=True)


def _to_do(plan: Row) -> SetRow:
    """Build the row of a planned set under the id of its future set: two devices that tick it write one set."""
    number = plan["planned_set_id"]
    return SetRow(number, **{name: plan[name] for name in PLAN_COLUMNS}, planned_set_id=number, **_targets(plan))


def _targets(plan: Row) -> dict[str, Any]:
    targets = {name: plan.get(name) for name in TARGETS}
    words = {"plan_note": plan.get("note"), "plan_reason": plan.get("reason")}
    return {**targets, **words, "target_rir": plan.get("rir"), "planned_exercise_id": plan.get("exercise_id")}


def _past(connection: Connection, user_id: int, exercise_id: int, before: Row) -> Past:
    rows = reads.last_sets(connection, user_id, exercise_id, dict(before))
    same = reads.merged_ids(connection, user_id, exercise_id)
    mine = (sets.c.user_id == user_id, sets.c.exercise_id.in_(same), sets.c.workout_id != before["workout_id"])
    heaviest = select(sets.c.unit, func.max(sets.c.weight).label("weight")).where(*mine).group_by(sets.c.unit)
    weights = [weight_kg(row["weight"], row["unit"]) for row in reads.rows_of(connection, heaviest)]
    best = max((kg for kg in weights if kg is not None), default=None)
    day, gym_id = (rows[0]["performed_on"], rows[0]["gym_id"]) if rows else (None, None)
    return Past(day, tuple(_saved(row, None) for row in rows), best, gym_id)
