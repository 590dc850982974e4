"""Hard sets per muscle that a plan asks for, before it is ever done."""

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
    """Hard sets per display group that these exercises ask for, by credit (C8); most first.

    A group has the highest credit of its muscles per set, so that a row is not three back sets. `own` are exercises of
    the lifter's own; one that neither they nor the catalogue know gives nothing.
    """
    sets: list[PerformedSet] = [
        {"exercise": str(part.exercise_id), "type": one.set_type, "reps": one.reps_min or 1, "rir": one.rir}
        for part in exercises
        for one in part.sets
    ]
    known = {**_groups(), **{str(number): _worked(groups_of(info)) for number, info in own.items()}}
    counted = hard_sets("fractional", sets, known)
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def groups_of(info: ExerciseInfo) -> dict[str, float]:
    """The display groups that an exercise trains, with its credit for each."""
    return {GROUP_NAMES[number]: credit for number, credit in info.muscles if number in GROUP_NAMES}


def in_a_week(
    routines: Iterable[Iterable[RoutineExercise]], times: float, own: Mapping[int, ExerciseInfo] = NONE_OF_THEIR_OWN
) -> dict[str, float]:
    """The same for a week in which each of these routines is done so often, to half a set."""
    in_round = planned_hard_sets((part for one in routines for part in one), own)
    return {group: round(sets * times * 2) / 2 for group, sets in in_round.items()}


def weekly_hard_sets(one: BuiltIn) -> dict[str, float]:
    """The same for a week of a program: as many of its days in turn as it has weekdays."""
    days = [routine_of(one, day, {}).exercises for day in one.days]
    return in_a_week(days, len(one.weekdays) / len(one.days))


@cache
def _groups() -> Mapping[str, Worked]:
    """The display groups that each exercise of the catalogue trains, by its id as text."""
    credits: dict[int, dict[str, float]] = {}
    for row in catalogue_rows()[exercise_muscles].values():
        group = GROUP_NAMES[GROUP_OF[row["muscle"]]]
        of_one = credits.setdefault(row["exercise_id"], {})
        of_one[group] = max(of_one.get(group, 0.0), row["credit"])
    return {str(number): _worked(of_one) for number, of_one in credits.items()}


def _worked(credits: Mapping[str, float]) -> Worked:
    whole = [group for group, credit in credits.items() if credit == 1]
    return {"primary": whole, "secondary": [group for group in credits if group not in whole]}
