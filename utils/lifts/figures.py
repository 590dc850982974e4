"""Compute the figures of one exercise for the chosen period and comparison."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.analysis.phases import Phase
from services.analysis.progress import Dated, Trend, forecast, strength, strength_line, trend
from services.calendar_math import week_start
from utils.filters import DAWN, Period
from utils.kpis import eased_days, estimates, last_estimate_record, records, total, within
from utils.lifts.facts import LiftFacts
from utils.lifts.filters import Filter
from utils.lifts.shapes import Bar, Bars, GoalState, Point, Progress, RepMax, Summary
from utils.shapes import Line

MOST_WEEKS: Final = 104  # a longer period is drawn by months


def progress(
    facts: LiftFacts, chosen: Filter, first_weekday: int, phases: tuple[Phase, ...] = (), goal: GoalState | None = None
) -> Progress:
    """Return everything that the Lifts page shows about one exercise."""
    every_day, broken, today = facts.days, facts.records, chosen.period.last
    in_period, dated = within(every_day, chosen.period), estimates(every_day)
    verdict = trend(dated, today, last_estimate_record(broken), phases, eased=eased_days(every_day))
    return Progress(
        chosen=chosen,
        strength_kg=strength(dated, today),
        trend=verdict,
        points=points(in_period),
        best=_of(chosen.period, strength_line(dated)),
        earlier=_earlier(dated, chosen),
        records=records(within(broken, chosen.period), {chosen.lift.exercise_id: chosen.lift.name}),
        rep_maxes=rep_maxes(facts.loads, chosen.lift.load_type == "assisted"),
        bars=bars(in_period, chosen.period, first_weekday),
        now=summary(in_period, chosen.period),
        before=summary(within(every_day, chosen.comparison), chosen.comparison) if chosen.comparison else None,
        phases=phases,
        goal=_dated(goal, verdict, today),
    )


def _dated(goal: GoalState | None, found: Trend, today: date) -> GoalState | None:
    """Add a forecast to a goal that the lifter has not reached."""
    if goal is None or goal.done_on or goal.e1rm_kg is None:
        return goal
    return replace(goal, forecast=forecast(found, goal.e1rm_kg, today))


def points(days: Iterable[Any]) -> tuple[Point, ...]:
    """Return the best e1RM of each day with its set; leave out days without an estimate."""
    return tuple(
        Point(day.performed_on, day.best_e1rm_kg, day.best_weight_kg, day.best_reps, day.best_rir)
        for day in days
        if day.best_e1rm_kg is not None
    )


def rep_maxes(loads: Iterable[Any], is_assisted: bool) -> tuple[RepMax, ...]:
    """Return the heaviest load for each number of reps, fewest reps first; if assisted, the least help."""
    sign = -1 if is_assisted else 1
    ordered = sorted(loads, key=lambda done: (done.reps, sign * done.weight_kg))
    best = {int(done.reps): done for done in ordered}
    return tuple(RepMax(reps, done.weight_kg, done.performed_on) for reps, done in best.items())


def bars(shown: Sequence[Any], period: Period, first_weekday: int) -> Bars:
    """Return hard sets and tonnage by the lifter's weeks, or by months; leave out those without the exercise."""
    weekly = _is_weekly(shown, period)
    begin: Callable[[date], date] = (lambda day: week_start(day, first_weekday)) if weekly else _month_start
    grouped: dict[date, list[Any]] = {}
    for day in shown:
        grouped.setdefault(begin(day.performed_on), []).append(day)
    each = tuple(Bar(start, total(days, "hard_sets"), total(days, "tonnage_kg")) for start, days in grouped.items())
    return Bars("week" if weekly else "month", each)


def _is_weekly(shown: Sequence[Any], period: Period) -> bool:
    first = period.first or min((day.performed_on for day in shown), default=period.last)
    return (period.last - first).days <= MOST_WEEKS * 7


def _month_start(day: date) -> date:
    return day.replace(day=1)


def summary(shown: Sequence[Any], period: Period) -> Summary:
    """Return the figures of a period."""
    has_tonnage = any(day.tonnage_kg is not None for day in shown)
    return Summary(
        period,
        int(total(shown, "workouts")),
        total(shown, "hard_sets"),
        total(shown, "tonnage_kg") if has_tonnage else None,
        max((value for _, value in estimates(shown)), default=None),
    )


def _of(period: Period, line: Dated) -> Line:
    return tuple((day, value) for day, value in line if (period.first or DAWN) <= day <= period.last)


def _earlier(dated: Dated, chosen: Filter) -> Line:
    """Return the line of the comparison, moved to the days of the period."""
    if not (chosen.comparison and chosen.comparison.first and chosen.period.first):
        return ()
    shift = chosen.period.first - chosen.comparison.first
    return tuple((day + shift, value) for day, value in _of(chosen.comparison, strength_line(dated)))
