"""Write a routine as a text block to paste, or as JSON, and read both again with its rules.

One line per exercise, parts between bars: `Bench Press (Barbell) | warmup 2x5, 3x8-12@8 | rest 150 | linear add 2.5`;
alternatives follow its name: `Bench Press (Barbell) or Push-Up | 3x8-12`.
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
MOST_ORS: Final = 4 * (MAX_ALTERNATIVES + 1)  # a few more, since names may contain "or"


@dataclass(frozen=True)
class Shared:
    """A routine with the rule of each exercise, and the names of each exercise and its alternatives."""

    routine: Routine
    rules: tuple[Rule | None, ...]
    names: tuple[tuple[str, ...], ...]


def shared(engine: Engine, user_id: int, routine_id: int) -> Shared:
    """Read a lifter's routine for sharing; NoSuchRoutine."""
    with reading(engine) as connection:
        routine = store.read(connection, user_id, routine_id)
        every = progressions.read_all(connection, user_id)
        name_by_id = {row["exercise_id"]: row["name"] for row in reads.exercises_of(connection, user_id)}
    rule_by_id = {progression.progression_id: progression.rule for progression in every}
    named = ((part.exercise_id, *part.alternatives) for part in routine.exercises)
    names = tuple(tuple(name_by_id.get(number, "Exercise") for number in numbers) for numbers in named)
    own = (link_of(part) if not (part.progression or {}).get("take") else None for part in routine.exercises)
    return Shared(routine, tuple(rule_by_id.get(number or 0) for number in own), names)


def as_text(shared_routine: Shared) -> str:
    """Write a routine as a text block."""
    routine = shared_routine.routine
    parts = zip(routine.exercises, shared_routine.names, shared_routine.rules, strict=True)
    lines = [_line_of(part, names, rule) for part, names, rule in parts]
    return "\n".join([f"# {_plain(routine.name)}", *lines])


def as_json(shared_routine: Shared) -> str:
    """Write a routine as JSON."""
    routine = shared_routine.routine
    parts = zip(routine.exercises, shared_routine.names, shared_routine.rules, strict=True)
    head = {"format": FORMAT, "version": VERSION, "name": routine.name, "description": routine.description}
    exercises = [
        {
            "exercise": name,
            "alternatives": alternatives,
            "sets": sets_text(part.sets),
            "rest_s": part.rest_s,
            "superset": part.superset,
            "note": part.note,
            "progression": rules.to_json(rule) if rule else None,
        }
        for part, (name, *alternatives), rule in parts
    ]
    return json.dumps({**head, "exercises": exercises}, ensure_ascii=False, indent=1)


def take_in(engine: Engine, user_id: int, pasted: str) -> Routine:
    """Add the routine of a pasted text block or JSON; InvalidValue says which line cannot be read; nothing is added."""
    if len(pasted) > LONGEST:
        raise InvalidValue("A routine to paste has at most 40,000 characters.")
    exercise_ids = known_names(engine, user_id)
    shared_routine = (
        _from_json(pasted, exercise_ids) if pasted.lstrip().startswith("{") else _from_text(pasted, exercise_ids)
    )
    with writes.as_lifter(engine, user_id) as connection:
        return _add(connection, user_id, shared_routine)


def _add(connection: Connection, user_id: int, pasted: Shared) -> Routine:
    unit = (reads.lifter(connection, user_id) or {"unit": "kg"})["unit"]
    parts = []
    for part, rule, (name, *_) in zip(pasted.routine.exercises, pasted.rules, pasted.names, strict=True):
        if rule is not None:
            number = progressions.add(connection, user_id, part.exercise_id, name, rule, State(unit))
            part = replace(part, progression={"progression_id": str(number)})
        parts.append(part)
    return store.add(connection, user_id, replace(pasted.routine, exercises=tuple(parts)))


def known_names(engine: Engine, user_id: int) -> Mapping[str, int]:
    """Return the ids of the lifter's exercises by every folded name; own names win over aliases."""
    by_name: dict[str, int] = {}
    entries = lists.search_entries(engine, user_id)
    for entry in entries:
        for name in entry.spellings:
            by_name.setdefault(fold_name(name), entry.exercise_id)
    return by_name | {fold_name(entry.name): entry.exercise_id for entry in entries}


def _exercise_id(name: str, exercise_ids: Mapping[str, int]) -> int:
    number = exercise_ids.get(fold_name(name))
    if number is None:
        raise InvalidValue(f"There is no exercise named “{name[:80]}”: make it first, or call it as it is called here.")
    return number


def _ids_of_names(text: str, exercise_ids: Mapping[str, int]) -> tuple[int, ...]:
    """Return the ids of an exercise and its alternatives; a known name may contain "or"."""
    words = text.split(OR)
    if len(words) > MOST_ORS:
        raise InvalidValue(TOO_MANY.format(len(words) - 1))
    for count in range(len(words), 0, -1):
        number = exercise_ids.get(fold_name(OR.join(words[:count])))
        if number is not None:
            return (number, *(_ids_of_names(OR.join(words[count:]), exercise_ids) if count < len(words) else ()))
    return (_exercise_id(words[0], exercise_ids),)


def _line_of(part: RoutineExercise, names: Sequence[str], rule: Rule | None) -> str:
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
    """Return a text as one line without bars, which separate parts."""
    return " ".join(text.replace("|", "/").split())


def _from_text(pasted: str, exercise_ids: Mapping[str, int]) -> Shared:
    lines = [line.strip() for line in pasted.strip().splitlines() if line.strip()]
    if not lines or not lines[0].startswith("#"):
        raise InvalidValue("A routine begins with its name behind a #, such as “# Push A”.")
    if len(lines) > MAX_EXERCISES + 1:
        raise InvalidValue(f"A routine has at most {MAX_EXERCISES} exercises.")
    read = [_from_numbered_line(number, line, exercise_ids) for number, line in enumerate(lines[1:], 2)]
    return _whole(lines[0].lstrip("# "), None, read)


Read = tuple[RoutineExercise, Rule | None, tuple[str, ...]]


def _from_numbered_line(number: int, line: str, exercise_ids: Mapping[str, int]) -> Read:
    try:
        return _from_line(line, exercise_ids)
    except InvalidValue as error:
        raise InvalidValue(f"Line {number}: {error}") from error


def _from_line(line: str, exercise_ids: Mapping[str, int]) -> Read:
    name, *parts = [part.strip() for part in line.split("|")]
    number, *alternatives = _ids_of_names(name, exercise_ids)
    exercise, rule = RoutineExercise(number, alternatives=tuple(alternatives)), None
    for part in parts:
        word, _, rest = part.partition(" ")
        if word in ("rest", "superset") and rest.isascii() and rest.isdigit():
            setting: dict[str, Any] = {"rest_s" if word == "rest" else word: int(rest[:6])}
            exercise = replace(exercise, **setting)
        elif word == "note":
            exercise = replace(exercise, note=rest)
        elif word in RULES:
            rule = from_text(part)
        else:
            exercise = replace(exercise, sets=sets_of(part))
    return exercise, rule, (name.split(OR)[0],)


def _from_json(pasted: str, exercise_ids: Mapping[str, int]) -> Shared:
    try:
        whole = json.loads(pasted)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("The JSON is damaged.") from error
    return read_object(whole, exercise_ids)


def read_object(whole: Any, exercise_ids: Mapping[str, int]) -> Shared:
    """Read a routine from parsed JSON; `exercise_ids` maps folded names to exercises. InvalidValue."""
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or whole.get("version") != VERSION:
        raise InvalidValue("This JSON is no routine of Tonnage's.")
    exercises = whole.get("exercises")
    if not isinstance(exercises, list) or len(exercises) > MAX_EXERCISES:
        raise InvalidValue(f"A routine has a list of at most {MAX_EXERCISES} exercises.")
    read = [_from_object(number, entry, exercise_ids) for number, entry in enumerate(exercises, 1)]
    return _whole(whole.get("name"), whole.get("description"), read)


def _from_object(number: int, entry: Any, exercise_ids: Mapping[str, int]) -> Read:
    try:
        if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in ("exercise", "sets")):
            raise InvalidValue("its name and its sets are expected as text.")
        rule = rule_checks.from_json(entry["progression"]) if entry.get("progression") is not None else None
        own: dict[str, Any] = {name: entry.get(name) for name in ("rest_s", "superset", "note")}
        own["alternatives"] = _alternatives(entry.get("alternatives") or [], exercise_ids)
        part = RoutineExercise(_exercise_id(entry["exercise"], exercise_ids), sets_of(entry["sets"]), **own)
    except InvalidValue as error:
        raise InvalidValue(f"Exercise {number}: {error}") from error
    return part, rule, (entry["exercise"],)


def _alternatives(names: Any, exercise_ids: Mapping[str, int]) -> tuple[int, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InvalidValue("its alternatives are expected as a list of names.")
    return tuple(_exercise_id(name, exercise_ids) for name in names)


def _whole(name: Any, description: Any, read: Sequence[Read]) -> Shared:
    routine = Routine(name, tuple(part for part, _, _ in read), description=description)
    return Shared(routine, tuple(rule for _, rule, _ in read), tuple(called for _, _, called in read))
