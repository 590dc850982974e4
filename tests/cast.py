"""The known cast, and workouts written as text: `log_of(alice, "2026-01-05 squat 100x5 100x5@2")`.

One line is one workout: its date, perhaps its start ("18:30", UTC), then exercises, each followed by its sets:
`100x5` in kg, `225lbx5`, `x12` without a weight, `60s` timed, `40x30m` carried and `x5000m` run; `@2` is RIR, and a
letter in front the type: `w` warm-up, `d` drop, `f` failure, `a` AMRAP.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Engine, Table, select

from database import reads
from database.db_connector import reading, writing
from database.ids import new_id
from database.keys import folded
from database.oltp_tables import deleted_rows, etl_queue, exercises, sets, users, workouts
from database.writes import create_user
from services.catalogue import catalogue_rows
from services.log.workout_log import Applied, apply

Operation = dict[str, Any]

SLUGS = {
    "squat": "squat-barbell",
    "bench": "bench-press-barbell",
    "deadlift": "deadlift-barbell",
    "press": "overhead-press-barbell",
    "dumbbell_bench": "bench-press-dumbbell",
    "pullup": "pull-up",
    "weighted_pullup": "pull-up-weighted",
    "assisted_pullup": "pull-up-assisted",
    "pushup": "push-up",
    "plank": "plank",
    "carry": "farmers-walk",
    "run": "running",
}
TYPES = {"w": "warmup", "d": "drop", "f": "failure", "a": "amrap"}
SET = re.compile(
    r"(?P<type>[wdfa])?(?:(?P<weight>[\d.]+)(?P<unit>kg|lb)?)?"
    r"(?:x(?P<reps>\d+)|x(?P<distance>[\d.]+)m)(?:@(?P<rir>[\d.]+))?"
)
ENGINES: dict[int, Engine] = {}


def new_lifter(engine: Engine, name: str = "alice", **fields: Any) -> int:
    """Sign a lifter up; the user id."""
    with writing(engine) as connection:
        user_id = create_user(connection, name, folded(name), **fields)
    ENGINES[user_id] = engine
    return user_id


def log_of(lifter: int, text: str) -> list[int]:
    """Log workouts written as text; their ids."""
    operations = operations_of(text)
    does(lifter, *operations)
    return [int(one["workout_id"]) for one in operations if one["kind"] == "start_workout"]


def does(lifter: int, *operations: Operation) -> Applied:
    """Apply operations; none may be refused."""
    applied = apply(ENGINES[lifter], lifter, list(operations))
    assert applied.rejected == {}
    return applied


def tries(lifter: int, *operations: Operation) -> list[str]:
    """Apply operations; the sentences with which some were refused."""
    return list(apply(ENGINES[lifter], lifter, list(operations)).rejected.values())


def operation(kind: str, workout_id: int = 0, set_id: int = 0, op_id: int = 0, **fields: Any) -> Operation:
    """One operation as it comes from a browser."""
    made: Operation = {"op_id": str(op_id or new_id()), "kind": kind, "fields": fields}
    made |= {"workout_id": str(workout_id)} if workout_id else {}
    return made | ({"set_id": str(set_id)} if set_id else {})


def start(workout_id: int = 0, at: str = "2026-01-05T18:00:00+00:00", **fields: Any) -> Operation:
    """Start a workout, in UTC if nothing else is said."""
    return operation("start_workout", workout_id or new_id(), **{"started_at": at, "zone": "UTC"} | fields)


def log(workout_id: int, text: str, set_id: int = 0, **fields: Any) -> Operation:
    """Log one set: `log(workout, "squat 100x5@2")`."""
    name, written = text.split()
    return operation("log_set", workout_id, set_id or new_id(), **set_fields(name, written) | fields)


def operations_of(text: str) -> list[Operation]:
    """The operations that log workouts written as text, each ended an hour after its start."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return [one for words in lines for one in _workout(words)]


def set_fields(name: str, written: str) -> dict[str, Any]:
    """The fields of one set written as text."""
    if written.endswith("s"):
        return {"exercise_id": exercise_id(name), "seconds": float(written[:-1])}
    found = SET.fullmatch(written)
    assert found, f"{written} is no set"
    weight, unit, rir = found["weight"], found["unit"] or "kg", found["rir"]
    return {
        "exercise_id": exercise_id(name),
        "set_type": TYPES.get(found["type"] or "", "working"),
        "weight": weight,
        "unit": unit if weight else None,
        "reps": int(found["reps"]) if found["reps"] else None,
        "rir": float(rir) if rir else None,
        "distance_m": float(found["distance"]) if found["distance"] else None,
    }


@cache
def exercise_ids() -> Mapping[str, int]:
    """The catalogue's exercises by slug."""
    return {row["slug"]: row["exercise_id"] for row in catalogue_rows()[exercises].values()}


def exercise_id(name: str) -> int:
    """The id of an exercise by the cast's word for it, or by its slug."""
    return exercise_ids()[SLUGS.get(name, name)]


def text_of(lifter: int) -> list[str]:
    """What a lifter's log shows, as the text that would log it."""
    with reading(ENGINES[lifter]) as connection:
        found = connection.execute(select(workouts).where(workouts.c.user_id == lifter)).mappings().all()
        ordered = sorted(found, key=lambda row: (row["performed_on"], row["workout_id"]))
        performed = [(row, reads.sets_of_workout(connection, lifter, row["workout_id"])) for row in ordered]
    return [_written(row["performed_on"].isoformat(), of_workout) for row, of_workout in performed]


def state_of(lifter: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that operations made of a lifter's log: rows, stamps, images; but not when something was deleted."""
    return {table.name: _rows(lifter, table) for table in (workouts, sets, deleted_rows)}


def marks_of(lifter: int) -> set[tuple[int | None, str]]:
    """The marks that wait for a refresh, as (exercise, day)."""
    with reading(ENGINES[lifter]) as connection:
        picked = select(etl_queue.c.exercise_id, etl_queue.c.performed_on).where(etl_queue.c.user_id == lifter)
        return {(exercise, str(day)) for exercise, day in connection.execute(picked)}


def forget_marks(lifter: int) -> None:
    """Let the marks so far be dealt with."""
    with writing(ENGINES[lifter]) as connection:
        connection.execute(etl_queue.delete().where(etl_queue.c.user_id == lifter))


def data_version(lifter: int) -> int:
    """The version of a lifter's data."""
    with reading(ENGINES[lifter]) as connection:
        return int(connection.scalars(select(users.c.data_version).where(users.c.user_id == lifter)).one())


def _rows(lifter: int, table: Table) -> list[dict[str, Any]]:
    columns = [column for column in table.c if column.name not in ("user_id", "deleted_at")]
    picked = select(*columns).where(table.c.user_id == lifter).order_by(*table.primary_key)
    with reading(ENGINES[lifter]) as connection:
        return [dict(row) for row in connection.execute(picked).mappings()]


def _workout(words: list[str]) -> Iterable[Operation]:
    timed = len(words) > 1 and re.fullmatch(r"\d\d:\d\d", words[1])
    began = datetime.fromisoformat(f"{words[0]}T{words[1] if timed else '18:00'}:00+00:00")
    opened = start(at=began.isoformat())
    workout_id = int(opened["workout_id"])
    yield opened
    name = ""
    for place, word in enumerate(words[2 if timed else 1 :], 1):
        if word in SLUGS or word in exercise_ids():
            name = word
        else:
            yield log(workout_id, f"{name} {word}", position=float(place))
    yield operation("finish_workout", workout_id, ended_at=(began + timedelta(hours=1)).isoformat())


def _written(day: str, performed: Iterable[Mapping[str, Any]]) -> str:
    words, last = [day], 0
    for row in performed:
        if row["exercise_id"] != last:
            words.append(_names()[row["exercise_id"]])
        last = row["exercise_id"]
        words.append(_written_set(row))
    return " ".join(words)


def _written_set(row: Mapping[str, Any]) -> str:
    letter = {name: letter for letter, name in TYPES.items()}.get(row["set_type"], "")
    unit = "lb" if row["unit"] == "lb" else ""
    weight = f"{row['weight']}{unit}" if row["weight"] is not None else ""
    done = f"x{row['reps']}" if row["reps"] is not None else ""
    if row["seconds"] is not None:
        done = f"{row['seconds']:g}s"
    if row["distance_m"] is not None:
        done = f"x{row['distance_m']:g}m"
    return f"{letter}{weight}{done}" + (f"@{row['rir']:g}" if row["rir"] is not None else "")


@cache
def _names() -> Mapping[int, str]:
    by_slug = {slug: name for name, slug in SLUGS.items()}
    return {number: by_slug.get(slug, slug) for slug, number in exercise_ids().items()}
