"""What an exercise of a routine will be next time: its warm-ups and loads as they are for the working weight now."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from auth.user import User
from services.routines import planning
from services.routines.coaching import Coached
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from utils import data_loader
from utils.styling import Display, load

ARROW = "\N{RIGHTWARDS ARROW}"


def of_routine(user: User, one: Routine) -> Mapping[int, Coached]:
    """What would be planned now, by the exercise of the routine."""
    parts = data_loader.facts(user, planning.previewed, one.routine_id).facts
    return {part.exercise.routine_exercise_id: part for part in parts}


def words(part: RoutineExercise, planned: Coached | None, display: Display) -> list[str]:
    """Its next loads and why, as plain lines; nothing where they are what they were last time."""
    if planned is None:
        return []
    sets = planned.exercise.sets
    warm_ups = _loads([one for one in sets if one.set_type == "warmup"], display)
    working = _loads([one for one in sets if one.set_type != "warmup"], display)
    follows = any(one.percent_tm is not None or one.percent_1rm is not None for one in part.sets)
    told = f" {ARROW} ".join(filter(None, (warm_ups and f"warm-up {warm_ups}", working)))
    lines = [f"Next time: {told}"] if working and (warm_ups or follows) else []
    is_share = follows and planned.reason and planned.progression_id is None
    return [*lines, *([planned.reason] if is_share and planned.reason else [])]


def _loads(sets: Sequence[RoutineSet], display: Display) -> str:
    """Loads with their reps, equal neighbours once: "40 kg × 8, 60 kg × 5"."""
    known = [one for one in sets if one.weight is not None]
    return ", ".join(_one(one, len(list(group)), display) for one, group in groupby(known, key=_bare))


def _bare(one: RoutineSet) -> tuple[object, ...]:
    return one.weight, one.unit, one.reps_min, one.reps_max, one.set_type


def _one(of_group: tuple[object, ...], count: int, display: Display) -> str:
    weight, unit, low, high, kind = of_group
    reps = f" × {low or high}" if kind == "warmup" and (low or high) else ""
    shown = load(float(str(weight)), str(unit or display.unit), display)
    return shown + reps if count == 1 or reps else f"{count} × {shown}"
