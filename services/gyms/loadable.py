"""Work out the loads that can be made for an exercise: multiples of a step, or sums of bars and plates."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from services.plates import with_one_more_kind
from services.units import nearest_multiple

Item = Mapping[str, Any]

STEPS: Final = {"kg": Decimal("2.5"), "lb": Decimal(5)}
MOST: Final = {"kg": Decimal(500), "lb": Decimal(1100)}  # no list of loads goes beyond this
MOST_SIDES: Final = 5000  # the longest list of loads that is kept
ANY_COUNT: Final = 40  # of plates, if their number is not given
# The kinds of gym items by equipment.
BARS: Final = frozenset({"barbell", "ez_bar", "trap_bar", "smith_machine", "landmine"})
RANGES: Final = {"dumbbell": "dumbbell", "kettlebell": "dumbbell", "machine": "stack", "cable": "stack"}


@dataclass(frozen=True)
class Gear:
    """The loads that can be made, ascending; without a list, all multiples of `step` from `least` on.

    With `is_help` the load assists the lifter, as on an assisted pull-up: less is harder.
    """

    step: Decimal
    loads: tuple[Decimal, ...] = ()
    least: Decimal | None = None
    is_help: bool = False

    @property
    def lightest(self) -> Decimal:
        """The lightest load."""
        if self.loads:
            return self.loads[0]
        return self.step if self.least is None else self.least

    def nearest(self, load: Decimal) -> Decimal:
        """Return the nearest loadable weight, of two as near the heavier; never below the lightest."""
        if self.loads:
            return _nearest_of(self.loads, load)
        return max(self.lightest, _decimal(nearest_multiple(Fraction(load), Fraction(self.step))))

    def above(self, load: Decimal) -> Decimal:
        """Return the next heavier load, or the heaviest itself."""
        if self.loads:
            return next((heavier for heavier in self.loads if heavier > load), self.loads[-1])
        return self.nearest((load // self.step + 1) * self.step)

    def below(self, load: Decimal) -> Decimal:
        """Return the next lighter load, or the lightest itself."""
        if self.loads:
            return next((lighter for lighter in reversed(self.loads) if lighter < load), self.loads[0])
        return max(self.lightest, ((load / self.step).to_integral_value(ROUND_CEILING) - 1) * self.step)


def gear_of(equipment: str, unit: str, items: Sequence[Item] = (), step: Decimal | None = None) -> Gear:
    """Return the loadable weights of equipment: from a gym's items in this unit, else in steps of 2.5 kg or 5 lb.

    `items` come from services.gyms.editing. A lifter's own step for an exercise overrides the gym.
    """
    if step:
        return Gear(step)
    of_unit = [item for item in items if item["unit"] == unit]
    if equipment in BARS:
        return Gear(STEPS[unit], _on_bars(of_unit, MOST[unit]))
    kind = RANGES.get(equipment)
    return Gear(STEPS[unit], tuple(sorted(_ranged(item for item in of_unit if item["kind"] == kind))))


def _nearest_of(loads: Sequence[Decimal], load: Decimal) -> Decimal:
    place = bisect_left(loads, load)
    around = loads[max(place - 1, 0) : place + 1]
    return min(around, key=lambda candidate: (abs(candidate - load), -candidate))


def _on_bars(items: Sequence[Item], most: Decimal) -> tuple[Decimal, ...]:
    """Return every total of a bar and pairs of plates up to `most`; empty without a bar."""
    bars = {Fraction(item["weight"]) for item in items if item["kind"] == "bar"}
    owned = {Fraction(item["weight"]): item["count"] or ANY_COUNT for item in items if item["kind"] == "plate"}
    return _totals(frozenset(bars), frozenset(owned.items()), Fraction(most))


@lru_cache(maxsize=256)
def _totals(bars: frozenset[Fraction], owned: frozenset[tuple[Fraction, int]], most: Fraction) -> tuple[Decimal, ...]:
    sides = _sides({plate: count // 2 for plate, count in sorted(owned, reverse=True)}, most / 2)
    totals = {bar + 2 * side for bar in bars for side in sides}
    return tuple(sorted(_decimal(total) for total in totals if 0 < total <= most))


def _sides(owned: Mapping[Fraction, int], most: Fraction) -> set[Fraction]:
    """Return the weights of one side; empty if odd plates make so many sums that a step is as good as a list."""
    plates = {plate: pairs for plate, pairs in owned.items() if plate > 0 and pairs}
    if not plates:
        return {Fraction(0)}
    step = Fraction(
        math.gcd(*(weight.numerator for weight in plates)), math.lcm(*(weight.denominator for weight in plates))
    )
    reached = {0: 0}
    for plate, pairs in plates.items():
        reached = with_one_more_kind(reached, int(plate / step), pairs, math.floor(most / step))
        if len(reached) > MOST_SIDES:
            return set()
    return {step * side for side in reached}


def _ranged(items: Iterable[Item]) -> set[Decimal]:
    """Return the loads of items that are single weights or ranges in steps."""
    loads: set[Decimal] = set()
    for item in items:
        first, last, step = item["weight"], item["maximum"] or item["weight"], item["step"] or Decimal(1)
        loads |= {first + place * step for place in range(min(int((last - first) / step) + 1, MOST_SIDES))}
    return {load for load in loads if load > 0}


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
