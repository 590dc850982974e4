"""What exercises are, whether they were ever performed or only planned: name, kind, muscles; merges followed."""

from collections.abc import Collection

from sqlalchemy import Connection, Engine

from database.db_connector import reading
from services.etl.shapes import ExerciseInfo
from services.etl.source import read_exercises, read_merges


def exercise_facts(engine: Engine, user_id: int, exercise_ids: tuple[int, ...]) -> dict[int, ExerciseInfo]:
    """Each of these exercises that the lifter has, under the lifter's own name."""
    with reading(engine) as connection:
        return facts_of(connection, user_id, exercise_ids)


def facts_of(connection: Connection, user_id: int, exercise_ids: Collection[int]) -> dict[int, ExerciseInfo]:
    """The same within a transaction; one that was merged away is told as what it counts as."""
    merges = read_merges(connection, user_id)
    ends = {number: merges.get(number, number) for number in exercise_ids}
    known = read_exercises(connection, user_id, set(ends.values()), merges)
    return {number: known[end] for number, end in ends.items() if end in known}
