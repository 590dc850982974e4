"""Log, amend and delete body weights; each marks the exercises that count body weight for recomputation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Connection, Engine, select

from database import writes
from database.ids import new_id
from database.oltp_tables import FIRST_OWN_EXERCISE, body_measurements, exercises, sets, workouts
from services.errors import InvalidValue, NoSuchMeasurement
from services.etl.exercises import read_merges
from services.fields import Field, checked, day, load, text

WEIGHT: Final = "weight"
MEASUREMENT: Final[Mapping[str, Field]] = {
    "measured_on": Field(day, "date", needed=True),
    "value": Field(load, "body weight", needed=True),
    "note": Field(text(500), "note"),
}
LIMITS: Final = {"kg": (20, 500), "lb": (44, 1100)}


@dataclass(frozen=True)
class Weighed:
    """A body weight from a file, in kg or lb."""

    measured_on: date
    value: Decimal
    unit: str
    note: str | None = None

    @property
    def key(self) -> str:
        """A hash that recognises it when the same file is imported again."""
        identity = f"{self.measured_on}\0{self.value.normalize()}\0{self.unit}"
        return blake2b(identity.encode(), digest_size=16).hexdigest()


def log_body_weight(engine: Engine, user_id: int, value: Any, unit: str, measured_on: Any, note: Any = None) -> int:
    """Add a body weight as entered; return its id. Raises InvalidValue outside 20 to 500 kg or 44 to 1100 lb."""
    values = checked({"value": value, "measured_on": measured_on, "note": note}, MEASUREMENT, datetime.now(UTC))
    _check_weight(values["value"], unit)
    measurement_id = new_id()
    row = {"user_id": user_id, "measurement_id": measurement_id, "kind": WEIGHT, "unit": unit, **values}
    with writes.as_lifter(engine, user_id) as connection:
        writes.insert_row(connection, body_measurements, row)
        mark_body_weight(connection, user_id, values["measured_on"])
    return measurement_id


def log_body_weights(engine: Engine, user_id: int, weighed: Iterable[Weighed]) -> int:
    """Add many body weights, all or none; return how many were new. Raises InvalidValue.

    Weights imported before are left unchanged, and so are equal ones entered by hand (same day, weight and unit).
    """
    now = datetime.now(UTC)
    rows = {weighing.key: _weighed_row(weighing, now) for weighing in weighed}
    with writes.as_lifter(engine, user_id) as connection:
        existing = _known_weights(connection, user_id)
        new = [{"source_key": key, **row} for key, row in rows.items() if not existing & {key, _identity(row)}]
        head = {"user_id": user_id, "kind": WEIGHT}
        writes.insert_rows(connection, body_measurements, [{**head, "measurement_id": new_id(), **row} for row in new])
        if new:
            writes.mark_user(connection, user_id)
    return len(new)


def check_body_weight(weighed: Weighed, now: datetime) -> None:
    """Raise InvalidValue if this body weight could not be added."""
    _weighed_row(weighed, now)


def _weighed_row(weighed: Weighed, now: datetime) -> dict[str, Any]:
    fields = {"value": str(weighed.value), "measured_on": weighed.measured_on.isoformat(), "note": weighed.note}
    values = checked(fields, MEASUREMENT, now)
    _check_weight(values["value"], weighed.unit)
    return {"unit": weighed.unit, **values}


def _known_weights(connection: Connection, user_id: int) -> set[Any]:
    b = body_measurements.c
    mine = select(b.source_key, b.measured_on, b.value, b.unit).where(b.user_id == user_id, b.kind == WEIGHT)
    return {key for row in connection.execute(mine) for key in (row[0], tuple(row[1:]))}


def _identity(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["measured_on"], row["value"], row["unit"]


def amend_body_weight(engine: Engine, user_id: int, measurement_id: int, fields: Mapping[str, Any], unit: str) -> None:
    """Change a body weight; NoSuchMeasurement if the lifter has none of that id."""
    values = checked(fields, MEASUREMENT, datetime.now(UTC))
    if "value" in values:
        _check_weight(values["value"], unit)
        values["unit"] = unit
    with writes.as_lifter(engine, user_id) as connection:
        kind, old = _require(connection, user_id, measurement_id)
        if kind != WEIGHT:
            raise NoSuchMeasurement
        writes.amend_row(connection, body_measurements, user_id, {"measurement_id": measurement_id}, values)
        for changed in {old, values.get("measured_on", old)}:
            mark_body_weight(connection, user_id, changed)


def delete_measurement(engine: Engine, user_id: int, measurement_id: int) -> None:
    """Delete a measurement of any kind; NoSuchMeasurement if the lifter has none of that id."""
    with writes.as_lifter(engine, user_id) as connection:
        kind, old = _require(connection, user_id, measurement_id)
        writes.delete_rows(connection, body_measurements, user_id, {"measurement_id": measurement_id})
        if kind == WEIGHT:
            mark_body_weight(connection, user_id, old)


def mark_body_weight(connection: Connection, user_id: int, changed: date) -> None:
    """Mark exercises that count body weight, from the changed day to the next measured day."""
    b = body_measurements.c
    later = select(b.measured_on).where(b.user_id == user_id, b.kind == WEIGHT, b.measured_on > changed)
    until = connection.scalar(later.order_by(b.measured_on).limit(1))
    joined = (sets.c.user_id == workouts.c.user_id) & (sets.c.workout_id == workouts.c.workout_id)
    counting_days = (
        select(sets.c.exercise_id, workouts.c.performed_on)
        .join(workouts, joined)
        .where(sets.c.user_id == user_id, workouts.c.performed_on >= changed)
        .where(sets.c.exercise_id.in_(_counting_body_weight(connection, user_id)))
        .distinct()
    )
    if until is not None:
        counting_days = counting_days.where(workouts.c.performed_on < until)
    writes.mark_days(
        connection, user_id, [(row.exercise_id, row.performed_on) for row in connection.execute(counting_days)]
    )


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


def _require(connection: Connection, user_id: int, measurement_id: int) -> tuple[str, date]:
    b = body_measurements.c
    picked = select(b.kind, b.measured_on).where(b.user_id == user_id, b.measurement_id == measurement_id)
    row = connection.execute(picked).first()
    if row is None:
        raise NoSuchMeasurement
    return row.kind, row.measured_on
