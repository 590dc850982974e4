"""Figures of the Today page: what to do next, the last workout, this week, and what is worth a sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from types import MappingProxyType
from typing import Any, Final

from services.analysis.phases import Guess, Phase, guess, guess_topic, is_within, streak
from services.calendar_math import week_start
from services.muscles import GROUP_ID
from utils.kpis import records, total
from utils.today.facts import TodayFacts, weeks_until
from utils.today.insights import LEAST_WEEKS, USUAL_WEEKS, Known, insights, lift_trends
from utils.today.shapes import Change, LastWorkout, Overview, Training, Week, Weeks

MUSCLE_OF: Final = {number: name for name, number in GROUP_ID.items()}


def overview(
    facts: TodayFacts,
    today: date,
    first_weekday: int,
    phases: tuple[Phase, ...] = (),
    silenced: Mapping[str, date] = MappingProxyType({}),
    target: int | None = None,
) -> Overview:
    """Compute every figure of Today from the facts."""
    names = {lift.exercise_id: lift.name for lift in facts.lifts}
    days, broken, workouts = facts.days, facts.records, facts.workouts
    last = last_workout(facts.latest, days, broken, names)
    shown = weeks(workouts, today, first_weekday, phases)
    this_week = week_start(today, first_weekday)
    known = Known(
        this_week,
        shown.weeks[:-1],
        last,
        records(broken, names),
        tuple(lift_trends(days, broken, names, this_week, phases)),
        _by_muscle(facts.muscles, len(shown.weeks) - 1),
        phases,
    )
    kept_up = streak(workouts_by_week(workouts, first_weekday), this_week, phases, target)
    asked = _question(shown, this_week, phases, silenced)
    return Overview(last, shown, insights(known, today, silenced), asked, kept_up, target)


def _question(shown: Weeks, this_week: date, phases: tuple[Phase, ...], silenced: Mapping[str, date]) -> Guess | None:
    """Return the question about a week that looks like a training phase, unless the lifter has answered it."""
    guessed = guess({week.starts_on: week.done.hard_sets for week in shown.weeks}, this_week, phases)
    return guessed if guessed and guess_topic(guessed) not in silenced else None


def workouts_by_week(workouts: Iterable[Any], first_weekday: int) -> Mapping[date, int]:
    """Count the workouts of each of the lifter's weeks, by the week's first day."""
    return Counter(week_start(workout.performed_on, first_weekday) for workout in workouts)


def last_workout(
    latest: Sequence[Any], days: Sequence[Any], broken: Sequence[Any], names: Mapping[int, str]
) -> LastWorkout | None:
    """Return the last finished workout, with its records and its lifts compared with the time before."""
    row = next((item for item in latest if not item.is_open), None)
    if row is None:
        return None
    return LastWorkout(
        title=row.title,
        day=row.performed_on,
        exercises=int(row.exercises),
        hard_sets=row.hard_sets,
        seconds=row.duration_s,
        records=records((record for record in broken if record.workout_id == row.workout_id), names),
        changes=tuple(_changes(days, row.performed_on, names)),
        workout_id=row.workout_id,
    )


def _changes(days: Sequence[Any], day: date, names: Mapping[int, str]) -> Iterator[Change]:
    """Return the exercises of that day that have an earlier estimate, most hard sets first."""
    estimated = [day for day in days if day.best_e1rm_kg is not None]
    before = {lift_day.exercise_id: lift_day for lift_day in estimated if lift_day.performed_on < day}
    of_day = [lift_day for lift_day in estimated if lift_day.performed_on == day and lift_day.exercise_id in before]
    for lift_day in sorted(of_day, key=lambda lift_day: -lift_day.hard_sets):
        earlier = before[lift_day.exercise_id]
        yield Change(names[lift_day.exercise_id], earlier.best_e1rm_kg, lift_day.best_e1rm_kg, earlier.performed_on)


def weeks(workouts: Iterable[Any], today: date, first_weekday: int, phases: Sequence[Phase] = ()) -> Weeks:
    """Roll workouts up to the lifter's weeks: twelve to draw, and eight training weeks for the usual.

    Weeks of a deload, of travel and the like do not.
    """
    trained = _trained(workouts, first_weekday)
    shown, nothing = weeks_until(today, first_weekday), Training(0, 0.0, 0.0)
    before = _compared(trained, shown[-1], phases)
    return Weeks(
        tuple(Week(start, trained.get(start, nothing)) for start in shown), usual([week.done for week in before])
    )


def usual_weeks(workouts: Iterable[Any], today: date, first_weekday: int, phases: Sequence[Phase] = ()) -> list[Week]:
    """Return the weeks whose median is the usual week, oldest first."""
    return _compared(_trained(workouts, first_weekday), week_start(today, first_weekday), phases)


def _trained(workouts: Iterable[Any], first_weekday: int) -> dict[date, Training]:
    grouped: dict[date, list[Any]] = {}
    for workout in workouts:
        grouped.setdefault(week_start(workout.performed_on, first_weekday), []).append(workout)
    return {start: _training(group) for start, group in grouped.items()}


def _compared(trained: Mapping[date, Training], this_week: date, phases: Sequence[Phase]) -> list[Week]:
    before = [start for start in sorted(trained) if start < this_week and not is_within(phases, start)]
    return [Week(start, trained[start]) for start in before[-USUAL_WEEKS:]]


def _training(group: Sequence[Any]) -> Training:
    is_timed = any(item.duration_s is not None for item in group)
    return Training(len(group), total(group, "hard_sets"), total(group, "duration_s") if is_timed else None)


def usual(trained: Sequence[Training]) -> Training | None:
    """Return the median of training weeks; None for fewer than three."""
    if len(trained) < LEAST_WEEKS:
        return None
    seconds = [week.seconds for week in trained if week.seconds is not None]
    return Training(
        median(week.workouts for week in trained),
        median(week.hard_sets for week in trained),
        median(seconds) if seconds else None,
    )


def _by_muscle(sums: Iterable[Any], weeks_over: int) -> dict[str, list[float]]:
    """Return the hard sets of each muscle in the weeks that are over."""
    found: dict[str, list[float]] = {}
    for muscle_sum in sums:
        if muscle_sum.week < weeks_over:
            found.setdefault(MUSCLE_OF[muscle_sum.muscle_id], [0.0] * weeks_over)[int(muscle_sum.week)] = (
                muscle_sum.hard_sets
            )
    return found
