"""A large made-up log, the same for the same size: many lifters of usual size, and one of twenty times that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlalchemy import Connection, Engine

from database import writes
from database.db_connector import is_sqlite, writing
from database.ids import id_at
from database.oltp_tables import exercises
from services.catalogue import catalogue_rows

SEED = 5
LIFTERS, USUAL_SETS, MOST_SETS = 200, 5_000, 100_000
SETS_A_WORKOUT, SETS_AN_EXERCISE = 20, 4
LAST_DAY = date(2025, 10, 31)
ROWS_A_STATEMENT = 2_000
# Ids in a row, as an import of a long history makes them.
IMPORTED_AT, IDS_A_WORKOUT = id_at(int(datetime(2025, 11, 1, tzinfo=UTC).timestamp() * 1000)), 64

# Each workout trains one of these rows; the number is the first working weight in kg.
ROTATION = (
    {"squat-barbell": 90, "romanian-deadlift-barbell": 80, "leg-press-machine": 140, "lying-leg-curl-machine": 40}
    | {"standing-calf-raise-machine": 80},
    {"bench-press-barbell": 70, "incline-bench-press-dumbbell": 24, "chest-fly-machine": 40}
    | {"lateral-raise-dumbbell": 10, "triceps-pushdown-cable": 30},
    {"deadlift-barbell": 110, "front-squat-barbell": 60, "leg-extension-machine": 50, "seated-leg-curl-machine": 45}
    | {"cable-crunch": 40},
    {"overhead-press-barbell": 40, "bent-over-row-barbell": 60, "lat-pulldown-cable": 55, "pull-up-weighted": 5}
    | {"bicep-curl-dumbbell": 12},
)

WORKOUT_COLUMNS = "user_id workout_id started_at zone time_source performed_on ended_at field_stamps"
WORKOUT_ROW = "({},{},'{}','Europe/Berlin','logged','{}','{}','{{}}')"
SET_COLUMNS = (
    "user_id set_id workout_id position exercise_id set_type weight unit reps rir rest_s pain performed_at field_stamps"
)
SET_ROW = "({},{},{},{},{},'{}',{},'{}',{},{},{},0,'{}','{{}}')"
BODY_COLUMNS = "user_id measurement_id kind measured_on value unit"
BODY_ROW = "({},{},'weight','{}',{},'kg')"


Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Size:
    """How many lifters of how many sets, beside the one with the most."""

    lifters: int
    usual: int
    most: int

    @property
    def sets(self) -> int:
        """All sets together."""
        return self.lifters * self.usual + self.most


@dataclass(frozen=True)
class Crowd:
    """The lifters of the made-up log."""

    usual: Sequence[int]
    big: int
    size: Size

    @property
    def everybody(self) -> list[int]:
        """All lifters, the one with the most sets first: whoever works in parallel should not end with it."""
        return [self.big, *self.usual]


def size_of(scale: float) -> Size:
    """1.1 million sets at scale 1; fewer lifters below it, and below 0.1 smaller ones too."""
    share = min(1.0, 10 * scale)
    rounded = [max(SETS_A_WORKOUT * 12, round(sets * share)) for sets in (USUAL_SETS, MOST_SETS)]
    return Size(max(2, round(LIFTERS * scale)), *(sets - sets % SETS_A_WORKOUT for sets in rounded))


def fill(bind: Engine, size: Size) -> Crowd:
    """Write the log; one transaction per lifter."""
    ids = [_fill_lifter(bind, number, size.usual) for number in range(size.lifters)]
    return Crowd(ids, _fill_lifter(bind, size.lifters, size.most), size)


def exercise_ids() -> list[list[int]]:
    """The rotation as catalogue ids."""
    known = {row["slug"]: row["exercise_id"] for row in catalogue_rows()[exercises].values()}
    return [[known[slug] for slug in row] for row in ROTATION]


def _fill_lifter(bind: Engine, number: int, count: int) -> int:
    with writing(bind) as connection:
        user_id = writes.create_user(connection, f"lifter-{number}", f"lifter-{number}", time_zone="Europe/Berlin")
        workouts, sets = _lifter_rows(np.random.default_rng((SEED, number)), user_id, number, count)
        _insert(connection, "workouts", WORKOUT_COLUMNS, WORKOUT_ROW, workouts)
        _insert(connection, "sets", SET_COLUMNS, SET_ROW, sets)
        _insert(connection, "body_measurements", BODY_COLUMNS, BODY_ROW, _body_rows(user_id, workouts))
        writes.mark_user(connection, user_id)
    return user_id


def _lifter_rows(rng: np.random.Generator, user_id: int, number: int, count: int) -> tuple[Rows, Rows]:
    """Workouts every day or every other day up to LAST_DAY, the loads rising slowly with some noise."""
    visits = count // SETS_A_WORKOUT
    step = 2 if visits < 2_000 else 1
    days = [LAST_DAY - timedelta(days=step * (visits - 1 - n)) for n in range(visits)]
    starts = [
        datetime(day.year, day.month, day.day, 16, int(minute), tzinfo=UTC)
        for day, minute in zip(days, rng.integers(0, 60, visits), strict=True)
    ]
    first_ids = IMPORTED_AT + np.arange(visits, dtype=np.int64) * IDS_A_WORKOUT
    workouts: Rows = [
        (user_id, workout_id, f"{start:%F %T}", day, f"{start + timedelta(minutes=65):%F %T}")
        for workout_id, start, day in zip(first_ids.tolist(), starts, days, strict=True)
    ]
    return workouts, _set_rows(rng, user_id, number, first_ids, starts)


def _set_rows(
    rng: np.random.Generator, user_id: int, number: int, workout_ids: np.ndarray, starts: Sequence[datetime]
) -> Rows:
    visits, n = len(starts), len(starts) * SETS_A_WORKOUT
    place = np.tile(np.arange(SETS_A_WORKOUT), visits)
    visit = np.repeat(np.arange(visits), SETS_A_WORKOUT)
    ids, first_kg = np.array(exercise_ids()), np.array([list(row.values()) for row in ROTATION], dtype=float)
    row, column, warmup = visit % len(ROTATION), place // SETS_AN_EXERCISE, place % SETS_AN_EXERCISE == 0
    strength = (0.8 + 0.01 * (number % 40)) * (1 + 0.5 * visit / visits) * rng.normal(1, 0.04, visits)[visit]
    unit = 2.5 if number % 10 else 5.0
    weight = np.maximum(np.round(first_kg[row, column] * strength * np.where(warmup, 0.5, 1) / unit), 1) * unit
    reps = np.where(warmup, 8, rng.integers(3, 12, n))
    rir = np.where(warmup | (rng.random(n) < 0.2), -1, rng.integers(0, 5, n))
    times = [f"{start + timedelta(minutes=3 * k + 5):%F %T}" for start in starts for k in range(SETS_A_WORKOUT)]
    return list(
        zip(
            [user_id] * n,
            (workout_ids[visit] + place + 1).tolist(),
            workout_ids[visit].tolist(),
            (place + 1).tolist(),
            ids[row, column].tolist(),
            np.where(warmup, "warmup", "working").tolist(),
            weight.tolist(),
            ["kg" if number % 10 else "lb"] * n,
            reps.tolist(),
            ["NULL" if left < 0 else left for left in rir.tolist()],
            rng.integers(60, 200, n).tolist(),
            times,
            strict=True,
        )
    )


def _body_rows(user_id: int, workouts: Rows) -> Rows:
    """Body weight on every third day of training."""
    return [(user_id, row[1], row[3], 80 + n % 7 / 10) for n, row in enumerate(workouts[::3])]


def _insert(connection: Connection, table: str, columns: str, template: str, rows: Rows) -> None:
    """Insert rows of our own making as text; nothing in them needs escaping."""
    cursor = connection.connection.cursor()
    head = f"INSERT INTO {table} ({', '.join(f'`{name}`' for name in columns.split())}) VALUES "
    size = 400 if is_sqlite(connection) else ROWS_A_STATEMENT
    for start in range(0, len(rows), size):
        cursor.execute(head + ",".join(template.format(*row) for row in rows[start : start + size]))
    cursor.close()
