"""The plates for a weight from a gym's own bars and plates, kg, lb or both (C17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Engine

from services.errors import InvalidValue
from services.gyms import editing as gyms
from services.gyms import words
from services.gyms.loadable import ANY_COUNT, MOST
from services.plates import plates
from services.units import in_unit

Item = Mapping[str, Any]

KINDS: Final = ("bar", "plate")


@dataclass(frozen=True)
class Piece:
    """A bar or a plate as it is marked."""

    weight: Decimal
    unit: str
    count: int | None = None

    def weighs(self, unit: str) -> float:
        """Its weight in a unit."""
        return in_unit(float(self.weight), self.unit, unit) or 0.0


@dataclass(frozen=True)
class Rack:
    """The bars and plates of a gym, the heaviest first."""

    name: str
    bars: tuple[Piece, ...]
    plates: tuple[Piece, ...]


@dataclass(frozen=True)
class Loading:
    """What is on the bar: the plates of one side from the inside, and all that is lifted, in the unit asked for."""

    bar: Piece
    side: tuple[Piece, ...]
    total: float
    unit: str


def racks(engine: Engine, user_id: int, unit: str) -> tuple[Rack, ...]:
    """The lifter's gyms that have bars, one's own first; without any the usual bars and plates."""
    found = sorted(gyms.gyms(engine, user_id), key=lambda gym: not gym["is_default"])
    own = tuple(_rack(gym["name"], gym["items"]) for gym in found if any(one["kind"] == "bar" for one in gym["items"]))
    usual = [item for kind in KINDS for item in words.parsed(kind, words.DEFAULTS[unit][kind], unit)]
    return own or (_rack("Usual plates", usual),)


def loading(rack: Rack, bar: Piece, target: Decimal, unit: str) -> Loading:
    """The heaviest loading at most the target, exactly; InvalidValue for a target below the bar or beyond any bar."""
    own = bar.weighs(unit)
    if not target.is_finite() or not own <= target <= MOST[unit]:
        raise InvalidValue(f"The weight has to be from the bar's own to {MOST[unit]} {unit}.")
    weights = {one.weighs(unit): one for one in rack.plates}
    inventory = [(weight, one.count or ANY_COUNT) for weight, one in weights.items()]
    found = plates(float(target), own, inventory)
    side, total = (found["per_side"], found["total"]) if found else ([], own)
    return Loading(bar, tuple(weights[weight] for weight in side), total, unit)


def _rack(name: str, items: Sequence[Item]) -> Rack:
    bars, discs = ([_piece(one) for one in items if one["kind"] == kind] for kind in KINDS)
    return Rack(name, _heaviest_first(bars), _heaviest_first(discs))


def _piece(item: Item) -> Piece:
    return Piece(item["weight"], item["unit"], item["count"])


def _heaviest_first(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(sorted(pieces, key=lambda one: -one.weighs("kg")))
