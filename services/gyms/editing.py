"""Gyms and their equipment: list, save, delete and restore them; find the gym that a workout begins in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, delete, select, update

from database import reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import exercises, gym_equipment, workouts
from database.oltp_tables import gyms as gym_table
from services.catalogue import fold_name
from services.errors import InvalidValue, TonnageError
from services.exercises import families
from services.fields import is_storable
from services.gyms import words
from services.units import in_unit

Row = Mapping[str, Any]
Item = dict[str, Any]

MOST_GYMS: Final = 30
ITEM_NAMES: Final = ("kind", "weight", "unit", "count", "step", "maximum")
REFERRING: Final[Mapping[Table, str]] = {workouts: "workout_id", exercises: "exercise_id"}


class NoSuchGym(TonnageError):
    """There is no such gym."""


@dataclass(frozen=True)
class Gone:
    """A deleted gym with all that restores it: row, items, and the ids that referred to it by table."""

    gym: Row
    items: Sequence[Row]
    there: Mapping[str, Sequence[int]]


def gyms(engine: Engine, user_id: int) -> list[Item]:
    """Return the lifter's gyms by name, each with its `items` in kg or lb, the heaviest first."""
    with reading(engine) as connection:
        rows = reads.gyms_of(connection, user_id)
        items = sorted(reads.gym_items(connection, user_id), key=_weight_kg, reverse=True)
    return [
        {**_gym_values(gym), "items": [_item(item) for item in items if item["gym_id"] == gym["gym_id"]]}
        for gym in rows
    ]


def first_gym(engine: Engine, user_id: int) -> int | None:
    """Return the gym that a workout begins in: that of the last workout, else the default; None without gyms."""
    with reading(engine) as connection:
        return reads.first_gym(connection, user_id)


def save_gym(
    engine: Engine,
    user_id: int,
    name: str,
    unit: str,
    equipment: Mapping[str, str],
    is_default: bool = False,
    gym_id: int | None = None,
) -> int:
    """Add a gym or replace one; return its id. InvalidValue says which word cannot be read.

    The first gym is the default one. Its machine variants are renamed with it.
    """
    called = name.strip()
    if not called or len(called) > 100 or not is_storable(called):
        raise InvalidValue("The name of a gym has 1 to 100 characters.")
    items = [item for kind in words.KINDS for item in words.parsed(kind, equipment.get(kind, ""), unit)]
    number = gym_id or new_id()
    with writes.as_lifter(engine, user_id) as connection:
        other_gyms = _others(connection, user_id, number, called)
        fields = {"name": called, "is_default": is_default or not other_gyms}
        _put_gym(connection, user_id, number, fields, is_new=gym_id is None)
        writes.delete_rows(connection, gym_equipment, user_id, {"gym_id": number})
        _insert_items(connection, user_id, number, items)
    return number


def delete_gym(engine: Engine, user_id: int, gym_id: int) -> Gone:
    """Delete a gym; its workouts and machine variants keep their sets."""
    with writes.as_lifter(engine, user_id) as connection:
        gym = _require_gym(connection, user_id, gym_id)
        items = [_item(item) for item in reads.gym_items(connection, user_id) if item["gym_id"] == gym_id]
        there = {table.name: _detach(connection, user_id, table, gym_id) for table in REFERRING}
        writes.delete_rows(connection, gym_equipment, user_id, {"gym_id": gym_id})
        connection.execute(delete(gym_table).where(gym_table.c.user_id == user_id, gym_table.c.gym_id == gym_id))
        _choose_another(connection, user_id)
    return Gone(gym, items, there)


def restore_gym(engine: Engine, user_id: int, gone: Gone) -> None:
    """Restore a deleted gym with all that referred to it; an existing one stays as it is."""
    gym_id, is_default = gone.gym["gym_id"], bool(gone.gym["is_default"])
    with writes.as_lifter(engine, user_id) as connection:
        if any(row["gym_id"] == gym_id for row in reads.gyms_of(connection, user_id)):
            return
        _put_gym(connection, user_id, gym_id, {"name": gone.gym["name"], "is_default": is_default}, is_new=True)
        _insert_items(connection, user_id, gym_id, gone.items)
        for table, key in REFERRING.items():
            for number in gone.there[table.name]:
                writes.amend_row(connection, table, user_id, {key: number}, {"gym_id": gym_id})


def _detach(connection: Connection, user_id: int, table: Table, gym_id: int) -> Sequence[int]:
    """Remove references to a gym; return the ids of the rows that had one."""
    there = (table.c.user_id == user_id, table.c.gym_id == gym_id)
    row_ids = connection.scalars(select(table.c[REFERRING[table]]).where(*there)).all()
    connection.execute(update(table).where(*there).values(gym_id=None))
    return row_ids


def _choose_another(connection: Connection, user_id: int) -> None:
    left = reads.gyms_of(connection, user_id)
    if left and not any(row["is_default"] for row in left):
        writes.amend_row(connection, gym_table, user_id, {"gym_id": left[0]["gym_id"]}, {"is_default": True})


def _others(connection: Connection, user_id: int, gym_id: int, name: str) -> list[dict[str, Any]]:
    other_gyms = [row for row in reads.gyms_of(connection, user_id) if row["gym_id"] != gym_id]
    if any(fold_name(row["name"]) == fold_name(name) for row in other_gyms):
        raise InvalidValue(f"You already have a gym named {name}.")
    if len(other_gyms) >= MOST_GYMS:
        raise InvalidValue(f"There can be {MOST_GYMS} gyms.")
    return other_gyms


def _put_gym(connection: Connection, user_id: int, gym_id: int, fields: Item, is_new: bool) -> None:
    if fields["is_default"]:
        connection.execute(update(gym_table).where(gym_table.c.user_id == user_id).values(is_default=False))
    if is_new:
        writes.insert_row(connection, gym_table, {"user_id": user_id, "gym_id": gym_id, **fields})
        return
    before = _require_gym(connection, user_id, gym_id)
    writes.amend_row(connection, gym_table, user_id, {"gym_id": gym_id}, fields)
    if before["name"] != fields["name"]:
        families.rename(connection, user_id, gym_id, before["name"], fields["name"])


def _insert_items(connection: Connection, user_id: int, gym_id: int, items: Iterable[Row]) -> None:
    rows = [{"user_id": user_id, "item_id": new_id(), "gym_id": gym_id, "name": None, **item} for item in items]
    writes.insert_rows(connection, gym_equipment, rows)


def _require_gym(connection: Connection, user_id: int, gym_id: int) -> Row:
    for row in reads.gyms_of(connection, user_id):
        if row["gym_id"] == gym_id:
            return row
    raise NoSuchGym


def _gym_values(gym: Row) -> Item:
    return {"gym_id": gym["gym_id"], "name": gym["name"], "is_default": bool(gym["is_default"])}


def _weight_kg(item: Row) -> float:
    return in_unit(float(item["weight"]), item["unit"], "kg") or 0.0


def _item(row: Row) -> Item:
    return {name: row[name] for name in ITEM_NAMES}
