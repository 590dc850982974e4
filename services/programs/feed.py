"""What a lifter's calendar shows: the days of the program that is running, done for some weeks and due for more."""

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
    """A day of a program; `planned` tells whether its parts hold the sets and loads that it would have."""

    program_id: int
    name: str
    turn: Turn
    parts: tuple[Coached, ...]
    planned: bool


@dataclass(frozen=True)
class Feed:
    """The days of all programs in their order, and the names that their exercises go by."""

    days: tuple[FeedDay, ...]
    exercises: dict[int, dict[str, object]]


def feed(engine: Engine, user_id: int, today: date) -> Feed:
    """The days done of every program in the last six weeks, and those due of the one that is running in twelve."""
    up_to_date(engine, user_id)
    with reading(engine) as connection:
        every = places.read_programs(connection, user_id)
        routines = {one.routine_id: one for one in store.read_all(connection, user_id)}
        found = [
            FeedDay(one.program_id, routines[number].name, turn, (), False)
            for one in every
            for turn in _done(one, today)
            if (number := one.routine_ids[turn.place]) in routines
        ]
        for one in every:
            if one.status == places.ACTIVE and one.weekdays:
                found += _due(connection, user_id, one, ahead(one, today, today + SHOWN_DUE))
        names = {row["exercise_id"]: row for row in reads.exercises_of(connection, user_id)} if found else {}
    return Feed(tuple(sorted(found, key=lambda day: day.turn.on)), names)


def _done(one: Program, today: date) -> list[Turn]:
    return done_turns(len(one.routine_ids), one.events, one.definition.get("deload_every"), today - SHOWN_DONE)


def _due(connection: Connection, user_id: int, one: Program, turns: Sequence[Turn]) -> list[FeedDay]:
    """The first round of days with their loads; later ones name their exercises, for their loads are not known yet."""
    first = planned_turns(connection, user_id, one, turns[: len(one.routine_ids)])
    by_place = {day.turn.place: day for day in first if day.turn}
    later = [(turn, by_place[turn.place]) for turn in turns[len(one.routine_ids) :] if turn.place in by_place]
    near = [_day(one, day, day.turn, True) for day in first if day.turn]
    return near + [_day(one, day, turn, False) for turn, day in later]


def _day(one: Program, day: PlannedDay, turn: Turn, planned: bool) -> FeedDay:
    return FeedDay(one.program_id, day.name, turn, day.parts, planned)
