"""What a routine plans: shares of the e1RM, warm-ups towards the working weight, and alternatives that were done."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select

from database import reads
from database.db_connector import reading
from database.olap_tables import fact_planned_sets
from services.errors import InvalidValue
from services.etl.refresh import refresh
from services.gyms import editing as gyms
from services.routines import editing as use
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.planning import previewed
from services.workouts import grid_data
from tests.cast import does, exercise_id, log, log_of, new_lifter

BENCH, DUMBBELL, PUSHUP, PULLUP = (
    exercise_id(name) for name in ("bench", "dumbbell_bench", "pushup", "weighted_pullup")
)
MONDAY = datetime(2026, 1, 12, 17, 30, tzinfo=UTC)
UNKNOWN = "No e1RM is known yet: choose a load, and percentages follow from it next time."


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def of_e1rm(*shares: float) -> tuple[RoutineSet, ...]:
    return tuple(RoutineSet(reps_min=5, reps_max=5, percent_1rm=share) for share in shares)


def begun(engine: Engine, lifter: int, *exercises: RoutineExercise) -> int:
    made = use.create_routine(engine, lifter, "Push", exercises)
    return use.start_from_routine(engine, lifter, made.routine_id, MONDAY, "UTC")


def plan(engine: Engine, lifter: int, workout_id: int) -> list[dict[str, Any]]:
    with reading(engine) as connection:
        return reads.planned_rows(connection, lifter, workout_id)


def loads(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['weight']:f} {row['unit']}" if row["weight"] is not None else "" for row in rows]


@pytest.mark.parametrize(
    ("unit", "logged", "shares", "expected", "reason"),
    [
        # Epley: 100 × (1 + 5/30) = 116.67, shown as 116.5; 80 % are 93.2, 90 % are 104.85; to 2.5 kg.
        ("kg", "bench 100x5@0", (80, 90), ["92.5 kg", "105 kg"], "80, 90 % of your e1RM of 116.5 kg, rounded to "),
        # 225 × (1 + 5/30) = 262.5, shown as 263 lb; 82.5 % are 216.98; to 5 lb.
        ("lb", "bench 225lbx5@0", (82.5,), ["215 lb"], "82.5 % of your e1RM of 263 lb, rounded to "),
        # A year ago 150 × 1 was done; what counts are the twelve weeks before the last bench: 100 × 1.
        ("kg", "bench 100x1@0", (80,), ["80 kg"], "80 % of your e1RM of 100 kg, rounded to "),
    ],
)
def test_a_share_of_the_e1rm_is_a_load_with_its_reason(
    engine: Engine, unit: str, logged: str, shares: tuple[float, ...], expected: list[str], reason: str
) -> None:
    lifter = new_lifter(engine, "alice", unit=unit)
    log_of(lifter, f"2025-01-05 bench 150x1@0\n2026-01-05 {logged}")
    rows = plan(engine, lifter, begun(engine, lifter, RoutineExercise(BENCH, of_e1rm(*shares))))
    assert loads(rows) == expected
    assert {row["reason"] for row in rows} == {f"{reason}what you can load."}


def test_a_share_is_rounded_to_the_plates_there_are(engine: Engine, alice: int) -> None:
    gyms.save_gym(engine, alice, "Garage", "kg", {"bar": "20", "plate": "10x8"})
    log_of(alice, "2026-01-05 bench 100x1@0")
    rows = plan(engine, alice, begun(engine, alice, RoutineExercise(BENCH, of_e1rm(75))))
    assert loads(rows) == ["80 kg"]  # 75 kg; the bar makes 60 and 80


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (BENCH, UNKNOWN),
        (PULLUP, "Percentages of an e1RM are worked out for lifts with a weight alone: choose the load."),
    ],
)
def test_without_an_e1rm_there_is_no_load_but_a_sentence(engine: Engine, alice: int, number: int, reason: str) -> None:
    rows = plan(engine, alice, begun(engine, alice, RoutineExercise(number, of_e1rm(80))))
    assert (loads(rows), [row["reason"] for row in rows]) == ([""], [reason])


def test_a_set_takes_one_share_and_not_two(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    both = RoutineExercise(BENCH, (RoutineSet(percent_tm=80, percent_1rm=80),))
    with pytest.raises(InvalidValue, match="of the training max or of the e1RM, not of both"):
        use.create_routine(sqlite_engine, lifter, "Push", [both])


def test_warm_ups_rise_to_the_weight_of_last_time(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 100x5")
    ramp = tuple(RoutineSet("warmup", reps, reps) for reps in (8, 5, 3))
    given = RoutineSet("warmup", 2, 2, weight=Decimal(90), unit="kg")
    exercise = RoutineExercise(BENCH, (*ramp, RoutineSet(reps_min=5, reps_max=5)))
    rows = plan(engine, alice, begun(engine, alice, exercise))
    assert loads(rows) == ["40 kg", "60 kg", "80 kg", "100 kg"]
    own = RoutineExercise(BENCH, (given, RoutineSet(reps_min=5, reps_max=5)))
    assert loads(plan(engine, alice, begun(engine, alice, own))) == ["90 kg", "100 kg"]


def test_the_editor_shows_what_would_be_planned_and_bob_sees_nothing_of_it(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 100x1@0")
    made = use.create_routine(engine, alice, "Push", [RoutineExercise(BENCH, of_e1rm(80))])
    refresh(engine, alice)
    bob = new_lifter(engine, "bob")
    with reading(engine) as connection:
        (part,) = previewed(connection, alice, made.routine_id)
        assert previewed(connection, bob, made.routine_id) == ()
    assert [routine_set.weight for routine_set in part.exercise.sets] == [80]
    assert part.reason == "80 % of your e1RM of 100 kg, rounded to what you can load."


def with_others(*others: int) -> RoutineExercise:
    return RoutineExercise(BENCH, (RoutineSet(reps_min=5, reps_max=5),) * 2, alternatives=others)


def test_an_alternative_that_was_done_counts_for_what_was_planned(engine: Engine, alice: int) -> None:
    workout_id = begun(engine, alice, with_others(DUMBBELL, PUSHUP))
    first, second = plan(engine, alice, workout_id)
    done = log(workout_id, "dumbbell_bench 40x5", first["planned_set_id"], planned_set_id=str(first["planned_set_id"]))
    does(alice, done)
    refresh(engine, alice)
    f = fact_planned_sets.c
    with reading(engine) as connection:
        picked = select(f.exercise_id, f.performed_exercise_id, f.is_done).where(f.user_id == alice)
        lines = connection.execute(picked.order_by(f.position)).all()
    assert [tuple(line) for line in lines] == [(BENCH, DUMBBELL, 1), (BENCH, None, 0)]
    assert second["exercise_id"] == BENCH


def test_the_log_knows_the_alternatives_of_the_routine_as_it_was(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 32x8")
    workout_id = begun(engine, alice, with_others(DUMBBELL, PUSHUP))
    (made,) = use.routines(engine, alice)
    use.amend_exercise(
        engine, alice, made.routine_id, made.exercises[0].routine_exercise_id, alternatives=(PUSHUP, PUSHUP, BENCH)
    )
    board = grid_data.board_data(engine, alice, workout_id)
    assert board is not None
    assert board["alternatives"] == {str(BENCH): [str(DUMBBELL), str(PUSHUP)]}
    kit = grid_data.kit(engine, alice, "epley", "kg")
    assert [one["alternatives"] for one in kit["routines"]] == [{str(BENCH): [str(PUSHUP)]}]  # each once, none itself
    assert kit["past"][str(DUMBBELL)]["sets"][0]["weight"] == "32"


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ((1, 2, 3, 4, 5, 6), "Exercise 1: An exercise has at most 5 alternatives, not 6"),
        ((999_999,), "There is no such exercise: 999999"),
        (("x",), "an id made at most a day ahead of now is expected"),
    ],
)
def test_what_can_be_no_alternative_is_refused(sqlite_engine: Engine, others: Any, why: str) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    with pytest.raises(InvalidValue, match=why):
        use.create_routine(sqlite_engine, lifter, "Push", [with_others(*others)])
    assert use.routines(sqlite_engine, lifter) == ()


def test_a_planned_swap_is_no_difference_from_the_routine(engine: Engine, alice: int) -> None:
    workout_id = begun(engine, alice, with_others(DUMBBELL))
    does(alice, log(workout_id, "bench 80x5"), log(workout_id, "dumbbell_bench 32x8"))
    found = use.compared(engine, alice, workout_id)
    assert found is not None
    assert found.differences == ()
    use.learn(engine, alice, workout_id, "exercises")
    (routine,) = use.routines(engine, alice)
    assert [part.exercise_id for part in routine.exercises] == [BENCH]


def test_a_workout_becomes_a_routine_with_its_weights_only_if_that_is_wanted(engine: Engine, alice: int) -> None:
    (past,) = log_of(alice, "2026-01-05 bench w40x8 82.5x5 a80x9 plank 60s")
    bare: Routine = use.save_as_routine(engine, alice, past, "Monday")
    loaded = use.save_as_routine(engine, alice, past, "Monday with weights", True)
    first = [
        (routine_set.set_type, routine_set.reps_min, routine_set.reps_max, routine_set.weight)
        for routine_set in bare.exercises[0].sets
    ]
    assert first == [("warmup", 8, 8, None), ("working", 5, 5, None), ("amrap", 9, None, None)]
    assert [(routine_set.weight, routine_set.unit) for routine_set in loaded.exercises[0].sets] == [
        (40, "kg"),
        (Decimal("82.5"), "kg"),
        (80, "kg"),
    ]
    assert loaded.exercises[1].sets[0].seconds == 60
