"""What the loader reads for the Body page of the star schema: the days of training beside measurements."""

from datetime import date

from database.db_connector import Connection
from database.rows import NamedRows
from database.star import body


def load_training_days(connection: Connection, user_id: int, since: date) -> NamedRows:
    """Read every day with a workout since then, with its hard sets."""
    return body.training_days(connection, user_id, since)


def load_fraction(connection: Connection, user_id: int, exercise_id: int) -> float | None:
    """Read how much of the body an exercise lifts."""
    return body.bodyweight_fraction(connection, user_id, exercise_id)
