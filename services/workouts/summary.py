"""Summarise a finished workout: time, sets, broken records, and a comparison with the workout before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Engine, and_, func, or_, select

from database import reads
from database.db_connector import reading
from database.olap_tables import (
    bridge_exercise_muscles,
    dim_exercises,
    dim_muscles,
    fact_exercise_days,
    fact_records,
    fact_sets,
    fact_workouts,
)
from database.oltp_tables import workouts
from services.analysis.records import RECORD_TYPES
from services.etl_oltp_to_olap import refresh

CELEBRATED: Final = ("weight", "reps", "time", "distance", "pace")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Totals:
    """A workout in numbers; duration_s is None where start or end is unknown."""

    performed_on: date
    duration_s: int | None
    sets: int
    hard_sets: int
    tonnage_kg: float | None


@dataclass(frozen=True)
class Record:
    """A broken record: old and new value in kg; for reps, seconds and metres their amounts at load_kg.

    A pace is in negative seconds over distance_m.
    """

    exercise: str
    kind: str
    old: float
    new: float
    load_kg: float | None
    reps: int | None
    distance_m: float | None = None

    @property
    def is_celebrated(self) -> bool:
        """Whether its kind is celebrated."""
        return self.kind in CELEBRATED


@dataclass(frozen=True)
class Line:
    """The top set of an exercise, in kg, beside that of the last day with the exercise."""

    exercise: str
    weight_kg: float | None
    reps: int | None
    last_weight_kg: float | None
    last_reps: int | None
    last_on: date | None


@dataclass(frozen=True)
class Summary:
    """A workout's summary; `before` is the last workout of the same routine, or of the same title."""

    now: Totals | None
    before: Totals | None
    records: tuple[Record, ...]
    lines: tuple[Line, ...]
    muscles: tuple[tuple[str, float], ...] = ()  # fractional hard sets by muscle, the most first


def summary(engine: Engine, user_id: int, workout_id: int) -> Summary:
    """Refresh the facts and summarise a workout; raises what the refresh raises."""
    refresh(engine, user_id)
    with reading(engine) as connection:
        workout = reads.workout(connection, user_id, workout_id)
        if workout is None:
            return Summary(None, None, (), ())
        earlier = _earlier(connection, user_id, workout)
        return Summary(
            _totals(connection, user_id, workout_id),
            _totals(connection, user_id, earlier) if earlier else None,
            tuple(_records(connection, user_id, workout_id)),
            tuple(_lines(connection, user_id, workout)),
            tuple(_muscles(connection, user_id, workout_id)),
        )


def _totals(connection: Connection, user_id: int, workout_id: int) -> Totals | None:
    fact = fact_workouts.c
    names = (fact.performed_on, fact.duration_s, fact.sets, fact.hard_sets, fact.tonnage_kg)
    rows = reads.rows_of(connection, select(*names).where(fact.user_id == user_id, fact.workout_id == workout_id))
    return Totals(**rows[0]) if rows else None


def _earlier(connection: Connection, user_id: int, workout: Row) -> int | None:
    """Return the last workout before this one with the same routine or title."""
    columns = workouts.c
    alike = [columns[name] == workout[name] for name in ("routine_id", "title") if workout[name]]
    if not alike:
        return None
    day, number = workout["performed_on"], workout["workout_id"]
    before = or_(columns.performed_on < day, and_(columns.performed_on == day, columns.workout_id < number))
    picked = select(columns.workout_id).where(columns.user_id == user_id, or_(*alike), before)
    workout_id: int | None = connection.scalar(
        picked.order_by(columns.performed_on.desc(), columns.workout_id.desc()).limit(1)
    )
    return workout_id


def _muscles(connection: Connection, user_id: int, workout_id: int) -> list[tuple[str, float]]:
    """Count hard sets by muscle; a secondary muscle counts by its credit."""
    fact, worked, muscle = fact_sets.c, bridge_exercise_muscles.c, dim_muscles.c
    trained = and_(worked.user_id == fact.user_id, worked.exercise_id == fact.exercise_id)
    joined = fact_sets.join(bridge_exercise_muscles, trained).join(dim_muscles, muscle.muscle_id == worked.muscle_id)
    hard = func.sum(fact.is_hard * worked.credit).label("hard_sets")
    mine = (fact.user_id == user_id, fact.workout_id == workout_id, muscle.level == "muscle")
    picked = select(muscle.name, hard).select_from(joined).where(*mine).group_by(muscle.name)
    trained_muscles = [(str(row["name"]), float(row["hard_sets"])) for row in reads.rows_of(connection, picked)]
    return sorted((pair for pair in trained_muscles if pair[1]), key=lambda pair: (-pair[1], pair[0]))


def _records(connection: Connection, user_id: int, workout_id: int) -> list[Record]:
    fact, lift = fact_records.c, dim_exercises.c
    named = and_(lift.user_id == user_id, lift.exercise_id == fact.exercise_id)
    picked = (
        select(fact_records, lift.name)
        .select_from(fact_records.join(dim_exercises, named))
        .where(fact.user_id == user_id, fact.workout_id == workout_id)
    )
    rows = reads.rows_of(connection, picked.order_by(lift.name, fact.record_type_id))
    return [_record(row) for row in rows]


def _record(row: Row) -> Record:
    kind = RECORD_TYPES[row["record_type_id"]]
    values = (row["old_value"], row["new_value"], row["load_kg"], row["rep_count"], row["distance_m"])
    return Record(row["name"], kind, *values)


def _lines(connection: Connection, user_id: int, workout: Row) -> list[Line]:
    """Return a line per exercise, in the order in which they were done."""
    fact = fact_sets.c
    mine = (fact.user_id == user_id, fact.workout_id == workout["workout_id"])
    rows = reads.rows_of(connection, select(fact.exercise_id, fact.position).where(*mine).order_by(fact.position))
    ordered = list(dict.fromkeys(row["exercise_id"] for row in rows))
    names = _names(connection, user_id)
    return [
        _line(connection, user_id, exercise_id, names[exercise_id], workout["performed_on"]) for exercise_id in ordered
    ]


def _line(connection: Connection, user_id: int, exercise_id: int, name: str, day: date) -> Line:
    fact = fact_exercise_days.c
    mine = (fact.user_id == user_id, fact.exercise_id == exercise_id, fact.performed_on <= day)
    picked = select(fact.performed_on, fact.top_weight_kg, fact.top_reps).where(*mine)
    rows = reads.rows_of(connection, picked.order_by(fact.performed_on.desc()).limit(2))
    nothing: Row = {"performed_on": None, "top_weight_kg": None, "top_reps": None}
    now, last = [*rows, nothing, nothing][:2]
    return Line(
        name, now["top_weight_kg"], now["top_reps"], last["top_weight_kg"], last["top_reps"], last["performed_on"]
    )


def _names(connection: Connection, user_id: int) -> dict[int, str]:
    lift = dim_exercises.c
    rows = reads.rows_of(connection, select(lift.exercise_id, lift.name).where(lift.user_id == user_id))
    return {row["exercise_id"]: row["name"] for row in rows}
