"""Write the sample lifter's year as rows of the log, in bulk like an import."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from database import writes
from database.ids import new_id
from database.oltp_tables import (
    CATALOGUE,
    body_measurements,
    exercises,
    planned_sets,
    routine_exercises,
    routine_sets,
    routines,
    sets,
    training_phases,
    workouts,
)
from services.sample.plan import FOLDER, ROUTINES, WARM_UPS, Slot
from services.sample.sets import MadeSet, PlannedSet
from services.sample.training import Workout, Year

ZONE: Final = "Europe/Berlin"
HOLD_S: Final = 60.0
NO_RULES: Final[Mapping[str, int]] = {}

Row = dict[str, Any]


class Catalogue(NamedTuple):
    """The ids and names of the catalogue's exercises by slug."""

    ids: Mapping[str, int]
    names: Mapping[str, str]


def write_year(
    connection: Connection,
    user_id: int,
    year: Year,
    routine_ids: Mapping[str, int],
    rules: Mapping[str, int] = NO_RULES,
) -> None:
    """Write everything in bulk, like an import; `rules` are progression ids by exercise slug."""
    catalogue = catalogue_of(connection)
    rows: dict[str, list[Row]] = {"workouts": [], "planned": [], "sets": []}
    for workout in year.workouts:
        row = _workout_row(workout, routine_ids.get(workout.routine))
        plan = list(_plan_rows(workout, row["workout_id"], catalogue, rules))
        rows["workouts"].append(row)
        rows["planned"] += plan
        rows["sets"] += _set_rows(workout, row, [line["planned_set_id"] for line in plan], catalogue)
    tables = {"workouts": workouts, "planned": planned_sets, "sets": sets}
    for name, table in tables.items():
        writes.insert_rows(connection, table, _owned(user_id, rows[name]))
    writes.insert_rows(connection, body_measurements, _owned(user_id, list(_body_rows(year))))
    writes.insert_rows(connection, training_phases, _owned(user_id, list(_phase_rows(year))))
    writes.mark_user(connection, user_id)


def _owned(user_id: int, rows: list[Row]) -> list[Row]:
    return [{"user_id": user_id, **row} for row in rows]


def catalogue_of(connection: Connection) -> Catalogue:
    """Read ids and names from the catalogue."""
    picked = select(exercises.c.slug, exercises.c.exercise_id, exercises.c.name)
    rows = connection.execute(picked.where(exercises.c.user_id == CATALOGUE)).all()
    return Catalogue({row.slug: row.exercise_id for row in rows}, {row.slug: row.name for row in rows})


def _workout_row(workout: Workout, routine_id: int | None) -> Row:
    started_at = datetime.combine(workout.day, workout.starts, ZoneInfo(ZONE)).astimezone(UTC)
    return {
        "workout_id": new_id(),
        "started_at": started_at,
        "zone": ZONE,
        "time_source": "logged",
        "performed_on": workout.day,
        "ended_at": started_at + timedelta(minutes=workout.minutes),
        "title": workout.routine,
        "notes": workout.notes,
        "routine_id": routine_id,
        "field_stamps": {},
    }


def _plan_rows(workout: Workout, workout_id: int, catalogue: Catalogue, rules: Mapping[str, int]) -> Iterator[Row]:
    for position, line in enumerate(workout.plan, 1):
        yield {
            "planned_set_id": new_id(),
            "workout_id": workout_id,
            "exercise_id": catalogue.ids[line.slug],
            "progression_id": rules.get(line.slug) if line.slug in workout.ruled else None,
            "superset": line.slot.superset,
            "rest_s": line.slot.rest_s,
            **_prescribed(position, line.slot, line),
        }


def _prescribed(position: int, slot: Slot, line: PlannedSet) -> Row:
    return {
        "position": float(position),
        "set_type": line.set_type,
        "reps_min": line.reps_min,
        "reps_max": line.reps_max,
        "rir": float(slot.rir) if line.set_type == "working" and not slot.is_hold else None,
        "weight": _weight(line.weight),
        "unit": None if line.weight is None else "kg",
        "seconds": line.seconds,
    }


def _weight(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _set_rows(workout: Workout, row: Row, plan_ids: list[int], catalogue: Catalogue) -> Iterator[Row]:
    for position, made_set in enumerate(workout.sets, 1):
        yield {
            "set_id": new_id(),
            "workout_id": row["workout_id"],
            "position": float(position),
            "exercise_id": catalogue.ids[made_set.slug],
            "exercise_name": catalogue.names[made_set.slug],
            **_performed(made_set),
            "performed_at": row["started_at"] + timedelta(seconds=made_set.at_s),
            "planned_set_id": None if made_set.planned is None else plan_ids[made_set.planned],
            "field_stamps": {},
        }


def _performed(made_set: MadeSet) -> Row:
    return {
        "set_type": made_set.set_type,
        "weight": _weight(made_set.weight),
        "unit": None if made_set.weight is None else "kg",
        "reps": made_set.reps,
        "rir": made_set.rir,
        "seconds": made_set.seconds,
        "superset": made_set.slot.superset,
        "rest_s": made_set.rest_s,
        "pain": made_set.pain,
        "note": made_set.note,
    }


def _body_rows(year: Year) -> Iterator[Row]:
    for day, kilograms in year.body_kg:
        value = Decimal(str(kilograms))
        yield {"measurement_id": new_id(), "kind": "weight", "measured_on": day, "value": value, "unit": "kg"}


def _phase_rows(year: Year) -> Iterator[Row]:
    for kind, starts_on, ends_on, note in year.phases:
        yield {"phase_id": new_id(), "kind": kind, "starts_on": starts_on, "ends_on": ends_on, "note": note or None}


def write_routines(connection: Connection, user_id: int, first: date) -> dict[str, int]:
    """Write the routines as templates; return their ids by name."""
    ids = {name: new_id() for name in ROUTINES}
    made_at = datetime.combine(first, datetime.min.time(), UTC)
    catalogue = catalogue_of(connection)
    rows: list[Row] = [
        {"routine_id": ids[name], "name": name, "folder": FOLDER, "position": float(position), "created_at": made_at}
        for position, name in enumerate(ROUTINES, 1)
    ]
    lines: list[Row] = [
        {"routine_exercise_id": new_id(), "routine_id": ids[name], "position": float(position), "slot": slot}
        for name, slots in ROUTINES.items()
        for position, slot in enumerate(slots, 1)
    ]
    planned = [row for line in lines for row in _routine_set_rows(line["routine_exercise_id"], line["slot"])]
    chosen = [_routine_exercise(line, line.pop("slot"), catalogue) for line in lines]
    writes.insert_rows(connection, routines, _owned(user_id, rows))
    writes.insert_rows(connection, routine_exercises, _owned(user_id, chosen))
    writes.insert_rows(connection, routine_sets, _owned(user_id, planned))
    return ids


def _routine_exercise(line: Row, slot: Slot, catalogue: Catalogue) -> Row:
    return {**line, "exercise_id": catalogue.ids[slot.slug], "superset": slot.superset, "rest_s": slot.rest_s}


def _routine_set_rows(routine_exercise_id: int, slot: Slot) -> Iterator[Row]:
    ramp = [PlannedSet(slot, slot.slug, "warmup", None, reps, reps, None) for _, reps in WARM_UPS[slot.warms_up]]
    work = PlannedSet(slot, slot.slug, "working", None, slot.reps_min, slot.reps_max, None)
    if slot.is_hold:
        work = replace(work, reps_min=None, reps_max=None, seconds=HOLD_S)
    for position, line in enumerate([*ramp, *[work] * slot.sets], 1):
        key = {"routine_set_id": new_id(), "routine_exercise_id": routine_exercise_id}
        yield {**key, **_prescribed(position, slot, line)}
