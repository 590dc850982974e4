"""A whole account from its own JSON document (services/exporters/whole.py): checked row by row, all or nothing."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Double, Engine, Integer, String, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeEngine

from database import writes
from database.data_validation import FARTHEST, MOST_KG, MOST_LB, MOST_REPS, MOST_SUPERSETS, NOTE_LENGTH
from database.export_reads import LEFT_OUT, OWNED
from database.ids import parse_id
from database.oltp_tables import CATALOGUE, FIRST_OWN_EXERCISE, exercises, sets, workouts
from database.types import Id, UtcDateTime, Weight
from services.datawrangling import METRES_IN
from services.errors import InvalidValue, TonnageError
from services.exporters.whole import FORMAT, VERSION
from services.fields import Field, checked_value, load_to, number, text, times_fault, value_text, weight_fault, whole
from services.log.operations import SET_FIELDS, WORKOUT_FIELDS
from services.programs.faults import link_fault, program_fault, progression_fault, version_fault

Row = Mapping[str, Any]
Document = dict[Table, list[dict[str, Any]]]
MOST_DOCUMENT: Final = 100_000_000  # bytes: some 150,000 sets
LARGEST_WEIGHT: Final = Decimal(100_000)
MOST_TEXT: Final = 10_000
MOST_TREE: Final = 1_000_000  # of 60 exercises with 40 sets each


def _weight_fault(row: Row) -> str | None:
    return weight_fault(row, HEAVIEST)


HEAVIEST: Final = {"kg": MOST_KG, "lb": MOST_LB}
# What the log would refuse is refused here too, in the same words; what an import takes beyond that is taken.
LOG_FIELDS: Final[Mapping[str, Mapping[str, Field]]] = {
    "workouts": {**WORKOUT_FIELDS, "notes": Field(text(NOTE_LENGTH), "notes")},
    "sets": {
        **SET_FIELDS,
        "weight": Field(load_to(HEAVIEST), "weight"),
        "reps": Field(whole(MOST_REPS), "reps"),
        "distance_m": Field(number(FARTHEST * METRES_IN["mi"]), "distance in metres"),
        "superset": Field(whole(MOST_SUPERSETS), "superset"),
        "note": Field(text(NOTE_LENGTH), "note"),
    },
}
LOG_FAULTS: Final[Mapping[str, Callable[[Row], str | None]]] = {
    "workouts": times_fault,
    "sets": _weight_fault,
    "routine_exercises": link_fault,
    "routine_versions": version_fault,
    "programs": program_fault,
    "progressions": progression_fault,
}


class NotARestorable(TonnageError):
    """This is not an export of Tonnage's own."""


@dataclass(frozen=True)
class Restored:
    """How many rows were written, and how many were there before and stay as they are."""

    added: int
    unchanged: int


def read_document(data: bytes, now: datetime | None = None) -> Document:
    """The checked rows of a document; InvalidValue names the table, the row and the reason."""
    whole = _whole(data)
    return {table: _rows(table, whole.get(table.name, []), now or datetime.now(UTC)) for table in OWNED}


def figures(document: Document) -> dict[str, int | float]:
    """What the document holds, counted as an import counts a file."""
    done = document[sets]
    lifted = (float(row["weight"] or 0) * (row["reps"] or 0) for row in done)
    return {
        "sets": len(done),
        "workouts": len(document[workouts]),
        "exercises": len({row["exercise_name"] or row["exercise_id"] for row in done}),
        "reps": sum(row["reps"] or 0 for row in done),
        "weight_x_reps": math.fsum(lifted),
    }


def restore(bind: Engine, user_id: int, data: bytes, now: datetime | None = None) -> Restored:
    """Write every row of a document that the account lacks; the errors of read_document."""
    rows = read_document(data, now)
    try:
        with writes.as_lifter(bind, user_id) as connection:
            _check_exercises(connection, user_id, rows)
            added = sum(_write(connection, user_id, table, some) for table, some in rows.items())
            writes.mark_user(connection, user_id)
    except IntegrityError as error:
        raise InvalidValue(
            "This account holds something of the same name under another id: restore into an empty account."
        ) from error
    return Restored(added, sum(map(len, rows.values())) - added)


def is_document(data: bytes) -> bool:
    """Whether a file may be Tonnage's own, by its first words."""
    return data[:200].lstrip(b"\xef\xbb\xbf \n\r\t").startswith(b'{\n "format": "' + FORMAT.encode())


def _whole(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_DOCUMENT:
        raise NotARestorable(f"The file is too large: at most {MOST_DOCUMENT / 1e6:,.0f} MB can be restored.")
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotARestorable("The file is damaged: it is not whole JSON.") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotARestorable
    if whole.get("version") != VERSION:
        raise NotARestorable(f"This export is of version {value_text(whole.get('version'))}; {VERSION} can be read.")
    return whole


def _rows(table: Table, given: Any, now: datetime) -> list[dict[str, Any]]:
    if not isinstance(given, list):
        raise InvalidValue(f"{table.name}: a list of rows is expected.")
    return [_row(table, row, f"{table.name}, row {number}", now) for number, row in enumerate(given, 1)]


def _row(table: Table, given: Any, place: str, now: datetime) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise InvalidValue(f"{place}: an object is expected.")
    columns = {column.name: column for column in table.c if column.name not in LEFT_OUT}
    unknown = given.keys() - columns.keys()
    if unknown:
        raise InvalidValue(f"{place}: there is no column {value_text(min(unknown))}.")
    try:
        row = {name: _value(table, name, given.get(name, _unless_given(columns[name])), now) for name in columns}
        fault = LOG_FAULTS[table.name](row) if table.name in LOG_FAULTS else None
    except InvalidValue as error:
        raise InvalidValue(f"{place}: {error}") from error
    if fault:
        raise InvalidValue(f"{place}: {fault}")
    return row


def _unless_given(column: Column[Any]) -> Any:
    """What a mark holds that an export from before it does not have."""
    return False if isinstance(column.type, Boolean) and column.server_default is not None else None


def _value(table: Table, name: str, given: Any, now: datetime) -> Any:
    column, logged = table.c[name], LOG_FIELDS.get(table.name, {})
    if given is None and not column.nullable:
        raise InvalidValue(f"{name} cannot be empty.")
    if given is None:
        return None
    if name in logged and name != "exercise_name":
        return checked_value(name, given, logged, now)
    parse = next(parse for kind, parse in PARSERS if _is(column.type, kind))
    value = _json_to(MOST_TREE, given) if name == "tree" else parse(given, column.type)
    if value is None:
        raise InvalidValue(f"{name} cannot be {value_text(given)}.")
    return value


def _is(kind: TypeEngine[Any], sql_type: Any) -> bool:
    return kind is sql_type if isinstance(sql_type, TypeEngine) else isinstance(kind, sql_type)


def _id(given: Any, _: Any) -> int | None:
    return parse_id(given)


def _instant(given: Any, _: Any) -> datetime | None:
    instant = _parsed(datetime.fromisoformat, given)
    return instant if instant and instant.tzinfo else None


def _day(given: Any, _: Any) -> date | None:
    day: date | None = _parsed(date.fromisoformat, given)
    return day


def _weight(given: Any, _: Any) -> Decimal | None:
    weight = _parsed(Decimal, given)
    return weight if weight is not None and weight.is_finite() and abs(weight) <= LARGEST_WEIGHT else None


def _double(given: Any, _: Any) -> float | None:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return float(given) if is_number and math.isfinite(given) else None


def _flag(given: Any, _: Any) -> bool | None:
    return given if isinstance(given, bool) else None


def _integer(given: Any, _: Any) -> int | None:
    is_whole = isinstance(given, int) and not isinstance(given, bool)
    return given if is_whole and abs(given) < 2**15 else None


def _text(given: Any, kind: Any) -> str | None:
    limit = getattr(kind, "length", None) or MOST_TEXT
    return given if isinstance(given, str) and len(given) <= limit and "\0" not in given else None


def _json(given: Any, _: Any) -> Any:
    return _json_to(MOST_TEXT, given)


def _json_to(limit: int, given: Any) -> Any:
    return given if isinstance(given, dict | list) and len(json.dumps(given)) <= limit else None


def _parsed(parse: Callable[[str], Any], given: Any) -> Any:
    try:
        return parse(given) if isinstance(given, str) else None
    except (ValueError, InvalidOperation):
        return None


PARSERS: Final[Sequence[tuple[Any, Callable[[Any, Any], Any]]]] = (
    (Id, _id),
    (UtcDateTime, _instant),
    (Date, _day),
    (Weight, _weight),
    (Double, _double),
    (Boolean, _flag),
    (Integer, _integer),
    (JSON, _json),
    (String, _text),
)


def _check_exercises(connection: Connection, user_id: int, rows: Mapping[Table, Iterable[Row]]) -> None:
    """Every exercise that is named is the catalogue's, comes along, or is the account's own."""
    exercise_ids = set(
        connection.scalars(select(exercises.c.exercise_id).where(exercises.c.user_id.in_((CATALOGUE, user_id))))
    )
    own = {row["exercise_id"] for row in rows[exercises]}
    low = min(own, default=FIRST_OWN_EXERCISE)
    if low < FIRST_OWN_EXERCISE:
        raise InvalidValue(f"exercises: the id {low} belongs to the catalogue.")
    for table, some in rows.items():
        for row in some:
            for named in filter(None, (row.get("exercise_id"), *map(int, row.get("alternatives") or ()))):
                if named not in exercise_ids and named not in own:
                    raise InvalidValue(f"{table.name}: there is no exercise {named}.")


def _write(connection: Connection, user_id: int, table: Table, rows: Sequence[Row]) -> int:
    keys = [column.name for column in table.primary_key if column.name != "user_id"]
    stored = connection.execute(select(*(table.c[name] for name in keys)).where(table.c.user_id == user_id))
    there = {tuple(row) for row in stored}
    stamps: Row = {"field_stamps": {}} if "field_stamps" in table.c else {}
    new = [{"user_id": user_id, **stamps, **row} for row in rows if tuple(row[name] for name in keys) not in there]
    if new:
        connection.execute(insert(table), new)
    return len(new)
