"""The programs that everybody may start, read from data/programs/ and checked."""

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
# What a rule adds, by unit: half a step, a small plate on each side, a larger one, and both.
INCREASES: Final[Mapping[str, Mapping[str, str]]] = {
    "kg": {"{tiny}": "1.25", "{small}": "2.5", "{big}": "5", "{again}": "7.5"},
    "lb": {"{tiny}": "2.5", "{small}": "5", "{big}": "10", "{again}": "15"},
}


class NoSuchProgram(TonnageError):
    """There is no such program."""


@dataclass(frozen=True)
class Lift:
    """A progression of a program: its rule as text, and what it begins with in percent of the best single."""

    key: str
    exercise: str
    name: str
    rule_text: str
    start: int | None

    def rule(self, unit: str) -> Rule:
        """The rule with the increases of a unit."""
        text = self.rule_text
        for word, amount in INCREASES[unit].items():
            text = text.replace(word, amount)
        return rule_text.from_text(text)


@dataclass(frozen=True)
class Slot:
    """One exercise of a day: with a lift that is judged by it, or that it follows by `take`."""

    exercise: str
    sets: str
    rest_s: int
    lift: str | None = None
    take: str | None = None
    superset: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Day:
    """One day of a program."""

    name: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class BuiltIn:
    """A program to start: its days in turn on these weekdays (0 = Monday), for so many weeks or for as long as it goes.

    `deload_every` makes every so-manieth week a light one; `blocks` name the weeks.
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
    """All programs, in the order of their gallery."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    return tuple(_program(one) for one in sorted(found, key=lambda one: int(one["order"])))


def program_named(slug: str) -> BuiltIn:
    """One of them; NoSuchProgram."""
    for one in built_in():
        if one.slug == slug:
            return one
    raise NoSuchProgram


@cache
def exercise_ids() -> Mapping[str, int]:
    """The catalogue's exercises by slug."""
    return {row["slug"]: row["exercise_id"] for row in catalogue_rows()[exercises].values()}


@cache
def exercise_names() -> Mapping[str, str]:
    """Their names by slug."""
    return {row["slug"]: row["name"] for row in catalogue_rows()[exercises].values()}


def _program(given: Mapping[str, Any]) -> BuiltIn:
    lifts = {
        key: Lift(key, one["exercise"], one["name"], one["rule"], one["start"]) for key, one in given["lifts"].items()
    }
    for day in given["days"]:
        for slot in day["exercises"]:
            if "rule" in slot:
                lifts[_own_key(slot)] = _own_lift(slot)
    days = tuple(Day(day["name"], tuple(_slot(slot, lifts) for slot in day["exercises"])) for day in given["days"])
    words: dict[str, Any] = {name: given[name] for name in ("slug", "name", "author", "level", "summary", "for_whom")}
    blocks = tuple((one["name"], int(one["weeks"])) for one in given.get("blocks", ()))
    words |= {name: given.get(name) for name in ("weeks", "deload_every")}
    lists: dict[str, Any] = {name: tuple(given[name]) for name in ("weekdays", "rules")}
    return BuiltIn(**words, **lists, lifts=lifts, days=days, blocks=blocks)


def _own_key(slot: Mapping[str, Any]) -> str:
    """Where the same exercise is done in the same way on two days, it is one progression."""
    return f"{slot['exercise']} {slot['sets']}"


def _own_lift(slot: Mapping[str, Any]) -> Lift:
    """The progression of an exercise that is told in its day; "double" takes the range of its sets."""
    aims = schemes.parse(slot["sets"])
    text = str(slot["rule"])
    if text.startswith("double"):
        low, high = aims[0].low, aims[0].high or aims[0].low
        text = f"double low {low} high {high} add {{small}}{text.removeprefix('double')}"
    return Lift(_own_key(slot), slot["exercise"], "", text, None)


def _slot(given: Mapping[str, Any], lifts: Mapping[str, Lift]) -> Slot:
    key = given.get("lift") or given.get("follow") or (_own_key(given) if "rule" in given else None)
    exercise = given.get("exercise") or lifts[str(key)].exercise
    rest = {name: given.get(name) for name in ("take", "superset", "note")}
    return Slot(exercise, given.get("sets") or "", int(given["rest"]), key, **rest)


def check(one: BuiltIn) -> None:
    """InvalidValue for a program that names what is not there, or whose sets cannot be read."""
    known = exercise_ids()
    missing = [slot.exercise for day in one.days for slot in day.slots if slot.exercise not in known]
    if missing:
        raise InvalidValue(f"{one.name} names an exercise that is not there: {missing[0]}.")
    for lift in one.lifts.values():
        for unit in INCREASES:
            lift.rule(unit)
    for text in _texts(one.days):
        schemes.parse(text)


def _texts(days: Sequence[Day]) -> list[str]:
    return [slot.sets for day in days for slot in day.slots if slot.sets]
