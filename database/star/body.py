"""Named statements that compare training with the body: days of training, and the share of body weight lifted."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from database.olap_tables import dim_exercises, fact_workouts
from database.rows import NamedRows
from database.star.lifts import SINCE, USER, LongQuestion


def training_days(connection: Connection, user_id: int, since: date) -> NamedRows:
    """Read every day with a workout since a day, oldest first: number of workouts and hard sets."""
    return _TRAINING_DAYS.ask(connection, user_id, since=since)


def _training_days() -> Select[Any]:
    fact = fact_workouts.c
    workouts, hard = func.count().label("workouts"), func.sum(fact.hard_sets).label("hard_sets")
    picked = select(fact.performed_on, workouts, hard).where(fact.user_id == USER, fact.performed_on >= SINCE)
    return picked.group_by(fact.performed_on).order_by(fact.performed_on)


_TRAINING_DAYS = LongQuestion(_training_days())


def bodyweight_fraction(connection: Connection, user_id: int, exercise_id: int) -> float | None:
    """Return the share of body weight that an exercise lifts; None if it was never performed."""
    lift = dim_exercises.c
    mine = (lift.user_id == user_id, lift.exercise_id == exercise_id)
    fraction: float | None = connection.scalar(select(lift.bodyweight_fraction).where(*mine))
    return fraction
