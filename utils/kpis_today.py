"""Figures of the Today page: what to do next, the last workout, this week, and what is worth a sentence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Final

import pandas as pd

from services.analysis.progress import strength, trend
from services.calendar_math import week_start
from services.etl.shapes import GROUP_ID
from utils.frames import SHOWN_WEEKS, StartFacts, TodayFacts
from utils.kpis import estimates, known, records, rows
from utils.shapes import (
    Change,
    Insight,
    LastWorkout,
    LiftTrend,
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
SHORT_FROM: Final = 4  # hard sets a week; below that a muscle is trained in passing
MOST_INSIGHTS: Final = 3
MUSCLE_OF: Final = {number: name for name, number in GROUP_ID.items()}


@dataclass(frozen=True)
class Overview:
    """The Today page, but for its button."""

    last: LastWorkout | None
    weeks: Weeks
    insights: tuple[Insight, ...]


def overview(facts: TodayFacts, today: date, first_weekday: int) -> Overview:
    """Everything Today shows of the facts."""
    last = last_workout(facts)
    weekly = weeks(facts.workouts, today, first_weekday)
    return Overview(last, weekly, insights(facts, today, weekly, last))


def start(facts: StartFacts, workouts: pd.DataFrame) -> Start:
    """What the one button does; `workouts` are those of the last months, oldest first."""
    running = [row for row in facts.unfinished if row["time_source"] == "logged"]
    if running:
        row = running[0]
        return Start("continue", row["title"], row["routine_id"], row["sets"], row["planned_sets"])
    routine = _next_routine([row for row in facts.routines if not row["is_archived"]], workouts)
    if routine is None:
        return Start("empty")
    durations = workouts.duration_s[workouts.routine_id == routine["routine_id"]].dropna().tolist()[-USUAL_DURATIONS:]
    seconds = median(durations) if durations else None
    return Start("routine", routine["name"], routine["routine_id"], seconds=seconds)


def _next_routine(routines: Sequence[dict[str, Any]], workouts: pd.DataFrame) -> dict[str, Any] | None:
    """The routine after the last one done, round and round; the first if none was."""
    places = {row["routine_id"]: place for place, row in enumerate(routines)}
    done = [one for one in workouts.routine_id.tolist() if one in places]
    if not routines:
        return None
    return routines[(places[done[-1]] + 1) % len(routines)] if done else routines[0]


def last_workout(facts: TodayFacts) -> LastWorkout | None:
    """The last finished workout, with its records and how its lifts compare with the time before."""
    finished = facts.latest[facts.latest.is_open == 0]
    if finished.empty:
        return None
    row = next(iter(rows(finished)))
    of_workout = facts.records[facts.records.workout_id == row.workout_id]
    return LastWorkout(
        title=row.title,
        day=row.performed_on.date(),
        exercises=int(row.exercises),
        hard_sets=row.hard_sets,
        seconds=known(row.duration_s),
        records=records(of_workout, _names(facts)),
        changes=tuple(_changes(facts, row.performed_on)),
    )


def _names(facts: TodayFacts) -> dict[int, str]:
    return dict(zip(facts.lifts.exercise_id.tolist(), facts.lifts.name.tolist(), strict=True))


def _changes(facts: TodayFacts, day: pd.Timestamp) -> Iterator[Change]:
    """The exercises of that day that were estimated before it, in the order of their hard sets."""
    names = _names(facts)
    estimated = facts.days[facts.days.best_e1rm_kg.notna()]
    before = estimated[estimated.performed_on < day].groupby("exercise_id").best_e1rm_kg.last()
    for row in rows(estimated[estimated.performed_on == day].sort_values("hard_sets", ascending=False, kind="stable")):
        if row.exercise_id in before.index:
            yield Change(names[row.exercise_id], float(before[row.exercise_id]), row.best_e1rm_kg)


def weeks(workouts: pd.DataFrame, today: date, first_weekday: int) -> Weeks:
    """Roll workouts up to the lifter's weeks; twelve are shown, eight training weeks say what is usual."""
    starts = workouts.performed_on.dt.date.map(lambda day: week_start(day, first_weekday))
    trained = {start: _training(group) for start, group in workouts.groupby(starts)}
    this = week_start(today, first_weekday)
    shown = [this - timedelta(weeks=back) for back in reversed(range(SHOWN_WEEKS))]
    before = [trained[start] for start in sorted(trained) if start < this]
    nothing = Training(0, 0.0, 0.0)
    return Weeks(tuple(Week(start, trained.get(start, nothing)) for start in shown), usual(before[-USUAL_WEEKS:]))


def _training(group: pd.DataFrame) -> Training:
    return Training(len(group), float(group.hard_sets.sum()), known(group.duration_s.sum(min_count=1)))


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


@dataclass(frozen=True)
class Known:
    """What the rules look at."""

    facts: TodayFacts
    today: date
    weeks: Weeks
    last: LastWorkout | None


def fresh_records(known: Known) -> Iterator[Record]:
    """Records of two weeks, the latest first, but for those that stand with the last workout already."""
    told = known.last.records if known.last else ()
    since = known.today - timedelta(days=FRESH_DAYS)
    for record in reversed(records(known.facts.records, _names(known.facts))):
        if record.day > since and record not in told:
            yield record


def _trends(known: Known) -> Iterator[LiftTrend]:
    names = _names(known.facts)
    for exercise_id, days in known.facts.days.groupby("exercise_id"):
        dated = estimates(days)
        best = strength(dated, known.today)
        if best is not None:
            yield LiftTrend(names[exercise_id], trend(dated, known.today, None), best)


def falling_lifts(known: Known) -> Iterable[LiftTrend]:
    """Lifts that lose strength, the fastest first."""
    falling = [one for one in _trends(known) if one.trend.verdict == "falling"]
    return sorted(falling, key=lambda one: one.trend.percent_per_week or 0)


def rising_lifts(known: Known) -> Iterable[LiftTrend]:
    """Lifts that gain strength, the fastest first."""
    rising = [one for one in _trends(known) if one.trend.verdict == "rising"]
    return sorted(rising, key=lambda one: -(one.trend.percent_per_week or 0))


def short_muscles(known: Known) -> Iterable[ShortMuscle]:
    """Muscles that got at most 60 % of their usual hard sets in a last week that was no short one itself."""
    if known.weeks.usual is None or known.weeks.weeks[-2].done.hard_sets <= SHORT_SHARE * known.weeks.usual.hard_sets:
        return []
    trained = [week.starts_on for week in known.weeks.weeks[:-2] if week.done.workouts][-USUAL_WEEKS:]
    last = known.weeks.weeks[-2].starts_on
    short = [_muscle(group, int(number), last, trained) for number, group in known.facts.muscles.groupby("muscle_id")]
    worth = [one for one in short if one.usual >= SHORT_FROM and one.hard_sets <= SHORT_SHARE * one.usual]
    return sorted(worth, key=lambda one: one.hard_sets - one.usual)


def _muscle(group: pd.DataFrame, number: int, last: date, trained: Sequence[date]) -> ShortMuscle:
    by_week = dict(zip(group.week_start.dt.date, group.hard_sets.tolist(), strict=True))
    every = [by_week.get(start, 0.0) for start in trained]
    return ShortMuscle(MUSCLE_OF[number], by_week.get(last, 0.0), median(every) if len(every) >= LEAST_WEEKS else 0.0)


Rule = Callable[[Known], Iterable[Insight]]
RULES: Final[tuple[Rule, ...]] = (fresh_records, falling_lifts, short_muscles, rising_lifts)


def insights(facts: TodayFacts, today: date, weekly: Weeks, last: LastWorkout | None) -> tuple[Insight, ...]:
    """At most three, the first that each rule finds; none before weeks have shown what is usual."""
    known = Known(facts, today, weekly, last)
    found = [next(iter(rule(known)), None) for rule in RULES]
    return tuple(one for one in found if one is not None)[:MOST_INSIGHTS]
