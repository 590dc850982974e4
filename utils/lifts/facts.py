"""Read the facts of Lifts from the star schema."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from auth.user import User
from database.db_connector import Connection
from database.rows import NamedRows
from database.star import lifts as star_lifts
from utils.data_loader import Loaded, facts
from utils.filters import DAWN
from utils.lifts.filters import Filter

LEAD_IN_DAYS: Final = 98  # before the period, for the first rolling best and for the trend


@dataclass(frozen=True)
class LiftFacts:
    """Rows of one exercise: `days` and `records` begin before the period, `loads` begins with it."""

    days: NamedRows
    records: NamedRows
    loads: NamedRows


def load_lifts(connection: Connection, user_id: int) -> NamedRows:
    """Read the exercises that the lifter has performed."""
    return star_lifts.lifts(connection, user_id)


def load_lift(connection: Connection, user_id: int, chosen: Filter) -> LiftFacts:
    """Read everything that Lifts shows about one exercise."""
    exercise_id = chosen.lift.exercise_id
    since = chosen.first - timedelta(days=LEAD_IN_DAYS) if chosen.first else DAWN
    return LiftFacts(
        star_lifts.lift_days(connection, user_id, exercise_id, since),
        star_lifts.records_since(connection, user_id, [exercise_id], since),
        star_lifts.loads_by_reps(connection, user_id, exercise_id, chosen.period.first or DAWN),
    )


def load_sets_of_day(connection: Connection, user_id: int, exercise_id: int, day: date) -> NamedRows:
    """Read the sets of an exercise on one day."""
    return star_lifts.sets_of_day(connection, user_id, exercise_id, day)


def load_family(connection: Connection, user_id: int, exercise_ids: tuple[int, ...], since: date | None) -> NamedRows:
    """Read the days of the exercises of a family; `since` is None for the whole history."""
    return star_lifts.exercise_days(connection, user_id, exercise_ids, since or DAWN)


def load_first_done(connection: Connection, user_id: int, exercise_id: int, weight_kg: float, reps: int) -> date | None:
    """Read the first day on which the lifter reached a goal; None if the lifter has not reached it."""
    rows = star_lifts.first_done(connection, user_id, exercise_id, weight_kg, reps)
    return rows[0].performed_on if rows else None


def load_sets_between(
    connection: Connection, user_id: int, exercise_ids: tuple[int, ...], first: date, last: date
) -> NamedRows:
    """Read the sets of several exercises between two days."""
    return star_lifts.sets_between(connection, user_id, exercise_ids, first, last)


def lifts(user: User) -> Loaded[NamedRows]:
    """Return the exercises that the lifter has performed, the latest first."""
    return facts(user, load_lifts)


def lift(user: User, chosen: Filter) -> Loaded[LiftFacts]:
    """Return the facts of the Lifts page."""
    return facts(user, load_lift, chosen)


def sets_of_day(user: User, exercise_id: int, day: date) -> Loaded[NamedRows]:
    """Return the sets of an exercise on one day, with loads as entered."""
    return facts(user, load_sets_of_day, exercise_id, day)


def family(user: User, exercise_ids: tuple[int, ...], since: date | None) -> Loaded[NamedRows]:
    """Return the days of the exercises of a family; `since` is None for the whole history."""
    return facts(user, load_family, exercise_ids, since)


def first_done(user: User, exercise_id: int, weight_kg: float, reps: int) -> Loaded[date | None]:
    """Return the first day with at least this load for at least this many reps; None without one."""
    return facts(user, load_first_done, exercise_id, weight_kg, reps)


def sets_between(user: User, exercise_ids: tuple[int, ...], first: date, last: date) -> Loaded[NamedRows]:
    """Return the sets of several exercises between two days, with loads as entered."""
    return facts(user, load_sets_between, exercise_ids, first, last)
