"""Find the plates for a target weight."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypedDict

from services.units import exact, known


class Loading(TypedDict):
    """The plates on each side, heaviest first, and the total weight with the bar."""

    per_side: list[float]
    total: float


def pairs_by_plate(inventory: Iterable[Sequence[float]]) -> dict[Fraction, int]:
    """Count the pairs of each plate, heaviest first; a single plate cannot be used."""
    owned: dict[Fraction, int] = {}
    for plate, count in inventory:
        if plate > 0:
            owned[exact(plate)] = owned.get(exact(plate), 0) + int(count)
    return {plate: owned[plate] // 2 for plate in sorted(owned, reverse=True) if owned[plate] >= 2}


def with_one_more_kind(fewest: Mapping[int, int], plate: int, pairs: int, most: int) -> dict[int, int]:
    """Give the fewest plates per side for every reachable weight with one more kind of plate."""
    reachable = dict(fewest)
    for weight, plates_used in fewest.items():
        for more in range(1, min(pairs, (most - weight) // plate) + 1):
            loaded = weight + more * plate
            reachable[loaded] = min(reachable.get(loaded, plates_used + more), plates_used + more)
    return reachable


def fewest_plates(kinds: Sequence[tuple[int, int]], most: int) -> list[dict[int, int]]:
    """Give, for the kinds from each position on, the fewest plates per reachable weight; the last is no plates."""
    tables = [{0: 0}]
    for plate, pairs in reversed(kinds):
        tables.append(with_one_more_kind(tables[-1], plate, pairs, most))
    return tables[::-1]


def heaviest_side(kinds: Sequence[tuple[int, int]], most: int) -> list[int]:
    """Give the plates of one side, heaviest first: the most weight, then fewest, then heaviest plates."""
    tables = fewest_plates(kinds, most)
    weight, side = max(tables[0]), list[int]()
    for (plate, pairs), with_it, without in zip(kinds, tables, tables[1:], strict=False):
        used = next(n for n in range(pairs, -1, -1) if without.get(weight - n * plate, math.inf) + n == with_it[weight])
        side += [plate] * used
        weight -= used * plate
    return side


def plates(target: float | None, bar: float | None, inventory: Iterable[Sequence[float]]) -> Loading | None:
    """Give the plates per side for the heaviest loadable total at most target, all in one unit.

    `inventory` holds (plate, how many in all) rows; plates go on in pairs. Of equal totals the one with the
    fewest plates, then with the heaviest. An exact search: greedy loading is wrong for odd sets of plates.
    None when the target is below the bar or unknown.
    """
    if not (known(target) and known(bar)) or not 0 <= bar <= target:
        return None
    owned, most = pairs_by_plate(inventory), (exact(target) - exact(bar)) / 2
    step = Fraction(math.gcd(*(p.numerator for p in owned)), math.lcm(*(p.denominator for p in owned)))
    kinds = [(int(plate / step), pairs) for plate, pairs in owned.items()]
    side = [step * plate for plate in heaviest_side(kinds, math.floor(most / step) if kinds else 0)]
    return {"per_side": [float(plate) for plate in side], "total": float(exact(bar) + 2 * sum(side))}
