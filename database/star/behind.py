"""Named statements about the rows behind a figure of Explore: its sets or its workouts, for one lifter."""

from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from database.olap_tables import dim_exercises, fact_sets, fact_workouts
from database.oltp_tables import sets, workouts
from database.rows import NamedRows, ask
from database.star.explore import Question, joined, limits
from database.star.lifts import ENTERED

LARGEST_FIRST = ("e1rm", "top_weight")


def sets_behind(connection: Connection, user_id: int, asked: Question, most: int | None) -> NamedRows:
    """The sets, loads as entered, each with its value and the muscle's credit: the largest or the latest days first."""
    return ask(connection, _sets(user_id, asked).limit(most))


def workouts_behind(connection: Connection, user_id: int, asked: Question, most: int | None) -> NamedRows:
    """The workouts, the latest first, each with its title, its time and hard sets, or how many such sets it has."""
    return ask(connection, _WORKOUTS[asked.fact](user_id, asked).limit(most))


def _sets(user_id: int, asked: Question) -> Select[Any]:
    done, lift = fact_sets.c, dim_exercises.c
    value = asked.measured.value(fact_sets).label("value")
    truth = and_(sets.c.user_id == done.user_id, sets.c.set_id == done.set_id)
    columns = (done.performed_on, done.workout_id, done.set_id, done.exercise_id, done.e1rm_kg, lift.name)
    entered = [sets.c[name] for name in ENTERED.split()]
    picked = select(*columns, *entered, value, asked.credit.label("credit"))
    found = picked.select_from(joined(asked, "exercise").join(sets, truth)).where(*limits(user_id, asked))
    first = [value.desc()] if asked.amount in LARGEST_FIRST else []
    return found.order_by(*first, done.performed_on.desc(), done.workout_id, done.position, done.set_id)


def _of_workouts(user_id: int, asked: Question) -> Select[Any]:
    w, done = workouts.c, fact_workouts.c
    truth = and_(w.user_id == done.user_id, w.workout_id == done.workout_id)
    picked = select(done.performed_on, done.workout_id, w.title, done.duration_s, done.hard_sets)
    found = picked.select_from(joined(asked).join(workouts, truth)).where(*limits(user_id, asked))
    return found.order_by(done.performed_on.desc(), done.workout_id.desc())


def _with_sets(user_id: int, asked: Question) -> Select[Any]:
    w, done = workouts.c, fact_sets.c
    truth = and_(w.user_id == done.user_id, w.workout_id == done.workout_id)
    picked = select(done.performed_on, done.workout_id, w.title, func.count().label("many"))
    found = picked.select_from(joined(asked).join(workouts, truth)).where(*limits(user_id, asked))
    grouped = found.group_by(done.performed_on, done.workout_id, w.title)
    return grouped.order_by(done.performed_on.desc(), done.workout_id.desc())


_WORKOUTS = {fact_workouts.name: _of_workouts, fact_sets.name: _with_sets}
