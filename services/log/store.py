"""Read and write entries: visible ones in workouts and sets, all others as images in deleted_rows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Table

from database.log_reads import locked_rows
from database.oltp_tables import deleted_rows, planned_sets, sets, workouts
from database.reads import planned_rows
from database.writes import amend_row, delete_rows, insert_row, insert_rows
from services.log.merge import BLANK, Entry, Key, World, is_live
from services.log.operations import SET, WORKOUT
from services.log.pairs import PAIRS, standing

Row = dict[str, Any]

TABLES: Final[Mapping[str, Table]] = {WORKOUT: workouts, SET: sets}
IDS: Final[Mapping[str, str]] = {WORKOUT: "workout_id", SET: "set_id"}
NOTHING_PLANNED: Final[Row] = {column.name: None for column in planned_sets.c}
SHOWN, HIDDEN = True, False
ATTEMPTS: Final = "attempts"  # key beside the stamps, for attempts that the values do not show
DECODERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "started_at": datetime.fromisoformat,
    "ended_at": datetime.fromisoformat,
    "performed_at": datetime.fromisoformat,
    "performed_on": date.fromisoformat,
    "weight": Decimal,
}


@dataclass(frozen=True)
class Stored:
    """The stored entries that an operation may touch."""

    world: World
    rows: frozenset[Key]  # the visible entries, in workouts and sets


def read(
    connection: Connection, user_id: int, set_ids: Collection[int], workout_ids: Collection[int], whole: Collection[int]
) -> Stored:
    """Lock and read sets and workouts, the workouts of those sets, and all sets of the whole workouts."""
    live = _live(connection, user_id, SET, "set_id", set_ids)
    gone = _images(connection, user_id, SET, "row_id", set(set_ids) - _ids(live))
    live |= _live(connection, user_id, SET, "workout_id", whole)
    gone |= _images(connection, user_id, SET, "workout_id", whole)
    all_workout_ids = {*workout_ids, *whole, *(entry.workout_id for entry in (*live.values(), *gone.values()))}
    standing = _live(connection, user_id, WORKOUT, "workout_id", all_workout_ids)
    gone |= _images(connection, user_id, WORKOUT, "row_id", all_workout_ids - _ids(standing))
    live |= standing
    return Stored({**gone, **live}, frozenset(live))


def write(connection: Connection, user_id: int, stored: Stored, after: World, now: datetime) -> None:
    """Store the changed entries, in an order in which no set is ever without its workout."""
    moves = _moves(stored, after)
    for entry in moves[SET, SHOWN, HIDDEN]:
        _hide(connection, user_id, entry, now)
    _show(connection, user_id, moves[WORKOUT, HIDDEN, SHOWN], stored.world)
    for entry in (*moves[WORKOUT, SHOWN, SHOWN], *moves[SET, SHOWN, SHOWN]):
        _amend(connection, user_id, entry)
    _show(connection, user_id, moves[SET, HIDDEN, SHOWN], stored.world)
    for entry in moves[WORKOUT, SHOWN, HIDDEN]:
        _hide(connection, user_id, entry, now)
    for entry in (*moves[WORKOUT, HIDDEN, HIDDEN], *moves[SET, HIDDEN, HIDDEN]):
        _keep_image(connection, user_id, entry, (entry.kind, entry.row_id) in stored.world, now)


def _moves(stored: Stored, after: World) -> dict[tuple[str, bool, bool], list[Entry]]:
    """Group changed entries by kind, whether they were visible before, and whether they are now."""
    moves: dict[tuple[str, bool, bool], list[Entry]] = defaultdict(list)
    for key, entry in after.items():
        visibility = key in stored.rows, is_live(entry, after)
        if visibility[0] != visibility[1] or entry != stored.world.get(key):
            moves[entry.kind, *visibility].append(entry)
    return moves


def row_of(user_id: int, entry: Entry) -> Row:
    """Build the row of a visible entry."""
    return {"user_id": user_id, IDS[entry.kind]: entry.row_id, **entry.values, "field_stamps": _stamps(entry)}


def entry_of(kind: str, row: Mapping[str, Any]) -> Entry:
    """Build the entry of a row."""
    return _entry(kind, row[IDS[kind]], {name: row[name] for name in BLANK[kind]}, row["field_stamps"])


def image_of(entry: Entry) -> Row:
    """Build the image of an entry for deleted_rows: its columns and stamps, and whether it is deleted itself."""
    image: Row = {"values": _encoded(entry.values), "stamps": _stamps(entry), "deleted": entry.deleted}
    return {**image, "planned": [_encoded(row) for row in entry.planned]} if entry.planned else image


def entry_of_image(kind: str, row_id: int, image: Mapping[str, Any]) -> Entry:
    """Build the entry of an image; columns added to the tables since then are blank."""
    planned = tuple(NOTHING_PLANNED | _decoded(row) for row in image.get("planned", ()))
    values = {**BLANK[kind], **_decoded(image["values"])}
    return _entry(kind, row_id, values, image["stamps"], image["deleted"], planned)


def _entry(
    kind: str, row_id: int, values: Row, written: Row, deleted: bool = False, planned: tuple[Row, ...] = ()
) -> Entry:
    stamps = {name: int(stamp) for name, stamp in written.items() if name != ATTEMPTS}
    hidden = {int(stamp): _decoded(fields) for stamp, fields in written.get(ATTEMPTS, {}).items()}
    attempts = hidden or standing(PAIRS[kind], values, stamps)
    return Entry(kind, row_id, values, stamps, attempts, deleted, planned)


def _stamps(entry: Entry) -> Row:
    stamps: Row = {name: str(stamp) for name, stamp in sorted(entry.stamps.items())}
    if entry.attempts == standing(PAIRS[entry.kind], entry.values, entry.stamps):
        return stamps
    return {**stamps, ATTEMPTS: {str(stamp): _encoded(entry.attempts[stamp]) for stamp in sorted(entry.attempts)}}


def _encoded(values: Mapping[str, Any]) -> Row:
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _decoded(values: Mapping[str, Any]) -> Row:
    return {
        name: DECODERS[name](value) if name in DECODERS and value is not None else value
        for name, value in values.items()
    }


def _live(connection: Connection, user_id: int, kind: str, column: str, ids: Collection[int]) -> dict[Key, Entry]:
    rows = locked_rows(connection, user_id, TABLES[kind], {column: ids})
    return {(kind, row[IDS[kind]]): entry_of(kind, row) for row in rows}


def _images(connection: Connection, user_id: int, kind: str, column: str, ids: Collection[int]) -> dict[Key, Entry]:
    rows = locked_rows(connection, user_id, deleted_rows, {"kind": [kind], column: ids})
    return {(kind, row["row_id"]): entry_of_image(kind, row["row_id"], row["image"]) for row in rows}


def _ids(keys: Iterable[Key]) -> set[int]:
    return {row_id for _, row_id in keys}


def _hide(connection: Connection, user_id: int, entry: Entry, now: datetime) -> None:
    """Replace a row by its image, a workout with its planned sets."""
    if entry.kind == WORKOUT:
        entry = replace(entry, planned=tuple(planned_rows(connection, user_id, entry.row_id)))
        delete_rows(connection, planned_sets, user_id, {"workout_id": entry.row_id})
    delete_rows(connection, TABLES[entry.kind], user_id, {IDS[entry.kind]: entry.row_id})
    _keep_image(connection, user_id, entry, False, now)


def _show(connection: Connection, user_id: int, entries: Sequence[Entry], before: World) -> None:
    """Insert entries as rows: new ones, and those restored from an image."""
    if not entries:
        return
    for entry in entries:
        if (entry.kind, entry.row_id) in before:
            delete_rows(connection, deleted_rows, user_id, {"kind": entry.kind, "row_id": entry.row_id})
    insert_rows(connection, TABLES[entries[0].kind], [row_of(user_id, entry) for entry in entries])
    insert_rows(connection, planned_sets, [{**row, "user_id": user_id} for entry in entries for row in entry.planned])


def _amend(connection: Connection, user_id: int, entry: Entry) -> None:
    row = row_of(user_id, entry)
    key = {IDS[entry.kind]: entry.row_id}
    amend_row(
        connection, TABLES[entry.kind], user_id, key, {name: row[name] for name in (*BLANK[entry.kind], "field_stamps")}
    )


def _keep_image(connection: Connection, user_id: int, entry: Entry, is_kept: bool, now: datetime) -> None:
    image = {"workout_id": entry.workout_id, "image": image_of(entry)}
    key = {"kind": entry.kind, "row_id": entry.row_id}
    if is_kept:
        amend_row(connection, deleted_rows, user_id, key, image)
    else:
        fixed = {"deleted_at": now, "source_key": entry.values["source_key"]}
        insert_row(connection, deleted_rows, {"user_id": user_id, **key, **image, **fixed})
