"""What Lifts reads of the star schema."""

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

LEAD_IN_DAYS: Final = 98  # before the period: the first rolling best, and the trend


@dataclass(frozen=True)
class LiftFacts:
    """Rows of one exercise; `days` and `records` begin a little before what was asked for, `loads` with it."""

    days: NamedRows
    records: NamedRows
    loads: NamedRows


def load_lifts(connection: Connection, user_id: int) -> NamedRows:
    """Read the exercises that the lifter has performed."""
    return star_lifts.lifts(connection, user_id)


def load_lift(connection: Connection, user_id: int, chosen: Filter) -> LiftFacts:
    """Read everything that Lifts shows of one exercise."""
    exercise_id = chosen.lift.exercise_id
    since = chosen.first - timedelta(days=LEAD_IN_DAYS) if chosen.first else DAWN
    return LiftFacts(
        star_lifts.lift_days(connection, user_id, exercise_id, since),
        star_lifts.records_since(connection, user_id, [exercise_id], since),
        star_lifts.loads_by_reps(connection, user_id, exercise_id, chosen.period.first or DAWN),
    )


def load_sets_of_day(connection: Connection, user_id: int, exercise_id: int, day: date) -> NamedRows:
    """Read the sets behind a point."""
    return star_lifts.sets_of_day(connection, user_id, exercise_id, day)


def load_family(connection: Connection, user_id: int, exercise_ids: tuple[int, ...], since: date | None) -> NamedRows:
    """Read the days of several exercises that are one lift on other machines."""
    return star_lifts.exercise_days(connection, user_id, exercise_ids, since or DAWN)


def load_first_done(connection: Connection, user_id: int, exercise_id: int, weight_kg: float, reps: int) -> date | None:
    """Read the day on which a goal was first lifted; None if it was not yet."""
    found = star_lifts.first_done(connection, user_id, exercise_id, weight_kg, reps)
    return found[0].performed_on if found else None


def load_sets_between(
    connection: Connection, user_id: int, exercise_ids: tuple[int, ...], first: date, last: date
) -> NamedRows:
    """Read the sets behind a sum over days and exercises."""
    return star_lifts.sets_between(connection, user_id, exercise_ids, first, last)


def lifts(user: User) -> Loaded[NamedRows]:
    """The exercises that the lifter has performed, the latest first."""
    return facts(user, load_lifts)


def lift(user: User, chosen: Filter) -> Loaded[LiftFacts]:
    """The facts of the Lifts page."""
    return facts(user, load_lift, chosen)


def sets_of_day(user: User, exercise_id: int, day: date) -> Loaded[NamedRows]:
    """The sets behind a point, loads as entered."""
    return facts(user, load_sets_of_day, exercise_id, day)


def family(user: User, exercise_ids: tuple[int, ...], since: date | None) -> Loaded[NamedRows]:
    """The days of the exercises of a family since then, or ever."""
    return facts(user, load_family, exercise_ids, since)


def first_done(user: User, exercise_id: int, weight_kg: float, reps: int) -> Loaded[date | None]:
    """The first day on which that load or more was done for that many reps or more."""
    return facts(user, load_first_done, exercise_id, weight_kg, reps)


def sets_between(user: User, exercise_ids: tuple[int, ...], first: date, last: date) -> Loaded[NamedRows]:
    """The sets of these exercises from one day to another, loads as entered: what a sum over them comes from."""
    return facts(user, load_sets_between, exercise_ids, first, last)
