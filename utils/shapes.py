"""Figures between computing and drawing: frozen dataclasses in kilograms, seconds and days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Line = tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class Record:
    """A celebrated record: the load, reps and distance of its set, and the old and new value.

    Values are kilograms, reps, seconds (time, and pace over a distance) or metres.
    """

    name: str
    day: date
    kind: Literal["weight", "reps", "time", "distance", "pace"]
    reps: int | None
    load_kg: float
    old: float
    new: float
    workout_id: int
    exercise_id: int = 0
    distance_m: float | None = None

    @property
    def topic(self) -> str:
        """Return the topic under which the lifter can silence this record."""
        return f"record:{self.exercise_id}"
