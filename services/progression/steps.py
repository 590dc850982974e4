"""From one load to the next: harder after a success, easier after misses. Of help, less is harder."""

from decimal import Decimal
from fractions import Fraction

from services.gyms.loadable import Gear
from services.progression.formulas import deloaded


def harder(load: Decimal, add: Decimal, gear: Gear) -> Decimal:
    """At least the next loadable load: small steps on large plates would else never arrive. No help is the least."""
    if gear.is_help:
        wanted = gear.nearest(max(load - add, Decimal(0)))
        return wanted if wanted < load else gear.below(load)
    wanted = gear.nearest(load + add)
    return wanted if wanted > load else gear.above(load)


def easier(load: Decimal, percent: Decimal, gear: Gear) -> Decimal:
    """Some percent off, or as much more help; at least the next loadable load, unless the percentage is 0."""
    off = deloaded(Fraction(load), Fraction(-percent if gear.is_help else percent))
    wanted = gear.nearest(Decimal(off.numerator) / Decimal(off.denominator))
    if gear.is_help:
        return wanted if wanted > load or not percent else gear.above(load)
    return wanted if wanted < load or not percent else gear.below(load)


def easiest(loads: list[Decimal], gear: Gear) -> Decimal | None:
    """The easiest of some loads: the lightest, or the most help."""
    return (max if gear.is_help else min)(loads, default=None)


def hardest(loads: list[Decimal], gear: Gear) -> Decimal | None:
    """The hardest of some loads."""
    return (min if gear.is_help else max)(loads, default=None)
