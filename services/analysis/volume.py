"""How much was done: hard sets per muscle, tonnage, INOL and Prilepin's zones."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NotRequired, TypedDict

from services.errors import InvalidValue
from services.feature_eng import WARMUP, is_hard_set, set_inol, set_relative_volume, set_tonnage
from services.units import known

# What a primary and a secondary muscle get of one hard set (Pelland et al. 2025).
CREDITS: Final[Mapping[str, tuple[float, float]]] = {
    "direct": (1.0, 0.0),
    "fractional": (1.0, 0.5),
    "total": (1.0, 1.0),
}


class PerformedSet(TypedDict):
    """One set as volume sees it; load in any one unit."""

    exercise: NotRequired[str]
    type: NotRequired[str]
    load: NotRequired[float | None]
    reps: NotRequired[float | None]
    rir: NotRequired[float | None]
    rpe: NotRequired[float | None]
    seconds: NotRequired[float | None]
    distance_m: NotRequired[float | None]
    implements: NotRequired[int]
    per_side: NotRequired[bool]
    reps_other: NotRequired[float | None]


class Worked(TypedDict):
    """The muscles that one exercise trains."""

    primary: Sequence[str] | str
    secondary: NotRequired[Sequence[str] | str]


class Zone(TypedDict):
    """A row of Prilepin's table: reps per set, range of all reps, and the best number of them."""

    reps_per_set: list[int]
    range: list[int]
    optimal: int


# Lower bound in percent of 1RM, from the heaviest; as printed in Hristov 2005.
PRILEPIN: Final = (
    (90, (1, 2), (4, 10), 7),
    (80, (2, 4), (10, 20), 15),
    (70, (3, 6), (12, 24), 18),
    (0, (3, 6), (18, 30), 24),
)


def names(muscles: Sequence[str] | str | None) -> Sequence[str]:
    """Give a list of muscles, also when just one is named."""
    return [muscles] if isinstance(muscles, str) else muscles or []


def muscle_credits(worked: Worked, method: str) -> dict[str, float]:
    """Give each muscle its credit for one hard set, its highest if named twice; muscles without credit are absent."""
    if method not in CREDITS:
        raise InvalidValue(f"Hard sets are counted {', '.join(CREDITS)}.")
    primary, secondary = CREDITS[method]
    shares = dict.fromkeys(names(worked.get("secondary")), secondary)
    shares.update(dict.fromkeys(names(worked.get("primary")), primary))
    return {muscle: share for muscle, share in shares.items() if share}


def counts_as_hard(performed: PerformedSet) -> bool:
    """Apply `is_hard_set` to a set written as a mapping."""
    held = bool(performed.get("seconds") or performed.get("distance_m"))
    return is_hard_set(
        performed.get("type", "working"), performed.get("reps"), performed.get("rir"), performed.get("rpe"), held
    )


def hard_sets(method: str, sets: Sequence[PerformedSet], muscles: Mapping[str, Worked]) -> dict[str, float]:
    """Count the hard sets of each muscle: direct, fractional (a secondary muscle gets half) or total.

    `muscles` maps an exercise to its primary and secondary muscles; an exercise that is not in it, and a
    muscle without credit, give nothing. Pelland et al. 2025.
    """
    counted: dict[str, float] = {}
    for performed in filter(counts_as_hard, sets):
        worked = muscles.get(performed.get("exercise", ""), {"primary": []})
        for muscle, share in muscle_credits(worked, method).items():
            counted[muscle] = counted.get(muscle, 0.0) + share
    return counted


def tonnage(sets: Sequence[PerformedSet]) -> float:
    """Sum load x reps over all sets that are no warm-ups, in the unit of load; sets without either add nothing.

    Dumbbell loads are per hand and count by `implements`; reps per side count for both sides.
    """
    return math.fsum(
        set_tonnage(
            performed.get("load"),
            performed.get("reps"),
            performed.get("implements", 1),
            performed.get("per_side", False),
            performed.get("reps_other"),
        )
        or 0.0
        for performed in sets
        if performed.get("type") != WARMUP
    )


def inol(sets: Sequence[tuple[float | None, float | None]]) -> float:
    """Give the intensity number of lifts: the sum of reps / (100 - percent of 1RM) over (reps, percent) sets.

    Percents above 99 count as 99, so that the sum stays finite; unknown ones add nothing. Hristov 2005.
    """
    return math.fsum(set_inol(reps, percent) for reps, percent in _known_pairs(sets))


def relative_volume(sets: Sequence[tuple[float | None, float | None]]) -> float:
    """Sum reps x percent of 1RM over (reps, percent) sets: 5 reps at 80 % give 400; unknown ones add nothing."""
    return math.fsum(set_relative_volume(reps, percent) for reps, percent in _known_pairs(sets))


def _known_pairs(sets: Sequence[tuple[float | None, float | None]]) -> Iterator[tuple[float, float]]:
    return ((reps, percent) for reps, percent in sets if known(reps) and known(percent))


def prilepin(percent: float | None) -> Zone | None:
    """Give Prilepin's zone for a percent of 1RM: [0,70), [70,80), [80,90), [90,...). None below 0 or unknown.

    A table for Soviet weightlifters, as printed in Hristov 2005.
    """
    for lower, per_set, in_all, optimal in PRILEPIN:
        if percent is not None and percent >= lower:
            return {"reps_per_set": list(per_set), "range": list(in_all), "optimal": optimal}
    return None
