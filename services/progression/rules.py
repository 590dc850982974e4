"""The closed list of progression rules: what each is told, and the JSON in which it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final


@dataclass(frozen=True)
class Linear:
    """After so many good workouts add to the load; after so many misses in a row take some percent off."""

    add: Decimal
    fails: int = 3
    deload: Decimal = Decimal(10)
    wins: int = 1


@dataclass(frozen=True)
class Double:
    """Add reps from low to high, then load; so many misses of the low end take ten percent off, 0 for never."""

    low: int
    high: int
    add: Decimal
    fails: int = 0


@dataclass(frozen=True)
class Wendler:
    """5/3/1: waves of a training max that rises with each cycle, and goes back to some percent where reps were missed.

    `deload` tells whether a fourth, light week ends a cycle.
    """

    add: Decimal
    back: Decimal = Decimal(90)
    deload: bool = True


@dataclass(frozen=True)
class Wave:
    """Steps in percent of a training max, one per workout; after the last it adds to the max, or to the loads.

    `reps` decides by the reps of the hardest open set instead: "2:2.5 4:5" adds 2.5 from 2 reps, 5 from 4.
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
    """A scheme of sets with the rule that holds while it lasts, and how many deloads it has before the next stage."""

    scheme: str
    rule: Simple
    deloads: int = 0


@dataclass(frozen=True)
class Chain:
    """Stages one after another; after the last it begins again at some percent of the load.

    `of` tells which: the load now, or the one last used in the first stage; `plus` is added to it. With a restart of 0
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
    """The JSON that from_json takes; numbers that are not whole as strings, so that they stay exact."""
    shown = {field.name: _plain(getattr(rule, field.name)) for field in fields(rule)}
    return {"rule": NAMES[type(rule)], **shown}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    if isinstance(value, Stage):
        return {"scheme": value.scheme, "rule": to_json(value.rule), "deloads": value.deloads}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
