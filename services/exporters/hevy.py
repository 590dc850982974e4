"""Hevy's CSV: kilograms, kilometres, the newest workout first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from services.exporters.shapes import Row, as_csv, exact, local_end, local_start, rpe, weight_in

HEADER: Final = [
    "title",
    "start_time",
    "end_time",
    "description",
    "exercise_title",
    "superset_id",
    "exercise_notes",
    "set_index",
    "set_type",
    "weight_kg",
    "reps",
    "distance_km",
    "duration_seconds",
    "rpe",
]
TYPES: Final = {"warmup": "warmup", "drop": "dropset", "failure": "failure"}
MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
METRES_PER_KM: Final = Decimal(1000)


def hevy_csv(rows: Sequence[Row]) -> bytes:
    """Performed sets, in their order, as a file that Hevy's importers read."""
    workouts = [list(some) for _, some in groupby(rows, key=lambda row: row["workout_id"])]
    return as_csv(HEADER, (line for workout in reversed(workouts) for line in _workout(workout)))


def _workout(rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
    for exercise, some in groupby(rows, key=lambda row: row["exercise"]):
        for place, row in enumerate(some):
            yield (*_head(row), exercise, row["superset"], row["note"] or "", place, *_figures(row))


def _head(row: Row) -> tuple[str, str, str, str]:
    start = local_start(row)
    return row["title"] or "Workout", _clock(start), _clock(local_end(row) or start), row["notes"] or ""


def _figures(row: Row) -> Sequence[Any]:
    return (
        TYPES.get(row["set_type"], "normal"),
        weight_in(row, "kg"),
        row["reps"],
        None if row["distance_m"] is None else exact(Decimal(str(row["distance_m"])) / METRES_PER_KM),
        exact(row["seconds"]),
        rpe(row),
    )


def _clock(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"
