"""Named statements on the versions of routines; the lifter's id comes first in each and stands in every WHERE."""

from sqlalchemy import Connection, delete, exists, func, select

from database.oltp_tables import routine_versions, routines, workouts
from database.reads import Row, rows_of


def version_rows(connection: Connection, user_id: int, routine_id: int, version: int | None = None) -> list[Row]:
    """Read the stored versions of a routine, the latest first, or a single version."""
    v = routine_versions.c
    where = [v.user_id == user_id, v.routine_id == routine_id, *([v.version == version] if version else [])]
    return rows_of(connection, select(routine_versions).where(*where).order_by(v.version.desc()))


def newest_version(connection: Connection, user_id: int, routine_id: int) -> int:
    """Return the highest stored version of a routine; 0 without any."""
    v = routine_versions.c
    highest = select(func.max(v.version)).where(v.user_id == user_id, v.routine_id == routine_id)
    newest: int | None = connection.scalar(highest)
    return newest or 0


def forget_versions(connection: Connection, user_id: int, routine_id: int | None = None, up_to: int = 0) -> None:
    """Delete versions that started no workout: old ones of a routine, or all of deleted routines."""
    v, w, r = routine_versions.c, workouts.c, routines.c
    used = select(w.workout_id).where(
        w.user_id == user_id, w.routine_id == v.routine_id, w.routine_version == v.version
    )
    where = [v.user_id == user_id, ~exists(used)]
    if routine_id:
        where += [v.routine_id == routine_id, v.version <= up_to]
    else:
        where.append(~exists(select(r.routine_id).where(r.user_id == user_id, r.routine_id == v.routine_id)))
    connection.execute(delete(routine_versions).where(*where))
