"""What of the last weeks looks wrong, seen in what Today has read anyway: enough to lead to where it is put right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from services.quality.odd_sets import Day, odd_days
from services.quality.workouts import LEAST_SETS, STALE, TOO_LONG_S
from utils.frames import StartFacts, TodayFacts, rows

RECENT: Final = timedelta(days=28)


def to_fix(facts: TodayFacts, start: StartFacts, now: datetime, today: date, settled: Mapping[str, date]) -> int:
    """How many sets and workouts of four weeks look wrong and were not said to be right."""
    since = today - RECENT
    workouts = [one for one in rows(facts.workouts) if one.performed_on > since]
    topics = {
        *_odd(rows(facts.days), since),
        *_twice(workouts),
        *(f"long:{one.workout_id}" for one in workouts if (one.duration_s or 0) > TOO_LONG_S),
        *_unfinished(start.unfinished, now),
    }
    return len(topics - settled.keys())


def _odd(days: Sequence[Any], since: date) -> Iterator[str]:
    known = sorted(days, key=lambda day: (day.exercise_id, day.performed_on))
    best = (Day(day.exercise_id, day.performed_on, day.best_e1rm_kg) for day in known if day.best_e1rm_kg is not None)
    return (odd.topic for odd in odd_days(best) if odd.day.performed_on > since)


def _twice(workouts: Iterable[Any]) -> Iterator[str]:
    first: dict[tuple[Any, ...], int] = {}
    for one in sorted(workouts, key=lambda one: one.workout_id):
        counts = (one.performed_on, one.sets, one.reps, one.exercises, one.tonnage_kg, one.hard_sets)
        if (one.sets or 0) >= LEAST_SETS and first.setdefault(counts, one.workout_id) != one.workout_id:
            yield f"doubled:{one.workout_id}"


def _unfinished(unfinished: Iterable[Mapping[str, Any]], now: datetime) -> Iterator[str]:
    for row in unfinished:
        if row["started_at"] and row["started_at"] < now - STALE:
            yield f"unfinished:{row['workout_id']}"
