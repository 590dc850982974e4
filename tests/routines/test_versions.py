"""Every version of a routine: kept, told in words, brought back, and there for the workouts that began with it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from database.db_connector import reading, writing
from database.oltp_tables import deleted_rows, routine_versions
from services.errors import InvalidValue, NoSuchRoutine
from services.exporters.whole import document
from services.importers import restoring
from services.progression.rule_text import from_text
from services.routines import editing as use
from services.routines import history, versions
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.history import NoSuchVersion
from services.routines.rules import clear_progression, set_progression
from services.routines.versions import routine_of, tree_of
from tests.cast import does, exercise_id, log_of, new_lifter, operation, text_of
from tests.exporters.test_exporters import NOW, every_row
from utils.routines.changes import changes
from utils.routines.versions import described_versions
from utils.styling import Display

SQUAT, BENCH, DUMBBELL = (exercise_id(name) for name in ("squat", "bench", "dumbbell_bench"))
NAMES = {SQUAT: {"shown_name": "Squat"}, BENCH: {"shown_name": "Bench"}, DUMBBELL: {"shown_name": "Dumbbell Bench"}}
DISPLAY = Display("kg", "UTC", 0, "en-GB")
EIGHTS = (RoutineSet(reps_min=8, reps_max=8),) * 3


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def push(engine: Engine, alice: int) -> Routine:
    return use.create_routine(engine, alice, "Push", [RoutineExercise(BENCH, EIGHTS), RoutineExercise(SQUAT, EIGHTS)])


def amended(engine: Engine, lifter: int, routine: Routine, place: int = 0, **fields: Any) -> Routine:
    number = routine.exercises[place].routine_exercise_id
    return use.amend_exercise(engine, lifter, routine.routine_id, number, **fields)


def told(engine: Engine, lifter: int, routine: Routine) -> list[list[str]]:
    kept = history.history(engine, lifter, routine.routine_id)
    return [lines for _, lines in described_versions(kept, NAMES, DISPLAY)]


def versions_of(engine: Engine, lifter: int) -> list[int]:
    with reading(engine) as connection:
        picked = select(routine_versions.c.version).where(routine_versions.c.user_id == lifter)
        return list(connection.scalars(picked.order_by(routine_versions.c.version)))


def test_every_change_is_a_version_that_is_told_in_plain_words(engine: Engine, alice: int, push: Routine) -> None:
    amended(engine, alice, push, sets=EIGHTS[:1] * 4, alternatives=(DUMBBELL,))
    use.remove_exercise(engine, alice, push.routine_id, push.exercises[1].routine_exercise_id)
    use.archive_routine(engine, alice, push.routine_id)  # no change of the plan, and told only as it stands now
    use.unarchive_routine(engine, alice, push.routine_id)
    use.rename_routine(engine, alice, push.routine_id, "Push A")
    assert told(engine, alice, push) == [
        ["Name: Push \N{RIGHTWARDS ARROW} Push A"],
        ["Squat removed"],
        ["Bench: 3 × 8 \N{RIGHTWARDS ARROW} 4 × 8", "Bench, alternatives: none \N{RIGHTWARDS ARROW} Dumbbell Bench"],
        ["Begun with 2 exercises"],
    ]


def test_an_older_version_comes_back_as_a_new_one(engine: Engine, alice: int, push: Routine) -> None:
    use.remove_exercise(engine, alice, push.routine_id, push.exercises[0].routine_exercise_id)
    before = history.bring_back(engine, alice, push.routine_id, 1)
    now = use.routine(engine, alice, push.routine_id)
    assert (before.version, now.version) == (2, 3)
    assert [(part.exercise_id, len(part.sets)) for part in now.exercises] == [(BENCH, 3), (SQUAT, 3)]
    with pytest.raises(NoSuchVersion):
        history.bring_back(engine, alice, push.routine_id, 9)


def test_a_rule_that_was_given_up_stays_given_up(engine: Engine, alice: int, push: Routine) -> None:
    where = (push.routine_id, push.exercises[0].routine_exercise_id)
    set_progression(engine, alice, *where, from_text("linear add 2.5"), "80", "kg", "Bench")
    clear_progression(engine, alice, *where)
    history.bring_back(engine, alice, push.routine_id, 2)
    assert [part.progression for part in use.routine(engine, alice, push.routine_id).exercises] == [None, None]


def test_a_workout_knows_the_routine_as_it_was_also_after_it_is_deleted(
    engine: Engine, alice: int, push: Routine
) -> None:
    workout_id = use.start_from_routine(engine, alice, push.routine_id)
    amended(engine, alice, push, sets=EIGHTS[:1])
    use.rename_routine(engine, alice, push.routine_id, "Push B")
    started = history.started_from(engine, alice, workout_id)
    assert started is not None
    assert started.now is not None
    assert (started.version.routine.name, started.version.routine.set_count, started.now.set_count) == ("Push", 6, 4)
    use.delete_routine(engine, alice, push.routine_id)
    other = use.create_routine(engine, alice, "Other", [RoutineExercise(SQUAT, EIGHTS)])
    use.delete_routine(engine, alice, other.routine_id)  # what was deleted before is tidied up now
    after = history.started_from(engine, alice, workout_id)
    assert after is not None
    assert (after.version.routine.name, after.now) == ("Push", None)
    assert versions_of(engine, alice) == [1, 1]  # the workout's, and that of the routine deleted last
    bob = new_lifter(engine, "bob")
    assert history.started_from(engine, bob, workout_id) is None


def test_nobody_reads_or_brings_back_the_versions_of_another(engine: Engine, alice: int, push: Routine) -> None:
    bob = new_lifter(engine, "bob")
    amended(engine, alice, push, sets=EIGHTS[:1])
    with pytest.raises(NoSuchRoutine):
        history.history(engine, bob, push.routine_id)
    with pytest.raises(NoSuchRoutine):
        history.bring_back(engine, bob, push.routine_id, 1)
    own = use.create_routine(engine, bob, "Legs")
    use.delete_routine(engine, bob, own.routine_id)
    use.delete_routine(engine, bob, use.create_routine(engine, bob, "Arms").routine_id)
    assert versions_of(engine, alice) == [1, 2]


def test_a_deleted_routine_that_comes_back_counts_on(engine: Engine, alice: int, push: Routine) -> None:
    amended(engine, alice, push, sets=EIGHTS[:1])
    back = use.restore_routine(engine, alice, use.delete_routine(engine, alice, push.routine_id))
    assert (back.version, back.set_count) == (3, 4)
    assert versions_of(engine, alice) == [1, 2, 3]


def test_versions_are_bounded_but_for_those_of_workouts(
    engine: Engine, alice: int, push: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_VERSIONS", 3)
    use.start_from_routine(engine, alice, push.routine_id)
    for name in "ABCDE":
        use.rename_routine(engine, alice, push.routine_id, name)
    assert versions_of(engine, alice) == [1, 4, 5, 6]


def test_a_routine_from_before_versions_is_kept_with_its_first_change(
    engine: Engine, alice: int, push: Routine
) -> None:
    with writing(engine) as connection:
        connection.execute(routine_versions.delete().where(routine_versions.c.user_id == alice))
    workout_id = use.start_from_routine(engine, alice, push.routine_id)
    before = history.started_from(engine, alice, workout_id)
    amended(engine, alice, push, sets=EIGHTS[:1])
    after = history.started_from(engine, alice, workout_id)
    assert before is not None
    assert after is not None
    assert before.version.routine.set_count == after.version.routine.set_count == 6
    assert after.version.saved_at is None


def test_an_export_holds_versions_and_alternatives_and_restores_them(engine: Engine, alice: int, push: Routine) -> None:
    amended(engine, alice, push, alternatives=(DUMBBELL,), sets=(RoutineSet(reps_min=5, percent_1rm=80.0),))
    use.start_from_routine(engine, alice, push.routine_id)
    with reading(engine) as connection:
        data = document(connection, alice, NOW)
    bob = new_lifter(engine, "bob")
    restoring.restore(engine, bob, data)
    assert every_row(engine, bob) == every_row(engine, alice)
    assert every_row(engine, bob)["workouts"][0]["routine_version"] == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"tree": {"name": "", "exercises": []}}, "The name cannot be"),
        ({"tree": {"name": "A", "exercises": [{"exercise_id": "1", "sets": [{"count": 10**9}]}]}}, "cannot be so"),
        ({"tree": {"name": "A", "exercises": [{"exercise_id": "1", "sets": [7]}]}}, "The tree of a version cannot be"),
        ({"tree": {"name": "A", "exercises": [{"exercise_id": "1", "sets": []}] * 61}}, "at most 60 exercises"),
        ({"version": 0}, "A version is counted from 1"),
    ],
)
def test_a_damaged_version_is_refused(sqlite_engine: Engine, change: dict[str, Any], why: str) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    use.create_routine(sqlite_engine, lifter, "Push", [RoutineExercise(BENCH, EIGHTS)])
    with reading(sqlite_engine) as connection:
        whole = json.loads(document(connection, lifter, NOW))
    whole["routine_versions"][0] |= change
    bob = new_lifter(sqlite_engine, "bob")
    with pytest.raises(InvalidValue, match=f"routine_versions, row 1: .*{why}"):
        restoring.restore(sqlite_engine, bob, json.dumps(whole).encode())
    assert use.routines(sqlite_engine, bob) == ()


maybe = st.one_of(st.none(), st.floats(0.5, 200, allow_nan=False))
sets = st.builds(
    RoutineSet,
    set_type=st.sampled_from(["warmup", "working", "drop", "failure", "amrap"]),
    reps_min=st.one_of(st.none(), st.integers(0, 30)),
    reps_max=st.one_of(st.none(), st.integers(0, 60)),
    rir=st.one_of(st.none(), st.sampled_from([0.0, 1.5])),
    weight=st.one_of(st.none(), st.decimals(0, 500, places=2)),
    unit=st.sampled_from([None, "kg", "lb"]),
    percent_tm=maybe,
    percent_1rm=maybe,
    seconds=maybe,
    distance_m=maybe,
)
parts = st.builds(
    RoutineExercise,
    exercise_id=st.integers(1, 2**62),
    sets=st.lists(sets, max_size=5).map(tuple),
    superset=st.one_of(st.none(), st.integers(0, 9)),
    rest_s=st.one_of(st.none(), st.integers(0, 600)),
    note=st.one_of(st.none(), st.text(max_size=9)),
    alternatives=st.lists(st.integers(1, 2**62), max_size=3).map(tuple),
    routine_exercise_id=st.integers(0, 2**62),
)


@given(st.builds(Routine, name=st.text(min_size=1), exercises=st.lists(parts, max_size=4).map(tuple)))
def test_a_tree_gives_the_routine_that_it_was_made_of(routine: Routine) -> None:
    assert routine_of(tree_of(routine)) == routine
    assert changes(routine, routine_of(tree_of(routine)), NAMES, DISPLAY) == []


def test_what_changed_is_said_of_each_part() -> None:
    bench = RoutineExercise(BENCH, EIGHTS, rest_s=120, routine_exercise_id=1)
    squat = RoutineExercise(SQUAT, EIGHTS, routine_exercise_id=2)
    before = Routine("A", (bench, squat))
    other = replace(
        bench, exercise_id=DUMBBELL, rest_s=None, superset=1, note="slow", progression={"progression_id": "5"}
    )
    after = Routine("A", (squat, other, RoutineExercise(SQUAT, (RoutineSet(reps_min=5, percent_1rm=82.5),))))
    arrow = "\N{RIGHTWARDS ARROW}"
    assert changes(before, after, NAMES, DISPLAY) == [
        f"Bench {arrow} Dumbbell Bench",
        f"Dumbbell Bench, rest: 2:00 {arrow} as usual",
        f"Dumbbell Bench, superset: none {arrow} A",
        "Dumbbell Bench: note added",
        "Dumbbell Bench: progression added",
        "Squat added: 1 × 5 at 82.5% of e1RM",
        "Order: Squat, Dumbbell Bench, Squat",
    ]


def test_a_routine_moves_to_a_place_and_a_folder_in_one_step(engine: Engine, alice: int, push: Routine) -> None:
    legs, arms = (use.create_routine(engine, alice, name, folder="Split") for name in ("Legs", "Arms"))
    use.move_to(engine, alice, push.routine_id, "Split", legs.routine_id)
    assert [(routine.name, routine.folder) for routine in use.routines(engine, alice)] == [
        ("Legs", "Split"),
        ("Push", "Split"),
        ("Arms", "Split"),
    ]
    use.move_to(engine, alice, arms.routine_id, None)
    assert [routine.name for routine in use.routines(engine, alice)] == ["Arms", "Legs", "Push"]
    bob = new_lifter(engine, "bob")
    for lifter, number, behind in ((bob, push.routine_id, None), (alice, push.routine_id, 5), (alice, 5, None)):
        with pytest.raises(NoSuchRoutine):
            use.move_to(engine, lifter, number, None, behind)


def test_a_folder_is_renamed_and_dissolved_with_all_that_is_in_it(engine: Engine, alice: int, push: Routine) -> None:
    use.create_routine(engine, alice, "Legs", folder="Split")
    away = use.create_routine(engine, alice, "Old", folder="Split")
    use.archive_routine(engine, alice, away.routine_id)
    assert use.rename_folder(engine, alice, "Split", "Block 1") == 2
    assert [routine.folder for routine in use.routines(engine, alice)] == [None, "Block 1"]
    with pytest.raises(InvalidValue, match="no folder of that name"):
        use.rename_folder(engine, new_lifter(engine, "bob"), "Block 1", "His")
    with pytest.raises(InvalidValue, match="folder cannot be"):
        use.rename_folder(engine, alice, "Block 1", "x" * 101)
    assert use.rename_folder(engine, alice, "Block 1", None) == 2
    assert [routine.folder for routine in use.routines(engine, alice)] == [None, None]


def test_a_save_that_changes_nothing_is_no_version(engine: Engine, alice: int, push: Routine) -> None:
    again = amended(engine, alice, push, sets=tuple(replace(one, routine_set_id=0) for one in EIGHTS), note=" ")
    assert again == push
    assert versions_of(engine, alice) == [1]


def test_what_was_deleted_before_a_column_was_there_comes_back_with_it_blank(
    engine: Engine, alice: int, push: Routine
) -> None:
    begun = use.start_from_routine(engine, alice, push.routine_id)
    (past,) = log_of(alice, "2026-01-05 bench 80x5")
    does(alice, operation("delete_workout", begun), operation("delete_workout", past))
    newer = {"easy", "routine_version", "percent_1rm"}
    with writing(engine) as connection:
        for row in connection.execute(select(deleted_rows).where(deleted_rows.c.user_id == alice)).mappings().all():
            image = json.loads(json.dumps(row["image"]))
            for values in (image["values"], *image.get("planned", ())):
                for name in newer & values.keys():
                    del values[name]
            key = (deleted_rows.c.user_id == alice, deleted_rows.c.row_id == row["row_id"])
            connection.execute(update(deleted_rows).where(*key).values(image=image))
    does(alice, operation("restore_workout", begun), operation("restore_workout", past))
    assert text_of(alice)[0] == "2026-01-05 bench 80x5"
    rows = every_row(engine, alice)
    assert [row["easy"] for row in rows["sets"]] == [False]
    assert [row["routine_version"] for row in rows["workouts"]] == [None, None]
    assert [row["percent_1rm"] for row in rows["planned_sets"]] == [None] * 6
