"""Write likely mistakes in a log, and their fixes, as text."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from services.quality.shapes import Finding, Fix
from utils import styling
from utils.styling import Display, plain

Words = Callable[[Mapping[str, Any], Display], str]

HEADINGS: Final[Mapping[str, str]] = {
    "odd_set": "Hardly possible",
    "doubled": "There twice",
    "unfinished": "Never finished",
    "too_long": "Longer than a workout lasts",
    "same_exercise": "Exercises that look the same",
    "two_zones": "One day in two time zones",
}
FIXES: Final[Mapping[str, str]] = {
    "weight": "It was {value}",
    "delete_set": "Delete the set",
    "delete_workout": "Delete it",
    "finish": "Let it end after {value}",
    "merge": "Merge into {value}",
    "zone": "All in {value}",
}
DONE: Final[Mapping[str, str]] = {
    "weight": "The set is {value} now",
    "delete_set": "The set is deleted",
    "delete_workout": "The workout is deleted",
    "finish": "It ends after {value} now",
    "merge": "Merged into {value}",
    "zone": "The day is in {value} now",
}


def finding(finding: Finding, display: Display, today: date) -> str:
    """Describe a likely mistake in a sentence of escaped Markdown."""
    day = styling.long_day(finding.day, display, today) if finding.day else ""
    parts = WORDS[finding.kind](finding.about, display)
    return f"**{plain(day)}**: {parts}" if day else parts


def _odd(about: Mapping[str, Any], display: Display) -> str:
    load = styling.load(about["weight"], about["unit"], display) if about["weight"] else ""
    reps = f"× {styling.count(about['reps'], display)}" if load else styling.plural(about["reps"], "rep", display)
    parts = [load, reps if about["reps"] else "", styling.rest(about["seconds"]) if about.get("seconds") else ""]
    done = " ".join(filter(None, parts))
    if about["best"] is None:
        return f"{plain(about['exercise'])} {plain(done)}"
    best = styling.e1rm(about["best"], display)
    return f"{plain(about['exercise'])} {plain(done)}, where {best} is the best around that day (e1RM)"


def _doubled(about: Mapping[str, Any], display: Display) -> str:
    first, second = (plain(about[name] or "Workout") for name in ("other", "title"))
    return f"{first} and {second} have the very same {styling.plural(about['sets'], 'set', display)}"


def _unfinished(about: Mapping[str, Any], display: Display) -> str:
    return f"{plain(about['title'] or 'Workout')}, {styling.plural(about['sets'], 'set', display)}"


def _too_long(about: Mapping[str, Any], display: Display) -> str:
    return f"{plain(about['title'] or 'Workout')} lasts {styling.duration(about['seconds'])}"


def _same(about: Mapping[str, Any], display: Display) -> str:
    both = zip(about["names"], about["sets"], strict=True)
    return " and ".join(f"**{plain(name)}** ({styling.plural(sets, 'set', display)})" for name, sets in both)


def _zones(about: Mapping[str, Any], display: Display) -> str:
    return f"{styling.plural(about['workouts'], 'workout', display)} in {' and '.join(map(plain, about['zones']))}"


WORDS: Final[Mapping[str, Words]] = {
    "odd_set": _odd,
    "doubled": _doubled,
    "unfinished": _unfinished,
    "too_long": _too_long,
    "same_exercise": _same,
    "two_zones": _zones,
}


def label(fix: Fix, words: Mapping[str, str], display: Display) -> str:
    """Write a fix as an action (`words` is FIXES) or as a result (DONE)."""
    value = fix.value
    if fix.name == "finish":
        value = styling.duration(value)
    if fix.name == "weight":
        weight, unit = value.split()
        value = styling.load(weight, unit, display)
    return words[fix.name].format(value=value)
