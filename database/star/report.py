"""Named statements for reports: what was done in a span of days, and the spans to report on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from database.olap_tables import dim_dates, dim_muscles, fact_exercise_days, fact_muscle_days, fact_workouts
from database.oltp_tables import training_phases, workouts
from database.rows import NamedRows, ask


class Workout(NamedTuple):
    """A workout of the span; unknown numbers are None."""

    workout_id: int
    performed_on: date
    title: str | None
    duration_s: float | None
    exercises: int
    hard_sets: int
    reps: int
    tonnage_kg: float | None


class Muscle(NamedTuple):
    """A muscle group's hard sets in the span, counted in three ways."""

    name: str
    direct: float
    fractional: float
    total: float


class Phase(NamedTuple):
    """A training phase as entered; without an end it is still running."""

    phase_id: int
    kind: str
    starts_on: date
    ends_on: date | None


def workouts_between(connection: Connection, user_id: int, first: date, last: date) -> tuple[Workout, ...]:
    """Read the workouts from `first` to `last` inclusive, oldest first, with their titles."""
    f, w = fact_workouts.c, workouts.c
    same = and_(w.user_id == f.user_id, w.workout_id == f.workout_id)
    numbers = (f.duration_s, f.exercises, f.hard_sets, f.reps, f.tonnage_kg)
    picked = select(f.workout_id, f.performed_on, w.title, *numbers).join(workouts, same)
    mine = picked.where(f.user_id == user_id, f.performed_on.between(first, last))
    rows = connection.execute(mine.order_by(f.performed_on, w.started_at, f.workout_id))
    return tuple(Workout(*row) for row in rows)


def muscles_between(connection: Connection, user_id: int, first: date, last: date) -> tuple[Muscle, ...]:
    """Read the muscle groups trained on these days, those with the most fractional sets first."""
    f, m = fact_muscle_days.c, dim_muscles.c
    sums = [func.sum(column) for column in (f.direct_sets, f.fractional_sets, f.total_sets)]
    of_group = and_(m.muscle_id == f.muscle_id, m.level == "group")
    picked = select(m.name, *sums).select_from(fact_muscle_days.join(dim_muscles, of_group))
    mine = picked.where(f.user_id == user_id, f.performed_on.between(first, last)).group_by(m.name)
    totals = [Muscle(row[0], *map(float, row[1:])) for row in connection.execute(mine)]
    return tuple(sorted(totals, key=lambda muscle: (-muscle.fractional, -muscle.total, muscle.name)))


def exercise_days_between(
    connection: Connection, user_id: int, exercise_ids: Sequence[int], first: date, last: date
) -> NamedRows:
    """Read best e1RM, hard sets and workouts of these exercises by day, oldest first."""
    f = fact_exercise_days.c
    picked = select(f.exercise_id, f.performed_on, f.best_e1rm_kg, f.hard_sets, f.workouts)
    mine = picked.where(f.user_id == user_id, f.exercise_id.in_(exercise_ids), f.performed_on.between(first, last))
    return ask(connection, mine.order_by(f.performed_on))


def months_trained(connection: Connection, user_id: int) -> tuple[tuple[date, int], ...]:
    """Return the first days of months with training, the latest first, each with its number of workouts."""
    f, d = fact_workouts.c, dim_dates.c
    joined = fact_workouts.join(dim_dates, d.performed_on == f.performed_on)
    picked = select(d.year, d.month, func.count()).select_from(joined).where(f.user_id == user_id)
    rows = connection.execute(picked.group_by(d.year, d.month))
    return tuple(sorted(((date(year, month, 1), int(many)) for year, month, many in rows), reverse=True))


def phases(connection: Connection, user_id: int) -> tuple[Phase, ...]:
    """Read the training phases as entered, the latest first."""
    p = training_phases.c
    picked = select(p.phase_id, p.kind, p.starts_on, p.ends_on).where(p.user_id == user_id)
    return tuple(Phase(*row) for row in connection.execute(picked.order_by(p.starts_on.desc(), p.phase_id)))
