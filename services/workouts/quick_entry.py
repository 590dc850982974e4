"""Parse a past workout typed as text: "squat 100x5 100x5@2, bench 80x5x3". Nothing is guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.exercises.search import Entry, find

TYPES: Final = {"w": "warmup", "d": "drop", "f": "failure", "a": "amrap"}
SET: Final = re.compile(
    r"(?P<type>[wdfa])?(?P<weight>\d{1,6}(?:[.,]\d{1,4})?)?(?P<unit>kg|lbs?)?"
    r"[x×*](?P<reps>\d{1,4})(?:[x×*](?P<times>\d{1,2}))?(?:@(?P<rir>\d{1,2}(?:[.,]5)?))?",
    re.ASCII | re.IGNORECASE,
)
HOLD: Final = re.compile(r"(?:(?P<minutes>\d{1,4}):(?P<rest>[0-5]\d)|(?P<seconds>\d{1,5})s)", re.ASCII)
MOST_TIMES: Final = 20


@dataclass(frozen=True)
class TypedSet:
    """A set as typed; weight as a decimal string in `unit` (None: the lifter's own)."""

    set_type: str = "working"
    weight: str | None = None
    unit: str | None = None
    reps: int | None = None
    rir: float | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Typed:
    """An exercise as typed, with its sets, and its id once it is resolved."""

    name: str
    sets: tuple[TypedSet, ...]
    exercise_id: int = 0


def parse_entry(text: str) -> tuple[list[Typed], list[str]]:
    """Parse exercises with their sets; return them with a sentence for each part that could not be read.

    A set is `100x5`, `100,5kgx5`, `x12` without a weight, `100x5x3` for three equal ones, `60s` or `1:30` for a hold;
    `@2` is RIR and a letter in front the type: `w` warm-up, `d` drop, `f` failure, `a` AMRAP.
    """
    exercises, problems = [], []
    for line in re.split(r"[\n;]|,(?=\s)", text):
        name: list[str] = []
        sets: list[TypedSet] = []
        for word in line.split():
            read = _sets(word)
            if read and not name:
                problems.append(f"“{word[:40]}” has no exercise before it.")
            elif not read and sets:
                exercises.append(Typed(" ".join(name), tuple(sets)))
                name, sets = [word], []
            elif read:
                sets += read
            else:
                name.append(word)
        if sets:
            exercises.append(Typed(" ".join(name), tuple(sets)))
        elif name:
            problems.append(f"“{' '.join(name)[:40]}” has no set behind it, such as 100x5.")
    return exercises, problems


def resolve(
    typed: Iterable[Typed], entries: Sequence[Entry], recent: Sequence[int] = ()
) -> tuple[list[Typed], list[str]]:
    """Find the exercise of each typed name; return them with a sentence for each unknown name."""
    resolved, problems = [], []
    for exercise in typed:
        matches = find(exercise.name, entries, recent, limit=1)
        if matches:
            resolved.append(replace(exercise, name=matches[0].name, exercise_id=matches[0].exercise_id))
        else:
            problems.append(f"No exercise is called “{exercise.name[:40]}”.")
    return resolved, problems


def _sets(word: str) -> list[TypedSet]:
    held = HOLD.fullmatch(word)
    if held:
        seconds = held["seconds"] or int(held["minutes"]) * 60 + int(held["rest"])
        return [TypedSet(seconds=float(seconds))]
    lifted = SET.fullmatch(word)
    return _lifted(lifted) if lifted else []


def _lifted(match: re.Match[str]) -> list[TypedSet]:
    weight, rir, unit = match["weight"], match["rir"], (match["unit"] or "").lower()
    typed_set = TypedSet(
        TYPES.get((match["type"] or "").lower(), "working"),
        weight.replace(",", ".") if weight else None,
        {"kg": "kg", "lb": "lb", "lbs": "lb"}.get(unit) if weight else None,
        int(match["reps"]),
        float(rir.replace(",", ".")) if rir else None,
    )
    times = int(match["times"] or 1)
    return [typed_set] * times if times <= MOST_TIMES else []
