"""Write loads for the sentences that explain a progression; the sentences are in advance and waves."""

from decimal import Decimal
from typing import Final

from services.progression.state import State

ARROW: Final = "\N{RIGHTWARDS ARROW}"


def amount(value: Decimal | None, unit: str) -> str:
    """Write a load with its unit: "82.5 kg"."""
    return "no load" if value is None else f"{round(value, 2).normalize():f} {unit}"


def change(old: State, new: State) -> str:
    """Write a change of load: "82.5 → 85 kg"."""
    return f"{bare(old.load)} {ARROW} {amount(new.load, new.unit)}"


def bare(value: Decimal | None) -> str:
    """Write a load without its unit."""
    return "" if value is None else f"{round(value, 2).normalize():f}"
