"""The data of the dashboards: from the star schema as the app reads it, and the same straight from the log."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection, Engine, text

from benchmarks.log_data import LAST_DAY, Crowd, exercise_ids
from benchmarks.stopwatch import Line, samples
from database.db_connector import reading
from services.etl_oltp_to_olap import refresh
from utils.explore.facts import load_explore
from utils.explore.view import View, period_of
from utils.filters import period_named
from utils.lifts.facts import load_lift, load_lifts
from utils.lifts.filters import Filter, Lift
from utils.today.facts import load_today

AIMS = {"SQLite": 15.0, "MariaDB": 40.0}
TODAY = LAST_DAY + timedelta(days=1)

# One working set with its day, load in kg and Epley estimate: what every question to the log has to begin with.
PERFORMED = """
WITH performed AS (
    SELECT s.exercise_id, w.performed_on, w.started_at, s.workout_id, s.reps, s.rir, kg, kg * s.reps AS tonnage,
        CASE WHEN s.rir > 4 THEN 0 ELSE 1 END AS is_hard,
        CASE WHEN s.reps + COALESCE(s.rir, 0) <= 12 THEN kg * (1 + (s.reps + COALESCE(s.rir, 0)) / 30e0) END AS e1rm
    FROM (SELECT sets.*, (weight + 0e0) * CASE WHEN unit = 'lb' THEN 0.45359237e0 ELSE 1e0 END AS kg
        FROM sets WHERE user_id = :lifter AND set_type <> 'warmup' AND reps >= 1) s
    JOIN workouts w ON w.user_id = s.user_id AND w.workout_id = s.workout_id AND w.user_id = :lifter
)
"""
LATEST = """
SELECT w.workout_id, w.performed_on, w.title, w.started_at, w.ended_at, COUNT(*) AS sets
FROM workouts w JOIN sets s ON s.user_id = w.user_id AND s.workout_id = w.workout_id
WHERE w.user_id = :lifter GROUP BY w.workout_id, w.performed_on, w.title, w.started_at, w.ended_at
ORDER BY w.performed_on DESC LIMIT 3
"""
WORKOUTS = (
    PERFORMED
    + """
SELECT performed_on, workout_id, SUM(is_hard) AS hard_sets, SUM(tonnage) AS tonnage FROM performed
WHERE performed_on >= :half_a_year GROUP BY performed_on, workout_id
"""
)
LIFTS = """
SELECT e.exercise_id, e.name, MAX(w.performed_on) AS last_on FROM sets s
JOIN workouts w ON w.user_id = s.user_id AND w.workout_id = s.workout_id
JOIN exercises e ON e.user_id IN (0, s.user_id) AND e.exercise_id = s.exercise_id
WHERE s.user_id = :lifter GROUP BY e.exercise_id, e.name ORDER BY last_on DESC
"""
EXERCISE_DAYS = (
    PERFORMED
    + """
SELECT exercise_id, performed_on, MAX(e1rm) AS best, SUM(is_hard) AS hard_sets FROM performed
WHERE performed_on >= :fourteen_weeks GROUP BY exercise_id, performed_on
"""
)
MUSCLES = (
    PERFORMED
    + """
SELECT m.muscle, performed_on, SUM(is_hard * m.credit) AS hard_sets FROM performed
JOIN exercise_muscles m ON m.user_id = 0 AND m.exercise_id = performed.exercise_id
WHERE performed_on >= :a_quarter GROUP BY m.muscle, performed_on
"""
)
VISITS = """, visits AS (
    SELECT exercise_id, performed_on, started_at, workout_id, MAX(kg) AS kg, MAX(e1rm) AS e1rm
    FROM performed {where} GROUP BY exercise_id, performed_on, started_at, workout_id
), judged AS (
    SELECT visits.*, MAX(kg) OVER earlier AS old_kg, MAX(e1rm) OVER earlier AS old_e1rm FROM visits
    WINDOW earlier AS (PARTITION BY exercise_id ORDER BY performed_on, started_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) SELECT * FROM judged WHERE (kg > old_kg OR e1rm > old_e1rm) AND performed_on >= :since
"""
RECORDS = PERFORMED + VISITS.format(where="")
LIFT_RECORDS = PERFORMED + VISITS.format(where="WHERE exercise_id = :exercise")
LIFT_DAYS = (
    PERFORMED
    + """
SELECT performed_on, MAX(e1rm) AS best, MAX(kg) AS top, SUM(is_hard) AS hard_sets, SUM(tonnage) AS tonnage
FROM performed WHERE exercise_id = :exercise GROUP BY performed_on ORDER BY performed_on
"""
)
LOADS = (
    PERFORMED
    + """
SELECT reps, kg, MIN(performed_on) AS first_on FROM performed
WHERE exercise_id = :exercise AND reps <= 12 GROUP BY reps, kg
"""
)
PATTERNS = (
    PERFORMED
    + """
SELECT performed_on, e.pattern, SUM(is_hard) AS hard_sets FROM performed
JOIN exercises e ON e.user_id = 0 AND e.exercise_id = performed.exercise_id
WHERE performed_on >= :a_quarter GROUP BY performed_on, e.pattern
"""
)
BOTH = ("Today", "Lifts")
FROM_LOG = {
    "Today": (LATEST, WORKOUTS, LIFTS, EXERCISE_DAYS, MUSCLES, RECORDS),
    "Lifts": (LIFTS, LIFT_DAYS, LIFT_RECORDS, LOADS),
    "Explore": (LIFTS, PATTERNS),
}


def measure(bind: Engine, name: str, crowd: Crowd, count: int) -> Iterator[Line]:
    """For a lifter of usual size and for the one with the most sets, without any cache of ours."""
    for lifter, size in ((crowd.usual[0], crowd.size.usual), (crowd.big, crowd.size.most)):
        refresh(bind, lifter)
        with reading(bind) as connection:
            yield from _pages(connection, name, lifter, size, count)


def _pages(connection: Connection, name: str, lifter: int, size: int, count: int) -> Iterator[Line]:
    found = {page: samples(lambda page=page: from_star(connection, lifter, page), count) for page in BOTH}
    for page, seconds in found.items():
        yield Line(name, f"{page} from the star schema, history of {size:,}", seconds)
    both = [sum(pair) for pair in zip(*found.values(), strict=True)]
    star = Line(name, f"both from the star schema, history of {size:,}", both, aim=AIMS[name])
    yield star
    log = samples(lambda: [from_log(connection, lifter, page) for page in BOTH], max(2, count // 10))
    yield Line(name, f"both from the log, history of {size:,}", log, of=star.median)
    found_there = samples(lambda: from_star(connection, lifter, "Explore"), count)
    star = Line(name, f"Explore from the star schema, history of {size:,}", found_there, aim=AIMS[name])
    yield star
    log = samples(lambda: from_log(connection, lifter, "Explore"), max(2, count // 10))
    yield Line(name, f"Explore from the log, history of {size:,}", log, of=star.median)


def from_star(connection: Connection, lifter: int, page: str) -> object:
    """What the loader reads for a page, the Lifts page over all time, Explore as it opens."""
    if page == "Today":
        return load_today(connection, lifter, TODAY, 0)
    if page == "Explore":
        view = View()
        return load_explore(connection, lifter, view, period_of(view, TODAY), None)
    chosen = Filter(Lift(exercise_ids()[0][0], "Squat", "external"), period_named("All time", TODAY))
    return load_lifts(connection, lifter), load_lift(connection, lifter, chosen)


def from_log(connection: Connection, lifter: int, page: str) -> list[pd.DataFrame]:
    """The same answers without a warehouse: SQL over sets and workouts, e1RM by Epley, records by window."""
    known: dict[str, int | date] = {
        "lifter": lifter,
        "exercise": exercise_ids()[0][0],
        "half_a_year": TODAY - timedelta(days=182),
        "fourteen_weeks": TODAY - timedelta(days=98),
        "a_quarter": TODAY - timedelta(days=91),
        "since": TODAY - timedelta(days=28) if page == "Today" else date(1970, 1, 1),
    }
    return [_frame(connection, query, known) for query in FROM_LOG[page]]


def _frame(connection: Connection, query: str, known: dict[str, int | date]) -> pd.DataFrame:
    used = {name: value for name, value in known.items() if f":{name}" in query}
    return pd.read_sql(text(query), connection, params=used)
