"""Where a progression stands, and what was done of what it asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

from services.progression.schemes import Aim

TOLERANCE: Final = Decimal("0.001")  # a load in the other unit comes back with the error of a double


@dataclass(frozen=True)
class State:
    """Loads in `unit` (kg or lb); `maximum` is a training max, or for efforts an estimated max.

    `step` counts within a wave, `cycle` whole waves, `reps` is the target of double progression, `first` the load last
    used in the first stage of a chain.
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
    """One planned set beside what was done of it; warm-ups are none of these."""

    aim: Aim
    reps: int | None = None
    load: Decimal | None = None
    rir: float | None = None
    is_done: bool = False
    is_help: bool = False

    @property
    def is_easier(self) -> bool:
        """Whether it was done with less than its load, or with more help."""
        if self.aim.load is None or self.load is None:
            return False
        if self.is_help:
            return self.load > self.aim.load + TOLERANCE
        return self.load < self.aim.load - TOLERANCE

    @property
    def is_met(self) -> bool:
        """Whether its reps were done with its load or more, or with its help or less."""
        return self.is_done and not self.is_easier and (self.reps is None or self.reps >= self.aim.low)


@dataclass(frozen=True)
class Performed:
    """What was done of a progression in one workout; an excuse leaves it out of all counts."""

    lines: tuple[Line, ...]
    excuse: str | None = None

    @property
    def done(self) -> tuple[Line, ...]:
        """The sets that were done."""
        return tuple(line for line in self.lines if line.is_done)

    @property
    def is_met(self) -> bool:
        """Whether every set was done as it was asked."""
        return bool(self.lines) and all(line.is_met for line in self.lines)

    @property
    def loads(self) -> list[Decimal]:
        """The loads of what was done."""
        return [line.load for line in self.done if line.load is not None]


@dataclass(frozen=True)
class Advanced:
    """The state after a workout, why in a sentence, and a verdict for the counters' readers."""

    state: State
    sentence: str | None
    verdict: str = "met"


LOADS: Final = ("load", "maximum", "first")
COUNTERS: Final = ("step", "cycle", "stage", "fails", "wins", "deloads", "reps")


def to_json(state: State) -> dict[str, Any]:
    """A state as JSON; loads as exact strings."""
    values = {one.name: getattr(state, one.name) for one in fields(state)}
    told = {name: value for name, value in values.items() if value or isinstance(value, Decimal)}  # no help is a load
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in told.items()}


def from_json(given: Mapping[str, Any]) -> State:
    """The state of to_json; what is not there is as at the beginning."""
    values: dict[str, Any] = {name: Decimal(given[name]) for name in LOADS if given.get(name)}
    values |= {name: int(given[name]) for name in COUNTERS if given.get(name)}
    return State(str(given.get("unit") or "kg"), **values)


def as_asked(aims: Sequence[Aim], missed: bool = False) -> Performed:
    """A workout in which all was done as asked, or its last set lacked a rep (of one rep, was not done)."""
    lines = [Line(aim, aim.low, aim.load, aim.rir, True) for aim in aims]
    if missed and lines:
        last = lines[-1]
        short = (last.reps or 1) - 1 if last.aim.low > 1 else 0
        lines[-1] = Line(
            last.aim, min(short, last.aim.low - 1), last.load, 0.0 if last.rir is not None else None, short > 0
        )
    return Performed(tuple(lines))
