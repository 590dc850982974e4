"""Generate the sample account's year of plausible training from a seed. No database and no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import zip_longest
from random import Random
from typing import Final

from services.progression.state import State
from services.sample.plan import (
    BODY_KG,
    BREAKS,
    DELOAD_WEEKS,
    HURT,
    ROUTINES,
    SCHEDULE,
    WEEKS,
    WEIGHED_ON,
    WORKOUT_NOTES,
)
from services.sample.rules import Coach
from services.sample.sets import Form, MadeSet, PlannedSet, performed, planned, usual_loads

SEED: Final = 2025
FIRST_PLANNED_WEEK: Final = 20  # from this week workouts are started from a routine and have a plan
MISSED, LATE, BAD, SHORT_OF_TIME = 0.05, 0.08, 0.06, 0.04  # shares of workouts
DAY_NOISE: Final = 0.03  # of strength; with the noise of sets and whole reps the estimates scatter by about 4 %
BAD_DAY: Final = (0.90, 0.94)


@dataclass(frozen=True)
class Workout:
    """A workout, with the plan that it was started from, if any."""

    day: date
    starts: time
    minutes: int
    routine: str
    notes: str | None
    sets: Sequence[MadeSet]
    plan: Sequence[PlannedSet] = field(default_factory=tuple)
    ruled: frozenset[str] = frozenset()  # the exercises whose loads came from rules


@dataclass(frozen=True)
class Year:
    """The sample lifter's year: workouts, body weights in kg, and phases (kind, from, to, note).

    `bases` holds the first state of each rule by exercise.
    """

    workouts: Sequence[Workout]
    body_kg: Sequence[tuple[date, float]]
    phases: Sequence[tuple[str, date, date, str]]
    bases: Mapping[str, State] = field(default_factory=dict)


def training_year(today: date, seed: int = SEED) -> Year:
    """Generate the year up to yesterday; equal days and seeds give equal years."""
    rng = Random(seed)
    first = first_monday(today)
    coach = Coach()
    workouts = [_workout(first, day, routine, rng, coach) for day, routine in _days(first, today, rng)]
    return Year(workouts, list(_weighings(first, today, rng)), list(_phases(first, today)), coach.bases)


def first_monday(today: date) -> date:
    """Return the Monday on which the year begins."""
    return today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))


def _days(first: date, today: date, rng: Random) -> list[tuple[date, str]]:
    """Return the training days: the schedule without breaks and missed days, some a day late, the last yesterday."""
    days = []
    for week in range(WEEKS):
        for weekday, routine in SCHEDULE.items():
            luck, day = rng.random(), first + timedelta(days=7 * week + weekday)
            is_recent = (today - day).days <= 7
            if day >= today or _in_break((day - first).days) or (luck < MISSED and not is_recent):
                continue
            is_late = MISSED <= luck < MISSED + LATE and weekday + 1 not in SCHEDULE
            days.append((day + timedelta(days=1 if is_late and not is_recent else 0), routine))
    return [*days[:-1], (today - timedelta(days=1), days[-1][1])]


def _in_break(day: int) -> bool:
    return any(b.first_day <= day < b.first_day + b.days for b in BREAKS)


def _workout(first: date, day: date, routine: str, rng: Random, coach: Coach) -> Workout:
    number = (day - first).days
    is_bad = rng.random() < BAD
    factor = rng.uniform(*BAD_DAY) if is_bad else rng.gauss(1, DAY_NOISE)
    form = Form(number, body_weight(number), factor)
    slots = list(ROUTINES[routine])
    target_loads = {} if form.is_deload else coach.targets(form.week, usual_loads(slots, form))
    form = replace(form, targets=target_loads)
    plan = planned(slots, form) if form.week >= FIRST_PLANNED_WEEK and not form.is_deload else []
    if is_bad or rng.random() < SHORT_OF_TIME:
        slots = slots[:-1]
    made_sets = _timed(list(performed(slots, form, rng)), rng)
    starts = time(rng.choice((17, 17, 18, 18, 19, 7)), 5 * rng.randrange(12))
    least = 40 if form.is_deload else 50
    minutes = min(80, max(least, made_sets[-1].at_s // 60 + rng.randint(3, 6)))
    matched = _matched(made_sets, plan)
    coach.learn(plan, matched)
    return Workout(day, starts, minutes, routine, _note(form, is_bad, rng), matched, plan, frozenset(target_loads))


def _note(form: Form, is_bad: bool, rng: Random) -> str | None:
    if form.is_deload:
        return "Deload" if rng.random() < 0.5 else None
    if 0 <= form.day - HURT.first_day < 3:
        return HURT.note
    return rng.choice(WORKOUT_NOTES[is_bad]) if rng.random() < (0.8 if is_bad else 0.12) else None


def _timed(sets: Sequence[MadeSet], rng: Random) -> list[MadeSet]:
    """Time each set: minutes to warm up, the set, its rest, and the way to the next exercise."""
    now, timed = rng.randint(300, 480), []
    for made_set, after in zip_longest(sets, sets[1:]):
        now += int(made_set.seconds or 4 * (made_set.reps or 1)) + 5
        share = 0.4 if made_set.set_type == "warmup" else 0.25 if after and after.set_type == "drop" else 1
        rest = max(10, 5 * round(made_set.slot.rest_s * share * rng.gauss(1, 0.15) / 5))
        timed.append(replace(made_set, rest_s=rest, at_s=now))
        moves = (
            after is not None and after.slug != made_set.slug and not (made_set.slot.superset and after.slot.superset)
        )
        now += rest + (rng.randint(60, 120) if moves else 0)
    return timed


def _matched(sets: Sequence[MadeSet], plan: Sequence[PlannedSet]) -> list[MadeSet]:
    """Match each performed set with the first open line of the plan for its exercise and kind."""
    open_lines = list(enumerate(plan))
    matched = []
    for made_set in sets:
        is_warmup = made_set.set_type == "warmup"
        fits = (
            (place, line)
            for place, line in open_lines
            if made_set.set_type != "drop" and line.slug == made_set.slug and (line.set_type == "warmup") == is_warmup
        )
        open_line = next(fits, None)
        if open_line:
            open_lines.remove(open_line)
        matched.append(replace(made_set, planned=open_line[0] if open_line else None))
    return matched


def body_weight(day: int) -> float:
    """Return the slow trend of the body weight in kg."""
    return BODY_KG[0] + (BODY_KG[1] - BODY_KG[0]) * min(1.0, day / 300)


def _weighings(first: date, today: date, rng: Random) -> Iterator[tuple[date, float]]:
    for day in range((today - first).days + 1):
        if (first + timedelta(days=day)).weekday() in WEIGHED_ON and rng.random() < 0.95:
            yield first + timedelta(days=day), round(body_weight(day) + rng.gauss(0, 0.4), 1)


def _phases(first: date, today: date) -> Iterator[tuple[str, date, date, str]]:
    rests = [(rest.kind, rest.first_day, rest.days, rest.note) for rest in BREAKS]
    lighter = [("deload", 7 * week, 7, "") for week in DELOAD_WEEKS]
    for kind, start, days, note in sorted([*rests, *lighter, ("injury", HURT.first_day, HURT.days, HURT.note)]):
        starts_on = first + timedelta(days=start)
        yield kind, starts_on, starts_on + timedelta(days=days - 1), note
