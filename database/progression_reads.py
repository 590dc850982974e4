"""Named statements that read progressions, their facts and programs; the lifter's id comes first in each."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from database.olap_tables import fact_planned_sets
from database.oltp_tables import (
    CATALOGUE,
    etl_state,
    exercise_settings,
    exercises,
    program_days,
    programs,
    progression_states,
    progressions,
    training_phases,
    workouts,
)
from database.reads import Row, rows_of, same_key

OF_A_LINE: Final = (
    *("performed_on", "workout_id", "exercise_id", "progression_id", "performed_exercise_id", "planned_set_type"),
    *("planned_weight_kg", "planned_reps_min", "planned_reps_max", "planned_rir", "weight_kg", "reps", "rir"),
    *("has_pain", "is_easy", "is_done"),
)


def progression_rows(connection: Connection, user_id: int, progression_id: int | None = None) -> list[Row]:
    """Read a lifter's progressions with their states, oldest first, or a single progression."""
    states = progression_states
    state_columns = states.c.state, states.c.workout_id, states.c.verdict, states.c.sentence
    joined = progressions.outerjoin(states, same_key(progressions, states, "progression_id"))
    where = [progressions.c.user_id == user_id]
    if progression_id is not None:
        where.append(progressions.c.progression_id == progression_id)
    picked = select(progressions, *state_columns).select_from(joined).where(*where)
    return rows_of(connection, picked.order_by(progressions.c.progression_id))


class Versions(NamedTuple):
    """Versions of the facts and of what targets derive from, number of progressions, start of the open workout."""

    facts: int | None
    derived_from: int | None
    progressions: int
    open_since: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether some targets do not derive from the newest facts yet."""
        return self.progressions > 0 and self.facts != self.derived_from


def versions_of_targets(connection: Connection, user_id: int) -> Versions:
    """Read how current the targets are, in a single statement."""
    w = workouts.c
    count = select(func.count()).where(progressions.c.user_id == user_id).scalar_subquery()
    running = (w.user_id == user_id, w.ended_at.is_(None), w.time_source == "logged")
    since = select(func.max(w.started_at)).where(*running).scalar_subquery()
    state = etl_state.c
    picked = select(state.facts_version, state.targets_version, count, since).where(state.user_id == user_id)
    row = connection.execute(picked).first()
    return Versions(*row) if row else Versions(None, None, 0, None)


def performed_lines(connection: Connection, user_id: int, since: date, progression_id: int | None = None) -> list[Row]:
    """Read planned and performed sets of progressions (or of one) in finished workouts since a day, oldest first."""
    fact = fact_planned_sets
    is_finished = or_(workouts.c.ended_at.is_not(None), workouts.c.time_source != "logged")
    of_progression = (
        fact.c.progression_id.is_not(None) if progression_id is None else fact.c.progression_id == progression_id
    )
    picked = (
        select(*(fact.c[name] for name in OF_A_LINE), workouts.c.started_at)
        .join(workouts, and_(workouts.c.user_id == user_id, workouts.c.workout_id == fact.c.workout_id))
        .where(fact.c.user_id == user_id, fact.c.performed_on >= since, of_progression, is_finished)
    )
    order = (fact.c.performed_on, workouts.c.started_at, fact.c.workout_id, fact.c.position, fact.c.line_id)
    return rows_of(connection, picked.order_by(*order))


def phase_rows(connection: Connection, user_id: int) -> list[Row]:
    """Read the training phases of a lifter."""
    return rows_of(connection, select(training_phases).where(training_phases.c.user_id == user_id))


def gear_rows(connection: Connection, user_id: int, exercise_ids: Collection[int]) -> list[Row]:
    """Read how these exercises are loaded, with the lifter's own step and unit."""
    own = exercise_settings
    of_lifter = and_(own.c.user_id == user_id, own.c.exercise_id == exercises.c.exercise_id)
    columns = (exercises.c.exercise_id, exercises.c.equipment, exercises.c.load_type, own.c.step, own.c.unit)
    picked = select(*columns).select_from(exercises.outerjoin(own, of_lifter))
    visible = exercises.c.user_id.in_((CATALOGUE, user_id))
    return rows_of(connection, picked.where(visible, exercises.c.exercise_id.in_(list(exercise_ids))))


def program_rows(connection: Connection, user_id: int) -> list[Row]:
    """Read the programs that a lifter has begun, the latest first."""
    return rows_of(
        connection, select(programs).where(programs.c.user_id == user_id).order_by(programs.c.program_id.desc())
    )


def program_day_rows(connection: Connection, user_id: int) -> list[Row]:
    """Read the days of a lifter's programs in their order."""
    where = select(program_days).where(program_days.c.user_id == user_id)
    return rows_of(connection, where.order_by(program_days.c.program_id, program_days.c.week, program_days.c.day))


def workouts_of_routines(connection: Connection, user_id: int, routine_ids: Collection[int], since: date) -> list[Row]:
    """Read the workouts started from these routines since a day, oldest first."""
    w = workouts.c
    picked = select(w.workout_id, w.routine_id, w.performed_on, w.started_at, w.ended_at, w.time_source)
    where = picked.where(w.user_id == user_id, w.routine_id.in_(list(routine_ids)), w.performed_on >= since)
    return rows_of(connection, where.order_by(w.performed_on, w.started_at, w.workout_id))
