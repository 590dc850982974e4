"""Make the sample lifter's sets: those planned for a day, and those that the day's strength allows."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest
from random import Random
from typing import Final

import numpy as np

from services.sample.plan import (
    AMRAP_REPS,
    BREAKS,
    DELOAD_WEEKS,
    EASES,
    HURT,
    LIFTS,
    LINEAR_WEEKS,
    PROGRESS,
    PULL_UP_SWITCH_WEEK,
    SET_NOTES,
    WARM_UPS,
    Slot,
)

SET_NOISE, SET_FATIGUE = 0.012, 0.01  # shares of strength, from set to set
FAILS, DROPS = (
    0.25,
    0.25,
)  # how often a set with no rep in reserve is marked as failure, and how often a drop set follows
WAVE: Final = (1, 0, 0, -1)  # change of the reps in reserve by weeks since the last easy one
SAYS_RIR_MAIN, SAYS_RIR, REMARKS = 0.95, 0.75, 0.012  # how often a set has its RIR, and a note
DELOAD_LOAD: Final = 0.88
WEEKS_OF_PROGRESS: Final = [week for week, _ in PROGRESS]
SHARE_OF_PROGRESS: Final = [share for _, share in PROGRESS]


@dataclass(frozen=True)
class PlannedSet:
    """A set as the routine plans it."""

    slot: Slot
    slug: str
    set_type: str
    weight: float | None
    reps_min: int | None
    reps_max: int | None
    seconds: float | None


@dataclass(frozen=True)
class MadeSet:
    """A performed set; `planned` is its place in the workout's plan, `at_s` the seconds since the start."""

    slot: Slot
    slug: str
    set_type: str = "working"
    weight: float | None = None
    reps: int | None = None
    rir: float | None = None
    seconds: float | None = None
    pain: bool = False
    note: str | None = None
    planned: int | None = None
    rest_s: int = 0
    at_s: int = 0


@dataclass(frozen=True)
class Form:
    """The form of a day: its number since the start, the body weight, and the strength relative to usual.

    `targets` are loads by exercise that come from rules instead of the day's strength.
    """

    day: int
    body_kg: float
    factor: float
    targets: Mapping[str, float] = field(default_factory=dict)

    @property
    def week(self) -> int:
        """The week of the year, from 0."""
        return self.day // 7

    @property
    def is_deload(self) -> bool:
        """Whether the week is a deload."""
        return self.week in DELOAD_WEEKS


def strength(slug: str, day: int) -> float:
    """Return the one-rep max in kg (seconds for a hold) of a lifter in usual form on a day of the year."""
    lift = LIFTS[slug]
    now = lift.start * (1 + lift.gain * float(np.interp(day / 7, WEEKS_OF_PROGRESS, SHARE_OF_PROGRESS)))
    for rest in BREAKS:
        since = day - rest.first_day - rest.days
        now *= 1 - rest.loss * math.exp(-since / 12) if since >= 0 else 1
    return now * _injured_share(slug, day)


def _injured_share(slug: str, day: int) -> float:
    """Return the share of strength that an injury leaves; it recovers to 1 at the end."""
    since = day - HURT.first_day
    return 1 - HURT.loss * (1 - since / HURT.days) if slug in HURT.slugs and 0 <= since < HURT.days else 1.0


def planned(slots: Sequence[Slot], form: Form) -> list[PlannedSet]:
    """Return the sets that the routine plans for that day."""
    return [
        PlannedSet(slot, meant.slug, meant.set_type, meant.weight, *_reps_of(meant), meant.seconds)
        for slot in slots
        for meant in _planned_of_slot(slot, form)
    ]


def _reps_of(meant: MadeSet) -> tuple[int | None, int | None]:
    """Return the range of reps of a working set; a warm-up has a single number."""
    if meant.seconds is not None:
        return None, None
    is_work = meant.set_type == "working"
    return (meant.slot.reps_min, meant.slot.reps_max) if is_work else (meant.reps, meant.reps)


def _planned_of_slot(slot: Slot, form: Form) -> list[MadeSet]:
    """Return the planned sets of a slot, warm-ups first."""
    load = _load(slot, form)
    slug = _slug(slot, form)
    ramp = [
        MadeSet(slot, slug, "warmup", max(20.0, _rounded((load or 0) * share, 2.5)), reps)
        for share, reps in WARM_UPS[slot.warms_up]
    ]
    seconds = _rounded(strength(slot.slug, form.day) * 0.8, 5) if slot.is_hold else None
    count = slot.sets // 2 if form.is_deload else slot.sets
    return ramp + [MadeSet(slot, slug, "working", load, slot.reps_max, None, seconds)] * count


def _slug(slot: Slot, form: Form) -> str:
    is_weighted = slot.slug == "pull-up" and form.week >= PULL_UP_SWITCH_WEEK
    return "pull-up-weighted" if is_weighted else slot.slug


def usual_loads(slots: Sequence[Slot], form: Form) -> dict[str, float]:
    """Return the loads of that day by exercise, without rules."""
    loads = ((slot.slug, _load(slot, form)) for slot in slots)
    return {slug: load for slug, load in loads if load is not None}


def _load(slot: Slot, form: Form) -> float | None:
    """Return the load for the middle of the range of reps with that week's reps in reserve."""
    if slot.slug in form.targets:
        return form.targets[slot.slug]
    if slot.is_hold or _slug(slot, form) == "pull-up":
        return None
    target_reps = (slot.reps_min + slot.reps_max) / 2 + _reserve(slot, form.week)
    load = strength(slot.slug, form.day) / (1 + target_reps / 30) * (DELOAD_LOAD if form.is_deload else 1)
    step = LIFTS[slot.slug].step
    if slot.slug == "pull-up":
        return max(step, _rounded(load - form.body_kg, step))
    return max(step, _rounded(load, step))


def _reserve(slot: Slot, week: int) -> int:
    """Return the reps in reserve: constant at first, later in waves from easy to hard between deloads."""
    if week < LINEAR_WEEKS or week in DELOAD_WEEKS:
        return slot.rir
    since = week - max(eased for eased in EASES if eased < week)
    return max(0, slot.rir + WAVE[min(since, len(WAVE)) - 1])


def _rounded(value: float, step: float) -> float:
    return math.floor(value / step + 0.5) * step


def performed(slots: Sequence[Slot], form: Form, rng: Random) -> Iterator[MadeSet]:
    """Yield all performed sets, supersets in rounds."""
    for _, block in groupby(slots, key=lambda slot: slot.superset or slot.slug):
        rounds = zip_longest(*([*_performed(slot, form, rng)] for slot in block))
        yield from (made_set for one_round in rounds for made_set in one_round if made_set)


def _performed(slot: Slot, form: Form, rng: Random) -> Iterator[MadeSet]:
    meant = _planned_of_slot(slot, form)
    work = [made_set for made_set in meant if made_set.set_type == "working"]
    yield from (made_set for made_set in meant if made_set.set_type != "working")
    for number, made_set in enumerate(work):
        is_last = number == len(work) - 1
        is_test = is_last and slot.warms_up and form.week + 1 in EASES and form.week >= LINEAR_WEEKS
        done = _hold(made_set, form, rng) if slot.is_hold else _lifted(made_set, form, number, bool(is_test), rng)
        yield done
        if is_last and slot.drops and rng.random() < DROPS and done.weight and not form.is_deload:
            lighter = _rounded(done.weight * 0.7, LIFTS[slot.slug].step)
            yield MadeSet(slot, done.slug, "drop", lighter, rng.randint(8, 13))


def _hold(meant: MadeSet, form: Form, rng: Random) -> MadeSet:
    return replace(meant, reps=None, seconds=float(round((meant.seconds or 0) * form.factor * rng.gauss(1, 0.05))))


def _lifted(meant: MadeSet, form: Form, number: int, is_test: bool, rng: Random) -> MadeSet:
    """Perform a set as that day's strength allows."""
    slot, possible = meant.slot, _possible(meant, form, number, rng)
    most = AMRAP_REPS if is_test else slot.reps_max
    target_reps = round(possible - (0.5 if is_test else slot.rir))
    reps = max(1, min(most, int(possible), max(slot.reps_min, target_reps)))
    left = max(0, min(5, round(possible - reps + rng.gauss(-0.2, 0.4))))
    is_failure = left == 0 and not slot.warms_up and rng.random() < FAILS
    set_type = "amrap" if is_test else "failure" if is_failure else "working"
    says = rng.random() < (SAYS_RIR_MAIN if slot.warms_up else SAYS_RIR)
    done = replace(meant, set_type=set_type, reps=reps, rir=float(left) if says or is_failure else None)
    return _remarked(done, form, rng)


def _possible(meant: MadeSet, form: Form, number: int, rng: Random) -> float:
    """Return the reps to failure, by the inverse of Epley: 30 (strength / load - 1)."""
    able = strength(meant.slot.slug, form.day) * form.factor * (1 - SET_FATIGUE * number) * rng.gauss(1, SET_NOISE)
    load = (meant.weight or 0) + (form.body_kg if meant.slot.slug == "pull-up" else 0)
    return 30 * (able / load - 1)


def _remarked(made_set: MadeSet, form: Form, rng: Random) -> MadeSet:
    """Add the lifter's remark to a set: pain, or rarely another note."""
    is_sore = made_set.slot.slug in HURT.slugs and 0 <= form.day - HURT.first_day < HURT.days // 2
    if is_sore and rng.random() < HURT.often:
        return replace(made_set, pain=True, note=HURT.set_note)
    return replace(made_set, note=rng.choice(SET_NOTES)) if rng.random() < REMARKS else made_set
