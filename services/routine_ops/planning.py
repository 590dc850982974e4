"""A workout with a plan: started from a routine, or repeating a past workout."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import log_reads, reads, writes
from database.db_connector import writing
from database.ids import new_id
from database.oltp_tables import deleted_rows, planned_sets, routines, workouts
from services import families, program_places, progressions
from services.errors import InvalidValue, NoSuchLifter, NoSuchWorkout
from services.etl_olap_to_oltp import up_to_date
from services.loadable import Gear
from services.plates import nearest_multiple
from services.progression import training_max
from services.routine_ops import store
from services.routine_ops.coaching import DELOAD, EASY, Coached, coached, eased, link_of, shortened
from services.routine_ops.tree import Routine, RoutineExercise, RoutineSet
from services.units import exact, kg_to_lb
from services.workout_log import apply_within

Row = dict[str, Any]

TRAINING_MAX: Final = 0.9  # of the best e1RM (Wendler)
STEPS: Final = {"kg": 2.5, "lb": 5.0}
COPIED: Final = ("exercise_id", "set_type", "weight", "unit", "rir", "seconds", "distance_m", "superset", "rest_s")


@dataclass(frozen=True)
class Past:
    """What is known of an exercise when a workout is planned."""

    sets: Sequence[Row]  # the working sets of the last workout that has it
    training_max_kg: float | None
    unit: str


def start_from_routine(
    engine: Engine,
    user_id: int,
    routine_id: int,
    started_at: datetime | None = None,
    zone: str | None = None,
    workout_id: int | None = None,
    *,
    gym_id: int | None = None,
    ease: str | None = None,
    minutes: int | None = None,
) -> int:
    """Start a workout with a routine's sets as its plan; its id.

    Asked again with the same workout_id it does nothing. NoSuchRoutine, or InvalidValue for a start or zone that cannot
    be. Without a zone the account's is taken, without a gym that of the last workout; of a machine with a variant in
    the gym that one is planned. `ease` ("easy" or "deload") makes it lighter and leaves it out of every progression,
    `minutes` leaves out what does not fit. In the light week of a program it is a deload by itself.
    """
    if ease not in (None, EASY, DELOAD):
        raise InvalidValue("A workout is made lighter as easy or as deload.")
    up_to_date(engine, user_id)
    with writing(engine) as connection:
        number, is_new = _enter(connection, user_id, workout_id)
        if is_new:
            routine = store.read(connection, user_id, routine_id)
            there = gym_id or reads.first_gym(connection, user_id)
            fields = {"routine_id": routine_id, "title": routine.name, "gym_id": there}
            _start(connection, user_id, number, started_at, zone, fields)
            parts, gears = coached_parts(connection, user_id, routine)
            if ease is None and program_places.is_deload(connection, user_id, routine_id):
                ease = DELOAD
            parts = shortened(routine, eased(parts, ease, gears), minutes)
            swaps = families.at_gym(families.variants(connection, user_id), there)
            _plan(connection, user_id, number, _of_parts(connection, user_id, parts, swaps))
    return number


def coached_parts(
    connection: Connection, user_id: int, routine: Routine
) -> tuple[tuple[Coached, ...], Mapping[int, Gear]]:
    """The exercises of a routine as its progressions want them, and what can be loaded for them."""
    known = {one.progression_id: one for one in progressions.read_all(connection, user_id)}
    linked = {
        exercise.exercise_id: known[link_of(exercise) or 0]
        for exercise in routine.exercises
        if link_of(exercise) in known
    }
    gears = progressions.gears_of(connection, user_id, {one: found.now.unit for one, found in linked.items()})
    return coached(routine, known, gears), gears


def repeat_workout(
    engine: Engine,
    user_id: int,
    past_workout_id: int,
    started_at: datetime | None = None,
    zone: str | None = None,
    workout_id: int | None = None,
    *,
    gym_id: int | None = None,
) -> int:
    """Start a workout with the sets of a past one as its plan; its id. NoSuchWorkout, or as start_from_routine."""
    with writing(engine) as connection:
        number, is_new = _enter(connection, user_id, workout_id)
        if is_new:
            past = reads.workout(connection, user_id, past_workout_id)
            if past is None:
                raise NoSuchWorkout
            there = gym_id or reads.first_gym(connection, user_id)
            fields = {**_inherited(connection, user_id, past), "gym_id": there}
            _start(connection, user_id, number, started_at, zone, fields)
            swaps = families.at_gym(families.variants(connection, user_id), there)
            performed = reads.sets_of_workout(connection, user_id, past_workout_id)
            _plan(connection, user_id, number, (_as_planned(row, swaps) for row in performed))
    return number


def _enter(connection: Connection, user_id: int, workout_id: int | None) -> tuple[int, bool]:
    """Queue up behind the lifter's other writers; the workout's id, and whether there is none of this id yet."""
    if not writes.touch(connection, user_id):
        raise NoSuchLifter
    if workout_id is None:
        return new_id(), True
    found = log_reads.own_ids(connection, user_id, workouts, "workout_id", [workout_id])
    found |= log_reads.own_ids(connection, user_id, deleted_rows, "row_id", [workout_id])
    return workout_id, not found


def _start(
    connection: Connection,
    user_id: int,
    workout_id: int,
    started_at: datetime | None,
    zone: str | None,
    fields: Mapping[str, Any],
) -> None:
    start = (started_at or datetime.now(UTC)).isoformat()
    filled = {"started_at": start, **({"zone": zone} if zone else {}), **fields}
    operation = {"op_id": new_id(), "kind": "start_workout", "workout_id": workout_id, "fields": filled}
    for reason in apply_within(connection, user_id, [operation]).rejected.values():
        raise InvalidValue(reason)


def _inherited(connection: Connection, user_id: int, past: Row) -> Row:
    routine = past["routine_id"]
    is_kept = routine and log_reads.own_ids(connection, user_id, routines, "routine_id", [routine])
    return {"title": past["title"], "routine_id": routine if is_kept else None}


def _plan(connection: Connection, user_id: int, workout_id: int, plan: Iterable[Row]) -> None:
    rows = [
        {**row, "user_id": user_id, "planned_set_id": new_id(), "workout_id": workout_id, "position": float(place)}
        for place, row in enumerate(plan, 1)
    ]
    writes.insert_rows(connection, planned_sets, rows)


def _as_planned(performed: Row, swaps: Mapping[int, int]) -> Row:
    """A performed set as a target: its own reps as the range; its load says nothing about another machine."""
    reps = {"reps_min": performed["reps"], "reps_max": performed["reps"], "percent_tm": None, "note": None}
    reps |= {"progression_id": None, "reason": None}
    other = swaps.get(performed["exercise_id"])
    swapped = {"exercise_id": other, "weight": None, "unit": None} if other else {}
    return {**{name: performed[name] for name in COPIED}, **reps, **swapped}


def _of_parts(
    connection: Connection, user_id: int, parts: Iterable[Coached], swaps: Mapping[int, int]
) -> Iterator[Row]:
    account = reads.lifter(connection, user_id) or {"unit": "kg"}
    for part in (_on_machine(one, swaps) for one in parts):
        exercise = part.exercise
        told = {"progression_id": part.progression_id, "reason": part.reason and part.reason[:500]}
        past = _past(connection, user_id, exercise, account["unit"])
        place = 0
        for one in exercise.sets:
            weight, unit = _target(one, place, past)
            place += one.set_type != "warmup"
            yield _planned(exercise, one) | told | {"weight": weight, "unit": unit}


def _on_machine(part: Coached, swaps: Mapping[int, int]) -> Coached:
    """What is planned on the machine of the gym; a load that was written or derived for another one is left out."""
    planned = part.exercise
    other = swaps.get(planned.exercise_id)
    if other is None:
        return part
    sets = tuple(replace(one, weight=None, unit=None) for one in planned.sets)
    exercise = replace(planned, exercise_id=other, sets=sets)
    return replace(part, exercise=exercise, progression_id=None, reason=None)


def _planned(exercise: RoutineExercise, one: RoutineSet) -> Row:
    of_set = {name: getattr(one, name) for name in store.SET_COLUMNS if name != "routine_set_id"}
    of_exercise = {name: getattr(exercise, name) for name in ("exercise_id", "superset", "rest_s", "note")}
    return {**of_set, **of_exercise}


def _past(connection: Connection, user_id: int, exercise: RoutineExercise, unit: str) -> Past:
    seen = reads.exercise(connection, user_id, exercise.exercise_id) or {}
    performed = reads.last_sets(connection, user_id, exercise.exercise_id)
    needs_max = seen.get("load_type") == "external" and any(one.percent_tm for one in exercise.sets)
    best = reads.best_e1rm_kg(connection, user_id, exercise.exercise_id) if needs_max else None
    working = [row for row in performed if row["set_type"] != "warmup" and row["weight"] is not None]
    return Past(working, training_max(best, TRAINING_MAX), seen.get("unit") or unit)


def _target(one: RoutineSet, place: int, past: Past) -> tuple[Decimal | None, str | None]:
    """The weight to aim at: the routine's own, a share of the training max, or what was lifted last time there."""
    if one.weight is not None:
        return one.weight, one.unit
    if one.percent_tm is not None:
        weight = _of_training_max(one.percent_tm, past)
        return weight, past.unit if weight is not None else None
    if one.set_type == "warmup" or not past.sets:
        return None, None
    last = past.sets[min(place, len(past.sets) - 1)]
    return last["weight"], last["unit"]


def _of_training_max(percent: float, past: Past) -> Decimal | None:
    """A percentage of the training max, rounded half up to 2.5 kg or 5 lb; None without a training max."""
    base = past.training_max_kg if past.unit == "kg" else kg_to_lb(past.training_max_kg)
    if base is None:
        return None
    load: Fraction = nearest_multiple(exact(base) * exact(percent) / 100, exact(STEPS[past.unit]))
    return Decimal(load.numerator) / Decimal(load.denominator)
