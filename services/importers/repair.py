"""Bulk repair: one exercise over a range of dates put right at once, looked at before and taken back as a whole."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from database import reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import import_batches, import_changes, sets, workouts
from services.datawrangling import METRES_IN
from services.errors import InvalidValue, NoSuchExercise
from services.fields import MAX_WEIGHT, canonical
from services.importers.figures import is_converted_pound
from services.importers.writing import DECODERS
from services.units import KG_PER_LB

Row = dict[str, Any]

FORMAT: Final = "repair"  # import_batches.format: a repair is listed and taken back beside the imports
FIELDS: Final = ("exercise_id", "weight", "unit", "distance_m")
PER_UNIT: Final = {"kg": METRES_IN["km"], "lb": METRES_IN["mi"]}  # distances go with weights, as lifters choose them
HALF_POUND: Final = Decimal("0.5")


@dataclass(frozen=True)
class Repair:
    """What to put right: an exercise (and what was merged into it), from one day to another, both included.

    `kind` is a key of KINDS; `into_id` the exercise that the sets move to, `unit` the lifter's own where it is asked.
    """

    exercise_id: int
    first: date
    last: date
    kind: str
    into_id: int | None = None
    unit: str = "kg"


@dataclass(frozen=True)
class Repaired:
    """One set as it is and as it would be; `after` holds only what changes."""

    set_id: int
    performed_on: date
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of repair: what the lifter reads, and what it makes of a set; None where it changes nothing."""

    label: str
    change: Callable[[Row, Repair], Row | None]


def foresee(engine: Engine, user_id: int, request: Repair) -> list[Repaired]:
    """What a repair would change, the oldest set first; InvalidValue or NoSuchExercise if it cannot be asked."""
    with reading(engine) as connection:
        return _changes(connection, user_id, request)


def repair(engine: Engine, user_id: int, request: Repair) -> int:
    """Carry a repair out in one transaction; its id, by which it is taken back. InvalidValue if nothing would change.

    What it writes counts as edited by the lifter, so that a later import of the same file leaves it alone.
    """
    with writes.as_lifter(engine, user_id) as connection:
        changes = _changes(connection, user_id, request)
        if not changes:
            raise InvalidValue("No set of these days would change.")
        batch_id = _remember(connection, user_id, request, changes)
        _write(connection, user_id, changes, str(batch_id))
        touched = {change.before["exercise_id"] for change in changes} | (
            {request.into_id} if request.into_id else set()
        )
        writes.mark_exercises(connection, user_id, touched)
    return batch_id


def _changes(connection: Connection, user_id: int, request: Repair) -> list[Repaired]:
    kind = KINDS.get(request.kind)
    if kind is None or request.first > request.last or request.unit not in PER_UNIT:
        raise InvalidValue("A repair needs its kind, and a first day that is not after the last.")
    for exercise_id in filter(None, (request.exercise_id, request.into_id)):
        if reads.exercise(connection, user_id, exercise_id) is None:
            raise NoSuchExercise
    rows = _rows(connection, user_id, request)
    pairs = ((row, kind.change(row, request)) for row in rows)
    return [_repaired(row, after) for row, after in pairs if after]


def _rows(connection: Connection, user_id: int, request: Repair) -> list[Row]:
    picked = (
        select(sets, workouts.c.performed_on)
        .join(workouts, reads.same_key(sets, workouts, "workout_id"))
        .where(
            sets.c.user_id == user_id,
            sets.c.exercise_id.in_(reads.merged_ids(connection, user_id, request.exercise_id)),
            workouts.c.performed_on.between(request.first, request.last),
        )
    )
    return reads.rows_of(connection, picked.order_by(workouts.c.performed_on, sets.c.workout_id, sets.c.position))


def _repaired(row: Row, after: Row) -> Repaired:
    weight, unit = after.get("weight", row["weight"]), after.get("unit", row["unit"])
    if weight is not None and weight > MAX_WEIGHT[unit or "kg"] and weight > (row["weight"] or 0):
        raise InvalidValue(f"{weight:f} {unit} on {row['performed_on']:%Y-%m-%d} would be more than can be logged.")
    return Repaired(row["set_id"], row["performed_on"], row, after)


def _remember(connection: Connection, user_id: int, request: Repair, changes: Iterable[Repaired]) -> int:
    batch_id = new_id()
    head = {"user_id": user_id, "batch_id": batch_id}
    images = [
        {**head, "change_id": new_id(), "kind": "set", "row_id": change.set_id, "before": _image(change)}
        for change in changes
    ]
    figures = {"exercise": str(request.exercise_id), "kind": request.kind, "sets": len(images)}
    figures |= {"first": request.first.isoformat(), "last": request.last.isoformat()}
    batch = {"format": FORMAT, "file_name": None, "file_hash": "", "figures": figures}
    writes.insert_row(connection, import_batches, {**head, "created_at": datetime.now(UTC), **batch})
    connection.execute(insert(import_changes), images)
    return batch_id


def _image(change: Repaired) -> Row:
    old = {name: change.before[name] for name in change.after}
    plain = {name: str(value) if isinstance(value, Decimal) else value for name, value in old.items()}
    return {**plain, "field_stamps": change.before["field_stamps"]}


def _write(connection: Connection, user_id: int, changes: Iterable[Repaired], stamp: str) -> None:
    """One statement for all: each set gets all of FIELDS, and the stamp of the repair on those that changed."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*FIELDS, "field_stamps")}
    statement = update(sets).where(sets.c.user_id == user_id, sets.c.set_id == bindparam("the_set")).values(values)
    rows = []
    for change in changes:
        stamps = {name: value for name, value in change.before["field_stamps"].items() if name != "attempts"}
        new = {name: change.after.get(name, change.before[name]) for name in FIELDS}
        new |= {"field_stamps": stamps | dict.fromkeys(change.after, stamp)}
        rows.append({"the_set": change.set_id, **{f"new_{name}": value for name, value in new.items()}})
    connection.execute(statement, rows)


def take_back(connection: Connection, user_id: int, batch_id: int) -> tuple[int, tuple[int, ...], set[int]]:
    """Give the sets of a repair what they had: how many, which stay since they were edited again, the exercises."""
    columns = import_changes.c
    picked = select(columns.row_id, columns.before).where(columns.user_id == user_id, columns.batch_id == batch_id)
    images: dict[int, Row] = {row.row_id: row.before for row in connection.execute(picked)}
    standing = {row["set_id"]: row for row in _sets(connection, user_id, images)}
    back: list[int] = []
    kept: list[int] = []
    for set_id, row in standing.items():
        old = {name: value for name, value in images[set_id].items() if name != "field_stamps"}
        untouched = all(row["field_stamps"].get(name) == str(batch_id) for name in old)
        (back if untouched else kept).append(set_id)
    marked = {standing[set_id]["exercise_id"] for set_id in back}
    for set_id in back:
        old = {name: DECODERS[name](v) if v and name in DECODERS else v for name, v in images[set_id].items()}
        writes.amend_row(connection, sets, user_id, {"set_id": set_id}, old)
        marked.add(old.get("exercise_id", standing[set_id]["exercise_id"]))
    return len(back), tuple(kept), marked


def _sets(connection: Connection, user_id: int, set_ids: Iterable[int]) -> list[Row]:
    ids = list(set_ids)
    picked = select(sets.c.set_id, sets.c.exercise_id, sets.c.field_stamps).where(sets.c.user_id == user_id)
    packets = (picked.where(sets.c.set_id.in_(ids[at : at + 500])) for at in range(0, len(ids), 500))
    return [row for packet in packets for row in reads.rows_of(connection, packet)]


def _unit(unit: str) -> Callable[[Row, Repair], Row | None]:
    """The number stays, the unit was wrong."""

    def change(row: Row, _: Repair) -> Row | None:
        is_other = row["weight"] is not None and row["unit"] != unit
        return {"weight": row["weight"], "unit": unit} if is_other else None

    return change


def _times(factor: Decimal) -> Callable[[Row, Repair], Row | None]:
    def change(row: Row, _: Repair) -> Row | None:
        return {"weight": canonical(row["weight"] * factor), "unit": row["unit"]} if row["weight"] else None

    return change


def _to_pounds(row: Row, _: Repair) -> Row | None:
    """Pounds that an app kept as kilograms: to the half pound that they were."""
    if row["unit"] != "kg" or not row["weight"] or not is_converted_pound(row["weight"]):
        return None
    pounds = round(row["weight"] / KG_PER_LB / HALF_POUND) * HALF_POUND
    return {"weight": canonical(pounds), "unit": "lb"}


def _load(row: Row, request: Repair) -> Row | None:
    """A load that stands in the column of distances, in the lifter's own unit."""
    if not row["distance_m"] or row["weight"]:
        return None
    load = Decimal(repr(round(row["distance_m"] / PER_UNIT[request.unit], 4)))
    return {"weight": canonical(load), "unit": request.unit, "distance_m": None}


def _metres(row: Row, request: Repair) -> Row | None:
    """Metres that were taken for kilometres, or for miles."""
    return {"distance_m": row["distance_m"] / PER_UNIT[request.unit]} if row["distance_m"] else None


def _move(row: Row, request: Repair) -> Row | None:
    if request.into_id is None:
        raise InvalidValue("Say which exercise these sets are of.")
    return {"exercise_id": request.into_id} if row["exercise_id"] != request.into_id else None


KINDS: Final[Mapping[str, Kind]] = {
    "to_lb": Kind("They are pounds, not kilograms: 100 kg → 100 lb", _unit("lb")),
    "to_kg": Kind("They are kilograms, not pounds: 100 lb → 100 kg", _unit("kg")),
    "pounds": Kind("They were pounds before an app converted them: 43.09 kg → 95 lb", _to_pounds),
    "double": Kind("Twice the weight: one of two was entered", _times(Decimal(2))),
    "halve": Kind("Half the weight: both were entered together", _times(Decimal("0.5"))),
    "load": Kind("The distance is the weight", _load),
    "metres": Kind("The distance is in metres", _metres),
    "move": Kind("They are another exercise", _move),
}
