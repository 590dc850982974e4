"""The data of Plan vs done where every set was planned: from the star schema, and the same from the log."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pandas as pd
from sqlalchemy import Connection, Engine, text

from benchmarks.dashboards import AIMS, TODAY
from benchmarks.log_data import Crowd, exercise_ids
from benchmarks.stopwatch import Line, samples
from database import writes
from database.db_connector import reading
from services.etl_oltp_to_olap import refresh
from services.progression import editing as progressions
from services.progression.rule_text import from_text
from services.progression.state import State
from utils.plan.facts import load_plan, load_plan_ends, load_rule_story

TWELVE_WEEKS, A_YEAR = TODAY - timedelta(days=83), TODAY - timedelta(days=363)
# Each set has a plan of its own, but the last of a workout, which was planned and not done.
PLANNED = """
INSERT INTO planned_sets (user_id, planned_set_id, workout_id, exercise_id, position, set_type, reps_min, reps_max,
    rir, weight, unit)
SELECT user_id, set_id + 30, workout_id, exercise_id, position, set_type, 5, 8, 2, weight, unit
FROM sets WHERE user_id = :lifter
"""
MATCHED = "UPDATE sets SET planned_set_id = set_id + 30 WHERE user_id = :lifter AND position < 20"
RULED = """
UPDATE planned_sets SET progression_id = :number
WHERE user_id = :lifter AND exercise_id = :exercise AND workout_id IN (
    SELECT workout_id FROM workouts WHERE user_id = :lifter AND performed_on >= :since)
"""
DAYS = """
SELECT w.performed_on, p.exercise_id, COUNT(*) AS planned, SUM(CASE WHEN s.reps >= 1 THEN 1 ELSE 0 END) AS done,
    SUM(CASE WHEN p.rir > 4 THEN 0 ELSE 1 END) AS planned_hard,
    SUM(CASE WHEN s.reps >= 1 AND (s.rir IS NULL OR s.rir <= 4) THEN 1 ELSE 0 END) AS hard,
    SUM(s.weight - p.weight) AS more, SUM(s.reps) AS reps, MAX(p.weight) AS target, MAX(s.weight) AS top
FROM planned_sets p JOIN workouts w ON w.user_id = p.user_id AND w.workout_id = p.workout_id
LEFT JOIN sets s ON s.user_id = p.user_id AND s.workout_id = p.workout_id AND s.planned_set_id = p.planned_set_id
WHERE p.user_id = :lifter AND p.set_type <> 'warmup' AND w.performed_on >= :since
GROUP BY w.performed_on, p.exercise_id
"""
SPANS: Mapping[str, date | None] = {"as it opens": TWELVE_WEEKS, "a year": A_YEAR, "all time": None}


def measure(bind: Engine, name: str, crowd: Crowd, count: int) -> Iterator[Line]:
    """For a lifter of usual size and for the one with the most sets; the aim is for what the page opens with."""
    for lifter, size in ((crowd.usual[0], crowd.size.usual), (crowd.big, crowd.size.most)):
        rule = plan_everything(bind, lifter)
        refresh(bind, lifter)
        with reading(bind) as connection:
            for span, since in SPANS.items():
                what, aim = f"Plan vs done, {span}", None if since is None else AIMS[name]
                star = samples(_from_star(connection, lifter, since), count)
                line = Line(name, f"{what}, from the star schema, history of {size:,}", star, aim=aim)
                yield line
                log = samples(_from_log(connection, lifter, since or date(1970, 1, 1)), max(2, count // 10))
                yield Line(name, f"{what}, from the log, history of {size:,}", log, of=line.median)
            story = samples(lambda lifter=lifter, rule=rule: load_rule_story(connection, lifter, rule), count)
            yield Line(name, f"Plan vs done, a year of a rule replayed, history of {size:,}", story, aim=AIMS[name])


def plan_everything(bind: Engine, lifter: int) -> int:
    """Give every set of a lifter a plan, and the squats of the last year a rule; the progression's id."""
    squat = exercise_ids()[0][0]
    begins = datetime.combine(A_YEAR, time(), UTC)
    with writes.as_lifter(bind, lifter) as connection:
        rule, base = from_text("linear add 2.5"), State("kg", load=Decimal(100))
        number = progressions.add(connection, lifter, squat, "Squat", rule, base, begins)
        connection.execute(text(PLANNED), {"lifter": lifter})
        connection.execute(text(MATCHED), {"lifter": lifter})
        known = {"lifter": lifter, "number": number, "exercise": squat, "since": A_YEAR}
        connection.execute(text(RULED), known)
        writes.mark_user(connection, lifter)
    return number


def _from_star(connection: Connection, lifter: int, since: date | None) -> Callable[[], object]:
    return lambda: (load_plan_ends(connection, lifter), load_plan(connection, lifter, since, TODAY))


def _from_log(connection: Connection, lifter: int, since: date) -> Callable[[], pd.DataFrame]:
    return lambda: pd.read_sql(text(DAYS), connection, params={"lifter": lifter, "since": since})
