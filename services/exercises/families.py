"""A machine or cable lift and its variants, one per gym: a family that is followed together and kept apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert

from database import reads, writes
from database.ids import new_id
from database.oltp_tables import exercise_settings, exercises
from services.catalogue import fold_name
from services.errors import InvalidValue, NoSuchExercise
from services.exercises.editing import carry_out, copy_muscles, refuse_taken_name

Row = Mapping[str, Any]

# What is built differently in every gym; a barbell is not.
VARYING: Final = ("machine", "cable", "smith_machine")
NAME_LENGTH: Final = 120
COPIED: Final = ("equipment", "pattern", "load_type", "bodyweight_fraction", "implements", "per_side")
COPIED_SETTINGS: Final = ("implements", "per_side", "rest_s", "unit", "step")


@dataclass(frozen=True)
class Variant:
    """An exercise that is another's at a gym; `head` leads the family, and may be the exercise itself after a merge."""

    exercise_id: int
    head: int
    gym_id: int | None
    is_in_use: bool
    has_head: bool = True  # in use, that is


def variants(connection: Connection, user_id: int) -> list[Variant]:
    """All variants of a lifter, their heads with merges followed."""
    rows = reads.variants_of(connection, user_id)
    if not rows:
        return []
    merges, archived = reads.merges(connection, user_id), reads.archived(connection, user_id)
    away = archived | merges.keys()

    def variant(row: Row) -> Variant:
        number, head = row["exercise_id"], end_of(row["variant_of"], merges)
        return Variant(number, head, row["gym_id"], number not in away, head not in away)

    return [variant(row) for row in rows]


def at_gym(some: Iterable[Variant], gym_id: int | None) -> dict[int, int]:
    """What each exercise of a family is in a gym: the variant there, else the head; of no gym nothing is known."""
    if gym_id is None:
        return {}
    known = list(some)
    here = {one.head: one.exercise_id for one in known if one.gym_id == gym_id and one.is_in_use}
    elsewhere = {one.exercise_id: one for one in known if one.gym_id not in (None, gym_id)}
    family = {one.head: one for one in known} | elsewhere
    swaps = {number: here.get(one.head, one.head if one.has_head else number) for number, one in family.items()}
    return {number: other for number, other in swaps.items() if number != other}


def end_of(exercise_id: int, merges: Mapping[int, int]) -> int:
    """What an exercise counts as once all merges are followed."""
    seen = {exercise_id}
    while exercise_id in merges and merges[exercise_id] not in seen:
        exercise_id = merges[exercise_id]
        seen.add(exercise_id)
    return exercise_id


def add_variant(engine: Engine, user_id: int, exercise_id: int, gym_id: int) -> int:
    """Make a machine or cable lift another one at a gym; the id of the variant, asked again the same one.

    Of a variant its head gets another: there are no variants of variants. NoSuchExercise, or InvalidValue for a gym
    that is not there, an exercise that is the same everywhere or merged away, or a name that is taken.
    """
    found: list[int] = []

    def change(connection: Connection) -> None:
        gym = _gym(connection, user_id, gym_id)
        head = _head(connection, user_id, exercise_id)
        standing = [row for row in reads.variants_of(connection, user_id) if row["gym_id"] == gym_id]
        same = [row for row in standing if _leads(connection, user_id, row) == head["exercise_id"]]
        number = _taken_out(connection, user_id, same[0]) if same else _made(connection, user_id, head, gym)
        found.append(number)
        writes.mark_exercises(connection, user_id, [number])

    carry_out(engine, user_id, change, [])
    return found[0]


def rename(connection: Connection, user_id: int, gym_id: int, before: str, after: str) -> None:
    """Let the variants that bear a gym's old name bear its new one, where no other exercise does."""
    known = reads.exercises_of(connection, user_id)
    taken = {fold_name(row[name]) for row in known for name in ("shown_name", "name")}
    names = {row["exercise_id"]: row["shown_name"] for row in known}
    for row in known:
        if row["gym_id"] != gym_id or row["variant_of"] not in names:
            continue
        head = names[row["variant_of"]]
        new = name_at(head, after)
        if row["name"] == name_at(head, before) and fold_name(new) not in taken:
            fields = {"name": new, "name_key": fold_name(new)}
            writes.amend_row(connection, exercises, user_id, {"exercise_id": row["exercise_id"]}, fields)
            writes.mark_exercises(connection, user_id, [row["exercise_id"]])


def name_at(head: str, gym: str) -> str:
    """ "Leg Press (Machine) – Downtown"; cut so that both can be told."""
    end = f" – {gym[: NAME_LENGTH // 2]}"
    return head[: NAME_LENGTH - len(end)] + end


def _gym(connection: Connection, user_id: int, gym_id: int) -> Row:
    for row in reads.gyms_of(connection, user_id):
        if row["gym_id"] == gym_id:
            return row
    raise InvalidValue("There is no such gym.")


def _head(connection: Connection, user_id: int, exercise_id: int) -> Row:
    """The exercise that leads the family."""
    merges = reads.merges(connection, user_id)
    one = reads.exercise(connection, user_id, end_of(exercise_id, merges))
    if one is None:
        raise NoSuchExercise
    head = reads.exercise(connection, user_id, end_of(one["variant_of"], merges)) if one["variant_of"] else one
    if head is None:
        raise NoSuchExercise
    if head["equipment"] not in VARYING:
        raise InvalidValue(f"{head['shown_name']} is the same in every gym: only machines and cables differ.")
    return head


def _leads(connection: Connection, user_id: int, row: Row) -> int:
    return end_of(row["variant_of"], reads.merges(connection, user_id))


def _taken_out(connection: Connection, user_id: int, row: Row) -> int:
    """A variant that is there already, taken out of the archive."""
    number: int = row["exercise_id"]
    if number in reads.merges(connection, user_id):
        raise InvalidValue(f"{row['name']} was merged into another exercise: undo that first, on the page Exercises.")
    if row["is_archived"]:
        writes.amend_row(connection, exercise_settings, user_id, {"exercise_id": number}, {"is_archived": False})
    return number


def _made(connection: Connection, user_id: int, head: Row, gym: Row) -> int:
    number, name = new_id(), name_at(head["shown_name"], gym["name"])
    refuse_taken_name(connection, user_id, number, name)
    of_family = {"variant_of": head["exercise_id"], "gym_id": gym["gym_id"], "created_at": datetime.now(UTC)}
    named = {"name": name, "name_key": fold_name(name)}
    copied = {column: head[column] for column in COPIED}
    connection.execute(insert(exercises).values(user_id=user_id, exercise_id=number, **named, **copied, **of_family))
    copy_muscles(connection, user_id, head, number)
    settings = reads.exercise_settings_of(connection, user_id, head["exercise_id"])
    if settings:
        kept = {column: settings[column] for column in COPIED_SETTINGS}
        connection.execute(insert(exercise_settings).values(user_id=user_id, exercise_id=number, **kept))
    return number
