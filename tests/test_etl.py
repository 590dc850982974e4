"""What each fact is, and what invalidates what."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select, update

from database import writes
from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import etl_queue, etl_runs, etl_state, sets, users
from services.analysis.records import personal_records
from services.body import weight
from services.errors import InvalidValue, TonnageError
from services.etl import checks
from services.etl import refresh as refreshing
from services.etl.checks import CheckFailed
from services.etl.refresh import fold_version
from services.etl_oltp_to_olap import FactsDiffer, check, rebuild, refresh
from services.exercises import editing as exercises
from tests.cast import ENGINES, does, exercise_id, log, log_of, new_lifter, operation, start
from tests.facts import day_of, muscles_on, records_of, refreshed, rows_of, sets_of, star_of


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def set_ids(lifter: int) -> list[int]:
    with reading(ENGINES[lifter]) as connection:
        return list(connection.scalars(select(sets.c.set_id).where(sets.c.user_id == lifter).order_by(sets.c.set_id)))


# What a fact is


def test_a_set_to_failure_by_epley(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    (only,) = sets_of(alice, "squat")
    assert only["e1rm_kg"] == pytest.approx(116.6667, abs=1e-4)
    assert (only["tonnage_kg"], only["is_hard"], only["effective_reps"]) == (500, 1, 5)


def test_reps_in_reserve_count_as_reps_possible(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5@2")
    (only,) = sets_of(alice, "squat")
    assert only["e1rm_kg"] == pytest.approx(100 * (1 + 7 / 30))


def test_warm_ups_count_for_nothing_and_easy_sets_are_not_hard(alice: int) -> None:
    log_of(alice, "2026-01-05 squat w60x5 100x5@5 100x5@4 x0")
    assert [row["is_hard"] for row in sets_of(alice, "squat")] == [0, 0, 1, 0]
    day = day_of(alice, "squat", "2026-01-05")
    assert (day["sets"], day["hard_sets"], day["reps"], day["tonnage_kg"]) == (3, 1, 10, 1000)


def test_sets_above_twelve_effective_reps_have_no_estimate(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 60x13 60x12 60x11@2")
    assert [row["e1rm_kg"] is None for row in sets_of(alice, "squat")] == [True, False, True]


def test_pounds_are_converted_exactly(alice: int) -> None:
    log_of(alice, "2026-01-05 bench 225lbx1")
    (only,) = sets_of(alice, "bench")
    assert only["weight_kg"] == pytest.approx(225 * 0.45359237, rel=1e-15)
    assert only["e1rm_kg"] == only["weight_kg"]


def test_two_dumbbells_are_twice_the_tonnage_but_not_twice_the_load(alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 30x10")
    (only,) = sets_of(alice, "dumbbell_bench")
    assert (only["weight_kg"], only["effective_load_kg"], only["tonnage_kg"]) == (30, 30, 600)


def test_body_weight_of_the_day_is_carried_forward_and_never_back(alice: int) -> None:
    weight.log_body_weight(ENGINES[alice], alice, "80", "kg", "2026-01-07")
    log_of(alice, "2026-01-05 pullup x5\n2026-01-07 pullup x5\n2026-02-01 weighted_pullup 20x3 assisted_pullup 30x8")
    assert [row["effective_load_kg"] for row in sets_of(alice, "pullup")] == [None, 80]
    assert sets_of(alice, "pullup")[0]["tonnage_kg"] is None
    assert sets_of(alice, "weighted_pullup")[0]["effective_load_kg"] == 100
    assert sets_of(alice, "assisted_pullup")[0]["effective_load_kg"] == 50


def test_a_timed_set_is_hard_and_has_no_tonnage(alice: int) -> None:
    log_of(alice, "2026-01-05 plank 60s")
    (only,) = sets_of(alice, "plank")
    assert (only["is_hard"], only["tonnage_kg"], only["seconds"]) == (1, 0, 60)


def test_a_muscle_has_one_credit_per_set_and_a_group_its_highest(alice: int) -> None:
    log_of(alice, "2026-01-05 bench 100x5 100x5 w60x5")
    on_the_day = muscles_on(alice, "2026-01-05")
    assert on_the_day["chest"] == (2, 2.0, 2)
    assert on_the_day["triceps"] == (0, 1.0, 2)
    assert on_the_day["front_delts"] == (0, 1.0, 2)
    assert on_the_day["group shoulders"] == (0, 1.0, 2)
    assert "quadriceps" not in on_the_day


def test_intensity_is_the_share_of_the_days_best(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x1 80x1")
    assert [row["intensity"] for row in sets_of(alice, "squat")] == [1.0, 0.8]


def test_two_workouts_on_one_day_are_two_sessions(alice: int) -> None:
    log_of(alice, "2026-01-05 09:00 squat 100x5\n2026-01-05 18:00 squat 105x5")
    assert day_of(alice, "squat", "2026-01-05")["workouts"] == 2
    assert ("2026-01-05", "weight", 100.0, 105.0) in records_of(alice, "squat")


def test_a_workout_counts_its_hours_exercises_and_sets(alice: int) -> None:
    log_of(alice, "2026-01-05 18:30 squat w60x5 100x5 bench 80x5")
    (workout,) = refreshed(alice)["fact_workouts"]
    assert (workout["exercises"], workout["sets"], workout["reps"]) == (2, 2, 10)
    assert (workout["started_hour"], workout["duration_s"], workout["tonnage_kg"]) == (18, 3600, 900)


def test_records_of_a_small_history_worked_out_by_hand(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5\n2026-01-08 squat 100x6\n2026-01-12 squat 105x3\n2026-01-15 squat 60x10")
    assert records_of(alice, "squat") == {
        ("2026-01-08", "e1rm", 116.6667, 120.0),
        ("2026-01-08", "reps", 5.0, 6.0),
        ("2026-01-08", "set_volume", 500.0, 600.0),
        ("2026-01-08", "workout_volume", 500.0, 600.0),
        ("2026-01-12", "weight", 100.0, 105.0),
        ("2026-01-15", "reps", 6.0, 10.0),
    }


def test_the_facts_agree_with_the_published_rule(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5 90x8\n2026-01-08 squat 100x6 w120x1")
    log_of(alice, "2026-01-12 squat 105x3 95x8\n2026-01-15 squat 60x10")
    sessions = [
        [{"load": 100, "reps": 5, "type": "working"}, {"load": 90, "reps": 8, "type": "working"}],
        [{"load": 100, "reps": 6, "type": "working"}, {"load": 120, "reps": 1, "type": "warmup"}],
        [{"load": 105, "reps": 3, "type": "working"}, {"load": 95, "reps": 8, "type": "working"}],
        [{"load": 60, "reps": 10, "type": "working"}],
    ]
    days = ["2026-01-05", "2026-01-08", "2026-01-12", "2026-01-15"]
    published = personal_records(sessions, "epley")
    found = records_of(alice, "squat")
    for day, names in zip(days, published, strict=True):
        mine = sorted(kind.replace("workout_", "session_") for on, kind, _, _ in found if on == day)
        assert mine == names


def test_less_assistance_is_a_record(alice: int) -> None:
    weight.log_body_weight(ENGINES[alice], alice, "80", "kg", "2026-01-01")
    log_of(alice, "2026-01-05 assisted_pullup 30x5\n2026-01-08 assisted_pullup 20x5")
    assert ("2026-01-08", "weight", -30.0, -20.0) in records_of(alice, "assisted_pullup")


def test_a_longer_hold_at_that_load_or_more_is_a_record(alice: int) -> None:
    log_of(alice, "2026-01-05 plank 60s\n2026-01-08 plank 55s\n2026-01-12 plank 70s")
    assert records_of(alice, "plank") == {("2026-01-12", "time", 60.0, 70.0)}


def test_farther_is_a_record_and_so_is_the_same_distance_in_less_time(alice: int) -> None:
    for day, metres, seconds in (("05", 5000, 1500), ("08", 5000, 1450), ("12", 6000, 2000), ("15", 5500, 1400)):
        opened = start(at=f"2026-01-{day}T18:00:00+00:00")
        does(alice, opened, log(int(opened["workout_id"]), f"run x{metres}m", seconds=float(seconds)))
    assert records_of(alice, "run") == {
        ("2026-01-08", "pace", -1500.0, -1450.0),
        ("2026-01-12", "distance", 5000.0, 6000.0),
    }


def test_a_carry_is_judged_by_its_load_and_its_distance(alice: int) -> None:
    log_of(alice, "2026-01-05 carry 40x30m\n2026-01-08 carry 40x35m\n2026-01-12 carry 50x20m\n2026-01-15 carry 45x25m")
    assert records_of(alice, "carry") == {
        ("2026-01-08", "distance", 30.0, 35.0),
        ("2026-01-12", "weight", 40.0, 50.0),
        ("2026-01-15", "distance", 20.0, 25.0),
    }


def test_what_was_planned_stands_beside_what_was_done(engine: Engine, alice: int) -> None:
    from database.oltp_tables import planned_sets

    opened = start()
    workout_id = int(opened["workout_id"])
    does(alice, opened)
    plan = [new_id(), new_id()]
    with writing(engine) as connection:
        writes.touch(connection, alice)
        for place, planned in enumerate(plan):
            row = {"user_id": alice, "planned_set_id": planned, "workout_id": workout_id, "position": place}
            more = {
                "exercise_id": exercise_id("squat"),
                "reps_min": 5,
                "reps_max": 5,
                "weight": Decimal(100),
                "unit": "kg",
            }
            writes.insert_row(connection, planned_sets, row | more)
        writes.mark_days(connection, alice, [(None, date(2026, 1, 5))])
    does(
        alice,
        log(workout_id, "squat 100x4", planned_set_id=str(plan[0]), position=1.0),
        log(workout_id, "bench 60x8", position=2.0),
    )
    lines = refreshed(alice)["fact_planned_sets"]
    # ids are longer than a double is exact: one that went through a double stands beside another set
    assert {row["line_id"] for row in lines} == {*plan, *(row["set_id"] for row in lines if row["reps"] == 8)}
    found = {(row["planned_reps_min"], row["reps"], row["is_done"]) for row in lines}
    assert found == {(5, 4, 1), (5, None, 0), (None, 8, 1)}
    assert len(lines) == 3


@pytest.mark.parametrize("mark", ["pain", "easy"])
def test_a_day_on_which_a_set_hurt_or_was_taken_easy_is_eased(alice: int, mark: str) -> None:
    log_of(alice, "2026-01-05 squat 100x5 90x5 bench 60x8\n2026-01-07 squat 100x5")
    assert day_of(alice, "squat", "2026-01-05")["is_eased"] == 0
    does(alice, operation("amend_set", set_id=set_ids(alice)[1], **{mark: True}))
    refreshed(alice)
    found = [("squat", "2026-01-05"), ("bench", "2026-01-05"), ("squat", "2026-01-07")]
    assert [day_of(alice, name, on)["is_eased"] for name, on in found] == [1, 0, 0]


# What invalidates what: after each change a refresh alone must give what a rebuild gives (refreshed() compares)


def test_a_set_marks_its_exercise_and_day(alice: int) -> None:
    (workout,) = log_of(alice, "2026-01-05 squat 100x5")
    refreshed(alice)
    does(alice, log(workout, "squat 120x5", position=9.0))
    assert day_of(alice, "squat", "2026-01-05")["top_weight_kg"] == 120


def test_an_amended_set_leaves_nothing_under_its_old_exercise(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    refreshed(alice)
    does(alice, operation("amend_set", set_id=set_ids(alice)[0], exercise_id=exercise_id("bench")))
    assert day_of(alice, "squat", "2026-01-05") == {}
    assert day_of(alice, "bench", "2026-01-05")["top_weight_kg"] == 100
    assert {row["exercise_id"] for row in star_of(alice)["dim_exercises"]} == {exercise_id("bench")}


def test_a_moved_workout_leaves_nothing_on_its_old_day(alice: int) -> None:
    (workout,) = log_of(alice, "2026-01-05 squat 100x5 bench 80x5")
    refreshed(alice)
    does(alice, operation("amend_workout", workout, performed_on="2026-01-02"))
    assert day_of(alice, "squat", "2026-01-05") == {}
    assert day_of(alice, "squat", "2026-01-02")["top_weight_kg"] == 100
    assert muscles_on(alice, "2026-01-05") == {}


def test_an_old_set_that_becomes_a_best_takes_later_records_away(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5\n2026-01-08 squat 105x5\n2026-01-12 squat 110x5")
    assert ("2026-01-12", "weight", 105.0, 110.0) in records_of(alice, "squat")
    does(alice, operation("amend_set", set_id=set_ids(alice)[0], weight="120"))
    assert records_of(alice, "squat") == set()


def test_a_deleted_best_gives_later_records_back(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5 130x1\n2026-01-08 squat 105x5")
    refreshed(alice)
    heavy = set_ids(alice)[1]
    does(alice, operation("delete_set", set_id=heavy))
    assert ("2026-01-08", "weight", 100.0, 105.0) in records_of(alice, "squat")
    does(alice, operation("restore_set", set_id=heavy))
    assert "weight" not in {kind for _, kind, _, _ in records_of(alice, "squat")}


def test_a_deleted_workout_and_its_return(alice: int) -> None:
    first, _ = log_of(alice, "2026-01-05 squat 100x5\n2026-01-08 squat 105x5")
    refreshed(alice)
    does(alice, operation("delete_workout", first))
    assert records_of(alice, "squat") == set()
    assert len(star_of(alice)["fact_workouts"]) == 1
    does(alice, operation("restore_workout", first))
    assert ("2026-01-08", "weight", 100.0, 105.0) in records_of(alice, "squat")


def test_a_finished_workout_has_its_duration(alice: int) -> None:
    opened = start(at="2026-01-05T18:00:00+00:00")
    workout = int(opened["workout_id"])
    does(alice, opened, log(workout, "squat 100x5"))
    assert refreshed(alice)["fact_workouts"][0]["duration_s"] is None
    does(alice, operation("finish_workout", workout, ended_at="2026-01-05T19:10:00+00:00"))
    assert refreshed(alice)["fact_workouts"][0]["duration_s"] == 4200


def test_a_body_weight_changes_the_days_until_the_next_one(alice: int) -> None:
    weight.log_body_weight(ENGINES[alice], alice, "80", "kg", "2026-01-01")
    weight.log_body_weight(ENGINES[alice], alice, "82", "kg", "2026-01-10")
    log_of(alice, "2026-01-05 pullup x5\n2026-01-08 pullup x6\n2026-01-12 pullup x5 squat 100x5")
    refreshed(alice)
    added = weight.log_body_weight(ENGINES[alice], alice, "90", "kg", "2026-01-07")
    assert {day for _, day in _marks(alice)} == {"2026-01-08"}
    assert [row["effective_load_kg"] for row in sets_of(alice, "pullup")] == [80, 90, 82]
    weight.amend_body_weight(ENGINES[alice], alice, added, {"value": "91", "measured_on": "2026-01-04"}, "kg")
    assert [row["effective_load_kg"] for row in sets_of(alice, "pullup")] == [91, 91, 82]
    weight.delete_measurement(ENGINES[alice], alice, added)
    assert [row["effective_load_kg"] for row in sets_of(alice, "pullup")] == [80, 80, 82]


def _marks(lifter: int) -> set[tuple[int, str]]:
    with reading(ENGINES[lifter]) as connection:
        found = select(etl_queue.c.exercise_id, etl_queue.c.performed_on).where(etl_queue.c.user_id == lifter)
        return {(exercise, str(day)) for exercise, day in connection.execute(found)}


def test_an_exercises_own_settings_change_all_its_days(alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 30x10\n2026-01-08 dumbbell_bench 30x10")
    refreshed(alice)
    mine = exercise_id("dumbbell_bench")
    exercises.amend_settings(ENGINES[alice], alice, mine, {"implements": 1, "own_name": "DB press"})
    assert [row["tonnage_kg"] for row in sets_of(alice, "dumbbell_bench")] == [300, 300]
    assert [row["name"] for row in star_of(alice)["dim_exercises"]] == ["DB press"]


def test_an_own_exercise_can_change_its_muscles_and_its_load(alice: int) -> None:
    described = {
        "name": "Sandbag Getup",
        "equipment": "other",
        "pattern": "core",
        "load_type": "external",
        "implements": 1,
        "per_side": False,
    }
    own = exercises.add_exercise(ENGINES[alice], alice, described, {"abdominals": 1})
    (workout,) = log_of(alice, "2026-01-05 squat 100x5")
    does(alice, log(workout, "squat 20x5", exercise_id=str(own), position=5.0))
    assert muscles_on(alice, "2026-01-05")["abdominals"] == (1, 1.0, 1)
    changed = described | {"per_side": True}
    exercises.amend_exercise(ENGINES[alice], alice, own, changed, {"abdominals": 0.5, "chest": 1})
    assert muscles_on(alice, "2026-01-05")["abdominals"] == (0, 0.5, 1)
    assert [row["tonnage_kg"] for row in refreshed(alice)["fact_sets"] if row["exercise_id"] == own] == [200]


def test_a_merge_moves_history_and_can_be_undone(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5\n2026-01-08 press 50x5 squat 90x5\n2026-01-12 squat 101x5")
    before = refreshed(alice)
    exercises.merge_exercises(ENGINES[alice], alice, exercise_id("press"), exercise_id("squat"))
    assert [row["weight_kg"] for row in sets_of(alice, "squat")] == [100, 50, 90, 101]
    assert day_of(alice, "press", "2026-01-08") == {}
    exercises.unmerge_exercise(ENGINES[alice], alice, exercise_id("press"))
    assert refreshed(alice) == before


def test_an_exercise_cannot_be_merged_in_a_circle(alice: int) -> None:
    squat, press = exercise_id("squat"), exercise_id("press")
    exercises.merge_exercises(ENGINES[alice], alice, press, squat)
    with pytest.raises(InvalidValue):
        exercises.merge_exercises(ENGINES[alice], alice, squat, press)


def test_another_formula_folds_the_lifter_anew(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    refreshed(alice)
    with writing(ENGINES[alice]) as connection:
        writes.touch(connection, alice)
        writes.amend_user(connection, alice, {"e1rm_formula": "brzycki"})
        writes.mark_user(connection, alice)
    assert sets_of(alice, "squat")[0]["e1rm_kg"] == pytest.approx(112.5)


def test_an_older_fold_is_folded_anew_without_a_mark(alice: int) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    refreshed(alice)
    with writing(ENGINES[alice]) as connection:
        connection.execute(update(etl_state).where(etl_state.c.user_id == alice).values(fold_version="0-old"))
    assert refresh(ENGINES[alice], alice)
    with reading(ENGINES[alice]) as connection:
        assert connection.scalar(select(etl_state.c.fold_version).where(etl_state.c.user_id == alice)) == fold_version()
    assert not refresh(ENGINES[alice], alice)


def test_more_than_two_hundred_marks_fold_the_lifter(alice: int) -> None:
    (workout,) = log_of(alice, "2026-01-05 squat 100x5")
    for _ in range(3):
        does(alice, *(log(workout, "squat 100x5", position=float(n)) for n in range(70)))
    assert day_of(alice, "squat", "2026-01-05")["sets"] == 211


def test_bob_is_left_alone(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    log_of(bob, "2026-01-05 squat 200x5")
    theirs = refreshed(bob)
    log_of(alice, "2026-01-05 squat 100x5")
    refreshed(alice)
    assert star_of(bob) == theirs
    assert rows_of(engine, alice, etl_queue) == []


# Checks, runs and failures


def test_a_failing_check_keeps_the_old_facts_and_says_which(alice: int, monkeypatch: pytest.MonkeyPatch) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    before = refreshed(alice)
    log_of(alice, "2026-01-08 squat 105x5")
    monkeypatch.setattr(checks, "CHECKS", {"tonnage agrees": lambda log, facts: False})
    with pytest.raises(CheckFailed, match="tonnage agrees"):
        rebuild(ENGINES[alice], alice)
    assert star_of(alice) == before
    last = rows_of(ENGINES[alice], alice, etl_runs)[-1]
    assert (last["kind"], last["outcome"]) == ("rebuild", "failed")
    monkeypatch.undo()
    assert len(sets_of(alice, "squat")) == 2


def test_a_fault_in_deriving_loses_nothing_and_has_a_name(alice: int, monkeypatch: pytest.MonkeyPatch) -> None:
    log_of(alice, "2026-01-05 squat 100x5")
    before = refreshed(alice)

    def faulty(*arguments: object) -> None:
        raise KeyError("a bug")

    log_of(alice, "2026-01-08 squat 105x5")
    monkeypatch.setattr(refreshing, "fold_days", faulty)
    with pytest.raises(TonnageError, match="could not be derived"):
        refresh(ENGINES[alice], alice)
    assert star_of(alice) == before
    monkeypatch.undo()
    assert len(sets_of(alice, "squat")) == 2


def test_check_finds_facts_that_were_tampered_with(alice: int) -> None:
    from database.olap_tables import fact_sets

    log_of(alice, "2026-01-05 squat 100x5")
    check(ENGINES[alice], alice)
    with writing(ENGINES[alice]) as connection:
        connection.execute(update(fact_sets).where(fact_sets.c.user_id == alice).values(tonnage_kg=1))
    with pytest.raises(FactsDiffer, match="fact_sets"):
        check(ENGINES[alice], alice)


def test_versions_change_with_every_write_and_every_refresh(alice: int) -> None:
    def versions() -> tuple[int, int]:
        with reading(ENGINES[alice]) as connection:
            data = connection.scalar(select(users.c.data_version).where(users.c.user_id == alice))
            return int(data or 0), int(connection.scalar(select(etl_state.c.facts_version)) or 0)

    refreshed(alice)
    first = versions()
    log_of(alice, "2026-01-05 squat 100x5")
    second = versions()
    refresh(ENGINES[alice], alice)
    third = versions()
    assert first[0] != second[0]
    assert first[1] == second[1]
    assert second[0] == third[0]
    assert second[1] != third[1]
