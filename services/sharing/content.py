"""The document of a shared routine or program: a copy without ids, and without loads unless they are shared too.

The document: {"name", "routines": [as pasted JSON], "lifts": [rule and perhaps a base], "follows": the lift of each
exercise, "own": the fields of the lifter's own exercises, "plan": the weeks of a program}.
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
OWN_FIELDS: Final = ("equipment", "pattern", "load_type", "bodyweight_fraction", "implements", "per_side")
PLAN: Final = ("slug", "weekdays", "weeks", "deload_every")

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Lift:
    """A shared progression: name, exercise, rule, and its state if loads are shared."""

    name: str
    exercise: str
    rule: Rule
    base: State | None


@dataclass(frozen=True)
class Follow:
    """The lift that an exercise follows, and `take` if it only takes loads from it."""

    lift: int
    take: str | None


def of_routine(connection: Connection, user_id: int, routine_id: int, with_weights: bool) -> dict[str, Any]:
    """Build the document of a lifter's routine; NoSuchRoutine, InvalidValue if it is too long."""
    routine = store.read(connection, user_id, routine_id)
    return _document(connection, user_id, routine.name, [routine], None, with_weights)


def of_program(connection: Connection, user_id: int, program_id: int, with_weights: bool) -> dict[str, Any]:
    """Build the document of a lifter's program; NoSuchProgram, NoSuchRoutine for a deleted day, InvalidValue."""
    matches = [program for program in places.read_programs(connection, user_id) if program.program_id == program_id]
    if not matches:
        raise NoSuchProgram
    (program,) = matches
    days = [store.read(connection, user_id, number) for number in program.routine_ids]
    plan = {name: program.definition.get(name) for name in PLAN}
    return _document(connection, user_id, program.name, days, plan, with_weights)


def names_of(document: Document) -> list[str]:
    """Return the exercises that a document names, each once, in order."""
    parts = [part for routine in document["routines"] for part in routine["exercises"]]
    inside = (name for part in parts for name in (part["exercise"], *(part.get("alternatives") or ())))
    return list(dict.fromkeys([*inside, *(lift["exercise"] for lift in document["lifts"])]))


def routines_of(document: Document, exercise_ids: Mapping[str, int]) -> list[Shared]:
    """Read the routines of a document; `exercise_ids` maps folded names to exercises. InvalidValue."""
    return [text.read_object(routine, exercise_ids) for routine in document["routines"]]


def lifts_of(document: Document) -> list[Lift]:
    """Read the progressions of a document."""
    return [
        Lift(
            lift["name"],
            lift["exercise"],
            rule_checks.from_json(lift["rule"]),
            state.from_json(lift["base"]) if lift["base"] else None,
        )
        for lift in document["lifts"]
    ]


def follows_of(document: Document) -> list[list[Follow | None]]:
    """Read the lift that each exercise of each routine follows."""
    return [[Follow(*follow) if follow else None for follow in routine] for routine in document["follows"]]


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
    order = {progression.progression_id: place for place, progression in enumerate(lifts)}
    inside = [part for day in days for part in day.exercises]
    named = [number for part in inside for number in (part.exercise_id, *part.alternatives)]
    named += [progression.exercise_id for progression in lifts]
    document = {
        "name": name,
        "plan": plan,
        "routines": [_plain_routine(day, exercises, with_weights) for day in days],
        "follows": [[_follow(part, order) for part in day.exercises] for day in days],
        "lifts": [_lift(progression, exercises, with_weights) for progression in lifts],
        "own": _own_exercises(connection, user_id, [exercises[number] for number in named if number in exercises]),
    }
    if len(json.dumps(document)) > MOST_CONTENT:
        raise InvalidValue("This is too long for a link: leave some exercises or notes out.")
    return document


def _followed(connection: Connection, user_id: int, days: Iterable[Routine]) -> list[Progression]:
    """Return the progressions that these days follow, oldest first."""
    numbers = {link_of(part) for day in days for part in day.exercises}
    every = progressions.read_all(connection, user_id)
    return [progression for progression in every if progression.progression_id in numbers]


def _plain_routine(day: Routine, exercises: Mapping[int, Any], with_weights: bool) -> Document:
    """Return a routine as pasted JSON, without its progressions."""
    parts = day.exercises if with_weights else tuple(map(_without_weights, day.exercises))
    names = tuple(
        tuple(_name(number, exercises) for number in (part.exercise_id, *part.alternatives)) for part in parts
    )
    bare = Shared(replace(day, exercises=parts), (None,) * len(parts), names)
    document: Document = json.loads(text.as_json(bare))
    return document


def _without_weights(part: RoutineExercise) -> RoutineExercise:
    return replace(part, sets=tuple(replace(routine_set, weight=None, unit=None) for routine_set in part.sets))


def _follow(part: RoutineExercise, order: Mapping[int, int]) -> list[Any] | None:
    place = order.get(link_of(part) or 0)
    return None if place is None else [place, (part.progression or {}).get("take")]


def _lift(progression: Progression, exercises: Mapping[int, Any], with_weights: bool) -> Document:
    now = progression.now
    base = state.to_json(State(now.unit, load=now.load, maximum=now.maximum)) if with_weights else None
    called = {"name": progression.name, "exercise": _name(progression.exercise_id, exercises)}
    return {**called, "rule": rules.to_json(progression.rule), "base": base}


def _name(exercise_id: int, exercises: Mapping[int, Any]) -> str:
    return str(exercises.get(exercise_id, {}).get("name", "Exercise"))


def _own_exercises(connection: Connection, user_id: int, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the fields of the lifter's own exercises by name, so that another lifter can add them."""
    own = {row["exercise_id"]: row for row in rows if row["user_id"] != CATALOGUE}
    m = exercise_muscles.c
    picked = select(m.exercise_id, m.muscle, m.credit).where(m.user_id == user_id, m.exercise_id.in_(own))
    credits: dict[int, dict[str, float]] = {number: {} for number in own}
    for exercise_id, muscle, credit in connection.execute(picked) if own else ():
        credits[exercise_id][muscle] = credit
    return {
        row["name"]: {**{name: row[name] for name in OWN_FIELDS}, "muscles": credits[number]}
        for number, row in own.items()
    }
