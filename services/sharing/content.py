"""What an address shows of a routine or a program: a copy as it was, without ids, without loads unless they were given.

The document: {"name", "routines": [as pasted JSON], "lifts": [rule and perhaps a base], "follows": which lift each
exercise goes by, "own": what the exercises of the lifter's own are, "plan": the weeks of a program}.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, select

from database import reads
from database.oltp_tables import CATALOGUE, exercise_muscles
from services.errors import InvalidValue
from services.programs.catalogue import NoSuchProgram
from services.progression import editing as progressions
from services.progression import places, rule_checks, rules, state
from services.progression.editing import Progression
from services.progression.rules import Rule
from services.progression.state import State
from services.routines import store
from services.routines.coaching import link_of
from services.routines.tree import Routine, RoutineExercise
from services.sharing import text
from services.sharing.text import Shared

ROUTINE, PROGRAM = "routine", "program"
MOST_CONTENT: Final = 400_000  # characters of JSON
TOLD_OF_OWN: Final = ("equipment", "pattern", "load_type", "bodyweight_fraction", "implements", "per_side")
PLAN: Final = ("slug", "weekdays", "weeks", "deload_every")

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Lift:
    """A progression that is given away: its name, its exercise, its rule, and where it stood if that was given."""

    name: str
    exercise: str
    rule: Rule
    base: State | None


@dataclass(frozen=True)
class Follow:
    """Which lift an exercise goes by, and what it takes of it if it is not judged by it."""

    lift: int
    take: str | None


def of_routine(connection: Connection, user_id: int, routine_id: int, with_weights: bool) -> dict[str, Any]:
    """A routine of the lifter's as a document; NoSuchRoutine, InvalidValue if it is too long."""
    one = store.read(connection, user_id, routine_id)
    return _document(connection, user_id, one.name, [one], None, with_weights)


def of_program(connection: Connection, user_id: int, program_id: int, with_weights: bool) -> dict[str, Any]:
    """A program of the lifter's as a document; NoSuchProgram, NoSuchRoutine if a day of it is gone, InvalidValue."""
    found = [one for one in places.read_programs(connection, user_id) if one.program_id == program_id]
    if not found:
        raise NoSuchProgram
    (one,) = found
    days = [store.read(connection, user_id, number) for number in one.routine_ids]
    plan = {name: one.definition.get(name) for name in PLAN}
    return _document(connection, user_id, one.name, days, plan, with_weights)


def names_of(document: Document) -> list[str]:
    """The exercises that a document names, each once, in their order."""
    parts = [part for routine in document["routines"] for part in routine["exercises"]]
    inside = (name for part in parts for name in (part["exercise"], *(part.get("alternatives") or ())))
    return list(dict.fromkeys([*inside, *(lift["exercise"] for lift in document["lifts"])]))


def routines_of(document: Document, known: Mapping[str, int]) -> list[Shared]:
    """The routines of a document with the exercises that `known` knows by their folded names; InvalidValue."""
    return [text.read_object(routine, known) for routine in document["routines"]]


def lifts_of(document: Document) -> list[Lift]:
    """The progressions of a document."""
    return [
        Lift(
            one["name"],
            one["exercise"],
            rule_checks.from_json(one["rule"]),
            state.from_json(one["base"]) if one["base"] else None,
        )
        for one in document["lifts"]
    ]


def follows_of(document: Document) -> list[list[Follow | None]]:
    """Which lift each exercise of each routine goes by."""
    return [[Follow(*one) if one else None for one in routine] for routine in document["follows"]]


def _document(
    connection: Connection,
    user_id: int,
    name: str,
    days: Sequence[Routine],
    plan: Document | None,
    with_weights: bool,
) -> dict[str, Any]:
    exercises = {row["exercise_id"]: row for row in reads.exercises_of(connection, user_id)}
    lifts = _followed(connection, user_id, days)
    order = {one.progression_id: place for place, one in enumerate(lifts)}
    inside = [part for day in days for part in day.exercises]
    named = [number for part in inside for number in (part.exercise_id, *part.alternatives)]
    named += [one.exercise_id for one in lifts]
    found = {
        "name": name,
        "plan": plan,
        "routines": [_plain_routine(day, exercises, with_weights) for day in days],
        "follows": [[_follow(part, order) for part in day.exercises] for day in days],
        "lifts": [_lift(one, exercises, with_weights) for one in lifts],
        "own": _own(connection, user_id, [exercises[number] for number in named if number in exercises]),
    }
    if len(json.dumps(found)) > MOST_CONTENT:
        raise InvalidValue("This is too long for a link: leave some exercises or notes out.")
    return found


def _followed(connection: Connection, user_id: int, days: Iterable[Routine]) -> list[Progression]:
    """The progressions that these days go by, oldest first."""
    numbers = {link_of(part) for day in days for part in day.exercises}
    return [one for one in progressions.read_all(connection, user_id) if one.progression_id in numbers]


def _plain_routine(day: Routine, exercises: Mapping[int, Any], with_weights: bool) -> Document:
    """A routine as it is pasted; its progressions stand beside it."""
    parts = day.exercises if with_weights else tuple(map(_without_weights, day.exercises))
    names = tuple(
        tuple(_name(number, exercises) for number in (part.exercise_id, *part.alternatives)) for part in parts
    )
    bare = Shared(replace(day, exercises=parts), (None,) * len(parts), names)
    found: Document = json.loads(text.as_json(bare))
    return found


def _without_weights(part: RoutineExercise) -> RoutineExercise:
    return replace(part, sets=tuple(replace(one, weight=None, unit=None) for one in part.sets))


def _follow(part: RoutineExercise, order: Mapping[int, int]) -> list[Any] | None:
    place = order.get(link_of(part) or 0)
    return None if place is None else [place, (part.progression or {}).get("take")]


def _lift(one: Progression, exercises: Mapping[int, Any], with_weights: bool) -> Document:
    base = state.to_json(State(one.now.unit, load=one.now.load, maximum=one.now.maximum)) if with_weights else None
    called = {"name": one.name, "exercise": _name(one.exercise_id, exercises)}
    return {**called, "rule": rules.to_json(one.rule), "base": base}


def _name(exercise_id: int, exercises: Mapping[int, Any]) -> str:
    return str(exercises.get(exercise_id, {}).get("name", "Exercise"))


def _own(connection: Connection, user_id: int, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the lifter's own exercises are, by name, so that another lifter can have them too."""
    own = {row["exercise_id"]: row for row in rows if row["user_id"] != CATALOGUE}
    m = exercise_muscles.c
    picked = select(m.exercise_id, m.muscle, m.credit).where(m.user_id == user_id, m.exercise_id.in_(own))
    credits: dict[int, dict[str, float]] = {number: {} for number in own}
    for exercise_id, muscle, credit in connection.execute(picked) if own else ():
        credits[exercise_id][muscle] = credit
    return {
        row["name"]: {**{name: row[name] for name in TOLD_OF_OWN}, "muscles": credits[number]}
        for number, row in own.items()
    }
