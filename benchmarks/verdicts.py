"""`python -m benchmarks.verdicts`: how often the verdicts on a lift are wrong, on lifters whose truth is known."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from services.analysis.progress import Dated, Forecast, Trend, forecast, trend

TODAY: Final = date(2026, 6, 30)
NOISE: Final = 0.04  # from day to day, as a share: a retest of a true one-rep max varies by 4.2 % (Grgic et al. 2020)
START_KG: Final = 100.0
VERDICTS: Final = ("progressing", "plateau", "regressing", "unknown")
PER_WEEK: Final = (1, 2, 3)
SEED: Final = 20260630


@dataclass(frozen=True)
class Truth:
    """A lifter who gained so many percent a week, and something else in the last weeks."""

    name: str
    before: float
    lately: float
    weeks: int


TRUTHS: Final = (
    Truth("gains 1 % a week", 1.0, 1.0, 12),
    Truth("gains 0.5 % a week", 0.5, 0.5, 12),
    Truth("gains 0.25 % a week", 0.25, 0.25, 12),
    Truth("level for half a year", 0.0, 0.0, 26),
    Truth("gained 0.5 %, level for 12 weeks", 0.5, 0.0, 12),
    Truth("gained 0.5 %, level for 6 weeks", 0.5, 0.0, 6),
    Truth("gained 0.3 %, loses 0.5 % for 12 weeks", 0.3, -0.5, 12),
    Truth("gained 0.3 %, loses 1 % for 8 weeks", 0.3, -1.0, 8),
)


def level(truth: Truth, day: date) -> float:
    """The strength that the lifter really has on a day, in kg."""
    weeks = (day - TODAY).days / 7 + truth.weeks
    return float(START_KG * np.exp((truth.lately if weeks > 0 else truth.before) / 100 * weeks))


def history(truth: Truth, per_week: int, chance: np.random.Generator) -> Dated:
    """Half a year and more of daily bests with noise."""
    days = (truth.weeks + 26) * 7
    dates = [TODAY - timedelta(days=round(back)) for back in np.arange(0, days, 7 / per_week)][::-1]
    noise = np.exp(chance.normal(0, NOISE, len(dates)))
    return [(day, level(truth, day) * float(one)) for day, one in zip(dates, noise, strict=True)]


def last_record(dated: Dated) -> date | None:
    """The last day that beat all days before."""
    best, found = 0.0, None
    for place, (day, value) in enumerate(dated):
        found = day if place and value > best else found
        best = max(best, value)
    return found


def judged(truth: Truth, per_week: int, lifters: int, judge: Callable[[Dated], Trend]) -> Counter[str]:
    """How many of these lifters got which verdict."""
    chance = np.random.default_rng([SEED, per_week, TRUTHS.index(truth)])
    return Counter(judge(history(truth, per_week, chance)).verdict for _ in range(lifters))


def by_the_rule(dated: Dated) -> Trend:
    """What Lifts and Today say."""
    return trend(dated, TODAY, last_record(dated))


def verdict_lines(lifters: int) -> Iterator[str]:
    """One row per truth and number of workouts a week."""
    yield "| truth | workouts a week | progressing | plateau | regressing | not enough data |"
    yield "|---|---|---|---|---|---|"
    for truth in TRUTHS:
        for per_week in PER_WEEK:
            found = judged(truth, per_week, lifters, by_the_rule)
            shares = " | ".join(f"{100 * found[verdict] / lifters:.0f} %" for verdict in VERDICTS)
            yield f"| {truth.name} | {per_week} | {shares} |"


GAINS: Final = (0.2, 0.3, 0.5, 0.75, 1.0)
AHEAD: Final = (4, 8, 16)  # weeks until the goal is really reached


def forecast_lines(lifters: int) -> Iterator[str]:
    """How often the range of dates of a goal holds the day on which a steady lifter reaches it."""
    yield "| gains a week | goal really reached after | within the range | before it | after it | no last day |"
    yield "|---|---|---|---|---|---|"
    for gain in GAINS:
        truth = Truth(f"{gain} %", gain, gain, 12)
        for weeks in AHEAD:
            chance = np.random.default_rng([SEED, int(gain * 100), weeks])
            due = TODAY + timedelta(weeks=weeks)
            ranges = [
                forecast(by_the_rule(history(truth, 2, chance)), level(truth, due), TODAY) for _ in range(lifters)
            ]
            told = Counter(_met(one, due) for one in ranges)
            told["open"] = sum(one is not None and one.latest is None for one in ranges)
            shares = " | ".join(f"{100 * told[name] / lifters:.0f} %" for name in ("in", "before", "after", "open"))
            yield f"| {gain} % | {weeks} weeks | {shares} |"


def _met(found: Forecast | None, due: date) -> str:
    if found is None:
        return "none"
    if found.earliest is None or found.earliest > due:
        return "before"
    return "after" if found.latest is not None and found.latest < due else "in"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifters", type=int, default=1000, help="how many of each kind")
    lifters = parser.parse_args(arguments).lifters
    lines = [*verdict_lines(lifters), "", *forecast_lines(lifters)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
