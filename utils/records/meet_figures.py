"""Figures of a meet: best squat, bench and deadlift, total, score, and every lift by body weight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import Any, Final

from auth.user import User
from database.oltp_tables import exercises
from database.rows import NamedRows
from services.analysis import meet
from services.body.lists import Weighing, bodyweight_on
from services.catalogue import catalogue_rows
from services.units import in_unit, round_load
from utils.filters import ALL_TIME, DAWN, period_named

PERIODS: Final = ("12 weeks", "1 year", ALL_TIME)
ESTIMATED, LIFTED = "e1rm", "lifted"
COUNTED: Final = {"Estimated (e1RM)": ESTIMATED, "As lifted": LIFTED}
STEPS: Final = {"kg": 0.5, "lb": 1.0}
MOST_OTHERS: Final = 12
BODYWEIGHT_KINDS: Final = ("external", "weighted_bodyweight", "bodyweight")


@dataclass(frozen=True)
class MeetFilter:
    """The lifts that count: estimated or as lifted, and from a span of days."""

    counted: str
    first: date
    last: date
    period: str


@dataclass(frozen=True)
class BestLift:
    """The best of an exercise, its first day, and the body weight carried to that day (None for none).

    An estimate is rounded as it is shown, so that three of them add up to the total on screen.
    """

    name: str
    exercise_id: int
    best_kg: float
    day: date
    bodyweight_kg: float | None
    percentile: float | None = None

    @property
    def times_bodyweight(self) -> float | None:
        """Return the lift as a multiple of that day's body weight."""
        return self.best_kg / self.bodyweight_kg if self.bodyweight_kg else None


@dataclass(frozen=True)
class Meet:
    """The available lifts of the three (squat, bench, deadlift), other lifts, and the score of the total.

    Total, score and percentile are None until there are all three; the body weight is that of the day of the last.
    """

    chosen: MeetFilter
    score_name: str
    sex: str | None
    lifts: dict[str, BestLift]
    others: tuple[BestLift, ...]
    total_kg: float | None
    bodyweight_kg: float | None
    score: float | None
    percentile: float | None

    @property
    def missing(self) -> list[str]:
        """Return the missing lifts of the three."""
        return [lift for lift in meet.MEET_LIFTS if lift not in self.lifts]


def meet_filter(counted: str, period: str, as_of: date) -> MeetFilter:
    """Return the filter for a number of days up to a day."""
    return MeetFilter(COUNTED[counted], period_named(period, as_of).first or DAWN, as_of, period)


def meet_of(best: NamedRows, weights: Sequence[Weighing], chosen: MeetFilter, user: User) -> Meet:
    """Compute a meet from the best lifts of a span, for the lifter's sex, unit and chosen score."""
    lift_of, sex = meet_ids(), user.sex
    named = [(lift_of.get(best_lift.exercise_id) or lift_of.get(best_lift.family_id), best_lift) for best_lift in best]
    lifts = {
        lift: _of_meet(lift, named, weights, chosen, user)
        for lift in meet.MEET_LIFTS
        if any(n == lift for n, _ in named)
    }
    others = [
        _best_lift(best_lift, weights, chosen, user)
        for lift, best_lift in named
        if lift is None and best_lift.load_type in BODYWEIGHT_KINDS
    ]
    is_whole = len(lifts) == len(meet.MEET_LIFTS)
    total = fsum(lift.best_kg for lift in lifts.values()) if is_whole else None
    weight = bodyweight_on(weights, max(lift.day for lift in lifts.values())) if lifts else None
    return Meet(
        chosen,
        user.shown_score,
        sex,
        lifts,
        tuple(others[:MOST_OTHERS]),
        total,
        weight,
        meet.score(user.shown_score, sex, weight, total),
        meet.percentile(sex, weight, "total", total),
    )


def _of_meet(
    lift: str, named: Sequence[tuple[str | None, Any]], weights: Sequence[Weighing], chosen: MeetFilter, user: User
) -> BestLift:
    """Return the best of the exercises for this lift; the input is sorted best first."""
    found = next(_best_lift(best_lift, weights, chosen, user) for name, best_lift in named if name == lift)
    return replace(found, percentile=meet.percentile(user.sex, found.bodyweight_kg, lift, found.best_kg))


def _best_lift(row: Any, weights: Sequence[Weighing], chosen: MeetFilter, user: User) -> BestLift:
    best = _as_shown(row.best_kg, user.unit) if chosen.counted == ESTIMATED else row.best_kg
    return BestLift(row.name, row.exercise_id, best, row.performed_on, bodyweight_on(weights, row.performed_on))


def _as_shown(kg: float, unit: str) -> float:
    """Round an estimate to half a kilogram or a pound."""
    rounded = round_load(in_unit(kg, "kg", unit) or 0.0, STEPS[unit])
    return in_unit(rounded, unit, "kg") or 0.0


def meet_ids() -> dict[int, str]:
    """Map each of the catalogue's exercises to its lift of a meet."""
    lift_of = {slug: lift for lift, slugs in meet.MEET_LIFTS.items() for slug in slugs}
    found = catalogue_rows()[exercises].values()
    return {row["exercise_id"]: lift_of[row["slug"]] for row in found if row["slug"] in lift_of}
