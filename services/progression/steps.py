"""Step from one load to a harder or easier one that can be loaded; with assistance, less is harder."""

from decimal import Decimal
from fractions import Fraction

from services.gyms.loadable import Gear
from services.progression.formulas import deloaded


def harder(load: Decimal, add: Decimal, gear: Gear) -> Decimal:
    """Add to a load, at least up to the next loadable one, or small steps with large plates would never arrive."""
    if gear.is_help:
        target = gear.nearest(max(load - add, Decimal(0)))
        return target if target < load else gear.below(load)
    target = gear.nearest(load + add)
    return target if target > load else gear.above(load)


def easier(load: Decimal, percent: Decimal, gear: Gear) -> Decimal:
    """Take some percent off, or add as much assistance: at least one loadable step, unless the percentage is 0."""
    off = deloaded(Fraction(load), Fraction(-percent if gear.is_help else percent))
    target = gear.nearest(Decimal(off.numerator) / Decimal(off.denominator))
    if gear.is_help:
        return target if target > load or not percent else gear.above(load)
    return target if target < load or not percent else gear.below(load)


def easiest(loads: list[Decimal], gear: Gear) -> Decimal | None:
    """Return the easiest of some loads: the lightest, or the most assistance."""
    return (max if gear.is_help else min)(loads, default=None)


def hardest(loads: list[Decimal], gear: Gear) -> Decimal | None:
    """Return the hardest of some loads."""
    return (min if gear.is_help else max)(loads, default=None)
