"""Several processes at once: nothing is missing from the facts, and nobody waits for a refresh."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select

from database.db_connector import make_engine, writing
from database.olap_tables import fact_sets
from database.oltp_tables import etl_state
from services.etl import refresh as refreshing
from services.etl_oltp_to_olap import check, rebuild, refresh
from tests.cast import ENGINES, does, exercise_id, log, log_of, new_lifter, start
from tests.facts import refreshed, sets_of

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
NIGHTS = 60


def process(verb: str, url: str, lifter: int, workout: int, rounds: int, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.etl_workers", verb, url, *map(str, (lifter, workout, rounds, seed))]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def test_two_log_and_two_refresh_at_once(engine: Engine, database_url: str) -> None:
    alice = new_lifter(engine, "alice")
    workouts = log_of(alice, "2026-01-05 squat 100x5\n2026-01-06 bench 80x5")
    running = [process("log", database_url, alice, workout, ROUNDS, seed) for seed, workout in enumerate(workouts)]
    running += [process("refresh", database_url, alice, workouts[0], NIGHTS, seed) for seed in (10, 11)]
    for one in running:
        _, problem = one.communicate(timeout=240)
        assert one.returncode == 0, problem
    assert len(refreshed(alice)["fact_sets"]) == 2 + 2 * ROUNDS
    check(engine, alice)


@pytest.mark.mariadb
def test_a_logger_does_not_wait_for_an_open_refresh(mariadb_engine: Engine) -> None:
    """A refresh that hangs in mid-transaction holds its own lock and the facts, nothing that a logger needs."""
    alice = new_lifter(mariadb_engine, "alice")
    (workout,) = log_of(alice, "2026-01-05 squat 100x5")
    refresh(mariadb_engine, alice)
    with writing(mariadb_engine) as hanging:
        hanging.execute(select(etl_state).where(etl_state.c.user_id == alice).with_for_update()).all()
        hanging.execute(delete(fact_sets).where(fact_sets.c.user_id == alice))
        impatient = {"init_command": "SET SESSION innodb_lock_wait_timeout = 3"}
        ENGINES[alice] = other = make_engine(mariadb_engine.url.update_query_dict(impatient))
        does(alice, log(workout, "squat 105x5", position=2.0))  # would fail with a lock wait time-out
        other.dispose()
    ENGINES[alice] = mariadb_engine
    assert len(sets_of(alice, "squat")) == 2


@pytest.mark.mariadb
def test_a_second_refresh_waits_for_the_first_and_finds_its_work_done(mariadb_engine: Engine) -> None:
    alice = new_lifter(mariadb_engine, "alice")
    log_of(alice, "2026-01-05 squat 100x5")
    results: list[bool] = []
    with writing(mariadb_engine) as first:
        first.execute(select(etl_state).where(etl_state.c.user_id == alice).with_for_update()).all()
        second = threading.Thread(target=lambda: results.append(refresh(mariadb_engine, alice)))
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join(30)
    assert results == [True]
    assert not refresh(mariadb_engine, alice)


def test_a_set_logged_while_a_lifter_is_folded_is_not_lost(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = new_lifter(engine, "alice")
    (workout,) = log_of(alice, "2026-01-05 squat 100x5")
    real, logged = refreshing.fold, []

    def fold_while_somebody_logs(log_of_lifter: Any) -> Any:
        if not logged:
            logged.append(does(alice, log(workout, "squat 110x5", position=2.0)))
        return real(log_of_lifter)

    monkeypatch.setattr(refreshing, "fold", fold_while_somebody_logs)
    rebuild(engine, alice)
    monkeypatch.undo()
    assert [row["weight_kg"] for row in sets_of(alice, "squat")] == [100, 110]


def test_a_set_logged_between_marks_and_commit_keeps_its_mark(
    mariadb_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = new_lifter(mariadb_engine, "alice")
    (workout,) = log_of(alice, "2026-01-05 squat 100x5")
    refresh(mariadb_engine, alice)
    does(alice, log(workout, "squat 105x5", position=2.0))
    real = refreshing.read_days

    def read_then_somebody_logs(*arguments: Any) -> Any:
        found = real(*arguments)
        does(alice, log(workout, "squat 110x5", position=3.0))
        return found

    monkeypatch.setattr(refreshing, "read_days", read_then_somebody_logs)
    refresh(mariadb_engine, alice)
    monkeypatch.undo()
    assert [row["weight_kg"] for row in sets_of(alice, "squat")] == [100, 105, 110]


def test_a_lifter_without_sets_can_be_refreshed(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    does(alice, start())
    assert refreshed(alice)["fact_sets"] == []
    assert exercise_id("squat") not in {row["exercise_id"] for row in refreshed(alice)["dim_exercises"]}
