"""The built-in programs, read from data/programs/ and checked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from database.oltp_tables import exercises
from services.catalogue import DATA, catalogue_rows
from services.errors import InvalidValue, TonnageError
from services.progression import rule_text, schemes
from services.progression.rules import Rule

FOLDER: Final = DATA / "programs"
# The increases of rules by unit: half a step, a small plate on each side, a larger one, and both.
INCREASES: Final[Mapping[str, Mapping[str, str]]] = {
    "kg": {"{tiny}": "1.25", "{small}": "2.5", "{big}": "5", "{again}": "7.5"},
    "lb": {"{tiny}": "2.5", "{small}": "5", "{big}": "10", "{again}": "15"},
}


class NoSuchProgram(TonnageError):
    """There is no such program."""


@dataclass(frozen=True)
class Lift:
    """A progression of a program: its rule as text, and its start in percent of the best single."""

    key: str
    exercise: str
    name: str
    rule_text: str
    start: int | None

    def rule(self, unit: str) -> Rule:
        """Return the rule with the increases of a unit."""
        text = self.rule_text
        for word, amount in INCREASES[unit].items():
            text = text.replace(word, amount)
        return rule_text.from_text(text)


@dataclass(frozen=True)
class Slot:
    """An exercise of a day, with the lift that it counts for, or whose loads it takes by `take`."""

    exercise: str
    sets: str
    rest_s: int
    lift: str | None = None
    take: str | None = None
    superset: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Day:
    """A day of a program."""

    name: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class BuiltIn:
    """A program to start: its days in turn on these weekdays (0 = Monday), for `weeks` weeks or without an end.

    With `deload_every` every nth week is light; `blocks` name the weeks.
    """

    slug: str
    name: str
    author: str
    level: str
    summary: str
    for_whom: str
    rules: tuple[str, ...]
    weekdays: tuple[int, ...]
    lifts: Mapping[str, Lift]
    days: tuple[Day, ...]
    weeks: int | None = None
    deload_every: int | None = None
    blocks: tuple[tuple[str, int], ...] = ()


@cache
def built_in() -> tuple[BuiltIn, ...]:
    """Return all programs, in the order of their gallery."""
    contents = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    return tuple(map(_program_from, sorted(contents, key=lambda content: int(content["order"]))))


def program_named(slug: str) -> BuiltIn:
    """Return the program of this slug; NoSuchProgram."""
    for program in built_in():
        if program.slug == slug:
            return program
    raise NoSuchProgram


@cache
def exercise_ids() -> Mapping[str, int]:
    """Return the ids of the catalogue's exercises by slug."""
    return {row["slug"]: row["exercise_id"] for row in catalogue_rows()[exercises].values()}


@cache
def exercise_names() -> Mapping[str, str]:
    """Return the names of the catalogue's exercises by slug."""
    return {row["slug"]: row["name"] for row in catalogue_rows()[exercises].values()}


def _program_from(content: Mapping[str, Any]) -> BuiltIn:
    lifts = {
        key: Lift(key, entry["exercise"], entry["name"], entry["rule"], entry["start"])
        for key, entry in content["lifts"].items()
    }
    for day in content["days"]:
        for slot in day["exercises"]:
            if "rule" in slot:
                lifts[_own_key(slot)] = _own_lift(slot)
    days = tuple(
        Day(day["name"], tuple(_slot_from(slot, lifts) for slot in day["exercises"])) for day in content["days"]
    )
    words: dict[str, Any] = {name: content[name] for name in ("slug", "name", "author", "level", "summary", "for_whom")}
    blocks = tuple((entry["name"], int(entry["weeks"])) for entry in content.get("blocks", ()))
    words |= {name: content.get(name) for name in ("weeks", "deload_every")}
    lists: dict[str, Any] = {name: tuple(content[name]) for name in ("weekdays", "rules")}
    return BuiltIn(**words, **lists, lifts=lifts, days=days, blocks=blocks)


def _own_key(slot: Mapping[str, Any]) -> str:
    """Return a key that days share if they do an exercise with the same sets: then it is one progression."""
    return f"{slot['exercise']} {slot['sets']}"


def _own_lift(slot: Mapping[str, Any]) -> Lift:
    """Return the progression that an exercise of a day defines itself; "double" takes the range of its sets."""
    aims = schemes.parse(slot["sets"])
    text = str(slot["rule"])
    if text.startswith("double"):
        low, high = aims[0].low, aims[0].high or aims[0].low
        text = f"double low {low} high {high} add {{small}}{text.removeprefix('double')}"
    return Lift(_own_key(slot), slot["exercise"], "", text, None)


def _slot_from(slot: Mapping[str, Any], lifts: Mapping[str, Lift]) -> Slot:
    key = slot.get("lift") or slot.get("follow") or (_own_key(slot) if "rule" in slot else None)
    exercise = slot.get("exercise") or lifts[str(key)].exercise
    rest = {name: slot.get(name) for name in ("take", "superset", "note")}
    return Slot(exercise, slot.get("sets") or "", int(slot["rest"]), key, **rest)


def check(program: BuiltIn) -> None:
    """Raise InvalidValue for a program with an unknown exercise, or with a rule or sets that cannot be read."""
    known_exercises = exercise_ids()
    missing = [slot.exercise for day in program.days for slot in day.slots if slot.exercise not in known_exercises]
    if missing:
        raise InvalidValue(f"{program.name} names an exercise that is not there: {missing[0]}.")
    for lift in program.lifts.values():
        for unit in INCREASES:
            lift.rule(unit)
    for text in _texts(program.days):
        schemes.parse(text)


def _texts(days: Sequence[Day]) -> list[str]:
    return [slot.sets for day in days for slot in day.slots if slot.sets]
