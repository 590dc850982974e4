"""Apply progressions to a routine: sets with loads and reasons for the next workout; shorter or lighter if asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from services.gyms.loadable import STEPS, Gear
from services.progression.editing import Progression
from services.progression.load_text import amount
from services.progression.prescribe import has_scheme, prescribe, share_of
from services.progression.rules import Wendler
from services.progression.schemes import Aim
from services.routines.timing import exact_seconds
from services.routines.tree import Routine, RoutineExercise, RoutineSet

EASY, DELOAD = "easy", "deload"
LIGHTER: Final = Decimal(90)  # percent of the load on an easy day and in a deload
EASED: Final = {
    EASY: "Easy today: 90 % of the load, and it counts neither as done nor as missed.",
    DELOAD: "Deload: 90 % of the load and half the sets; it counts neither as done nor as missed.",
}
LIGHT_WEEK: Final = 3  # the step of 5/3/1 in which nothing is added to the main sets


@dataclass(frozen=True)
class Coached:
    """An exercise with its sets for the next workout, the progression that they count for, and the reason for them."""

    exercise: RoutineExercise
    progression_id: int | None = None
    reason: str | None = None


def coached(
    routine: Routine, progressions: Mapping[int, Progression], gears: Mapping[int, Gear]
) -> tuple[Coached, ...]:
    """Apply progressions to the exercises of a routine; exercises without one stay as they are."""
    parts = (_coached(exercise, progressions, gears) for exercise in routine.exercises)
    return tuple(part for part in parts if part is not None)


def as_routine(routine: Routine, parts: Sequence[Coached]) -> Routine:
    """Return a routine with these exercises."""
    return replace(routine, exercises=tuple(part.exercise for part in parts))


def link_of(exercise: RoutineExercise) -> int | None:
    """Return the id of the progression that an exercise follows."""
    return int(exercise.progression["progression_id"]) if exercise.progression else None


def eased(parts: Sequence[Coached], ease: str | None, gears: Mapping[int, Gear]) -> tuple[Coached, ...]:
    """Lighten a workout: 90 % of the loads on an easy day, and half of the sets too in a deload."""
    return tuple(_eased(part, ease, gears) for part in parts) if ease else tuple(parts)


def shortened(routine: Routine, parts: Sequence[Coached], minutes: int | None) -> tuple[Coached, ...]:
    """Keep the exercises that fit into the minutes: from the end, those without a progression go first.

    An exercise left out is not a miss: its progression waits. The first exercise always stays.
    """
    kept = list(parts)
    while minutes and len(kept) > 1 and exact_seconds(as_routine(routine, kept)) > minutes * 60:
        spare = [place for place, part in enumerate(kept) if place and part.progression_id is None]
        kept.pop(spare[-1] if spare else -1)
    return tuple(kept)


def _coached(
    exercise: RoutineExercise, progressions: Mapping[int, Progression], gears: Mapping[int, Gear]
) -> Coached | None:
    number = link_of(exercise)
    progression = progressions.get(number) if number else None
    if progression is None:
        return Coached(exercise)
    gear = gears.get(exercise.exercise_id, Gear(STEPS[progression.now.unit]))
    if exercise.progression and exercise.progression.get("take"):
        return _following(exercise, progression, gear)
    warm_ups = tuple(planned for planned in exercise.sets if planned.set_type == "warmup")
    working = [planned for planned in exercise.sets if planned not in warm_ups]
    aims = prescribe(progression.rule, progression.now, gear, list(map(aim_of, working)))
    own, unit = () if has_scheme(progression.rule) else working, progression.now.unit
    sets = tuple(_planned_set(aim, unit, own[place] if place < len(own) else None) for place, aim in enumerate(aims))
    warmed = ramp(warm_ups, next((aim.load for aim in aims if aim.load), None), unit, gear)
    reason = progression.sentence or _first_reason(progression)
    return Coached(replace(exercise, sets=(*warmed, *sets)), progression.progression_id, reason)


def ramp_shares(count: int) -> list[int]:
    """Give the percentages of the first working load for a count of warm-ups."""
    return [60] if count == 1 else [40 + 40 * place // (count - 1) for place in range(count)]


# The usual warm-ups: shares of the first working load, with fewer reps as the loads rise.
RAMP: Final = tuple((percent / 100, reps) for percent, reps in zip(ramp_shares(3), (8, 5, 3), strict=True))


def ramp(warm_ups: Sequence[RoutineSet], load: Decimal | None, unit: str, gear: Gear) -> tuple[RoutineSet, ...]:
    """Warm-ups with loads that rise evenly from 40 to 80 % of the first working load; one alone takes 60 %.

    A warm-up with a weight of its own keeps it, and so do those of a lift that is made easier by its load.
    """
    if gear.is_help:
        return tuple(warm_ups)
    return tuple(
        warm_up
        if warm_up.weight is not None or not load
        else replace(warm_up, weight=min(gear.nearest(load * share / 100), load), unit=unit)
        for warm_up, share in zip(warm_ups, ramp_shares(len(warm_ups)), strict=True)
    )


def _first_reason(progression: Progression) -> str:
    value = progression.now.maximum if progression.asks_for_maximum else progression.now.load
    if value is None:
        return "First time: leave two or three reps in reserve; it is counted on from there."
    start = "From a maximum of" if progression.asks_for_maximum else "Begins with"
    return f"{start} {amount(value, progression.now.unit)}."


def _following(exercise: RoutineExercise, progression: Progression, gear: Gear) -> Coached | None:
    """Take the loads of an exercise from another's progression: percentages of its base, or its first or second set."""
    take = (exercise.progression or {}).get("take")
    if isinstance(progression.rule, Wendler) and progression.now.step == LIGHT_WEEK:
        return None
    base = progression.now.maximum if progression.now.maximum is not None else progression.now.load
    if take == "percent":
        sets = tuple(_with_share(planned, base, progression.now.unit, gear) for planned in exercise.sets)
        reason = f"Percentages of {amount(base, progression.now.unit)}." if base else None
        return Coached(replace(exercise, sets=sets), None, reason)
    lead = prescribe(progression.rule, progression.now, gear)
    place = 0 if take == "first" else 1
    load = lead[place].load if place < len(lead) else None
    unit = progression.now.unit if load else None
    sets = tuple(replace(planned, weight=load, unit=unit) for planned in exercise.sets)
    return Coached(replace(exercise, sets=sets), None, f"The load of the {take} main set." if load else None)


def _with_share(planned: RoutineSet, base: Decimal | None, unit: str, gear: Gear) -> RoutineSet:
    if planned.percent_tm is None or base is None:
        return planned
    load = share_of(base, Decimal(str(planned.percent_tm)), gear)
    return replace(planned, weight=load, unit=unit)


def aim_of(planned: RoutineSet) -> Aim:
    """Turn a set of a routine into the target that rules work with."""
    rpe = None if planned.rir is None else Decimal(str(10 - planned.rir))
    return Aim(planned.reps_min or planned.reps_max or 1, planned.reps_max, planned.set_type == "amrap", None, rpe)


def _planned_set(aim: Aim, unit: str, own: RoutineSet | None) -> RoutineSet:
    """Turn a target into a planned set; the routine's set keeps what the rule leaves open."""
    high = None if aim.is_open else aim.low if aim.high is None else aim.high
    kind = own.set_type if own and not aim.is_open else "amrap" if aim.is_open else "working"
    return replace(
        own or RoutineSet(),
        set_type=kind,
        reps_min=aim.low,
        reps_max=high,
        rir=aim.rir,
        weight=aim.load,
        unit=unit if aim.load is not None else None,
        percent_tm=None if aim.percent is None else float(aim.percent),
    )


def _eased(part: Coached, ease: str | None, gears: Mapping[int, Gear]) -> Coached:
    sets = part.exercise.sets
    if ease == DELOAD:
        warm_ups = tuple(planned for planned in sets if planned.set_type == "warmup")
        worked = tuple(planned for planned in sets if planned.set_type != "warmup")
        sets = (*warm_ups, *worked[: (len(worked) + 1) // 2])
    lighter = tuple(_lighter(planned, gears.get(part.exercise.exercise_id)) for planned in sets)
    return Coached(replace(part.exercise, sets=lighter), None, EASED[ease or EASY])


def _lighter(planned: RoutineSet, gear: Gear | None) -> RoutineSet:
    """Make a set lighter, and never to failure."""
    kind = "working" if planned.set_type in ("amrap", "failure") else planned.set_type
    closed = replace(
        planned, set_type=kind, reps_max=planned.reps_min if planned.reps_max is None else planned.reps_max
    )
    if not planned.weight:
        return closed
    step = gear or Gear(STEPS[planned.unit or "kg"])
    share = 200 - LIGHTER if step.is_help else LIGHTER
    return replace(closed, weight=step.nearest(planned.weight * share / 100))
