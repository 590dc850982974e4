"""What was planned and done of each exercise on each day, out of planned sets beside performed ones."""

from typing import Final

import numpy as np

from database.olap_tables import fact_plan_days
from services.etl.shapes import Column, Columns, length, starts_of_groups, take

KEYS: Final = ("performed_on", "exercise_id", "done_id", "routine_id")


def fold_plan_days(lines: Columns) -> Columns:
    """Count and add up the lines of workouts that have ended; warm-ups apart from all else."""
    lines = take(lines, lines["is_over"] == 1)
    if not length(lines):
        return {column.name: np.empty(0) for column in fact_plan_days.c}
    done_id = np.where(lines["performed_exercise_id"] > 0, lines["performed_exercise_id"], lines["exercise_id"])
    lines = lines | {"done_id": done_id}
    lines = take(lines, np.lexsort([lines[key] for key in reversed(KEYS)]))
    starts = starts_of_groups(*(lines[key] for key in KEYS))
    sums = {name: np.add.reduceat(values, starts) for name, values in (_counted(lines) | _added_up(lines)).items()}
    highest = {name: np.fmax.reduceat(values, starts) for name, values in _highest(lines).items()}
    return {name: lines[name][starts] for name in ("user_id", *KEYS)} | sums | highest


def _sides(lines: Columns) -> tuple[Column, Column, Column, Column]:
    """Of each line whether it was planned, done, a working set, and done with the exercise that was planned."""
    planned, done = lines["planned_set_id"] > 0, lines["is_done"] == 1
    return planned, done, lines["is_warmup"] == 0, lines["done_id"] == lines["exercise_id"]


def _counted(lines: Columns) -> Columns:
    planned, done, working, same = _sides(lines)
    flags = {
        "planned": planned & working,
        "done": planned & done & working,
        "swapped": planned & done & working & ~same,
        "added": ~planned & done & working,
        "warmups_planned": planned & ~working,
        "warmups_done": planned & done & ~working,
        "warmups_added": ~planned & done & ~working,
        "planned_hard_sets": lines["is_planned_hard"] == 1,
        "hard_sets": lines["is_hard"] == 1,
    }
    return {name: values.astype(np.int64) for name, values in flags.items()}


def _added_up(lines: Columns) -> Columns:
    """Loads and reps of the sets that have them on both sides."""
    planned, done, working, same = _sides(lines)
    tried = planned & done & working & same
    low, high = lines["planned_reps_min"], lines["planned_reps_max"]
    low = np.where(np.isnan(low), high, low)
    loaded = tried & ~np.isnan(lines["planned_weight_kg"]) & ~np.isnan(lines["weight_kg"])
    counted = tried & ~np.isnan(low) & ~np.isnan(lines["reps"])
    return {
        "loaded_sets": loaded.astype(np.int64),
        "asked_kg": np.where(loaded, lines["planned_weight_kg"], 0.0),
        "lifted_kg": np.where(loaded, lines["weight_kg"], 0.0),
        "counted_sets": counted.astype(np.int64),
        "reps_low": np.where(counted, low, 0.0),
        "reps_high": np.where(counted, np.where(np.isnan(high), low, high), 0.0),
        "reps_done": np.where(counted, lines["reps"], 0.0),
    }


def _highest(lines: Columns) -> Columns:
    _, done, working, same = _sides(lines)
    return {
        "target_kg": np.where(working, lines["planned_weight_kg"], np.nan),
        "top_kg": np.where(working & done & same, lines["weight_kg"], np.nan),
    }
