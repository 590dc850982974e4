"""`python -m benchmarks.insight_rates`: how often a sentence on Today is wrong, for lifters whose truth is known."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from benchmarks.verdicts import NOISE, SEED, last_record
from utils.today import insights
from utils.today.insights import LATELY, Known
from utils.today.shapes import Training, Week

MONDAY: Final = date(2026, 6, 29)
WEEKS: Final = 37
SHOWN: Final = 11  # weeks that are over, as Today shows them
MUSCLES: Final = ("chest", "back", "shoulders", "biceps", "triceps", "quads", "hamstrings", "glutes", "calves")


@dataclass(frozen=True)
class Lifter:
    """Eight lifts that each gain so many percent a week, and so many hard sets of each lately and before."""

    name: str
    gains: tuple[float, ...]
    sets_before: int = 6
    sets_lately: int = 6


LIFTERS: Final = (
    Lifter("all eight lifts level", (0.0,) * 8),
    Lifter("all eight gain 0.25 % a week", (0.25,) * 8),
    Lifter("all eight gain 0.5 % a week", (0.5,) * 8),
    Lifter("all eight lose 0.5 % a week", (-0.5,) * 8),
    Lifter("four gain 0.5 %, four are level", (0.5, 0.0) * 4),
    Lifter("level, and a third less is done", (0.0,) * 8, 6, 4),
    Lifter("gain 0.5 %, and a third less is done", (0.5,) * 8, 6, 4),
)
RISING, FALLING, STALLED = "going up", "going down", "stalls"


def days_of(lifter: Lifter, chance: np.random.Generator, per_week: int = 2) -> list[Any]:
    """The best of each lift on each day of training, with its hard sets."""
    found = []
    for number, gain in enumerate(lifter.gains):
        for week in range(-WEEKS, 0):
            sets = lifter.sets_lately if week >= -LATELY else lifter.sets_before
            for visit in range(per_week):
                day = MONDAY + timedelta(weeks=week, days=3 * visit)
                best = 100 * np.exp(gain / 100 * (week + visit / per_week) + chance.normal(0, NOISE))
                found.append(
                    SimpleNamespace(
                        exercise_id=number,
                        performed_on=day,
                        best_e1rm_kg=float(best),
                        hard_sets=sets / per_week,
                        is_eased=0,
                    )
                )
    return found


def told(lifter: Lifter, chance: np.random.Generator) -> Iterator[tuple[str, float]]:
    """What is said in one week, each with the true gain of its lift."""
    days = days_of(lifter, chance)
    broken = [_record(number, days) for number in range(len(lifter.gains))]
    names = {number: str(number) for number in range(len(lifter.gains))}
    trends = tuple(insights.lift_trends(days, [one for one in broken if one], names, MONDAY))
    known = Known(MONDAY, (), None, (), trends, {})
    for said, rule in (
        (STALLED, insights.stalled_lifts),
        (FALLING, insights.falling_lifts),
        (RISING, insights.rising_lifts),
    ):
        for one in list(rule(known))[:1]:
            lift = getattr(one, "lift", one)
            yield said, lifter.gains[lift.exercise_id]


def _record(number: int, days: Sequence[Any]) -> Any:
    dated = [(day.performed_on, day.best_e1rm_kg) for day in days if day.exercise_id == number]
    day = last_record(dated)
    return day and SimpleNamespace(exercise_id=number, performed_on=day, record_type="e1rm")


def is_wrong(said: str, gain: float) -> bool:
    """Going up where nothing was gained, down where nothing was lost, a stall where 0.5 % a week was gained."""
    return {RISING: gain <= 0, FALLING: gain >= 0, STALLED: gain >= 0.5}[said]


def lift_lines(weeks: int) -> Iterator[str]:
    """One row per lifter: in how many weeks a sentence is said, and in how many it is wrong."""
    yield "| lifter | " + " | ".join(f"“{said}” told | wrong" for said in (RISING, FALLING, STALLED)) + " |"
    yield "|---|" + "---|" * 6
    for place, lifter in enumerate(LIFTERS):
        chance = np.random.default_rng([SEED, place])
        said, wrong = Counter[str](), Counter[str]()
        for _ in range(weeks):
            for sentence, gain in told(lifter, chance):
                said[sentence] += 1
                wrong[sentence] += is_wrong(sentence, gain)
        cells = (
            f"{100 * said[one] / weeks:.1f} % | {100 * wrong[one] / weeks:.1f} %" for one in (RISING, FALLING, STALLED)
        )
        yield f"| {lifter.name} | {' | '.join(cells)} |"


def muscle_lines(weeks: int) -> Iterator[str]:
    """How often a muscle is named although the lifter's plan never changed, and how often one that is neglected is."""
    yield "| lifter | workouts missed | a muscle named |"
    yield "|---|---|---|"
    for name, share in (
        ("four workouts a week, an unchanged plan", 1.0),
        ("the same, one muscle at 40 % for three weeks", 0.4),
    ):
        for missed in (0.0, 0.1, 0.2, 0.3):
            chance = np.random.default_rng([SEED, int(missed * 100), int(share * 100)])
            found = sum(_names_one(chance, missed, share) for _ in range(weeks))
            yield f"| {name} | {100 * missed:.0f} % | {100 * found / weeks:.1f} % of weeks |"


def _names_one(chance: np.random.Generator, missed: float, share: float) -> bool:
    """Nine muscles, each trained in two of four workouts with five to eight sets, and a set more or less each time."""
    plan = {name: (chance.choice(4, 2, replace=False), int(chance.integers(5, 9))) for name in MUSCLES}
    came = chance.random((SHOWN, 4)) >= missed
    sets = {name: _weekly(chance, came, *plan[name]) for name in MUSCLES}
    sets[MUSCLES[0]] = [one * (share if week >= SHOWN - 3 else 1) for week, one in enumerate(sets[MUSCLES[0]])]
    weeks = tuple(_week(place, came[place], sets) for place in range(SHOWN))
    return bool(list(insights.short_muscles(Known(MONDAY, weeks, None, (), (), sets))))


def _weekly(chance: np.random.Generator, came: Any, visits: Any, planned: int) -> list[float]:
    return [float(sum(max(0, planned + int(chance.integers(-1, 2))) for one in visits if week[one])) for week in came]


def _week(place: int, came: Any, sets: Mapping[str, Sequence[float]]) -> Week:
    total = sum(one[place] for one in sets.values())
    return Week(MONDAY - timedelta(weeks=SHOWN - place), Training(int(came.sum()), total, None))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=1000, help="how many weeks of each lifter")
    weeks = parser.parse_args(arguments).weeks
    sys.stdout.write("\n".join([*lift_lines(weeks), "", *muscle_lines(weeks)]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
