"""Which workout a lifter may continue or start next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final, Literal

from auth.user import User
from database import reads, routine_reads
from database.db_connector import Connection, Engine, reading
from database.rows import NamedRows
from services.progression import places
from services.progression.places import Program
from services.progression.standing import Standing
from services.routines.editing import Routine
from services.routines.timing import estimated_seconds
from utils.data_loader import oltp
from utils.styling import Display, long_day


@dataclass(frozen=True)
class Start:
    """What the start button does: continue a workout, start a routine (with its usual seconds), or start empty.

    `due_on` is the day on which a program has it.
    """

    kind: Literal["continue", "routine", "empty"]
    title: str | None = None
    routine_id: int | None = None
    done_sets: int = 0
    planned_sets: int = 0
    seconds: float | None = None
    workout_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class StartFacts:
    """Unfinished workouts, the latest first; routines in their order; and the program that is running."""

    unfinished: list[dict[str, Any]]
    routines: list[dict[str, Any]]
    program: Program | None = None


def load_start(connection: Connection, user_id: int) -> StartFacts:
    """Read what the lifter may continue or start."""
    unfinished = reads.unfinished_workouts(connection, user_id)
    planned = routine_reads.routine_rows(connection, user_id)
    return StartFacts(unfinished, planned, places.active(connection, user_id))


USUAL_DURATIONS: Final = 5


def start_of(facts: StartFacts, workouts: NamedRows) -> Start:
    """Decide what the start button does; `workouts` are those of the last months, oldest first."""
    running = [row for row in facts.unfinished if row["time_source"] == "logged"]
    if running:
        row = running[0]
        return Start(
            "continue", row["title"], row["routine_id"], row["sets"], row["planned_sets"], workout_id=row["workout_id"]
        )
    routine = _of_program(facts) or _next_routine([row for row in facts.routines if not row["is_archived"]], workouts)
    if routine is None:
        return Start("empty")
    mine = (workout.duration_s for workout in workouts if workout.routine_id == routine["routine_id"])
    timed = [seconds for seconds in mine if seconds is not None]
    seconds = median(timed[-USUAL_DURATIONS:]) if timed else None
    due_on = facts.program.standing.due_on if facts.program and _of_program(facts) else None
    return Start("routine", routine["name"], routine["routine_id"], seconds=seconds, due_on=due_on)


def _of_program(facts: StartFacts) -> dict[str, Any] | None:
    """Return the next routine of the program that the lifter follows."""
    if facts.program is None or facts.program.standing.is_over:
        return None
    routine_id = facts.program.next_routine_id
    return next((row for row in facts.routines if row["routine_id"] == routine_id), None)


def _next_routine(routines: Sequence[dict[str, Any]], workouts: Sequence[Any]) -> dict[str, Any] | None:
    """Return the routine after the last one done, in a cycle; the first if none was done."""
    places = {row["routine_id"]: place for place, row in enumerate(routines)}
    done = [places[workout.routine_id] for workout in workouts if workout.routine_id in places]
    if not routines:
        return None
    return routines[(done[-1] + 1) % len(routines)] if done else routines[0]


def due_words(standing: Standing, display: Display, today: date) -> str:
    """Say when the next day is due: "due today", "missed on Wed 7 Jan", "on Fri 9 Jan", "next in line"."""
    if standing.is_over:
        return "all weeks are done"
    if standing.due_on is None:
        return "next in line"
    if standing.due_on == today:
        return "due today"
    day = long_day(standing.due_on, display, today)
    return f"missed on {day}" if standing.is_missed(today) else f"on {day}"


def usual_seconds(workouts: NamedRows, routine: Routine) -> float | None:
    """Return the median duration of a routine's last workouts, else an estimate; None without sets."""
    if not routine.set_count:
        return None
    mine = (workout.duration_s for workout in workouts if workout.routine_id == routine.routine_id)
    durations = [seconds for seconds in mine if seconds is not None][-USUAL_DURATIONS:]
    return median(durations) if durations else estimated_seconds(routine)


def start_facts(user: User) -> StartFacts:
    """Read what the lifter may continue or start now."""
    return oltp(user, _start)


def _start(bind: Engine, user_id: int) -> StartFacts:
    with reading(bind) as connection:
        return load_start(connection, user_id)
