"""Page Workout run in process, without its grid: the ways to begin, and the summary of a finished workout."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from auth import sessions
from auth.guard import STATE_KEY
from database.db_connector import reading
from database.reads import unfinished_workouts
from services.routines import editing
from services.routines.editing import RoutineExercise, RoutineSet
from services.workouts import lists
from tests.cast import does, exercise_id, log_of, new_lifter, operation, text_of

PAGE = Path(__file__).resolve().parents[2] / "pages" / "log_workout.py"


@pytest.fixture
def alice(app_engine: Engine) -> int:
    return new_lifter(app_engine, "alice")


@pytest.fixture(autouse=True)
def links_as_captions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace links to other pages, which need the st.navigation of app.py."""
    monkeypatch.setattr(st, "page_link", lambda _page, *, label, **_: st.caption(label))


def opened(engine: Engine, lifter: int, **address: object) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=90)
    page.session_state[STATE_KEY] = (lifter, sessions.open_session(engine, lifter).session_id)
    for name, value in address.items():
        page.query_params[name] = str(value)
    return checked(page.run())


def checked(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def pressed(page: AppTest, key: str) -> AppTest:
    return checked(page.button(key=key).click().run())


def text(page: AppTest) -> str:
    elements = (*page.title, *page.subheader, *page.markdown, *page.caption)
    return "\n".join(element.value for element in elements).replace("\N{NO-BREAK SPACE}", " ")


def open_workouts(engine: Engine, lifter: int) -> list[int]:
    with reading(engine) as connection:
        return [row["workout_id"] for row in unfinished_workouts(connection, lifter)]


def key_of(page: AppTest, start: str) -> str:
    (key,) = [button.key for button in page.button if (button.key or "").startswith(start)]
    return str(key)


def test_a_routine_is_started_with_its_sets_and_then_offered_to_be_continued(app_engine: Engine, alice: int) -> None:
    sets = (RoutineSet(reps_min=5, reps_max=5),) * 3
    editing.create_routine(app_engine, alice, "Push", [RoutineExercise(exercise_id("bench"), sets)])
    page = opened(app_engine, alice)
    assert "**Push**  \n1 exercises · 3 sets" in text(page)
    pressed(page, key_of(page, "routine_"))
    (workout_id,) = open_workouts(app_engine, alice)
    assert page.session_state["log_workout_id"] == workout_id
    start = opened(app_engine, alice)
    assert start.button(key=f"continue_{workout_id}").label.replace("\N{NO-BREAK SPACE}", " ") == (
        "Continue Push – 0 of 3 sets"
    )


def test_a_reload_of_an_address_that_names_a_routine_starts_it_once(app_engine: Engine, alice: int) -> None:
    routine = editing.create_routine(
        app_engine, alice, "Push", [RoutineExercise(exercise_id("bench"), (RoutineSet(reps_min=5, reps_max=5),))]
    )
    opened(app_engine, alice, routine=routine.routine_id)
    opened(app_engine, alice, routine=routine.routine_id)
    assert len(open_workouts(app_engine, alice)) == 1


def test_a_past_workout_is_repeated(app_engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 80x5 squat 100x5")
    page = opened(app_engine, alice)
    assert "2 sets" in text(page)
    assert "Routines and plans" in text(page)
    pressed(page, key_of(page, "repeat_"))
    assert len(open_workouts(app_engine, alice)) == 1


def test_the_summary_shows_totals_and_offers_to_reopen(app_engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 80x5\n2026-01-07 bench 85x5 85x5")
    latest, _ = lists.latest(app_engine, alice, 2)
    page = opened(app_engine, alice, workout=latest["workout_id"])
    assert {metric.label: metric.value for metric in page.metric}["Work sets"] == "2"
    assert any("heaviest yet, 85" in message.value.replace("\N{NO-BREAK SPACE}", " ") for message in page.success)
    assert "last time" in text(page)
    assert "summary_discard" not in {button.key for button in page.button}


def test_a_workout_is_saved_as_a_routine_and_undo_deletes_it(app_engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 80x5 squat 100x5")
    (latest,) = lists.latest(app_engine, alice, 1)
    page = opened(app_engine, alice, workout=latest["workout_id"])
    pressed(page, "summary_save_routine")
    (routine,) = editing.routines(app_engine, alice)
    assert [part.exercise_id for part in routine.exercises] == [exercise_id("bench"), exercise_id("squat")]
    pressed(page, "undo")
    assert editing.routines(app_engine, alice) == ()


def test_an_empty_finished_workout_is_discarded_and_restored(app_engine: Engine, alice: int) -> None:
    page = opened(app_engine, alice)
    pressed(page, key_of(page, "start_"))
    (workout_id,) = open_workouts(app_engine, alice)
    does(alice, operation("amend_workout", workout_id, ended_at=datetime.now(UTC).isoformat()))
    page = opened(app_engine, alice, workout=workout_id)
    assert "No set was logged." in text(page)
    pressed(page, "summary_discard")
    assert text_of(alice) == []
    pressed(page, f"restore_{workout_id}")
    assert lists.deleted(app_engine, alice) in ([], ())


def test_a_finished_workout_is_reopened(app_engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 80x5")
    (latest,) = lists.latest(app_engine, alice, 1)
    pressed(opened(app_engine, alice, workout=latest["workout_id"]), "summary_reopen")
    assert open_workouts(app_engine, alice) == [latest["workout_id"]]
