"""A finished workout beside its routine: what differed, and the routine updated from it, worked out by hand."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from services.errors import InvalidValue, NoSuchRoutine, NoSuchWorkout
from services.routines import editing as use
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.learned import changes_exercises, differences, performed_of, with_exercises, with_numbers
from tests.cast import does, exercise_id, log, log_of, new_lifter, set_fields

SQUAT, BENCH, PRESS, PLANK = (exercise_id(name) for name in ("squat", "bench", "press", "plank"))
BLANK = dict.fromkeys(["reps", "seconds", "distance_m", "superset", "weight", "unit"])
FIVES = tuple(RoutineSet(reps_min=5, reps_max=5, weight=Decimal(80), unit="kg") for _ in range(3))
PUSH = Routine(
    "Push",
    (
        RoutineExercise(BENCH, (RoutineSet("warmup", 8, 8), *FIVES), rest_s=180),
        RoutineExercise(PRESS, (RoutineSet(reps_min=8, reps_max=12),) * 2, note="strict"),
    ),
)


def done(text: str) -> Any:
    """Sets of the cast's text as performed exercises."""
    rows: list[dict[str, Any]] = []
    name = ""
    for word in text.split():
        if word[0].isdigit() or word[:2] in ("w1", "w4") or word.startswith("x"):
            rows.append({**BLANK, **set_fields(name, word)})
        else:
            name = word
    return performed_of({**row, "weight": Decimal(row["weight"]) if row["weight"] else None} for row in rows)


def told(routine: Routine, text: str) -> list[tuple[int, str, Any, Any]]:
    return [
        (difference.exercise_id, difference.kind, difference.before, difference.after)
        for difference in differences(routine, done(text))
    ]


def loads(routine: Routine) -> list[Sequence[Any]]:
    return [
        (
            part.exercise_id,
            *(
                (routine_set.set_type[:2], routine_set.weight, routine_set.reps_min, routine_set.reps_max)
                for routine_set in part.sets
            ),
        )
        for part in routine.exercises
    ]


AS_PLANNED = "bench w40x8 80x5 80x5 80x5 press 40x8 40x12"


def test_what_was_done_as_planned_differs_in_nothing() -> None:
    assert told(PUSH, AS_PLANNED) == []
    assert told(PUSH, "bench 80x5 80x5 80x5 press 42.5x10 40x9") == []  # no warm-up; the press has no load of its own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "bench 80x5 82.5x5 80x5 press 40x8 40x8",
            (BENCH, "weight", (Decimal(80), "kg"), (Decimal("82.5"), "kg")),
        ),
        ("bench 80x5 80x5 press 40x8 40x8", (BENCH, "sets", 3, 2)),
        ("bench 80x5 80x5 80x6 press 40x8 40x8", (BENCH, "reps", (5, 5), (6, 6))),
        ("bench 80x5 80x5 80x5 press 40x14 40x8", (PRESS, "reps", (8, 12), (10, 14))),
        ("bench 80x5 80x5 80x5 press 40x6 40x8", (PRESS, "reps", (8, 12), (6, 10))),
        ("bench 80x5 80x5 80x5", (PRESS, "left_out", None, None)),
        ("bench 80x5 80x5 80x5 press 40x8 40x8 squat 100x5", (SQUAT, "added", None, None)),
        ("press 40x8 40x8 bench 80x5 80x5 80x5", (PRESS, "order", None, None)),
    ],
)
def test_each_difference_is_told(text: str, expected: tuple[Any, ...]) -> None:
    assert told(PUSH, text) == [expected]


def test_numbers_are_learned_and_exercises_stay() -> None:
    learned = with_numbers(PUSH, done("squat 100x5 bench 82.5x5 82.5x5 82.5x4 82.5x4"))
    assert loads(learned) == [
        (BENCH, ("wa", None, 8, 8), *(("wo", Decimal("82.5"), reps, reps) for reps in (5, 5, 4, 4))),
        (PRESS, ("wo", None, 8, 12), ("wo", None, 8, 12)),
    ]
    assert learned.exercises[0].rest_s == 180


def test_exercises_are_learned_with_what_they_had() -> None:
    learned = with_exercises(PUSH, done("press 40x8 40x8 squat 100x5 100x3"))
    assert loads(learned) == [
        (PRESS, ("wo", None, 8, 12), ("wo", None, 8, 12)),
        (SQUAT, ("wo", None, 5, 5), ("wo", None, 3, 3)),
    ]
    assert learned.exercises[0].note == "strict"


def test_a_rule_of_progression_keeps_its_numbers() -> None:
    ruled = Routine("Push", (RoutineExercise(BENCH, FIVES, progression={"rule": "linear"}),))
    assert told(ruled, "bench 85x5 85x5 85x3") == []
    assert with_numbers(ruled, done("bench 85x5 85x5 85x3")).exercises[0].sets == FIVES


SETS = st.lists(st.tuples(st.sampled_from(["bench", "press", "squat"]), st.integers(0, 20)), min_size=1, max_size=12)


@given(SETS)
def test_a_routine_that_learned_everything_differs_in_nothing(performed: list[tuple[str, int]]) -> None:
    parts = done(" ".join(f"{name} 60x{reps}" for name, reps in performed))
    learned = with_exercises(PUSH, parts)
    assert [difference for difference in differences(learned, parts) if difference.kind != "left_out"] == []
    assert not changes_exercises(differences(with_numbers(PUSH, done(AS_PLANNED)), done(AS_PLANNED)))


def test_a_workout_teaches_its_routine_and_the_answer_is_remembered(engine: Engine) -> None:
    alice, bob = new_lifter(engine), new_lifter(engine, "bob")
    push = use.create_routine(engine, alice, "Push", PUSH.exercises)
    workout = use.start_from_routine(engine, alice, push.routine_id)
    does(alice, *(log(workout, f"bench 85x{reps}", position=reps) for reps in (3, 4, 5)))
    found = use.compared(engine, alice, workout)
    assert found
    assert [difference.kind for difference in found.differences] == ["weight", "left_out"]
    assert use.compared(engine, bob, workout) is None
    with pytest.raises(NoSuchWorkout):
        use.learn(engine, bob, workout, "numbers")
    before = use.learn(engine, alice, workout, "exercises")
    now = use.routine(engine, alice, push.routine_id)
    assert loads(before) == loads(push)
    assert loads(now) == [(BENCH, ("wa", None, 8, 8), *(("wo", 85, reps, reps) for reps in (3, 4, 5)))]
    assert now.after_workout == "exercises"
    assert [difference.kind for difference in use.compared(engine, alice, workout).differences] == []  # type: ignore[union-attr]


def test_a_workout_becomes_a_routine(engine: Engine) -> None:
    alice = new_lifter(engine)
    (workout,) = log_of(alice, "2026-01-05 bench w40x8 80x5 80x4 plank 60s")
    made = use.save_as_routine(engine, alice, workout, "Monday")
    assert loads(made) == [
        (BENCH, ("wa", None, 8, 8), ("wo", None, 5, 5), ("wo", None, 4, 4)),
        (PLANK, ("wo", None, None, None)),
    ]
    assert made.exercises[1].sets[0].seconds == 60
    with pytest.raises(InvalidValue, match="name"):
        use.save_as_routine(engine, alice, workout, " ")


def test_nothing_else_can_be_learned(engine: Engine) -> None:
    alice = new_lifter(engine)
    (workout,) = log_of(alice, "2026-01-05 bench 80x5")
    with pytest.raises(InvalidValue):
        use.learn(engine, alice, workout, "everything")
    with pytest.raises(NoSuchRoutine):
        use.learn(engine, alice, workout, "numbers")
    assert use.compared(engine, alice, workout) is None
