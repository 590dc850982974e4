"""The closed list of progression rules as dataclasses, with their parameters and stored JSON; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final


@dataclass(frozen=True)
class Linear:
    """Add to the load after `wins` good workouts; take `deload` percent off after `fails` misses in a row."""

    add: Decimal
    fails: int = 3
    deload: Decimal = Decimal(10)
    wins: int = 1


@dataclass(frozen=True)
class Double:
    """Add reps from low to high, then load; `fails` misses of `low` take ten percent off, 0 for never."""

    low: int
    high: int
    add: Decimal
    fails: int = 0


@dataclass(frozen=True)
class Wendler:
    """5/3/1: a training max that rises after each cycle, or falls to `back` percent if reps were missed.

    With `deload` a fourth, light week ends a cycle.
    """

    add: Decimal
    back: Decimal = Decimal(90)
    deload: bool = True


@dataclass(frozen=True)
class Wave:
    """Steps in percent of a training max, one per workout; after the last, `add` goes to the max or to the loads.

    With `reps`, the reps of the hardest open set decide instead: "2:2.5 4:5" adds 2.5 from 2 reps, 5 from 4.
    """

    steps: tuple[str, ...]
    add: Decimal = Decimal(0)
    to: str = "max"
    reps: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True)
class Effort:
    """Loads from an estimated max and the RPE chart; each workout's hardest set moves the estimate, within a limit."""

    steps: tuple[str, ...]
    limit: Decimal = Decimal(5)


@dataclass(frozen=True)
class Goal:
    """Add to the load once the reps of all sets, or of the last one, reach a goal."""

    reps: int
    add: Decimal
    of: str = "all"
    fails: int = 0


Simple = Linear | Double | Goal


@dataclass(frozen=True)
class Stage:
    """A scheme of sets, the rule that it follows, and the number of deloads before the next stage."""

    scheme: str
    rule: Simple
    deloads: int = 0


@dataclass(frozen=True)
class Chain:
    """Stages one after another; after the last, the first restarts at `restart` percent of the load.

    `of` names that load: the present one, or the last of the first stage; `plus` is added to it. With a restart of 0
    the last stage stays.
    """

    stages: tuple[Stage, ...]
    restart: Decimal = Decimal(85)
    of: str = "load"
    plus: Decimal = Decimal(0)


Rule = Linear | Double | Wendler | Wave | Effort | Goal | Chain
RULES: Final[Mapping[str, type[Rule]]] = {
    "linear": Linear,
    "double": Double,
    "531": Wendler,
    "wave": Wave,
    "rpe": Effort,
    "sum": Goal,
    "chain": Chain,
}
NAMES: Final = {kind: name for name, kind in RULES.items()}
SIMPLE: Final[Mapping[str, type[Simple]]] = {"linear": Linear, "double": Double, "sum": Goal}


def to_json(rule: Rule) -> dict[str, Any]:
    """Return the JSON that from_json takes; fractional numbers as strings, so that they stay exact."""
    values = {field.name: _plain(getattr(rule, field.name)) for field in fields(rule)}
    return {"rule": NAMES[type(rule)], **values}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    if isinstance(value, Stage):
        return {"scheme": value.scheme, "rule": to_json(value.rule), "deloads": value.deloads}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
