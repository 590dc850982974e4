"""Read a lifter's programs and what was done of them from the database; the dates are worked out in standing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import progression_reads
from database.db_connector import reading
from services.progression.standing import DONE, Event, Standing, standing

Row = Mapping[str, Any]

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"
FINISHED_ELSEWHERE: Final = "logged"


@dataclass(frozen=True)
class Program:
    """A program that a lifter has begun: a routine for each day, in order, and its events, oldest first."""

    program_id: int
    name: str
    status: str
    starts_on: date
    routine_ids: tuple[int, ...]
    definition: Mapping[str, Any]
    standing: Standing
    events: tuple[Event, ...] = ()

    @property
    def slug(self) -> str | None:
        """The name of the built-in program that it was copied from."""
        return self.definition.get("slug")

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days of the week on which it is trained, 0 for Monday."""
        return tuple(self.definition.get("weekdays") or ())

    @property
    def next_routine_id(self) -> int:
        """The routine that comes next."""
        return self.routine_ids[self.standing.place]


def programs(engine: Engine, user_id: int) -> tuple[Program, ...]:
    """Return all programs of a lifter that have days, the latest first."""
    with reading(engine) as connection:
        return read_programs(connection, user_id)


def active(connection: Connection, user_id: int) -> Program | None:
    """Return the program that the lifter follows now."""
    return next((program for program in read_programs(connection, user_id) if program.status == ACTIVE), None)


def read_programs(connection: Connection, user_id: int) -> tuple[Program, ...]:
    """Read a lifter's programs within a transaction, with three statements for any number of them."""
    rows = progression_reads.program_rows(connection, user_id)
    if not rows:
        return ()
    days = progression_reads.program_day_rows(connection, user_id)
    routine_ids = {row["routine_id"] for row in days}
    since = min(row["starts_on"] for row in rows)
    done = progression_reads.workouts_of_routines(connection, user_id, routine_ids, since)
    programs = (_program(row, [day for day in days if day["program_id"] == row["program_id"]], done) for row in rows)
    return tuple(program for program in programs if program is not None)


def is_deload(connection: Connection, user_id: int, routine_id: int) -> bool:
    """Whether a routine belongs to the active program while that is in a light week."""
    program = active(connection, user_id)
    return program is not None and routine_id in program.routine_ids and program.standing.is_deload


def _program(row: Row, days: Sequence[Row], done: Sequence[Row]) -> Program | None:
    routine_ids = tuple(day["routine_id"] for day in days)
    if not routine_ids:
        return None
    definition = row["definition"] or {}
    timed = sorted([*_finished_events(row, routine_ids, done), *_recorded_events(definition)], key=lambda pair: pair[0])
    events = tuple(event for _, event in timed)
    where = standing(
        len(routine_ids),
        events,
        row["starts_on"],
        definition.get("weekdays") or (),
        definition.get("weeks"),
        definition.get("deload_every"),
    )
    head = (row["program_id"], row["name"], row["status"], row["starts_on"])
    return Program(*head, routine_ids, definition, where, events)


Timed = tuple[tuple[date, datetime], Event]


def _finished_events(row: Row, routine_ids: Sequence[int], workouts: Sequence[Row]) -> list[Timed]:
    """Return the finished workouts of a program's routines as events."""
    places = {number: place for place, number in enumerate(routine_ids)}
    return [
        (
            _when(workout["performed_on"], workout["started_at"]),
            Event(DONE, workout["performed_on"], places[workout["routine_id"]]),
        )
        for workout in workouts
        if workout["routine_id"] in places
        and workout["performed_on"] >= row["starts_on"]
        and (workout["ended_at"] is not None or workout["time_source"] != FINISHED_ELSEWHERE)
    ]


def _recorded_events(definition: Mapping[str, Any]) -> list[Timed]:
    """Return the events that the lifter recorded: skipped, shifted, resumed."""
    events = []
    for record in definition.get("events") or ():
        on = date.fromisoformat(record["on"])
        event = Event(record["kind"], on, int(record.get("place") or 0))
        events.append((_when(on, datetime.fromisoformat(record["at"])), event))
    return events


def _when(on: date, at: datetime | None) -> tuple[date, datetime]:
    return on, at.replace(tzinfo=at.tzinfo or UTC) if at else datetime.min.replace(tzinfo=UTC)
