"""The data of Muscles, Records and Body: from the star schema as the app reads it, and the same from the log."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection, Engine, text

from benchmarks.dashboards import AIMS, LIFTS, LOADS, MUSCLES, PERFORMED, RECORDS, TODAY
from benchmarks.log_data import Crowd, exercise_ids
from benchmarks.stopwatch import Line, samples
from database.db_connector import reading
from services.analysis.records import RECORD_TYPES
from services.etl_oltp_to_olap import refresh
from services.muscles import MUSCLE_ID
from utils.body.facts import load_training_days
from utils.muscles.facts import load_muscle_days, load_muscles, load_trained
from utils.records.facts import load_best_lifts, load_bests, load_record_lifts, load_records

DAWN, A_YEAR_AGO = date(1970, 1, 1), TODAY - timedelta(days=365)
MUSCLE_SUMS = (
    PERFORMED
    + """
SELECT m.muscle, SUM(is_hard) AS total, SUM(is_hard * m.credit) AS fractional FROM performed
JOIN exercise_muscles m ON m.user_id = 0 AND m.exercise_id = performed.exercise_id GROUP BY m.muscle
"""
)
EXERCISE_SUMS = PERFORMED + "SELECT exercise_id, SUM(is_hard) AS hard_sets FROM performed GROUP BY exercise_id"
BEST_LIFTS = (
    PERFORMED
    + "SELECT exercise_id, MAX(e1rm) AS best FROM performed WHERE performed_on >= :a_year GROUP BY exercise_id"
)
WEEKS = PERFORMED + "SELECT performed_on, SUM(is_hard) AS hard_sets FROM performed GROUP BY performed_on"
FROM_LOG = {
    "Muscles": (MUSCLE_SUMS, MUSCLES, EXERCISE_SUMS),
    "Records, rep maxes": (LIFTS, LOADS),
    "Records, timeline": (LIFTS, RECORDS),
    "Records, meet total of a year": (LIFTS, BEST_LIFTS),
    "Body": (WEEKS,),
}


def measure(bind: Engine, name: str, crowd: Crowd, count: int) -> Iterator[Line]:
    """For a lifter of usual size and for the one with the most sets, over all time and without any cache of ours."""
    for lifter, size in ((crowd.usual[0], crowd.size.usual), (crowd.big, crowd.size.most)):
        refresh(bind, lifter)
        with reading(bind) as connection:
            for page, read in FROM_STAR.items():
                star = samples(lambda lifter=lifter, read=read: read(connection, lifter), count)
                line = Line(name, f"{page} from the star schema, history of {size:,}", star, aim=AIMS[name])
                yield line
                log = samples(lambda lifter=lifter, page=page: from_log(connection, lifter, page), max(2, count // 10))
                yield Line(name, f"{page} from the log, history of {size:,}", log, of=line.median)


def muscles(connection: Connection, lifter: int) -> list[object]:
    """What the Muscles page reads, and the sheet of one muscle."""
    trained = load_trained(connection, lifter)
    return [
        trained,
        load_muscles(connection, lifter, None, TODAY, 0),
        load_muscle_days(connection, lifter, MUSCLE_ID["chest"], None, TODAY),
    ]


def bests(connection: Connection, lifter: int) -> list[object]:
    """What Records reads as it opens; the other tabs read when they are opened."""
    return [load_record_lifts(connection, lifter), load_bests(connection, lifter, (exercise_ids()[0][0],), TODAY)]


def timeline(connection: Connection, lifter: int) -> list[object]:
    """What its timeline reads, of all exercises."""
    return [load_record_lifts(connection, lifter), load_records(connection, lifter, (), RECORD_TYPES, TODAY, 31)]


def meet_total(connection: Connection, lifter: int) -> list[object]:
    """What its meet total reads as it opens, the best of a year."""
    return [load_record_lifts(connection, lifter), load_best_lifts(connection, lifter, "e1rm", A_YEAR_AGO, TODAY)]


def body(connection: Connection, lifter: int) -> list[object]:
    """What Body reads of the star schema."""
    return [load_training_days(connection, lifter, DAWN)]


FROM_STAR: Mapping[str, Callable[[Connection, int], list[object]]] = {
    "Muscles": muscles,
    "Records, rep maxes": bests,
    "Records, timeline": timeline,
    "Records, meet total of a year": meet_total,
    "Body": body,
}


def from_log(connection: Connection, lifter: int, page: str) -> list[pd.DataFrame]:
    """The same answers without a warehouse."""
    days = {"a_quarter": TODAY.replace(month=8), "a_year": A_YEAR_AGO, "since": DAWN}
    known = {"lifter": lifter, "exercise": exercise_ids()[0][0], **days}
    found = []
    for query in FROM_LOG[page]:
        used = {name: value for name, value in known.items() if f":{name}" in query}
        found.append(pd.read_sql(text(query), connection, params=used))
    return found
