"""Find where a performed workout differs from its routine, and update the routine from it; no database access."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, repeat
from typing import Any, Final

from services.routines.tree import Routine, RoutineExercise, RoutineSet

Row = Mapping[str, Any]

HOLDS: Final = ("seconds", "distance_m")
LOADS: Final = ("weight", "unit")
# How sets may differ: the column that is compared, and the value that is displayed.
NUMBERS: Final[Mapping[str, tuple[str, Callable[[RoutineSet, str], Any]]]] = {
    "weight": ("weight", lambda routine_set, _: (routine_set.weight, routine_set.unit)),
    "reps": ("reps_max", lambda routine_set, _: (routine_set.reps_min, routine_set.reps_max)),
    "seconds": ("seconds", getattr),
    "distance_m": ("distance_m", getattr),
}


@dataclass(frozen=True)
class Difference:
    """A difference from the plan: kind is added, left_out, order, sets, weight, reps, seconds or distance_m.

    `before` and `after` are (weight, unit), (lowest reps, highest reps), a count of sets, seconds or metres: the
    target of the first set that differs, now and once it is learned. None for whole exercises.
    """

    exercise_id: int
    kind: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Performed:
    """The sets of an exercise in a workout, as rows of the log in their order.

    With `is_other` some of them were done with an alternative that the routine names for the exercise.
    """

    exercise_id: int
    sets: tuple[Row, ...]
    is_other: bool = False

    @property
    def working(self) -> list[Row]:
        """The working sets: no warm-ups, no failed sets."""
        return [row for row in self.sets if row["set_type"] != "warmup" and row["reps"] != 0]


def performed_of(rows: Iterable[Row]) -> list[Performed]:
    """Group a workout's ordered rows by exercise."""
    return [Performed(number, tuple(some)) for number, some in groupby(rows, lambda row: int(row["exercise_id"]))]


def _in_place(routine: Routine, performed: Iterable[Performed]) -> list[Performed]:
    """Count alternatives as the exercise that they replaced: a planned swap is no change."""
    own = {part.exercise_id for part in routine.exercises}
    meant = {alternative: part.exercise_id for part in reversed(routine.exercises) for alternative in part.alternatives}
    stood = [
        replace(exercise, exercise_id=meant[exercise.exercise_id], is_other=True)
        if exercise.exercise_id in meant and exercise.exercise_id not in own
        else exercise
        for exercise in performed
    ]
    return [_joined(list(some)) for _, some in groupby(stood, lambda exercise: exercise.exercise_id)]


def _joined(parts: Sequence[Performed]) -> Performed:
    return Performed(
        parts[0].exercise_id,
        tuple(row for part in parts for row in part.sets),
        any(part.is_other for part in parts),
    )


def differences(routine: Routine, performed: Sequence[Performed]) -> list[Difference]:
    """Return all differences, by exercise of the routine, then the added exercises."""
    done = _by_turn(_in_place(routine, performed))
    planned = _by_turn(routine.exercises)
    changed = [
        difference for turn, part in planned.items() for difference in _exercise_differences(part, done.get(turn))
    ]
    added = [Difference(number, "added") for number, turn in done if (number, turn) not in planned]
    return [*changed, *added, *_order_difference(list(planned), list(done))]


def changes_exercises(changes: Iterable[Difference]) -> bool:
    """Whether exercises differ, and not only their numbers."""
    return any(difference.kind in ("added", "left_out", "order") for difference in changes)


def with_numbers(routine: Routine, performed: Sequence[Performed]) -> Routine:
    """Return the routine with sets, loads and reps as performed; its exercises and their order stay."""
    done = _by_turn(_in_place(routine, performed))
    exercises = tuple(_learned(part, done.get(turn)) for turn, part in _by_turn(routine.exercises).items())
    return replace(routine, exercises=exercises)


def with_exercises(routine: Routine, performed: Sequence[Performed]) -> Routine:
    """Return the routine with the exercises as performed; those that it had keep rest, note and progression."""
    planned = _by_turn(routine.exercises)
    exercises = [
        _learned(planned[turn], exercise) if turn in planned else as_planned(exercise)
        for turn, exercise in _by_turn(_in_place(routine, performed)).items()
    ]
    return replace(routine, exercises=tuple(exercises))


def as_planned(performed: Performed, with_loads: bool = False) -> RoutineExercise:
    """Turn a performed exercise into a planned one, with its loads if asked for."""
    first = performed.sets[0]
    sets = tuple(_planned(row, with_loads) for row in performed.sets if row["reps"] != 0)
    return RoutineExercise(performed.exercise_id, sets, superset=first["superset"])


def _planned(row: Row, with_loads: bool) -> RoutineSet:
    held = {name: row[name] for name in (*HOLDS, *(LOADS if with_loads else ()))}
    is_open = row["set_type"] == "amrap"
    return RoutineSet(row["set_type"], reps_min=row["reps"], reps_max=None if is_open else row["reps"], **held)


def _by_turn(parts: Iterable[Any]) -> dict[tuple[int, int], Any]:
    """Index exercises by id and occurrence: an exercise may come twice in a workout."""
    turns: Counter[int] = Counter()
    by_turn = {}
    for part in parts:
        by_turn[part.exercise_id, turns[part.exercise_id]] = part
        turns[part.exercise_id] += 1
    return by_turn


def _exercise_differences(part: RoutineExercise, done: Performed | None) -> Iterator[Difference]:
    if done is None or not done.working:
        yield Difference(part.exercise_id, "left_out")
        return
    if done.is_other:
        return
    before = _working(part)
    if part.sets and len(before) != len(done.working):
        yield Difference(part.exercise_id, "sets", len(before), len(done.working))
    pairs = zip(before, done.working, strict=False)
    yield from islice((difference for planned, row in pairs if (difference := _set_difference(part, planned, row))), 1)


def _set_difference(part: RoutineExercise, planned: RoutineSet, row: Row) -> Difference | None:
    learned = _as_done(part, planned, row)
    for name, (column, value_of) in NUMBERS.items():
        if getattr(planned, column) != getattr(learned, column):
            return Difference(part.exercise_id, name, value_of(planned, column), value_of(learned, column))
    return None


def _working(part: RoutineExercise) -> list[RoutineSet]:
    return [planned for planned in part.sets if planned.set_type != "warmup"]


def _order_difference(planned: Sequence[tuple[int, int]], done: Sequence[tuple[int, int]]) -> list[Difference]:
    first = [turn for turn in planned if turn in done]
    second = [turn for turn in done if turn in planned]
    return [] if first == second else [Difference(second[0][0], "order")]


def _learned(part: RoutineExercise, done: Performed | None) -> RoutineExercise:
    """Give an exercise as many working sets as were done; its warm-ups stay."""
    if done is None or done.is_other or not done.working or not part.sets:
        return part
    warmups, before = [warm_up for warm_up in part.sets if warm_up.set_type == "warmup"], _working(part)
    more = replace(before[-1] if before else RoutineSet(), routine_set_id=0)
    pairs = zip([*before, *repeat(more, len(done.working))], done.working, strict=False)
    return replace(part, sets=(*warmups, *(_as_done(part, planned, row) for planned, row in pairs)))


def _as_done(part: RoutineExercise, planned: RoutineSet, row: Row) -> RoutineSet:
    """Update the numbers that a planned set fixes to those performed, unless a progression decides them."""
    if part.progression is not None:
        return planned
    changes: dict[str, Any] = {name: row[name] for name in HOLDS if getattr(planned, name) and row[name]}
    if planned.weight is not None and row["weight"] is not None:
        changes |= {"weight": row["weight"], "unit": row["unit"]}
    return replace(planned, **changes, **_moved_reps(planned, row["reps"]))


def _moved_reps(planned: RoutineSet, done: int | None) -> dict[str, Any]:
    """Move a range of reps just far enough to contain the reps done; its width stays."""
    low, high = planned.reps_min, planned.reps_max
    if not done or low is None or high is None or planned.set_type == "amrap" or low <= done <= high:
        return {}
    moved = max(1, done - (high - low)) if done > high else done
    return {"reps_min": moved, "reps_max": moved + (high - low)}
