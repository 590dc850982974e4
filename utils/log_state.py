"""From rows to blocks and from inputs to operations: the plain logic of logging, without a widget."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from database.ids import new_id
from services.units import in_unit
from services.workouts import Past, SetRow, weight_kg
from utils.set_texts import NUMBER, TYPE_NAMES, Block, heading, parsed, texts_of
from utils.styling import Display, load

__all__ = [
    "TYPE_NAMES",
    "Block",
    "amended",
    "blocks_of",
    "counterpart",
    "doubt",
    "heading",
    "missing",
    "moved",
    "operation",
    "parsed",
    "place_after",
    "prefilled",
    "same_tick",
    "texts_of",
    "tick",
]

Operation = dict[str, Any]

OVER_BEST: Final = 1.25
OVER_LAST: Final = 2.0


def blocks_of(rows: Iterable[SetRow], exercises: Mapping[int, Mapping[str, Any]], unit: str) -> list[Block]:
    """The rows by exercise, in their order; an exercise that is interrupted by another comes twice."""
    ordered = sorted(rows, key=lambda row: (row.position, row.set_id))
    return [
        _block(exercise_id, tuple(group), exercises.get(exercise_id, {}), unit)
        for exercise_id, group in groupby(ordered, key=lambda row: row.exercise_id)
    ]


def prefilled(block: Block, place: int, past: Past, locale: str) -> dict[str, str]:
    """What stands in the inputs of a row before it is done: the plan, last time's set, else the set before it.

    A row of an exercise that was never done stays empty until its first set is saved.
    """
    row, last = block.rows[place], counterpart(block, place, past)
    saved = [one for one in block.rows[:place] if one.is_saved and one.set_type == row.set_type]
    known = [one for one in (last, *reversed(saved)) if one is not None]
    if not known:
        return texts_of(replace(row, rir=None), block, locale)
    merged = {name: _first(name, row, known) for name in ("seconds", "distance_m")}
    weight, unit = next(((one.weight, one.unit) for one in (row, *known) if one.weight is not None), (None, None))
    filled = replace(row, weight=weight, unit=unit, reps=_aimed_reps(row, known[0].reps), rir=None, **merged)
    return texts_of(filled, block, locale)


def counterpart(block: Block, place: int, past: Past) -> SetRow | None:
    """Last time's set in the same place: working sets beside working sets, warm-ups beside warm-ups."""
    is_warmup = block.rows[place].set_type == "warmup"
    number_of = sum((row.set_type == "warmup") == is_warmup for row in block.rows[:place])
    alike = [row for row in past.sets if (row.set_type == "warmup") == is_warmup]
    return alike[number_of] if number_of < len(alike) else None


def missing(fields: Mapping[str, Any], block: Block) -> str | None:
    """What has to be typed before a set can be saved."""
    if "weight" in fields and fields["weight"] is None and block.load_type != "weighted_bodyweight":
        return f"Type the weight in {block.unit} first: 0 if there was none."
    asked = [name for name in block.inputs if name != "weight" and fields.get(name) is None]
    words = {"reps": "the reps", "seconds": "the time", "distance_m": "the distance"}
    return f"Type {words[asked[0]]} first." if asked and len(asked) == len(set(block.inputs) - {"weight"}) else None


def doubt(fields: Mapping[str, Any], past: Past, block: Block, display: Display) -> str | None:
    """Why a weight may be a slip: over 1.25 times the best ever, or over twice the heaviest of last time."""
    typed = fields.get("weight")
    if not isinstance(typed, str) or NUMBER.fullmatch(typed) is None or block.load_type == "assisted":
        return None
    kg = weight_kg(Decimal(typed), block.unit) or 0.0
    limits = (("your best", OVER_BEST, past.best_kg), ("last time's heaviest", OVER_LAST, past.last_kg))
    for what, times, known in limits:
        if known and kg > times * known:
            told_known = load(in_unit(known, "kg", block.unit), block.unit, display)
            return f"{load(typed, block.unit, display)} is much more than {what}, {told_known}. Is it right?"
    return None


def operation(kind: str, workout_id: int, set_id: int | None = None, **fields: Any) -> Operation:
    """One operation with an id of its own."""
    made: Operation = {"op_id": str(new_id()), "kind": kind, "workout_id": str(workout_id)}
    return {**made, **({"set_id": str(set_id)} if set_id else {}), **({"fields": fields} if fields else {})}


def tick(
    workout_id: int, row: SetRow, block: Block, fields: Mapping[str, Any], now: datetime | None = None
) -> list[Operation]:
    """What saves a row: the set under the row's own id, and alive again if it was deleted before."""
    logged = {
        "exercise_id": str(block.exercise_id),
        "exercise_name": block.name[:120],
        "position": row.position,
        "set_type": row.set_type,
        "note": row.note,
        "superset": row.superset,
        "planned_set_id": str(row.planned_set_id) if row.planned_set_id else None,
        "performed_at": now.astimezone(UTC).isoformat() if now else None,
        **fields,
    }
    born = operation("log_set", workout_id, row.set_id, **logged)
    return [born, operation("restore_set", workout_id, row.set_id)]


def same_tick(one: Sequence[Operation], other: Sequence[Operation]) -> bool:
    """Whether two ticks say the same of the same row, whenever they were made."""
    return [_saying(operation) for operation in one] == [_saying(operation) for operation in other]


def amended(workout_id: int, row: SetRow, **fields: Any) -> Operation:
    """What changes a saved set."""
    return operation("amend_set", workout_id, row.set_id, **fields)


def place_after(rows: Sequence[SetRow], block: Block) -> float:
    """A position behind the last row of a block and before whatever follows."""
    last = max((row.position for row in block.rows), default=0.0)
    following = [row.position for row in rows if row.position > last]
    return (last + min(following)) / 2 if following else last + 1.0


def moved(blocks: Sequence[Block], place: int, step: int) -> Iterator[tuple[SetRow, float]]:
    """The rows that change position when a block goes one up (-1) or down (+1), each with its new position."""
    other = place + step
    if not 0 <= other < len(blocks):
        return
    first, second = sorted((place, other))
    rows = [*blocks[second].rows, *blocks[first].rows]
    positions = sorted(row.position for row in rows)
    if len(set(positions)) < len(positions):
        positions = [float(positions[0] + step) for step in range(len(positions))]
    yield from ((row, position) for row, position in zip(rows, positions, strict=True) if row.position != position)


def _block(exercise_id: int, rows: tuple[SetRow, ...], exercise: Mapping[str, Any], unit: str) -> Block:
    return Block(
        exercise_id,
        exercise.get("shown_name", "Exercise"),
        exercise.get("load_type", "external"),
        exercise.get("unit") or unit,
        rows,
        exercise.get("pinned_note"),
    )


def _first(name: str, row: SetRow, known: Sequence[SetRow]) -> Any:
    return next((value for one in (row, *known) if (value := getattr(one, name)) is not None), None)


def _aimed_reps(row: SetRow, last: int | None) -> int | None:
    """Last time's reps, held within the range of the plan."""
    if row.reps is not None or last is None:
        return row.reps
    return min(max(last, row.reps_min or 0), row.reps_max or last)


def _saying(one: Operation) -> dict[str, Any]:
    fields = {name: value for name, value in one.get("fields", {}).items() if name != "performed_at"}
    return {"kind": one["kind"], "workout_id": one["workout_id"], "set_id": one.get("set_id"), "fields": fields}
