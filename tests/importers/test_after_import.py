"""After an import: one hand or both, asked once; routines from what repeats; names that are asked about."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from services.etl_oltp_to_olap import refresh
from services.exercises import counting
from services.exercises.counting import Answer
from services.exercises.editing import amend_settings
from services.importers.pipeline import guesses, run_import
from services.importers.preview import preview
from services.routines import repeated
from services.routines.editing import rename_routine, routines
from services.routines.repeated import Visit, habits_of, visits_of
from tests.cast import exercise_id, log_of, new_lifter
from tests.facts import day_of
from tests.strong_files import row, strong_file

SQUAT, BENCH, PRESS, DEADLIFT, PLANK = map(exercise_id, ("squat", "bench", "press", "deadlift", "plank"))
NAMES = {SQUAT: "Squat", BENCH: "Bench Press", PRESS: "Overhead Press", DEADLIFT: "Deadlift", PLANK: "Plank"}


@pytest.fixture
def alice(sqlite_engine: Engine) -> int:
    return new_lifter(sqlite_engine, "alice")


def test_one_hand_or_both_is_asked_of_what_it_matters_for_and_once(sqlite_engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 30x8 30x8 squat 100x5 split-squat-dumbbell 20x8 plank 60s")
    bench, split = exercise_id("dumbbell_bench"), exercise_id("split-squat-dumbbell")
    asked = counting.questions(sqlite_engine, alice)
    assert [(one.exercise_id, one.sets, one.implements) for one in asked] == [(bench, 2, 2), (split, 1, 2)]
    assert [one.per_side for one in asked] == [None, True]
    counting.answer(sqlite_engine, alice, {bench: Answer(1, None), split: Answer(2, True)})
    assert counting.questions(sqlite_engine, alice) == []
    refresh(sqlite_engine, alice)
    assert day_of(alice, "dumbbell_bench", "2026-01-05")["tonnage_kg"] == 480  # 30 x 16, one dumbbell


def test_what_was_set_on_the_exercises_page_is_not_asked_again(sqlite_engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 dumbbell_bench 30x8")
    amend_settings(sqlite_engine, alice, exercise_id("dumbbell_bench"), {"implements": 1})
    assert counting.questions(sqlite_engine, alice) == []


def test_questions_are_the_lifters_own(sqlite_engine: Engine, alice: int) -> None:
    log_of(new_lifter(sqlite_engine, "bob"), "2026-01-05 dumbbell_bench 30x8")
    assert counting.questions(sqlite_engine, alice) == []


def visit(day: int, title: str, exercises: Sequence[int], reps: Sequence[int] = (5, 5, 5)) -> Visit:
    done = {number: [{"reps": one, "seconds": None, "distance_m": None} for one in reps] for number in exercises}
    return Visit(date(2026, 1, 1) + timedelta(days=day), title, done)


def test_workouts_of_one_title_become_a_routine_with_what_is_usual_in_it() -> None:
    visits = [
        visit(0, "Push", (BENCH, PRESS)),
        visit(3, "Push", (BENCH, PRESS, PLANK), (8, 6)),
        visit(6, "push ", (BENCH, PRESS), (5, 5, 4)),
        visit(7, "Legs", (SQUAT,)),
    ]
    (habit,) = habits_of(visits, NAMES)
    assert (habit.times, habit.last_on, habit.routine.name) == (3, date(2026, 1, 7), "push ".strip())
    assert [one.exercise_id for one in habit.routine.exercises] == [BENCH, PRESS]
    assert [(len(one.sets), one.sets[0].reps_min, one.sets[0].reps_max) for one in habit.routine.exercises] == [
        (3, 5, 6), (3, 5, 6),
    ]  # fmt: skip


def test_one_title_for_different_days_becomes_several_routines_named_by_their_lifts() -> None:
    visits = [visit(day, "Evening", (SQUAT, DEADLIFT) if day % 2 else (BENCH, PRESS)) for day in range(6)]
    assert sorted(one.routine.name for one in habits_of(visits, NAMES)) == [
        "Evening: Bench Press, Overhead Press", "Evening: Squat, Deadlift",
    ]  # fmt: skip


def test_without_titles_a_routine_is_called_by_its_lifts() -> None:
    (habit,) = habits_of([visit(day, "", (SQUAT, BENCH)) for day in range(3)], NAMES)
    assert habit.routine.name == "Squat, Bench Press"


def test_only_the_last_year_of_training_counts_and_no_warm_up() -> None:
    rows = [
        {"workout_id": number, "performed_on": day, "title": None, "exercise_id": SQUAT, "set_type": kind,
         "reps": 5, "seconds": None, "distance_m": None}
        for number, (day, kind) in enumerate([
            (date(2020, 1, 1), "working"), (date(2026, 1, 1), "warmup"), (date(2026, 1, 2), "working")])
    ]  # fmt: skip
    assert [(one.performed_on.year, len(one.sets)) for one in visits_of(rows)] == [(2026, 0), (2026, 1)]


def test_made_routines_are_not_offered_again(sqlite_engine: Engine, alice: int) -> None:
    log_of(
        alice,
        "\n".join(f"2026-01-{day:02} w60x5 squat w60x5 100x5 100x5 plank 45s" for day in (5, 7, 9)).replace(
            " w60x5 squat", " squat"
        ),
    )
    (habit,) = repeated.habits(sqlite_engine, alice)
    assert repeated.make(sqlite_engine, alice, [habit]) == 1
    (made,) = routines(sqlite_engine, alice)
    assert (made.folder, [len(one.sets) for one in made.exercises]) == ("From your history", [2, 1])
    assert made.exercises[1].sets[0].seconds == 45
    assert repeated.habits(sqlite_engine, alice) == []
    rename_routine(sqlite_engine, alice, made.routine_id, "Mine")
    assert len(repeated.habits(sqlite_engine, alice)) == 1


@pytest.mark.parametrize(
    ("name", "how", "suggested"),
    [
        ("Bench Pressure (Barbell)", "ask", "bench-press-barbell"),
        ("Incline Deadlift (Barbell)", "new", None),  # a variant is never the same lift
        ("Bench Pressure (Sled)", "new", None),  # nor is another equipment
        ("Underwater Basket Weaving", "new", None),
    ],
)
def test_a_name_that_may_be_an_exercise_is_asked_about_and_not_taken(
    sqlite_engine: Engine, alice: int, name: str, how: str, suggested: str | None
) -> None:
    shown = preview(strong_file([row(exercise=name)]), "strong.csv", unit="kg", zone="UTC")
    (match,) = guesses(sqlite_engine, alice, shown)
    wanted = exercise_id(suggested) if suggested else None
    assert (match.how, match.exercise_id, match.suggested) == (how, None, wanted)
    assert run_import(sqlite_engine, alice, shown).new_exercises == 1
