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
    """A goal: its load in kg, its e1RM, and either the day it was reached or a forecast.

    For added weight, the e1RM includes the body's share; it is None without a body weight.
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
    """The best estimate of a day, with its set."""

    day: date
    e1rm_kg: float
    weight_kg: float | None
    reps: float | None
    rir: float | None


@dataclass(frozen=True)
class Summary:
    """The figures of one period."""

    period: Period
    workouts: int
    hard_sets: float
    tonnage_kg: float | None
    best_kg: float | None


@dataclass(frozen=True)
class RepMax:
    """The heaviest load for a number of reps, with the day it was first done; if assisted, the least help."""

    reps: int
    weight_kg: float
    day: date


@dataclass(frozen=True)
class Bar:
    """Hard sets and tonnage of an exercise in one week or month."""

    starts_on: date
    hard_sets: float
    tonnage_kg: float


@dataclass(frozen=True)
class Bars:
    """An exercise by weeks, or by months if there are too many weeks for one chart."""

    each: Literal["week", "month"]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Progress:
    """Everything that the Lifts page shows about one exercise."""

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
