"""A lifter's programs as they stand, read from what was done."""

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
    """A program that a lifter has begun; its days as the routines in their order, its events oldest first."""

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
        """Which of the built-in programs it is."""
        return self.definition.get("slug")

    @property
    def weekdays(self) -> tuple[int, ...]:
        """On which days of the week it is trained, 0 for Monday."""
        return tuple(self.definition.get("weekdays") or ())

    @property
    def next_routine_id(self) -> int:
        """The routine whose turn it is."""
        return self.routine_ids[self.standing.place]


def programs(engine: Engine, user_id: int) -> tuple[Program, ...]:
    """All programs of a lifter that have days, the latest first."""
    with reading(engine) as connection:
        return read_programs(connection, user_id)


def active(connection: Connection, user_id: int) -> Program | None:
    """The program that a lifter is on."""
    return next((one for one in read_programs(connection, user_id) if one.status == ACTIVE), None)


def read_programs(connection: Connection, user_id: int) -> tuple[Program, ...]:
    """The same within a transaction; three statements whatever their number."""
    rows = progression_reads.program_rows(connection, user_id)
    if not rows:
        return ()
    days = progression_reads.program_day_rows(connection, user_id)
    routine_ids = {row["routine_id"] for row in days}
    since = min(row["starts_on"] for row in rows)
    done = progression_reads.workouts_of_routines(connection, user_id, routine_ids, since)
    made = (_program(row, [day for day in days if day["program_id"] == row["program_id"]], done) for row in rows)
    return tuple(one for one in made if one is not None)


def is_deload(connection: Connection, user_id: int, routine_id: int) -> bool:
    """Whether a routine is the next day of a program that is in a light week."""
    one = active(connection, user_id)
    return one is not None and routine_id in one.routine_ids and one.standing.is_deload


def _program(row: Row, days: Sequence[Row], done: Sequence[Row]) -> Program | None:
    routine_ids = tuple(day["routine_id"] for day in days)
    if not routine_ids:
        return None
    definition = row["definition"] or {}
    timed = sorted([*_done(row, routine_ids, done), *_told(definition)], key=lambda pair: pair[0])
    events = tuple(event for _, event in timed)
    found = standing(
        len(routine_ids),
        events,
        row["starts_on"],
        definition.get("weekdays") or (),
        definition.get("weeks"),
        definition.get("deload_every"),
    )
    whose = (row["program_id"], row["name"], row["status"], row["starts_on"])
    return Program(*whose, routine_ids, definition, found, events)


Timed = tuple[tuple[date, datetime], Event]


def _done(row: Row, routine_ids: Sequence[int], workouts: Sequence[Row]) -> list[Timed]:
    """The finished workouts of a program's routines."""
    places = {number: place for place, number in enumerate(routine_ids)}
    return [
        (_when(one["performed_on"], one["started_at"]), Event(DONE, one["performed_on"], places[one["routine_id"]]))
        for one in workouts
        if one["routine_id"] in places
        and one["performed_on"] >= row["starts_on"]
        and (one["ended_at"] is not None or one["time_source"] != FINISHED_ELSEWHERE)
    ]


def _told(definition: Mapping[str, Any]) -> list[Timed]:
    """What the lifter said: skipped, shifted, resumed."""
    found = []
    for one in definition.get("events") or ():
        on = date.fromisoformat(one["on"])
        event = Event(one["kind"], on, int(one.get("place") or 0))
        found.append((_when(on, datetime.fromisoformat(one["at"])), event))
    return found


def _when(on: date, at: datetime | None) -> tuple[date, datetime]:
    return on, at.replace(tzinfo=at.tzinfo or UTC) if at else datetime.min.replace(tzinfo=UTC)
