"""What of the last four weeks looks wrong: enough to lead to where it is put right, without reading a history.

Exercises that look the same are only told there: they would take a look at every set that was ever done.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from database.db_connector import Connection
from database.star import lifts
from database.star import slips as star_slips
from services.quality.odd_sets import MOST_REPS, MOST_SECONDS, Day, impossible_topic, odd_days
from services.quality.workouts import LEAST_SETS, STALE, TOO_LONG_S, zones_topic
from utils.today.facts import TodayFacts
from utils.workout.due import StartFacts

RECENT: Final = timedelta(days=28)


def load_slips(connection: Connection, user_id: int, today: date) -> frozenset[str]:
    """Read the sets and time zones of four weeks that need fixing, as topics the lifter can dismiss."""
    since = first_day(today)
    recent = [lift.exercise_id for lift in lifts.lifts(connection, user_id) if lift.last_on >= since]
    sets = star_slips.impossible_sets(connection, user_id, recent, since, MOST_REPS, MOST_SECONDS)
    days = star_slips.torn_days(connection, user_id, since)
    return frozenset((*map(impossible_topic, sets), *map(zones_topic, days)))


def first_day(today: date) -> date:
    """Return the first day to check."""
    return today - RECENT + timedelta(days=1)


def to_fix(
    facts: TodayFacts,
    start: StartFacts,
    slips: Collection[str],
    now: datetime,
    today: date,
    settled: Mapping[str, date],
) -> int:
    """Count the sets, workouts and days of four weeks that look wrong and are not dismissed."""
    since = today - RECENT
    workouts = [workout for workout in facts.workouts if workout.performed_on > since]
    topics = {
        *slips,
        *_odd(facts.days, since),
        *_twice(workouts),
        *(f"long:{workout.workout_id}" for workout in workouts if (workout.duration_s or 0) > TOO_LONG_S),
        *_unfinished(start.unfinished, now),
    }
    return len(topics - settled.keys())


def _odd(days: Sequence[Any], since: date) -> Iterator[str]:
    known = sorted(days, key=lambda day: (day.exercise_id, day.performed_on))
    best = (Day(day.exercise_id, day.performed_on, day.best_e1rm_kg) for day in known if day.best_e1rm_kg is not None)
    return (odd.topic for odd in odd_days(best) if odd.day.performed_on > since)


def _twice(workouts: Iterable[Any]) -> Iterator[str]:
    first: dict[tuple[Any, ...], int] = {}
    for workout in sorted(workouts, key=lambda workout: workout.workout_id):
        counts = (
            workout.performed_on,
            workout.sets,
            workout.reps,
            workout.exercises,
            workout.tonnage_kg,
            workout.hard_sets,
        )
        if (workout.sets or 0) >= LEAST_SETS and first.setdefault(counts, workout.workout_id) != workout.workout_id:
            yield f"doubled:{workout.workout_id}"


def _unfinished(unfinished: Iterable[Mapping[str, Any]], now: datetime) -> Iterator[str]:
    for row in unfinished:
        if row["started_at"] and row["started_at"] < now - STALE:
            yield f"unfinished:{row['workout_id']}"
