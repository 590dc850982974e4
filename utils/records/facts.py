"""Queries of the star schema for the Records page."""

from dataclasses import dataclass
from datetime import date

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import records


@dataclass(frozen=True)
class BestFacts:
    """The records of some exercises on a day: rows named after their statements in database.star.records."""

    bests: NamedRows
    loads: NamedRows


def load_record_lifts(connection: Connection, user_id: int) -> NamedRows:
    """Read the exercises that the lifter has performed, with their families."""
    return records.lifts(connection, user_id)


def load_bests(connection: Connection, user_id: int, exercise_ids: tuple[int, ...], as_of: date) -> BestFacts:
    """Read the records as of a day."""
    asked = (exercise_ids, as_of)
    return BestFacts(
        records.bests_until(connection, user_id, *asked),
        records.loads_until(connection, user_id, *asked),
    )


def load_records(
    connection: Connection, user_id: int, exercise_ids: tuple[int, ...], kinds: tuple[str, ...], as_of: date, many: int
) -> NamedRows:
    """Read the latest records up to a day, for some exercises or for all."""
    if exercise_ids:
        return records.latest_records_of(connection, user_id, exercise_ids, kinds, as_of, many)
    return records.latest_records(connection, user_id, kinds, as_of, many)


def load_sets_on(
    connection: Connection, user_id: int, exercise_ids: tuple[int, ...], days: tuple[date, ...]
) -> NamedRows:
    """Read the sets of the days with records."""
    return records.sets_on(connection, user_id, exercise_ids, days)


def load_best_lifts(connection: Connection, user_id: int, counted: str, first: date, last: date) -> NamedRows:
    """Read the best of each exercise: estimated, or as lifted."""
    read = {"e1rm": records.best_estimates, "lifted": records.best_loads}[counted]
    return read(connection, user_id, first, last)
