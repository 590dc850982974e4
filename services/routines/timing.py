"""How long a planned workout may take: its sets, its rests, and a minute to set each exercise up."""

from collections import Counter
from typing import Final

from services.routines.tree import Routine, RoutineExercise, RoutineSet

SECONDS_PER_REP: Final = 4
USUAL_REPS, USUAL_HOLD_S, USUAL_REST_S, SETUP_S = 10, 40, 120, 60
ROUNDED_TO_S: Final = 300  # an estimate claims no minutes


def estimated_seconds(routine: Routine) -> float:
    """How long a routine may take that was never done, to five minutes.

    Its sets, its rests, and a minute to set each exercise up; the exercises of a superset share one rest.
    """
    return max(round(exact_seconds(routine) / ROUNDED_TO_S), 1) * ROUNDED_TO_S


def exact_seconds(routine: Routine) -> float:
    """The same to the second."""
    mates = Counter(one.superset for one in routine.exercises)
    return sum(_exercise_seconds(one, mates[one.superset] if one.superset else 1) for one in routine.exercises)


def _exercise_seconds(exercise: RoutineExercise, in_superset: int) -> float:
    rest = USUAL_REST_S if exercise.rest_s is None else exercise.rest_s
    return SETUP_S + sum(_set_seconds(one) + rest / in_superset for one in exercise.sets)


def _set_seconds(one: RoutineSet) -> float:
    if one.seconds is not None or one.distance_m is not None:
        return one.seconds or USUAL_HOLD_S
    ends = [reps for reps in (one.reps_min, one.reps_max) if reps is not None] or [USUAL_REPS]
    return SECONDS_PER_REP * sum(ends) / len(ends)
