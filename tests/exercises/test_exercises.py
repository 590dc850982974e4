"""What a lifter does to exercises, on both engines: add, amend, rename, archive, merge; refusals; Bob beside Alice."""

import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from database.ids import new_id
from services.errors import InvalidValue, NoSuchExercise
from services.exercises import editing as use
from services.exercises.lists import Known, Use, known_exercises, merged_into, use_with_merged
from services.workouts.lists import search_entries
from tests.cast import data_version, does, exercise_id, forget_marks, log, log_of, marks_of, new_lifter, start
from tests.facts import refreshed

BENCH, DUMBBELL, SQUAT = exercise_id("bench"), exercise_id("dumbbell_bench"), exercise_id("squat")
ROW = {
    "name": "Seal Row",
    "equipment": "barbell",
    "pattern": "horizontal_pull",
    "load_type": "external",
    "implements": 1,
    "per_side": False,
}
BACK = {"lats": 1.0, "biceps": 0.5}


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def bob(engine: Engine) -> int:
    return new_lifter(engine, "bob")


def seen(engine: Engine, lifter: int, number: int) -> Known:
    return known_exercises(engine, lifter)[number]


def tonnage_kg(lifter: int) -> dict[str, float]:
    """Tonnage by the name that the statistics show, after a refresh."""
    star = refreshed(lifter)
    names = {row["exercise_id"]: row["name"] for row in star["dim_exercises"]}
    found: dict[str, float] = {}
    for row in star["fact_sets"]:
        found[names[row["exercise_id"]]] = found.get(names[row["exercise_id"]], 0.0) + row["tonnage_kg"]
    return found


def log_of_own(lifter: int, number: int, written: str) -> None:
    """Log a set of an exercise that the lifter made."""
    workout = new_id()
    does(lifter, start(workout), log(workout, f"squat {written}", exercise_id=str(number)))


def test_an_exercise_of_ones_own_is_there_with_all_that_was_said_of_it(engine: Engine, alice: int) -> None:
    made = use.add_exercise(engine, alice, ROW, BACK)
    one = seen(engine, alice, made)
    assert (one.name, one.is_own, one.equipment, one.pattern) == ("Seal Row", True, "barbell", "horizontal_pull")
    assert (one.muscles, one.use, one.is_in_use) == ({"lats": 1.0, "biceps": 0.5}, Use(), True)
    assert made in [entry.exercise_id for entry in search_entries(engine, alice)]


def test_bob_sees_and_changes_nothing_of_alices_exercise(engine: Engine, alice: int, bob: int) -> None:
    made = use.add_exercise(engine, alice, ROW, BACK)
    assert made not in known_exercises(engine, bob)
    attempts = [
        lambda: use.amend_exercise(engine, bob, made, ROW, {}),
        lambda: use.amend_settings(engine, bob, made, {"own_name": "Mine"}),
        lambda: use.merge_exercises(engine, bob, made, SQUAT),
        lambda: use.merge_exercises(engine, bob, SQUAT, made),
        lambda: use.unmerge_exercise(engine, bob, made),
    ]
    for attempt in attempts:
        with pytest.raises(NoSuchExercise):
            attempt()
    assert seen(engine, alice, made).muscles == BACK
    assert marks_of(bob) == set()


def test_two_lifters_may_use_the_same_name(engine: Engine, alice: int, bob: int) -> None:
    assert use.add_exercise(engine, alice, ROW, BACK) != use.add_exercise(engine, bob, ROW, {})


def test_what_a_lifter_sets_is_only_the_lifters_own(engine: Engine, alice: int, bob: int) -> None:
    use.amend_settings(
        engine, alice, BENCH, {"own_name": "Bankdrücken", "rest_s": 180, "step": "1.25", "pinned_note": "Seat 4"}
    )
    one = seen(engine, alice, BENCH)
    assert (one.name, one.first_name) == ("Bankdrücken", "Bench Press (Barbell)")
    assert (one.rest_s, one.step, one.pinned_note) == (180, Decimal("1.25"), "Seat 4")
    assert (seen(engine, bob, BENCH).name, seen(engine, bob, BENCH).pinned_note) == ("Bench Press (Barbell)", None)
    use.amend_settings(engine, alice, BENCH, {"own_name": None})
    assert seen(engine, alice, BENCH).name == "Bench Press (Barbell)"


REFUSED = [
    ({"name": "  "}, "The name cannot be"),
    ({"name": "x" * 300}, "text of 1 to 120 characters is expected"),
    ({"equipment": "excavator"}, "The equipment cannot be “excavator”"),
    ({"load_type": "heavy"}, "The kind of load cannot be “heavy”"),
    ({"implements": 3}, "a whole number from 1 to 2 is expected"),
    ({"bodyweight_fraction": 1.5}, "The share of body weight cannot be 1.5"),
    ({"bodyweight_fraction": "most"}, "The share of body weight cannot be “most”"),
    ({"name": "bench press (barbell)"}, "The catalogue already has an exercise named Bench Press (Barbell)"),
    ({"colour": "red"}, "There is no field “colour” here"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(
    engine: Engine, alice: int, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidValue, match=re.escape(sentence)):
        use.add_exercise(engine, alice, ROW | fields, BACK)
    assert not any(exercise.is_own for exercise in known_exercises(engine, alice).values())


def test_a_field_that_is_missing_and_a_muscle_that_is_none_are_refused(engine: Engine, alice: int) -> None:
    without = {name: value for name, value in ROW.items() if name != "pattern"}
    with pytest.raises(InvalidValue, match="An exercise needs its movement pattern"):
        use.add_exercise(engine, alice, without, BACK)
    for muscles in ({"heart": 1.0}, {"lats": 0.7}):
        with pytest.raises(InvalidValue, match="A muscle counts 1 or 0"):
            use.add_exercise(engine, alice, ROW, muscles)


def test_a_name_is_seen_once_whichever_way_it_is_given(engine: Engine, alice: int) -> None:
    made = use.add_exercise(engine, alice, ROW, BACK)
    with pytest.raises(InvalidValue, match="You already have an exercise named Seal Row"):
        use.add_exercise(engine, alice, ROW | {"name": "seal  ROW"}, {})
    with pytest.raises(InvalidValue, match="You already have an exercise named Seal Row"):
        use.amend_settings(engine, alice, BENCH, {"own_name": "Seal-row"})
    use.amend_exercise(engine, alice, made, ROW | {"name": "Seal row"}, BACK)  # its own name is no obstacle
    assert seen(engine, alice, made).name == "Seal row"


def test_the_catalogue_is_not_amended(engine: Engine, alice: int) -> None:
    with pytest.raises(NoSuchExercise):
        use.amend_exercise(engine, alice, BENCH, ROW, {})
    assert seen(engine, alice, BENCH).muscles["chest"] == 1.0


def test_amending_changes_the_facts_of_days_gone_by(engine: Engine, alice: int) -> None:
    made = use.add_exercise(engine, alice, ROW, BACK)
    log_of_own(alice, made, "60x10")
    assert tonnage_kg(alice) == {"Seal Row": 600.0}
    use.amend_exercise(engine, alice, made, ROW | {"name": "Row", "per_side": True}, {"lats": 0.5})
    assert tonnage_kg(alice) == {"Row": 1200.0}


def test_one_hand_or_both_is_counted_as_the_lifter_says(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 30x10")
    assert tonnage_kg(alice) == {"Bench Press (Dumbbell)": 600.0}
    use.amend_settings(engine, alice, DUMBBELL, {"implements": 1})
    assert tonnage_kg(alice) == {"Bench Press (Dumbbell)": 300.0}
    assert seen(engine, alice, DUMBBELL).counted_implements == 1
    use.amend_settings(engine, alice, DUMBBELL, {"implements": None, "per_side": True})
    assert tonnage_kg(alice) == {"Bench Press (Dumbbell)": 1200.0}
    assert seen(engine, alice, DUMBBELL).counts_per_side is True


def test_only_what_facts_depend_on_marks_them(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 100x5")
    forget_marks(alice)
    before = data_version(alice)
    use.amend_settings(engine, alice, BENCH, {"pinned_note": "Seat 4", "rest_s": 120, "is_archived": True})
    assert marks_of(alice) == set()
    assert data_version(alice) != before
    use.amend_settings(engine, alice, BENCH, {"own_name": "Bench"})
    assert {number for number, _ in marks_of(alice)} == {BENCH}


def test_an_archived_exercise_is_kept_but_not_offered(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 100x5")
    use.amend_settings(engine, alice, BENCH, {"is_archived": True})
    assert BENCH not in [entry.exercise_id for entry in search_entries(engine, alice)]
    assert tonnage_kg(alice) == {"Bench Press (Barbell)": 500.0}
    use.amend_settings(engine, alice, BENCH, {"is_archived": False})
    assert BENCH in [entry.exercise_id for entry in search_entries(engine, alice)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"rest_s": 99_999}, "The rest cannot be 99999: a whole number from 0 to 3600 is expected."),
        ({"step": "heavy"}, "The step cannot be “heavy”"),
        ({"unit": "stone"}, "The unit cannot be “stone”"),
        ({"own_name": "x" * 121}, "text of at most 120 characters is expected"),
        ({"is_archived": None}, "The archived cannot be empty"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(engine: Engine, alice: int, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        use.amend_settings(engine, alice, BENCH, fields)
    assert seen(engine, alice, BENCH).rest_s is None


def test_a_merge_moves_everything_and_undoing_it_moves_it_back(engine: Engine, alice: int, bob: int) -> None:
    log_of(alice, "2026-01-05 bench 100x5 dumbbell_bench 30x10")
    log_of(bob, "2026-01-05 dumbbell_bench 20x10")
    use.merge_exercises(engine, alice, DUMBBELL, BENCH)
    # 30 kg × 10 counts once now: as the barbell bench counts.
    assert tonnage_kg(alice) == {"Bench Press (Barbell)": 800.0}
    assert tonnage_kg(bob) == {"Bench Press (Dumbbell)": 400.0}
    shelf = known_exercises(engine, alice)
    assert [one.exercise_id for one in merged_into(shelf, BENCH)] == [DUMBBELL]
    assert (shelf[DUMBBELL].is_in_use, shelf[DUMBBELL].merged_at is None) == (False, False)
    assert DUMBBELL not in [entry.exercise_id for entry in search_entries(engine, alice)]
    use.unmerge_exercise(engine, alice, DUMBBELL)
    assert tonnage_kg(alice) == {"Bench Press (Barbell)": 500.0, "Bench Press (Dumbbell)": 600.0}
    with pytest.raises(NoSuchExercise, match="not merged"):
        use.unmerge_exercise(engine, alice, DUMBBELL)


def test_a_merge_never_runs_in_a_circle(engine: Engine, alice: int) -> None:
    use.merge_exercises(engine, alice, DUMBBELL, BENCH)
    use.merge_exercises(engine, alice, BENCH, SQUAT)
    for from_id, into_id in ((SQUAT, SQUAT), (SQUAT, DUMBBELL), (BENCH, DUMBBELL)):
        with pytest.raises(InvalidValue, match="cannot be merged into itself"):
            use.merge_exercises(engine, alice, from_id, into_id)
    with pytest.raises(NoSuchExercise):
        use.merge_exercises(engine, alice, BENCH, 999_999)


def test_what_a_merge_would_move_counts_what_was_merged_before(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 30x10 30x9")
    log_of(alice, "2026-02-09 bench 100x5")
    use.merge_exercises(engine, alice, DUMBBELL, BENCH)
    shelf = known_exercises(engine, alice)
    moved = use_with_merged(shelf, BENCH)
    assert (moved.sets, str(moved.first_on), str(moved.last_on)) == (3, "2026-01-05", "2026-02-09")
    assert use_with_merged(shelf, SQUAT) == Use()
