"""A finding and its fixes: plain values between those that look, those that word and those that put right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

Kind = Literal["odd_set", "doubled", "unfinished", "too_long", "same_exercise", "two_zones"]
KINDS: Final[tuple[Kind, ...]] = ("odd_set", "doubled", "unfinished", "too_long", "same_exercise", "two_zones")


@dataclass(frozen=True)
class Step:
    """One operation on the log without its op_id, as services.log.workout_log takes it."""

    kind: str
    workout_id: int
    set_id: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fix:
    """A way to put something right, and the way back: operations, or a merge of two exercises.

    `name` says what is done, `value` what it needs to be said: a weight with its unit, seconds, a zone, a name.
    """

    name: Literal["weight", "delete_set", "delete_workout", "finish", "merge", "zone"]
    value: str = ""
    steps: tuple[Step, ...] = ()
    back: tuple[Step, ...] = ()
    merge: tuple[int, int] | None = None


@dataclass(frozen=True)
class Finding:
    """Something that looks wrong: its kind, when, what it is about in words and numbers, and how to put it right.

    `topic` is what it is dismissed by. `about` by kind: odd_set exercise, weight, unit, reps, best (kg); doubled title,
    other, sets; unfinished title, sets; too_long title, seconds; same_exercise names; two_zones zones.
    """

    kind: Kind
    topic: str
    day: date | None
    about: Mapping[str, Any]
    fixes: tuple[Fix, ...]
