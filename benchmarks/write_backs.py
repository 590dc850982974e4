"""From the end of a workout to the next targets: a program of sixteen progressions after many workouts of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, update

from benchmarks.stopwatch import Line, timed
from database import reads
from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import progressions
from services.etl_olap_to_oltp import write_back
from services.etl_oltp_to_olap import refresh
from services.log.workout_log import apply
from services.programs import running as programs
from services.programs.next_workout import active_program
from services.routines.editing import start_from_routine
from tests.cast import new_lifter

WORKOUTS: Final = 200
SINGLES: Final = {
    "squat-barbell": "140",
    "bench-press-barbell": "110",
    "deadlift-barbell": "180",
    "overhead-press-barbell": "65",
}
BEGUN: Final = datetime(2025, 1, 6, 17, tzinfo=UTC)
AIM: Final = 150.0


def measure(bind: Engine, name: str, count: int) -> Iterator[Line]:
    """After so many workouts of 5/3/1: the facts of the one that has just ended, and the targets that follow."""
    lifter = new_lifter(bind, f"coached {name}")
    programs.begin(bind, lifter, "531-triumvirate", SINGLES, BEGUN.date(), ())
    with writing(bind) as connection:  # as if it had been begun then
        connection.execute(update(progressions).where(progressions.c.user_id == lifter).values(base_at=BEGUN))
    deriving, writing_back = [], []
    for number in range(WORKOUTS + count):
        train(bind, lifter, BEGUN + timedelta(days=2 * number + 1))
        facts, targets = timed(lambda: refresh(bind, lifter)), timed(lambda: moved(bind, lifter))
        if number >= WORKOUTS:
            deriving.append(facts)
            writing_back.append(targets)
    yield Line(name, f"facts of a finished workout, {WORKOUTS} before it", deriving)
    yield Line(name, f"next targets after it, {WORKOUTS} workouts replayed", writing_back, aim=AIM)


def moved(bind: Engine, lifter: int) -> None:
    """Bring the targets up to the facts."""
    assert write_back(bind, lifter), "a finished workout moves a target"


def train(bind: Engine, lifter: int, at: datetime) -> None:
    """A finished workout of the next day, every set as planned."""
    program = active_program(bind, lifter)
    assert program, "the program goes on for ever"
    workout_id = start_from_routine(bind, lifter, program.next_routine_id, at, "UTC")
    with reading(bind) as connection:
        planned = reads.planned_rows(connection, lifter, workout_id)
    done = [
        _operation("log_set", workout_id, set_id=str(row["planned_set_id"]), fields=_as_planned(row)) for row in planned
    ]
    ended = {"ended_at": (at + timedelta(hours=1)).isoformat()}
    refused = apply(bind, lifter, [*done, _operation("finish_workout", workout_id, fields=ended)]).rejected
    assert not refused, refused


def _as_planned(row: Any) -> dict[str, Any]:
    fields = {"exercise_id": str(row["exercise_id"]), "reps": row["reps_min"] or 8, "position": row["position"]}
    load = {"weight": str(row["weight"]), "unit": row["unit"]} if row["weight"] is not None else {}
    return {**fields, **load, "set_type": row["set_type"], "planned_set_id": str(row["planned_set_id"])}


def _operation(kind: str, workout_id: int, **more: Any) -> dict[str, Any]:
    return {"op_id": str(new_id()), "kind": kind, "workout_id": str(workout_id), **more}
