"""What stands between computing and drawing: frozen figures in kilograms, seconds and days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Line = tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class Record:
    """A record worth celebrating: the load, reps and distance of the set, and the value before and after.

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
        """What it is silenced by."""
        return f"record:{self.exercise_id}"
