"""Records: each workout's sets of an exercise judged against all earlier ones."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isclose
from typing import Any, Final, NamedTuple

from services.feature_eng import e1rm

RECORD_TYPES = ("weight", "e1rm", "reps", "set_volume", "workout_volume", "time", "distance", "pace")
WEIGHT, E1RM, REPS, SET_VOLUME, WORKOUT_VOLUME, TIME, DISTANCE, PACE = range(len(RECORD_TYPES))
# Two ways to the same number (22.6 x 10 and 45.2 x 5) differ in binary by less than this; equal is no record.
TIE: Final = 1e-9
# The published parameter and value keep the name that other programs use for a workout.
PUBLISHED = {WORKOUT_VOLUME: "session_volume"}


class Rule(NamedTuple):
    """What an exercise's sets are counted in, the record for more of it at a load or heavier, and what else counts."""

    most: int
    column: str
    sign: float = 1.0
    weighs: bool = True
    estimates: bool = True
    paces: bool = False


# By load type: less assistance is better; a hold is no lift, so it has neither an estimate nor a heaviest load.
RULES: Mapping[str, Rule] = {
    "external": Rule(REPS, "reps"),
    "bodyweight": Rule(REPS, "reps"),
    "weighted_bodyweight": Rule(REPS, "reps"),
    "assisted": Rule(REPS, "reps", sign=-1.0),
    "duration": Rule(TIME, "seconds", weighs=False, estimates=False),
    "distance": Rule(DISTANCE, "distance_m", weighs=False, estimates=False, paces=True),
    "carry": Rule(DISTANCE, "distance_m", estimates=False),
}


class Session(NamedTuple):
    """All counted sets of one exercise in one workout: maxima, and (load, amount) of each set; None where unknown.

    The amount is what `most` counts: reps, seconds or metres. `times` are (metres, seconds) of an exercise with a pace.
    """

    weight: float | None
    e1rm: float | None
    set_volume: float | None
    workout_volume: float | None
    sets: Sequence[tuple[float, float]]
    most: int = REPS
    times: Sequence[tuple[float, float]] = ()


class Broken(NamedTuple):
    """One record broken: its type, what stood before, what stands now; for an amount at which load.

    A pace is negative seconds, so that more is better here too, and `load` is its distance in metres.
    """

    record_type: int
    old: float
    new: float
    load: float | None = None


@dataclass(slots=True)
class Bests:
    """The best of everything so far; `loads` rise while their `reps` fall (the loads worth remembering).

    `reps` are whatever the exercise is counted in; `times` are the fewest seconds by distance in metres.
    """

    weight: float | None = None
    e1rm: float | None = None
    set_volume: float | None = None
    workout_volume: float | None = None
    loads: list[float] = field(default_factory=list)
    reps: list[float] = field(default_factory=list)
    times: dict[float, float] = field(default_factory=dict)

    @property
    def largest(self) -> tuple[float | None, float | None, float | None]:
        """The best e1RM, set volume and workout volume."""
        return self.e1rm, self.set_volume, self.workout_volume

    def copy(self) -> "Bests":
        """The same, to be carried on without changing this one."""
        return replace(self, loads=[*self.loads], reps=[*self.reps], times={**self.times})

    def rise(self, e1rm: float | None, set_volume: float | None, workout_volume: float | None) -> None:
        """Take values in that are not of a single load."""
        self.e1rm = _larger(self.e1rm, e1rm)
        self.set_volume = _larger(self.set_volume, set_volume)
        self.workout_volume = _larger(self.workout_volume, workout_volume)

    def reps_at(self, load: float) -> float | None:
        """The most reps of any earlier set at that load or heavier; None if there was none."""
        place = bisect_left(self.loads, load)
        return self.reps[place] if place < len(self.loads) else None

    def remember(self, load: float, reps: float) -> bool:
        """Take a set in, unless one at that load or heavier already had as many reps; whether it was taken in."""
        reps_so_far = self.reps_at(load)
        if reps_so_far is not None and reps_so_far >= reps:
            return False
        end = bisect_left(self.loads, load)
        if end < len(self.loads) and self.loads[end] == load:
            end += 1
        start = end
        while start and self.reps[start - 1] <= reps:
            start -= 1
        self.loads[start:end] = [load]
        self.reps[start:end] = [reps]
        return True

    def remember_time(self, distance: float, seconds: float) -> bool:
        """Take a time over a distance in, unless an earlier one was as fast; whether it was taken in."""
        if not self.is_faster(distance, seconds):
            return False
        self.times[distance] = seconds
        return True

    def is_faster(self, distance: float, seconds: float) -> bool:
        """Whether no earlier time over this very distance was as fast."""
        return distance not in self.times or seconds < self.times[distance]


def raises(bests: Bests, session: Session) -> bool:
    """Whether a session leaves any best higher than before; most do not, and then break no record either."""
    if (
        _is_more(session.weight, bests.weight)
        or _is_more(session.e1rm, bests.e1rm)
        or _is_more(session.set_volume, bests.set_volume)
        or _is_more(session.workout_volume, bests.workout_volume)
    ):
        return True
    return any(
        (reps_so_far := bests.reps_at(load)) is None or reps_so_far < reps for load, reps in session.sets
    ) or any(bests.is_faster(*time) for time in session.times)


def judge(bests: Bests, session: Session) -> list[Broken]:
    """The records that a session breaks; equal is no record, and what had no earlier value is a baseline."""
    maxima = (
        (WEIGHT, bests.weight, session.weight),
        (E1RM, bests.e1rm, session.e1rm),
        (SET_VOLUME, bests.set_volume, session.set_volume),
        (WORKOUT_VOLUME, bests.workout_volume, session.workout_volume),
    )
    broken = [Broken(kind, old, new) for kind, old, new in maxima if old is not None and new is not None]
    broken = [record for record in broken if beats(record.new, record.old)]
    return [*broken, *filter(None, (_most(bests, session), _fastest(bests, session)))]


def absorb(bests: Bests, session: Session) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Take a session into the bests; which (load, amount) and (metres, seconds) nothing before had matched."""
    bests.weight = _larger(bests.weight, session.weight)
    bests.rise(session.e1rm, session.set_volume, session.workout_volume)
    unmatched = [(load, reps) for load, reps in session.sets if bests.remember(load, reps)]
    return unmatched, [time for time in session.times if bests.remember_time(*time)]


def beats(new: float, old: float) -> bool:
    """Whether a value is really more than another, and not the same one computed in another way."""
    return new > old and not isclose(new, old, rel_tol=TIE)


def _is_more(new: float | None, old: float | None) -> bool:
    return new is not None and (old is None or new > old)


def _larger(first: float | None, second: float | None) -> float | None:
    if first is None or second is None:
        return second if first is None else first
    return max(first, second)


def _most(bests: Bests, session: Session) -> Broken | None:
    """The record of reps, time or distance: of the sets that qualify the heaviest, and of those the longest."""
    best: Broken | None = None
    for load, reps in session.sets:
        old = bests.reps_at(load)
        if not old or reps <= old:  # 0 is a carry whose distance nobody wrote down
            continue
        if best is None or (load, reps) > (best.load, best.new):
            best = Broken(session.most, old, reps, load)
    return best


def _fastest(bests: Bests, session: Session) -> Broken | None:
    """The record of pace: of the distances that were covered faster than ever the longest."""
    faster = [(metres, -seconds) for metres, seconds in session.times if _beats_a_time(bests, metres, seconds)]
    if not faster:
        return None
    metres, new = max(faster)
    return Broken(PACE, -bests.times[metres], new, metres)


def _beats_a_time(bests: Bests, metres: float, seconds: float) -> bool:
    return metres in bests.times and bests.is_faster(metres, seconds)


def personal_records(sessions: Iterable[Sequence[Mapping[str, Any]]], e1rm_formula: str) -> list[list[str]]:
    """Give the sorted record types that each session breaks.

    Sessions oldest first, each a list of sets {load, reps, type}, optionally rir or rpe; loads in one unit.
    The first session is the baseline; warm-ups and sets of 0 reps never count; equal is no record.
    """
    bests, broken = Bests(), []
    for sets in sessions:
        session = _session(sets, e1rm_formula)
        broken.append(sorted(PUBLISHED.get(b.record_type, RECORD_TYPES[b.record_type]) for b in judge(bests, session)))
        absorb(bests, session)
    return broken


def _session(sets: Sequence[Mapping[str, Any]], formula: str) -> Session:
    counted = [s for s in sets if s.get("type") != "warmup" and (s.get("reps") or 0) >= 1]
    pairs = [(float(s.get("load") or 0), float(s["reps"])) for s in counted]
    estimates = [e1rm(formula, s.get("load"), s["reps"], s.get("rir"), s.get("rpe")) for s in counted]
    volumes = [load * reps for load, reps in pairs]
    return Session(
        max((load for load, _ in pairs), default=None),
        max((e for e in estimates if e is not None), default=None),
        max(volumes, default=None),
        sum(volumes) if volumes else None,
        pairs,
    )
