"""What must hold before facts are published; a failing check keeps the old ones and says which."""

from collections.abc import Callable, Mapping

import numpy as np

from services.errors import TonnageError
from services.etl.shapes import Columns, LifterLog

TOLERANCE = 1e-9

Facts = Mapping[str, Columns]


class CheckFailed(TonnageError):
    """The new statistics did not agree with the log, so the old ones were kept."""


def every_set_is_a_fact(log: LifterLog, facts: Facts) -> bool:
    """Each logged set is exactly one fact."""
    return np.array_equal(np.sort(log.sets["set_id"]), np.sort(facts["fact_sets"]["set_id"]))


def tonnage_agrees(log: LifterLog, facts: Facts) -> bool:
    """The tonnage of sets, exercise days and workouts is the same."""
    totals = [np.nansum(facts[name]["tonnage_kg"]) for name in ("fact_sets", "fact_exercise_days", "fact_workouts")]
    return np.allclose(totals, totals[0], rtol=TOLERANCE)


def keys_are_known(log: LifterLog, facts: Facts) -> bool:
    """Each fact's exercise and workout exists."""
    sets = facts["fact_sets"]
    has_exercise = set(np.unique(sets["exercise_id"]).tolist()) <= log.exercises.keys()
    return has_exercise and bool(np.isin(sets["workout_id"], log.workouts["workout_id"]).all())


def records_rise(log: LifterLog, facts: Facts) -> bool:
    """Each record is more than what it replaced."""
    records = facts["fact_records"]
    return bool((records["new_value"] > records["old_value"]).all())


def hard_sets_agree(log: LifterLog, facts: Facts) -> bool:
    """The hard sets of exercise days and workouts are those of the sets."""
    totals = {int(facts[name]["hard_sets"].sum()) for name in ("fact_exercise_days", "fact_workouts")}
    return totals == {int(facts["fact_sets"]["is_hard"].sum())}


CHECKS: Mapping[str, Callable[[LifterLog, Facts], bool]] = {
    "every set is a fact": every_set_is_a_fact,
    "tonnage agrees": tonnage_agrees,
    "keys are known": keys_are_known,
    "records rise": records_rise,
    "hard sets agree": hard_sets_agree,
}


def verify(log: LifterLog, facts: Facts) -> None:
    """Run every check; CheckFailed names the lifter and the first that fails."""
    for name, holds in CHECKS.items():
        if not holds(log, facts):
            raise CheckFailed(f"Lifter {log.lifter.user_id}: the check '{name}' failed; the old facts were kept.")
