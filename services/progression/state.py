"""The data of a progression: its state, a performed workout, the result of one; no rules, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

from services.progression.schemes import Aim

TOLERANCE: Final = Decimal("0.001")  # a load in the other unit comes back with the error of a double


@dataclass(frozen=True)
class State:
    """The state of a progression, with loads in `unit` (kg or lb); `maximum` is a training or an estimated max.

    `step` counts within a wave, `cycle` counts waves, `reps` is the target of double progression, and `first` is the
    last load of a chain's first stage.
    """

    unit: str
    load: Decimal | None = None
    maximum: Decimal | None = None
    step: int = 0
    cycle: int = 0
    stage: int = 0
    fails: int = 0
    wins: int = 0
    deloads: int = 0
    reps: int | None = None
    first: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """A planned working set and what was done of it."""

    aim: Aim
    reps: int | None = None
    load: Decimal | None = None
    rir: float | None = None
    is_done: bool = False
    is_help: bool = False

    @property
    def is_easier(self) -> bool:
        """Whether it was done with less than its load, or with more assistance."""
        if self.aim.load is None or self.load is None:
            return False
        if self.is_help:
            return self.load > self.aim.load + TOLERANCE
        return self.load < self.aim.load - TOLERANCE

    @property
    def is_met(self) -> bool:
        """Whether its reps were done with at least its load, or at most its assistance."""
        return self.is_done and not self.is_easier and (self.reps is None or self.reps >= self.aim.low)


@dataclass(frozen=True)
class Performed:
    """The sets of a progression in one workout; an excuse leaves the workout out of all counts."""

    lines: tuple[Line, ...]
    excuse: str | None = None

    @property
    def done(self) -> tuple[Line, ...]:
        """The sets that were done."""
        return tuple(line for line in self.lines if line.is_done)

    @property
    def is_met(self) -> bool:
        """Whether every set was done as planned."""
        return bool(self.lines) and all(line.is_met for line in self.lines)

    @property
    def loads(self) -> list[Decimal]:
        """The loads of the sets that were done."""
        return [line.load for line in self.done if line.load is not None]


@dataclass(frozen=True)
class Advanced:
    """The state after a workout, a sentence that explains it, and a verdict in one word."""

    state: State
    sentence: str | None
    verdict: str = "met"


LOADS: Final = ("load", "maximum", "first")
COUNTERS: Final = ("step", "cycle", "stage", "fails", "wins", "deloads", "reps")


def to_json(state: State) -> dict[str, Any]:
    """Return a state as JSON, with loads as exact strings."""
    values = {field.name: getattr(state, field.name) for field in fields(state)}
    stored = {
        name: value for name, value in values.items() if value or isinstance(value, Decimal)
    }  # no assistance is a load
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in stored.items()}


def from_json(stored: Mapping[str, Any]) -> State:
    """Read a state from the JSON of to_json; missing fields have their defaults."""
    values: dict[str, Any] = {name: Decimal(stored[name]) for name in LOADS if stored.get(name)}
    values |= {name: int(stored[name]) for name in COUNTERS if stored.get(name)}
    return State(str(stored.get("unit") or "kg"), **values)


def as_asked(aims: Sequence[Aim], missed: bool = False) -> Performed:
    """Build a workout in which all sets were done as planned, or the last a rep short (a single: not done)."""
    lines = [Line(aim, aim.low, aim.load, aim.rir, True) for aim in aims]
    if missed and lines:
        last = lines[-1]
        short = (last.reps or 1) - 1 if last.aim.low > 1 else 0
        lines[-1] = Line(
            last.aim, min(short, last.aim.low - 1), last.load, 0.0 if last.rir is not None else None, short > 0
        )
    return Performed(tuple(lines))
