"""What follows from the log: the star schema. Rebuildable at any time, never edited, never backed up."""

from typing import Any

from sqlalchemy import Column, Date, Double, Integer, MetaData, SmallInteger, String, Table
from sqlalchemy.types import TypeEngine

from database.types import Id, key_string

metadata = MetaData()

FLOAT: TypeEngine[Any] = Double()


def _star(name: str, grain: str, keys: dict[str, TypeEngine[Any]], values: dict[str, TypeEngine[Any]]) -> Table:
    columns = [Column(key, kind, primary_key=True, autoincrement=False) for key, kind in keys.items()]
    columns += [Column(value, kind, nullable=True) for value, kind in values.items()]
    return Table(name, metadata, *columns, comment=grain, sqlite_with_rowid=False, mysql_charset="utf8mb4")


Kinds = dict[str, TypeEngine[Any]]

USER: Kinds = {"user_id": Id}
BY_EXERCISE: Kinds = USER | {"exercise_id": Id, "performed_on": Date()}

dim_dates = _star(
    "dim_dates",
    "One row per calendar day, with its ISO year and week.",
    {"performed_on": Date()},
    {
        "year": SmallInteger(),
        "quarter": SmallInteger(),
        "month": SmallInteger(),
        "day": SmallInteger(),
        "weekday": SmallInteger(),
        "iso_year": SmallInteger(),
        "iso_week": SmallInteger(),
    },
)
dim_exercises = _star(
    "dim_exercises",
    "One row per exercise that a lifter has logged, under the lifter's own name and after merges.",
    USER | {"exercise_id": Id},
    {
        "name": String(120),
        "equipment": String(16),
        "pattern": String(16),
        "load_type": String(20),
        "bodyweight_fraction": FLOAT,
        "implements": SmallInteger(),
        "per_side": SmallInteger(),
        "family_id": Id,
    },
)
dim_muscles = _star(
    "dim_muscles",
    "One row per muscle or display group. level says which; levels are never added up.",
    {"muscle_id": SmallInteger()},
    {"name": key_string(24), "level": String(8), "group_id": SmallInteger()},
)
dim_set_types = _star(
    "dim_set_types",
    "One row per set type; facts carry its number.",
    {"set_type_id": SmallInteger()},
    {"set_type": key_string(16)},
)
dim_record_types = _star(
    "dim_record_types",
    "One row per record type; facts carry its number.",
    {"record_type_id": SmallInteger()},
    {"record_type": key_string(16)},
)
bridge_exercise_muscles = _star(
    "bridge_exercise_muscles",
    "One row per exercise of a lifter and muscle or display group that it trains, with its credit.",
    USER | {"exercise_id": Id, "muscle_id": SmallInteger()},
    {"credit": FLOAT},
)
dim_users = _star(
    "dim_users",
    "One row per lifter, with the settings that the facts were computed with.",
    USER,
    {"unit": String(2), "sex": String(1), "week_start": SmallInteger(), "e1rm_formula": String(16)},
)
fact_sets = _star(
    "fact_sets",
    "One row per performed set; workout_rank orders the day's workouts with that exercise.",
    BY_EXERCISE | {"set_id": Id},
    {
        "workout_id": Id,
        "workout_rank": SmallInteger(),
        "position": FLOAT,
        "set_type_id": SmallInteger(),
        "weight_kg": FLOAT,
        "effective_load_kg": FLOAT,
        "tonnage_kg": FLOAT,
        "reps": Integer(),
        "rir": FLOAT,
        "effective_reps": FLOAT,
        "e1rm_kg": FLOAT,
        "intensity": FLOAT,
        "inol": FLOAT,
        "relative_volume": FLOAT,
        "is_hard": SmallInteger(),
        "seconds": FLOAT,
        "distance_m": FLOAT,
        "started_hour": SmallInteger(),
        "rest_s": Integer(),
    },
)
fact_workouts = _star(
    "fact_workouts",
    "One row per workout with at least one set.",
    USER | {"performed_on": Date(), "workout_id": Id},
    {
        "routine_id": Id,
        "started_hour": SmallInteger(),
        "duration_s": Integer(),
        "exercises": Integer(),
        "sets": Integer(),
        "hard_sets": Integer(),
        "reps": Integer(),
        "tonnage_kg": FLOAT,
    },
)
fact_exercise_days = _star(
    "fact_exercise_days",
    "One row per exercise and day on which it was performed; warm-ups are left out of all but the workouts.",
    BY_EXERCISE,
    {
        "best_e1rm_kg": FLOAT,
        "best_weight_kg": FLOAT,
        "best_reps": Integer(),
        "best_rir": FLOAT,
        "top_weight_kg": FLOAT,
        "top_reps": Integer(),
        "best_set_volume_kg": FLOAT,
        "best_workout_volume_kg": FLOAT,
        "sets": Integer(),
        "hard_sets": Integer(),
        "reps": Integer(),
        "tonnage_kg": FLOAT,
        "workouts": SmallInteger(),
        "is_eased": SmallInteger(),
    },
)
fact_muscle_days = _star(
    "fact_muscle_days",
    "One row per muscle or display group and day: hard sets counted in three ways, and tonnage by credit.",
    USER | {"muscle_id": SmallInteger(), "performed_on": Date()},
    {"direct_sets": Integer(), "fractional_sets": FLOAT, "total_sets": Integer(), "tonnage_kg": FLOAT},
)
fact_records = _star(
    "fact_records",
    "One row per record broken in a workout: its type, its number of reps, the old value and the new one.",
    BY_EXERCISE | {"workout_id": Id, "record_type_id": SmallInteger()},
    {
        "rep_count": Integer(),
        "load_kg": FLOAT,
        "seconds": FLOAT,
        "distance_m": FLOAT,
        "old_value": FLOAT,
        "new_value": FLOAT,
        "set_id": Id,
    },
)
fact_bests = _star(
    "fact_bests",
    "One row per set that raised a best of its exercise; its load and amount are given if no earlier set had them.",
    BY_EXERCISE | {"set_id": Id},
    {
        "load_kg": FLOAT,
        "reps": Integer(),
        "seconds": FLOAT,
        "distance_m": FLOAT,
        "e1rm_kg": FLOAT,
        "set_volume_kg": FLOAT,
        "workout_volume_kg": FLOAT,
    },
)
fact_planned_sets = _star(
    "fact_planned_sets",
    "One row per set that was planned, performed or both. is_over says whether its workout has ended.",
    USER | {"performed_on": Date(), "workout_id": Id, "line_id": Id},
    {
        "routine_id": Id,
        "exercise_id": Id,
        "planned_set_id": Id,
        "progression_id": Id,
        "set_id": Id,
        "performed_exercise_id": Id,
        "position": FLOAT,
        "planned_set_type": SmallInteger(),
        "planned_weight_kg": FLOAT,
        "planned_reps_min": Integer(),
        "planned_reps_max": Integer(),
        "planned_rir": FLOAT,
        "weight_kg": FLOAT,
        "reps": Integer(),
        "rir": FLOAT,
        "has_pain": SmallInteger(),
        "is_easy": SmallInteger(),
        "is_warmup": SmallInteger(),
        "is_planned_hard": SmallInteger(),
        "is_hard": SmallInteger(),
        "is_done": SmallInteger(),
        "is_over": SmallInteger(),
    },
)
fact_plan_days = _star(
    "fact_plan_days",
    "One row per day, planned exercise, exercise performed for it, and routine, of planned workouts that have ended.",
    USER | {"performed_on": Date(), "exercise_id": Id, "done_id": Id, "routine_id": Id},
    {
        "planned": Integer(),
        "done": Integer(),
        "swapped": Integer(),
        "added": Integer(),
        "warmups_planned": Integer(),
        "warmups_done": Integer(),
        "warmups_added": Integer(),
        "planned_hard_sets": Integer(),
        "hard_sets": Integer(),
        "loaded_sets": Integer(),
        "asked_kg": FLOAT,
        "lifted_kg": FLOAT,
        "counted_sets": Integer(),
        "reps_low": Integer(),
        "reps_high": Integer(),
        "reps_done": Integer(),
        "target_kg": FLOAT,
        "top_kg": FLOAT,
    },
)
olap_meta = _star(
    "olap_meta", "One row per fact about the star schema itself.", {"name": key_string(32)}, {"value": String(100)}
)

FACTS = (
    fact_sets,
    fact_workouts,
    fact_exercise_days,
    fact_muscle_days,
    fact_records,
    fact_bests,
    fact_planned_sets,
    fact_plan_days,
)
OF_A_LIFTER = (*FACTS, dim_exercises, bridge_exercise_muscles, dim_users)
