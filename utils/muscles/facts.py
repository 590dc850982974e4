"""Queries of the star schema for the Muscles page."""

from dataclasses import dataclass
from datetime import date, timedelta

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import muscles
from database.star.muscles import MOST_WEEKS
from services.calendar_math import week_start
from services.muscles import ALL_MUSCLE_IDS
from utils.filters import DAWN


@dataclass(frozen=True)
class Trained:
    """The days of the first and the last workout."""

    first: date
    last: date


@dataclass(frozen=True)
class MuscleFacts:
    """Rows named after their statements in database.star.muscles."""

    weeks: NamedRows
    exercises: NamedRows
    credits: NamedRows


def load_trained(connection: Connection, user_id: int) -> Trained | None:
    """Read the lifter's first and last day of training; None without a workout."""
    first, last = muscles.ends(connection, user_id)
    return Trained(first[0].performed_on, last[0].performed_on) if first and last else None


def load_muscles(
    connection: Connection, user_id: int, first: date | None, last: date, first_weekday: int
) -> MuscleFacts:
    """Read the sets of every muscle between two days."""
    since = first or DAWN
    weeks = last_weeks(since, last, first_weekday)
    return MuscleFacts(
        muscles.muscle_weeks(connection, user_id, ALL_MUSCLE_IDS, since, last, weeks),
        muscles.exercise_sums(connection, user_id, since, last),
        muscles.credits(connection, user_id),
    )


def load_muscle_days(connection: Connection, user_id: int, muscle_id: int, first: date | None, last: date) -> NamedRows:
    """Read the training days of a muscle."""
    return muscles.muscle_days(connection, user_id, muscle_id, first or DAWN, last)


def last_weeks(first: date, last: date, first_weekday: int) -> list[date]:
    """Return the first days of the last weeks of a span, at most MOST_WEEKS, oldest first; the first may be partial."""
    starts = (week_start(last, first_weekday) - timedelta(weeks=back) for back in reversed(range(MOST_WEEKS)))
    return [start for start in starts if start + timedelta(days=6) >= first]
