"""Families: a machine or cable lift with a variant per gym, each with its own history."""

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

# Equipment that differs between gyms; a barbell does not.
VARYING: Final = ("machine", "cable", "smith_machine")
NAME_LENGTH: Final = 120
COPIED: Final = ("equipment", "pattern", "load_type", "bodyweight_fraction", "implements", "per_side")
COPIED_SETTINGS: Final = ("implements", "per_side", "rest_s", "unit", "step")


@dataclass(frozen=True)
class Variant:
    """The variant of an exercise at a gym; `head` leads the family, and may be the variant itself after a merge."""

    exercise_id: int
    head: int
    gym_id: int | None
    is_in_use: bool
    has_head: bool = True  # in use, that is


def variants(connection: Connection, user_id: int) -> list[Variant]:
    """Return all variants of a lifter, their heads with merges followed."""
    rows = reads.variants_of(connection, user_id)
    if not rows:
        return []
    merges, archived = reads.merges(connection, user_id), reads.archived(connection, user_id)
    away = archived | merges.keys()

    def variant(row: Row) -> Variant:
        number, head = row["exercise_id"], end_of(row["variant_of"], merges)
        return Variant(number, head, row["gym_id"], number not in away, head not in away)

    return [variant(row) for row in rows]


def at_gym(family_variants: Iterable[Variant], gym_id: int | None) -> dict[int, int]:
    """Return the exercise to use in a gym for each of a family that differs there: its variant, else the head."""
    if gym_id is None:
        return {}
    all_variants = list(family_variants)
    here = {
        variant.head: variant.exercise_id for variant in all_variants if variant.gym_id == gym_id and variant.is_in_use
    }
    elsewhere = {variant.exercise_id: variant for variant in all_variants if variant.gym_id not in (None, gym_id)}
    family = {variant.head: variant for variant in all_variants} | elsewhere
    swaps = {
        number: here.get(variant.head, variant.head if variant.has_head else number)
        for number, variant in family.items()
    }
    return {number: exercise_id for number, exercise_id in swaps.items() if number != exercise_id}


def end_of(exercise_id: int, merges: Mapping[int, int]) -> int:
    """Follow all merges to the exercise that this one counts as."""
    seen = {exercise_id}
    while exercise_id in merges and merges[exercise_id] not in seen:
        exercise_id = merges[exercise_id]
        seen.add(exercise_id)
    return exercise_id


def add_variant(engine: Engine, user_id: int, exercise_id: int, gym_id: int) -> int:
    """Add the variant of a machine or cable lift at a gym, or return the id of the one that exists.

    For a variant its head gets the new one: variants have no variants. Raises NoSuchExercise, or InvalidValue for an
    unknown gym, an exercise that is the same everywhere or merged, or a taken name.
    """
    variant_ids: list[int] = []

    def change(connection: Connection) -> None:
        gym = _require_gym(connection, user_id, gym_id)
        head = _require_head(connection, user_id, exercise_id)
        standing = [row for row in reads.variants_of(connection, user_id) if row["gym_id"] == gym_id]
        same = [row for row in standing if _head_of(connection, user_id, row) == head["exercise_id"]]
        number = _unarchive(connection, user_id, same[0]) if same else _insert_variant(connection, user_id, head, gym)
        variant_ids.append(number)
        writes.mark_exercises(connection, user_id, [number])

    carry_out(engine, user_id, change, [])
    return variant_ids[0]


def rename(connection: Connection, user_id: int, gym_id: int, before: str, after: str) -> None:
    """Rename variants that contain a gym's old name, except to a name that is taken."""
    visible = reads.exercises_of(connection, user_id)
    taken = {fold_name(row[name]) for row in visible for name in ("shown_name", "name")}
    names = {row["exercise_id"]: row["shown_name"] for row in visible}
    for row in visible:
        if row["gym_id"] != gym_id or row["variant_of"] not in names:
            continue
        head = names[row["variant_of"]]
        new = name_at(head, after)
        if row["name"] == name_at(head, before) and fold_name(new) not in taken:
            fields = {"name": new, "name_key": fold_name(new)}
            writes.amend_row(connection, exercises, user_id, {"exercise_id": row["exercise_id"]}, fields)
            writes.mark_exercises(connection, user_id, [row["exercise_id"]])


def name_at(head: str, gym: str) -> str:
    """Return "Leg Press (Machine) – Downtown", with both parts shortened to fit."""
    end = f" – {gym[: NAME_LENGTH // 2]}"
    return head[: NAME_LENGTH - len(end)] + end


def _require_gym(connection: Connection, user_id: int, gym_id: int) -> Row:
    for row in reads.gyms_of(connection, user_id):
        if row["gym_id"] == gym_id:
            return row
    raise InvalidValue("There is no such gym.")


def _require_head(connection: Connection, user_id: int, exercise_id: int) -> Row:
    """Return the exercise that leads the family."""
    merges = reads.merges(connection, user_id)
    exercise = reads.exercise(connection, user_id, end_of(exercise_id, merges))
    if exercise is None:
        raise NoSuchExercise
    head = (
        reads.exercise(connection, user_id, end_of(exercise["variant_of"], merges))
        if exercise["variant_of"]
        else exercise
    )
    if head is None:
        raise NoSuchExercise
    if head["equipment"] not in VARYING:
        raise InvalidValue(f"{head['shown_name']} is the same in every gym: only machines and cables differ.")
    return head


def _head_of(connection: Connection, user_id: int, row: Row) -> int:
    return end_of(row["variant_of"], reads.merges(connection, user_id))


def _unarchive(connection: Connection, user_id: int, row: Row) -> int:
    """Take an existing variant out of the archive."""
    number: int = row["exercise_id"]
    if number in reads.merges(connection, user_id):
        raise InvalidValue(f"{row['name']} was merged into another exercise: undo that first, on the page Exercises.")
    if row["is_archived"]:
        writes.amend_row(connection, exercise_settings, user_id, {"exercise_id": number}, {"is_archived": False})
    return number


def _insert_variant(connection: Connection, user_id: int, head: Row, gym: Row) -> int:
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
