"""Read training days and body-weight fractions from the star schema for page Body."""

from datetime import date

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import body


def load_training_days(connection: Connection, user_id: int, since: date) -> NamedRows:
    """Read every day with a workout from `since` on, with its hard sets."""
    return body.training_days(connection, user_id, since)


def load_fraction(connection: Connection, user_id: int, exercise_id: int) -> float | None:
    """Read the share of body weight that an exercise lifts; None if the lifter never performed it."""
    return body.bodyweight_fraction(connection, user_id, exercise_id)
