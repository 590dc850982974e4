"""Differences between two versions of a routine in plain words: "Bench Press: 3 × 8 → 4 × 8", "Dips removed"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from services.routines.editing import Routine, RoutineExercise
from utils import set_schemes, styling
from utils.set_schemes import letter
from utils.styling import Display

ARROW: Final = "\N{RIGHTWARDS ARROW}"
Names = Mapping[int, Any]
Describe = Callable[[RoutineExercise, Names, Display], str]


def changes(before: Routine, after: Routine, names: Names, display: Display) -> list[str]:
    """Describe every difference that a lifter cares about as plain text; empty where the plan is the same."""
    return [*_routine_changes(before, after), *_exercise_changes(before, after, names, display)]


def _routine_changes(before: Routine, after: Routine) -> Iterator[str]:
    if before.name != after.name:
        yield f"Name: {before.name} {ARROW} {after.name}"
    if before.folder != after.folder:
        yield f"Folder: {before.folder or 'none'} {ARROW} {after.folder or 'none'}"
    if before.description != after.description:
        yield "Description changed"


def _exercise_changes(before: Routine, after: Routine, names: Names, display: Display) -> Iterator[str]:
    pairs = _paired(before.exercises, after.exercises)
    for old, new in pairs:
        yield from _pair_changes(old, new, names, display)
    stayed = [new.routine_exercise_id for old, new in pairs if old and new]
    order = [part.routine_exercise_id for part in after.exercises if part.routine_exercise_id in stayed]
    if stayed != order:
        yield f"Order: {', '.join(_name(part, names) for part in after.exercises)}"


Pair = tuple[RoutineExercise | None, RoutineExercise | None]


def _paired(before: Sequence[RoutineExercise], after: Sequence[RoutineExercise]) -> list[Pair]:
    """Pair the exercises of two versions by their id in the routine, else by exercise; added exercises come last."""
    left = list(after)
    pairs: list[Pair] = []
    for old in before:
        same = [part for part in left if part.routine_exercise_id == old.routine_exercise_id]
        ids = {part.routine_exercise_id for part in before}
        same += [part for part in left if part.exercise_id == old.exercise_id and part.routine_exercise_id not in ids]
        new = same[0] if same else None
        left = [part for part in left if part is not new]
        pairs.append((old, new))
    return [*pairs, *((None, new) for new in left)]


def _pair_changes(
    old: RoutineExercise | None, new: RoutineExercise | None, names: Names, display: Display
) -> Iterator[str]:
    if old is None and new is not None:
        yield f"{_name(new, names)} added: {_sets(new, names, display)}"
    elif new is None and old is not None:
        yield f"{_name(old, names)} removed"
    elif old is not None and new is not None:
        yield from _part_changes(old, new, names, display)


def _part_changes(old: RoutineExercise, new: RoutineExercise, names: Names, display: Display) -> Iterator[str]:
    if old.exercise_id != new.exercise_id:
        yield f"{_name(old, names)} {ARROW} {_name(new, names)}"
    for label, describe in DESCRIPTIONS.items():
        was, now = describe(old, names, display), describe(new, names, display)
        if was != now:
            subject = f"{_name(new, names)}, {label}" if label else _name(new, names)
            yield f"{subject}: {was} {ARROW} {now}"
    if (old.note or "") != (new.note or ""):
        yield f"{_name(new, names)}: note {'changed' if old.note and new.note else 'added' if new.note else 'removed'}"
    if old.progression != new.progression:
        yield f"{_name(new, names)}: {_rule_change(old, new)}"


def _rule_change(old: RoutineExercise, new: RoutineExercise) -> str:
    if old.progression and new.progression:
        return "progression changed"
    return "progression added" if new.progression else "progression removed"


def _sets(part: RoutineExercise, names: Names, display: Display) -> str:
    block = set_schemes.block_of(names.get(part.exercise_id, {}), display.unit)
    return set_schemes.sets_words(part.sets, block, display) or "no sets"


def _rest(part: RoutineExercise, _names: Names, _display: Display) -> str:
    return styling.rest(part.rest_s) if part.rest_s else "as usual"


def _superset(part: RoutineExercise, _names: Names, _display: Display) -> str:
    return letter(part.superset) if part.superset else "none"


def _alternatives(part: RoutineExercise, names: Names, _display: Display) -> str:
    return ", ".join(name_of(number, names) for number in part.alternatives) or "none"


DESCRIPTIONS: Final[Mapping[str, Describe]] = {
    "": _sets,
    "rest": _rest,
    "superset": _superset,
    "alternatives": _alternatives,
}


def _name(part: RoutineExercise, names: Names) -> str:
    return name_of(part.exercise_id, names)


def name_of(number: int, names: Names) -> str:
    """Return the lifter's name for an exercise."""
    return str(names.get(number, {}).get("shown_name", "An exercise that is gone"))
