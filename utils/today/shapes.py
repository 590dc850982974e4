"""The figures of Today: frozen dataclasses in kilograms, seconds and days."""

from dataclasses import dataclass
from datetime import date

from services.analysis.phases import Guess
from services.analysis.progress import Trend
from utils.shapes import Record


@dataclass(frozen=True)
class Training:
    """An amount of training; seconds are None for an unknown duration."""

    workouts: float
    hard_sets: float
    seconds: float | None


@dataclass(frozen=True)
class Week:
    """One of the lifter's weeks."""

    starts_on: date
    done: Training


@dataclass(frozen=True)
class Weeks:
    """The last weeks, this one last, and the median of the training weeks before it."""

    weeks: tuple[Week, ...]
    usual: Training | None

    @property
    def now(self) -> Training:
        """This week so far."""
        return self.weeks[-1].done


@dataclass(frozen=True)
class Change:
    """The best e1RM of an exercise, now and the time before."""

    name: str
    before_kg: float
    after_kg: float
    before_on: date | None = None


@dataclass(frozen=True)
class LastWorkout:
    """The last finished workout and its changes."""

    title: str | None
    day: date
    exercises: int
    hard_sets: float
    seconds: float | None
    records: tuple[Record, ...]
    changes: tuple[Change, ...]
    workout_id: int = 0


@dataclass(frozen=True)
class LiftTrend:
    """An exercise that is going up or down, with its hard sets a week in the last four weeks and the eight before.

    `is_sure` where progress or loss is beyond the doubt that many lifts looked at together leave.
    """

    name: str
    trend: Trend
    strength_kg: float
    exercise_id: int = 0
    sets_lately: float = 0.0
    sets_before: float = 0.0
    is_sure: bool = True

    @property
    def topic(self) -> str:
        """Return the key by which the lifter silences this insight."""
        return f"{self.trend.verdict}:{self.exercise_id}"


@dataclass(frozen=True)
class Stalled:
    """An exercise on a plateau or regressing, with much less work than before."""

    lift: LiftTrend

    @property
    def topic(self) -> str:
        """Return the key by which the lifter silences this insight."""
        return f"stalled:{self.lift.exercise_id}"


@dataclass(frozen=True)
class ShortMuscle:
    """A muscle group with less than its usual work three weeks in a row, oldest week first."""

    muscle: str
    hard_sets: tuple[float, ...]
    usual: float

    @property
    def topic(self) -> str:
        """Return the key by which the lifter silences this insight."""
        return f"short:{self.muscle}"


Insight = Record | LiftTrend | Stalled | ShortMuscle


@dataclass(frozen=True)
class Overview:
    """The figures of the Today page, without its button."""

    last: LastWorkout | None
    weeks: Weeks
    insights: tuple[Insight, ...]
    guess: Guess | None = None
    streak: int = 0
    target: int | None = None
