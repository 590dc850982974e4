"""Planned beside performed, out of folded sets: what was done, what was not, and what came on top."""

from typing import Final

import numpy as np

from database.olap_tables import fact_planned_sets
from services.etl.shapes import WARMUP_ID, Column, Columns, LifterLog, length, places, take
from services.feature_eng import hard_column

EITHER: Final = ("workout_id", "exercise_id", "position")  # of the plan, and of a set that was added to it
PERFORMED: Final = ("set_id", "weight_kg", "reps", "rir", "has_pain", "is_easy", "is_hard")
OF_THE_WORKOUT: Final = ("performed_on", "routine_id", "is_over")


def fold_planned(log: LifterLog, sets: Columns) -> Columns:
    """Planned beside performed; sets added beyond a plan too, in workouts that had one."""
    plan = log.planned
    if not length(plan):
        return {column.name: np.empty(0) for column in fact_planned_sets.c}
    sets = take(sets, np.isin(sets["workout_id"], plan["workout_id"]))
    matched = _matched(plan, sets)
    added = np.setdiff1d(np.arange(length(sets)), matched)
    lines = {name: np.append(plan[name], sets[name][added]) for name in EITHER}
    lines |= _asked(plan, len(added)) | _performed(sets, matched, added) | _of_the_workout(log, lines["workout_id"])
    lines |= _told_apart(lines, sets["set_type_id"][added])
    return take(lines, np.lexsort((lines["line_id"], lines["workout_id"], lines["performed_on"])))


def _matched(plan: Columns, sets: Columns) -> Column:
    """The place of the set that was logged for each planned one; -1 where none was."""
    done_of = {int(p): i for i, p in enumerate(sets["planned_set_id"].tolist()) if p}
    return np.array([done_of.get(int(p), -1) for p in plan["planned_set_id"]], dtype=np.int64)


def _asked(plan: Columns, added: int) -> Columns:
    """What was asked of each line; nothing of those that were added."""
    blank, none = np.full(added, np.nan), np.zeros(added, dtype=np.int64)
    warmup = plan["planned_set_type"] == WARMUP_ID
    # Reps are there to be done: only a warm-up, or effort left out on purpose, is not asked as a hard set.
    hard = hard_column(warmup, np.ones(len(warmup)), plan["rir"], np.zeros(len(warmup), dtype=bool))
    numbers = {f"planned_{name}": np.append(plan[name], blank) for name in ("weight_kg", "reps_min", "reps_max", "rir")}
    return {
        **{name: np.append(plan[name], none) for name in ("planned_set_id", "progression_id")},
        "planned_set_type": np.append(plan["planned_set_type"].astype(float), blank),
        **numbers,
        "is_planned_hard": np.append(hard.astype(np.int64), none),
    }


def _performed(sets: Columns, matched: Column, added: Column) -> Columns:
    """What was done of each line, missing where nothing was."""
    columns = {name: _beside(sets[name], matched, added) for name in PERFORMED}
    done = (columns["set_id"] > 0) & ~(columns["reps"] == 0)
    exercise = _beside(sets["exercise_id"], matched, added)
    return columns | {"performed_exercise_id": exercise, "is_done": done.astype(np.int64)}


def _beside(values: Column, matched: Column, added: Column) -> Column:
    """The performed values in the order of the plan, then those added beyond it."""
    missing = 0 if values.dtype.kind == "i" else np.nan
    padded = np.append(values, np.array([missing], dtype=values.dtype))
    return np.append(padded[matched], values[added])


def _of_the_workout(log: LifterLog, workout_ids: Column) -> Columns:
    place = places(log.workouts["workout_id"], workout_ids)
    columns = {name: log.workouts[name][place] for name in OF_THE_WORKOUT}
    return {"user_id": np.full(len(place), log.lifter.user_id, dtype=np.int64), **columns}


def _told_apart(lines: Columns, added_types: Column) -> Columns:
    """The key of each line, and whether it is a warm-up: as planned, or where nothing was planned as done."""
    planned = lines["planned_set_id"] > 0
    types = lines["planned_set_type"].copy()
    types[~planned] = added_types
    # A set may bear the id of a planned one that it was not logged for: both are lines of one workout.
    taken = np.isin(lines["set_id"], lines["planned_set_id"][planned])
    line_id = np.where(planned, lines["planned_set_id"], np.where(taken, -lines["set_id"], lines["set_id"]))
    return {"line_id": line_id, "is_warmup": (types == WARMUP_ID).astype(np.int64)}
