"""Read lists of workouts and exercises: unfinished, latest, filtered or deleted workouts; exercises for the search."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, select

from database import reads
from database.db_connector import reading
from database.oltp_tables import CATALOGUE, exercise_aliases, sets, workouts
from services.catalogue import fold_name
from services.exercises.search import Entry

Row = Mapping[str, Any]

CHUNK: Final = 200  # workouts in a chunk of a filtered list


def unfinished(engine: Engine, user_id: int) -> list[dict[str, Any]]:
    """Return the unfinished workouts, the latest first: begun in this log and not ended."""
    with reading(engine) as connection:
        rows = reads.unfinished_workouts(connection, user_id)
        started = _sets_off_plan(connection, user_id, tuple(row["workout_id"] for row in rows))
    logged = [row for row in rows if row["time_source"] == "logged"]
    return [{**row, "to_do": row["planned_sets"] + started.get(row["workout_id"], 0)} for row in logged]


def latest(engine: Engine, user_id: int, count: int = 5) -> list[dict[str, Any]]:
    """Return the latest finished workouts."""
    with reading(engine) as connection:
        rows = reads.latest_workouts(connection, user_id, count + 5)
    return [row for row in rows if row["ended_at"] or row["time_source"] != "logged"][:count]


def between(engine: Engine, user_id: int, first: date, last: date) -> list[dict[str, Any]]:
    """Return the workouts of these days, both included, the latest first."""
    with reading(engine) as connection:
        return reads.workouts_between(connection, user_id, first, last)


def listed(
    engine: Engine, user_id: int, text: str = "", exercise_id: int | None = None, count: int = 20
) -> tuple[list[Row], bool]:
    """Return the latest workouts, filtered by text in title or notes and by exercise, and whether there are more."""
    with reading(engine) as connection:
        workout_ids = _with_text(connection, user_id, text) if text.strip() else None
        if exercise_id is not None:
            with_it = _with_exercise(connection, user_id, exercise_id)
            workout_ids = with_it if workout_ids is None else workout_ids & with_it
        rows = _page(connection, user_id, workout_ids, count)
    return rows[:count], len(rows) > count


def exercises_in(engine: Engine, user_id: int, workout_ids: tuple[int, ...]) -> dict[int, list[int]]:
    """Return the exercises of each of these workouts, in their order."""
    where = (sets.c.user_id == user_id, sets.c.workout_id.in_(workout_ids))
    first = func.min(sets.c.position)
    picked = select(sets.c.workout_id, sets.c.exercise_id).where(*where).group_by(sets.c.workout_id, sets.c.exercise_id)
    by_workout: dict[int, list[int]] = {}
    with reading(engine) as connection:
        for row in reads.rows_of(connection, picked.order_by(sets.c.workout_id, first)):
            by_workout.setdefault(row["workout_id"], []).append(row["exercise_id"])
    return by_workout


def deleted(engine: Engine, user_id: int, count: int = 5) -> list[Row]:
    """Return the workouts last deleted, which can be restored: workout_id, title, performed_on, deleted_at."""
    with reading(engine) as connection:
        rows = reads.deleted_workouts(connection, user_id)
    gone = [row for row in rows if row["image"]["deleted"]]
    return [
        {
            "workout_id": row["row_id"],
            "title": row["image"]["values"]["title"],
            "performed_on": date.fromisoformat(row["image"]["values"]["performed_on"]),
            "deleted_at": row["deleted_at"],
        }
        for row in gone[:count]
    ]


def exercises(engine: Engine, user_id: int) -> dict[int, Row]:
    """Return every exercise that the lifter can see, by id, under the lifter's own name."""
    with reading(engine) as connection:
        return {row["exercise_id"]: row for row in reads.exercises_of(connection, user_id)}


def recent_exercises(engine: Engine, user_id: int, count: int = 12) -> list[int]:
    """Return the exercises last used, the latest first."""
    with reading(engine) as connection:
        return [row["exercise_id"] for row in reads.recent_exercises(connection, user_id, count)]


def search_entries(engine: Engine, user_id: int) -> list[Entry]:
    """Return the search entries: exercises in use, each with its own name, the catalogue's and all aliases."""
    aliases = select(exercise_aliases).where(exercise_aliases.c.user_id.in_((CATALOGUE, user_id)))
    spellings: dict[int, list[str]] = {}
    with reading(engine) as connection:
        for row in reads.rows_of(connection, aliases):
            spellings.setdefault(row["exercise_id"], []).append(row["alias"])
        rows = reads.exercises_of(connection, user_id)
    in_use = [row for row in rows if not row["is_archived"] and row["merged_into"] is None]
    return [_entry(row, spellings.get(row["exercise_id"], [])) for row in in_use]


def _sets_off_plan(connection: Connection, user_id: int, workout_ids: tuple[int, ...]) -> dict[int, int]:
    mine = (sets.c.user_id == user_id, sets.c.workout_id.in_(workout_ids), sets.c.planned_set_id.is_(None))
    counted = select(sets.c.workout_id, func.count().label("sets")).where(*mine).group_by(sets.c.workout_id)
    return {row["workout_id"]: row["sets"] for row in reads.rows_of(connection, counted)}


def _page(connection: Connection, user_id: int, workout_ids: set[int] | None, count: int) -> list[Row]:
    """Read one workout more than `count`, if there is one; a filtered list is read in chunks, the latest first."""
    page: list[Row] = []
    chunk, skipped = (count + 1 if workout_ids is None else CHUNK), 0
    while len(page) <= count:
        rows = reads.latest_workouts(connection, user_id, chunk, skipped)
        page += [row for row in rows if workout_ids is None or row["workout_id"] in workout_ids]
        skipped += chunk
        if len(rows) < chunk or workout_ids is None:
            break
    return page[: count + 1]


def _with_text(connection: Connection, user_id: int, text: str) -> set[int]:
    """Find workouts by text. Compare in Python: databases disagree about upper case and accents."""
    key = fold_name(text)
    own = select(workouts.c.workout_id, workouts.c.title, workouts.c.notes).where(workouts.c.user_id == user_id)
    of_sets = select(sets.c.workout_id, sets.c.note).where(sets.c.user_id == user_id, sets.c.note.is_not(None))
    rows = [*reads.rows_of(connection, own), *reads.rows_of(connection, of_sets)]
    return {row["workout_id"] for row in rows if key in fold_name(" ".join(map(str, _texts(row))))}


def _texts(row: Row) -> list[str]:
    return [row[name] for name in ("title", "notes", "note") if row.get(name)]


def _with_exercise(connection: Connection, user_id: int, exercise_id: int) -> set[int]:
    same = reads.merged_ids(connection, user_id, exercise_id)
    mine = (sets.c.user_id == user_id, sets.c.exercise_id.in_(same))
    return set(connection.scalars(select(sets.c.workout_id).where(*mine).distinct()))


def _entry(row: Row, aliases: Iterable[str]) -> Entry:
    return Entry(row["exercise_id"], row["shown_name"], (row["name"], *aliases))
