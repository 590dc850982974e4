"""Validate untrusted JSON and build operations: the allowed changes to workouts and sets, with their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from database.ids import parse_id
from database.oltp_tables import SET_TYPES, TIME_SOURCES, UNITS
from services.calendar_math import workout_local_date
from services.errors import InvalidValue
from services.fields import (
    LARGEST,
    MAX_NAME,
    Field,
    checked,
    day,
    flag,
    identifier,
    instant,
    load,
    number,
    one_of,
    text,
    times_fault,
    value_text,
    weight_fault,
    whole,
    zone,
)

WORKOUT: Final = "workout"
SET: Final = "set"
WITHOUT_REPS: Final = ("duration", "distance", "carry")

WORKOUT_FIELDS: Final[Mapping[str, Field]] = {
    "started_at": Field(instant, "start"),
    "ended_at": Field(instant, "end"),
    "ended_by_rule": Field(flag, "mark of an end by rule", needed=True),
    "zone": Field(zone, "time zone", needed=True),
    "time_source": Field(one_of(TIME_SOURCES), "time source", needed=True),
    "performed_on": Field(day, "date", needed=True),
    "title": Field(text(200), "title"),
    "notes": Field(text(2000), "notes"),
    "gym_id": Field(identifier, "gym"),
    "routine_id": Field(identifier, "routine"),
    "routine_version": Field(whole(2**31 - 1, 1), "version of the routine"),
}
SET_FIELDS: Final[Mapping[str, Field]] = {
    "exercise_id": Field(identifier, "exercise", needed=True),
    "exercise_name": Field(text(MAX_NAME), "exercise name"),
    "position": Field(number(LARGEST, -LARGEST, rule="a finite number"), "position", needed=True),
    "set_type": Field(one_of(SET_TYPES), "set type", needed=True),
    "weight": Field(load, "weight"),
    "unit": Field(one_of(UNITS), "unit"),
    "reps": Field(whole(1000), "reps"),
    "reps_other": Field(whole(1000), "reps of the other side"),
    "rir": Field(number(10, step=0.5), "RIR"),
    "seconds": Field(number(604_800), "seconds"),
    "distance_m": Field(number(1_000_000), "distance in metres"),
    "superset": Field(whole(1000), "superset"),
    "rest_s": Field(whole(36_000), "rest in seconds"),
    "pain": Field(flag, "pain flag", needed=True),
    "easy": Field(flag, "mark of an easy set", needed=True),
    "note": Field(text(2000), "note"),
    "performed_at": Field(instant, "time of the set"),
    "planned_set_id": Field(identifier, "planned set"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of operation: its target, allowed and required fields, and whether it deletes or restores."""

    target: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    births: bool = False
    deleted: bool | None = None


KINDS: Final[Mapping[str, Kind]] = {
    "start_workout": Kind(WORKOUT, WORKOUT_FIELDS, births=True),
    "amend_workout": Kind(WORKOUT, WORKOUT_FIELDS),
    "finish_workout": Kind(WORKOUT, WORKOUT_FIELDS, needs=("ended_at",)),
    "delete_workout": Kind(WORKOUT, deleted=True),
    "restore_workout": Kind(WORKOUT, deleted=False),
    "log_set": Kind(SET, SET_FIELDS, needs=("exercise_id",), births=True),
    "amend_set": Kind(SET, SET_FIELDS),
    "delete_set": Kind(SET, deleted=True),
    "restore_set": Kind(SET, deleted=False),
}


@dataclass(frozen=True)
class Operation:
    """A checked operation; workout_id is 0 where a set's operation does not need it."""

    op_id: int
    kind: Kind
    row_id: int
    workout_id: int
    fields: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, int]:
        """The kind and id of its target."""
        return self.kind.target, self.row_id


@dataclass(frozen=True)
class Received:
    """An item received under an op_id: an operation, or the reason why it is refused.

    Without a valid op_id, `name` is what the sender may recognise it by.
    """

    name: str
    op_id: int | None
    operation: Operation | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Lifter:
    """The account's defaults for operations."""

    data_version: int
    zone: str
    unit: str


def receive(operations: Any, now: datetime) -> list[Received]:
    """Read every operation of an untrusted list once, ordered by op_id."""
    if not isinstance(operations, Sequence) or isinstance(operations, str | bytes):
        return [Received("", None, refusal="The operations must come as a list.")]
    received: dict[str, Received] = {}
    for place, raw in enumerate(operations, 1):
        item = _received(raw, place, now)
        received.setdefault(item.name, item)
    return sorted(received.values(), key=lambda item: item.op_id or 0)


def completed(operation: Operation, lifter: Lifter) -> Operation:
    """Fill gaps of an operation from the account; InvalidValue if it contradicts itself."""
    gaps = FILLERS.get((operation.kind.target, operation.kind.births))
    full = replace(operation, fields=gaps(operation.fields, lifter)) if gaps else operation
    if "ended_at" in full.fields:  # an end is the lifter's unless the operation says otherwise
        full = replace(full, fields={"ended_by_rule": False, **full.fields})
    fault = _own_fault(full)
    if fault:
        raise InvalidValue(fault)
    return full


def check_reps(operation: Operation, load_type: str) -> None:
    """Raise InvalidValue for a newly logged set without reps if its exercise is counted in reps."""
    is_silent = operation.kind.births and operation.fields.get("reps") is None
    if is_silent and load_type not in WITHOUT_REPS:
        raise InvalidValue("The reps cannot be empty: this exercise is counted in reps.")


def _received(raw: Any, place: int, now: datetime) -> Received:
    if not isinstance(raw, Mapping):
        return Received(f"#{place}", None, refusal=f"Operation {place} is not an object.")
    op_id = _id(raw, "op_id", now)
    if op_id is None:
        raw_id = raw.get("op_id")
        refusal = f"The op_id cannot be {value_text(raw_id)}: it must be an id made at most a day ahead of now."
        return Received(raw_id if isinstance(raw_id, str) else f"#{place}", None, refusal=refusal)
    try:
        return Received(str(op_id), op_id, _operation(raw, op_id, now))
    except InvalidValue as error:
        return Received(str(op_id), op_id, refusal=str(error))


def _operation(raw: Mapping[str, Any], op_id: int, now: datetime) -> Operation:
    kind = KINDS.get(raw["kind"]) if isinstance(raw.get("kind"), str) else None
    if kind is None:
        raise InvalidValue(f"The kind of an operation cannot be {value_text(raw.get('kind'))}.")
    needs_workout = kind.target == WORKOUT or kind.births
    workout_id = _needed_id(raw, "workout_id", now) if needs_workout else 0
    row_id = workout_id if kind.target == WORKOUT else _needed_id(raw, "set_id", now)
    return Operation(op_id, kind, row_id, workout_id, _fields(raw, kind, now))


def _fields(raw: Mapping[str, Any], kind: Kind, now: datetime) -> dict[str, Any]:
    raw_fields = raw.get("fields")
    if not isinstance(raw_fields, Mapping | None):
        raise InvalidValue(f"The fields cannot be {value_text(raw_fields)}: they must be an object.")
    fields = checked(raw_fields or {}, kind.fields, now)
    missing = [kind.fields[name].label for name in kind.needs if fields.get(name) is None]
    if missing:
        raise InvalidValue(f"The {missing[0]} cannot be empty.")
    return fields


def _needed_id(raw: Mapping[str, Any], name: str, now: datetime) -> int:
    row_id = _id(raw, name, now)
    if row_id is None:
        raise InvalidValue(
            f"The {name} cannot be {value_text(raw.get(name))}: it must be an id made at most a day ahead."
        )
    return row_id


def _id(raw: Mapping[str, Any], name: str, now: datetime) -> int | None:
    return parse_id(raw.get(name), int(now.timestamp() * 1000))


def _own_fault(operation: Operation) -> str | None:
    if operation.kind.target == WORKOUT:
        return times_fault(operation.fields)
    return weight_fault(operation.fields) if "unit" in operation.fields else None


def _fill_start(fields: Mapping[str, Any], lifter: Lifter) -> dict[str, Any]:
    """Fill in the zone and the date of a start: the local date, computed here once and stored."""
    full = {"zone": lifter.zone, **_whole_pair(fields, "started_at", "ended_at")}
    started_at = full.get("started_at")
    if "performed_on" not in full:
        if started_at is None:
            raise InvalidValue("The date cannot be empty where there is no start either.")
        full["performed_on"] = workout_local_date(started_at, full["zone"])
    return full


def _fill_set(fields: Mapping[str, Any], lifter: Lifter) -> dict[str, Any]:
    full = _whole_pair(fields, "weight", "unit")
    is_bare = full.get("weight") is not None and full["unit"] is None
    return {**full, "unit": lifter.unit} if is_bare else full


def _whole_pair(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Complete a pair of fields if one is given, so that a first operation can never be at fault."""
    return {**dict.fromkeys(names if fields.keys() & set(names) else ()), **fields}


FILLERS: Final = {(WORKOUT, True): _fill_start, (SET, True): _fill_set}
