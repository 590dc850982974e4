"""Named statements that read all rows a lifter owns, as stored, for exports."""

from typing import Final

from sqlalchemy import Connection, Table, and_, func, select

from database import olap_tables
from database.oltp_tables import (
    body_measurements,
    dismissals,
    exercise_aliases,
    exercise_merges,
    exercise_muscles,
    exercise_settings,
    exercises,
    goals,
    gym_equipment,
    gyms,
    planned_sets,
    program_days,
    programs,
    progressions,
    routine_exercises,
    routine_sets,
    routine_versions,
    routines,
    saved_queries,
    sets,
    training_phases,
    users,
    volume_bands,
    workouts,
)
from database.reads import Row, rows_of, same_key

# Ordered so that a restore can write them: parents come before their rows.
OWNED: Final[tuple[Table, ...]] = (
    exercises,
    exercise_muscles,
    exercise_aliases,
    exercise_settings,
    exercise_merges,
    gyms,
    gym_equipment,
    training_phases,
    goals,
    dismissals,
    volume_bands,
    routines,
    routine_exercises,
    routine_sets,
    routine_versions,
    programs,
    program_days,
    progressions,
    workouts,
    planned_sets,
    sets,
    body_measurements,
    saved_queries,
)
# Columns of this installation, not of the training: the owner, the merge state of fields, the import.
LEFT_OUT: Final = frozenset(("user_id", "field_stamps", "batch_id"))
SETTINGS: Final = [
    "username",
    "display_name",
    "unit",
    "week_start",
    "time_zone",
    "locale",
    "sex",
    "e1rm_formula",
    "shown_score",
    "shows_rir",
    "shows_set_type",
    "compares_with_meets",
    "is_left_handed",
    "weekly_target",
]


def settings_of(connection: Connection, user_id: int) -> Row:
    """Read the account without its secrets."""
    statement = select(*(users.c[name] for name in SETTINGS)).where(users.c.user_id == user_id)
    return rows_of(connection, statement)[0]


def owned_rows(connection: Connection, user_id: int, table: Table) -> list[Row]:
    """Read the lifter's rows of a table, ordered by key."""
    columns = [column for column in table.c if column.name not in LEFT_OUT]
    return rows_of(connection, select(*columns).where(table.c.user_id == user_id).order_by(*table.primary_key))


def performed_sets(connection: Connection, user_id: int) -> list[Row]:
    """Read every set with its workout and the logged name of its exercise, in the order performed."""
    name = func.coalesce(sets.c.exercise_name, exercises.c.name).label("exercise")
    workout = [workouts.c[column] for column in ("started_at", "ended_at", "performed_on", "zone", "title", "notes")]
    joined = sets.join(workouts, and_(same_key(sets, workouts, "workout_id"))).outerjoin(
        exercises, and_(exercises.c.exercise_id == sets.c.exercise_id, exercises.c.user_id.in_((0, user_id)))
    )
    order = (workouts.c.performed_on, workouts.c.started_at, sets.c.workout_id, sets.c.position, sets.c.set_id)
    statement = select(sets, *workout, name).select_from(joined).where(sets.c.user_id == user_id).order_by(*order)
    return rows_of(connection, statement)


def star_rows(connection: Connection, user_id: int, table: Table) -> list[Row]:
    """Read the lifter's rows of a star schema table; for a shared dimension, all rows."""
    statement = select(table)
    if "user_id" in table.c:
        statement = statement.where(table.c.user_id == user_id)
    return rows_of(connection, statement.order_by(*table.primary_key))


def star_tables() -> list[Table]:
    """List the tables of the star schema that describe training."""
    return [table for table in olap_tables.metadata.sorted_tables if table.name != "olap_meta"]
