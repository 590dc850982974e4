"""The workout that is due: what a lifter may continue or start."""

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
    """What the one button does: continue a workout, start a routine (its usual seconds if known), or just start.

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
    """What a lifter may begin with: unfinished workouts, the latest first, routines in their order, and the program."""

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
    """What the one button does; `workouts` are those of the last months, oldest first."""
    running = [row for row in facts.unfinished if row["time_source"] == "logged"]
    if running:
        row = running[0]
        return Start(
            "continue", row["title"], row["routine_id"], row["sets"], row["planned_sets"], workout_id=row["workout_id"]
        )
    routine = _of_program(facts) or _next_routine([row for row in facts.routines if not row["is_archived"]], workouts)
    if routine is None:
        return Start("empty")
    mine = (one.duration_s for one in workouts if one.routine_id == routine["routine_id"])
    timed = [seconds for seconds in mine if seconds is not None]
    seconds = median(timed[-USUAL_DURATIONS:]) if timed else None
    due_on = facts.program.standing.due_on if facts.program and _of_program(facts) else None
    return Start("routine", routine["name"], routine["routine_id"], seconds=seconds, due_on=due_on)


def _of_program(facts: StartFacts) -> dict[str, Any] | None:
    """The routine whose turn it is in the program that the lifter is on."""
    if facts.program is None or facts.program.standing.is_over:
        return None
    wanted = facts.program.next_routine_id
    return next((row for row in facts.routines if row["routine_id"] == wanted), None)


def _next_routine(routines: Sequence[dict[str, Any]], workouts: Sequence[Any]) -> dict[str, Any] | None:
    """The routine after the last one done, round and round; the first if none was."""
    places = {row["routine_id"]: place for place, row in enumerate(routines)}
    done = [places[one.routine_id] for one in workouts if one.routine_id in places]
    if not routines:
        return None
    return routines[(done[-1] + 1) % len(routines)] if done else routines[0]


def due_words(found: Standing, display: Display, today: date) -> str:
    """When the next day is to be done: "due today", "missed on Wed 7 Jan", "on Fri 9 Jan", "next in line"."""
    if found.is_over:
        return "all weeks are done"
    if found.due_on is None:
        return "next in line"
    if found.due_on == today:
        return "due today"
    day = long_day(found.due_on, display, today)
    return f"missed on {day}" if found.is_missed(today) else f"on {day}"


def usual_seconds(workouts: NamedRows, routine: Routine) -> float | None:
    """How long a routine takes: the median of its last workouts, as on Today, else an estimate; None without sets."""
    if not routine.set_count:
        return None
    mine = (workout.duration_s for workout in workouts if workout.routine_id == routine.routine_id)
    durations = [seconds for seconds in mine if seconds is not None][-USUAL_DURATIONS:]
    return median(durations) if durations else estimated_seconds(routine)


def start_facts(user: User) -> StartFacts:
    """What the lifter may continue or start, as it is now."""
    return oltp(user, _start)


def _start(bind: Engine, user_id: int) -> StartFacts:
    with reading(bind) as connection:
        return load_start(connection, user_id)
