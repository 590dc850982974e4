"""What invalidates what: marks are read, widened to days, and deleted once the days are derived."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from database.olap_tables import fact_exercise_days
from database.oltp_tables import etl_queue, sets, workouts
from database.prepared import Prepared, as_date

# Past this many days a fold of the whole lifter is cheaper than days one by one.
MOST_MARKS = 200

Day = tuple[int | None, date]

MINE = etl_queue.c.user_id == bindparam("user_id")
MARKS = Prepared(
    select(etl_queue.c.mark_id, etl_queue.c.scope, etl_queue.c.exercise_id, etl_queue.c.performed_on).where(MINE)
)
LOGGED_DATES = Prepared(
    select(workouts.c.performed_on)
    .join(sets, (sets.c.user_id == workouts.c.user_id) & (sets.c.workout_id == workouts.c.workout_id))
    .where(sets.c.user_id == bindparam("user_id"), sets.c.exercise_id == bindparam("exercise_id"))
    .distinct()
)
# Where an exercise was merged before, or is no longer logged, only the facts remember its days.
FACT_DATES = Prepared(
    select(fact_exercise_days.c.performed_on).where(
        fact_exercise_days.c.user_id == bindparam("user_id"),
        fact_exercise_days.c.exercise_id == bindparam("exercise_id"),
    )
)
DELETE_MARK = Prepared(delete(etl_queue).where(MINE, etl_queue.c.mark_id == bindparam("mark_id")))


class Pending(NamedTuple):
    """The marks of a lifter: their ids, the days they name, the exercises they name, and whether all is marked."""

    mark_ids: list[int]
    days: set[Day]
    exercises: set[int]
    everything: bool


def read_marks(connection: Connection, user_id: int) -> Pending:
    """The marks that wait for this lifter."""
    rows = MARKS.rows(connection, user_id=user_id)
    return Pending(
        [mark_id for mark_id, *_ in rows],
        {(exercise_id, as_date(day)) for _, scope, exercise_id, day in rows if scope == "day"},
        {exercise_id for _, scope, exercise_id, _ in rows if scope == "exercise"},
        len(rows) > MOST_MARKS or any(scope == "user" for _, scope, *_ in rows),
    )


def delete_marks(connection: Connection, user_id: int, mark_ids: Iterable[int]) -> None:
    """Delete exactly these marks, one statement per key: a long IN list would scan and wait for open loggers."""
    DELETE_MARK.run_each(connection, ({"user_id": user_id, "mark_id": mark_id} for mark_id in mark_ids))


def days_to_derive(connection: Connection, user_id: int, pending: Pending, merges: Mapping[int, int]) -> set[Day]:
    """The days that the marks can change: of an exercise all, as logged and as the facts have them; of both names."""
    family = _family(pending.exercises, merges)
    dates = {day for exercise_id in family for day in _dates_of(connection, user_id, exercise_id)}
    days = pending.days | {(exercise_id, day) for exercise_id in family for day in dates}
    return days | {(merges[exercise], day) for exercise, day in days if exercise is not None and exercise in merges}


def _family(named: set[int], merges: Mapping[int, int]) -> set[int]:
    ends = named | {merges[e] for e in named if e in merges}
    return ends | {start for start, end in merges.items() if end in ends}


def _dates_of(connection: Connection, user_id: int, exercise_id: int) -> set[date]:
    mine = {"user_id": user_id, "exercise_id": exercise_id}
    rows = [*LOGGED_DATES.rows(connection, **mine), *FACT_DATES.rows(connection, **mine)]
    return {as_date(day) for (day,) in rows}
