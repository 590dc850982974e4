"""Named statements that compare planned with performed sets of ended workouts; the lifter's id comes first."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, func, null, select
from sqlalchemy.sql import ColumnElement

from database.olap_tables import fact_exercise_days, fact_plan_days, fact_planned_sets
from database.oltp_tables import planned_sets, sets
from database.rows import NamedRows
from database.star.lifts import ENTERED, EXERCISE, SINCE, USER, LongQuestion, Question

LAST: Final[Any] = bindparam("last")
PLANNED: Final = "set_type weight unit reps_min reps_max rir seconds distance_m"  # of a planned set, as entered


def plan_ends(connection: Connection, user_id: int) -> tuple[NamedRows, NamedRows]:
    """Read the first and the last day with a plan, each as `performed_on`; no row without plans."""
    return _FIRST_DAY.ask(connection, user_id), _LAST_DAY.ask(connection, user_id)


def plan_days(connection: Connection, user_id: int, first: date, last: date) -> NamedRows:
    """Read the rows of fact_plan_days in a span of days, oldest first."""
    return _DAYS.ask(connection, user_id, since=first, last=last)


def plan_lines(connection: Connection, user_id: int, first: date, last: date) -> NamedRows:
    """Read every planned or added set of a span, loads as entered, in the order of the workouts.

    The columns of the plan begin with asked_.
    """
    return _LINES.ask(connection, user_id, since=first, last=last)


def best_days(connection: Connection, user_id: int, exercise_id: int, since: date) -> NamedRows:
    """Read the best e1RM of an exercise on each day since a day, oldest first."""
    return _BEST_DAYS.ask(connection, user_id, exercise_id=exercise_id, since=since)


def _ended() -> tuple[ColumnElement[bool], ...]:
    fact = fact_planned_sets.c
    return fact.user_id == USER, fact.performed_on.between(SINCE, LAST), fact.is_over == 1


def _end_day(order: Any) -> Select[Any]:
    return select(fact_plan_days.c.performed_on).where(fact_plan_days.c.user_id == USER).order_by(order).limit(1)


def _days() -> Select[Any]:
    fact = fact_plan_days.c
    columns = [column for column in fact if column.name != "user_id"]
    where = (fact.user_id == USER, fact.performed_on.between(SINCE, LAST))
    return select(*columns).where(*where).order_by(fact.performed_on)


def _lines() -> Select[Any]:
    fact = fact_planned_sets
    planned = and_(planned_sets.c.user_id == USER, planned_sets.c.planned_set_id == fact.c.planned_set_id)
    done = and_(sets.c.user_id == USER, sets.c.set_id == fact.c.set_id)
    ids = (fact.c[name] for name in ("performed_on", "workout_id", "exercise_id"))
    flags = (fact.c[name] for name in ("is_warmup", "is_done", "is_hard", "is_planned_hard"))
    more = (
        func.coalesce(fact.c.planned_set_id, 0).label("planned_set_id"),
        func.coalesce(fact.c.performed_exercise_id, 0).label("done_id"),
        func.coalesce(fact.c.routine_id, 0).label("routine_id"),
    )
    written = (planned_sets.c[name].label(f"asked_{name}") for name in PLANNED.split())
    entered = (sets.c[name] for name in ENTERED.split())
    joined = fact.outerjoin(planned_sets, planned).outerjoin(sets, done)
    no_estimate = null().label("e1rm_kg")  # tables expect the column; nothing here reads it
    picked = select(*ids, *more, *flags, *written, *entered, no_estimate).select_from(joined).where(*_ended())
    return picked.order_by(fact.c.performed_on, fact.c.workout_id, fact.c.position, fact.c.line_id)


def _best_days() -> Select[Any]:
    day = fact_exercise_days.c
    mine = (day.user_id == USER, day.exercise_id == EXERCISE, day.performed_on >= SINCE)
    return select(day.performed_on, day.best_e1rm_kg).where(*mine).order_by(day.performed_on)


_FIRST_DAY = Question(_end_day(fact_plan_days.c.performed_on))
_LAST_DAY = Question(_end_day(fact_plan_days.c.performed_on.desc()))
_DAYS = LongQuestion(_days())
_LINES = Question(_lines())
_BEST_DAYS = LongQuestion(_best_days())
