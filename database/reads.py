"""Named statements that read a lifter's rows; the lifter's id comes first in each and stands in every WHERE."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, exists, func, or_, select

from database.olap_tables import fact_bests, fact_exercise_days
from database.oltp_tables import (
    CATALOGUE,
    deleted_rows,
    etl_queue,
    etl_state,
    exercise_merges,
    exercise_settings,
    exercises,
    gym_equipment,
    gyms,
    planned_sets,
    sets,
    users,
    workouts,
)

Row = dict[str, Any]


def freshness(connection: Connection, user_id: int) -> Row | None:
    """Read a lifter's data and facts versions, the fold version and the number of pending marks; None if unknown."""
    marks = select(func.count()).where(etl_queue.c.user_id == user_id).scalar_subquery().label("marks")
    picked = select(users.c.data_version, etl_state.c.facts_version, etl_state.c.fold_version, marks)
    joined = users.outerjoin(etl_state, etl_state.c.user_id == users.c.user_id)
    return _first_row(connection, picked.select_from(joined).where(users.c.user_id == user_id))


def lifter(connection: Connection, user_id: int) -> Row | None:
    """Read the account of a lifter."""
    return _first_row(connection, select(users).where(users.c.user_id == user_id))


def unfinished_workouts(connection: Connection, user_id: int) -> list[Row]:
    """Read logged workouts without an end, the latest first, with their counts of performed and planned sets."""
    # Imported workouts without a duration have ended too.
    open_ones = _listed(user_id).where(workouts.c.ended_at.is_(None), workouts.c.time_source == "logged")
    return rows_of(connection, open_ones.order_by(*_latest_first()))


def workout(connection: Connection, user_id: int, workout_id: int) -> Row | None:
    """Read a workout."""
    return _first_row(
        connection, select(workouts).where(workouts.c.user_id == user_id, workouts.c.workout_id == workout_id)
    )


def sets_of_workout(connection: Connection, user_id: int, workout_id: int) -> list[Row]:
    """Read the sets of a workout in their order."""
    where = select(sets).where(sets.c.user_id == user_id, sets.c.workout_id == workout_id)
    return rows_of(connection, where.order_by(sets.c.position, sets.c.set_id))


def planned_rows(connection: Connection, user_id: int, workout_id: int) -> list[Row]:
    """Read the planned sets of a workout in their order."""
    table = planned_sets
    where = select(table).where(table.c.user_id == user_id, table.c.workout_id == workout_id)
    return rows_of(connection, where.order_by(table.c.position, table.c.planned_set_id))


def workouts_between(connection: Connection, user_id: int, first: date, last: date) -> list[Row]:
    """Read the workouts from `first` to `last` inclusive, the latest first, with their counts of sets and exercises."""
    where = _listed(user_id).where(workouts.c.performed_on.between(first, last))
    return rows_of(connection, where.order_by(*_latest_first()))


def latest_workouts(connection: Connection, user_id: int, count: int, skipped: int = 0) -> list[Row]:
    """Read a page of the latest workouts, with their counts of sets and exercises."""
    return rows_of(connection, _listed(user_id).order_by(*_latest_first()).limit(count).offset(skipped))


def deleted_workouts(connection: Connection, user_id: int) -> list[Row]:
    """Read the deleted workouts that can still be restored, the last deleted first."""
    table = deleted_rows
    where = select(table).where(table.c.user_id == user_id, table.c.kind == "workout")
    return rows_of(connection, where.order_by(table.c.deleted_at.desc(), table.c.row_id.desc()))


def last_sets(connection: Connection, user_id: int, exercise_id: int, before: Row | None = None) -> list[Row]:
    """Read all sets of an exercise in its latest workout (before the workout `before`), in order."""
    return latest_sets(connection, user_id, exercise_id, 1, before)


def latest_sets(
    connection: Connection, user_id: int, exercise_id: int, count: int, before: Row | None = None
) -> list[Row]:
    """Read all sets of an exercise in its latest workouts, the latest first, each with its day and start."""
    same = merged_ids(connection, user_id, exercise_id)
    ids = _latest_with(connection, user_id, same, count, before)
    picked = (
        select(sets, workouts.c.performed_on, workouts.c.started_at, workouts.c.gym_id)
        .join(workouts, same_key(sets, workouts, "workout_id"))
        .where(sets.c.user_id == user_id, sets.c.exercise_id.in_(same), sets.c.workout_id.in_(ids))
    )
    return rows_of(connection, picked.order_by(*_latest_first(), sets.c.position, sets.c.set_id)) if ids else []


def merged_ids(connection: Connection, user_id: int, exercise_id: int) -> list[int]:
    """List an exercise and all exercises that the lifter merged into it, directly or indirectly."""
    into = merges(connection, user_id)
    ids = [exercise_id]
    for merged_into in ids:
        ids += [old for old, new in into.items() if new == merged_into and old not in ids]
    return ids


def exercise(connection: Connection, user_id: int, exercise_id: int) -> Row | None:
    """Read an exercise with the lifter's own name and settings."""
    return _first_row(connection, _visible(user_id).where(exercises.c.exercise_id == exercise_id))


def exercises_of(connection: Connection, user_id: int) -> list[Row]:
    """Read all exercises that a lifter can see, sorted by the lifter's name for them.

    These are the catalogue's and the lifter's own, with the lifter's settings; merged ones have `merged_into`.
    """
    return sorted(rows_of(connection, _visible(user_id)), key=lambda row: str(row["shown_name"]).casefold())


def recent_exercises(connection: Connection, user_id: int, count: int) -> list[Row]:
    """Read the exercises used last, the latest first, each with its last day and number of sets."""
    last = func.max(workouts.c.performed_on).label("last_on")
    picked = (
        select(sets.c.exercise_id, last, func.count().label("sets"))
        .join(workouts, same_key(sets, workouts, "workout_id"))
        .where(sets.c.user_id == user_id)
        .group_by(sets.c.exercise_id)
    )
    return rows_of(connection, picked.order_by(last.desc(), func.max(sets.c.set_id).desc()).limit(count))


def bests(connection: Connection, user_id: int) -> list[Row]:
    """Read each exercise's bests from the facts, which later sets are compared with: load_kg with reps, e1rm_kg."""
    facts = fact_bests.c
    picked = select(facts.exercise_id, facts.load_kg, facts.reps, facts.e1rm_kg).where(facts.user_id == user_id)
    return rows_of(connection, picked)


def best_e1rm_kg(connection: Connection, user_id: int, exercise_id: int, since: date | None = None) -> float | None:
    """Read an exercise's best estimated one-rep max in kg, of all time or since a day."""
    days = fact_exercise_days
    where = [days.c.user_id == user_id, days.c.exercise_id == exercise_id]
    where += [days.c.performed_on >= since] if since else []
    best: float | None = connection.scalar(select(func.max(days.c.best_e1rm_kg)).where(*where))
    return best


def last_e1rm_on(connection: Connection, user_id: int, exercise_id: int) -> date | None:
    """Read the last day with an estimated one-rep max of an exercise."""
    days = fact_exercise_days.c
    where = (days.user_id == user_id, days.exercise_id == exercise_id, days.best_e1rm_kg.is_not(None))
    last: date | None = connection.scalar(select(func.max(days.performed_on)).where(*where))
    return last


def gyms_of(connection: Connection, user_id: int) -> list[Row]:
    """Read the gyms of a lifter."""
    return rows_of(connection, select(gyms).where(gyms.c.user_id == user_id).order_by(gyms.c.name, gyms.c.gym_id))


def gym_items(connection: Connection, user_id: int) -> list[Row]:
    """Read the equipment of a lifter's gyms, the heaviest first."""
    where = select(gym_equipment).where(gym_equipment.c.user_id == user_id)
    return rows_of(connection, where.order_by(gym_equipment.c.kind, gym_equipment.c.weight.desc()))


def first_gym(connection: Connection, user_id: int) -> int | None:
    """Return the gym of the last workout that has one, else the default gym; None without gyms."""
    defaults = {row["gym_id"]: row["is_default"] for row in gyms_of(connection, user_id)}
    if not defaults:
        return None
    mine = (workouts.c.user_id == user_id, workouts.c.gym_id.is_not(None))
    last: int | None = connection.scalar(select(workouts.c.gym_id).where(*mine).order_by(*_latest_first()).limit(1))
    return last if last in defaults else next((number for number, is_default in defaults.items() if is_default), None)


def merges(connection: Connection, user_id: int) -> dict[int, int]:
    """Map each merged exercise to the exercise that it was merged into."""
    table = exercise_merges
    rows = rows_of(connection, select(table.c.from_id, table.c.into_id).where(table.c.user_id == user_id))
    return {row["from_id"]: row["into_id"] for row in rows}


def archived(connection: Connection, user_id: int) -> set[int]:
    """Return the exercises that a lifter has archived."""
    table = exercise_settings
    where = (table.c.user_id == user_id, table.c.is_archived.is_(True))
    return set(connection.scalars(select(table.c.exercise_id).where(*where)))


def variants_of(connection: Connection, user_id: int) -> list[Row]:
    """Read the lifter's own exercises that are a gym's variant of another exercise."""
    mine = (exercises.c.user_id == user_id, exercises.c.variant_of.is_not(None))
    return rows_of(connection, _visible(user_id).where(*mine).order_by(exercises.c.exercise_id))


def exercise_settings_of(connection: Connection, user_id: int, exercise_id: int) -> Row | None:
    """Read the lifter's settings for an exercise."""
    table = exercise_settings
    return _first_row(connection, select(table).where(table.c.user_id == user_id, table.c.exercise_id == exercise_id))


def _latest_with(
    connection: Connection, user_id: int, exercise_ids: Collection[int], count: int, before: Row | None
) -> Sequence[int]:
    """List the latest workouts with any of these exercises, by (performed_on, started_at, workout_id)."""
    has_it = exists().where(
        sets.c.user_id == workouts.c.user_id,
        sets.c.workout_id == workouts.c.workout_id,
        sets.c.exercise_id.in_(exercise_ids),
    )
    picked = select(workouts.c.workout_id).where(workouts.c.user_id == user_id, has_it)
    if before:
        picked = picked.where(_earlier_than(before))
    return connection.scalars(picked.order_by(*_latest_first()).limit(count)).all()


def _earlier_than(workout: Mapping[str, Any]) -> Any:
    """Match workouts before this one; both databases sort a missing start first, so it counts as the earliest."""
    day, start, number = workouts.c.performed_on, workouts.c.started_at, workouts.c.workout_id
    if workout["started_at"] is None:
        same_day = and_(start.is_(None), number < workout["workout_id"])
    else:
        same_time = and_(start == workout["started_at"], number < workout["workout_id"])
        same_day = or_(start.is_(None), start < workout["started_at"], same_time)
    return or_(day < workout["performed_on"], and_(day == workout["performed_on"], same_day))


def _latest_first() -> tuple[Any, ...]:
    return workouts.c.performed_on.desc(), workouts.c.started_at.desc(), workouts.c.workout_id.desc()


def _listed(user_id: int) -> Select[Any]:
    """Select workouts with their counts."""
    of_workout = (sets.c.user_id == user_id, sets.c.workout_id == workouts.c.workout_id)
    planned = (planned_sets.c.user_id == user_id, planned_sets.c.workout_id == workouts.c.workout_id)
    return select(
        workouts,
        select(func.count()).where(*of_workout).scalar_subquery().label("sets"),
        select(func.count(sets.c.exercise_id.distinct())).where(*of_workout).scalar_subquery().label("exercises"),
        select(func.count()).where(*planned).scalar_subquery().label("planned_sets"),
    ).where(workouts.c.user_id == user_id)


def _visible(user_id: int) -> Select[Any]:
    chosen, merged = exercise_settings, exercise_merges
    of_lifter = and_(chosen.c.user_id == user_id, chosen.c.exercise_id == exercises.c.exercise_id)
    away = and_(merged.c.user_id == user_id, merged.c.from_id == exercises.c.exercise_id)
    return (
        select(
            exercises,
            func.coalesce(chosen.c.own_name, exercises.c.name).label("shown_name"),
            chosen.c.own_name,
            func.coalesce(chosen.c.is_archived, False).label("is_archived"),
            chosen.c.rest_s,
            chosen.c.unit,
            chosen.c.step,
            chosen.c.pinned_note,
            merged.c.into_id.label("merged_into"),
        )
        .select_from(exercises.outerjoin(chosen, of_lifter).outerjoin(merged, away))
        .where(exercises.c.user_id.in_((CATALOGUE, user_id)))
    )


def same_key(left: Table, right: Table, name: str) -> Any:
    """Return the join condition for two tables with the same lifter and key."""
    return and_(left.c.user_id == right.c.user_id, left.c[name] == right.c[name])


def rows_of(connection: Connection, statement: Select[Any]) -> list[Row]:
    """Execute a statement and return its rows as dictionaries."""
    return [dict(row) for row in connection.execute(statement).mappings()]


def _first_row(connection: Connection, statement: Select[Any]) -> Row | None:
    row = connection.execute(statement).mappings().first()
    return dict(row) if row else None
