"""The dimensions: those of everybody, filled once, and those of a lifter, kept beside the facts."""

from collections.abc import Iterator, Mapping, Set
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, delete, insert, select

from database.db_connector import reading, writing
from database.olap_tables import (
    bridge_exercise_muscles,
    dim_dates,
    dim_exercises,
    dim_muscles,
    dim_record_types,
    dim_set_types,
    dim_users,
    fact_exercise_days,
    olap_meta,
)
from database.prepared import Prepared
from services.analysis.records import RECORD_TYPES
from services.calendar_math import iso_week
from services.etl.shapes import FOLD_VERSION, SET_TYPE_ID, ExerciseInfo, Lifter
from services.muscles import GROUP_ID, GROUP_OF, MUSCLE_ID

OWN_EXERCISES = Prepared(select(dim_exercises).where(dim_exercises.c.user_id == bindparam("user_id")))
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2069, 12, 31)


def write_dimensions(connection: Connection, lifter: Lifter, infos: Mapping[int, ExerciseInfo]) -> None:
    """Insert a lifter's own dimension rows; those that they replace must be gone already."""
    connection.execute(
        insert(dim_users).values(
            user_id=lifter.user_id,
            unit=lifter.unit,
            sex=lifter.sex,
            week_start=lifter.week_start,
            e1rm_formula=lifter.e1rm_formula,
        )
    )
    write_exercises(connection, lifter.user_id, infos)


def write_exercises(connection: Connection, user_id: int, infos: Mapping[int, ExerciseInfo]) -> None:
    """Replace the dimension rows of some exercises."""
    if not infos:
        return
    _delete_exercises(connection, user_id, infos.keys())
    connection.execute(insert(dim_exercises), [exercise_row(user_id, e, info) for e, info in infos.items()])
    bridge = [
        {"user_id": user_id, "exercise_id": e, "muscle_id": m, "credit": c}
        for e, info in infos.items()
        for m, c in info.muscles
    ]
    if bridge:
        connection.execute(insert(bridge_exercise_muscles), bridge)


def _delete_exercises(connection: Connection, user_id: int, exercise_ids: Set[int]) -> None:
    """One statement per key: a long list makes MySQL scan a small table, lock other lifters' rows, and deadlock."""
    keys = [{"owner": user_id, "number": number} for number in sorted(exercise_ids)]
    for table in (dim_exercises, bridge_exercise_muscles) if keys else ():
        is_it = (table.c.user_id == bindparam("owner"), table.c.exercise_id == bindparam("number"))
        connection.execute(delete(table).where(*is_it), keys)


def exercise_row(user_id: int, exercise_id: int, info: ExerciseInfo) -> dict[str, Any]:
    """The row of dim_exercises."""
    return {
        "user_id": user_id,
        "exercise_id": exercise_id,
        "name": info.name,
        "equipment": info.equipment,
        "pattern": info.pattern,
        "load_type": info.load_type,
        "bodyweight_fraction": info.fraction,
        "implements": info.implements,
        "per_side": int(info.per_side),
        "family_id": info.family_id,
    }


def load_dimensions(bind: Engine) -> None:
    """Fill the dimensions that are the same for everybody, once per version of the fold."""
    with reading(bind) as connection:
        if connection.scalar(select(olap_meta.c.value).where(olap_meta.c.name == "dimensions")) == str(FOLD_VERSION):
            return
    with writing(bind) as connection:
        for table, rows in _common_dimensions().items():
            connection.execute(delete(table))
            connection.execute(insert(table), rows)
        connection.execute(delete(olap_meta).where(olap_meta.c.name == "dimensions"))
        connection.execute(insert(olap_meta).values(name="dimensions", value=str(FOLD_VERSION)))


def _common_dimensions() -> dict[Table, list[dict[str, Any]]]:
    muscles = [
        {"muscle_id": i, "name": name, "level": "muscle", "group_id": GROUP_OF[name]} for name, i in MUSCLE_ID.items()
    ]
    groups = [{"muscle_id": i, "name": name, "level": "group", "group_id": i} for name, i in GROUP_ID.items()]
    return {
        dim_dates: [_date_row(day) for day in _calendar()],
        dim_muscles: muscles + groups,
        dim_set_types: [{"set_type_id": i, "set_type": name} for name, i in SET_TYPE_ID.items()],
        dim_record_types: [{"record_type_id": i, "record_type": name} for i, name in enumerate(RECORD_TYPES)],
    }


def _calendar() -> Iterator[date]:
    return (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))


def _date_row(day: date) -> dict[str, Any]:
    iso_year, week = iso_week(day).split("-W")
    return {
        "performed_on": day,
        "year": day.year,
        "quarter": (day.month + 2) // 3,
        "month": day.month,
        "day": day.day,
        "weekday": day.isoweekday(),
        "iso_year": int(iso_year),
        "iso_week": int(week),
    }


def refresh_exercises(
    connection: Connection, user_id: int, infos: Mapping[int, ExerciseInfo], performed: set[int]
) -> None:
    """Bring the dimension rows of the marked exercises up to date; `performed` are those with facts on marked days."""
    if not infos:
        return
    stored = {row[1]: row for row in OWN_EXERCISES.rows(connection, user_id=user_id)}
    kept = performed | _with_facts(connection, user_id, infos.keys() - performed)
    wrong = {e for e, info in infos.items() if stored.get(e) != tuple(exercise_row(user_id, e, info).values())}
    _delete_exercises(connection, user_id, infos.keys() - kept)
    write_exercises(connection, user_id, {e: infos[e] for e in wrong & kept})


def _with_facts(connection: Connection, user_id: int, exercise_ids: set[int]) -> set[int]:
    if not exercise_ids:
        return set()
    f = fact_exercise_days.c
    performed = select(f.exercise_id).where(f.user_id == user_id, f.exercise_id.in_(exercise_ids)).distinct()
    return set(connection.scalars(performed))
