"""What differs between two versions of a routine, in plain words: "Bench Press: 3 × 8 → 4 × 8", "Dips removed"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from services.routines.editing import Routine, RoutineExercise
from utils import set_schemes, styling
from utils.set_schemes import letter
from utils.styling import Display

ARROW: Final = "\N{RIGHTWARDS ARROW}"
Names = Mapping[int, Any]
Told = Callable[[RoutineExercise, Names, Display], str]


def changes(before: Routine, after: Routine, names: Names, display: Display) -> list[str]:
    """Every difference that a lifter cares about, as plain text; empty where the plan is the same."""
    return [*_of_routine(before, after), *_of_exercises(before, after, names, display)]


def _of_routine(before: Routine, after: Routine) -> Iterator[str]:
    if before.name != after.name:
        yield f"Name: {before.name} {ARROW} {after.name}"
    if before.folder != after.folder:
        yield f"Folder: {before.folder or 'none'} {ARROW} {after.folder or 'none'}"
    if before.description != after.description:
        yield "Description changed"


def _of_exercises(before: Routine, after: Routine, names: Names, display: Display) -> Iterator[str]:
    pairs = _paired(before.exercises, after.exercises)
    for old, new in pairs:
        yield from _of_pair(old, new, names, display)
    stayed = [new.routine_exercise_id for old, new in pairs if old and new]
    order = [one.routine_exercise_id for one in after.exercises if one.routine_exercise_id in stayed]
    if stayed != order:
        yield f"Order: {', '.join(_name(one, names) for one in after.exercises)}"


Pair = tuple[RoutineExercise | None, RoutineExercise | None]


def _paired(before: Sequence[RoutineExercise], after: Sequence[RoutineExercise]) -> list[Pair]:
    """Exercises that are one by their id in the routine, else by what they are; then those that were added."""
    left = list(after)
    found: list[Pair] = []
    for old in before:
        same = [one for one in left if one.routine_exercise_id == old.routine_exercise_id]
        ids = {one.routine_exercise_id for one in before}
        same += [one for one in left if one.exercise_id == old.exercise_id and one.routine_exercise_id not in ids]
        new = same[0] if same else None
        left = [one for one in left if one is not new]
        found.append((old, new))
    return [*found, *((None, new) for new in left)]


def _of_pair(old: RoutineExercise | None, new: RoutineExercise | None, names: Names, display: Display) -> Iterator[str]:
    if old is None and new is not None:
        yield f"{_name(new, names)} added: {_sets(new, names, display)}"
    elif new is None and old is not None:
        yield f"{_name(old, names)} removed"
    elif old is not None and new is not None:
        yield from _of_both(old, new, names, display)


def _of_both(old: RoutineExercise, new: RoutineExercise, names: Names, display: Display) -> Iterator[str]:
    if old.exercise_id != new.exercise_id:
        yield f"{_name(old, names)} {ARROW} {_name(new, names)}"
    for label, told in TOLD.items():
        was, now = told(old, names, display), told(new, names, display)
        if was != now:
            what = f"{_name(new, names)}, {label}" if label else _name(new, names)
            yield f"{what}: {was} {ARROW} {now}"
    if (old.note or "") != (new.note or ""):
        yield f"{_name(new, names)}: note {'changed' if old.note and new.note else 'added' if new.note else 'removed'}"
    if old.progression != new.progression:
        yield f"{_name(new, names)}: {_rule(old, new)}"


def _rule(old: RoutineExercise, new: RoutineExercise) -> str:
    if old.progression and new.progression:
        return "progression changed"
    return "progression added" if new.progression else "progression removed"


def _sets(one: RoutineExercise, names: Names, display: Display) -> str:
    block = set_schemes.block_of(names.get(one.exercise_id, {}), display.unit)
    return set_schemes.sets_words(one.sets, block, display) or "no sets"


def _rest(one: RoutineExercise, _names: Names, _display: Display) -> str:
    return styling.rest(one.rest_s) if one.rest_s else "as usual"


def _superset(one: RoutineExercise, _names: Names, _display: Display) -> str:
    return letter(one.superset) if one.superset else "none"


def _others(one: RoutineExercise, names: Names, _display: Display) -> str:
    return ", ".join(name_of(number, names) for number in one.alternatives) or "none"


TOLD: Final[Mapping[str, Told]] = {"": _sets, "rest": _rest, "superset": _superset, "alternatives": _others}


def _name(one: RoutineExercise, names: Names) -> str:
    return name_of(one.exercise_id, names)


def name_of(number: int, names: Names) -> str:
    """What a lifter calls an exercise."""
    return str(names.get(number, {}).get("shown_name", "An exercise that is gone"))
