"""What stands between computing and drawing: frozen figures in kilograms, seconds and days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.analysis.phases import Guess, Phase
from services.analysis.progress import Forecast, Trend
from utils.filters import Filter, Period

Line = tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class Training:
    """How much was done; seconds are None where no duration is known."""

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


@dataclass(frozen=True)
class Change:
    """The best e1RM of an exercise and that of the time before."""

    name: str
    before_kg: float
    after_kg: float
    before_on: date | None = None


@dataclass(frozen=True)
class LastWorkout:
    """The last finished workout and what it changed."""

    title: str | None
    day: date
    exercises: int
    hard_sets: float
    seconds: float | None
    records: tuple[Record, ...]
    changes: tuple[Change, ...]
    workout_id: int = 0


@dataclass(frozen=True)
class Start:
    """What the one button does: continue a workout, start a routine (its usual seconds if known), or just start.

    `due_on` is the day on which a program has it.
    """

    kind: Literal["continue", "routine", "empty"]
    title: str | None = None
    routine_id: int | None = None
    done_sets: int = 0
    planned_sets: int = 0
    seconds: float | None = None
    workout_id: int | None = None
    due_on: date | None = None


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
        """What it is silenced by."""
        return f"{self.trend.verdict}:{self.exercise_id}"


@dataclass(frozen=True)
class Stalled:
    """An exercise on a plateau or going down, of which much less was done than before."""

    lift: LiftTrend

    @property
    def topic(self) -> str:
        """What it is silenced by."""
        return f"stalled:{self.lift.exercise_id}"


@dataclass(frozen=True)
class ShortMuscle:
    """A muscle group that got less than it usually gets, three weeks in a row, the last of them last."""

    muscle: str
    hard_sets: tuple[float, ...]
    usual: float

    @property
    def topic(self) -> str:
        """What it is silenced by."""
        return f"short:{self.muscle}"


Insight = Record | LiftTrend | Stalled | ShortMuscle


@dataclass(frozen=True)
class Overview:
    """The Today page, but for its button."""

    last: LastWorkout | None
    weeks: Weeks
    insights: tuple[Insight, ...]
    guess: Guess | None = None
    streak: int = 0
    target: int | None = None


@dataclass(frozen=True)
class GoalState:
    """A goal: the load in kg, as an e1RM, the day it was first lifted, and else the days it may be reached on.

    Where the load is added to the body, the e1RM is that of both together: None without a body weight.
    """

    weight_kg: float
    reps: int
    e1rm_kg: float | None
    due_on: date | None
    done_on: date | None = None
    forecast: Forecast | None = None
    is_added: bool = False
    bodyweight_kg: float | None = None


@dataclass(frozen=True)
class Point:
    """The best estimate of a day and the set that gave it."""

    day: date
    e1rm_kg: float
    weight_kg: float | None
    reps: float | None
    rir: float | None


@dataclass(frozen=True)
class Summary:
    """One period in figures."""

    period: Period
    workouts: int
    hard_sets: float
    tonnage_kg: float | None
    best_kg: float | None


@dataclass(frozen=True)
class RepMax:
    """The heaviest load (of an assisted exercise the least help) for so many reps, and when it was first done."""

    reps: int
    weight_kg: float
    day: date


@dataclass(frozen=True)
class Bar:
    """One week or month of an exercise."""

    starts_on: date
    hard_sets: float
    tonnage_kg: float


@dataclass(frozen=True)
class Bars:
    """An exercise by weeks, or by months where so many weeks would not fit."""

    each: Literal["week", "month"]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Progress:
    """One exercise as the Lifts page shows it."""

    chosen: Filter
    strength_kg: float | None
    trend: Trend
    points: tuple[Point, ...]
    best: Line
    earlier: Line
    records: tuple[Record, ...]
    rep_maxes: tuple[RepMax, ...]
    bars: Bars
    now: Summary
    before: Summary | None
    phases: tuple[Phase, ...] = ()
    goal: GoalState | None = None
