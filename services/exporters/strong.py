"""Strong's CSV in the layout that names the unit of each row, so that nobody has to guess."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from services.exporters.shapes import Row, as_csv, exact, local_start, rpe, seconds_of_workout, weight_in

HEADER: Final = [
    "Date",
    "Workout Name",
    "Exercise Name",
    "Set Order",
    "Weight",
    "Weight Unit",
    "Reps",
    "RPE",
    "Distance",
    "Distance Unit",
    "Seconds",
    "Notes",
    "Workout Notes",
    "Workout Duration",
]
MARKS: Final = {"warmup": "W", "drop": "D", "failure": "F"}
UNIT_NAMES: Final = {"kg": "kg", "lb": "lbs"}


def strong_csv(rows: Sequence[Row]) -> bytes:
    """Performed sets, in their order, as a file that Strong's importers read."""
    return as_csv(HEADER, _lines(rows), delimiter=";")


def _lines(rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
    counted: dict[tuple[int, str], int] = {}
    for row in rows:
        place = (row["workout_id"], row["exercise"])
        counted[place] = counted.get(place, 0) + 1
        yield (
            f"{local_start(row):%Y-%m-%d %H:%M:%S}",
            row["title"] or "Workout",
            row["exercise"],
            MARKS.get(row["set_type"], counted[place]),
            weight_in(row, row["unit"] or "kg"),
            UNIT_NAMES.get(row["unit"], ""),
            row["reps"],
            rpe(row),
            exact(row["distance_m"]),
            "" if row["distance_m"] is None else "m",
            exact(row["seconds"]),
            row["note"] or "",
            row["notes"] or "",
            _duration(seconds_of_workout(row)),
        )


def _duration(seconds: int | None) -> str:
    if seconds is None:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}h {minutes}m" if hours else f"{minutes}m"
