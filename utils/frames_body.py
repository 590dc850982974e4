"""What the loader reads for the Body page of the star schema: the workouts beside the measurements."""

from datetime import date

import pandas as pd

from database import star_reads
from database.db_connector import Connection
from utils.frames import frame


def load_workouts(connection: Connection, user_id: int, since: date) -> pd.DataFrame:
    """Read every workout since a day with its hard sets."""
    return frame(star_reads.workouts_since(connection, user_id, since))
