"""Find the plates for a weight from a gym's own bars and plates, in kg, lb or both."""

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
    """A bar or a plate with the weight marked on it."""

    weight: Decimal
    unit: str
    count: int | None = None

    def weighs(self, unit: str) -> float:
        """Return its weight in a unit."""
        return in_unit(float(self.weight), self.unit, unit) or 0.0


@dataclass(frozen=True)
class Rack:
    """The bars and plates of a gym, the heaviest first."""

    name: str
    bars: tuple[Piece, ...]
    plates: tuple[Piece, ...]


@dataclass(frozen=True)
class Loading:
    """A loaded bar: the plates of one side from the inside out, and the total weight in `unit`."""

    bar: Piece
    side: tuple[Piece, ...]
    total: float
    unit: str


def racks(engine: Engine, user_id: int, unit: str) -> tuple[Rack, ...]:
    """Return the lifter's gyms that have bars, the default one first; without any, a usual set of plates."""
    gyms_in_order = sorted(gyms.gyms(engine, user_id), key=lambda gym: not gym["is_default"])
    with_bars = [gym for gym in gyms_in_order if any(piece["kind"] == "bar" for piece in gym["items"])]
    own = tuple(_rack(gym["name"], gym["items"]) for gym in with_bars)
    usual = [item for kind in KINDS for item in words.parsed(kind, words.DEFAULTS[unit][kind], unit)]
    return own or (_rack("Usual plates", usual),)


def loading(rack: Rack, bar: Piece, target: Decimal, unit: str) -> Loading:
    """Return the heaviest loading up to the target; InvalidValue for a target below the bar or over the limit."""
    own = bar.weighs(unit)
    if not target.is_finite() or not own <= target <= MOST[unit]:
        raise InvalidValue(f"The weight has to be from the bar's own to {MOST[unit]} {unit}.")
    weights = {plate.weighs(unit): plate for plate in rack.plates}
    inventory = [(weight, plate.count or ANY_COUNT) for weight, plate in weights.items()]
    fitted = plates(float(target), own, inventory)
    side, total = (fitted["per_side"], fitted["total"]) if fitted else ([], own)
    return Loading(bar, tuple(weights[weight] for weight in side), total, unit)


def _rack(name: str, items: Sequence[Item]) -> Rack:
    bars, discs = ([_piece(item) for item in items if item["kind"] == kind] for kind in KINDS)
    return Rack(name, _heaviest_first(bars), _heaviest_first(discs))


def _piece(item: Item) -> Piece:
    return Piece(item["weight"], item["unit"], item["count"])


def _heaviest_first(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(sorted(pieces, key=lambda piece: -piece.weighs("kg")))
