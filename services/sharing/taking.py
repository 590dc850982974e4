"""Add a shared routine or program to the lifter's own: all of it or nothing, and only once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import log_reads, reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import program_days, programs, routines
from services.catalogue import fold_name
from services.errors import InvalidValue, NoSuchExercise
from services.exercises import editing as exercises
from services.exercises import families
from services.progression import editing as progressions
from services.progression.places import PAUSED
from services.progression.state import State
from services.routines import store
from services.routines.tree import Routine, RoutineExercise
from services.sharing import content, text
from services.sharing.content import PROGRAM, Follow
from services.sharing.links import Opened

CREATE: Final = None  # choice in place of an own exercise: create the one that the link describes


@dataclass(frozen=True)
class Missing:
    """An exercise that the lifter does not have, and its fields if the link describes it."""

    name: str
    fields: Mapping[str, Any] | None


def missing(engine: Engine, user_id: int, link: Opened) -> tuple[Missing, ...]:
    """Return the exercises of a link that the lifter does not have, in their order."""
    exercise_ids = _ids_by_name(engine, user_id)
    names = [name for name in content.names_of(link.document) if fold_name(name) not in exercise_ids]
    return tuple(Missing(name, link.document["own"].get(name)) for name in names)


def take_in(
    engine: Engine,
    user_id: int,
    link: Opened,
    number: int,
    today: date,
    instead: Mapping[str, int | None] | None = None,
) -> int:
    """Add a link's content under this id; `instead` chooses an own exercise for a missing one, or CREATE.

    An id that exists changes nothing. A program is added paused, with its days as routines in a folder of its name.
    Raises InvalidValue for an exercise that is neither the lifter's nor described.
    """
    exercise_ids, new = _resolve(engine, user_id, link, instead or {})

    def change(connection: Connection) -> None:
        table, key = (programs, "program_id") if link.kind == PROGRAM else (routines, "routine_id")
        if log_reads.own_ids(connection, user_id, table, key, [number]):
            return
        for exercise_id, lacking in new.items():
            _create(connection, user_id, exercise_id, lacking)
        _add(connection, user_id, link, number, today, exercise_ids)

    exercises.carry_out(engine, user_id, change, list(new))
    return number


def _ids_by_name(engine: Engine, user_id: int) -> dict[str, int]:
    """Return the ids of all exercises that the lifter can see by folded name, archived and merged ones included."""
    with reading(engine) as connection:
        rows = reads.exercises_of(connection, user_id)
        merges = reads.merges(connection, user_id)
    every = {fold_name(row["shown_name"]): families.end_of(row["exercise_id"], merges) for row in rows}
    return every | dict(text.known_names(engine, user_id))


def _resolve(
    engine: Engine, user_id: int, link: Opened, instead: Mapping[str, int | None]
) -> tuple[dict[str, int], dict[int, Missing]]:
    """Return the exercise id of every name of a link, and the exercises to create by new id; NoSuchExercise."""
    exercise_ids, new = _ids_by_name(engine, user_id), dict[int, Missing]()
    own = set(exercise_ids.values())
    for lacking in missing(engine, user_id, link):
        chosen = instead.get(lacking.name)
        if chosen is not None and chosen not in own:
            raise NoSuchExercise
        number = exercise_ids[fold_name(lacking.name)] = new_id() if chosen is None else chosen
        if chosen is None:
            new[number] = lacking
    return exercise_ids, new


def _create(connection: Connection, user_id: int, exercise_id: int, lacking: Missing) -> None:
    if lacking.fields is None:
        raise InvalidValue(f"There is no exercise named “{lacking.name[:80]}”: choose one of yours in its place.")
    fields = {name: value for name, value in lacking.fields.items() if name != "muscles"}
    values = {"name": lacking.name, **fields, "per_side": bool(fields["per_side"])}
    exercises.insert_exercise(connection, user_id, exercise_id, values, lacking.fields["muscles"])


def _add(
    connection: Connection, user_id: int, link: Opened, number: int, today: date, exercise_ids: Mapping[str, int]
) -> None:
    is_program = link.kind == PROGRAM
    days = [shared.routine for shared in content.routines_of(link.document, exercise_ids)]
    links = _add_lifts(connection, user_id, link, exercise_ids, number if is_program else None)
    follows = content.follows_of(link.document)
    linked = [_linked(day, follow, links) for day, follow in zip(days, follows, strict=True)]
    if not is_program:
        store.add(connection, user_id, replace(linked[0], routine_id=number))
        return
    stored = [store.add(connection, user_id, replace(day, folder=link.name)) for day in linked]
    _add_program(connection, user_id, link, number, today)
    rows = [
        {"program_id": number, "week": 1, "day": place, "routine_id": day.routine_id}
        for place, day in enumerate(stored, 1)
    ]
    keyed = [{"user_id": user_id, "program_day_id": new_id(), **row} for row in rows]
    writes.insert_rows(connection, program_days, keyed)


def _add_lifts(
    connection: Connection, user_id: int, link: Opened, exercise_ids: Mapping[str, int], program_id: int | None
) -> list[int]:
    """Add the progressions, in their shared state or from the start; return their ids."""
    unit = (reads.lifter(connection, user_id) or {"unit": "kg"})["unit"]
    return [
        progressions.add(
            connection,
            user_id,
            exercise_ids[fold_name(lift.exercise)],
            lift.name,
            lift.rule,
            lift.base or State(unit),
            program_id=program_id,
        )
        for lift in content.lifts_of(link.document)
    ]


def _linked(day: Routine, follows: list[Follow | None], links: list[int]) -> Routine:
    parts = zip(day.exercises, follows, strict=True)
    return replace(day, exercises=tuple(_following(part, follow, links) for part, follow in parts))


def _following(part: RoutineExercise, follow: Follow | None, links: list[int]) -> RoutineExercise:
    if follow is None:
        return part
    link = {"progression_id": str(links[follow.lift]), **({"take": follow.take} if follow.take else {})}
    return replace(part, progression=link)


def _add_program(connection: Connection, user_id: int, link: Opened, number: int, today: date) -> None:
    plan = {name: link.document["plan"].get(name) for name in content.PLAN}
    row = {"name": link.name, "kind": "rotation", "status": PAUSED, "starts_on": today}
    at = {"created_at": datetime.now(UTC)}
    definition = {"definition": {**plan, "events": []}}
    writes.insert_row(connection, programs, {"user_id": user_id, "program_id": number, **row, **at, **definition})
