"""The catalogue of exercises that all lifters share: read from data/ and loaded into the database."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, delete, select, update
from sqlalchemy.exc import OperationalError

from database.db_connector import engine, reading, writing
from database.migrate import SchemaError, prepare
from database.oltp_tables import CATALOGUE, exercise_aliases, exercise_muscles, exercises
from database.shell import DONE, REFUSED, no_database, run, say
from database.writes import insert_rows

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = ("exercises.csv", "exercise_muscles.csv", "exercise_aliases.csv")
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_]+")

Row = dict[str, Any]
Key = tuple[Any, ...]


def fold_name(text: str) -> str:
    """Fold a name for comparison: NFKC, casefolded, runs of spaces and dashes as one space."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return SEPARATORS.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


def load_catalogue(bind: Engine) -> int:
    """Make the catalogue's rows equal to data/ and count the rows that had to change."""
    rows_by_table = catalogue_rows()
    with reading(bind) as connection:
        if not any(_differences(connection, table, rows_of_table) for table, rows_of_table in rows_by_table.items()):
            return 0
    with writing(bind) as connection:
        return sum(_make_equal(connection, table, rows_of_table) for table, rows_of_table in rows_by_table.items())


@cache
def catalogue_version() -> str:
    """Hash the files of the catalogue that facts depend on."""
    text = b"".join((DATA / name).read_bytes() for name in FILES[:2])
    return hashlib.sha256(text).hexdigest()[:16]


@cache
def catalogue_rows() -> Mapping[Table, Mapping[Key, Row]]:
    """Return the rows in data/ by table and primary key."""
    ids = {row["slug"]: int(row["exercise_id"]) for row in _read("exercises.csv")}
    aliases = _read("exercise_aliases.csv")
    return {
        exercises: _by_key(exercises, map(_exercise, _read("exercises.csv"))),
        exercise_muscles: _by_key(
            exercise_muscles,
            (_muscle(ids[row["slug"]], row) for row in _read("exercise_muscles.csv")),
        ),
        exercise_aliases: _by_key(exercise_aliases, (_alias(ids[row["slug"]], row) for row in aliases)),
    }


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _exercise(row: Mapping[str, str]) -> Row:
    fraction = row["bodyweight_fraction"]
    return {
        "user_id": CATALOGUE,
        "exercise_id": int(row["exercise_id"]),
        "slug": row["slug"],
        "name": row["name"],
        "name_key": fold_name(row["name"]),
        "equipment": row["equipment"],
        "pattern": row["pattern"],
        "load_type": row["load_type"],
        "bodyweight_fraction": float(fraction) if fraction else None,
        "implements": int(row["implements"]),
        "per_side": row["per_side"] == "1",
    }


def _muscle(exercise_id: int, row: Mapping[str, str]) -> Row:
    credit = float(row["credit"])
    return {"user_id": CATALOGUE, "exercise_id": exercise_id, "muscle": row["muscle"], "credit": credit}


def _alias(exercise_id: int, row: Mapping[str, str]) -> Row:
    key = fold_name(row["alias"])
    return {
        "user_id": CATALOGUE,
        "alias_key": key,
        "alias": row["alias"],
        "exercise_id": exercise_id,
        "source": row["source"],
    }


def _by_key(table: Table, rows: Iterable[Row]) -> dict[Key, Row]:
    return {_key(table, row): row for row in rows}


def _key(table: Table, row: Mapping[str, Any]) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def _stored(connection: Connection, table: Table, columns: Iterable[str]) -> dict[Key, Row]:
    picked = select(*(table.c[name] for name in columns)).where(table.c.user_id == CATALOGUE)
    return _by_key(table, (dict(row) for row in connection.execute(picked).mappings()))


def _differences(connection: Connection, table: Table, expected: Mapping[Key, Row]) -> bool:
    columns = next(iter(expected.values())).keys()
    return _stored(connection, table, columns) != expected


def _make_equal(connection: Connection, table: Table, expected: Mapping[Key, Row]) -> int:
    """Amend exercises in place and never delete them, since sets refer to them; replace the other rows."""
    stored = _stored(connection, table, next(iter(expected.values())).keys())
    gone = stored.keys() - expected.keys() if table is not exercises else set()
    changed = [key for key in expected.keys() & stored.keys() if expected[key] != stored[key]]
    for key in gone:
        connection.execute(delete(table).where(_is(table, key)))
    if table is exercises:
        _free_names(connection, changed)
    for key in changed:
        connection.execute(update(table).where(_is(table, key)).values(**expected[key]))
    insert_rows(connection, table, [row for key, row in expected.items() if key not in stored])
    return len(gone) + len(changed) + len(expected.keys() - stored.keys())


def _free_names(connection: Connection, changed: Iterable[Key]) -> None:
    """Free the names of changed exercises first, so that two can swap names while rows change one by one."""
    for key in changed:
        connection.execute(update(exercises).where(_is(exercises, key)).values(name_key=f"~{key[-1]}"))


def _is(table: Table, key: Key) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))


def main() -> int:
    """Load the catalogue of exercises into the configured database."""
    try:
        prepare(engine())
        return say(DONE, f"Catalogue: {load_catalogue(engine())} rows changed.")
    except SchemaError as error:
        return say(REFUSED, str(error))
    except OperationalError as error:
        return no_database(engine(), error)


if __name__ == "__main__":
    raise SystemExit(run(main, "services.catalogue", None))
