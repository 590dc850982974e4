"""Named statements about muscles: hard sets by week and day, and the exercises that gave them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, case, func, literal_column, select

from database.olap_tables import (
    bridge_exercise_muscles,
    dim_exercises,
    fact_exercise_days,
    fact_muscle_days,
    fact_workouts,
)
from database.rows import NamedRows
from database.star.lifts import SINCE, USER, LongQuestion, Question

MOST_WEEKS: Final = 12
COUNTS: Final = ("direct_sets", "fractional_sets", "total_sets")
MUSCLE: Final[Any] = bindparam("muscle_id")
LAST: Final[Any] = bindparam("last")


def ends(connection: Connection, user_id: int) -> tuple[NamedRows, NamedRows]:
    """Read the days of the lifter's first and last workout, each as `performed_on`; no row without workouts."""
    return _FIRST_DAY.ask(connection, user_id), _LAST_DAY.ask(connection, user_id)


def muscle_weeks(
    connection: Connection, user_id: int, muscle_ids: Iterable[int], first: date, last: date, starts: Sequence[date]
) -> NamedRows:
    """Read the hard sets of these muscles by week, counted in three ways: at most MOST_WEEKS weeks, oldest first.

    `week` is the index of a week; the last week always has the last of MOST_WEEKS indexes.
    """
    padded = [starts[0]] * (MOST_WEEKS - len(starts)) + list(starts)
    weeks = {_week(place): start for place, start in enumerate(padded)}
    return _weeks_of(tuple(muscle_ids)).ask(connection, user_id, since=max(first, starts[0]), last=last, **weeks)


def muscle_days(connection: Connection, user_id: int, muscle_id: int, first: date, last: date) -> NamedRows:
    """Read the days of a muscle, oldest first."""
    return _MUSCLE_DAYS.ask(connection, user_id, muscle_id=muscle_id, since=first, last=last)


def exercise_sums(connection: Connection, user_id: int, first: date, last: date) -> NamedRows:
    """Read the hard sets of each exercise in a span of days, with its movement pattern, by name."""
    return _EXERCISE_SUMS.ask(connection, user_id, since=first, last=last)


def credits(connection: Connection, user_id: int) -> NamedRows:
    """Read how much a hard set of each exercise counts for each muscle and display group."""
    return _CREDITS.ask(connection, user_id)


def _week(place: int) -> str:
    return f"week_{place}"


def _end_day(order: Any) -> Select[Any]:
    return select(fact_workouts.c.performed_on).where(fact_workouts.c.user_id == USER).order_by(order).limit(1)


def _spanned(muscle_ids: tuple[int, ...]) -> tuple[Any, ...]:
    """Write the ids into the statement: MariaDB uses the key's day only after a constant muscle.

    Callers pass the same few lists, so that each statement is compiled once.
    """
    fact = fact_muscle_days.c
    named: list[Any] = [literal_column(str(int(number))) for number in muscle_ids]
    return fact.user_id == USER, fact.muscle_id.in_(named), fact.performed_on >= SINCE, fact.performed_on <= LAST


def _summed() -> list[Any]:
    return [func.sum(fact_muscle_days.c[name]).label(name) for name in COUNTS]


@cache
def _weeks_of(muscle_ids: tuple[int, ...]) -> Question:
    fact = fact_muscle_days.c
    places = reversed(range(MOST_WEEKS))
    week = case(*((fact.performed_on >= bindparam(_week(place)), literal_column(str(place))) for place in places))
    picked = select(fact.muscle_id, week.label("week"), *_summed()).where(*_spanned(muscle_ids))
    return Question(picked.group_by(fact.muscle_id, literal_column("week")))


def _muscle_days() -> Select[Any]:
    fact = fact_muscle_days.c
    mine = (fact.user_id == USER, fact.muscle_id == MUSCLE, fact.performed_on >= SINCE, fact.performed_on <= LAST)
    return select(fact.performed_on, *(fact[name] for name in COUNTS)).where(*mine).order_by(fact.performed_on)


def _exercise_sums() -> Select[Any]:
    """Sum each exercise's own days: the key finds a short span without reading the rest."""
    day, lift = fact_exercise_days.c, dim_exercises.c
    within = (day.user_id == USER, day.exercise_id == lift.exercise_id, day.performed_on.between(SINCE, LAST))
    hard = select(func.sum(day.hard_sets)).where(*within).scalar_subquery().label("hard_sets")
    return select(lift.exercise_id, lift.name, lift.pattern, hard).where(lift.user_id == USER).order_by(lift.name)


def _credits() -> Select[Any]:
    bridge = bridge_exercise_muscles.c
    return select(bridge.exercise_id, bridge.muscle_id, bridge.credit).where(bridge.user_id == USER)


_FIRST_DAY = Question(_end_day(fact_workouts.c.performed_on))
_LAST_DAY = Question(_end_day(fact_workouts.c.performed_on.desc()))
_MUSCLE_DAYS = LongQuestion(_muscle_days())
_EXERCISE_SUMS = Question(_exercise_sums())
_CREDITS = Question(_credits())
