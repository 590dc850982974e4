"""Convert the values of a set to the texts of its inputs, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from services.units import in_unit
from services.workouts.board import SetRow
from utils.locales import MINUS, typed_number
from utils.styling import METRES_PER_MILE, rest

# Inputs of one set by the load type of its exercise.
INPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "external": ("weight", "reps"),
    "bodyweight": ("reps",),
    "weighted_bodyweight": ("weight", "reps"),
    "assisted": ("weight", "reps"),
    "duration": ("seconds",),
    "distance": ("distance_m", "seconds"),
    "carry": ("weight", "distance_m"),
}
SIGNS: Final = {"weighted_bodyweight": "+", "assisted": MINUS}


@dataclass(frozen=True)
class SetType:
    """The names of a set type: as a choice, in a table, and in the line of a routine."""

    name: str
    short: str
    in_routine: str = ""


SET_TYPES: Final[Mapping[str, SetType]] = {
    "working": SetType("Working set", "Working"),
    "warmup": SetType("Warm-up", "Warm-up", "warm-up"),
    "drop": SetType("Drop set", "Drop", "drop sets"),
    "failure": SetType("To failure", "To failure", "to failure"),
    "amrap": SetType("As many reps as possible", "AMRAP"),
}
NUMBER: Final = re.compile(r"\d{1,6}([.,]\d{0,4})?", re.ASCII)
CLOCK: Final = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,4}):(?P<s>[0-5]?\d)", re.ASCII)
METRES: Final = {"km": Decimal(1000), "mi": METRES_PER_MILE, "m": Decimal(1), "yd": Decimal("0.9144")}


@dataclass(frozen=True)
class Block:
    """An exercise of a workout with its rows in order; the lifter enters loads in `unit`."""

    exercise_id: int
    name: str
    load_type: str
    unit: str
    rows: tuple[SetRow, ...]
    pinned_note: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """Return the inputs of each set."""
        return INPUTS[self.load_type]

    @property
    def counts_reps(self) -> bool:
        """Return whether the sets count reps; only then has a reserve a meaning."""
        return "reps" in self.inputs


def kind_of(set_type: str | None) -> str:
    """Return the name of a set type in a table: "Warm-up"; empty for the usual working set."""
    kind = SET_TYPES.get(set_type or "working")
    return kind.short if kind and set_type != "working" else ""


def length_unit(block: Block) -> str:
    """Return the unit in which the lifter enters distances: km or miles, for carries m or yards."""
    is_metric = block.unit == "kg"
    if block.load_type == "carry":
        return "m" if is_metric else "yd"
    return "km" if is_metric else "mi"


def heading(name: str, block: Block) -> str:
    """Return the heading of an input: "kg", "+kg", "Reps", "km"."""
    headings = {
        "weight": SIGNS.get(block.load_type, "") + block.unit,
        "reps": "Reps",
        "rir": "RIR",
        "seconds": "Time",
        "distance_m": length_unit(block),
    }
    return headings[name]


def texts_of(row: SetRow, block: Block, locale: str) -> dict[str, str]:
    """Return the texts of a row's inputs, as the lifter would type them."""
    return {name: _text(name, row, block, locale) for name in (*block.inputs, "rir")}


def parsed(name: str, text: str, block: Block) -> Any:
    """Parse one input: weights as decimal strings, seconds, metres, whole reps; None if it is empty."""
    typed = text.strip()
    if not typed:
        return None
    if name == "seconds":
        return _seconds(typed)
    if NUMBER.fullmatch(typed) is None:
        return typed
    exact = Decimal(typed.replace(",", "."))
    if name == "weight":
        return str(exact)
    if name == "distance_m":
        return float(exact * METRES[length_unit(block)])
    is_whole = name == "reps" and exact == exact.to_integral_value()
    return int(exact) if is_whole else float(exact)


def _text(name: str, row: SetRow, block: Block, locale: str) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    if name == "seconds":
        return rest(value)
    if name == "weight":
        value = _in_unit(row, block)
    if name == "distance_m":
        value = round(Decimal(str(value)) / METRES[length_unit(block)], 3)
    return typed_number(_plain(value), locale)


def _in_unit(row: SetRow, block: Block) -> Decimal | None:
    """Return the weight in the exercise's unit; round a converted weight to two decimals."""
    if row.weight is None or row.unit in (block.unit, None):
        return row.weight
    return round(Decimal(str(in_unit(float(row.weight), str(row.unit), block.unit))), 2)


def _plain(value: Any) -> str:
    exact = f"{Decimal(str(value)):f}"
    return exact.rstrip("0").rstrip(".") if "." in exact else exact


def _seconds(typed: str) -> float | str:
    """Parse seconds from "90", "1:30" or "1:02:30"; return the text if it is not a time."""
    match = CLOCK.fullmatch(typed)
    if match:
        return float(int(match["h"] or 0) * 3600 + int(match["m"]) * 60 + int(match["s"]))
    return float(typed.replace(",", ".")) if NUMBER.fullmatch(typed) else typed
