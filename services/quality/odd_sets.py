"""Sets that cannot be right: far above everything that stands around them in the history of their exercise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from services.quality.shapes import Finding, Fix, Step
from services.units import in_unit

AROUND: Final = 5  # days before and after that a day is compared with
LEAST_AROUND: Final = 4
FAR_ABOVE: Final = 1.5  # times the second best of them
PLAUSIBLE: Final = 1.1  # times the best of them: what a corrected weight may come to
MOST: Final = 30
MOST_REPS: Final = 200
MOST_SECONDS: Final = 4 * 3600  # of a hold: a run or a ride may well take longer


class Day(NamedTuple):
    """The best of one exercise on one day: its e1RM, or the heaviest load where there is none; kg."""

    exercise_id: int
    performed_on: date
    best_kg: float


class Odd(NamedTuple):
    """A day far above what stands around it, whose best is `around_kg`."""

    day: Day
    around_kg: float

    @property
    def topic(self) -> str:
        """What it is dismissed by."""
        return f"odd:{self.day.exercise_id}:{self.day.performed_on}"


def odd_days(days: Iterable[Day]) -> list[Odd]:
    """The days of a history, by exercise and oldest first, that lie far above the second best of the ten around them.

    The second best, so that one slip cannot hide the next to it.
    """
    grouped: dict[int, list[Day]] = {}
    for day in days:
        grouped.setdefault(day.exercise_id, []).append(day)
    return [odd for of_lift in grouped.values() for odd in _odd(of_lift)][:MOST]


def _odd(days: Sequence[Day]) -> Iterator[Odd]:
    for place, day in enumerate(days):
        around = sorted(
            neighbour.best_kg for neighbour in (*days[max(place - AROUND, 0) : place], *days[place + 1 :][:AROUND])
        )
        if len(around) >= LEAST_AROUND and day.best_kg > FAR_ABOVE * around[-2]:
            yield Odd(day, around[-2])


def finding(odd: Odd, row: Mapping[str, Any], name: str) -> Finding:
    """What is wrong with the heaviest set of such a day, and what it may have been."""
    about = {column: row[column] for column in ("weight", "unit", "reps")} | {"exercise": name, "best": odd.around_kg}
    return Finding("odd_set", odd.topic, odd.day.performed_on, about, (*_corrected(odd, row), _deleted(row)))


def impossible_topic(set_id: int) -> str:
    """What such a set is dismissed by."""
    return f"odd:{set_id}"


def impossible(row: Mapping[str, Any]) -> Finding:
    """A set of more reps or of a longer hold than anybody does."""
    about = {"weight": row["weight"], "unit": row["unit"], "reps": row["reps"], "seconds": row["seconds"]}
    about |= {"exercise": row["name"], "best": None}
    return Finding("odd_set", impossible_topic(row["set_id"]), row["performed_on"], about, (_deleted(row),))


def _corrected(odd: Odd, row: Mapping[str, Any]) -> Iterator[Fix]:
    """The other unit and a tenth, each where it would fit in."""
    weight, unit = Decimal(str(row["weight"])), row["unit"]
    share = PLAUSIBLE * odd.around_kg / odd.day.best_kg  # how much smaller the set has to become
    tries = [(weight, "lb")] * (unit == "kg") + [(weight / 10, unit)]
    now = in_unit(float(weight), unit, "kg") or 0.0
    for tried, tried_unit in tries:
        then = in_unit(float(tried), tried_unit, "kg") or 0.0
        if now and share / 3 < then / now <= share:
            written = f"{tried.normalize():f}"
            new, old = {"weight": written, "unit": tried_unit}, {"weight": str(weight), "unit": unit}
            steps = (Step("amend_set", row["workout_id"], row["set_id"], new),)
            back = (Step("amend_set", row["workout_id"], row["set_id"], old),)
            yield Fix("weight", f"{written} {tried_unit}", steps, back)


def _deleted(row: Mapping[str, Any]) -> Fix:
    place = (row["workout_id"], row["set_id"])
    return Fix("delete_set", "", (Step("delete_set", *place),), (Step("restore_set", *place),))
