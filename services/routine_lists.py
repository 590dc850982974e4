"""What was done of a lifter's routines."""

from datetime import date

from sqlalchemy import Engine, func, select

from database.db_connector import reading
from database.oltp_tables import workouts


def last_performed(engine: Engine, user_id: int) -> dict[int, date]:
    """The last day of each routine that was started."""
    w = workouts.c
    picked = select(w.routine_id, func.max(w.performed_on)).where(w.user_id == user_id, w.routine_id.is_not(None))
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(picked.group_by(w.routine_id))}
