"""The days in a lifter's calendar feed: those done in past weeks, and those due in the weeks ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, Engine

from database import reads
from database.db_connector import reading
from services.etl_olap_to_oltp import up_to_date
from services.programs.ahead import Turn, done_turns
from services.programs.planned_days import PlannedDay, ahead, planned_turns
from services.progression import places
from services.progression.places import Program
from services.routines import store
from services.routines.coaching import Coached

SHOWN_DONE: Final = timedelta(weeks=6)
SHOWN_DUE: Final = timedelta(weeks=12)


@dataclass(frozen=True)
class FeedDay:
    """A day of a program; with `planned` its parts have their sets and loads."""

    program_id: int
    name: str
    turn: Turn
    parts: tuple[Coached, ...]
    planned: bool


@dataclass(frozen=True)
class Feed:
    """The days of all programs by date, and the exercises' rows by id, for their names."""

    days: tuple[FeedDay, ...]
    exercises: dict[int, dict[str, object]]


def feed(engine: Engine, user_id: int, today: date) -> Feed:
    """Read the days of every program done in the last six weeks, and the active one's due in the next twelve."""
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        every = places.read_programs(connection, user_id)
        routines = {routine.routine_id: routine for routine in store.read_all(connection, user_id)}
        days = [
            FeedDay(program.program_id, routines[number].name, turn, (), False)
            for program in every
            for turn in _done_turns(program, today)
            if (number := program.routine_ids[turn.place]) in routines
        ]
        for program in every:
            if program.status == places.ACTIVE and program.weekdays:
                days += _due_days(connection, user_id, program, ahead(program, today, today + SHOWN_DUE))
        names = {row["exercise_id"]: row for row in reads.exercises_of(connection, user_id)} if days else {}
    return Feed(tuple(sorted(days, key=lambda day: day.turn.on)), names)


def _done_turns(program: Program, today: date) -> list[Turn]:
    return done_turns(
        len(program.routine_ids), program.events, program.definition.get("deload_every"), today - SHOWN_DONE
    )


def _due_days(connection: Connection, user_id: int, program: Program, turns: Sequence[Turn]) -> list[FeedDay]:
    """Plan the first round of days with loads; later days only name their exercises, whose loads are not known yet."""
    first = planned_turns(connection, user_id, program, turns[: len(program.routine_ids)])
    by_place = {day.turn.place: day for day in first if day.turn}
    later = [(turn, by_place[turn.place]) for turn in turns[len(program.routine_ids) :] if turn.place in by_place]
    near = [_feed_day(program, day, day.turn, True) for day in first if day.turn]
    return near + [_feed_day(program, day, turn, False) for turn, day in later]


def _feed_day(program: Program, day: PlannedDay, turn: Turn, planned: bool) -> FeedDay:
    return FeedDay(program.program_id, day.name, turn, day.parts, planned)
