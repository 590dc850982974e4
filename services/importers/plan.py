"""What an import would change: a pure comparison of a file's sets with what the database holds of them."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from database.ids import new_id
from services.calendar_math import from_local, zone_named
from services.datawrangling import DISTANCE_UNIT_BESIDE, METRES_IN, stored_weight
from services.importers.figures import LONGEST_WORKOUT_S

Row = dict[str, Any]
ExerciseOf = Callable[[str], int]
Place = tuple[str, int | None]  # a workout's key, and its id unless the lifter deleted it

# Fields that stand or fall together: one that the lifter edited here keeps the others.
TOGETHER: Final = (("started_at", "ended_at"), ("weight", "unit"))
OF_THE_WORKOUT: Final = ("workout_notes", "duration_s")
WORKOUT_FIELDS: Final = ("ended_at", "notes")
SET_FIELDS: Final = (
    "position", "set_type", "weight", "unit", "reps", "rir", "seconds", "distance_m", "superset", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """What is known of a file beside its rows: the app that wrote it, and the zone of its clock."""

    app: str
    zone: str


@dataclass(frozen=True)
class Stored:
    """What the database holds of earlier imports, by source key, and what of it the lifter deleted."""

    workouts: Mapping[str, Row] = field(default_factory=dict)
    sets: Mapping[str, Row] = field(default_factory=dict)
    deleted: Collection[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """New values for some fields of a row, and the old ones."""

    row_id: int
    before: Row
    after: Row


@dataclass
class Plan:
    """Rows to add and rows to change; `kept` were edited and `deleted` were deleted here, and stay so."""

    new_workouts: list[Row] = field(default_factory=list)
    new_sets: list[Row] = field(default_factory=list)
    workout_changes: list[Change] = field(default_factory=list)
    set_changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    deleted: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new_workouts or self.new_sets or self.workout_changes or self.set_changes)


def plan_import(
    frame: pd.DataFrame, source: Source, stored: Stored, exercise_of: ExerciseOf, corrected: Collection[str] = ()
) -> Plan:
    """Compare a normalised, valid frame with the database; `corrected` names take their exercise in old rows too."""
    plan = Plan()
    rows = _records(frame)
    places = _plan_workouts(rows, source, stored, plan)
    for row in rows:
        key, workout_id = places[row["workout"]]
        made = _set(row, key, exercise_of(row["lift"]))
        moved = ("exercise_id",) if row["lift"] in corrected else ()
        _plan_set(made, workout_id, stored, plan, (*SET_FIELDS, *moved))
    return plan


def workout_key(app: str, start: str, title: str) -> str:
    """The name of a workout in the app that it comes from."""
    return _short_hash(app, start, title)


def set_key(workout: str, exercise: str, occurrence: int) -> str:
    """The name of a set in the app that it comes from: the how-manieth of its exercise in its workout."""
    return _short_hash(workout, exercise, str(occurrence))


def _short_hash(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _records(frame: pd.DataFrame) -> list[Row]:
    """The rows as dicts; what is missing is None."""
    names = [str(name) for name in frame.columns]  # once: an index of strings is slow to walk
    columns = [[None if value != value else value for value in frame[name].tolist()] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plan_workouts(rows: Iterable[Row], source: Source, stored: Stored, plan: Plan) -> dict[int, Place]:
    zone = zone_named(source.zone)
    places: dict[int, Place] = {}
    for number, row in _workout_rows(rows).items():
        key = workout_key(source.app, row["start"], row["title"])
        old = stored.workouts.get(key)
        places[number] = key, _plan_workout(_workout(row, key, zone, old), old, key in stored.deleted, plan)
    return places


def _workout_rows(rows: Iterable[Row]) -> dict[int, Row]:
    """The first row of each workout, with the first note and duration that any of its rows tells."""
    firsts: dict[int, Row] = {}
    for row in rows:
        first = firsts.setdefault(row["workout"], dict(row))
        for name in OF_THE_WORKOUT:
            first[name] = row[name] if first[name] is None else first[name]
    return firsts


def _plan_workout(made: Row, old: Row | None, is_deleted: bool, plan: Plan) -> int | None:
    if old is not None:
        _change(old, "workout_id", made, WORKOUT_FIELDS, plan.workout_changes)
        return int(old["workout_id"])
    if is_deleted:
        return None
    plan.new_workouts.append({"workout_id": new_id(), **made})
    return int(plan.new_workouts[-1]["workout_id"])


def _workout(row: Row, key: str, zone: ZoneInfo, old: Row | None) -> Row:
    local = row["started_at"]
    started = from_local(local, zone) if local else None
    return {
        "started_at": started,
        "zone": zone.key,
        "time_source": "imported" if started else "assumed",
        "performed_on": row["performed_on"],
        "ended_at": _end(old["started_at"] if old else started, row["duration_s"]),
        "title": row["title"].strip() or None,
        "notes": row["workout_notes"],
        "source_key": key,
    }


def _end(started: datetime | None, duration_s: float | None) -> datetime | None:
    if started is None or duration_s is None or not 0 < duration_s <= LONGEST_WORKOUT_S:
        return None
    return started + timedelta(seconds=duration_s)


def _set(row: Row, workout: str, exercise_id: int) -> Row:
    weight = stored_weight(abs(row["weight"] or 0))  # below 0 it is assistance, which is stored as such
    return {
        "position": row["position"],
        "exercise_id": exercise_id,
        "exercise_name": row["exercise"],
        "set_type": row["set_type"],
        "weight": weight,
        "unit": row["unit"] if weight is not None else None,
        "reps": _whole(row["reps"]),
        "rir": _reserve(row["rpe"]),
        "seconds": row["seconds"],
        "distance_m": _metres(row["distance"], row["distance_unit"], row["unit"]),
        "superset": _whole(row["superset"]),
        "note": row["notes"],
        "source_key": set_key(workout, row["exercise"], row["occurrence"]),
    }


def _reserve(rpe: float | None) -> float | None:
    """Reps in reserve of an RPE, in half steps as the log has them."""
    return None if rpe is None else 10 - round(rpe * 2) / 2


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _metres(distance: float | None, said: str | None, weight_unit: str | None) -> float | None:
    """Metres; where the file names no unit, kilometres go with kilograms and miles with pounds."""
    unit = (said or DISTANCE_UNIT_BESIDE.get(weight_unit or "kg", "km")).casefold()
    return None if distance is None else distance * METRES_IN.get(unit, METRES_IN["km"])


def _plan_set(made: Row, workout_id: int | None, stored: Stored, plan: Plan, fields: Collection[str]) -> None:
    old = stored.sets.get(made["source_key"])
    if old is not None:
        changed, kept = _change(old, "set_id", made, fields, plan.set_changes)
        plan.unchanged += not changed
        plan.kept += kept
    elif workout_id is None or made["source_key"] in stored.deleted:
        plan.unchanged += 1
        plan.deleted += 1
    else:
        plan.new_sets.append({"set_id": new_id(), "workout_id": workout_id, **made})


def _change(old: Row, id_name: str, made: Row, fields: Collection[str], changes: list[Change]) -> tuple[bool, bool]:
    """Note what differs; whether something will be changed, and whether something stays as the lifter edited it."""
    edited = edited_fields(old["field_stamps"])
    differing = [name for name in fields if old[name] != made[name]]
    after = {name: made[name] for name in differing if name not in edited}
    if after:
        changes.append(Change(old[id_name], {name: old[name] for name in after}, after))
    return bool(after), len(after) < len(differing)


def edited_fields(stamps: Mapping[str, object]) -> set[str]:
    """The fields that the lifter edited here, with those that belong to them."""
    return set(stamps).union(*(group for group in TOGETHER if not stamps.keys().isdisjoint(group)))
