"""Preview of an exercise in a routine: the warm-ups and loads that it will have next time."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from auth.user import User
from services.routines import planning
from services.routines.coaching import Coached
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from utils import data_loader
from utils.styling import Display, load

ARROW = "\N{RIGHTWARDS ARROW}"


def of_routine(user: User, routine: Routine) -> Mapping[int, Coached]:
    """Plan a routine as if it started now; the exercises are keyed by their id in the routine."""
    parts = data_loader.facts(user, planning.previewed, routine.routine_id).facts
    return {part.exercise.routine_exercise_id: part for part in parts}


def words(part: RoutineExercise, planned: Coached | None, display: Display) -> list[str]:
    """Describe the next loads and the reason for them as plain lines; empty where last time's loads stay."""
    if planned is None:
        return []
    sets = planned.exercise.sets
    warm_ups = _loads([planned_set for planned_set in sets if planned_set.set_type == "warmup"], display)
    working = _loads([planned_set for planned_set in sets if planned_set.set_type != "warmup"], display)
    follows = any(
        planned_set.percent_tm is not None or planned_set.percent_1rm is not None for planned_set in part.sets
    )
    loads = f" {ARROW} ".join(filter(None, (warm_ups and f"warm-up {warm_ups}", working)))
    lines = [f"Next time: {loads}"] if working and (warm_ups or follows) else []
    is_share = follows and planned.reason and planned.progression_id is None
    return [*lines, *([planned.reason] if is_share and planned.reason else [])]


def _loads(sets: Sequence[RoutineSet], display: Display) -> str:
    """Write loads with their reps; equal neighbours become a single entry: "40 kg × 8, 60 kg × 5"."""
    loaded = [planned_set for planned_set in sets if planned_set.weight is not None]
    return ", ".join(
        _group_words(planned_set, len(list(group)), display)
        for planned_set, group in groupby(loaded, key=_compared_fields)
    )


def _compared_fields(planned_set: RoutineSet) -> tuple[object, ...]:
    return planned_set.weight, planned_set.unit, planned_set.reps_min, planned_set.reps_max, planned_set.set_type


def _group_words(of_group: tuple[object, ...], count: int, display: Display) -> str:
    weight, unit, low, high, kind = of_group
    reps = f" × {low or high}" if kind == "warmup" and (low or high) else ""
    weight_text = load(float(str(weight)), str(unit or display.unit), display)
    return weight_text + reps if count == 1 or reps else f"{count} × {weight_text}"
