"""A routine or program behind a link, added to the lifter's own: all of it or nothing, and once however often asked."""

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

CREATE: Final = None  # instead of one of the lifter's exercises: make it as the link describes it


@dataclass(frozen=True)
class Missing:
    """An exercise that the lifter does not have, and what it would be made as; None where that is not known."""

    name: str
    fields: Mapping[str, Any] | None


def missing(engine: Engine, user_id: int, one: Opened) -> tuple[Missing, ...]:
    """The exercises of a link that the lifter has under no name, in their order."""
    known = _known(engine, user_id)
    names = [name for name in content.names_of(one.document) if fold_name(name) not in known]
    return tuple(Missing(name, one.document["own"].get(name)) for name in names)


def take_in(
    engine: Engine,
    user_id: int,
    one: Opened,
    number: int,
    today: date,
    instead: Mapping[str, int | None] | None = None,
) -> int:
    """Add what a link shows under this id; `instead` says which own exercise stands for a missing one, or CREATE.

    Asked again with the same id it does nothing. A program is added paused, with its days as routines in a folder of
    its name. InvalidValue for an exercise that is neither there nor described.
    """
    known, new = _chosen(engine, user_id, one, instead or {})

    def change(connection: Connection) -> None:
        table, key = (programs, "program_id") if one.kind == PROGRAM else (routines, "routine_id")
        if log_reads.own_ids(connection, user_id, table, key, [number]):
            return
        for exercise_id, lacking in new.items():
            _create(connection, user_id, exercise_id, lacking)
        _add(connection, user_id, one, number, today, known)

    exercises.carry_out(engine, user_id, change, list(new))
    return number


def _known(engine: Engine, user_id: int) -> dict[str, int]:
    """Every name of an exercise that the lifter can see, folded: those that were put away or merged are there too."""
    with reading(engine) as connection:
        rows = reads.exercises_of(connection, user_id)
        merges = reads.merges(connection, user_id)
    every = {fold_name(row["shown_name"]): families.end_of(row["exercise_id"], merges) for row in rows}
    return every | dict(text.known_names(engine, user_id))


def _chosen(
    engine: Engine, user_id: int, one: Opened, instead: Mapping[str, int | None]
) -> tuple[dict[str, int], dict[int, Missing]]:
    """What every name of a link stands for, and what is to be made, by its new id; NoSuchExercise."""
    known, new = _known(engine, user_id), dict[int, Missing]()
    own = set(known.values())
    for lacking in missing(engine, user_id, one):
        chosen = instead.get(lacking.name)
        if chosen is not None and chosen not in own:
            raise NoSuchExercise
        number = known[fold_name(lacking.name)] = new_id() if chosen is None else chosen
        if chosen is None:
            new[number] = lacking
    return known, new


def _create(connection: Connection, user_id: int, exercise_id: int, lacking: Missing) -> None:
    if lacking.fields is None:
        raise InvalidValue(f"There is no exercise named “{lacking.name[:80]}”: choose one of yours in its place.")
    fields = {name: value for name, value in lacking.fields.items() if name != "muscles"}
    given = {"name": lacking.name, **fields, "per_side": bool(fields["per_side"])}
    exercises.insert_exercise(connection, user_id, exercise_id, given, lacking.fields["muscles"])


def _add(connection: Connection, user_id: int, one: Opened, number: int, today: date, known: Mapping[str, int]) -> None:
    is_program = one.kind == PROGRAM
    days = [shared.routine for shared in content.routines_of(one.document, known)]
    links = _add_lifts(connection, user_id, one, known, number if is_program else None)
    follows = content.follows_of(one.document)
    linked = [_linked(day, follow, links) for day, follow in zip(days, follows, strict=True)]
    if not is_program:
        store.add(connection, user_id, replace(linked[0], routine_id=number))
        return
    stored = [store.add(connection, user_id, replace(day, folder=one.name)) for day in linked]
    _add_program(connection, user_id, one, number, today)
    rows = [
        {"program_id": number, "week": 1, "day": place, "routine_id": day.routine_id}
        for place, day in enumerate(stored, 1)
    ]
    keyed = [{"user_id": user_id, "program_day_id": new_id(), **row} for row in rows]
    writes.insert_rows(connection, program_days, keyed)


def _add_lifts(
    connection: Connection, user_id: int, one: Opened, known: Mapping[str, int], program_id: int | None
) -> list[int]:
    """The progressions, begun anew, or where they stood if that was given; their ids."""
    unit = (reads.lifter(connection, user_id) or {"unit": "kg"})["unit"]
    return [
        progressions.add(
            connection,
            user_id,
            known[fold_name(lift.exercise)],
            lift.name,
            lift.rule,
            lift.base or State(unit),
            program_id=program_id,
        )
        for lift in content.lifts_of(one.document)
    ]


def _linked(day: Routine, follows: list[Follow | None], links: list[int]) -> Routine:
    parts = zip(day.exercises, follows, strict=True)
    return replace(day, exercises=tuple(_following(part, follow, links) for part, follow in parts))


def _following(part: RoutineExercise, follow: Follow | None, links: list[int]) -> RoutineExercise:
    if follow is None:
        return part
    link = {"progression_id": str(links[follow.lift]), **({"take": follow.take} if follow.take else {})}
    return replace(part, progression=link)


def _add_program(connection: Connection, user_id: int, one: Opened, number: int, today: date) -> None:
    plan = {name: one.document["plan"].get(name) for name in content.PLAN}
    row = {"name": one.name, "kind": "rotation", "status": PAUSED, "starts_on": today}
    at = {"created_at": datetime.now(UTC)}
    definition = {"definition": {**plan, "events": []}}
    writes.insert_row(connection, programs, {"user_id": user_id, "program_id": number, **row, **at, **definition})
