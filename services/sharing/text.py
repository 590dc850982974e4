"""A routine as a text block that another lifter pastes, and as JSON: written, and read again with its rules.

One line per exercise, parts between bars: `Bench Press (Barbell) | warmup 2x5, 3x8-12@8 | rest 150 | linear add 2.5`;
exercises that may be done in its place stand behind its name: `Bench Press (Barbell) or Push-Up | 3x8-12`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import reads, writes
from database.db_connector import reading
from services.catalogue import fold_name
from services.errors import InvalidValue
from services.progression import editing as progressions
from services.progression import rule_checks, rules
from services.progression.rule_text import from_text, to_text
from services.progression.rules import RULES, Rule
from services.progression.state import State
from services.routines import store
from services.routines.coaching import link_of
from services.routines.set_grammar import sets_of, sets_text
from services.routines.tree import MAX_ALTERNATIVES, MAX_EXERCISES, TOO_MANY, Routine, RoutineExercise
from services.workouts import lists

FORMAT, VERSION = "tonnage-routine", 1
LONGEST: Final = 40_000
BAR: Final = " | "
OR: Final = " or "
MOST_ORS: Final = 4 * (MAX_ALTERNATIVES + 1)  # a few may stand within names


@dataclass(frozen=True)
class Shared:
    """A routine with the rule of each exercise, in their order, and the names that it and its alternatives go by."""

    routine: Routine
    rules: tuple[Rule | None, ...]
    names: tuple[tuple[str, ...], ...]


def shared(engine: Engine, user_id: int, routine_id: int) -> Shared:
    """A routine of the lifter's, ready to be given away; NoSuchRoutine."""
    with reading(engine) as connection:
        routine = store.read(connection, user_id, routine_id)
        known = {one.progression_id: one.rule for one in progressions.read_all(connection, user_id)}
        shown = {row["exercise_id"]: row["name"] for row in reads.exercises_of(connection, user_id)}
    named = ((part.exercise_id, *part.alternatives) for part in routine.exercises)
    names = tuple(tuple(shown.get(number, "Exercise") for number in numbers) for numbers in named)
    own = (link_of(part) if not (part.progression or {}).get("take") else None for part in routine.exercises)
    return Shared(routine, tuple(known.get(number or 0) for number in own), names)


def as_text(one: Shared) -> str:
    """The text block."""
    lines = [
        _line(part, name, rule) for part, name, rule in zip(one.routine.exercises, one.names, one.rules, strict=True)
    ]
    return "\n".join([f"# {_plain(one.routine.name)}", *lines])


def as_json(one: Shared) -> str:
    """The JSON document."""
    parts = zip(one.routine.exercises, one.names, one.rules, strict=True)
    head = {"format": FORMAT, "version": VERSION, "name": one.routine.name, "description": one.routine.description}
    exercises = [
        {
            "exercise": name,
            "alternatives": others,
            "sets": sets_text(part.sets),
            "rest_s": part.rest_s,
            "superset": part.superset,
            "note": part.note,
            "progression": rules.to_json(rule) if rule else None,
        }
        for part, (name, *others), rule in parts
    ]
    return json.dumps({**head, "exercises": exercises}, ensure_ascii=False, indent=1)


def take_in(engine: Engine, user_id: int, given: str) -> Routine:
    """Add the routine of a pasted text block or JSON; InvalidValue says which line cannot be read, and nothing is."""
    if len(given) > LONGEST:
        raise InvalidValue("A routine to paste has at most 40,000 characters.")
    known = known_names(engine, user_id)
    one = _of_json(given, known) if given.lstrip().startswith("{") else _of_text(given, known)
    with writes.as_lifter(engine, user_id) as connection:
        return _added(connection, user_id, one)


def _added(connection: Connection, user_id: int, one: Shared) -> Routine:
    unit = (reads.lifter(connection, user_id) or {"unit": "kg"})["unit"]
    parts = []
    for part, rule, (name, *_) in zip(one.routine.exercises, one.rules, one.names, strict=True):
        if rule is not None:
            number = progressions.add(connection, user_id, part.exercise_id, name, rule, State(unit))
            part = replace(part, progression={"progression_id": str(number)})
        parts.append(part)
    return store.add(connection, user_id, replace(one.routine, exercises=tuple(parts)))


def known_names(engine: Engine, user_id: int) -> Mapping[str, int]:
    """Every name that the lifter's exercises go by, folded; own names win over others."""
    found: dict[str, int] = {}
    entries = lists.search_entries(engine, user_id)
    for entry in entries:
        for name in entry.spellings:
            found.setdefault(fold_name(name), entry.exercise_id)
    return found | {fold_name(entry.name): entry.exercise_id for entry in entries}


def _exercise_id(name: str, known: Mapping[str, int]) -> int:
    number = known.get(fold_name(name))
    if number is None:
        raise InvalidValue(f"There is no exercise named “{name[:80]}”: make it first, or call it as it is called here.")
    return number


def _named(text: str, known: Mapping[str, int]) -> tuple[int, ...]:
    """An exercise and its alternatives; a name that has "or" in it is one name where it is known as one."""
    words = text.split(OR)
    if len(words) > MOST_ORS:
        raise InvalidValue(TOO_MANY.format(len(words) - 1))
    for count in range(len(words), 0, -1):
        number = known.get(fold_name(OR.join(words[:count])))
        if number is not None:
            return (number, *(_named(OR.join(words[count:]), known) if count < len(words) else ()))
    return (_exercise_id(words[0], known),)


def _line(part: RoutineExercise, names: Sequence[str], rule: Rule | None) -> str:
    parts = [
        OR.join(map(_plain, names)),
        sets_text(part.sets),
        f"rest {part.rest_s}" if part.rest_s is not None else "",
        f"superset {part.superset}" if part.superset else "",
        to_text(rule) if rule else "",
        f"note {_plain(part.note)}" if part.note else "",
    ]
    return BAR.join(filter(None, parts))


def _plain(text: str) -> str:
    """One line without the bar that parts the others."""
    return " ".join(text.replace("|", "/").split())


def _of_text(given: str, known: Mapping[str, int]) -> Shared:
    lines = [line.strip() for line in given.strip().splitlines() if line.strip()]
    if not lines or not lines[0].startswith("#"):
        raise InvalidValue("A routine begins with its name behind a #, such as “# Push A”.")
    if len(lines) > MAX_EXERCISES + 1:
        raise InvalidValue(f"A routine has at most {MAX_EXERCISES} exercises.")
    read = [_placed(number, line, known) for number, line in enumerate(lines[1:], 2)]
    return _whole(lines[0].lstrip("# "), None, read)


Read = tuple[RoutineExercise, Rule | None, tuple[str, ...]]


def _placed(number: int, line: str, known: Mapping[str, int]) -> Read:
    try:
        return _of_line(line, known)
    except InvalidValue as error:
        raise InvalidValue(f"Line {number}: {error}") from error


def _of_line(line: str, known: Mapping[str, int]) -> Read:
    name, *parts = [part.strip() for part in line.split("|")]
    number, *others = _named(name, known)
    exercise, rule = RoutineExercise(number, alternatives=tuple(others)), None
    for part in parts:
        word, _, rest = part.partition(" ")
        if word in ("rest", "superset") and rest.isascii() and rest.isdigit():
            given: dict[str, Any] = {"rest_s" if word == "rest" else word: int(rest[:6])}
            exercise = replace(exercise, **given)
        elif word == "note":
            exercise = replace(exercise, note=rest)
        elif word in RULES:
            rule = from_text(part)
        else:
            exercise = replace(exercise, sets=sets_of(part))
    return exercise, rule, (name.split(OR)[0],)


def _of_json(given: str, known: Mapping[str, int]) -> Shared:
    try:
        whole = json.loads(given)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("The JSON is damaged.") from error
    return read_object(whole, known)


def read_object(whole: Any, known: Mapping[str, int]) -> Shared:
    """A routine from what its JSON holds, with exercises by their folded names; InvalidValue."""
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or whole.get("version") != VERSION:
        raise InvalidValue("This JSON is no routine of Tonnage's.")
    exercises = whole.get("exercises")
    if not isinstance(exercises, list) or len(exercises) > MAX_EXERCISES:
        raise InvalidValue(f"A routine has a list of at most {MAX_EXERCISES} exercises.")
    read = [_of_object(number, one, known) for number, one in enumerate(exercises, 1)]
    return _whole(whole.get("name"), whole.get("description"), read)


def _of_object(number: int, given: Any, known: Mapping[str, int]) -> Read:
    try:
        if not isinstance(given, dict) or not all(isinstance(given.get(name), str) for name in ("exercise", "sets")):
            raise InvalidValue("its name and its sets are expected as text.")
        rule = rule_checks.from_json(given["progression"]) if given.get("progression") is not None else None
        own: dict[str, Any] = {name: given.get(name) for name in ("rest_s", "superset", "note")}
        own["alternatives"] = _alternatives(given.get("alternatives") or [], known)
        part = RoutineExercise(_exercise_id(given["exercise"], known), sets_of(given["sets"]), **own)
    except InvalidValue as error:
        raise InvalidValue(f"Exercise {number}: {error}") from error
    return part, rule, (given["exercise"],)


def _alternatives(given: Any, known: Mapping[str, int]) -> tuple[int, ...]:
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise InvalidValue("its alternatives are expected as a list of names.")
    return tuple(_exercise_id(name, known) for name in given)


def _whole(name: Any, description: Any, read: Sequence[Read]) -> Shared:
    routine = Routine(name, tuple(part for part, _, _ in read), description=description)
    return Shared(routine, tuple(rule for _, rule, _ in read), tuple(called for _, _, called in read))
