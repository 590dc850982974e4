"""Reading a lifter's log as columns: whole, or the workouts of some days."""

import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, Table, bindparam, case, func, literal_column, select
from sqlalchemy.sql import ColumnElement

from database.db_connector import is_sqlite
from database.oltp_tables import (
    body_measurements,
    planned_sets,
    sets,
    users,
    workouts,
)
from database.prepared import Prepared, Rows
from services.etl.exercises import read_exercises, read_merges
from services.etl.shapes import SET_TYPE_ID, Column, Columns, Lifter, LifterLog
from services.units import KG_PER_LB

POUND_IN_KG = float(KG_PER_LB)
INT, FLOAT, DAY, INSTANT = "int64", "float64", "datetime64[D]", "datetime64[us]"
Shape = Mapping[str, tuple[ColumnElement[Any], str]]
AS_DOUBLE: ColumnElement[Any] = literal_column(
    "0e0"
)  # adding it makes a NUMERIC a double in the server, which spares Decimals here

SETS: Shape = {
    "set_id": (sets.c.set_id, INT),
    "workout_id": (sets.c.workout_id, INT),
    "exercise_id": (sets.c.exercise_id, INT),
    "position": (sets.c.position, FLOAT),
    "set_type_id": (case(SET_TYPE_ID, value=sets.c.set_type, else_=SET_TYPE_ID["working"]), INT),
    "weight_kg": (sets.c.weight + AS_DOUBLE, FLOAT),
    "is_pounds": (case({"lb": 1}, value=sets.c.unit, else_=0), INT),
    "reps": (sets.c.reps, FLOAT),
    "reps_other": (sets.c.reps_other, FLOAT),
    "rir": (sets.c.rir, FLOAT),
    "seconds": (sets.c.seconds, FLOAT),
    "distance_m": (sets.c.distance_m, FLOAT),
    "rest_s": (sets.c.rest_s, FLOAT),
    "planned_set_id": (func.coalesce(sets.c.planned_set_id, 0), INT),
    "has_pain": (case((sets.c.pain, 1), else_=0), INT),
    "is_easy": (case((sets.c.easy, 1), else_=0), INT),
}
PLANNED: Shape = {
    "planned_set_id": (planned_sets.c.planned_set_id, INT),
    "workout_id": (planned_sets.c.workout_id, INT),
    "exercise_id": (planned_sets.c.exercise_id, INT),
    "progression_id": (func.coalesce(planned_sets.c.progression_id, 0), INT),
    "position": (planned_sets.c.position, FLOAT),
    "planned_set_type": (case(SET_TYPE_ID, value=planned_sets.c.set_type, else_=SET_TYPE_ID["working"]), INT),
    "weight_kg": (planned_sets.c.weight + AS_DOUBLE, FLOAT),
    "is_pounds": (case({"lb": 1}, value=planned_sets.c.unit, else_=0), INT),
    "reps_min": (planned_sets.c.reps_min, FLOAT),
    "reps_max": (planned_sets.c.reps_max, FLOAT),
    "rir": (planned_sets.c.rir, FLOAT),
}
WORKOUTS: Shape = {
    "workout_id": (workouts.c.workout_id, INT),
    "performed_on": (workouts.c.performed_on, DAY),
    "started_at": (workouts.c.started_at, INSTANT),
    "ended_at": (workouts.c.ended_at, INSTANT),
    "zone": (workouts.c.zone, "object"),
    "time_source": (workouts.c.time_source, "object"),
    "routine_id": (func.coalesce(workouts.c.routine_id, 0), INT),
}
ROWS_AT_ONCE = 1000  # turned into columns while they are in the processor's cache: twice as fast as all in the end

USER: Any = bindparam("user_id")
ON: Any = bindparam("day")


def _query(shape: Shape, *where: Any) -> Select[Any]:
    return select(*(column.label(name) for name, (column, _) in shape.items())).where(*where)


def _of_a_workout(shape: Shape, table: Table) -> Prepared:
    return Prepared(_query(shape, table.c.user_id == USER, table.c.workout_id == bindparam("workout_id")))


OF_LIFTER = (users.c.user_id, users.c.unit, users.c.sex, users.c.week_start, users.c.e1rm_formula)
LIFTER = Prepared(select(*OF_LIFTER).where(users.c.user_id == USER))
ALL_WORKOUTS = Prepared(_query(WORKOUTS, workouts.c.user_id == USER))
WORKOUTS_OF_A_DAY = Prepared(_query(WORKOUTS, workouts.c.user_id == USER, workouts.c.performed_on == ON))
SETS_OF_A_WORKOUT, PLANNED_OF_A_WORKOUT = _of_a_workout(SETS, sets), _of_a_workout(PLANNED, planned_sets)
WEIGHED = (body_measurements.c.user_id == USER, body_measurements.c.kind == "weight")
EVERY_WEIGHT = (
    select(body_measurements.c.measured_on, body_measurements.c.value + AS_DOUBLE, body_measurements.c.unit)
    .where(*WEIGHED)
    .order_by(body_measurements.c.measured_on, body_measurements.c.measurement_id)
)
BODY_WEIGHTS = Prepared(EVERY_WEIGHT)
# From the last one on or before the first day, which is what counts on that day, to the last day.
CARRIED = select(func.max(body_measurements.c.measured_on)).where(*WEIGHED, body_measurements.c.measured_on <= ON)
BODY_WEIGHTS_OF_DAYS = Prepared(
    EVERY_WEIGHT.where(
        body_measurements.c.measured_on >= func.coalesce(CARRIED.scalar_subquery(), ON),
        body_measurements.c.measured_on <= bindparam("last_day"),
    )
)


def read_lifter(connection: Connection, user_id: int) -> Lifter | None:
    """The settings of a lifter; None if there is no such lifter."""
    rows = LIFTER.rows(connection, user_id=user_id)
    return Lifter(*rows[0]) if rows else None


def read_log(connection: Connection, lifter: Lifter, merges: Mapping[int, int] | None = None) -> LifterLog:
    """Everything that a lifter has logged."""
    return _assemble(
        connection,
        lifter,
        read_merges(connection, lifter.user_id) if merges is None else merges,
        _bulk(connection, SETS, _query(SETS, sets.c.user_id == lifter.user_id)),
        _columns(WORKOUTS, ALL_WORKOUTS.rows(connection, user_id=lifter.user_id)),
        _bulk(connection, PLANNED, _query(PLANNED, planned_sets.c.user_id == lifter.user_id)),
        lambda: BODY_WEIGHTS.rows(connection, user_id=lifter.user_id),
    )


def read_days(connection: Connection, lifter: Lifter, merges: Mapping[int, int], days: Collection[date]) -> LifterLog:
    """What a lifter logged on some days, at least one."""
    mine = {"user_id": lifter.user_id}
    of_workouts = [row for day in sorted(days) for row in WORKOUTS_OF_A_DAY.rows(connection, **mine, day=day)]

    def rows(prepared: Prepared) -> Rows:
        return [row for workout in of_workouts for row in prepared.rows(connection, **mine, workout_id=workout[0])]

    performed, planned = _columns(SETS, rows(SETS_OF_A_WORKOUT)), _columns(PLANNED, rows(PLANNED_OF_A_WORKOUT))

    def body_weights() -> Rows:
        return BODY_WEIGHTS_OF_DAYS.rows(connection, **mine, day=min(days), last_day=max(days))

    return _assemble(connection, lifter, merges, performed, _columns(WORKOUTS, of_workouts), planned, body_weights)


def _assemble(
    connection: Connection,
    lifter: Lifter,
    merges: Mapping[int, int],
    performed: Columns,
    of_workouts: Columns,
    planned: Columns,
    body_weights: Callable[[], Rows],
) -> LifterLog:
    performed, planned = (_in_kilograms(_resolved(columns, merges)) for columns in (performed, planned))
    used = {*performed["exercise_id"].tolist(), *planned["exercise_id"].tolist()}
    infos = read_exercises(connection, lifter.user_id, used, merges)
    weighed = body_weights() if any(info.fraction > 0 for info in infos.values()) else ()
    return LifterLog(lifter, performed, _timed(of_workouts), planned, infos, _in_kg_by_day(weighed))


def _in_kg_by_day(rows: Rows) -> tuple[Column, Column]:
    days = np.array([day for day, _, _ in rows], dtype=DAY)
    return days, np.array([float(value) * (POUND_IN_KG if unit == "lb" else 1.0) for _, value, unit in rows])


def _in_kilograms(columns: Columns) -> Columns:
    pounds = columns.pop("is_pounds").astype(bool)
    return columns | {"weight_kg": np.where(pounds, columns["weight_kg"] * POUND_IN_KG, columns["weight_kg"])}


def _resolved(columns: Columns, merges: Mapping[int, int]) -> Columns:
    ids = columns["exercise_id"]
    for start, end in merges.items():
        ids = np.where(ids == start, end, ids)
    return columns | {"exercise_id": ids}


def _timed(of_workouts: Columns) -> Columns:
    """Instants as UTC seconds, and the local hour of the start where the time of day was not only assumed."""
    started, ended = of_workouts.pop("started_at"), of_workouts.pop("ended_at")
    zones, sources = of_workouts.pop("zone"), of_workouts.pop("time_source")
    hours = [_hour(*of_one) for of_one in zip(started, zones, sources, strict=True)]
    is_over = ~np.isnat(ended) | (sources != "logged")
    return of_workouts | {
        "is_over": is_over.astype(INT),
        "started_s": _seconds(started),
        "ended_s": _seconds(ended),
        "started_hour": np.array(hours, dtype=FLOAT),
    }


def _seconds(instants: Column) -> Column:
    return np.where(np.isnat(instants), np.nan, instants.astype(INT) / 1e6)


def _hour(started: np.datetime64, zone: str, time_source: str) -> float | None:
    if np.isnat(started) or time_source == "assumed":
        return None
    return float(started.astype(datetime).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).hour)


def _columns(shape: Shape, rows: Rows) -> Columns:
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(shape)
    kinds = (kind for _, kind in shape.values())
    return {name: np.array(values, dtype=kind) for name, values, kind in zip(shape, columns, kinds, strict=True)}


def _bulk(connection: Connection, shape: Shape, query: Select[Any]) -> Columns:
    """Many rows. PyMySQL decodes each field in Python, so MySQL is asked for one line of text per row instead."""
    if is_sqlite(connection):
        parts = [_columns(shape, rows) for rows in Prepared(query).chunks(connection, ROWS_AT_ONCE)]
        return (
            {name: np.concatenate([part[name] for part in parts]) for name in shape} if parts else _columns(shape, ())
        )
    fields = [func.coalesce(column, "") if kind == FLOAT else column for column, kind in shape.values()]
    lines = Prepared(query.with_only_columns(func.concat_ws(",", *fields))).rows(connection)
    text = "\n".join(line.decode() if isinstance(line, bytes) else line for (line,) in lines)
    kinds: Any = {name: kind for name, (_, kind) in shape.items()}
    frame = pd.read_csv(io.StringIO(text), names=list(shape), dtype=kinds, header=None)
    return {name: frame[name].to_numpy() for name in shape}
