"""Routine templates: what a lifter does with them, and the workouts that are started from them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select

from database import reads
from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import exercises, planned_sets, routine_exercises, routine_sets, workouts
from services.errors import (
    InvalidValue,
    NoSuchExercise,
    NoSuchLifter,
    NoSuchRoutine,
    NoSuchStarter,
    NoSuchWorkout,
    RoutineChanged,
)
from services.etl_oltp_to_olap import refresh
from services.routines import editing as use
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from tests.cast import (
    data_version,
    does,
    exercise_id,
    forget_marks,
    log_of,
    marks_of,
    new_lifter,
    operation,
    text_of,
)

SQUAT, BENCH, PRESS = (exercise_id(name) for name in ("squat", "bench", "press"))
MONDAY = datetime(2026, 1, 12, 17, 30, tzinfo=UTC)
FIVES = (RoutineSet(reps_min=5, reps_max=5),) * 3


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def push(engine: Engine, alice: int) -> Routine:
    """Alice's push day: bench 3 × 5, press 2 × 8–12."""
    press = RoutineExercise(PRESS, (RoutineSet(reps_min=8, reps_max=12, rir=2),) * 2, rest_s=90, note="strict")
    return use.create_routine(engine, alice, "Push", [RoutineExercise(BENCH, FIVES, rest_s=180), press])


def written(routine: Routine) -> list[str]:
    """A routine as text: exercise, sets × reps."""
    names = {SQUAT: "squat", BENCH: "bench", PRESS: "press"}
    return [
        f"{names[exercise.exercise_id]} {len(exercise.sets)}x{exercise.sets[0].reps_min if exercise.sets else 0}"
        for exercise in routine.exercises
    ]


def planned(engine: Engine, lifter: int, workout_id: int) -> list[str]:
    """The plan of a workout as text: exercise, weight and reps."""
    names = {SQUAT: "squat", BENCH: "bench", PRESS: "press"}
    with reading(engine) as connection:
        rows = reads.planned_rows(connection, lifter, workout_id)
    return [f"{names[row['exercise_id']]} {row['weight'] or ''}{row['unit'] or ''}x{row['reps_min']}" for row in rows]


def everything(engine: Engine, lifter: int) -> list[Any]:
    with reading(engine) as connection:
        return [
            reads.rows_of(connection, select(table).where(table.c.user_id == lifter).order_by(*table.primary_key))
            for table in (routine_exercises, routine_sets)
        ]


def test_a_routine_is_what_was_saved(engine: Engine, alice: int, push: Routine) -> None:
    assert use.routine(engine, alice, push.routine_id) == push
    assert use.routines(engine, alice) == (push,)
    assert written(push) == ["bench 3x5", "press 2x8"]
    assert (push.version, push.set_count, push.exercises[1].rest_s, push.exercises[1].note) == (1, 5, 90, "strict")


def test_a_whole_edited_tree_is_saved_and_what_it_keeps_keeps_its_ids(
    engine: Engine, alice: int, push: Routine
) -> None:
    bench, press = push.exercises
    heavier = replace(bench, sets=(*bench.sets, RoutineSet("amrap", reps_min=5)))
    saved = use.replace_routine(
        engine, alice, replace(push, name="Push A", exercises=(press, heavier, RoutineExercise(SQUAT, FIVES)))
    )
    assert written(saved) == ["press 2x8", "bench 4x5", "squat 3x5"]
    assert (saved.name, saved.version) == ("Push A", 2)
    assert saved.exercises[0] == press
    assert saved.exercises[1].sets[:3] == bench.sets
    assert use.routine(engine, alice, push.routine_id) == saved


def test_a_tree_made_from_an_older_version_is_not_saved_over_a_newer(engine: Engine, alice: int, push: Routine) -> None:
    use.rename_routine(engine, alice, push.routine_id, "Press day")
    with pytest.raises(RoutineChanged):
        use.replace_routine(engine, alice, replace(push, name="Mine"))
    assert use.routine(engine, alice, push.routine_id).name == "Press day"


def test_ids_in_a_tree_that_belong_to_another_routine_are_not_taken(engine: Engine, alice: int, push: Routine) -> None:
    other = use.create_routine(engine, alice, "Other", push.exercises)
    saved = use.replace_routine(engine, alice, replace(other, exercises=push.exercises))
    assert not {exercise.routine_exercise_id for exercise in saved.exercises} & {
        exercise.routine_exercise_id for exercise in push.exercises
    }
    assert use.routine(engine, alice, push.routine_id) == push


def test_exercises_are_added_moved_amended_and_removed(engine: Engine, alice: int, push: Routine) -> None:
    number, (bench, press) = push.routine_id, push.exercises
    added = use.add_exercise(engine, alice, number, RoutineExercise(SQUAT, FIVES))
    assert written(added) == ["bench 3x5", "press 2x8", "squat 3x5"]
    moved = use.move_exercise(engine, alice, number, added.exercises[2].routine_exercise_id, 0)
    assert written(moved) == ["squat 3x5", "bench 3x5", "press 2x8"]
    amended = use.amend_exercise(
        engine, alice, number, bench.routine_exercise_id, sets=(RoutineSet(reps_min=3),), superset=1, rest_s=60
    )
    assert written(amended) == ["squat 3x5", "bench 1x3", "press 2x8"]
    assert (amended.exercises[1].superset, amended.exercises[1].rest_s) == (1, 60)
    removed = use.remove_exercise(engine, alice, number, press.routine_exercise_id)
    assert written(removed) == ["squat 3x5", "bench 1x3"]
    assert removed.version == 5
    with pytest.raises(NoSuchExercise):
        use.remove_exercise(engine, alice, number, press.routine_exercise_id)


def test_routines_are_put_in_order_copied_put_away_and_taken_out(engine: Engine, alice: int, push: Routine) -> None:
    legs = use.create_routine(engine, alice, "Legs", [RoutineExercise(SQUAT, FIVES)])
    copy = use.duplicate_routine(engine, alice, push.routine_id)
    assert written(copy) == written(push)
    use.reorder_routines(engine, alice, [copy.routine_id, legs.routine_id])
    assert [routine.name for routine in use.routines(engine, alice)] == ["Push (copy)", "Legs", "Push"]
    use.archive_routine(engine, alice, legs.routine_id)
    assert [routine.name for routine in use.routines(engine, alice)] == ["Push (copy)", "Push"]
    assert [routine.name for routine in use.routines(engine, alice, archived=True)] == ["Legs"]
    use.unarchive_routine(engine, alice, legs.routine_id)
    assert len(use.routines(engine, alice)) == 3


def test_a_saved_tree_does_not_undo_a_new_order(engine: Engine, alice: int, push: Routine) -> None:
    legs = use.create_routine(engine, alice, "Legs")
    use.reorder_routines(engine, alice, [legs.routine_id])
    use.replace_routine(engine, alice, replace(push, name="Push A"))
    assert [routine.name for routine in use.routines(engine, alice)] == ["Legs", "Push A"]


def test_a_deleted_routine_leaves_nothing_and_can_be_restored_once(engine: Engine, alice: int, push: Routine) -> None:
    deleted = use.delete_routine(engine, alice, push.routine_id)
    assert use.routines(engine, alice) == ()
    assert everything(engine, alice) == [[], []]
    for _ in range(2):
        restored = use.restore_routine(engine, alice, deleted)
        assert (restored.routine_id, written(restored)) == (push.routine_id, written(push))
    assert len(use.routines(engine, alice)) == 1


BAD_SETS = [
    (RoutineSet("mega"), "The set type cannot be “mega”: one of warmup, working, drop, failure, amrap is expected."),
    (RoutineSet(reps_min=-1), "The lowest reps cannot be -1: a whole number from 0 to 1000 is expected."),
    (RoutineSet(reps_min=8, reps_max=5), "The reps cannot go from 8 down to 5."),
    (RoutineSet(rir=11), "The RIR cannot be 11: a number from 0 to 10 in steps of 0.5 is expected."),
    (RoutineSet(weight=Decimal(3000), unit="kg"), "The weight cannot be 3000 kg: it must be from 0 to 2000 kg."),
    (RoutineSet(weight=Decimal(60)), "The weight 60 needs its unit, kg or lb."),
    (RoutineSet(percent_tm=0), "The percent of the training max cannot be 0: a number from 1 to 200 is expected."),
]


@pytest.mark.parametrize(("bad", "sentence"), BAD_SETS)
def test_a_set_that_cannot_be_is_named_with_its_place(sqlite_engine: Engine, bad: RoutineSet, sentence: str) -> None:
    alice = new_lifter(sqlite_engine, "alice")
    tree = [RoutineExercise(SQUAT, FIVES), RoutineExercise(BENCH, (RoutineSet(), bad))]
    with pytest.raises(InvalidValue) as refusal:
        use.create_routine(sqlite_engine, alice, "Push", tree)
    assert str(refusal.value) == f"Exercise 2: set 2: {sentence}"
    assert use.routines(sqlite_engine, alice) == ()


@pytest.mark.parametrize(
    ("name", "tree", "sentence"),
    [
        (" ", [], "The name cannot be “ ”: text of 1 to 100 characters is expected."),
        ("n" * 101, [], "The name cannot be “" + "n" * 40 + "…”: text of 1 to 100 characters is expected."),
        ("Push", [RoutineExercise(999_999)], "There is no such exercise: 999999."),
        ("Push", [RoutineExercise(SQUAT)] * 61, "A routine has at most 60 exercises, not 61."),
        ("Push", [RoutineExercise(SQUAT, FIVES * 14)], "Exercise 1: An exercise has at most 40 sets, not 42."),
        (
            "Push",
            [RoutineExercise(SQUAT, rest_s=-1)],
            "Exercise 1: The rest in seconds cannot be -1: a whole number from 0 to 36000 is expected.",
        ),
    ],
)
def test_a_routine_that_cannot_be_is_refused(
    sqlite_engine: Engine, name: str, tree: list[RoutineExercise], sentence: str
) -> None:
    alice = new_lifter(sqlite_engine, "alice")
    with pytest.raises(InvalidValue) as refusal:
        use.create_routine(sqlite_engine, alice, name, tree)
    assert str(refusal.value) == sentence


WRITES: list[Callable[[Engine, int, Routine], object]] = [
    lambda engine, lifter, one: use.replace_routine(engine, lifter, replace(one, name="Stolen")),
    lambda engine, lifter, one: use.rename_routine(engine, lifter, one.routine_id, "Stolen"),
    lambda engine, lifter, one: use.duplicate_routine(engine, lifter, one.routine_id),
    lambda engine, lifter, one: use.archive_routine(engine, lifter, one.routine_id),
    lambda engine, lifter, one: use.delete_routine(engine, lifter, one.routine_id),
    lambda engine, lifter, one: use.reorder_routines(engine, lifter, [one.routine_id]),
    lambda engine, lifter, one: use.add_exercise(engine, lifter, one.routine_id, RoutineExercise(SQUAT)),
    lambda engine, lifter, one: use.remove_exercise(
        engine, lifter, one.routine_id, one.exercises[0].routine_exercise_id
    ),
    lambda engine, lifter, one: use.start_from_routine(engine, lifter, one.routine_id, MONDAY, "UTC"),
]


@pytest.mark.parametrize("attempt", WRITES)
def test_somebody_elses_routine_looks_like_none_and_stays_as_it_is(
    engine: Engine, alice: int, push: Routine, attempt: Callable[[Engine, int, Routine], object]
) -> None:
    bob, before = new_lifter(engine, "bob"), everything(engine, alice)
    version = data_version(alice)
    with pytest.raises(NoSuchRoutine):
        attempt(engine, bob, push)
    assert (use.routine(engine, alice, push.routine_id), everything(engine, alice)) == (push, before)
    assert (data_version(alice), text_of(bob)) == (version, [])
    attempt(engine, alice, push)


def test_somebody_elses_exercise_looks_like_none(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    own = {"user_id": alice, "exercise_id": new_id(), "name": "Log Press", "name_key": "log press"}
    with writing(engine) as connection:
        kind = {"equipment": "other", "pattern": "vertical_push", "load_type": "external"}
        connection.execute(insert(exercises).values(**own, **kind))
    number = own["exercise_id"]
    with pytest.raises(InvalidValue):
        use.create_routine(engine, bob, "Strongman", [RoutineExercise(int(str(number)))])
    assert use.create_routine(engine, alice, "Strongman", [RoutineExercise(int(str(number)))]).version == 1


def test_nobody_has_no_routines(sqlite_engine: Engine) -> None:
    with pytest.raises(NoSuchLifter):
        use.create_routine(sqlite_engine, new_id(), "Push")


def test_every_change_of_a_routine_gives_the_data_a_new_version(engine: Engine, alice: int, push: Routine) -> None:
    before = data_version(alice)
    use.rename_routine(engine, alice, push.routine_id, "Push A")
    assert data_version(alice) != before


def test_a_workout_started_from_a_routine_has_its_plan(engine: Engine, alice: int, push: Routine) -> None:
    forget_marks(alice)
    workout_id = use.start_from_routine(engine, alice, push.routine_id, MONDAY, "Asia/Tokyo")
    assert planned(engine, alice, workout_id) == ["bench x5"] * 3 + ["press x8"] * 2
    assert text_of(alice) == ["2026-01-13"]
    assert marks_of(alice) == {(None, "2026-01-13")}
    with reading(engine) as connection:
        started = reads.workout(connection, alice, workout_id)
        plan = reads.planned_rows(connection, alice, workout_id)
        (offered,) = reads.unfinished_workouts(connection, alice)
    assert started is not None
    assert (started["title"], started["routine_id"], started["started_at"]) == ("Push", push.routine_id, MONDAY)
    assert [(row["rest_s"], row["rir"], row["note"]) for row in plan[2:4]] == [(180, None, None), (90, 2.0, "strict")]
    assert (offered["workout_id"], offered["sets"], offered["planned_sets"]) == (workout_id, 0, 5)


def test_a_workout_is_started_once_however_often_it_is_asked_for(engine: Engine, alice: int, push: Routine) -> None:
    wanted = new_id()
    for _ in range(2):
        assert use.start_from_routine(engine, alice, push.routine_id, MONDAY, "UTC", wanted) == wanted
    assert len(planned(engine, alice, wanted)) == 5
    does(alice, operation("delete_workout", wanted))
    assert use.start_from_routine(engine, alice, push.routine_id, MONDAY, "UTC", wanted) == wanted
    assert text_of(alice) == []


def test_the_plan_survives_a_change_of_the_routine(engine: Engine, alice: int, push: Routine) -> None:
    workout_id = use.start_from_routine(engine, alice, push.routine_id, MONDAY, "UTC")
    use.delete_routine(engine, alice, push.routine_id)
    assert len(planned(engine, alice, workout_id)) == 5


@pytest.mark.parametrize(
    ("zone", "at", "sentence"),
    [
        ("Mars", MONDAY, "The time zone cannot be “Mars”: the name of a time zone such as Europe/Berlin is expected."),
        (
            "UTC",
            datetime(3000, 1, 1, tzinfo=UTC),
            "The start cannot be “3000-01-01T00:00:00+00:00”: a date and time with its offset, from 1970 to tomorrow"
            " is expected.",
        ),
    ],
)
def test_a_start_that_cannot_be_starts_nothing(
    engine: Engine, alice: int, push: Routine, zone: str, at: datetime, sentence: str
) -> None:
    with pytest.raises(InvalidValue) as refusal:
        use.start_from_routine(engine, alice, push.routine_id, at, zone)
    assert str(refusal.value) == sentence
    assert text_of(alice) == []


def test_targets_are_what_was_lifted_last_time_set_by_set(engine: Engine, alice: int, push: Routine) -> None:
    log_of(alice, "2026-01-02 bench 70x5 70x5 70x5\n2026-01-05 bench w40x8 80x5 77.5x5 press 95lbx8")
    workout_id = use.start_from_routine(engine, alice, push.routine_id, MONDAY, "UTC")
    assert planned(engine, alice, workout_id) == [
        "bench 80kgx5",
        "bench 77.5kgx5",
        "bench 77.5kgx5",
        "press 95lbx8",
        "press 95lbx8",
    ]


def test_a_weight_in_the_routine_is_the_target(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 80x5")
    fixed = RoutineSet(reps_min=5, weight=Decimal("82.5"), unit="kg")
    warm = RoutineSet("warmup", reps_min=8)
    made = use.create_routine(engine, alice, "Bench", [RoutineExercise(BENCH, (warm, fixed))])
    workout_id = use.start_from_routine(engine, alice, made.routine_id, MONDAY, "UTC")
    assert planned(engine, alice, workout_id) == ["bench 50kgx8", "bench 82.5kgx5"]  # 60 % to warm up


@pytest.mark.parametrize(
    ("unit", "logged", "targets"),
    [
        # Epley: 120 × (1 + 5/30) = 140; training max 126; 65 % 81.9, 75 % 94.5, 85 % 107.1; to 2.5 kg, half up.
        ("kg", "squat 120x5", ["squat 82.5kgx5", "squat 95kgx5", "squat 107.5kgx5"]),
        # 225 × (1 + 5/30) = 262.5 lb; training max 236.25; 153.56, 177.19, 200.81; to 5 lb.
        ("lb", "squat 225lbx5", ["squat 155lbx5", "squat 175lbx5", "squat 200lbx5"]),
    ],
)
def test_percentages_are_of_ninety_percent_of_the_best_estimated_max(
    engine: Engine, unit: str, logged: str, targets: list[str]
) -> None:
    lifter = new_lifter(engine, "wendler", unit=unit)
    waves = tuple(RoutineSet(reps_min=5, percent_tm=percent) for percent in (65, 75, 85))
    made = use.create_routine(engine, lifter, "Squat", [RoutineExercise(SQUAT, waves)])
    unknown = use.start_from_routine(engine, lifter, made.routine_id, MONDAY, "UTC")
    assert planned(engine, lifter, unknown) == ["squat x5"] * 3
    log_of(lifter, f"2026-01-05 {logged}@0")
    refresh(engine, lifter)
    known = use.start_from_routine(engine, lifter, made.routine_id, MONDAY, "UTC")
    assert planned(engine, lifter, known) == targets


def test_a_past_workout_is_repeated_as_a_plan(engine: Engine, alice: int) -> None:
    (past,) = log_of(alice, "2026-01-05 squat w60x5 100x5@2 bench 185lbx8")
    does(alice, operation("amend_workout", past, title="Monday"))
    wanted = new_id()
    for _ in range(2):
        assert use.repeat_workout(engine, alice, past, MONDAY, "UTC", wanted) == wanted
    assert planned(engine, alice, wanted) == ["squat 60kgx5", "squat 100kgx5", "bench 185lbx8"]
    with reading(engine) as connection:
        plan = reads.planned_rows(connection, alice, wanted)
        titles = connection.scalars(select(workouts.c.title).where(workouts.c.user_id == alice)).all()
    assert [(row["set_type"], row["reps_max"], row["rir"]) for row in plan[:2]] == [
        ("warmup", 5, None),
        ("working", 5, 2.0),
    ]
    assert titles == ["Monday", "Monday"]


def test_somebody_elses_workout_cannot_be_repeated(engine: Engine, alice: int) -> None:
    (past,) = log_of(alice, "2026-01-05 squat 100x5")
    bob = new_lifter(engine, "bob")
    with pytest.raises(NoSuchWorkout):
        use.repeat_workout(engine, bob, past, MONDAY, "UTC")
    assert text_of(bob) == []


def test_every_starter_can_be_copied_and_started(engine: Engine, alice: int) -> None:
    assert len(use.starters()) >= 6
    for starter in use.starters():
        copied = use.copy_starter(engine, alice, starter.slug)
        kept = [use.routine(engine, alice, number) for number in copied]
        assert [(one.name, one.set_count, one.folder) for one in kept] == [
            (one.name, one.set_count, starter.name) for one in starter.routines
        ]
        workout_id = use.start_from_routine(engine, alice, copied[0], MONDAY, "UTC")
        with reading(engine) as connection:
            assert len(reads.planned_rows(connection, alice, workout_id)) == kept[0].set_count > 0
    with reading(engine) as connection:
        assert connection.scalar(select(planned_sets.c.user_id).where(planned_sets.c.user_id != alice)) is None


def test_five_by_five_is_squat_bench_and_row_five_times_five() -> None:
    starter = next(one for one in use.starters() if one.slug == "five-by-five")
    first = starter.routines[0]
    assert [one.exercise_id for one in first.exercises][:2] == [SQUAT, BENCH]
    assert [[one.reps_min for one in exercise.sets] for exercise in first.exercises] == [[5] * 5] * 3


def test_a_starter_that_is_not_there_is_named(sqlite_engine: Engine) -> None:
    with pytest.raises(NoSuchStarter):
        use.copy_starter(sqlite_engine, new_lifter(sqlite_engine, "alice"), "get-strong-quick")


def test_the_statements_of_reading_routines_do_not_grow_with_them(engine: Engine, alice: int, push: Routine) -> None:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2].split()[0]))
    use.routines(engine, alice)
    one = seen.count("SELECT")
    for _ in range(5):
        use.duplicate_routine(engine, alice, push.routine_id)
    seen.clear()
    assert len(use.routines(engine, alice)) == 6
    assert seen.count("SELECT") == one == 3
