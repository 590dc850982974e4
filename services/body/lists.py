"""Read the body weights and other measurements of a lifter, as they were entered."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Engine, select

from database.db_connector import reading
from database.oltp_tables import body_measurements
from services.body.weight import WEIGHT
from services.units import in_unit


@dataclass(frozen=True)
class Weighing:
    """A body weight in its own unit, kg or lb."""

    measurement_id: int
    measured_on: date
    value: Decimal
    unit: str
    note: str | None = None

    @property
    def kg(self) -> float:
        """The weight in kg."""
        return in_unit(float(self.value), self.unit, "kg") or 0.0


@dataclass(frozen=True)
class Measured:
    """A measurement other than body weight, as entered."""

    measurement_id: int
    kind: str
    measured_on: date
    value: Decimal
    unit: str
    note: str | None = None


def measurements(engine: Engine, user_id: int) -> dict[str, tuple[Measured, ...]]:
    """Read all measurements but body weight by kind, oldest first; the kind measured last comes first."""
    b = body_measurements.c
    picked = select(b.measurement_id, b.kind, b.measured_on, b.value, b.unit, b.note)
    mine = picked.where(b.user_id == user_id, b.kind != WEIGHT).order_by(b.measured_on, b.measurement_id)
    by_kind: dict[str, list[Measured]] = {}
    with reading(engine) as connection:
        for row in connection.execute(mine):
            by_kind.setdefault(row.kind, []).append(Measured(*row))
    latest = sorted(by_kind, key=lambda kind: (by_kind[kind][-1].measured_on, kind), reverse=True)
    return {kind: tuple(by_kind[kind]) for kind in latest}


def body_weights(engine: Engine, user_id: int) -> tuple[Weighing, ...]:
    """Read all body weights of the lifter, the oldest first."""
    b = body_measurements.c
    picked = select(b.measurement_id, b.measured_on, b.value, b.unit, b.note)
    mine = picked.where(b.user_id == user_id, b.kind == WEIGHT).order_by(b.measured_on, b.measurement_id)
    with reading(engine) as connection:
        return tuple(Weighing(*row) for row in connection.execute(mine))


def bodyweight_on(weights: Sequence[Weighing], day: date) -> float | None:
    """Return the last body weight on or before a day, in kg; None before the first. `weights` are the oldest first."""
    place = bisect_right(weights, day, key=lambda weighing: weighing.measured_on)
    return weights[place - 1].kg if place else None
