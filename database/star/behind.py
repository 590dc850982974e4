"""Named statements for the sets or workouts behind a figure of Explore."""

from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from database.olap_tables import dim_exercises, fact_sets, fact_workouts
from database.oltp_tables import sets, workouts
from database.rows import NamedRows, ask
from database.star.explore import Question, joined, limits
from database.star.lifts import ENTERED

LARGEST_FIRST = ("e1rm", "top_weight")


def sets_behind(connection: Connection, user_id: int, question: Question, most: int | None) -> NamedRows:
    """Read the sets with value and credit, loads as entered: the largest values or the latest days first."""
    return ask(connection, _sets(user_id, question).limit(most))


def workouts_behind(connection: Connection, user_id: int, question: Question, most: int | None) -> NamedRows:
    """Read the workouts, the latest first, with title, duration and hard sets, or with their matching sets."""
    return ask(connection, _WORKOUTS[question.fact](user_id, question).limit(most))


def _sets(user_id: int, question: Question) -> Select[Any]:
    done, lift = fact_sets.c, dim_exercises.c
    value = question.measured.value(fact_sets).label("value")
    truth = and_(sets.c.user_id == done.user_id, sets.c.set_id == done.set_id)
    columns = (done.performed_on, done.workout_id, done.set_id, done.exercise_id, done.e1rm_kg, lift.name)
    entered = [sets.c[name] for name in ENTERED.split()]
    picked = select(*columns, *entered, value, question.credit.label("credit"))
    rows = picked.select_from(joined(question, "exercise").join(sets, truth)).where(*limits(user_id, question))
    first = [value.desc()] if question.amount in LARGEST_FIRST else []
    return rows.order_by(*first, done.performed_on.desc(), done.workout_id, done.position, done.set_id)


def _of_workouts(user_id: int, question: Question) -> Select[Any]:
    w, done = workouts.c, fact_workouts.c
    truth = and_(w.user_id == done.user_id, w.workout_id == done.workout_id)
    picked = select(done.performed_on, done.workout_id, w.title, done.duration_s, done.hard_sets)
    rows = picked.select_from(joined(question).join(workouts, truth)).where(*limits(user_id, question))
    return rows.order_by(done.performed_on.desc(), done.workout_id.desc())


def _with_sets(user_id: int, question: Question) -> Select[Any]:
    w, done = workouts.c, fact_sets.c
    truth = and_(w.user_id == done.user_id, w.workout_id == done.workout_id)
    picked = select(done.performed_on, done.workout_id, w.title, func.count().label("many"))
    rows = picked.select_from(joined(question).join(workouts, truth)).where(*limits(user_id, question))
    grouped = rows.group_by(done.performed_on, done.workout_id, w.title)
    return grouped.order_by(done.performed_on.desc(), done.workout_id.desc())


_WORKOUTS = {fact_workouts.name: _of_workouts, fact_sets.name: _with_sets}
