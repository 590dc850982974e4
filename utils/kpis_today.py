"""Figures of the Today page: what to do next, the last workout, this week, and what is worth a sentence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from statistics import median
from typing import Any, Final

import pandas as pd

from services.analysis.progress import strength, trend
from services.calendar_math import week_start
from services.etl.shapes import GROUP_ID
from utils.frames import StartFacts, TodayFacts, rows, weeks_until
from utils.kpis import estimates, records, total
from utils.shapes import (
    Change,
    Insight,
    LastWorkout,
    LiftTrend,
    Overview,
    Record,
    ShortMuscle,
    Start,
    Training,
    Week,
    Weeks,
)

USUAL_WEEKS: Final = 8
LEAST_WEEKS: Final = 3  # fewer do not show what is usual
USUAL_DURATIONS: Final = 5
FRESH_DAYS: Final = 14  # how long a record is news
SHORT_SHARE: Final = 0.6
SHORT_FROM: Final = 4  # hard sets a week; a muscle that usually gets fewer is trained in passing
MOST_INSIGHTS: Final = 3
MUSCLE_OF: Final = {number: name for name, number in GROUP_ID.items()}


@dataclass(frozen=True)
class Known:
    """What the rules look at; days by exercise, hard sets by muscle and place of the week."""

    today: date
    weeks: Weeks
    last: LastWorkout | None
    records: tuple[Record, ...]
    trends: tuple[LiftTrend, ...]
    muscles: Mapping[str, Mapping[int, float]]


def overview(facts: TodayFacts, today: date, first_weekday: int) -> Overview:
    """Everything Today shows of the facts."""
    names = {lift.exercise_id: lift.name for lift in rows(facts.lifts)}
    days, broken = rows(facts.days), rows(facts.records)
    last = last_workout(rows(facts.latest), days, broken, names)
    known = Known(
        today,
        weeks(rows(facts.workouts), today, first_weekday),
        last,
        records(broken, names),
        tuple(lift_trends(days, names, today)),
        _by_muscle(rows(facts.muscles)),
    )
    return Overview(last, known.weeks, insights(known))


def start(facts: StartFacts, workouts: pd.DataFrame) -> Start:
    """What the one button does; `workouts` are those of the last months, oldest first."""
    running = [row for row in facts.unfinished if row["time_source"] == "logged"]
    if running:
        row = running[0]
        return Start(
            "continue", row["title"], row["routine_id"], row["sets"], row["planned_sets"], workout_id=row["workout_id"]
        )
    done = rows(workouts)
    routine = _of_program(facts) or _next_routine([row for row in facts.routines if not row["is_archived"]], done)
    if routine is None:
        return Start("empty")
    timed = [one.duration_s for one in done if one.routine_id == routine["routine_id"] and one.duration_s is not None]
    seconds = median(timed[-USUAL_DURATIONS:]) if timed else None
    due_on = facts.program.standing.due_on if facts.program and _of_program(facts) else None
    return Start("routine", routine["name"], routine["routine_id"], seconds=seconds, due_on=due_on)


def _of_program(facts: StartFacts) -> dict[str, Any] | None:
    """The routine whose turn it is in the program that the lifter is on."""
    if facts.program is None or facts.program.standing.is_over:
        return None
    wanted = facts.program.next_routine_id
    return next((row for row in facts.routines if row["routine_id"] == wanted), None)


def _next_routine(routines: Sequence[dict[str, Any]], workouts: Sequence[Any]) -> dict[str, Any] | None:
    """The routine after the last one done, round and round; the first if none was."""
    places = {row["routine_id"]: place for place, row in enumerate(routines)}
    done = [places[one.routine_id] for one in workouts if one.routine_id in places]
    if not routines:
        return None
    return routines[(done[-1] + 1) % len(routines)] if done else routines[0]


def last_workout(
    latest: Sequence[Any], days: Sequence[Any], broken: Sequence[Any], names: Mapping[int, str]
) -> LastWorkout | None:
    """The last finished workout, with its records and how its lifts compare with the time before."""
    row = next((one for one in latest if not one.is_open), None)
    if row is None:
        return None
    return LastWorkout(
        title=row.title,
        day=row.performed_on,
        exercises=int(row.exercises),
        hard_sets=row.hard_sets,
        seconds=row.duration_s,
        records=records((one for one in broken if one.workout_id == row.workout_id), names),
        changes=tuple(_changes(days, row.performed_on, names)),
    )


def _changes(days: Sequence[Any], day: date, names: Mapping[int, str]) -> Iterator[Change]:
    """The exercises of that day that were estimated before it, those with most hard sets first."""
    estimated = [one for one in days if one.best_e1rm_kg is not None]
    before = {one.exercise_id: one.best_e1rm_kg for one in estimated if one.performed_on < day}
    of_day = [one for one in estimated if one.performed_on == day and one.exercise_id in before]
    for one in sorted(of_day, key=lambda one: -one.hard_sets):
        yield Change(names[one.exercise_id], before[one.exercise_id], one.best_e1rm_kg)


def weeks(workouts: Iterable[Any], today: date, first_weekday: int) -> Weeks:
    """Roll workouts up to the lifter's weeks; twelve are shown, eight training weeks say what is usual."""
    grouped: dict[date, list[Any]] = {}
    for one in workouts:
        grouped.setdefault(week_start(one.performed_on, first_weekday), []).append(one)
    trained = {start: _training(group) for start, group in grouped.items()}
    shown, nothing = weeks_until(today, first_weekday), Training(0, 0.0, 0.0)
    before = [trained[start] for start in sorted(trained) if start < shown[-1]]
    return Weeks(tuple(Week(start, trained.get(start, nothing)) for start in shown), usual(before[-USUAL_WEEKS:]))


def _training(group: Sequence[Any]) -> Training:
    is_timed = any(one.duration_s is not None for one in group)
    return Training(len(group), total(group, "hard_sets"), total(group, "duration_s") if is_timed else None)


def usual(trained: Sequence[Training]) -> Training | None:
    """The median of training weeks; None for fewer than three."""
    if len(trained) < LEAST_WEEKS:
        return None
    seconds = [week.seconds for week in trained if week.seconds is not None]
    return Training(
        median(week.workouts for week in trained),
        median(week.hard_sets for week in trained),
        median(seconds) if seconds else None,
    )


def lift_trends(days: Iterable[Any], names: Mapping[int, str], today: date) -> Iterator[LiftTrend]:
    """The trend of each exercise that was estimated in the last weeks."""
    grouped: dict[int, list[Any]] = {}
    for day in days:
        grouped.setdefault(day.exercise_id, []).append(day)
    for exercise_id, of_lift in grouped.items():
        dated = estimates(of_lift)
        best = strength(dated, today)
        if best is not None:
            yield LiftTrend(names[exercise_id], trend(dated, today, None), best)


def _by_muscle(sums: Iterable[Any]) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for one in sums:
        found.setdefault(MUSCLE_OF[one.muscle_id], {})[int(one.week)] = one.hard_sets
    return found


def fresh_records(known: Known) -> Iterator[Record]:
    """Records of two weeks, the latest first, but for those that stand with the last workout already."""
    told = known.last.records if known.last else ()
    since = known.today - timedelta(days=FRESH_DAYS)
    return (one for one in reversed(known.records) if one.day > since and one not in told)


def falling_lifts(known: Known) -> Iterable[LiftTrend]:
    """Lifts that lose strength, the fastest first."""
    return sorted(_with(known, "falling"), key=lambda one: one.trend.percent_per_week or 0)


def rising_lifts(known: Known) -> Iterable[LiftTrend]:
    """Lifts that gain strength, the fastest first."""
    return sorted(_with(known, "rising"), key=lambda one: -(one.trend.percent_per_week or 0))


def _with(known: Known, verdict: str) -> Iterator[LiftTrend]:
    return (one for one in known.trends if one.trend.verdict == verdict)


def short_muscles(known: Known) -> Iterable[ShortMuscle]:
    """Muscles that got at most 60 % of their usual hard sets in a last week that was no short one itself."""
    last, usual_week = len(known.weeks.weeks) - 2, known.weeks.usual
    if usual_week is None or known.weeks.weeks[last].done.hard_sets <= SHORT_SHARE * usual_week.hard_sets:
        return []
    trained = [place for place in range(last) if known.weeks.weeks[place].done.workouts][-USUAL_WEEKS:]
    every = [_muscle(name, by_week, last, trained) for name, by_week in known.muscles.items()]
    short = [one for one in every if one.usual >= SHORT_FROM and one.hard_sets <= SHORT_SHARE * one.usual]
    return sorted(short, key=lambda one: one.hard_sets - one.usual)


def _muscle(name: str, by_week: Mapping[int, float], last: int, trained: Sequence[int]) -> ShortMuscle:
    every = [by_week.get(place, 0.0) for place in trained]
    return ShortMuscle(name, by_week.get(last, 0.0), median(every) if len(every) >= LEAST_WEEKS else 0.0)


Rule = Callable[[Known], Iterable[Insight]]
RULES: Final[tuple[Rule, ...]] = (fresh_records, falling_lifts, short_muscles, rising_lifts)


def insights(known: Known) -> tuple[Insight, ...]:
    """At most three: the first that each rule finds."""
    found = (one for rule in RULES for one in islice(rule(known), 1))
    return tuple(islice(found, MOST_INSIGHTS))
