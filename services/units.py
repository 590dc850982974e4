"""Convert pounds and kilograms exactly; numbers count as they are written in decimal."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeGuard, TypeVar

# The international pound of 1959 is this many kilograms exactly (NIST SP 811).
KG_PER_LB: Final = Decimal("0.45359237")
Exact = TypeVar("Exact", Decimal, Fraction)


def known(value: float | None) -> TypeGuard[float]:
    """Whether a number is known: neither None, NaN nor infinite."""
    return value is not None and math.isfinite(value)


def exact(value: float) -> Fraction:
    """Give a float as the number that it is written as, free of binary error: 0.1 is one tenth."""
    return Fraction(Decimal(str(value)))


def percent_of(whole: Exact, percent: Exact) -> Exact:
    """Give a percentage of a whole, unrounded and in the type of the arguments."""
    return whole * percent / 100


def nearest_float(value: Fraction) -> float | None:
    """Give the float nearest to an exact number; None past the largest float."""
    try:
        return float(value)
    except OverflowError:
        return None


def lb_to_kg(lb: float | None) -> float | None:
    """Convert pounds to kilograms, unrounded; None for an unknown weight. NIST SP 811."""
    return nearest_float(exact(lb) * Fraction(KG_PER_LB)) if known(lb) else None


def kg_to_lb(kg: float | None) -> float | None:
    """Convert kilograms to pounds, unrounded; None for an unknown weight. NIST SP 811."""
    return nearest_float(exact(kg) / Fraction(KG_PER_LB)) if known(kg) else None


def in_unit(value: float | None, unit: str, target: str) -> float | None:
    """Convert a weight entered in `unit` (kg or lb) to `target`; in its own unit it stays as entered."""
    if unit == target:
        return value
    return kg_to_lb(value) if unit == "kg" else lb_to_kg(value)


def unit_round_trip(value: float, unit: str, cycles: int) -> float:
    """Give the stored value, in its own unit, after the display unit was toggled `cycles` times: as entered.

    Apps that rewrite the stored weight drift (1.25 kg, 3 lb, 1.5 kg); here a toggle only changes the target of
    `in_unit`.
    """
    return value


HALF: Final = Fraction(1, 2)


def nearest_multiple(load: Fraction, increment: Fraction) -> Fraction:
    """Give the multiple of the increment nearest to the load; a half goes away from zero."""
    steps = math.floor(abs(load) / increment + HALF)
    return increment * (steps if load >= 0 else -steps)


def round_load(load: float | None, increment: float | None) -> float | None:
    """Round a load to a multiple of the increment, decimal half up, in the unit of both.

    Both are taken as written: 100.5 to 1 is 101, whatever binary floats make of it. None for an unknown
    load or an increment that is not positive.
    """
    if not (known(load) and known(increment)) or increment <= 0:
        return None
    return nearest_float(nearest_multiple(exact(load), exact(increment)))
