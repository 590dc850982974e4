"""The log page run in process: what the grid is given, what its triggers do, and what stands without a database."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from auth import authenticator, sessions
from auth.guard import STATE_KEY
from database.ids import new_id
from services.exercises.lists import known_exercises
from services.feature_eng import e1rm
from services.gyms.editing import save_gym
from services.log import outbox as op_door
from services.log.outbox import Unreachable
from services.workouts import grid_data
from tests.cast import ENGINES, exercise_id, log, log_of, new_lifter, start, text_of
from utils.styling import plain
from utils.workout import grid, outbox

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def alice(app_engine: Engine) -> int:
    user_id = authenticator.sign_up(app_engine, "Alice", "squat deep or go home")
    ENGINES[user_id] = app_engine
    return user_id


@pytest.fixture
def page(app_engine: Engine, alice: int) -> AppTest:
    """The log page, with Alice signed in."""
    opened = AppTest.from_file(str(ROOT / "pages" / "log_workout.py"), default_timeout=90)
    opened.session_state[STATE_KEY] = (alice, sessions.open_session(app_engine, alice).session_id)
    return opened.run()


def given(page: AppTest) -> dict[str, Any]:
    """What the grid on the page is given."""
    protos = [proto.proto for proto in page.get("bidi_component")]
    given = [json.loads(proto.mixed.json if proto.HasField("mixed") else proto.json) for proto in protos]
    (data,) = [proto for proto in given if "rows" in proto]
    return dict(data)


def test_an_empty_workout_is_started_once_and_shown_as_a_grid(page: AppTest, alice: int) -> None:
    (begin,) = [button for button in page.button if button.label == "Start an empty workout"]
    begin.click().run()
    assert not page.exception
    data = given(page)
    assert (data["user"], data["rows"], data["is_open"]) == (str(alice), [], True)
    assert len(text_of(alice)) == 1


def test_a_workout_begins_in_the_gym_that_is_chosen_the_last_ones_first(page: AppTest, alice: int) -> None:
    engine = ENGINES[alice]
    usual, other = (save_gym(engine, alice, name, "kg", {}) for name in ("A", "B"))
    (choice,) = page.run().selectbox
    assert (choice.value, choice.options) == (usual, ["A", "B"])
    choice.select(other).run()
    (begin,) = [button for button in page.button if button.label == "Start an empty workout"]
    begin.click().run()
    assert given(page)["workout"]["gym_id"] == str(other)
    page.session_state["log_workout_id"] = None
    del page.query_params["workout"]
    (choice,) = page.run().selectbox
    assert choice.value == other


def test_another_machine_is_made_once_and_never_at_the_gym_of_another(
    app_engine: Engine, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, bobs = (save_gym(app_engine, lifter, "Here", "kg", {}) for lifter in (alice, new_lifter(app_engine, "bob")))
    told: list[str] = []
    kept: dict[str, Any] = {}
    monkeypatch.setattr(grid, "st", SimpleNamespace(session_state=kept, error=told.append, rerun=lambda: None))
    user, press = SimpleNamespace(user_id=alice), str(exercise_id("leg-press-machine"))
    for nonce, gym_id in enumerate([str(bobs), "nonsense", None, str(here), str(here)]):
        value = {"exercise_id": press, "gym_id": gym_id}
        grid._handle(user, 1, {"nonce": nonce, "name": "create_variant", "value": value})
    assert told == [plain("There is no such gym.")] * 3
    (variant,) = [lifter for lifter in known_exercises(app_engine, alice).values() if lifter.variant_of]
    made = {"nonce": 4, "from_id": press, "into_id": str(variant.exercise_id), "name": variant.name}
    assert kept[grid.VARIANT] == made


def test_the_grid_is_given_the_rows_and_last_time_as_text_and_json_numbers(page: AppTest, alice: int) -> None:
    log_of(alice, "2026-01-05 bench 80x5 82.5x4@2")
    opened = start(new_id(), "2026-01-08T18:00:00+00:00")
    number = int(opened["workout_id"])
    op_door.carry_out(ENGINES[alice], alice, {"user": str(alice), "ops": [opened, log(number, "bench 85x3")]})
    page.session_state["log_workout_id"] = number
    data = given(page.run())
    (row,) = data["rows"]
    assert (row["weight"], row["unit"], row["reps"], row["saved"]) == ("85", "kg", 3, True)
    assert row["set_id"].isdecimal()
    past = data["past"][str(exercise_id("bench"))]
    assert [(entry["weight"], entry["reps"]) for entry in past["sets"]] == [("80", 5), ("82.5", 4)]
    assert (past["performed_on"], past["best_kg"]) == ("2026-01-05", 82.5)
    assert [entry["performed_on"] for entry in data["last_five"][str(exercise_id("bench"))]] == ["2026-01-05"]


def test_while_the_database_is_away_the_last_rows_stand_with_a_sentence(
    page: AppTest, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (begin,) = [button for button in page.button if button.label == "Start an empty workout"]
    begin.click().run()

    def away(*_: Any) -> None:
        raise Unreachable

    monkeypatch.setattr(grid_data, "board_data", away)
    page.run()
    assert not page.exception
    assert given(page)["answer"]["error"] == str(Unreachable())


def test_what_a_trigger_brings_is_answered_with_the_next_data(
    page: AppTest, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(outbox.st, "session_state", state)
    user = type("Somebody", (), {"user_id": alice})()
    opened = start()
    outbox.take(user, {"user": str(alice), "ops": [opened], "nonce": "1"})
    assert outbox.answer()["acked"] == [opened["op_id"]]
    outbox.take(user, None)
    assert outbox.answer()["acked"] == [opened["op_id"]]
    assert text_of(alice) == ["2026-01-05"]


def test_the_kit_holds_what_the_grid_needs_without_signal(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine)
    log_of(lifter, "2026-01-05 bench 80x5 squat 100x5\n2026-01-08 bench 82.5x4")
    kit = grid_data.kit(sqlite_engine, lifter, "epley", "kg")
    json.dumps(kit)
    bench = str(exercise_id("bench"))
    assert kit["recent"][0] == bench
    assert [row["weight"] for row in kit["past"][bench]["sets"]] == ["82.5"]
    (known,) = [row for row in kit["exercises"] if row["exercise_id"] == bench]
    assert (known["unit"], known["step"], known["load_type"]) == ("kg", "2.5", "external")
    # factors stand per half rep from one: five reps are the ninth
    assert kit["factors"][8] == pytest.approx(e1rm("epley", 1.0, 5))
    assert kit["factors"][-1] is None


def test_asking_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(grid.st, "session_state", {})
    monkeypatch.setitem(grid.ANSWERS, "leave", lambda *_: done.append("left"))
    for _ in range(2):
        grid._handle(object(), 1, {"nonce": "7", "name": "leave", "value": {}})
    assert done == ["left"]
