"""Figures of muscles for the lifter's filter: rows in, frozen dataclasses out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import fsum
from typing import Any, Final

from database.rows import NamedRows
from database.star.muscles import MOST_WEEKS
from services.analysis.volume_bands import Landmarks, evidence_zone, landmark_zone, own_zone
from services.calendar_math import week_start
from services.lifter.volume_bands import Bands
from services.muscles import GROUP_ID, GROUP_OF, MUSCLE_ID
from utils.filters import Period
from utils.muscles.facts import MuscleFacts, Trained, last_weeks
from utils.muscles.filters import (
    DIRECT,
    EVIDENCE,
    FRACTIONAL,
    GROUPS,
    HEURISTIC,
    LAST_WEEK,
    OWN,
    THIS_WEEK,
    TOTAL,
    MuscleFilter,
)

ATTRIBUTE: Final = {DIRECT: "direct", FRACTIONAL: "fractional", TOTAL: "total"}
PUSH: Final = ("horizontal_push", "vertical_push")
PULL: Final = ("horizontal_pull", "vertical_pull")
MOST_BARS: Final = 104  # longer spans are drawn by month


@dataclass(frozen=True)
class Counts:
    """Hard sets counted in three ways."""

    direct: float = 0.0
    fractional: float = 0.0
    total: float = 0.0

    def by(self, count: str) -> float:
        """Return the number for a way of counting."""
        value: float = getattr(self, ATTRIBUTE[count])
        return value

    def per(self, weeks: float) -> "Counts":
        """Return the mean over a number of weeks."""
        return Counts(self.direct / weeks, self.fractional / weeks, self.total / weeks)


@dataclass(frozen=True)
class Muscle:
    """A muscle or display group: its sets in all and a week, and its place in its band ("" for none)."""

    name: str
    muscle_id: int
    in_all: Counts
    weekly: Counts
    zone: str


@dataclass(frozen=True)
class Balance:
    """Two opposing sides, each with its total of hard sets."""

    names: tuple[str, str]
    sets: tuple[float, float]
    counted: str

    @property
    def ratio(self) -> float | None:
        """Return the ratio of the first side to the second; None without the second."""
        return self.sets[0] / self.sets[1] if self.sets[1] else None


@dataclass(frozen=True)
class Part:
    """An exercise with its hard sets, and its credit for the listed muscle."""

    name: str
    exercise_id: int
    pattern: str
    hard_sets: float
    credit: float = 1.0


@dataclass(frozen=True)
class Board:
    """The figures of the Muscles page: every muscle, most sets first, and the last weeks of each."""

    chosen: MuscleFilter
    first: date
    weeks: float
    muscles: tuple[Muscle, ...]
    week_starts: tuple[date, ...]
    by_week: Mapping[str, tuple[Counts, ...]]
    balances: tuple[Balance, ...]
    parts: tuple[Part, ...]
    of_muscle: Mapping[int, tuple[Part, ...]]

    def muscle(self, name: str) -> Muscle | None:
        """Return a muscle by its name."""
        return next((muscle for muscle in self.muscles if muscle.name == name), None)


@dataclass(frozen=True)
class WeekCounts:
    """One of the lifter's weeks, or the mean week of a month."""

    starts_on: date
    counts: Counts


@dataclass(frozen=True)
class OneMuscle:
    """A muscle over the span: by week, or by month for long spans, and by exercise."""

    muscle: Muscle
    each: str
    weeks: tuple[WeekCounts, ...]
    parts: tuple[Part, ...]


def board(facts: MuscleFacts, trained: Trained, chosen: MuscleFilter, bands: Bands, first_weekday: int) -> Board:
    """Compute every figure of the Muscles page for a span."""
    first = _first(chosen.period, trained.first)
    ids = GROUP_ID if chosen.level == GROUPS else MUSCLE_ID
    parts = tuple(sorted((_part(row) for row in facts.exercises if row.hard_sets), key=_most_first))
    of_muscle = parts_of_muscles(parts, facts.credits)
    sums = {number: summed(map(counts_of, some)) for number, some in of_muscle.items()}
    weeks = weeks_in(chosen.period, trained.first)
    muscles = [_muscle(name, number, sums.get(number, Counts()), weeks, chosen, bands) for name, number in ids.items()]
    starts = last_weeks(first, chosen.period.last, first_weekday)
    return Board(
        chosen,
        first,
        weeks,
        tuple(sorted(muscles, key=lambda muscle: (-muscle.weekly.by(chosen.count), muscle.name))),
        tuple(starts),
        _by_week(facts, ids, len(starts)),
        (push_and_pull(parts), quads_and_hamstrings(sums)),
        parts,
        of_muscle,
    )


def weeks_in(period: Period, first_day: date) -> float:
    """Return the number of weeks to divide by: those since the first workout, at least one."""
    if period.name in (THIS_WEEK, LAST_WEEK):
        return 1.0
    days = (period.last - _first(period, first_day)).days + 1
    return max(1.0, days / 7)


def _first(period: Period, first_day: date) -> date:
    return min(max(period.first or first_day, first_day), period.last)


def _counts(row: Any) -> Counts:
    return Counts(float(row.direct_sets or 0), float(row.fractional_sets or 0), float(row.total_sets or 0))


def _muscle(name: str, number: int, in_all: Counts, weeks: float, chosen: MuscleFilter, bands: Bands) -> Muscle:
    weekly = in_all.per(weeks)
    return Muscle(name, number, in_all, weekly, zone_of(name, weekly, chosen.against, bands))


def zone_of(name: str, weekly: Counts, against: str, bands: Bands) -> str:
    """Compare a week's sets with their band; "" without a band."""
    marks = bands.landmarks_of(name)
    zones: Mapping[str, Callable[[], str]] = {
        EVIDENCE: lambda: evidence_zone(weekly.fractional),
        OWN: lambda: own_zone(weekly.fractional, bands.own_of(name)),
        HEURISTIC: lambda: landmark_zone(weekly.direct, marks) if isinstance(marks, Landmarks) else "",
    }
    return zones[against]() if against in zones else ""


def _by_week(facts: MuscleFacts, ids: Mapping[str, int], many: int) -> dict[str, tuple[Counts, ...]]:
    """Return the last `many` weeks; the statement counts their positions from the end."""
    found = {(row.muscle_id, int(row.week)): _counts(row) for row in facts.weeks if row.week is not None}
    places = range(MOST_WEEKS - many, MOST_WEEKS)
    return {name: tuple(found.get((number, place), Counts()) for place in places) for name, number in ids.items()}


def push_and_pull(parts: Iterable[Part]) -> Balance:
    """Sum the hard sets of pushing and of pulling exercises."""
    listed = list(parts)
    sides = [fsum(entry.hard_sets for entry in listed if entry.pattern in side) for side in (PUSH, PULL)]
    return Balance(("Push", "Pull"), (sides[0], sides[1]), "hard sets of pressing and of pulling exercises")


def quads_and_hamstrings(sums: Mapping[int, Counts]) -> Balance:
    """Sum the fractional hard sets of the front and of the back of the thigh."""
    sides = [sums.get(MUSCLE_ID[name], Counts()).fractional for name in ("quadriceps", "hamstrings")]
    return Balance(("Quads", "Hamstrings"), (sides[0], sides[1]), "fractional hard sets")


def _part(row: Any) -> Part:
    return Part(row.name, row.exercise_id, row.pattern, float(row.hard_sets))


def _most_first(part: Part) -> tuple[float, str]:
    return -part.hard_sets, part.name


def parts_of_muscles(parts: Iterable[Part], credits: Iterable[Any]) -> dict[int, tuple[Part, ...]]:
    """Return the exercises of each muscle or display group with their credit for it, in the order given."""
    of_exercise: dict[int, list[Any]] = {}
    for row in credits:
        of_exercise.setdefault(row.exercise_id, []).append(row)
    found: dict[int, list[Part]] = {}
    for part in parts:
        for row in of_exercise.get(part.exercise_id, ()):
            found.setdefault(row.muscle_id, []).append(replace(part, credit=row.credit))
    return {number: tuple(some) for number, some in found.items()}


def one_muscle(days: NamedRows, muscle: Muscle, board: Board, first_weekday: int) -> OneMuscle:
    """Compute the figures of a muscle over the span."""
    period = board.chosen.period
    span = (period.last - min((day.performed_on for day in days), default=period.last)).days
    each = "week" if span <= MOST_BARS * 7 else "month"
    weeks = _weeks(days, first_weekday) if each == "week" else _months(days)
    return OneMuscle(muscle, each, tuple(weeks), board.of_muscle.get(muscle.muscle_id, ()))


def _weeks(days: Sequence[Any], first_weekday: int) -> list[WeekCounts]:
    grouped = _grouped(days, lambda day: week_start(day, first_weekday))
    return [WeekCounts(start, counts) for start, counts in grouped.items()]


def _months(days: Sequence[Any]) -> list[WeekCounts]:
    """Reduce a month to its mean week, so that it compares with the weekly band."""
    grouped = _grouped(days, lambda day: day.replace(day=1))
    return [WeekCounts(start, counts.per(days_of_month(start) / 7)) for start, counts in grouped.items()]


def days_of_month(first: date) -> int:
    """Return the number of days of a month, from its first day."""
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def _grouped(days: Sequence[Any], begin: Callable[[date], date]) -> dict[date, Counts]:
    grouped: dict[date, list[Counts]] = {}
    for day in days:
        grouped.setdefault(begin(day.performed_on), []).append(_counts(day))
    return {start: summed(counts) for start, counts in grouped.items()}


def summed(counts: Iterable[Counts]) -> Counts:
    """Sum several counts."""
    listed = list(counts)
    return Counts(*(fsum(getattr(entry, name) for entry in listed) for name in ATTRIBUTE.values()))


def counts_of(part: Part) -> Counts:
    """Return an exercise's sets and credit for a muscle."""
    direct = part.hard_sets if part.credit == 1 else 0.0
    return Counts(direct, part.hard_sets * part.credit, part.hard_sets)


def group_of(muscle: str) -> str:
    """Return the display group of a muscle."""
    by_id = {number: name for name, number in GROUP_ID.items()}
    return by_id[GROUP_OF[muscle]]
