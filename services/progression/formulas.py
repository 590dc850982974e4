"""The published progression formulas: linear, double, 5/3/1. Plain numbers in any unit; no State, no Gear."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, TypedDict

from services.units import exact, known, nearest_float, nearest_multiple, percent_of

# Percent of the training max and reps per set, by week of a cycle (Wendler 5/3/1).
WENDLER_WEEKS: Final[Mapping[int, tuple[tuple[int, str], ...]]] = {
    1: ((65, "5"), (75, "5"), (85, "5+")),
    2: ((70, "3"), (80, "3"), (90, "3+")),
    3: ((75, "5"), (85, "3"), (95, "1+")),
    4: ((40, "5"), (50, "5"), (60, "5")),
}
LOWER_BODY_LIFTS: Final = frozenset({"squat", "deadlift"})
UPPER_BODY_LIFTS: Final = frozenset({"press", "ohp", "overhead_press", "military_press", "bench", "bench_press"})
# Added to the training max after a cycle, by unit: upper body, lower body.
CYCLE_INCREASES: Final[Mapping[str, tuple[float, float]]] = {"kg": (2.5, 5.0), "lb": (5.0, 10.0)}


class Target(TypedDict):
    """The next target: a load, and reps in every set."""

    load: float
    target_reps: int


def linear_progression(
    start: float | None,
    increment: float,
    results: Sequence[bool],
    fail_limit: int,
    deload_percent: float,
    round_to: float,
) -> float | None:
    """Give the next load after workouts done at `start` and on: a success adds the increment, a failure repeats.

    After `fail_limit` failures in a row the load drops by `deload_percent`, rounded half up to `round_to`,
    and counting begins anew. None for an unknown or not positive start or rounding. StrongLifts 5x5.
    """
    if not (known(start) and known(round_to)) or start <= 0 or round_to <= 0:
        return None
    load, failures = exact(start), 0
    for succeeded in results:
        failures = 0 if succeeded else failures + 1
        if succeeded:
            load += exact(increment)
        elif failures >= fail_limit:
            load, failures = nearest_multiple(deloaded(load, exact(deload_percent)), exact(round_to)), 0
    return nearest_float(load)


def deloaded(load: Fraction, percent: Fraction) -> Fraction:
    """Give a load less some percent, unrounded."""
    return percent_of(load, 100 - percent)


def double_progression(
    load: float | None, reps: Sequence[int], rep_min: int, rep_max: int, increment: float
) -> Target | None:
    """Add reps before load: with every set at rep_max the load rises and reps begin again at rep_min.

    Otherwise the load stays and the target is one more than the worst set, at most rep_max. None without a
    load or sets.
    """
    if not known(load) or not reps:
        return None
    if min(reps) >= rep_max:
        return {"load": float(exact(load) + exact(increment)), "target_reps": rep_min}
    return {"load": load, "target_reps": min(rep_max, min(reps) + 1)}


def training_max(one_rm: float | None, fraction: float | None) -> float | None:
    """Give a fraction (0.9 in 5/3/1) of the one-rep max, unrounded; None unless both are positive. Wendler."""
    if not (known(one_rm) and known(fraction)) or one_rm <= 0 or fraction <= 0:
        return None
    return nearest_float(exact(one_rm) * exact(fraction))


def cycle_increase(lift: str, unit: str) -> Fraction | None:
    """Give what a 5/3/1 cycle adds: 2.5 kg or 5 lb to presses, twice that to squat and deadlift."""
    upper, lower = CYCLE_INCREASES.get(unit, (None, None))
    lift = lift.lower().replace(" ", "_")
    increase = lower if lift in LOWER_BODY_LIFTS else upper if lift in UPPER_BODY_LIFTS else None
    return None if increase is None else exact(increase)


def next_training_max(training_max: float | None, lift: str, unit: str) -> float | None:
    """Give the training max of the next cycle, in its unit (kg or lb): lift press, bench, squat or deadlift.

    None for another lift or unit, or a training max that is unknown or not positive. Wendler 5/3/1.
    """
    increase = cycle_increase(lift, unit)
    if not known(training_max) or training_max <= 0 or not increase:
        return None
    return nearest_float(exact(training_max) + increase)


def wendler_531(training_max: float | None, week: int, round_to: float) -> list[list[float | str]] | None:
    """Give a week's main sets as [load, reps], "+" marking the set done to its limit; loads rounded half up.

    Weeks 1 to 4, the fourth a deload. None for another week or no training max. Wendler 5/3/1.
    """
    if week not in WENDLER_WEEKS or not (known(training_max) and known(round_to)) or min(training_max, round_to) <= 0:
        return None
    maximum, step = exact(training_max), exact(round_to)
    loads = [nearest_multiple(percent_of(maximum, Fraction(percent)), step) for percent, _ in WENDLER_WEEKS[week]]
    return [[float(load), reps] for load, (_, reps) in zip(loads, WENDLER_WEEKS[week], strict=True)]
