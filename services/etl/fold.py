"""The fold: one lifter's log in, fact columns out. It defines what every fact is."""

from collections.abc import Mapping

import numpy as np

from services.etl.fold_plan_days import fold_plan_days
from services.etl.fold_planned import fold_planned
from services.etl.fold_records import fold_records
from services.etl.shapes import (
    LOAD_TYPE_ID,
    WARMUP_ID,
    Column,
    Columns,
    ExerciseInfo,
    LifterLog,
    known_or_zero,
    places,
    starts_of_groups,
    take,
)
from services.feature_eng import (
    e1rm_column,
    effective_load_column,
    effective_reps_column,
    hard_column,
    is_eligible,
    set_inol,
    set_relative_volume,
    tonnage_column,
)

HOLDS = [LOAD_TYPE_ID[name] for name in ("duration", "distance", "carry")]
ASSISTED = LOAD_TYPE_ID["assisted"]


def fold(log: LifterLog) -> dict[str, Columns]:
    """Every fact of one lifter, by table; rows in the order of the table's key."""
    facts = fold_days(log)
    return facts | fold_records(facts["fact_sets"], load_types(log.exercises))


def fold_days(log: LifterLog) -> dict[str, Columns]:
    """All facts that depend on their own day alone (not records and rep bests), for the days of this log."""
    sets = _enriched(log)
    planned = fold_planned(log, sets)
    return {
        "fact_sets": _fact_sets(log, sets),
        "fact_exercise_days": _fact_exercise_days(sets),
        "fact_workouts": _fact_workouts(log, sets),
        "fact_muscle_days": _fact_muscle_days(log, sets),
        "fact_planned_sets": planned,
        "fact_plan_days": fold_plan_days(planned),
    }


def load_types(exercises: Mapping[int, ExerciseInfo]) -> dict[int, str]:
    """What records of each exercise are about (`services.analysis.records.RULES`)."""
    return {e: info.load_type for e, info in exercises.items()}


def _enriched(log: LifterLog) -> Columns:
    """The sets with their day and everything computed per set, sorted as exercise, day, workout, position."""
    sets = _in_order(_with_workouts(log))
    info = _exercise_columns(log, sets["exercise_id"])
    warmup = sets["set_type_id"] == WARMUP_ID
    added = np.where(info["load_type"] == ASSISTED, np.nan, sets["weight_kg"])
    assist = np.where(info["load_type"] == ASSISTED, sets["weight_kg"], np.nan)
    body = _body_weight_of_the_day(log.body, sets["performed_on"])
    load = effective_load_column(body, info["fraction"], added, assist)
    possible = effective_reps_column(sets["reps"], sets["rir"])
    e1rm = e1rm_column(log.lifter.e1rm_formula, load, possible)
    holds = np.isin(info["load_type"], HOLDS)
    counts = ~warmup & (sets["reps"] >= 1)
    sets |= {
        "counts": counts,
        "effective_load_kg": load,
        "effective_reps": possible,
        "e1rm_kg": np.where(is_eligible(possible) & ~warmup, e1rm, np.nan),
        "tonnage_kg": np.where(
            holds,
            0.0,
            tonnage_column(load, sets["reps"], info["implements"], info["per_side"], sets["reps_other"], counts),
        ),
        "is_hard": hard_column(warmup, sets["reps"], sets["rir"], holds & _is_completed(sets)).astype(np.int64),
    }
    sets["intensity"] = _intensity(sets)
    percent = np.where(counts, sets["intensity"] * 100, np.nan)
    sets |= {
        "inol": set_inol(sets["reps"], percent),
        "relative_volume": set_relative_volume(sets["reps"], percent),
    }
    return sets


def _is_completed(sets: Columns) -> Column:
    return (sets["seconds"] > 0) | (sets["distance_m"] > 0) | (sets["reps"] >= 1)


def _with_workouts(log: LifterLog) -> Columns:
    place = places(log.workouts["workout_id"], log.sets["workout_id"])
    started = log.workouts["started_s"][place]
    of_workout = {name: log.workouts[name][place] for name in ("performed_on", "started_hour")}
    return _owned(log, log.sets | of_workout | {"started_s": np.where(np.isnan(started), -np.inf, started)})


def _in_order(sets: Columns) -> Columns:
    keys = ("set_id", "position", "workout_id", "started_s", "performed_on", "exercise_id")
    sets = take(sets, np.lexsort([sets[key] for key in keys]))
    return sets | {"workout_rank": _workout_ranks(sets)}


def _workout_ranks(sets: Columns) -> Column:
    """Which of the day's workouts with that exercise a set belongs to: 0 for the first."""
    first_of_day = starts_of_groups(sets["exercise_id"], sets["performed_on"])
    first_of_workout = starts_of_groups(sets["exercise_id"], sets["performed_on"], sets["workout_id"])
    running = np.zeros(len(sets["set_id"]), dtype=np.int64)
    running[first_of_workout] = 1
    running = np.cumsum(running)
    sizes = np.diff(np.append(first_of_day, len(running)))
    return running - np.repeat(running[first_of_day], sizes)


def _exercise_columns(log: LifterLog, exercise_ids: Column) -> Columns:
    unique, inverse = np.unique(exercise_ids, return_inverse=True)
    infos = [log.exercises[int(e)] for e in unique]
    return {
        "load_type": np.array([LOAD_TYPE_ID[i.load_type] for i in infos], dtype=np.int64)[inverse],
        "fraction": np.array([i.fraction for i in infos], dtype=float)[inverse],
        "implements": np.array([i.implements for i in infos], dtype=float)[inverse],
        "per_side": np.array([i.per_side for i in infos], dtype=bool)[inverse],
    }


def _body_weight_of_the_day(body: tuple[Column, Column], days: Column) -> Column:
    """The last measurement on or before each day, carried forward; NaN before the first."""
    measured_on, kilograms = body
    place = np.searchsorted(measured_on, days, side="right")
    carried: Column = np.append(np.nan, kilograms)[place]
    return carried


def _intensity(sets: Columns) -> Column:
    """Each load as the share of that day's best e1RM of the exercise."""
    starts = starts_of_groups(sets["exercise_id"], sets["performed_on"])
    if not len(starts):
        return sets["e1rm_kg"]
    best = np.fmax.reduceat(sets["e1rm_kg"], starts)
    sizes = np.diff(np.append(starts, len(sets["e1rm_kg"])))
    share: Column = sets["effective_load_kg"] / np.repeat(best, sizes)
    return share


def _fact_sets(log: LifterLog, sets: Columns) -> Columns:
    copied = (
        *("exercise_id", "performed_on", "set_id", "workout_id", "workout_rank", "position", "set_type_id"),
        *("weight_kg", "effective_load_kg", "tonnage_kg", "reps", "rir", "effective_reps", "e1rm_kg", "intensity"),
        *("inol", "relative_volume", "is_hard", "seconds", "distance_m", "started_hour", "rest_s"),
    )
    by_key = np.lexsort((sets["set_id"], sets["performed_on"], sets["exercise_id"]))
    return _owned(log, {name: sets[name][by_key] for name in copied})


def _owned(log: LifterLog, columns: Columns) -> Columns:
    n = len(next(iter(columns.values())))
    return {"user_id": np.full(n, log.lifter.user_id, dtype=np.int64)} | columns


def _sum(values: Column, starts: Column) -> Column:
    """Sums of runs; unknown values are left out, a run of nothing else stays unknown."""
    if not len(starts):
        return np.empty(0)
    is_known = ~np.isnan(values)
    total = np.add.reduceat(np.where(is_known, values, 0.0), starts)
    return np.where(np.add.reduceat(is_known.astype(np.int64), starts) > 0, total, np.nan)


def _largest(values: Column, starts: Column) -> Column:
    return np.fmax.reduceat(values, starts) if len(starts) else np.empty(0)


def _count(flags: Column, starts: Column) -> Column:
    return np.add.reduceat(flags.astype(np.int64), starts) if len(starts) else np.empty(0, dtype=np.int64)


def _fact_exercise_days(sets: Columns) -> Columns:
    day = starts_of_groups(sets["exercise_id"], sets["performed_on"])
    workout = starts_of_groups(sets["exercise_id"], sets["performed_on"], sets["workout_id"])
    counts, reps = sets["counts"], np.where(sets["counts"], sets["reps"], np.nan)
    worked = sets["set_type_id"] != WARMUP_ID
    weight = np.where(counts, sets["weight_kg"], np.nan)
    volume = np.where(counts, sets["tonnage_kg"], np.nan)
    top = _largest(weight, day)
    top_of_day = np.repeat(top, np.diff(np.append(day, len(weight))))
    at_top = np.isnan(top_of_day) | (weight == top_of_day)
    best = _first_best(sets["e1rm_kg"], day)
    has_best = best >= 0
    made_best = {name: np.where(has_best, sets[name][best], np.nan) for name in ("weight_kg", "reps", "rir")}
    starts_workout = np.zeros(len(weight), dtype=bool)
    starts_workout[workout] = True
    workout_volume = np.full(len(weight), np.nan)
    workout_volume[workout] = _sum(volume, workout)
    return {
        "user_id": sets["user_id"][day],
        "exercise_id": sets["exercise_id"][day],
        "performed_on": sets["performed_on"][day],
        "best_e1rm_kg": _largest(sets["e1rm_kg"], day),
        **{f"best_{name}": values for name, values in made_best.items()},
        "top_weight_kg": top,
        "top_reps": _largest(np.where(at_top, reps, np.nan), day),
        "best_set_volume_kg": _largest(volume, day),
        "best_workout_volume_kg": _largest(workout_volume, day),
        "sets": _count(worked, day),
        "hard_sets": _count(sets["is_hard"], day),
        "reps": known_or_zero(_sum(reps, day)),
        "tonnage_kg": _sum(np.where(worked, sets["tonnage_kg"], np.nan), day),
        "workouts": _count(starts_workout, day),
        "is_eased": (_count(sets["has_pain"] | sets["is_easy"], day) > 0).astype(np.int64),
    }


def _first_best(values: Column, starts: Column) -> Column:
    """In each run the first place of its largest value; -1 where none is known."""
    if not len(starts):
        return np.empty(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(values)))
    hits = np.flatnonzero(values == np.repeat(_largest(values, starts), sizes))
    run_of_hit = np.searchsorted(starts, hits, side="right") - 1
    first = np.full(len(starts), -1, dtype=np.int64)
    first[run_of_hit[::-1]] = hits[::-1]
    return first


def _fact_workouts(log: LifterLog, sets: Columns) -> Columns:
    order = np.lexsort((sets["exercise_id"], sets["workout_id"], sets["performed_on"]))
    sets = take(sets, order)
    start = starts_of_groups(sets["performed_on"], sets["workout_id"])
    lifts = np.zeros(len(order), dtype=np.int64)
    lifts[starts_of_groups(sets["workout_id"], sets["exercise_id"])] = 1
    worked = sets["set_type_id"] != WARMUP_ID
    place = places(log.workouts["workout_id"], sets["workout_id"][start])
    duration = log.workouts["ended_s"][place] - log.workouts["started_s"][place]
    return {
        "user_id": sets["user_id"][start],
        "performed_on": sets["performed_on"][start],
        "workout_id": sets["workout_id"][start],
        "routine_id": log.workouts["routine_id"][place],
        "started_hour": log.workouts["started_hour"][place],
        "duration_s": np.floor(duration),
        "exercises": _count(lifts, start),
        "sets": _count(worked, start),
        "hard_sets": _count(sets["is_hard"], start),
        "reps": known_or_zero(_sum(np.where(sets["counts"], sets["reps"], np.nan), start)),
        "tonnage_kg": _sum(np.where(worked, sets["tonnage_kg"], np.nan), start),
    }


def _fact_muscle_days(log: LifterLog, sets: Columns) -> Columns:
    sets = take(sets, sets["set_type_id"] != WARMUP_ID)
    unique, inverse = np.unique(sets["exercise_id"], return_inverse=True)
    muscles = [log.exercises[int(e)].muscles for e in unique]
    many = np.array([len(m) for m in muscles], dtype=np.int64)
    flat = np.array([pair for m in muscles for pair in m], dtype=float).reshape(-1, 2)
    offsets = np.concatenate(([0], np.cumsum(many)[:-1])).astype(np.int64) if len(many) else many
    repeats = many[inverse]
    row = np.repeat(np.arange(len(inverse)), repeats)
    within = np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    pair = flat[offsets[inverse][row] + within]
    return _muscle_days(log, sets, row, pair[:, 0].astype(np.int64), pair[:, 1])


def _muscle_days(log: LifterLog, sets: Columns, row: Column, muscle: Column, credit: Column) -> Columns:
    order = np.lexsort((row, sets["performed_on"][row], muscle))
    row, muscle, credit = row[order], muscle[order], credit[order]
    day, hard = sets["performed_on"][row], sets["is_hard"][row].astype(bool)
    start = starts_of_groups(muscle, day)
    return {
        "user_id": np.full(len(start), log.lifter.user_id, dtype=np.int64),
        "muscle_id": muscle[start],
        "performed_on": day[start],
        "direct_sets": _count(hard & (credit == 1), start),
        "fractional_sets": known_or_zero(_sum(np.where(hard, credit, 0.0), start)),
        "total_sets": _count(hard, start),
        "tonnage_kg": _sum(sets["tonnage_kg"][row] * credit, start),
    }
