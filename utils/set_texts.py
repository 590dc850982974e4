"""What stands in the inputs of a set: values as a lifter types and reads them, and what is typed as values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from services.units import in_unit
from services.workouts.board import SetRow
from utils.locales import MINUS, typed_number
from utils.styling import METRES_PER_MILE, rest

# What is asked of one set, by how its exercise is loaded.
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
    """The names of a kind of set: where one is chosen, in a table, and in a routine's line if it is told there."""

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
    """An exercise of a workout with its rows in order; loads are entered in `unit`."""

    exercise_id: int
    name: str
    load_type: str
    unit: str
    rows: tuple[SetRow, ...]
    pinned_note: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """What is asked of each of its sets."""
        return INPUTS[self.load_type]

    @property
    def counts_reps(self) -> bool:
        """Whether its sets are counted in reps, which is where a reserve has a meaning."""
        return "reps" in self.inputs


def kind_of(set_type: str | None) -> str:
    """Name a kind of set in a table: "Warm-up"; nothing for a working set, which is the usual one."""
    kind = SET_TYPES.get(set_type or "working")
    return kind.short if kind and set_type != "working" else ""


def length_unit(block: Block) -> str:
    """In which unit distances are entered: km or miles, for carries m or yards."""
    is_metric = block.unit == "kg"
    if block.load_type == "carry":
        return "m" if is_metric else "yd"
    return "km" if is_metric else "mi"


def heading(name: str, block: Block) -> str:
    """What stands over an input: "kg", "+kg", "Reps", "km"."""
    headings = {
        "weight": SIGNS.get(block.load_type, "") + block.unit,
        "reps": "Reps",
        "rir": "RIR",
        "seconds": "Time",
        "distance_m": length_unit(block),
    }
    return headings[name]


def texts_of(row: SetRow, block: Block, locale: str) -> dict[str, str]:
    """What a row's inputs hold, as the lifter would type it."""
    return {name: _text(name, row, block, locale) for name in (*block.inputs, "rir")}


def parsed(name: str, text: str, block: Block) -> Any:
    """One typed value: weights as decimal strings, seconds, metres, whole reps; None for nothing."""
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
    """As entered in the exercise's own unit, from the other unit to two decimals."""
    if row.weight is None or row.unit in (block.unit, None):
        return row.weight
    return round(Decimal(str(in_unit(float(row.weight), str(row.unit), block.unit))), 2)


def _plain(value: Any) -> str:
    exact = f"{Decimal(str(value)):f}"
    return exact.rstrip("0").rstrip(".") if "." in exact else exact


def _seconds(typed: str) -> float | str:
    """Seconds from "90", "1:30" or "1:02:30"."""
    found = CLOCK.fullmatch(typed)
    if found:
        return float(int(found["h"] or 0) * 3600 + int(found["m"]) * 60 + int(found["s"]))
    return float(typed.replace(",", ".")) if NUMBER.fullmatch(typed) else typed
