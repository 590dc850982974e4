"""Refresh after a change: one set logged today, and an old set that becomes a best and stops being one."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from benchmarks.log_data import LAST_DAY, SETS_A_WORKOUT, SETS_AN_EXERCISE, Crowd, exercise_ids
from benchmarks.stopwatch import Line, timed
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import sets
from services.etl_oltp_to_olap import refresh
from services.log.workout_log import apply

AIMS = {"SQLite": 3.0, "MariaDB": 10.0}
WARM_UP = 5
BERLIN = ZoneInfo("Europe/Berlin")


def measure(bind: Engine, name: str, crowd: Crowd, count: int) -> Iterator[Line]:
    """For a lifter of usual size and for the one with the most sets."""
    for lifter, size in ((crowd.usual[0], crowd.size.usual), (crowd.big, crowd.size.most)):
        refresh(bind, lifter)
        logging, refreshing = logged(bind, lifter, count)
        yield Line(name, f"log one set, history of {size:,}", logging)
        yield Line(name, f"refresh after one logged set, history of {size:,}", refreshing, aim=AIMS[name])
        yield Line(
            name, f"refresh after an old set became or stopped being a best, {size:,}", edited(bind, lifter, count // 4)
        )


def logged(bind: Engine, lifter: int, count: int) -> tuple[list[float], list[float]]:
    """Log sets, twenty to a workout and a workout a day; seconds to log each, and to refresh after it."""
    logging, refreshing, workout_id = [], [], 0
    for number in range(count + WARM_UP):
        if number % SETS_A_WORKOUT == 0:
            workout_id = _start(bind, lifter, number // SETS_A_WORKOUT)
        operation = _log(workout_id, number)
        logging.append(timed(lambda operation=operation: _apply(bind, lifter, operation)))
        refreshing.append(timed(lambda: refresh(bind, lifter)))
    return logging[WARM_UP:], refreshing[WARM_UP:]


def edited(bind: Engine, lifter: int, count: int) -> list[float]:
    """Make old sets the best there are, and take it back; seconds to refresh after each."""
    found = []
    for set_id, weight in _old_sets(bind, lifter, max(1, count)):
        for changed in (str(400 + len(found) / 2), str(weight)):
            _apply(bind, lifter, _operation("amend_set", set_id=set_id, weight=changed))
            found.append(timed(lambda: refresh(bind, lifter)))
    return found


def _start(bind: Engine, lifter: int, number: int) -> int:
    """A workout today; today comes after the last day of the made-up log."""
    workout_id = new_id()
    starts = datetime.combine(LAST_DAY + timedelta(days=number + 1), time(18), BERLIN)
    fields = {"started_at": starts.isoformat(), "zone": "Europe/Berlin"}
    _apply(bind, lifter, _operation("start_workout", workout_id, **fields))
    refresh(bind, lifter)
    return workout_id


def _log(workout_id: int, number: int) -> dict[str, Any]:
    rotation = exercise_ids()
    row = rotation[number // SETS_A_WORKOUT % len(rotation)]
    exercise = row[number % SETS_A_WORKOUT // SETS_AN_EXERCISE]
    fields = {"exercise_id": str(exercise), "weight": f"{60 + number % 7 * 2.5}", "unit": "kg", "reps": 5, "rir": 2}
    return _operation("log_set", workout_id, new_id(), **fields)


def _operation(kind: str, workout_id: int = 0, set_id: int = 0, **fields: Any) -> dict[str, Any]:
    made = {"op_id": str(new_id()), "kind": kind, "fields": fields}
    made |= {"workout_id": str(workout_id)} if workout_id else {}
    return made | ({"set_id": str(set_id)} if set_id else {})


def _apply(bind: Engine, lifter: int, operation: dict[str, Any]) -> None:
    refused = apply(bind, lifter, [operation]).rejected
    if refused:
        raise AssertionError(refused)


def _old_sets(bind: Engine, lifter: int, count: int) -> list[tuple[int, Any]]:
    """Working sets from the middle half of the history, evenly spread."""
    working = (sets.c.user_id == lifter, sets.c.set_type == "working", sets.c.set_id < new_id())
    with reading(bind) as connection:
        rows = connection.execute(select(sets.c.set_id, sets.c.weight).where(*working).order_by(sets.c.set_id)).all()
    middle = rows[len(rows) // 4 : -len(rows) // 4]
    return [(row.set_id, row.weight) for row in middle[:: max(1, len(middle) // count)]][:count]
