"""Figures of records for the lifter's filter: rows in, frozen dataclasses out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.analysis.records import DISTANCE, RECORD_TYPES, RULES, TIME, Rule
from utils.lifts.figures import rep_maxes
from utils.lifts.shapes import RepMax
from utils.records.facts import BestFacts
from utils.records.filters import RecordFilter

LARGEST: Final = {"e1rm": "e1rm_kg", "set_volume": "set_volume_kg", "workout_volume": "workout_volume_kg"}


@dataclass(frozen=True)
class Best:
    """The best of a record type: its value, where it counts, and the first day that reached it."""

    kind: str
    value: float
    day: date
    exercise_id: int
    load_kg: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True)
class Bests:
    """What stands of an exercise or family on a day.

    `fronts` are the most seconds or metres at each load of what is not counted in reps, `times` the fastest over each
    distance.
    """

    chosen: RecordFilter
    bests: tuple[Best, ...]
    rep_maxes: tuple[RepMax, ...]
    fronts: tuple[Best, ...]
    times: tuple[Best, ...]

    @property
    def is_assisted(self) -> bool:
        """Say whether a lower load is better."""
        return self.chosen.lifts.load_type == "assisted"


@dataclass(frozen=True)
class Broken:
    """A broken record: the old and the new value, in the form of its type."""

    name: str
    exercise_id: int
    load_type: str
    day: date
    workout_id: int
    kind: str
    old: float
    new: float
    reps: int | None
    load_kg: float | None
    distance_m: float | None


def standing(facts: BestFacts, chosen: RecordFilter) -> Bests:
    """Compute every record as of a day."""
    rule, listed = RULES[chosen.lifts.load_type], facts.bests
    fronts = _fronts(listed, rule)
    times = _times(listed) if rule.paces else ()
    kinds = [
        _heaviest(listed) if rule.weighs else None,
        *(_largest(listed, kind) for kind in LARGEST if rule.estimates),
        max(fronts, key=lambda front: (front.value, front.load_kg or 0.0), default=None),
    ]
    in_reps = rule.most not in (TIME, DISTANCE)
    return Bests(
        chosen,
        tuple(kind for kind in kinds if kind is not None),
        rep_maxes(facts.loads, rule.sign < 0) if in_reps else (),
        () if in_reps else fronts,
        times,
    )


def _heaviest(listed: Sequence[Any]) -> Best | None:
    return _first_best(listed, "weight", lambda row: row.load_kg or None)


def _largest(listed: Sequence[Any], kind: str) -> Best | None:
    return _first_best(listed, kind, lambda row: getattr(row, LARGEST[kind]) or None)


def _first_best(listed: Sequence[Any], kind: str, value: Callable[[Any], float | None]) -> Best | None:
    known = [(number, row) for row in listed if (number := value(row)) is not None]
    if not known:
        return None
    most = max(number for number, _ in known)
    row = next(row for number, row in known if number == most)
    return Best(kind, most, row.performed_on, row.exercise_id)


def _fronts(listed: Sequence[Any], rule: Rule) -> tuple[Best, ...]:
    """Return the most at each load unless a heavier load has as many: lightest first, assisted by most help."""
    kind = RECORD_TYPES[rule.most]
    best_at: dict[float, tuple[float, Any]] = {}
    for row in listed:
        amount = getattr(row, rule.column)
        if row.load_kg is not None and amount and amount > best_at.get(row.load_kg, (0.0, None))[0]:
            best_at[row.load_kg] = (amount, row)
    front: list[Best] = []
    for load in sorted(best_at, reverse=True):
        amount, row = best_at[load]
        if not front or amount > front[-1].value:
            front.append(Best(kind, amount, row.performed_on, row.exercise_id, load))
    return tuple(reversed(front))


def _times(listed: Sequence[Any]) -> tuple[Best, ...]:
    """Return the fastest over each distance that was repeated or timed, shortest first."""
    found: dict[float, Any] = {}
    for row in listed:
        if row.distance_m and row.seconds and _is_faster(row, found.get(row.distance_m)):
            found[row.distance_m] = row
    return tuple(
        Best("pace", -row.seconds, row.performed_on, row.exercise_id, distance_m=metres)
        for metres, row in sorted(found.items())
    )


def _is_faster(row: Any, best: Any) -> bool:
    return best is None or row.seconds < best.seconds


def timeline(broken: Iterable[Any]) -> tuple[Broken, ...]:
    """Return the broken records, in the order given."""
    return tuple(
        Broken(
            record.name,
            record.exercise_id,
            record.load_type,
            record.performed_on,
            record.workout_id,
            record.record_type,
            record.old_value,
            record.new_value,
            None if record.rep_count is None else int(record.rep_count),
            record.load_kg,
            record.distance_m,
        )
        for record in broken
    )


def by_month(records: Iterable[Broken]) -> Mapping[date, list[Broken]]:
    """Group records by the first day of their month, in the order given."""
    grouped: dict[date, list[Broken]] = {}
    for record in records:
        grouped.setdefault(record.day.replace(day=1), []).append(record)
    return grouped
