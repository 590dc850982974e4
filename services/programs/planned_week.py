"""Count the hard sets per muscle of a plan."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from database.oltp_tables import exercise_muscles
from services.analysis.volume import PerformedSet, Worked, hard_sets
from services.catalogue import catalogue_rows
from services.etl.shapes import ExerciseInfo
from services.muscles import GROUP_ID, GROUP_OF
from services.programs.catalogue import BuiltIn
from services.programs.starting import routine_of
from services.routines.tree import RoutineExercise

GROUP_NAMES: Final = {number: name for name, number in GROUP_ID.items()}
NONE_OF_THEIR_OWN: Final[Mapping[int, ExerciseInfo]] = {}


def planned_hard_sets(
    exercises: Iterable[RoutineExercise], own: Mapping[int, ExerciseInfo] = NONE_OF_THEIR_OWN
) -> dict[str, float]:
    """Count the planned hard sets per display group, most first; a secondary muscle counts by its credit.

    Per set a group gets the highest credit of its muscles, so that a row is not three back sets. `own` are the
    lifter's own exercises; an exercise that is in neither list counts nothing.
    """
    sets: list[PerformedSet] = [
        {"exercise": str(part.exercise_id), "type": planned.set_type, "reps": planned.reps_min or 1, "rir": planned.rir}
        for part in exercises
        for planned in part.sets
    ]
    worked = {**_groups(), **{str(number): _worked(groups_of(info)) for number, info in own.items()}}
    counted = hard_sets("fractional", sets, worked)
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def groups_of(info: ExerciseInfo) -> dict[str, float]:
    """Return the display groups that an exercise trains, with its credit for each."""
    return {GROUP_NAMES[number]: credit for number, credit in info.muscles if number in GROUP_NAMES}


def in_a_week(
    routines: Iterable[Iterable[RoutineExercise]], times: float, own: Mapping[int, ExerciseInfo] = NONE_OF_THEIR_OWN
) -> dict[str, float]:
    """Count the hard sets of a week in which each routine is done `times` times, rounded to half a set."""
    in_round = planned_hard_sets((part for exercises in routines for part in exercises), own)
    return {group: round(sets * times * 2) / 2 for group, sets in in_round.items()}


def weekly_hard_sets(program: BuiltIn) -> dict[str, float]:
    """Count the hard sets of a week of a program: as many of its days in turn as it has weekdays."""
    days = [routine_of(program, day, {}).exercises for day in program.days]
    return in_a_week(days, len(program.weekdays) / len(program.days))


@cache
def _groups() -> Mapping[str, Worked]:
    """Return the display groups that each exercise of the catalogue trains, by its id as text."""
    credits: dict[int, dict[str, float]] = {}
    for row in catalogue_rows()[exercise_muscles].values():
        group = GROUP_NAMES[GROUP_OF[row["muscle"]]]
        of_one = credits.setdefault(row["exercise_id"], {})
        of_one[group] = max(of_one.get(group, 0.0), row["credit"])
    return {str(number): _worked(of_one) for number, of_one in credits.items()}


def _worked(credits: Mapping[str, float]) -> Worked:
    whole = [group for group, credit in credits.items() if credit == 1]
    return {"primary": whole, "secondary": [group for group in credits if group not in whole]}
