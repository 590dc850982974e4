"""What the star schema says of a lifter, for tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from database.db_connector import reading
from database.olap_tables import OF_A_LIFTER, fact_exercise_days, fact_muscle_days, fact_records, fact_sets
from services.analysis.records import RECORD_TYPES
from services.etl_oltp_to_olap import rebuild, refresh
from services.muscles import GROUP_ID, MUSCLE_ID
from tests.cast import ENGINES, exercise_id

MUSCLE_NAMES = {number: name for name, number in MUSCLE_ID.items()} | {
    number: f"group {name}" for name, number in GROUP_ID.items()
}


def rows_of(engine: Engine, lifter: int, table: Table) -> list[dict[str, Any]]:
    """The lifter's rows of one table, in the order of its key."""
    picked = select(table).where(table.c.user_id == lifter).order_by(*table.primary_key)
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(picked).mappings()]


def statements_of(engine: Engine, lifter: int, *reads: Callable[[Connection], object]) -> int:
    """How many statements these reads take on SQLite, with the lifter's facts up to date."""
    said: list[str] = []
    refresh(engine, lifter)
    with reading(engine) as connection:
        raw = connection.connection.driver_connection
        raw.set_trace_callback(said.append)
        for read in reads:
            read(connection)
        raw.set_trace_callback(None)
    return len(said)


def star_of(lifter: int) -> dict[str, list[dict[str, Any]]]:
    """Every fact and dimension row of a lifter as it stands."""
    return {table.name: rows_of(ENGINES[lifter], lifter, table) for table in OF_A_LIFTER}


def refreshed(lifter: int) -> dict[str, list[dict[str, Any]]]:
    """The star after a refresh, which a rebuild must not change."""
    refresh(ENGINES[lifter], lifter)
    before = star_of(lifter)
    rebuild(ENGINES[lifter], lifter)
    after = star_of(lifter)
    for name, rows in after.items():
        assert before[name] == rows, f"{name} differs between refresh and rebuild"
    return after


def day_of(lifter: int, name: str, on: str) -> dict[str, Any]:
    """The facts of one exercise on one day."""
    found = [row for row in of_exercise(lifter, fact_exercise_days, name) if str(row["performed_on"]) == on]
    return found[0] if found else {}


def sets_of(lifter: int, name: str) -> list[dict[str, Any]]:
    """The facts of each set of an exercise."""
    rows = of_exercise(lifter, fact_sets, name)
    return sorted(rows, key=lambda row: (row["performed_on"], row["workout_rank"], row["position"]))


def of_exercise(lifter: int, table: Table, name: str) -> list[dict[str, Any]]:
    """The rows of one exercise after a refresh."""
    return [row for row in refreshed(lifter)[table.name] if row["exercise_id"] == exercise_id(name)]


def muscles_on(lifter: int, on: str) -> dict[str, tuple[int, float, int]]:
    """Hard sets of a day by muscle and group: direct, fractional, total."""
    return {
        MUSCLE_NAMES[row["muscle_id"]]: (row["direct_sets"], row["fractional_sets"], row["total_sets"])
        for row in refreshed(lifter)[fact_muscle_days.name]
        if row["performed_on"] == date.fromisoformat(on)
    }


def records_of(lifter: int, name: str) -> set[tuple[str, str, float, float]]:
    """The records of an exercise as (day, type, old, new)."""
    return {
        (
            str(row["performed_on"]),
            RECORD_TYPES[row["record_type_id"]],
            round(row["old_value"], 4),
            round(row["new_value"], 4),
        )
        for row in of_exercise(lifter, fact_records, name)
    }
