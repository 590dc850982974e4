"""What the ETL hands around: a lifter's log as columns, and the closed lists that facts carry as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from database.oltp_tables import LOAD_TYPES, SET_TYPES

# Raise it when a fold of the same log gives other facts: every lifter is then folded before the next read.
FOLD_VERSION: Final = 7

Column = npt.NDArray[Any]
Columns = dict[str, Column]

SET_TYPE_ID: Final = {name: number for number, name in enumerate(SET_TYPES)}
LOAD_TYPE_ID: Final = {name: number for number, name in enumerate(LOAD_TYPES)}
WARMUP_ID: Final = SET_TYPE_ID["warmup"]


class Lifter(NamedTuple):
    """The settings of a lifter that facts depend on, or that dim_users shows."""

    user_id: int
    unit: str
    sex: str | None
    week_start: int
    e1rm_formula: str


class ExerciseInfo(NamedTuple):
    """What the fold needs of an exercise; muscles as (muscle_id, credit), display groups included."""

    name: str
    equipment: str
    pattern: str
    load_type: str
    fraction: float
    implements: int
    per_side: bool
    family_id: int
    muscles: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class LifterLog:
    """One lifter's log, or the part of it that some days need.

    sets: set_id workout_id exercise_id (merges resolved) position set_type_id weight_kg reps reps_other rir seconds
    distance_m rest_s planned_set_id has_pain is_easy. workouts: workout_id performed_on (datetime64[D]) started_s (UTC
    seconds) ended_s started_hour routine_id is_over. planned: planned_set_id progression_id workout_id exercise_id
    position planned_set_type weight_kg reps_min reps_max rir.
    Missing numbers are NaN; ids are int64, a missing one 0. body: (days, kilograms), sorted by day.
    """

    lifter: Lifter
    sets: Columns
    workouts: Columns
    planned: Columns
    exercises: Mapping[int, ExerciseInfo]
    body: tuple[Column, Column]


def length(columns: Columns) -> int:
    """How many rows there are."""
    return len(next(iter(columns.values())))


def take(columns: Columns, chosen: Any) -> Columns:
    """The chosen rows, by positions or by a mask."""
    return {name: column[chosen] for name, column in columns.items()}


def known_or_zero(values: Column) -> Column:
    """Zero where a number is missing; on a few rows five times as fast as numpy's nan_to_num."""
    return np.where(np.isnan(values), 0.0, values)


def places(ids: Column, searched: Column) -> npt.NDArray[np.intp]:
    """Where each wanted id stands among ids, all of which are there."""
    order = np.argsort(ids)
    return order[np.searchsorted(ids, searched, sorter=order)]


def starts_of_groups(*keys: Column) -> npt.NDArray[np.intp]:
    """The first positions of runs of equal keys in sorted columns."""
    n = len(keys[0])
    if n == 0:
        return np.empty(0, dtype=np.intp)
    changed = np.zeros(n, dtype=bool)
    changed[0] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)
