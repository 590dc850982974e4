"""Close workouts that nobody finished half an hour after their last set, and mark them."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from database import log_reads
from database.db_connector import reading
from database.ids import new_id
from database.reads import Row
from services.workouts import board

FORGOTTEN_AFTER: Final = timedelta(hours=3)
CLOSED_AFTER: Final = timedelta(minutes=30)


def close_forgotten(engine: Engine, user_id: int, now: datetime | None = None) -> int:
    """End workouts without a set for three hours; return how many. NotSaved if the database does not answer.

    Sets that arrive late, from a phone without signal, move such an end, but never an end set by the lifter.
    """
    now = now or datetime.now(UTC)
    try:
        with reading(engine) as connection:
            open_workouts = log_reads.without_own_end(connection, user_id)
    except SQLAlchemyError as error:
        raise board.NotSaved from error
    closing = [(row["workout_id"], row["last_at"] + CLOSED_AFTER) for row in open_workouts if _is_due(row, now)]
    operations = [_end(workout_id, ended_at) for workout_id, ended_at in closing]
    if operations:
        board.save(engine, user_id, operations)
    return len(operations)


def _is_due(row: Row, now: datetime) -> bool:
    is_over: bool = row["last_at"] < now - FORGOTTEN_AFTER
    return is_over and (row["ended_at"] is None or row["ended_at"] < row["last_at"] + CLOSED_AFTER)


def _end(workout_id: int, ended_at: datetime) -> dict[str, Any]:
    fields = {"ended_at": ended_at.isoformat(), "ended_by_rule": True}
    return {"op_id": str(new_id()), "kind": "finish_workout", "workout_id": str(workout_id), "fields": fields}
