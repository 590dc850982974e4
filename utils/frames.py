"""What the loader reads of the star schema: rows, and a dataclass of them for each page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from database import reads, routine_reads
from database.db_connector import Connection
from database.rows import NamedRows
from database.star import lifts as star_lifts
from database.star.lifts import WEEKS
from services.calendar_math import week_start
from services.etl.shapes import GROUP_ID
from services.progression import places
from services.progression.places import Program
from utils.filters import Filter

USUAL_DAYS: Final = 182  # how far back to look for eight weeks of training
LIFT_DAYS: Final = 98  # what a trend of twelve weeks up to last week and "the time before" need
RECORD_DAYS: Final = 42
LEAD_IN_DAYS: Final = 98  # before the period: the first rolling best, and the trend
LATEST: Final = 8  # some of them may be unfinished
DAWN: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class StartFacts:
    """What a lifter may begin with: unfinished workouts, the latest first, routines in their order, and the program."""

    unfinished: list[dict[str, Any]]
    routines: list[dict[str, Any]]
    program: Program | None = None


@dataclass(frozen=True)
class TodayFacts:
    """Rows of the star schema, named as their statements in database.star.lifts."""

    latest: NamedRows
    workouts: NamedRows
    lifts: NamedRows
    days: NamedRows
    records: NamedRows
    muscles: NamedRows


@dataclass(frozen=True)
class LiftFacts:
    """Rows of one exercise; `days` and `records` begin a little before what was asked for, `loads` with it."""

    days: NamedRows
    records: NamedRows
    loads: NamedRows


def load_start(connection: Connection, user_id: int) -> StartFacts:
    """Read what the lifter may continue or start."""
    unfinished = reads.unfinished_workouts(connection, user_id)
    planned = routine_reads.routine_rows(connection, user_id)
    return StartFacts(unfinished, planned, places.active(connection, user_id))


def load_today(connection: Connection, user_id: int, day: date, first_weekday: int) -> TodayFacts:
    """Read everything that Today shows."""
    latest = star_lifts.latest_workouts(connection, user_id, LATEST)
    known = star_lifts.lifts(connection, user_id)
    last_day = min([day, *[one.performed_on for one in latest if not one.is_open][:1]])
    since = last_day - timedelta(days=LIFT_DAYS)
    recent = [one.exercise_id for one in known if one.last_on >= since]
    records_since = min(last_day, day - timedelta(days=RECORD_DAYS))
    weeks = weeks_until(day, first_weekday)
    return TodayFacts(
        latest,
        star_lifts.workouts_since(connection, user_id, day - timedelta(days=USUAL_DAYS)),
        known,
        star_lifts.exercise_days(connection, user_id, recent, since),
        star_lifts.records_since(connection, user_id, recent, records_since),
        star_lifts.muscle_weeks(connection, user_id, GROUP_ID.values(), weeks),
    )


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


def weeks_until(day: date, first_weekday: int) -> list[date]:
    """The first days of the weeks that are shown, oldest first."""
    this = week_start(day, first_weekday)
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]
