"""Gyms: what a lifter can load there, written as lifters write it: "25 20 15x4 10", "2.5-40/2.5"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, update

from database import reads, writes
from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import gym_equipment, workouts
from database.oltp_tables import gyms as gym_table
from services.errors import InvalidValue, TonnageError

Row = Mapping[str, Any]
Item = dict[str, Any]

KINDS: Final = ("bar", "plate", "dumbbell", "stack")
RANGES: Final = ("dumbbell", "stack")
NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,3})?"
ONE: Final = re.compile(rf"({NUMBER})(?:[x×](\d{{1,3}}))?", re.ASCII)
RANGE: Final = re.compile(rf"({NUMBER})[-–]({NUMBER})(?:/({NUMBER}))?", re.ASCII)
DEFAULTS: Final = {
    "kg": {"bar": "20 15 10", "plate": "25 20 15 10 5 2.5 1.25", "dumbbell": "1-10/1 12-50/2", "stack": "5-100/5"},
    "lb": {"bar": "45 35", "plate": "45 35 25 10 5 2.5", "dumbbell": "5-100/5", "stack": "10-250/10"},
}


class NoSuchGym(TonnageError):
    """There is no such gym."""


def gyms(engine: Engine, user_id: int) -> list[Item]:
    """The lifter's gyms by name, each with its `items` in kg or lb, the heaviest first."""
    with reading(engine) as connection:
        found = reads.gyms_of(connection, user_id)
        items = reads.gym_items(connection, user_id)
    return [{**_told(gym), "items": [_item(one) for one in items if one["gym_id"] == gym["gym_id"]]} for gym in found]


def save_gym(
    engine: Engine,
    user_id: int,
    name: str,
    unit: str,
    equipment: Mapping[str, str],
    is_default: bool = False,
    gym_id: int | None = None,
) -> int:
    """Make a gym, or put one in the place of another; its id. InvalidValue says which word cannot be read."""
    called = name.strip()
    if not called or len(called) > 100:
        raise InvalidValue("The name of a gym has 1 to 100 characters.")
    items = [item for kind in KINDS for item in parsed(kind, equipment.get(kind, ""), unit)]
    number = gym_id or new_id()
    with writing(engine) as connection:
        writes.touch(connection, user_id)
        _put(connection, user_id, number, {"name": called, "is_default": is_default}, is_new=gym_id is None)
        writes.delete_rows(connection, gym_equipment, user_id, {"gym_id": number})
        rows = [{"user_id": user_id, "item_id": new_id(), "gym_id": number, "name": None, **item} for item in items]
        writes.insert_rows(connection, gym_equipment, rows)
    return number


def delete_gym(engine: Engine, user_id: int, gym_id: int) -> None:
    """Forget a gym; workouts that were done there keep what was lifted."""
    with writing(engine) as connection:
        writes.touch(connection, user_id)
        _need(connection, user_id, gym_id)
        there = (workouts.c.user_id == user_id, workouts.c.gym_id == gym_id)
        connection.execute(update(workouts).where(*there).values(gym_id=None))
        writes.delete_rows(connection, gym_equipment, user_id, {"gym_id": gym_id})
        connection.execute(delete(gym_table).where(gym_table.c.user_id == user_id, gym_table.c.gym_id == gym_id))


def parsed(kind: str, text: str, unit: str) -> Iterator[Item]:
    """What a line of equipment stands for: weights, counts of plates in all, ranges with a step."""
    for word in text.replace(";", " ").split():
        item = _ranged(word) if kind in RANGES else None
        found = item or _single(word)
        if found is None:
            raise InvalidValue(f"“{word[:40]}” is no weight: write {unit} such as 20, 2.5 or 15x4.")
        yield {"kind": kind, "unit": unit, **found}


def written(items: Sequence[Row], kind: str) -> str:
    """The line that stands for the items of a kind."""
    return " ".join(_written(item) for item in items if item["kind"] == kind)


def _single(word: str) -> Item | None:
    found = ONE.fullmatch(word)
    if found is None:
        return None
    return {"weight": _exact(found[1]), "count": int(found[2]) if found[2] else None, "step": None, "maximum": None}


def _ranged(word: str) -> Item | None:
    found = RANGE.fullmatch(word)
    if found is None:
        return None
    least, most, step = _exact(found[1]), _exact(found[2]), _exact(found[3] or "1")
    if not least <= most or not step:
        raise InvalidValue(f"“{word[:40]}” is no range: write 2.5-40/2.5, the lightest, the heaviest and the step.")
    return {"weight": least, "count": None, "step": step, "maximum": most}


def _exact(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _written(item: Row) -> str:
    weight = _plain(item["weight"])
    if item["maximum"] is not None:
        return f"{weight}-{_plain(item['maximum'])}/{_plain(item['step'])}"
    return f"{weight}x{item['count']}" if item["count"] else weight


def _plain(value: Any) -> str:
    exact = f"{Decimal(str(value)):f}"
    return exact.rstrip("0").rstrip(".") if "." in exact else exact


def _put(connection: Connection, user_id: int, gym_id: int, fields: Item, is_new: bool) -> None:
    if fields["is_default"]:
        connection.execute(update(gym_table).where(gym_table.c.user_id == user_id).values(is_default=False))
    if is_new:
        writes.insert_row(connection, gym_table, {"user_id": user_id, "gym_id": gym_id, **fields})
        return
    _need(connection, user_id, gym_id)
    writes.amend_row(connection, gym_table, user_id, {"gym_id": gym_id}, fields)


def _need(connection: Connection, user_id: int, gym_id: int) -> None:
    if all(row["gym_id"] != gym_id for row in reads.gyms_of(connection, user_id)):
        raise NoSuchGym


def _told(gym: Row) -> Item:
    return {"gym_id": gym["gym_id"], "name": gym["name"], "is_default": bool(gym["is_default"])}


def _item(row: Row) -> Item:
    return {name: row[name] for name in ("kind", "weight", "unit", "count", "step", "maximum")}
