"""The lists that the log and the history read: what waits, what was done, what can be found and restored."""

from datetime import date

from sqlalchemy import Engine

from services.routines.editing import RoutineExercise, RoutineSet, create_routine, start_from_routine
from services.workouts import board, lists
from tests.cast import does, exercise_id, log, log_of, new_lifter, operation, start

TWO_SETS = (RoutineSet(reps_min=5, reps_max=5), RoutineSet(reps_min=5, reps_max=5))


def push(engine: Engine, lifter: int) -> int:
    """Start a workout of two planned sets of bench."""
    routine = create_routine(engine, lifter, "Push", [RoutineExercise(exercise_id("bench"), TWO_SETS)])
    return start_from_routine(engine, lifter, routine.routine_id)


def test_planned_rows_wait_under_the_id_of_their_set(engine: Engine) -> None:
    alice = new_lifter(engine)
    workout = push(engine, alice)
    found = board.board(engine, alice, workout)
    assert found is not None
    assert found.is_open
    first, second = found.rows
    assert (first.set_id, first.is_saved, first.reps_min) == (first.planned_set_id, False, 5)
    does(alice, log(workout, "bench 80x5", first.set_id, planned_set_id=str(first.set_id), position=first.position))
    found = board.board(engine, alice, workout)
    assert found is not None
    assert [(row.set_id, row.is_saved) for row in found.rows] == [(first.set_id, True), (second.set_id, False)]


def test_a_finished_workout_shows_no_planned_rows(engine: Engine) -> None:
    alice = new_lifter(engine)
    workout = push(engine, alice)
    begun = board.board(engine, alice, workout)
    assert begun is not None
    does(alice, operation("finish_workout", workout, ended_at=begun.workout["started_at"].isoformat()))
    found = board.board(engine, alice, workout)
    assert found is not None
    assert (found.is_open, found.rows) == (False, ())


def test_another_lifters_workout_is_no_workout(engine: Engine) -> None:
    alice, bob = new_lifter(engine), new_lifter(engine, "bob")
    (hers,) = log_of(alice, "2026-01-05 bench 80x5")
    assert board.board(engine, bob, hers) is None
    assert board.past_of(engine, bob, hers, (exercise_id("bench"),)) == {}


def test_the_past_of_an_exercise_is_what_was_done_before_this_workout(engine: Engine) -> None:
    alice, bench = new_lifter(engine), exercise_id("bench")
    log_of(alice, "2026-01-05 bench 100x1")
    log_of(alice, "2026-01-08 bench 80x5 82.5x4")
    (now,) = log_of(alice, "2026-01-12 bench 90x5")
    log_of(alice, "2026-01-15 bench 60x5")
    past = board.past_of(engine, alice, now, (bench,))[bench]
    assert [(str(row.weight), row.reps) for row in past.sets] == [("80", 5), ("82.5", 4)]
    assert (past.performed_on, past.best_kg, past.last_kg) == (date(2026, 1, 8), 100.0, 82.5)


def test_a_workout_that_was_begun_waits_with_its_progress(engine: Engine) -> None:
    alice = new_lifter(engine)
    workout = push(engine, alice)
    begun = board.board(engine, alice, workout)
    assert begun is not None
    first = begun.rows[0]
    does(alice, log(workout, "bench 80x5", planned_set_id=str(first.set_id)), log(workout, "squat 100x5"))
    log_of(alice, "2026-01-05 bench 80x5")
    (waiting,) = lists.unfinished(engine, alice)
    assert (waiting["workout_id"], waiting["sets"], waiting["to_do"]) == (workout, 2, 3)


def test_a_past_workout_without_a_time_does_not_wait(engine: Engine) -> None:
    alice = new_lifter(engine)
    does(alice, start(at=None, performed_on="2026-01-05", time_source="assumed"))
    assert lists.unfinished(engine, alice) == []
    assert len(lists.latest(engine, alice)) == 1


def test_the_list_is_searched_in_titles_and_notes_whatever_the_case(engine: Engine) -> None:
    alice = new_lifter(engine)
    one, two, three = log_of(alice, "2026-01-05 bench 80x5\n2026-01-06 squat 100x5\n2026-01-07 bench 80x5")
    does(alice, operation("amend_workout", one, title="ÜBERKOPF Tag"))
    does(alice, operation("amend_workout", two, notes="knee felt fine"))
    does(alice, log(three, "bench 80x5", note="elbow; überkopf skipped"))

    def ids(text: str, exercise: int | None = None) -> list[int]:
        rows, _ = lists.listed(engine, alice, text, exercise)
        return [row["workout_id"] for row in rows]

    assert ids("überkopf") == [three, one]
    assert ids("KNEE") == [two]
    assert ids("shoulder") == []
    assert ids("", exercise_id("bench")) == [three, one]
    assert ids("überkopf", exercise_id("squat")) == []


def test_the_list_says_whether_there_is_more(engine: Engine) -> None:
    alice = new_lifter(engine)
    log_of(alice, "2026-01-05 bench 80x5\n2026-01-06 squat 100x5\n2026-01-07 bench 80x5")
    assert [len(rows) for rows in (lists.listed(engine, alice, count=2)[0],)] == [2]
    assert lists.listed(engine, alice, count=2)[1]
    assert not lists.listed(engine, alice, count=3)[1]
    bench = exercise_id("bench")
    assert lists.listed(engine, alice, "", bench, 1)[1]
    assert not lists.listed(engine, alice, "", bench, 2)[1]


def test_a_deleted_workout_can_be_restored_with_its_day_on_show(engine: Engine) -> None:
    alice = new_lifter(engine)
    (workout,) = log_of(alice, "2026-01-05 bench 80x5")
    does(alice, operation("amend_workout", workout, title="Push"), operation("delete_workout", workout))
    (gone,) = lists.deleted(engine, alice)
    assert (gone["workout_id"], gone["title"], gone["performed_on"]) == (workout, "Push", date(2026, 1, 5))
    does(alice, operation("restore_workout", workout))
    assert lists.deleted(engine, alice) == []


def test_the_search_knows_own_names_catalogue_names_and_aliases(engine: Engine) -> None:
    from services.exercises.editing import amend_settings
    from services.exercises.search import find

    alice, bench = new_lifter(engine), exercise_id("bench")
    amend_settings(engine, alice, bench, {"own_name": "Bankdrücken"})
    entries = lists.search_entries(engine, alice)
    for typed in ("bankdrucken", "bench press barbell", "bb bench"):
        assert find(typed, entries)[0].exercise_id == bench, typed
    amend_settings(engine, alice, bench, {"is_archived": True})
    assert bench not in {entry.exercise_id for entry in lists.search_entries(engine, alice)}


def test_the_exercises_of_workouts_come_in_their_order(engine: Engine) -> None:
    alice = new_lifter(engine)
    (workout,) = log_of(alice, "2026-01-05 squat 100x5 bench 80x5 80x5")
    assert lists.exercises_in(engine, alice, (workout,)) == {workout: [exercise_id("squat"), exercise_id("bench")]}
