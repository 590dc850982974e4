"""What the set grid is given: a workout with its exercises, and the kit that lets it work without signal; all JSON."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
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
KIT_EXERCISES: Final = 40  # of so many exercises the browser keeps last time's sets
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
    """A workout with its rows, what was done of its exercises before, and their last five workouts; None if gone.

    Unreachable while the database is away.
    """
    try:
        return _board_data(engine, user_id, workout_id)
    except SQLAlchemyError as error:
        raise Unreachable from error


def _board_data(engine: Engine, user_id: int, workout_id: int) -> Json | None:
    with reading(engine) as connection:  # before the rows: they are at least as new as the version says
        version = (reads.freshness(connection, user_id) or {}).get("data_version", 0)
    board = workouts_board.board(engine, user_id, workout_id)
    if board is None:
        return None
    ids = tuple(sorted({row.exercise_id for row in board.rows}))
    past = workouts_board.past_of(engine, user_id, workout_id, ids)
    with reading(engine) as connection:
        last_five = {str(one): _last_five(connection, user_id, one, workout_id) for one in ids}
        routine = versions.of_workout(connection, user_id, board.workout)
    return {
        "version": str(version),
        "is_open": board.is_open,
        "workout": _json({name: board.workout[name] for name in WORKOUT_NAMES}),
        "rows": [_row(row) for row in board.rows],
        "past": {str(one): _past(found) for one, found in past.items()},
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
    """All that the grid needs beside a workout: exercises, last times, bests, gyms, routines, factors of the e1RM.

    The steps are the lifter's own, for exercises that have none.
    """
    exercises = lists.exercises(engine, user_id)
    found = {entry.exercise_id: entry.spellings for entry in lists.search_entries(engine, user_id)}
    planned = routines.routines(engine, user_id)
    recent = lists.recent_exercises(engine, user_id, KIT_EXERCISES)
    steps = USUAL_STEPS | {name: _plain(step) for name, step in (("kg", step_kg), ("lb", step_lb)) if step}
    with reading(engine) as connection:
        family = families.variants(connection, user_id)
        wanted = _wanted(recent, planned, family)
        last = {str(one): _last(connection, user_id, one) for one in wanted}
        best = _fronts(reads.bests(connection, user_id))
        first_gym = reads.first_gym(connection, user_id)
    return {
        "exercises": [_exercise(exercises[number], spellings, unit, steps) for number, spellings in found.items()],
        "recent": [str(one) for one in recent],
        "past": last,
        "bests": best,
        "routines": [_routine(one) for one in planned],
        "gyms": [_gym(one, family) for one in gyms.gyms(engine, user_id)],
        "first_gym": str(first_gym) if first_gym else None,
        "varying": list(families.VARYING),
        "factors": [e1rm(formula, 1.0, reps) if is_eligible(reps) else None for reps in HALF_REPS],
    }


def _wanted(recent: Iterable[int], planned: Iterable[Routine], family: Sequence[Variant]) -> list[int]:
    """The exercises whose last time is kept, with everything that they are in other gyms."""
    of_routines = (
        number
        for one in planned
        for exercise in one.exercises
        for number in (exercise.exercise_id, *exercise.alternatives)
    )
    wanted = dict.fromkeys((*recent, *of_routines))
    heads = {one.exercise_id: one.head for one in family}
    led = {heads.get(number, number) for number in wanted}
    return list(wanted | {number: None for one in family if one.head in led for number in (one.exercise_id, one.head)})


def _gym(gym: Row, family: Sequence[Variant]) -> Json:
    """A gym with `here`: what each exercise of a family is there."""
    here = families.at_gym(family, gym["gym_id"])
    return {**_json(gym), "here": {str(number): str(other) for number, other in here.items()}}


def _row(row: SetRow) -> Json:
    return {**_told(row, SET_NAMES), "saved": row.is_saved, "target": _target(row)}


def _told(row: SetRow, names: Sequence[str]) -> Json:
    found: Json = _json({name: getattr(row, name) for name in names})
    return found


def _target(row: SetRow) -> Json | None:
    if row.planned_set_id is None:
        return None
    return _told(row, TARGET_NAMES)


def _past(found: Past) -> Json:
    sets = [_told(one, PAST_NAMES) for one in found.sets]
    gym_id = str(found.gym_id) if found.gym_id else None
    return {"performed_on": _plain(found.performed_on), "sets": sets, "best_kg": found.best_kg, "gym_id": gym_id}


def _last(connection: Connection, user_id: int, exercise_id: int) -> Json:
    rows = reads.last_sets(connection, user_id, exercise_id)
    day, gym_id = (rows[0]["performed_on"], rows[0]["gym_id"]) if rows else (None, None)
    sets = [_past_set(row) for row in rows]
    return {"performed_on": _plain(day), "sets": sets, "best_kg": None, "gym_id": str(gym_id) if gym_id else None}


def _last_five(connection: Connection, user_id: int, exercise_id: int, workout_id: int) -> list[Json]:
    """The latest other workouts with an exercise, each with its day and sets, the latest first."""
    found: dict[int, Json] = {}
    for row in reads.latest_sets(connection, user_id, exercise_id, LAST_WORKOUTS + 1):
        if row["workout_id"] != workout_id:
            day = found.setdefault(row["workout_id"], {"performed_on": _plain(row["performed_on"]), "sets": []})
            day["sets"].append(_past_set(row))
    return list(found.values())[:LAST_WORKOUTS]


def _past_set(row: Row) -> Json:
    return {name: _json(row[name]) for name in PAST_NAMES}


def _fronts(rows: Iterable[Row]) -> Json:
    """Per exercise the heaviest load in kg, the best e1RM, and which reps were done at which load or heavier."""
    found: dict[str, Json] = {}
    for row in rows:
        one = found.setdefault(str(row["exercise_id"]), {"kg": None, "e1rm": None, "reps": []})
        one["kg"] = _larger(one["kg"], row["load_kg"])
        one["e1rm"] = _larger(one["e1rm"], row["e1rm_kg"])
        if row["load_kg"] is not None and row["reps"]:
            one["reps"].append([row["load_kg"], row["reps"]])
    return {number: {**one, "reps": _front(one["reps"])} for number, one in found.items()}


def _front(pairs: Sequence[list[float]]) -> list[list[float]]:
    """The pairs of load and reps that no other pair matches in both, the heaviest first."""
    kept: list[list[float]] = []
    for load, reps in sorted(pairs, reverse=True):
        if not kept or reps > kept[-1][1]:
            kept.append([load, reps])
    return kept


def _larger(one: float | None, other: float | None) -> float | None:
    return max((value for value in (one, other) if value is not None), default=None)


def _exercise(row: Row, spellings: Iterable[str], unit: str, steps: Mapping[str, str]) -> Json:
    own_unit = row["unit"] or unit
    told = _json({name: row[name] for name in EXERCISE_NAMES})
    step = _plain(row["step"]) or steps[own_unit]
    names = {"exercise_id": str(row["exercise_id"]), "name": row["shown_name"], "words": list(spellings)}
    return {**names, **told, "unit": own_unit, "step": step, "pinned_note": row["pinned_note"]}


def _routine(one: Routine) -> Json:
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
        for exercise in one.exercises
        for planned in exercise.sets
    ]
    version = {"routine_id": str(one.routine_id), "version": one.version, "name": one.name}
    return {**version, "alternatives": _alternatives(one), "rows": rows}


def _alternatives(one: Routine) -> dict[str, list[str]]:
    """What may be done in the place of each exercise of a routine that has alternatives."""
    found: dict[str, list[str]] = {}
    for exercise in one.exercises:
        known = found.setdefault(str(exercise.exercise_id), [])
        known += [str(other) for other in exercise.alternatives if str(other) not in known]
    return {number: others for number, others in found.items() if others}


def _json(value: Any) -> Any:
    """Ids, which JavaScript's numbers do not hold, and decimals as strings; instants and days in ISO 8601."""
    if isinstance(value, Mapping):
        return {name: str(one) if _is_id(name, one) else _json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    return _plain(value)


def _is_id(name: str, value: Any) -> bool:
    return name.endswith("_id") and value is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        exact = f"{value:f}"
        return exact.rstrip("0").rstrip(".") if "." in exact else exact
    return value.isoformat() if isinstance(value, date | datetime) else value
