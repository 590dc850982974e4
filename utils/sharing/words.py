"""Words for the content of a share link: days, exercises, sets and rules; no widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.catalogue import fold_name
from services.progression.rules import NAMES, Effort
from services.sharing import content
from services.sharing.content import PROGRAM, Follow, Lift
from services.sharing.links import Opened
from services.sharing.taking import Missing
from utils import set_schemes, styling
from utils.set_texts import Block
from utils.styling import Display, in_words, plural

NOWHERE: Final = "This link leads nowhere: it may have been ended, have run out, or be incomplete. Ask for a new one."
RULES: Final[Mapping[str, str]] = {
    "linear": "more weight when all sets are done",
    "double": "more reps, then more weight",
    "531": "5/3/1 cycles",
    "wave": "waves in percent of a training max",
    "rpe": "loads by effort",
    "sum": "more weight at a goal of reps",
    "chain": "stages one after another",
}


@dataclass(frozen=True)
class Line:
    """An exercise: its name, its sets as Markdown, its progression, and its note."""

    name: str
    scheme: str
    goes_on: str
    note: str


@dataclass(frozen=True)
class Day:
    """A routine with its exercises in order."""

    name: str
    lines: tuple[Line, ...]
    about: str = ""


def days_of(link: Opened, display: Display) -> list[Day]:
    """List every routine of a link."""
    names = content.names_of(link.document)
    places = {fold_name(name): place for place, name in enumerate(names, 1)}
    lifts, follows = content.lifts_of(link.document), content.follows_of(link.document)
    days = []
    for shared, following in zip(content.routines_of(link.document, places), follows, strict=True):
        parts = zip(shared.routine.exercises, following, strict=True)
        lines = [
            Line(
                " or ".join(names[number - 1] for number in (part.exercise_id, *part.alternatives)),
                set_schemes.scheme(part, _block(display), display),
                _goes_on(follow, lifts, display),
                _note(part.note),
            )
            for part, follow in parts
        ]
        days.append(Day(shared.routine.name, tuple(lines), shared.routine.description or ""))
    return days


def about(link: Opened, days: Sequence[Day], display: Display) -> str:
    """Summarise the content of a link: "A program · 3 days · 14 exercises", as Markdown."""
    count = plural(sum(len(day.lines) for day in days), "exercise", display)
    if link.kind != PROGRAM:
        return set_schemes.in_line(["A routine", count])
    weeks = link.document["plan"].get("weeks")
    length = plural(weeks, "week", display) if weeks else ""
    return set_schemes.in_line(["A program", plural(len(days), "day", display), length, count])


def about_weights(link: Opened) -> str:
    """Say whether the link includes weights."""
    return (
        "With the weights of whoever shared it."
        if link.with_weights
        else "Without weights: yours follow from your own first workout, or from what you set."
    )


def about_missing(exercise: Missing) -> str:
    """Say which exercise would be created for an exercise that the lifter does not have."""
    if exercise.fields is None:
        return f"“{exercise.name}” is not among your exercises: choose one of yours in its place."
    kind = f"{in_words(exercise.fields['equipment'])}, {in_words(exercise.fields['pattern']).lower()}"
    offer = f"It is made as one of your own ({kind}), or choose one you have."
    return f"“{exercise.name}” is not among your exercises. {offer}"


def _block(display: Display) -> Block:
    return set_schemes.block_of({}, display.unit)


def _note(note: str | None) -> str:
    return note or ""


def _goes_on(follow: Follow | None, lifts: Sequence[Lift], display: Display) -> str:
    if follow is None:
        return ""
    lift = lifts[follow.lift]
    if follow.take:
        return f"takes its load from {lift.name}"
    return ", ".join(filter(None, (RULES[NAMES[type(lift.rule)]], _base(lift, display))))


def _base(lift: Lift, display: Display) -> str:
    base = lift.base
    if base is None:
        return ""
    if base.maximum is not None:
        kind = "estimated max" if isinstance(lift.rule, Effort) else "training max"
        return f"{kind} {styling.load(base.maximum, base.unit, display)}"
    return f"from {styling.load(base.load, base.unit, display)}" if base.load is not None else ""
