"""Merge operations on workouts and sets in any order; per field the last writer wins. Pure functions.

A workout or set is an Entry: a register per field, each with the op_id that wrote it, and a register "deleted".
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from services.errors import InvalidValue, NoSuchSet, NoSuchWorkout, TonnageError
from services.log.operations import SET, WORKOUT, Operation
from services.log.pairs import BEFORE_ALL, PAIRS, Attempts, Values, added, settle

DELETED: Final = "deleted"

Key = tuple[str, int]
Day = tuple[int | None, date]

BLANK: Final[Mapping[str, Values]] = {
    WORKOUT: {
        "started_at": None,
        "zone": "UTC",
        "time_source": "logged",
        "performed_on": None,
        "ended_at": None,
        "ended_by_rule": False,
        "title": None,
        "notes": None,
        "gym_id": None,
        "routine_id": None,
        "routine_version": None,
        "source_key": None,
        "batch_id": None,
    },
    SET: {
        "workout_id": None,
        "position": 0.0,
        "exercise_id": None,
        "exercise_name": None,
        "set_type": "working",
        "weight": None,
        "unit": None,
        "reps": None,
        "reps_other": None,
        "rir": None,
        "seconds": None,
        "distance_m": None,
        "superset": None,
        "rest_s": None,
        "pain": False,
        "easy": False,
        "note": None,
        "performed_at": None,
        "planned_set_id": None,
        "source_key": None,
    },
}
MISSING: Final[Mapping[str, type[TonnageError]]] = {WORKOUT: NoSuchWorkout, SET: NoSuchSet}
OF_THE_WORKOUT: Final = (
    "performed_on",
    "started_at",
    "zone",
    "time_source",
)  # fields of a workout that its sets' facts contain
POSITION_BITS: Final = 22  # an id without its random bits: the millisecond in which it was made


@dataclass(frozen=True)
class Entry:
    """A workout or a set with everything that merging needs; is_live tells whether it is visible."""

    kind: str
    row_id: int
    values: Values
    stamps: Mapping[str, int]
    attempts: Attempts
    deleted: bool = False
    planned: tuple[Values, ...] = ()  # planned sets that went along with a deleted workout

    @property
    def workout_id(self) -> int:
        """The id of the workout that it is or belongs to."""
        return self.row_id if self.kind == WORKOUT else int(self.values["workout_id"])


World = Mapping[Key, Entry]


def is_live(entry: Entry, world: World) -> bool:
    """Whether an entry is visible: neither it nor its workout is deleted."""
    if entry.deleted:
        return False
    workout = world.get((WORKOUT, entry.workout_id))
    return workout is not None and not workout.deleted


def play(world: MutableMapping[Key, Entry], operation: Operation) -> None:
    """Apply an operation; NoSuchWorkout, NoSuchSet or InvalidValue if it is refused: then nothing visible changes."""
    entry = _entry(world, operation)
    merged, fault = merge(entry, operation.op_id, _written(operation), operation.kind.deleted)
    world[operation.key] = merged
    if fault:
        raise InvalidValue(fault)


def merge(entry: Entry, op_id: int, fields: Values, deleted: bool | None = None) -> tuple[Entry, str | None]:
    """Return the entry after an operation, and the reason if the operation is refused."""
    pair = PAIRS[entry.kind]
    attempts = added(pair, entry.attempts, op_id, fields, entry.values, entry.stamps)
    if attempts == entry.attempts and op_id not in attempts:
        return _deleted(_overwritten(entry, op_id, fields), op_id, deleted), None
    settled = settle(pair, attempts)
    stamps = {name: stamp for name, stamp in settled.stamps.items() if stamp != BEFORE_ALL}
    other_stamps = {name: stamp for name, stamp in entry.stamps.items() if name not in settled.values}
    merged = replace(
        entry, values={**entry.values, **settled.values}, stamps={**other_stamps, **stamps}, attempts=attempts
    )
    fault = settled.faults.get(op_id)
    free = {name: value for name, value in fields.items() if name not in settled.values}
    return (merged, fault) if fault else (_deleted(_overwritten(merged, op_id, free), op_id, deleted), None)


def touched_days(before: World, after: World) -> set[Day]:
    """Return the (exercise, day) pairs, old and new, whose facts may differ between two worlds."""
    days: set[Day] = set()
    for key in after:
        old, new = _trace(before, key), _trace(after, key)
        days |= {_day(trace) for trace in (old, new) if trace and old != new}
    return days


def _entry(world: World, operation: Operation) -> Entry:
    entry = world.get(operation.key)
    is_set = operation.kind.target == SET
    if is_set and operation.kind.births and (WORKOUT, operation.workout_id) not in world:
        raise NoSuchWorkout
    if entry is None and not operation.kind.births:
        raise MISSING[operation.kind.target]
    return entry or _blank_entry(operation)


def _blank_entry(operation: Operation) -> Entry:
    kind, row_id = operation.key
    late = {"position": float(row_id >> POSITION_BITS)} if kind == SET else {}
    return Entry(kind, row_id, {**BLANK[kind], **late}, {}, {})


def _written(operation: Operation) -> Values:
    is_logged = operation.kind.target == SET and operation.kind.births
    return {**operation.fields, "workout_id": operation.workout_id} if is_logged else operation.fields


def _overwritten(entry: Entry, op_id: int, fields: Values) -> Entry:
    won = {name: value for name, value in fields.items() if op_id > entry.stamps.get(name, BEFORE_ALL)}
    return replace(entry, values={**entry.values, **won}, stamps={**entry.stamps, **dict.fromkeys(won, op_id)})


def _deleted(entry: Entry, op_id: int, deleted: bool | None) -> Entry:
    if deleted is None or op_id < entry.stamps.get(DELETED, BEFORE_ALL):
        return entry
    return replace(entry, deleted=deleted, stamps={**entry.stamps, DELETED: op_id})


def _trace(world: World, key: Key) -> dict[str, Any] | None:
    """Return the values of an entry that facts depend on; None if it is not visible."""
    entry = world.get(key)
    if entry is None or not is_live(entry, world):
        return None
    workout = world[WORKOUT, entry.workout_id].values
    return {**entry.values, **{name: workout[name] for name in OF_THE_WORKOUT}}


def _day(trace: Values) -> Day:
    return trace.get("exercise_id"), trace["performed_on"]
