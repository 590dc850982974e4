"""The shell door of the import: its JSON, its exit status, and what it says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from database.db_connector import reading, writing
from database.olap_tables import fact_sets
from database.oltp_tables import sets
from database.writes import create_user
from services.importers.__main__ import main
from tests.cast import new_lifter
from tests.strong_files import row, strong_file

ROOT = Path(__file__).resolve().parents[2]
CLASSIC = Path(__file__).parents[1] / "fixtures" / "strong_classic.csv"
DONE, REFUSED, USAGE, NO_DATABASE = range(4)
KEYS = (
    *("format", "rows", "rest_rows", "note_rows", "sets", "workouts", "exercises", "reps", "weight_x_reps"),
    *("refused", "suspicious", "dry_run", "added", "updated", "unchanged"),
)
OF_THE_FILE = {
    "format": "strong",
    "rows": 12,
    "rest_rows": 2,
    "note_rows": 1,
    "sets": 9,
    "workouts": 2,
    "exercises": 5,
    "reps": 29,
    "weight_x_reps": 1835.0,
    "refused": [],
    "suspicious": [
        {"row": 9, "reason": "This workout is said to have taken 264 h 1 min; it is imported without its end."}
    ],
}


def door(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m services.importers` with these arguments."""
    command = [sys.executable, "-m", "services.importers", *arguments]
    environment = {**os.environ, "DATABASE_URL": database_url, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def figures(stdout: str) -> dict[str, Any]:
    """The one JSON object on stdout."""
    found: dict[str, Any] = json.loads(stdout)
    assert tuple(found) == KEYS
    return found


def count(engine: Engine, table: Any, lifter: int) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(table).where(table.c.user_id == lifter)).all())


def test_dry_run_import_and_second_run(engine: Engine, database_url: str) -> None:
    alice = new_lifter(engine, "alice", time_zone="Europe/Berlin")
    asked = (str(CLASSIC), "--user", "Alice", "--unit", "kg", "--json")

    dry = door(database_url, *asked, "--dry-run")
    assert dry.returncode == DONE
    assert figures(dry.stdout) == OF_THE_FILE | {"dry_run": True, "added": 9, "updated": 0, "unchanged": 0}
    assert count(engine, sets, alice) == 0

    first = door(database_url, *asked)
    assert first.returncode == DONE
    assert figures(first.stdout) == OF_THE_FILE | {"dry_run": False, "added": 9, "updated": 0, "unchanged": 0}
    assert count(engine, sets, alice) == count(engine, fact_sets, alice) == 9

    second = door(database_url, *asked)
    assert figures(second.stdout) == OF_THE_FILE | {"dry_run": False, "added": 0, "updated": 0, "unchanged": 9}
    assert count(engine, sets, alice) == 9


def test_a_refused_file_says_which_row_and_writes_nothing(engine: Engine, database_url: str, tmp_path: Path) -> None:
    alice = new_lifter(engine, "alice")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(strong_file([row(), row(reps="-3"), row(order="2")]))
    ran = door(database_url, str(broken), "--user", "alice", "--unit", "kg", "--json")
    assert ran.returncode == REFUSED
    assert figures(ran.stdout)["refused"] == [{"row": 3, "reason": "The reps must lie between 0 and 10,000: “-3.0”."}]
    assert (figures(ran.stdout)["rows"], figures(ran.stdout)["sets"], figures(ran.stdout)["added"]) == (3, 2, 0)
    assert "Nothing was imported." in ran.stderr
    assert count(engine, sets, alice) == 0


def test_a_database_that_does_not_answer() -> None:
    ran = door("mysql+pymysql://a:b@127.0.0.1:9/none", str(CLASSIC), "--user", "alice", "--unit", "kg", "--json")
    assert (ran.returncode, ran.stdout) == (NO_DATABASE, "")
    assert "The database does not answer" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "The file is empty."), (b"\x89PNG\r\n\x1a\n\0", "This is a PNG picture, not a CSV file.")],
)
def test_what_is_no_table_is_refused_as_a_whole(
    app_engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, reason: str
) -> None:
    new_lifter(app_engine, "alice")
    export = tmp_path / "export.csv"
    export.write_bytes(content)
    assert main([str(export), "--user", "alice", "--json"]) == REFUSED
    found = figures(capsys.readouterr().out)
    assert (found["format"], found["refused"]) == (None, [{"row": None, "reason": reason}])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((str(CLASSIC), "--user", "alice"), "add --unit kg or lb"),
        ((str(CLASSIC), "--user", "nobody", "--unit", "kg"), "There is no lifter named nobody."),
        ((str(CLASSIC), "--user", "alice", "--unit", "kg", "--time-zone", "Mars/Crater"), "no time zone named Mars"),
        (("missing.csv", "--user", "alice"), "The file missing.csv cannot be read"),
    ],
)
def test_a_wrong_call_is_explained_on_stderr(
    app_engine: Engine, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    new_lifter(app_engine, "alice")
    assert main([*arguments, "--json"]) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err


@pytest.mark.parametrize("arguments", [("--user", "alice", "--unit", "stone"), ("--unit", "kg"), ()])
def test_options_that_do_not_exist_or_are_missing_are_usage(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(CLASSIC), *arguments, "--json"]) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "--help" in said.err


def test_without_json_the_figures_are_a_table_for_people(
    app_engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    new_lifter(app_engine, "alice")
    assert main([str(CLASSIC), "--user", "alice", "--unit", "kg", "--dry-run"]) == DONE
    said = capsys.readouterr().out
    assert " weight x reps  1835.0\n" in said
    assert "suspicious  row 9: This workout is said to have taken 264 h 1 min" in said


def test_a_name_is_found_however_it_is_spelled(app_engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(app_engine) as connection:
        create_user(connection, "Anna-Lena", "anna-lena")
    assert main([str(CLASSIC), "--user", "ANNA-lena", "--unit", "kg", "--dry-run", "--json"]) == DONE
    assert figures(capsys.readouterr().out)["added"] == 9
