"""The ETL's shell door: verbs, exit codes, and what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from database.db_connector import writing
from database.olap_tables import fact_sets
from tests.cast import log_of, new_lifter
from tests.facts import star_of

ROOT = Path(__file__).resolve().parents[2]


def door(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.etl_oltp_to_olap", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_verb_rebuilds_everybody_and_shows_how_far(engine: Engine, database_url: str) -> None:
    lifters = [new_lifter(engine, name) for name in ("alice", "bob")]
    for lifter in lifters:
        log_of(lifter, "2026-01-05 squat 100x5")
    done = door(database_url)
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 of 2 lifters" in done.stderr
    assert all(len(star_of(lifter)["fact_sets"]) == 1 for lifter in lifters)


def test_check_finds_wrong_facts_and_rebuild_mends_them(engine: Engine, database_url: str) -> None:
    alice = new_lifter(engine, "alice")
    log_of(alice, "2026-01-05 squat 100x5")
    assert door(database_url, "refresh", "--user", "Alice").returncode == 0
    with writing(engine) as connection:
        connection.execute(update(fact_sets).values(tonnage_kg=1))
    wrong = door(database_url, "check")
    assert wrong.returncode == 1
    assert "fact_sets is not what the log gives" in wrong.stderr
    assert door(database_url, "rebuild", "--user", "alice").returncode == 0
    assert door(database_url, "check").returncode == 0


def test_shards_are_disjoint_and_cover_all(sqlite_engine: Engine, sqlite_url: str) -> None:
    lifters = [new_lifter(sqlite_engine, f"lifter{n}") for n in range(3)]
    for lifter in lifters:
        log_of(lifter, "2026-01-05 squat 100x5")
    assert "2 of 2" in door(sqlite_url, "--shard", "1/2").stderr
    assert sum(bool(star_of(lifter)["fact_sets"]) for lifter in lifters) == 2
    assert "1 of 1" in door(sqlite_url, "--shard", "2/2").stderr
    assert all(star_of(lifter)["fact_sets"] for lifter in lifters)


@pytest.mark.parametrize("arguments", [("melt",), ("--shard", "3/2"), ("--shard", "x"), ("--user", "nobody")])
def test_a_wrong_call_is_usage(sqlite_url: str, arguments: tuple[str, ...]) -> None:
    done = door(sqlite_url, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_no_database_is_exit_three() -> None:
    done = door("mysql+pymysql://nobody:x@127.0.0.1:1/none")
    assert done.returncode == 3
    assert "No database" in done.stderr
    assert "x@" not in done.stderr


def test_a_name_with_dashes_is_found(sqlite_engine: Engine, sqlite_url: str) -> None:
    new_lifter(sqlite_engine, "Anna-Lena_O")
    assert door(sqlite_url, "refresh", "--user", "anna-lena_o").returncode == 0
