"""Log and amend body measurements other than body weight: waist, arm, body fat, or a kind of the lifter's own."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine, select

from database import writes
from database.ids import new_id
from database.keys import folded
from database.oltp_tables import body_measurements
from services.body.weight import WEIGHT
from services.errors import InvalidValue, NoSuchMeasurement
from services.fields import Breach, Field, checked, day, load, name_of, text

LENGTH: Final = ("cm", "in")
PERCENT: Final = ("%",)
# The kinds offered, with their allowed units; a kind of the lifter's own may have any unit.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "body fat": PERCENT,
    "waist": LENGTH,
    "hips": LENGTH,
    "chest": LENGTH,
    "shoulders": LENGTH,
    "neck": LENGTH,
    "left upper arm": LENGTH,
    "right upper arm": LENGTH,
    "left thigh": LENGTH,
    "right thigh": LENGTH,
    "left calf": LENGTH,
    "right calf": LENGTH,
    "resting pulse": ("bpm",),
}
# The plausible range of a measurement in each unit.
LIMITS: Final[Mapping[str, tuple[Decimal, Decimal]]] = {
    "cm": (Decimal(1), Decimal(300)),
    "in": (Decimal("0.4"), Decimal(120)),
    "mm": (Decimal(1), Decimal(300)),
    "%": (Decimal("0.1"), Decimal(100)),
    "bpm": (Decimal(20), Decimal(250)),
    "kg": (Decimal("0.1"), Decimal(500)),
    "lb": (Decimal("0.2"), Decimal(1100)),
}
CENTIMETRES: Final[Mapping[str, Decimal]] = {"cm": Decimal(1), "mm": Decimal("0.1"), "in": Decimal("2.54")}
MOST_LETTERS: Final = 32


def _amount(value: Any, now: datetime) -> Decimal:
    """Check a number like a load, with an error message that fits any measurement."""
    try:
        amount: Decimal = load(value, now)
    except Breach as breach:
        raise Breach("a number from 0 to 2000") from breach
    return amount


MEASUREMENT: Final[Mapping[str, Field]] = {
    "kind": Field(name_of(MOST_LETTERS), "name of the measurement", needed=True),
    "measured_on": Field(day, "date", needed=True),
    "value": Field(_amount, "measurement", needed=True),
    "note": Field(text(500), "note"),
}
NOT_HERE: Final = frozenset((WEIGHT, "body weight", "bodyweight"))


def log_measurement(
    engine: Engine, user_id: int, kind: Any, value: Any, unit: str, measured_on: Any, note: Any = None
) -> int:
    """Add a measurement as entered; return its id. Raises InvalidValue. Body weight has log_body_weight."""
    fields = {"kind": kind, "value": value, "measured_on": measured_on, "note": note}
    values = checked(fields, MEASUREMENT, datetime.now(UTC))
    values["kind"] = _checked_kind(values["kind"])
    _check(values["kind"], values["value"], unit)
    row = {"user_id": user_id, "measurement_id": new_id(), "unit": unit, **values}
    with writes.as_lifter(engine, user_id) as connection:
        writes.insert_row(connection, body_measurements, row)
    return int(row["measurement_id"])


def amend_measurement(engine: Engine, user_id: int, measurement_id: int, fields: Mapping[str, Any], unit: str) -> None:
    """Change value, date or note; NoSuchMeasurement if the lifter has none of that id, or it is a body weight."""
    amendable = {name: field for name, field in MEASUREMENT.items() if name != "kind"}
    values = checked(fields, amendable, datetime.now(UTC))
    with writes.as_lifter(engine, user_id) as connection:
        kind = _kind_of(connection, user_id, measurement_id)
        if "value" in values:
            _check(kind, values["value"], unit)
            values["unit"] = unit
        writes.amend_row(connection, body_measurements, user_id, {"measurement_id": measurement_id}, values)


def _checked_kind(name: str) -> str:
    kind = " ".join(folded(name).split())
    if not 0 < len(kind) <= MOST_LETTERS:  # folding may lengthen it
        raise InvalidValue(f"The name of a measurement has 1 to {MOST_LETTERS} characters.")
    if kind in NOT_HERE:
        raise InvalidValue("Body weight has its own line: choose it above.")
    return kind


def _check(kind: str, value: Decimal, unit: str) -> None:
    allowed = KINDS.get(kind, tuple(LIMITS))
    if unit not in allowed:
        raise InvalidValue(f"{kind.capitalize()} is measured in {' or '.join(allowed)}.")
    low, high = LIMITS[unit]
    if not low <= value <= high:
        raise InvalidValue(f"{value} {unit} cannot be right: it must be from {low} to {high} {unit}.")


def _kind_of(connection: Connection, user_id: int, measurement_id: int) -> str:
    b = body_measurements.c
    mine = (b.user_id == user_id, b.measurement_id == measurement_id, b.kind != WEIGHT)
    kind: str | None = connection.scalar(select(b.kind).where(*mine))
    if kind is None:
        raise NoSuchMeasurement
    return kind


def in_length(value: float, unit: str, target: str) -> float:
    """Convert a length to another unit; other units stay as they are."""
    if unit == target or unit not in CENTIMETRES or target not in CENTIMETRES:
        return value
    return float(Decimal(str(value)) * CENTIMETRES[unit] / CENTIMETRES[target])
