"""Read the facts of a report and compute its figures; Today and Lifts share the formulas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import fsum
from typing import Any, Final

from auth.user import User
from database.db_connector import Connection
from database.rows import NamedRows
from database.star import lifts as star_lifts
from database.star import report as star_report
from database.star.report import Muscle, Workout
from services.analysis.body_trend import seven_day_mean, trend_line
from services.analysis.phases import Phase
from services.analysis.progress import STRENGTH_DAYS, strength
from services.body.lists import Weighing
from services.calendar_math import week_start
from utils.data_loader import Loaded, facts
from utils.kpis import estimates, records
from utils.report.spans import Span
from utils.shapes import Line, Record

BEFORE_DAYS: Final = STRENGTH_DAYS  # strength before the span needs these days


@dataclass(frozen=True)
class ReportFacts:
    """Rows of the span, of its comparison, and of the weeks before the span that strength needs."""

    workouts: tuple[Workout, ...]
    before: tuple[Workout, ...]
    muscles: tuple[Muscle, ...]
    days: NamedRows
    records: NamedRows
    names: Mapping[int, str]


@dataclass(frozen=True)
class Sums:
    """Totals of workouts; seconds and tonnage are None if no workout has them."""

    workouts: int
    hard_sets: float
    reps: int
    seconds: float | None
    tonnage_kg: float | None


@dataclass(frozen=True)
class Lift:
    """An exercise in the span: strength before and at the end, its totals, and the best e1RM of each day."""

    name: str
    before_kg: float | None
    after_kg: float | None
    workouts: int
    hard_sets: float
    line: Line


@dataclass(frozen=True)
class Week:
    """One of the lifter's weeks, cut to the span."""

    starts_on: date
    workouts: int
    hard_sets: float


@dataclass(frozen=True)
class BodyWeight:
    """The 7-day mean on each day with a weighing, and at both ends of the span."""

    line: Line
    first_kg: float
    last_kg: float


@dataclass(frozen=True)
class Report:
    """The figures of a month or a training block."""

    span: Span
    now: Sums
    before: Sums
    workouts: tuple[Workout, ...]
    weeks: tuple[Week, ...]
    longest_pause_days: int
    muscles: tuple[Muscle, ...]
    records: tuple[Record, ...]
    lifts: tuple[Lift, ...]
    body: BodyWeight | None
    phases: tuple[Phase, ...] = ()


def load_report(connection: Connection, user_id: int, span: Span) -> ReportFacts:
    """Read everything that a report shows; the number of statements is constant."""
    exercises = star_lifts.lifts(connection, user_id)
    since = span.first - timedelta(days=BEFORE_DAYS)
    recent = [item.exercise_id for item in exercises if item.last_on >= since]
    return ReportFacts(
        star_report.workouts_between(connection, user_id, span.first, span.last),
        star_report.workouts_between(connection, user_id, span.before_first, span.before_last),
        star_report.muscles_between(connection, user_id, span.first, span.last),
        star_report.exercise_days_between(connection, user_id, recent, since, span.last),
        star_lifts.records_since(connection, user_id, recent, span.first),
        {item.exercise_id: item.name for item in exercises},
    )


def report(
    facts: ReportFacts, span: Span, weighed: Sequence[Weighing], first_weekday: int, phases: Iterable[Phase] = ()
) -> Report:
    """Return the figures of a span, with the training phases that overlap it."""
    broken = [record for record in facts.records if record.performed_on <= span.last]
    return Report(
        span,
        sums(facts.workouts),
        sums(facts.before),
        facts.workouts,
        weeks(facts.workouts, span, first_weekday),
        longest_pause(facts.workouts, span),
        facts.muscles,
        records(broken, facts.names),
        lifts(facts.days, span, facts.names),
        body_weight(weighed, span),
        tuple(phase for phase in phases if phase.meets(span.first, span.last)),
    )


def sums(workouts: Sequence[Workout]) -> Sums:
    """Add up workouts."""
    return Sums(
        len(workouts),
        fsum(workout.hard_sets for workout in workouts),
        sum(workout.reps for workout in workouts),
        _sum(workout.duration_s for workout in workouts),
        _sum(workout.tonnage_kg for workout in workouts),
    )


def _sum(values: Iterable[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return fsum(numbers) if numbers else None


def weeks(workouts: Sequence[Workout], span: Span, first_weekday: int) -> tuple[Week, ...]:
    """Return the lifter's weeks that overlap the span, also those without training."""
    first, result = week_start(span.first, first_weekday), []
    for number in range((span.last - first).days // 7 + 1):
        start = first + timedelta(weeks=number)
        done = [workout for workout in workouts if start <= workout.performed_on < start + timedelta(weeks=1)]
        result.append(Week(start, len(done), fsum(workout.hard_sets for workout in done)))
    return tuple(result)


def longest_pause(workouts: Sequence[Workout], span: Span) -> int:
    """Return the longest run of days without a workout."""
    trained = sorted({workout.performed_on for workout in workouts})
    edges = [span.first - timedelta(days=1), *trained, span.last + timedelta(days=1)]
    return max((later - earlier).days - 1 for earlier, later in pairwise(edges))


def lifts(days: Sequence[Any], span: Span, names: Mapping[int, str]) -> tuple[Lift, ...]:
    """Return the exercises with an estimate in the span, those with the most hard sets first."""
    grouped: dict[int, list[Any]] = {}
    for day in days:
        grouped.setdefault(day.exercise_id, []).append(day)
    all_lifts = (_lift(names[exercise_id], of_lift, span) for exercise_id, of_lift in grouped.items())
    return tuple(sorted((item for item in all_lifts if item.line), key=lambda item: (-item.hard_sets, item.name)))


def _lift(name: str, days: Sequence[Any], span: Span) -> Lift:
    inside = [day for day in days if day.performed_on >= span.first]
    dated = estimates(days)
    return Lift(
        name,
        strength([pair for pair in dated if pair[0] < span.first], span.before_last),
        strength(dated, span.last),
        int(fsum(day.workouts for day in inside)),
        fsum(day.hard_sets for day in inside),
        tuple(estimates(inside)),
    )


def body_weight(weighed: Sequence[Weighing], span: Span) -> BodyWeight | None:
    """Return the 7-day mean on each day of the span with a weighing; None without one."""
    dated = [(weighing.measured_on, weighing.kg) for weighing in weighed]
    line = tuple((day, kg) for day, kg in trend_line(dated) if span.first <= day <= span.last)
    if not line:
        return None
    return BodyWeight(line, line[0][1], seven_day_mean(dated, line[-1][0]) or line[-1][1])


def loaded_report(user: User, span: Span) -> Loaded[ReportFacts]:
    """Return the facts of a report."""
    return facts(user, load_report, span)
