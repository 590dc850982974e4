"""Estimate how long a planned workout takes."""

from collections import Counter
from typing import Final

from services.routines.tree import Routine, RoutineExercise, RoutineSet

SECONDS_PER_REP: Final = 4
USUAL_REPS, USUAL_HOLD_S, USUAL_REST_S, SETUP_S = 10, 40, 120, 60
ROUNDED_TO_S: Final = 300  # an estimate claims no minutes


def estimated_seconds(routine: Routine) -> float:
    """Estimate the seconds that a routine takes, rounded to five minutes.

    Counts its sets, its rests, and a minute to set up each exercise; the exercises of a superset share a rest.
    """
    return max(round(exact_seconds(routine) / ROUNDED_TO_S), 1) * ROUNDED_TO_S


def exact_seconds(routine: Routine) -> float:
    """Estimate the seconds that a routine takes, unrounded."""
    mates = Counter(exercise.superset for exercise in routine.exercises)
    return sum(
        _exercise_seconds(exercise, mates[exercise.superset] if exercise.superset else 1)
        for exercise in routine.exercises
    )


def _exercise_seconds(exercise: RoutineExercise, in_superset: int) -> float:
    rest = USUAL_REST_S if exercise.rest_s is None else exercise.rest_s
    return SETUP_S + sum(_set_seconds(planned) + rest / in_superset for planned in exercise.sets)


def _set_seconds(planned: RoutineSet) -> float:
    if planned.seconds is not None or planned.distance_m is not None:
        return planned.seconds or USUAL_HOLD_S
    ends = [reps for reps in (planned.reps_min, planned.reps_max) if reps is not None] or [USUAL_REPS]
    return SECONDS_PER_REP * sum(ends) / len(ends)
