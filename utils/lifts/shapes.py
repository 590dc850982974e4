"""The figures of Lifts: frozen dataclasses in kilograms and days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.analysis.phases import Phase
from services.analysis.progress import Forecast, Trend
from utils.filters import Period
from utils.lifts.filters import Filter
from utils.shapes import Line, Record


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
