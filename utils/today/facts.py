"""Queries of the star schema for Today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from auth.user import User
from database.db_connector import Connection
from database.rows import NamedRows
from database.star import lifts as star_lifts
from database.star.lifts import WEEKS
from services.calendar_math import week_start
from services.muscles import GROUP_ID
from utils.data_loader import Loaded, facts

USUAL_DAYS: Final = 182  # how far back to look for eight weeks of training


LIFT_DAYS: Final = 98  # what a trend of twelve weeks up to last week and "the time before" need


RECORD_DAYS: Final = 42


LATEST: Final = 8  # some of them may be unfinished


@dataclass(frozen=True)
class TodayFacts:
    """Rows of the star schema, named as their statements in database.star.lifts."""

    latest: NamedRows
    workouts: NamedRows
    lifts: NamedRows
    days: NamedRows
    records: NamedRows
    muscles: NamedRows


def load_today(connection: Connection, user_id: int, day: date, first_weekday: int) -> TodayFacts:
    """Read everything that Today shows."""
    latest = star_lifts.latest_workouts(connection, user_id, LATEST)
    known = star_lifts.lifts(connection, user_id)
    last_day = min([day, *[workout.performed_on for workout in latest if not workout.is_open][:1]])
    since = last_day - timedelta(days=LIFT_DAYS)
    recent = [item.exercise_id for item in known if item.last_on >= since]
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


def weeks_until(day: date, first_weekday: int) -> list[date]:
    """Return the first days of the displayed weeks, oldest first."""
    this = week_start(day, first_weekday)
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def today(user: User, day: date) -> Loaded[TodayFacts]:
    """Read the facts of the Today page for the lifter's day."""
    return facts(user, load_today, day, user.week_start)
