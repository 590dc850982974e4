"""Body measurements; a body weight changes every exercise that counts it, until the next one."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine, select

from database import writes
from database.db_connector import writing
from database.ids import new_id
from database.oltp_tables import FIRST_OWN_EXERCISE, body_measurements, exercises, sets, workouts
from services.errors import InvalidValue, NoSuchMeasurement
from services.etl.source import read_merges
from services.log_ops.fields import Field, checked, day, load, text

WEIGHT: Final = "weight"
MEASUREMENT: Final[Mapping[str, Field]] = {
    "measured_on": Field(day, "date", needed=True),
    "value": Field(load, "body weight", needed=True),
    "note": Field(text(500), "note"),
}
LIMITS: Final = {"kg": (20, 500), "lb": (44, 1100)}


def log_body_weight(engine: Engine, user_id: int, value: Any, unit: str, measured_on: Any, note: Any = None) -> int:
    """Add a body weight as entered; its id. InvalidValue outside 20 to 500 kg or 44 to 1100 lb."""
    given = checked({"value": value, "measured_on": measured_on, "note": note}, MEASUREMENT, datetime.now(UTC))
    _check_weight(given["value"], unit)
    measurement_id = new_id()
    row = {"user_id": user_id, "measurement_id": measurement_id, "kind": WEIGHT, "unit": unit, **given}
    with writing(engine) as connection:
        writes.touch(connection, user_id)
        writes.insert_row(connection, body_measurements, row)
        mark_body_weight(connection, user_id, given["measured_on"])
    return measurement_id


def amend_body_weight(engine: Engine, user_id: int, measurement_id: int, fields: Mapping[str, Any], unit: str) -> None:
    """Change a body weight; NoSuchMeasurement if the lifter has none of that id."""
    given = checked(fields, MEASUREMENT, datetime.now(UTC))
    if "value" in given:
        _check_weight(given["value"], unit)
        given["unit"] = unit
    with writing(engine) as connection:
        writes.touch(connection, user_id)
        old = _measured_on(connection, user_id, measurement_id)
        writes.amend_row(connection, body_measurements, user_id, {"measurement_id": measurement_id}, given)
        for changed in {old, given.get("measured_on", old)}:
            mark_body_weight(connection, user_id, changed)


def delete_measurement(engine: Engine, user_id: int, measurement_id: int) -> None:
    """Delete a measurement; NoSuchMeasurement if the lifter has none of that id."""
    with writing(engine) as connection:
        writes.touch(connection, user_id)
        old = _measured_on(connection, user_id, measurement_id)
        writes.delete_rows(connection, body_measurements, user_id, {"measurement_id": measurement_id})
        mark_body_weight(connection, user_id, old)


def mark_body_weight(connection: Connection, user_id: int, changed: date) -> None:
    """Mark what counts body weight, from the changed day to the next day that was measured."""
    b = body_measurements.c
    later = select(b.measured_on).where(b.user_id == user_id, b.kind == WEIGHT, b.measured_on > changed)
    until = connection.scalar(later.order_by(b.measured_on).limit(1))
    joined = (sets.c.user_id == workouts.c.user_id) & (sets.c.workout_id == workouts.c.workout_id)
    found = (
        select(sets.c.exercise_id, workouts.c.performed_on)
        .join(workouts, joined)
        .where(sets.c.user_id == user_id, workouts.c.performed_on >= changed)
        .where(sets.c.exercise_id.in_(_counting_body_weight(connection, user_id)))
        .distinct()
    )
    if until is not None:
        found = found.where(workouts.c.performed_on < until)
    writes.mark_days(connection, user_id, [(row.exercise_id, row.performed_on) for row in connection.execute(found)])


def _counting_body_weight(connection: Connection, user_id: int) -> list[int]:
    e = exercises.c
    mine = (e.user_id == user_id) | (e.exercise_id < FIRST_OWN_EXERCISE)
    counting = set(connection.scalars(select(e.exercise_id).where(mine, e.bodyweight_fraction > 0)))
    merged = {start for start, end in read_merges(connection, user_id).items() if end in counting}
    return sorted(counting | merged)


def _check_weight(value: Decimal, unit: str) -> None:
    if unit not in LIMITS:
        raise InvalidValue("A body weight is in kg or lb.")
    low, high = LIMITS[unit]
    if not low <= value <= high:
        raise InvalidValue(f"A body weight of {value} {unit} cannot be right: it must be from {low} to {high} {unit}.")


def _measured_on(connection: Connection, user_id: int, measurement_id: int) -> date:
    b = body_measurements.c
    found = select(b.measured_on).where(b.user_id == user_id, b.measurement_id == measurement_id)
    measured_on: date | None = connection.scalar(found)
    if measured_on is None:
        raise NoSuchMeasurement
    return measured_on
