"""Body measurements; a body weight changes every exercise that counts it, until the next one."""

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
from services.etl.source import read_merges
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
    """A body weight as a file tells it, in kg or lb."""

    measured_on: date
    value: Decimal
    unit: str
    note: str | None = None

    @property
    def key(self) -> str:
        """What it is known by when the same file comes again."""
        told = f"{self.measured_on}\0{self.value.normalize()}\0{self.unit}"
        return blake2b(told.encode(), digest_size=16).hexdigest()


def log_body_weight(engine: Engine, user_id: int, value: Any, unit: str, measured_on: Any, note: Any = None) -> int:
    """Add a body weight as entered; its id. InvalidValue outside 20 to 500 kg or 44 to 1100 lb."""
    given = checked({"value": value, "measured_on": measured_on, "note": note}, MEASUREMENT, datetime.now(UTC))
    _check_weight(given["value"], unit)
    measurement_id = new_id()
    row = {"user_id": user_id, "measurement_id": measurement_id, "kind": WEIGHT, "unit": unit, **given}
    with writes.as_lifter(engine, user_id) as connection:
        writes.insert_row(connection, body_measurements, row)
        mark_body_weight(connection, user_id, given["measured_on"])
    return measurement_id


def log_body_weights(engine: Engine, user_id: int, weighed: Iterable[Weighed]) -> int:
    """Add many body weights, all or none; how many were new. InvalidValue as for one.

    One that came in before stays as it is now, and so does one that was entered by hand: same day, weight and unit.
    """
    now = datetime.now(UTC)
    rows = {one.key: _weighed_row(one, now) for one in weighed}
    with writes.as_lifter(engine, user_id) as connection:
        known = _known_weights(connection, user_id)
        new = [{"source_key": key, **row} for key, row in rows.items() if not known & {key, _same(row)}]
        head = {"user_id": user_id, "kind": WEIGHT}
        writes.insert_rows(connection, body_measurements, [{**head, "measurement_id": new_id(), **row} for row in new])
        if new:
            writes.mark_user(connection, user_id)
    return len(new)


def check_body_weight(weighed: Weighed, now: datetime) -> None:
    """InvalidValue if this body weight could not be added."""
    _weighed_row(weighed, now)


def _weighed_row(weighed: Weighed, now: datetime) -> dict[str, Any]:
    fields = {"value": str(weighed.value), "measured_on": weighed.measured_on.isoformat(), "note": weighed.note}
    given = checked(fields, MEASUREMENT, now)
    _check_weight(given["value"], weighed.unit)
    return {"unit": weighed.unit, **given}


def _known_weights(connection: Connection, user_id: int) -> set[Any]:
    b = body_measurements.c
    mine = select(b.source_key, b.measured_on, b.value, b.unit).where(b.user_id == user_id, b.kind == WEIGHT)
    return {known for row in connection.execute(mine) for known in (row[0], tuple(row[1:]))}


def _same(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["measured_on"], row["value"], row["unit"]


def amend_body_weight(engine: Engine, user_id: int, measurement_id: int, fields: Mapping[str, Any], unit: str) -> None:
    """Change a body weight; NoSuchMeasurement if the lifter has none of that id."""
    given = checked(fields, MEASUREMENT, datetime.now(UTC))
    if "value" in given:
        _check_weight(given["value"], unit)
        given["unit"] = unit
    with writes.as_lifter(engine, user_id) as connection:
        kind, old = _known(connection, user_id, measurement_id)
        if kind != WEIGHT:
            raise NoSuchMeasurement
        writes.amend_row(connection, body_measurements, user_id, {"measurement_id": measurement_id}, given)
        for changed in {old, given.get("measured_on", old)}:
            mark_body_weight(connection, user_id, changed)


def delete_measurement(engine: Engine, user_id: int, measurement_id: int) -> None:
    """Delete a measurement of any kind; NoSuchMeasurement if the lifter has none of that id."""
    with writes.as_lifter(engine, user_id) as connection:
        kind, old = _known(connection, user_id, measurement_id)
        writes.delete_rows(connection, body_measurements, user_id, {"measurement_id": measurement_id})
        if kind == WEIGHT:
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


def _known(connection: Connection, user_id: int, measurement_id: int) -> tuple[str, date]:
    b = body_measurements.c
    found = select(b.kind, b.measured_on).where(b.user_id == user_id, b.measurement_id == measurement_id)
    row = connection.execute(found).first()
    if row is None:
        raise NoSuchMeasurement
    return row.kind, row.measured_on
