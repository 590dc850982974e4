"""The exercises of a fold: catalogue and own ones with the lifter's settings, and merges followed to their end."""

from collections.abc import Iterable, Mapping, Set
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from database.oltp_tables import FIRST_OWN_EXERCISE, exercise_merges, exercise_muscles, exercise_settings, exercises
from database.prepared import Prepared
from services.catalogue import catalogue_rows
from services.etl.shapes import ExerciseInfo
from services.muscles import GROUP_OF, MUSCLE_ID

USER: Any = bindparam("user_id")
MERGES = Prepared(select(exercise_merges.c.from_id, exercise_merges.c.into_id).where(exercise_merges.c.user_id == USER))
SETTINGS = Prepared(
    select(
        exercise_settings.c.exercise_id,
        exercise_settings.c.own_name,
        exercise_settings.c.implements,
        exercise_settings.c.per_side,
    ).where(exercise_settings.c.user_id == USER)
)


def read_merges(connection: Connection, user_id: int) -> dict[int, int]:
    """Where each merged exercise of a lifter ends up."""
    direct: dict[int, int] = dict(MERGES.rows(connection, user_id=user_id))
    return {start: _end_of(start, direct) for start in direct}


def _end_of(start: int, direct: Mapping[int, int]) -> int:
    seen = {start}
    end = direct[start]
    while end in direct and end not in seen:
        seen.add(end)
        end = direct[end]
    return end


def read_exercises(
    connection: Connection, user_id: int, used: Set[int], merges: Mapping[int, int]
) -> dict[int, ExerciseInfo]:
    """What the fold needs of some exercises, under the lifter's own names and settings, families with merges followed.

    `merges` gives where each merged exercise ends up.
    """
    exercises_by_id = _catalogue()
    infos = {e: exercises_by_id[e] for e in used if e in exercises_by_id}
    infos |= _own_exercises(connection, user_id, {e for e in used if e >= FIRST_OWN_EXERCISE})
    for exercise_id, *own in SETTINGS.rows(connection, user_id=user_id):
        if exercise_id in infos:
            given = zip(("name", "implements", "per_side"), own, strict=True)
            infos[exercise_id] = infos[exercise_id]._replace(**{k: v for k, v in given if v is not None})
    if not merges:
        return infos
    return {e: info._replace(family_id=merges.get(info.family_id, info.family_id)) for e, info in infos.items()}


@cache
def _catalogue() -> Mapping[int, ExerciseInfo]:
    rows = catalogue_rows()
    credits = [(row["exercise_id"], row["muscle"], row["credit"]) for row in rows[exercise_muscles].values()]
    return _infos(rows[exercises].values(), credits)


def _own_exercises(connection: Connection, user_id: int, ids: set[int]) -> dict[int, ExerciseInfo]:
    if not ids:
        return {}
    e, m = exercises, exercise_muscles
    rows = connection.execute(select(e).where(e.c.user_id == user_id, e.c.exercise_id.in_(ids))).mappings().all()
    muscles = select(m.c.exercise_id, m.c.muscle, m.c.credit).where(m.c.user_id == user_id, m.c.exercise_id.in_(ids))
    return _infos(rows, [tuple(row) for row in connection.execute(muscles)])


def _infos(rows: Iterable[Any], credits: Iterable[tuple[int, str, float]]) -> dict[int, ExerciseInfo]:
    by_exercise: dict[int, dict[int, float]] = {}
    for exercise_id, muscle, credit in credits:
        of_this = by_exercise.setdefault(exercise_id, {})
        of_this[MUSCLE_ID[muscle]] = credit
        group = GROUP_OF[muscle]
        of_this[group] = max(credit, of_this.get(group, 0.0))
    return {row["exercise_id"]: _info(row, by_exercise.get(row["exercise_id"], {})) for row in rows}


def _info(row: Mapping[str, Any], muscles: Mapping[int, float]) -> ExerciseInfo:
    return ExerciseInfo(
        name=row["name"],
        equipment=row["equipment"],
        pattern=row["pattern"],
        load_type=row["load_type"],
        fraction=row["bodyweight_fraction"] or 0.0,
        implements=row["implements"],
        per_side=bool(row["per_side"]),
        family_id=row.get("variant_of") or row["exercise_id"],
        muscles=tuple(sorted(muscles.items())),
    )
