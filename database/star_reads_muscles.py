"""Named statements about muscles: what each got, in which weeks, and from which exercises; the lifter comes first."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select

from database.olap_tables import (
    bridge_exercise_muscles,
    dim_exercises,
    fact_exercise_days,
    fact_muscle_days,
    fact_workouts,
)
from database.star_reads import IDS, SINCE, USER, Answer, LongQuestion, Question

MOST_WEEKS: Final = 12
COUNTS: Final = ("direct_sets", "fractional_sets", "total_sets")
MUSCLE: Final[Any] = bindparam("muscle_id")
LAST: Final[Any] = bindparam("last")


def ends(connection: Connection, user_id: int) -> tuple[Answer, Answer]:
    """The days of the lifter's first and of the last workout, each as `performed_on`; no row if there is none."""
    return _FIRST_DAY.ask(connection, user_id), _LAST_DAY.ask(connection, user_id)


def muscle_sums(connection: Connection, user_id: int, muscle_ids: Collection[int], first: date, last: date) -> Answer:
    """Hard sets of these muscles in a span of days, counted in three ways."""
    asked = {"user_id": user_id, "ids": list(muscle_ids), "since": first, "last": last}
    return _answer(connection, _MUSCLE_SUMS, asked)


def muscle_weeks(
    connection: Connection, user_id: int, muscle_ids: Collection[int], first: date, last: date, starts: Sequence[date]
) -> Answer:
    """The same by weeks, given by at most MOST_WEEKS first days, oldest first.

    `week` is a week's place; the last week has the last of MOST_WEEKS places, however many were given.
    """
    given = [starts[0]] * (MOST_WEEKS - len(starts)) + list(starts)
    weeks = {_week(place): start for place, start in enumerate(given)}
    asked = {"user_id": user_id, "ids": list(muscle_ids), "since": max(first, starts[0]), "last": last, **weeks}
    return _answer(connection, _MUSCLE_WEEKS, asked)


def muscle_days(connection: Connection, user_id: int, muscle_id: int, first: date, last: date) -> Answer:
    """The days of one muscle, oldest first."""
    return _MUSCLE_DAYS.ask(connection, user_id, muscle_id=muscle_id, since=first, last=last)


def exercise_sums(connection: Connection, user_id: int, first: date, last: date) -> Answer:
    """The hard sets of each exercise in a span of days, with its movement pattern, most first."""
    return _EXERCISE_SUMS.ask(connection, user_id, since=first, last=last)


def exercises_of_muscle(connection: Connection, user_id: int, muscle_id: int, first: date, last: date) -> Answer:
    """The same of the exercises that train a muscle, with their credit for it."""
    return _OF_MUSCLE.ask(connection, user_id, muscle_id=muscle_id, since=first, last=last)


def _answer(connection: Connection, statement: Select[Any], asked: dict[str, Any]) -> Answer:
    found = connection.execute(statement, asked)
    return Answer(tuple(found.keys()), found.all())


def _week(place: int) -> str:
    return f"week_{place}"


def _day(order: Any) -> Select[Any]:
    return select(fact_workouts.c.performed_on).where(fact_workouts.c.user_id == USER).order_by(order).limit(1)


def _spanned() -> tuple[Any, ...]:
    """Named ids, because MariaDB finds a day through the key only where the muscle before it is a constant."""
    fact = fact_muscle_days.c
    return fact.user_id == USER, fact.muscle_id.in_(IDS), fact.performed_on >= SINCE, fact.performed_on <= LAST


def _summed() -> list[Any]:
    return [func.sum(fact_muscle_days.c[name]).label(name) for name in COUNTS]


def _muscle_sums() -> Select[Any]:
    muscle = fact_muscle_days.c.muscle_id
    return select(muscle, *_summed()).where(*_spanned()).group_by(muscle)


def _muscle_weeks() -> Select[Any]:
    fact = fact_muscle_days.c
    places = reversed(range(MOST_WEEKS))
    week = case(*((fact.performed_on >= bindparam(_week(place)), place) for place in places)).label("week")
    return select(fact.muscle_id, week, *_summed()).where(*_spanned()).group_by(fact.muscle_id, week)


def _muscle_days() -> Select[Any]:
    fact = fact_muscle_days.c
    mine = (fact.user_id == USER, fact.muscle_id == MUSCLE, fact.performed_on >= SINCE, fact.performed_on <= LAST)
    return select(fact.performed_on, *(fact[name] for name in COUNTS)).where(*mine).order_by(fact.performed_on)


def _of_exercises() -> tuple[Any, Any, Select[Any]]:
    day, lift = fact_exercise_days, dim_exercises
    named = and_(lift.c.user_id == USER, lift.c.exercise_id == day.c.exercise_id)
    hard = func.sum(day.c.hard_sets).label("hard_sets")
    mine = (day.c.user_id == USER, day.c.performed_on >= SINCE, day.c.performed_on <= LAST, day.c.hard_sets > 0)
    picked = select(day.c.exercise_id, lift.c.name, lift.c.pattern, hard).select_from(day.join(lift, named))
    columns = (day.c.exercise_id, lift.c.name, lift.c.pattern)
    return day, hard, picked.where(*mine).group_by(*columns).order_by(hard.desc(), lift.c.name)


def _exercise_sums() -> Select[Any]:
    return _of_exercises()[2]


def _of_muscle() -> Select[Any]:
    day, _, picked = _of_exercises()
    bridge = bridge_exercise_muscles.c
    trains = and_(bridge.user_id == USER, bridge.exercise_id == day.c.exercise_id, bridge.muscle_id == MUSCLE)
    return picked.join(bridge_exercise_muscles, trains).add_columns(bridge.credit).group_by(bridge.credit)


_FIRST_DAY = Question(_day(fact_workouts.c.performed_on))
_LAST_DAY = Question(_day(fact_workouts.c.performed_on.desc()))
_MUSCLE_SUMS = _muscle_sums()
_MUSCLE_WEEKS = _muscle_weeks()
_MUSCLE_DAYS = LongQuestion(_muscle_days())
_EXERCISE_SUMS = Question(_exercise_sums())
_OF_MUSCLE = Question(_of_muscle())
