"""Named statements that read routine templates; the lifter's id comes first in each and stands in every WHERE."""

from sqlalchemy import Connection, select

from database.oltp_tables import routine_exercises, routine_sets, routines
from database.reads import Row, rows_of, same_key


def routine_rows(connection: Connection, user_id: int, routine_id: int | None = None) -> list[Row]:
    """Read the lifter's routines in their order, or a single routine."""
    where = [routines.c.user_id == user_id] + ([routines.c.routine_id == routine_id] if routine_id else [])
    return rows_of(connection, select(routines).where(*where).order_by(routines.c.position, routines.c.routine_id))


def routine_exercise_rows(connection: Connection, user_id: int, routine_id: int | None = None) -> list[Row]:
    """Read the exercises of the lifter's routines, or of a single routine, in their order."""
    table = routine_exercises
    where = [table.c.user_id == user_id] + ([table.c.routine_id == routine_id] if routine_id else [])
    return rows_of(connection, select(table).where(*where).order_by(table.c.position, table.c.routine_exercise_id))


def routine_set_rows(connection: Connection, user_id: int, routine_id: int | None = None) -> list[Row]:
    """Read the sets of the lifter's routines, or of a single routine, in their order."""
    of_routine = same_key(routine_sets, routine_exercises, "routine_exercise_id")
    where = [routine_sets.c.user_id == user_id]
    if routine_id:
        where.append(routine_exercises.c.routine_id == routine_id)
    picked = select(routine_sets).join(routine_exercises, of_routine).where(*where)
    return rows_of(connection, picked.order_by(routine_sets.c.position, routine_sets.c.routine_set_id))
