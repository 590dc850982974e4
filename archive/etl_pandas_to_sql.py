"""Rebuild with frames as most tutorials do it: read_sql, groupby, to_sql, everything in memory at once.

Superseded; archive/README.md says by what and why. It knows Epley, external loads and bar-and-plate arithmetic only.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, bindparam, text

from archive.copies import copies
from database.db_connector import reading, writing
from services.analysis.records import RECORD_TYPES
from services.etl.shapes import SET_TYPE_ID, WARMUP_ID
from services.feature_eng import e1rm_column, effective_reps_column, hard_column, is_eligible, tonnage_column
from services.muscles import GROUP_OF, MUSCLE_ID
from services.units import KG_PER_LB

PREFIX = "frames"
CHUNK = 10_000
DAY = ["user_id", "exercise_id", "performed_on"]
VISIT = [*DAY, "workout_rank", "workout_id"]
HOLDS = ["duration", "distance", "carry"]
JUDGED = {"weight": "load", "e1rm": "e1rm_kg", "set_volume": "tonnage_kg"}  # not reps at a load: no groupby does it

LOGGED = text(
    "SELECT s.user_id, s.exercise_id, w.performed_on, s.set_id, s.workout_id, s.position, s.set_type, s.weight, s.unit,"
    " s.reps, s.reps_other, s.rir, s.seconds, s.distance_m, s.rest_s, w.started_at, w.ended_at, w.routine_id,"
    " e.load_type, e.implements, e.per_side"
    " FROM sets s JOIN workouts w ON w.user_id = s.user_id AND w.workout_id = s.workout_id"
    " JOIN exercises e ON e.user_id IN (0, s.user_id) AND e.exercise_id = s.exercise_id"
    " WHERE s.user_id IN :users"
).bindparams(bindparam("users", expanding=True))
MUSCLES = text("SELECT exercise_id, muscle, credit FROM exercise_muscles")
NUMBERS = ["weight", "reps", "reps_other", "rir", "seconds", "distance_m", "rest_s"]


def rebuild(bind: Engine, user_ids: Sequence[int]) -> None:
    """Fill frames_fact_sets and the other copies from the log of these lifters."""
    tables = copies(bind, PREFIX)
    with reading(bind) as connection:
        sets = enriched(pd.read_sql(LOGGED, connection, params={"users": list(user_ids)}, parse_dates=["performed_on"]))
        muscles = credits_of(pd.read_sql(MUSCLES, connection))
    frames = {
        "fact_sets": sets.sort_values([*DAY, "set_id"]),
        "fact_exercise_days": exercise_days(sets),
        "fact_workouts": workouts(sets),
        "fact_muscle_days": muscle_days(sets, muscles),
        "fact_records": records(sets),
    }
    with writing(bind) as connection:
        for name, frame in frames.items():
            known = [column.name for column in tables[name].c if column.name in frame]
            write(connection, tables[name].name, frame[known])


def write(connection: Connection, name: str, frame: pd.DataFrame) -> None:
    """Append to the empty copy: if_exists="replace" would drop the table and make one without its key."""
    dates = frame.assign(performed_on=frame["performed_on"].dt.date)
    dates.to_sql(name, connection, if_exists="append", index=False, chunksize=CHUNK)


def enriched(sets: pd.DataFrame) -> pd.DataFrame:
    """The logged sets with everything that is computed per set."""
    sets[NUMBERS] = sets[NUMBERS].astype(float)
    warmup = (sets["set_type"] == "warmup").to_numpy()
    counts = ~warmup & (sets["reps"] >= 1).to_numpy()
    kilograms = np.where(sets["unit"] == "lb", sets["weight"] * float(KG_PER_LB), sets["weight"])
    possible = effective_reps_column(sets["reps"].to_numpy(), sets["rir"].to_numpy())
    e1rm = np.where(is_eligible(possible) & ~warmup, e1rm_column("epley", kilograms, possible), np.nan)
    lifted = tonnage_column(
        kilograms,
        sets["reps"].to_numpy(),
        sets["implements"].to_numpy(dtype=float),
        sets["per_side"].to_numpy(dtype=bool),
        sets["reps_other"].to_numpy(),
        counts,
    )
    holds = sets["load_type"].isin(HOLDS).to_numpy()
    completed = holds & ((sets["seconds"] > 0) | (sets["distance_m"] > 0) | (sets["reps"] >= 1)).to_numpy()
    sets = sets.assign(
        set_type_id=sets["set_type"].map(SET_TYPE_ID),
        weight_kg=kilograms,
        effective_load_kg=kilograms,
        tonnage_kg=np.where(holds, 0.0, lifted),
        effective_reps=possible,
        e1rm_kg=e1rm,
        is_hard=hard_column(warmup, sets["reps"].to_numpy(), sets["rir"].to_numpy(), completed).astype(int),
        worked=~warmup,
        counts=counts,
    )
    return with_day(sets)


def with_day(sets: pd.DataFrame) -> pd.DataFrame:
    """With what depends on the other sets of the exercise on that day."""
    order = sets.sort_values([*DAY, "started_at", "workout_id"], na_position="first")
    visits = order.drop_duplicates([*DAY, "workout_id"])[[*DAY, "workout_id"]]
    ranked = visits.assign(workout_rank=visits.groupby(DAY).cumcount())
    sets = sets.merge(ranked, on=[*DAY, "workout_id"])
    best = sets.groupby(DAY)["e1rm_kg"].transform("max")
    return sets.assign(intensity=sets["effective_load_kg"] / best)


def exercise_days(sets: pd.DataFrame) -> pd.DataFrame:
    """One row per exercise and day."""
    worked = sets[["weight_kg", "reps", "tonnage_kg"]].where(sets["counts"])
    sets = sets.assign(kg=worked["weight_kg"], n=worked["reps"], volume=worked["tonnage_kg"])
    top = sets.groupby(DAY)["kg"].transform("max")
    sets = sets.assign(
        n_at_top=sets["n"].where(top.isna() | (sets["kg"] == top)),
        workout_volume=sets.groupby(VISIT)["volume"].transform("sum", min_count=1),
        done=sets["tonnage_kg"].where(sets["worked"]),
    )
    days = sets.groupby(DAY, as_index=False).agg(
        best_e1rm_kg=("e1rm_kg", "max"),
        top_weight_kg=("kg", "max"),
        top_reps=("n_at_top", "max"),
        best_set_volume_kg=("volume", "max"),
        best_workout_volume_kg=("workout_volume", "max"),
        sets=("worked", "sum"),
        hard_sets=("is_hard", "sum"),
        reps=("n", "sum"),
        workouts=("workout_id", "nunique"),
    )
    # Without min_count a sum of nothing but unknowns would be 0.
    return days.assign(tonnage_kg=sets.groupby(DAY)["done"].sum(min_count=1).to_numpy())


def workouts(sets: pd.DataFrame) -> pd.DataFrame:
    """One row per workout."""
    by = ["user_id", "performed_on", "workout_id"]
    sets = sets.assign(n=sets["reps"].where(sets["counts"]), done=sets["tonnage_kg"].where(sets["worked"]))
    found = sets.groupby(by, as_index=False).agg(
        routine_id=("routine_id", "first"),
        started_at=("started_at", "first"),
        ended_at=("ended_at", "first"),
        exercises=("exercise_id", "nunique"),
        sets=("worked", "sum"),
        hard_sets=("is_hard", "sum"),
        reps=("n", "sum"),
    )
    ended, started = (pd.to_datetime(found[name], format="ISO8601") for name in ("ended_at", "started_at"))
    lasted = ended - started
    tonnage = sets.groupby(by)["done"].sum(min_count=1).to_numpy()
    return found.assign(duration_s=lasted.dt.total_seconds(), tonnage_kg=tonnage)


def credits_of(muscles: pd.DataFrame) -> pd.DataFrame:
    """Credits by exercise and muscle, and by display group, which takes the highest of its muscles."""
    single = muscles.assign(muscle_id=muscles["muscle"].map(MUSCLE_ID))
    groups = muscles.assign(muscle_id=muscles["muscle"].map(GROUP_OF))
    groups = groups.groupby(["exercise_id", "muscle_id"], as_index=False)["credit"].max()
    return pd.concat([single, groups])[["exercise_id", "muscle_id", "credit"]]


def muscle_days(sets: pd.DataFrame, muscles: pd.DataFrame) -> pd.DataFrame:
    """One row per muscle or display group and day."""
    worked = sets.loc[sets["worked"], [*DAY, "is_hard", "tonnage_kg"]].merge(muscles, on="exercise_id")
    worked = worked.assign(
        direct=worked["is_hard"] * (worked["credit"] == 1),
        fractional=worked["is_hard"] * worked["credit"],
        lifted=worked["tonnage_kg"] * worked["credit"],
    )
    by = ["user_id", "muscle_id", "performed_on"]
    days = worked.groupby(by, as_index=False).agg(
        direct_sets=("direct", "sum"), fractional_sets=("fractional", "sum"), total_sets=("is_hard", "sum")
    )
    return days.assign(tonnage_kg=worked.groupby(by)["lifted"].sum(min_count=1).to_numpy())


def records(sets: pd.DataFrame) -> pd.DataFrame:
    """One row per record of weight, e1RM, set volume or workout volume."""
    counted = sets[sets["counts"] & (sets["set_type_id"] != WARMUP_ID)]
    counted = counted.assign(load=counted["weight_kg"].fillna(0.0))
    visits = counted.groupby(VISIT, as_index=False)[list(JUDGED.values())].max()
    visits["workout_volume"] = counted.groupby(VISIT)["tonnage_kg"].sum(min_count=1).to_numpy()
    visits = visits.sort_values([*DAY, "workout_rank"])
    judged = {**JUDGED, "workout_volume": "workout_volume"}
    found = pd.concat([judge(visits, column, RECORD_TYPES.index(kind)) for kind, column in judged.items()])
    return found.sort_values([*DAY, "workout_id", "record_type_id"])


def judge(visits: pd.DataFrame, column: str, record_type_id: int) -> pd.DataFrame:
    """The visits that were better than all before them."""
    exercise = [visits["user_id"], visits["exercise_id"]]
    # A visit without a value must not hide the best before it, hence the ffill.
    running = visits.groupby(["user_id", "exercise_id"])[column].cummax().groupby(exercise).ffill()
    judged = visits[[*DAY, "workout_id"]].assign(
        record_type_id=record_type_id, old_value=running.groupby(exercise).shift(), new_value=visits[column]
    )
    return judged[judged["new_value"] > judged["old_value"]]
