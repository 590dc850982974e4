"""A performed workout beside its routine: where they differ, and the routine as the workout would have it. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, repeat
from typing import Any, Final

from services.routines.tree import Routine, RoutineExercise, RoutineSet

Row = Mapping[str, Any]

HOLDS: Final = ("seconds", "distance_m")
LOADS: Final = ("weight", "unit")
# What of a set may differ: the column that tells, and what is shown of it.
NUMBERS: Final[Mapping[str, tuple[str, Callable[[RoutineSet, str], Any]]]] = {
    "weight": ("weight", lambda one, _: (one.weight, one.unit)),
    "reps": ("reps_max", lambda one, _: (one.reps_min, one.reps_max)),
    "seconds": ("seconds", getattr),
    "distance_m": ("distance_m", getattr),
}


@dataclass(frozen=True)
class Difference:
    """What was done otherwise than planned: kind is added, left_out, order, sets, weight, reps, seconds or distance_m.

    Before and after: (weight, unit), (lowest reps, highest reps), a count of sets, seconds or metres, as the first set
    that differs asks for them now and would from then on; None for whole exercises.
    """

    exercise_id: int
    kind: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Performed:
    """The sets of one exercise of a workout, as rows of the log in their order.

    `is_other` tells that they were done, or some of them, of an alternative that the routine names for the exercise.
    """

    exercise_id: int
    sets: tuple[Row, ...]
    is_other: bool = False

    @property
    def working(self) -> list[Row]:
        """What a routine plans: no warm-ups, no failed sets."""
        return [one for one in self.sets if one["set_type"] != "warmup" and one["reps"] != 0]


def performed_of(rows: Iterable[Row]) -> list[Performed]:
    """The exercises of a workout's rows, which are in order."""
    return [Performed(number, tuple(some)) for number, some in groupby(rows, lambda row: int(row["exercise_id"]))]


def _in_place(routine: Routine, performed: Iterable[Performed]) -> list[Performed]:
    """The same with alternatives under the exercise that they were done for: a swap that was planned is no change."""
    own = {part.exercise_id for part in routine.exercises}
    meant = {other: part.exercise_id for part in reversed(routine.exercises) for other in part.alternatives}
    stood = [
        replace(one, exercise_id=meant[one.exercise_id], is_other=True)
        if one.exercise_id in meant and one.exercise_id not in own
        else one
        for one in performed
    ]
    return [_joined(list(some)) for _, some in groupby(stood, lambda one: one.exercise_id)]


def _joined(parts: Sequence[Performed]) -> Performed:
    return Performed(
        parts[0].exercise_id,
        tuple(row for part in parts for row in part.sets),
        any(part.is_other for part in parts),
    )


def differences(routine: Routine, performed: Sequence[Performed]) -> list[Difference]:
    """All differences, exercise by exercise of the routine, then what was added."""
    done = _by_turn(_in_place(routine, performed))
    planned = _by_turn(routine.exercises)
    found = [one for turn, part in planned.items() for one in _of_exercise(part, done.get(turn))]
    added = [Difference(number, "added") for number, turn in done if (number, turn) not in planned]
    return [*found, *added, *_order(list(planned), list(done))]


def changes_exercises(found: Iterable[Difference]) -> bool:
    """Whether it is more than numbers."""
    return any(one.kind in ("added", "left_out", "order") for one in found)


def with_numbers(routine: Routine, performed: Sequence[Performed]) -> Routine:
    """The routine with sets, loads and reps as performed; its exercises and their order stay."""
    done = _by_turn(_in_place(routine, performed))
    exercises = tuple(_learned(part, done.get(turn)) for turn, part in _by_turn(routine.exercises).items())
    return replace(routine, exercises=exercises)


def with_exercises(routine: Routine, performed: Sequence[Performed]) -> Routine:
    """The routine with the exercises as performed; those that it had keep their rest, note and progression."""
    planned = _by_turn(routine.exercises)
    exercises = [
        _learned(planned[turn], one) if turn in planned else new(one)
        for turn, one in _by_turn(_in_place(routine, performed)).items()
    ]
    return replace(routine, exercises=tuple(exercises))


def new(one: Performed, with_loads: bool = False) -> RoutineExercise:
    """An exercise as it was performed, as a plan; its loads too, or they follow from last time."""
    first = one.sets[0]
    sets = tuple(_planned(row, with_loads) for row in one.sets if row["reps"] != 0)
    return RoutineExercise(one.exercise_id, sets, superset=first["superset"])


def _planned(row: Row, with_loads: bool) -> RoutineSet:
    held = {name: row[name] for name in (*HOLDS, *(LOADS if with_loads else ()))}
    is_open = row["set_type"] == "amrap"
    return RoutineSet(row["set_type"], reps_min=row["reps"], reps_max=None if is_open else row["reps"], **held)


def _by_turn(parts: Iterable[Any]) -> dict[tuple[int, int], Any]:
    """Exercises by their id and by how often it came before: an exercise may stand twice in a workout."""
    turns: Counter[int] = Counter()
    found = {}
    for part in parts:
        found[part.exercise_id, turns[part.exercise_id]] = part
        turns[part.exercise_id] += 1
    return found


def _of_exercise(part: RoutineExercise, done: Performed | None) -> Iterator[Difference]:
    if done is None or not done.working:
        yield Difference(part.exercise_id, "left_out")
        return
    if done.is_other:
        return
    before = _working(part)
    if part.sets and len(before) != len(done.working):
        yield Difference(part.exercise_id, "sets", len(before), len(done.working))
    pairs = zip(before, done.working, strict=False)
    yield from islice((one for planned, row in pairs if (one := _of_set(part, planned, row))), 1)


def _of_set(part: RoutineExercise, planned: RoutineSet, row: Row) -> Difference | None:
    learned = _as_done(part, planned, row)
    for name, (column, shown) in NUMBERS.items():
        if getattr(planned, column) != getattr(learned, column):
            return Difference(part.exercise_id, name, shown(planned, column), shown(learned, column))
    return None


def _working(part: RoutineExercise) -> list[RoutineSet]:
    return [one for one in part.sets if one.set_type != "warmup"]


def _order(planned: Sequence[tuple[int, int]], done: Sequence[tuple[int, int]]) -> list[Difference]:
    first = [turn for turn in planned if turn in done]
    second = [turn for turn in done if turn in planned]
    return [] if first == second else [Difference(second[0][0], "order")]


def _learned(part: RoutineExercise, done: Performed | None) -> RoutineExercise:
    """An exercise with as many sets as were done, beside its own warm-ups."""
    if done is None or done.is_other or not done.working or not part.sets:
        return part
    warmups, before = [one for one in part.sets if one.set_type == "warmup"], _working(part)
    more = replace(before[-1] if before else RoutineSet(), routine_set_id=0)
    pairs = zip([*before, *repeat(more, len(done.working))], done.working, strict=False)
    return replace(part, sets=(*warmups, *(_as_done(part, planned, row) for planned, row in pairs)))


def _as_done(part: RoutineExercise, planned: RoutineSet, row: Row) -> RoutineSet:
    """A planned set with the numbers that it fixes as they were performed; a rule of progression keeps its own."""
    if part.progression is not None:
        return planned
    changes: dict[str, Any] = {name: row[name] for name in HOLDS if getattr(planned, name) and row[name]}
    if planned.weight is not None and row["weight"] is not None:
        changes |= {"weight": row["weight"], "unit": row["unit"]}
    return replace(planned, **changes, **_reps(planned, row["reps"]))


def _reps(planned: RoutineSet, done: int | None) -> dict[str, Any]:
    """A range that holds what was done stays; another moves as far as it must and keeps its width."""
    low, high = planned.reps_min, planned.reps_max
    if not done or low is None or high is None or planned.set_type == "amrap" or low <= done <= high:
        return {}
    moved = max(1, done - (high - low)) if done > high else done
    return {"reps_min": moved, "reps_max": moved + (high - low)}
