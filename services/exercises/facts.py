"""Read name, kind and muscles of exercises, performed or only planned, with merges followed."""

from collections.abc import Collection

from sqlalchemy import Connection, Engine

from database.db_connector import reading
from services.etl.exercises import read_exercises, read_merges
from services.etl.shapes import ExerciseInfo


def exercise_facts(engine: Engine, user_id: int, exercise_ids: tuple[int, ...]) -> dict[int, ExerciseInfo]:
    """Read these exercises as far as the lifter has them, under the lifter's own names."""
    with reading(engine) as connection:
        return facts_of(connection, user_id, exercise_ids)


def facts_of(connection: Connection, user_id: int, exercise_ids: Collection[int]) -> dict[int, ExerciseInfo]:
    """Read these exercises within a transaction; a merged one as the exercise that it counts as."""
    merges = read_merges(connection, user_id)
    ends = {number: merges.get(number, number) for number in exercise_ids}
    infos = read_exercises(connection, user_id, set(ends.values()), merges)
    return {number: infos[end] for number, end in ends.items() if end in infos}
