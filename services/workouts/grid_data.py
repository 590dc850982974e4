"""JSON for the set grid in the browser: a workout with its exercises, and the data that it needs offline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from database import reads
from database.db_connector import reading
from services.exercises import families
from services.exercises.families import Variant
from services.feature_eng import e1rm, is_eligible
from services.gyms import editing as gyms
from services.log.outbox import Unreachable
from services.routines import editing as routines
from services.routines import versions
from services.routines.tree import Routine
from services.workouts import board as workouts_board
from services.workouts import lists
from services.workouts.board import Past, SetRow

Json = dict[str, Any]
Row = Mapping[str, Any]

LAST_WORKOUTS: Final = 5
KIT_EXERCISES: Final = 40  # exercises of which the browser keeps last time's sets
HALF_REPS: Final = [half / 2 for half in range(2, 41)]
WORKOUT_NAMES: Final = ("workout_id", "title", "notes", "started_at", "ended_at", "gym_id", "routine_id", "time_source")
PAST_NAMES: Final = ("set_type", "weight", "unit", "reps", "reps_other", "rir", "seconds", "distance_m")
MARK_NAMES: Final = ("pain", "easy", "note")
OWN_NAMES: Final = ("set_id", "exercise_id", "position", "superset", *MARK_NAMES, "planned_set_id", "performed_at")
SET_NAMES: Final = (*OWN_NAMES, *PAST_NAMES)
PLAN_NAMES: Final = ("plan_note", "plan_reason", "planned_exercise_id")
TARGET_NAMES: Final = ("reps_min", "reps_max", "target_rir", "rest_s", *PLAN_NAMES)
FIXED_NAMES: Final = ("weight", "unit", "seconds", "distance_m")
COUNTING_NAMES: Final = ("implements", "per_side", "bodyweight_fraction")
EXERCISE_NAMES: Final = ("load_type", "equipment", "pattern", *COUNTING_NAMES, "rest_s", "gym_id")
USUAL_STEPS: Final = {"kg": "2.5", "lb": "5"}


def board_data(engine: Engine, user_id: int, workout_id: int) -> Json | None:
    """Return a workout with its rows, the past of its exercises, and their last five workouts; None if deleted.

    Unreachable while the database does not answer.
    """
    try:
        return _board_data(engine, user_id, workout_id)
    except SQLAlchemyError as error:
        raise Unreachable from error


def _board_data(engine: Engine, user_id: int, workout_id: int) -> Json | None:
    with reading(engine) as connection:  # read before the rows, so that they are at least as new as the version
        version = (reads.freshness(connection, user_id) or {}).get("data_version", 0)
    board = workouts_board.board(engine, user_id, workout_id)
    if board is None:
        return None
    ids = tuple(sorted({row.exercise_id for row in board.rows}))
    past = workouts_board.past_of(engine, user_id, workout_id, ids)
    with reading(engine) as connection:
        last_five = {str(exercise_id): _last_five(connection, user_id, exercise_id, workout_id) for exercise_id in ids}
        routine = versions.of_workout(connection, user_id, board.workout)
    return {
        "version": str(version),
        "is_open": board.is_open,
        "workout": _json({name: board.workout[name] for name in WORKOUT_NAMES}),
        "rows": [_row(row) for row in board.rows],
        "past": {str(exercise_id): _past(earlier) for exercise_id, earlier in past.items()},
        "last_five": last_five,
        "alternatives": _alternatives(routine) if routine else None,
    }


def kit(
    engine: Engine,
    user_id: int,
    formula: str,
    unit: str,
    step_kg: Decimal | None = None,
    step_lb: Decimal | None = None,
) -> Json:
    """Return what the grid needs beside a workout: exercises, last times, bests, gyms, routines, e1RM factors.

    The steps are the lifter's defaults for exercises without one.
    """
    exercises = _exercises(engine, user_id, unit, {"kg": step_kg, "lb": step_lb})
    planned = routines.routines(engine, user_id)
    recent = lists.recent_exercises(engine, user_id, KIT_EXERCISES)
    with reading(engine) as connection:
        family = families.variants(connection, user_id)
        history = _history(connection, user_id, _kept_exercises(recent, planned, family))
        first_gym = reads.first_gym(connection, user_id)
    return {
        "exercises": exercises,
        "recent": list(map(str, recent)),
        **history,
        "routines": list(map(_routine, planned)),
        "gyms": [_gym(gym, family) for gym in gyms.gyms(engine, user_id)],
        "first_gym": str(first_gym) if first_gym else None,
        "varying": list(families.VARYING),
        "factors": _factors(formula),
    }


@cache
def _factors(formula: str) -> tuple[float | None, ...]:
    """The e1RM of one unit of load for each half rep; the grid multiplies, so that formulas stay in Python."""
    return tuple(e1rm(formula, 1.0, reps) if is_eligible(reps) else None for reps in HALF_REPS)


def _exercises(engine: Engine, user_id: int, unit: str, own_steps: Mapping[str, Decimal | None]) -> list[Json]:
    rows = lists.exercises(engine, user_id)
    steps = USUAL_STEPS | {name: _plain(step) for name, step in own_steps.items() if step}
    entries = lists.search_entries(engine, user_id)
    return [_exercise(rows[entry.exercise_id], entry.spellings, unit, steps) for entry in entries]


def _history(connection: Connection, user_id: int, exercise_ids: Iterable[int]) -> Json:
    past = {str(exercise_id): _last_time(connection, user_id, exercise_id) for exercise_id in exercise_ids}
    return {"past": past, "bests": _fronts(reads.bests(connection, user_id))}


def _kept_exercises(recent: Iterable[int], planned: Iterable[Routine], family: Sequence[Variant]) -> list[int]:
    """Return the exercises whose last time is kept, with their variants in other gyms."""
    of_routines = (
        number
        for routine in planned
        for exercise in routine.exercises
        for number in (exercise.exercise_id, *exercise.alternatives)
    )
    kept = dict.fromkeys((*recent, *of_routines))
    heads = {variant.exercise_id: variant.head for variant in family}
    led = {heads.get(number, number) for number in kept}
    relatives = [variant for variant in family if variant.head in led]
    return list(kept | {number: None for variant in relatives for number in (variant.exercise_id, variant.head)})


def _gym(gym: Row, family: Sequence[Variant]) -> Json:
    """Return a gym with `here`: the exercise to use there for each of a family."""
    here = families.at_gym(family, gym["gym_id"])
    return {**_json(gym), "here": {str(number): str(variant) for number, variant in here.items()}}


def _row(row: SetRow) -> Json:
    return {**_values(row, SET_NAMES), "saved": row.is_saved, "target": _target(row)}


def _values(row: SetRow, names: Sequence[str]) -> Json:
    values: Json = _json({name: getattr(row, name) for name in names})
    return values


def _target(row: SetRow) -> Json | None:
    if row.planned_set_id is None:
        return None
    return _values(row, TARGET_NAMES)


def _past(past: Past) -> Json:
    sets = [_values(row, PAST_NAMES) for row in past.sets]
    gym_id = str(past.gym_id) if past.gym_id else None
    return {"performed_on": _plain(past.performed_on), "sets": sets, "best_kg": past.best_kg, "gym_id": gym_id}


def _last_time(connection: Connection, user_id: int, exercise_id: int) -> Json:
    rows = reads.last_sets(connection, user_id, exercise_id)
    day, gym_id = (rows[0]["performed_on"], rows[0]["gym_id"]) if rows else (None, None)
    sets = [_past_set(row) for row in rows]
    return {"performed_on": _plain(day), "sets": sets, "best_kg": None, "gym_id": str(gym_id) if gym_id else None}


def _last_five(connection: Connection, user_id: int, exercise_id: int, workout_id: int) -> list[Json]:
    """Return the latest other workouts with an exercise, each with its day and sets, the latest first."""
    by_workout: dict[int, Json] = {}
    for row in reads.latest_sets(connection, user_id, exercise_id, LAST_WORKOUTS + 1):
        if row["workout_id"] != workout_id:
            day = by_workout.setdefault(row["workout_id"], {"performed_on": _plain(row["performed_on"]), "sets": []})
            day["sets"].append(_past_set(row))
    return list(by_workout.values())[:LAST_WORKOUTS]


def _past_set(row: Row) -> Json:
    return {name: _json(row[name]) for name in PAST_NAMES}


def _fronts(rows: Iterable[Row]) -> Json:
    """Return per exercise the heaviest load in kg, the best e1RM, and the most reps at each load or heavier."""
    fronts: dict[str, Json] = {}
    for row in rows:
        front = fronts.setdefault(str(row["exercise_id"]), {"kg": None, "e1rm": None, "reps": []})
        front["kg"] = _larger(front["kg"], row["load_kg"])
        front["e1rm"] = _larger(front["e1rm"], row["e1rm_kg"])
        if row["load_kg"] is not None and row["reps"]:
            front["reps"].append([row["load_kg"], row["reps"]])
    return {number: {**front, "reps": _front(front["reps"])} for number, front in fronts.items()}


def _front(pairs: Sequence[list[float]]) -> list[list[float]]:
    """Keep the pairs of load and reps that no other pair matches in both, the heaviest first."""
    kept: list[list[float]] = []
    for load, reps in sorted(pairs, reverse=True):
        if not kept or reps > kept[-1][1]:
            kept.append([load, reps])
    return kept


def _larger(first: float | None, second: float | None) -> float | None:
    return max((value for value in (first, second) if value is not None), default=None)


def _exercise(row: Row, spellings: Iterable[str], unit: str, steps: Mapping[str, str]) -> Json:
    own_unit = row["unit"] or unit
    columns = _json({name: row[name] for name in EXERCISE_NAMES})
    step = _plain(row["step"]) or steps[own_unit]
    names = {"exercise_id": str(row["exercise_id"]), "name": row["shown_name"], "words": list(spellings)}
    return {**names, **columns, "unit": own_unit, "step": step, "pinned_note": row["pinned_note"]}


def _routine(routine: Routine) -> Json:
    rows = [
        {
            "exercise_id": str(exercise.exercise_id),
            "superset": exercise.superset,
            "rest_s": exercise.rest_s,
            "set_type": planned.set_type,
            "reps_min": planned.reps_min,
            "reps_max": planned.reps_max,
            "target_rir": planned.rir,
            "plan_note": exercise.note,
            **_json({name: getattr(planned, name) for name in FIXED_NAMES}),
        }
        for exercise in routine.exercises
        for planned in exercise.sets
    ]
    version = {"routine_id": str(routine.routine_id), "version": routine.version, "name": routine.name}
    return {**version, "alternatives": _alternatives(routine), "rows": rows}


def _alternatives(routine: Routine) -> dict[str, list[str]]:
    """Return the alternatives of each exercise of a routine that has some."""
    by_exercise: dict[str, list[str]] = {}
    for exercise in routine.exercises:
        listed = by_exercise.setdefault(str(exercise.exercise_id), [])
        listed += [str(exercise_id) for exercise_id in exercise.alternatives if str(exercise_id) not in listed]
    return {number: listed_ids for number, listed_ids in by_exercise.items() if listed_ids}


def _json(value: Any) -> Any:
    """Convert a value to JSON: decimals, and ids too large for JavaScript, as strings; dates in ISO 8601."""
    if isinstance(value, Mapping):
        return {name: str(item) if _is_id(name, item) else _json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return _plain(value)


def _is_id(name: str, value: Any) -> bool:
    return name.endswith("_id") and value is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        exact = f"{value:f}"
        return exact.rstrip("0").rstrip(".") if "." in exact else exact
    return value.isoformat() if isinstance(value, date | datetime) else value
