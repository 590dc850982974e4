"""A file of 20,000 sets: read, matched, written and derived; then the same file again."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle

from sqlalchemy import Engine

from benchmarks.stopwatch import Line, samples
from database.db_connector import writing
from database.ids import new_id
from database.writes import create_user
from services.etl_oltp_to_olap import refresh
from services.importers.pipeline import preview, run_import

AIMS = {"SQLite": 6.0, "MariaDB": 8.0}
SETS = 20_000
SETS_OF_A_WORKOUT = 25
SETS_OF_AN_EXERCISE = 5
HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
NAMES = (
    *("Squat (Barbell)", "Bench Press (Barbell)", "Deadlift (Barbell)", "Overhead Press (Barbell)", "Pull Up"),
    *("Bent Over Row (Barbell)", "Lateral Raise (Dumbbell)", "Hammer Curl (Dumbbell)", "Leg Press", "Face Pull"),
    *("Triceps Pushdown (Cable - Straight Bar)", "Lat Pulldown (Cable)", "Hip Thrust (Barbell)", "Plank", "Odd Lift"),
)


def measure(bind: Engine, name: str, runs: int) -> Iterator[Line]:
    """Import the file into as many empty accounts as there are runs, statistics included."""
    data = file_of(SETS)
    lifters = [_lifter(bind) for _ in range(runs)]
    waiting = iter(lifters)
    first = samples(lambda: bring_in(bind, next(waiting), data), runs)
    yield Line(name, f"import of {SETS:,} sets into an empty account, facts included", first, "s", aim=AIMS[name])
    waiting = iter(lifters)
    again = samples(lambda: bring_in(bind, next(waiting), data), runs)
    yield Line(name, f"the same {SETS:,} sets again, nothing new", again, "s")


def bring_in(bind: Engine, user_id: int, data: bytes) -> None:
    """What the page and the shell do with a file."""
    run_import(bind, user_id, preview(data, "strong.csv", unit="kg", zone="Europe/Berlin"))
    refresh(bind, user_id)


def file_of(sets: int) -> bytes:
    """A classic Strong file: a workout every second day, five exercises of five sets in each, slowly heavier."""
    text = io.StringIO()
    text.write(f"{HEADER}\n")
    writer = csv.writer(text, lineterminator="\n")
    start, names = datetime(2016, 1, 4, 18), cycle(NAMES)
    exercise = ""
    for number in range(sets):
        workout, place = divmod(number, SETS_OF_A_WORKOUT)
        if place % SETS_OF_AN_EXERCISE == 0:
            exercise = next(names)
        at = start + timedelta(days=2 * workout)
        weight = 40 + 2.5 * (workout // 40 + place % SETS_OF_AN_EXERCISE)
        order = place % SETS_OF_AN_EXERCISE + 1
        writer.writerow([at, f"Day {workout % 3}", "1h 5m", exercise, order, weight, 5 + number % 4, 0, 0, "", "", ""])
    return text.getvalue().encode()


def _lifter(bind: Engine) -> int:
    name = f"import-{new_id()}"
    with writing(bind) as connection:
        return create_user(connection, name, name)
