"""Evidence for the numbers of Today: each rule with its rows and their totals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from database.rows import NamedRows
from services.analysis.phases import Phase, streak_weeks
from utils import styling
from utils.explain import HARD_SET, Evidence, estimate_rule, set_table, table
from utils.filters import Period
from utils.kpis import within
from utils.lifts.words import TREND_RULE, trend
from utils.sentences import hard_sets
from utils.shapes import Record
from utils.styling import Display, plain
from utils.today.facts import TodayFacts
from utils.today.figures import usual, usual_weeks, workouts_by_week
from utils.today.insights import FELL_TO, SHORT_SHARE
from utils.today.shapes import Insight, LastWorkout, LiftTrend, Overview, ShortMuscle, Stalled, Training, Week
from utils.today.words import WEEK_FIGURES, at_least

NUMBERS = ("Workouts", "Hard sets", "Time")
DURATION = "Time is the end of a workout minus its start; workouts without both are left out."
USUAL = (
    "The usual is the median of up to eight weeks with training before this one; weeks of a deload, of travel, injury, "
    "illness or a meet are left out, and it takes three."
)


STREAK = (
    "A week counts with {}; the target is yours (Settings). This week cannot end the row before it is over, and a week "
    "of a training phase does not end it. Half a year is looked at."
)
KEPT: Mapping[str, str] = {"kept": "Yes", "open": "Not over", "excused": "Training phase", "broken": "No"}


def lifts_since(facts: TodayFacts, first: date) -> tuple[int, ...]:
    """Return the exercises done on or after a day; their sets are read."""
    return tuple(lift.exercise_id for lift in facts.lifts if lift.last_on >= first)


def workouts_of(facts: TodayFacts, first: date, last: date) -> list[Any]:
    """Return the workouts of these days, oldest first."""
    return within(facts.workouts, Period("", first, last))


def of_week(facts: TodayFacts, sets: NamedRows, start: date, name: str, display: Display) -> list[Evidence]:
    """List the workouts of a week, and every set with whether it counts."""
    days = workouts_of(facts, start, start + timedelta(days=6))
    done = _sum(days)
    value = ", ".join(
        [styling.plural(done.workouts, "workout", display), hard_sets(done.hard_sets, display)]
        + ([styling.duration(done.seconds)] if done.seconds else [])
    )
    return [
        Evidence(name, value, DURATION, _workouts(days, done, display)),
        Evidence("Sets", hard_sets(done.hard_sets, display), HARD_SET, set_table(sets, display)),
    ]


def of_last(last: LastWorkout, sets: NamedRows, formula: str, display: Display) -> list[Evidence]:
    """List the sets of the last workout with whether they count, and its lifts beside the time before."""
    done = [performed for performed in sets if performed.workout_id == last.workout_id]
    told = [
        {
            "Exercise": plain(change.name),
            "Before": f"{styling.e1rm(change.before_kg, display)}, {styling.short_day(change.before_on, display)}",
            "Now": styling.e1rm(change.after_kg, display),
            "Change": styling.e1rm_change(change.before_kg, change.after_kg, display),
        }
        for change in last.changes
    ]
    against = Evidence("Against the time before", "", estimate_rule(formula), table(told))
    sums = Evidence("Sets", hard_sets(last.hard_sets, display), HARD_SET, set_table(done, display))
    return [sums, against] if told else [sums]


def of_usual(
    facts: TodayFacts, today: date, first_weekday: int, phases: Sequence[Phase], display: Display
) -> list[Evidence]:
    """List the weeks whose median is the usual week."""
    weeks = usual_weeks(facts.workouts, today, first_weekday, phases)
    middle = usual([week.done for week in weeks])
    if middle is None:
        return []
    told = [
        {"Week of": plain(styling.short_day(week.starts_on, display)), **_figures(week.done, display)} for week in weeks
    ]
    total = {"Week of": "Median", **_figures(middle, display)}
    return [Evidence("The usual week", "", USUAL, table(told, NUMBERS, total))]


def of_streak(
    facts: TodayFacts, shown: Overview, this_week: date, first_weekday: int, phases: Sequence[Phase], display: Display
) -> Evidence:
    """List each week of a streak, back to the week that ended the last one, and whether each counts."""
    by_week = workouts_by_week(facts.workouts, first_weekday)
    told = [
        {
            "Week of": plain(styling.short_day(week, display)),
            "Workouts": styling.count(by_week.get(week, 0), display),
            "Counts": KEPT[kept],
        }
        for week, kept in streak_weeks(by_week, this_week, phases, shown.target)
    ]
    weeks = styling.plural(shown.streak, "week", display)
    table_ = table(told, ("Workouts",), {"Workouts": "", "Counts": weeks})
    return Evidence("Weeks in a row", weeks, STREAK.format(at_least(shown.target, display)), table_)


def _figures(done: Training, display: Display) -> dict[str, str]:
    return {name: words(done, display) for name, words in WEEK_FIGURES.items()}


def _sum(days: Sequence[Any]) -> Training:
    known = [day.duration_s for day in days if day.duration_s is not None]
    return Training(len(days), sum(day.hard_sets for day in days), sum(known) if known else None)


def _workouts(days: Sequence[Any], done: Training, display: Display) -> pd.DataFrame:
    told = [
        {
            "Day": plain(styling.long_day(day.performed_on, display)),
            "Hard sets": styling.hard_sets(day.hard_sets, display),
            "Time": styling.duration(day.duration_s),
        }
        for day in days
    ]
    total = {"Hard sets": styling.hard_sets(done.hard_sets, display), "Time": styling.duration(done.seconds)}
    return table(told, ("Hard sets",), total)


def of_insights(
    insights: Sequence[Insight], facts: TodayFacts, weeks: Sequence[Week], display: Display
) -> Iterator[Evidence]:
    """Return the evidence for each sentence."""
    for insight in insights:
        yield OF_INSIGHT[type(insight)](insight, facts, weeks, display)


def _of_record(record: Record, facts: TodayFacts, weeks: Sequence[Week], display: Display) -> Evidence:
    rule = "A record beats everything of this exercise in earlier workouts; an equal is none, and warm-ups never count."
    told = [
        {"": "Before", "Best": _value(record, record.old, display)},
        {"": "Now", "Best": _value(record, record.new, display)},
    ]
    return Evidence(record.name, styling.long_day(record.day, display), rule, table(told))


def _value(record: Record, value: float, display: Display) -> str:
    return styling.weight(value, display) if record.kind == "weight" else styling.plural(value, "rep", display)


def _of_lift(lift: LiftTrend, facts: TodayFacts, weeks: Sequence[Week], display: Display) -> Evidence:
    days = [day for day in facts.days if day.exercise_id == lift.exercise_id and day.best_e1rm_kg is not None]
    first, last = lift.trend.first_on or date.min, lift.trend.last_on or date.max
    told = [
        {
            "Day": plain(styling.long_day(day.performed_on, display)),
            "Best e1RM": styling.e1rm(day.best_e1rm_kg, display),
            "Hard sets": styling.hard_sets(day.hard_sets, display),
        }
        for day in days
        if first <= day.performed_on <= last
    ]
    value = trend(lift.trend, display).replace("*", "")
    return Evidence(lift.name, value, TREND_RULE, table(told, ("Best e1RM", "Hard sets")))


def _of_stalled(stalled: Stalled, facts: TodayFacts, weeks: Sequence[Week], display: Display) -> Evidence:
    found = _of_lift(stalled.lift, facts, weeks, display)
    less = styling.percent(FELL_TO, display)
    rule = (
        f"{found.rule}\nIt stalls while volume fell where it is on a plateau or regressing, and its hard sets a week "
        f"in the last four weeks are {less} or less of those in the eight before."
    )
    return Evidence(found.name, found.value, rule, found.rows)


def _of_muscle(short_muscle: ShortMuscle, facts: TodayFacts, weeks: Sequence[Week], display: Display) -> Evidence:
    rule = (
        f"{styling.percent(SHORT_SHARE, display)} or less of the usual in each of three weeks that were no short weeks "
        "themselves. Hard sets count whole for prime movers and half for others; the usual is the median of the weeks "
        "before."
    )
    late = weeks[-1 - len(short_muscle.hard_sets) : -1]
    told = [
        {
            "Week of": plain(styling.short_day(week.starts_on, display)),
            "Hard sets": styling.hard_sets(sets, display),
            "Usual": styling.hard_sets(short_muscle.usual, display),
        }
        for week, sets in zip(late, short_muscle.hard_sets, strict=True)
    ]
    name = styling.in_words(short_muscle.muscle)
    return Evidence(name, f"{styling.hard_sets(short_muscle.usual, display)} is usual", rule, table(told))


OF_INSIGHT: Mapping[type, Any] = {
    Record: _of_record,
    LiftTrend: _of_lift,
    Stalled: _of_stalled,
    ShortMuscle: _of_muscle,
}
