"""Named statements that find likely slips of the last weeks; the lifter's id comes first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select

from database.olap_tables import dim_exercises, fact_sets
from database.oltp_tables import workouts


def impossible_sets(
    connection: Connection, user_id: int, exercise_ids: Sequence[int], since: date, most_reps: int, most_seconds: float
) -> list[int]:
    """Return ids of sets since a day with more reps or a longer hold than these limits; runs may be longer."""
    f, lift = fact_sets.c, dim_exercises.c
    named = and_(lift.user_id == f.user_id, lift.exercise_id == f.exercise_id)
    is_odd = or_(f.reps > most_reps, and_(f.seconds > most_seconds, lift.load_type != "distance"))
    span = (f.user_id == user_id, f.exercise_id.in_(exercise_ids), f.performed_on >= since)
    statement = select(f.set_id).select_from(fact_sets.join(dim_exercises, named)).where(*span, is_odd)
    return list(connection.scalars(statement))


def torn_days(connection: Connection, user_id: int, since: date) -> list[date]:
    """List the days since a day that have workouts in two time zones."""
    w = workouts.c
    days = select(w.performed_on).where(w.user_id == user_id, w.performed_on >= since).group_by(w.performed_on)
    return list(connection.scalars(days.having(func.count(func.distinct(w.zone)) > 1)))
