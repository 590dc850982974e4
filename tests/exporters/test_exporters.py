"""What a lifter owns, taken out and put back, on both engines."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from database.db_connector import reading
from database.export_reads import OWNED, owned_rows
from services.errors import InvalidValue
from services.etl_oltp_to_olap import check
from services.exporters import exporting as door
from services.importers.preview import preview
from services.importers.restoring import NotARestorable, is_document, restore
from tests.cast import does, log_of, new_lifter, operation, operations_of

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LOG = """\
2026-01-05 18:30 squat w60x5 100x5@2 100x5@1 plank 60s
2026-01-07 18:30 bench 225lbx3 d185lbx8 carry 40x30m
2026-01-09 18:30 pullup x12 run x5000m"""


@pytest.fixture
def alice(engine: Engine) -> int:
    lifter = new_lifter(engine, "alice", time_zone="Europe/Berlin")
    for workout_id in log_of(lifter, LOG):
        does(lifter, operation("amend_workout", workout_id, zone="Europe/Berlin"))
    return lifter


def file_of(engine: Engine, lifter: int, form: str) -> bytes:
    (_, content), *_ = door.files(engine, lifter, form, NOW)
    return content


def lines(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8")), delimiter=delimiter))


def every_row(engine: Engine, lifter: int) -> dict[str, list[dict[str, Any]]]:
    with reading(engine) as connection:
        return {table.name: owned_rows(connection, lifter, table) for table in OWNED}


def test_strong_tells_the_unit_of_each_row_and_the_clock_of_the_lifter(engine: Engine, alice: int) -> None:
    found = lines(file_of(engine, alice, "strong"), ";")
    assert len(found) == 9
    assert found[0]["Date"] == "2026-01-05 19:30:00"  # 18:30 in London is 19:30 in Berlin
    assert [row["Set Order"] for row in found[:3]] == ["W", "2", "3"]
    assert (found[4]["Weight"], found[4]["Weight Unit"], found[4]["Reps"]) == ("225", "lbs", "3")
    assert found[1]["RPE"] == "8"  # 10 - 2 in reserve
    assert (found[8]["Distance"], found[8]["Distance Unit"]) == ("5000", "m")


def test_hevy_has_kilograms_kilometres_and_the_newest_first(engine: Engine, alice: int) -> None:
    found = lines(file_of(engine, alice, "hevy"))
    assert [row["start_time"] for row in found[::4]] == ["9 Jan 2026, 19:30", "7 Jan 2026, 19:30", "5 Jan 2026, 19:30"]
    assert found[1]["distance_km"] == "5"
    pounds = found[2]
    assert float(pounds["weight_kg"]) == pytest.approx(102.05828325)  # 225 x 0.45359237
    assert [row["set_type"] for row in found] == ["normal"] * 3 + ["dropset", "normal", "warmup", *["normal"] * 3]


@pytest.mark.parametrize("form", ["strong"])
def test_what_was_written_is_read_as_the_same_figures(engine: Engine, alice: int, form: str) -> None:
    shown = preview(file_of(engine, alice, form), "file.csv", unit="kg", zone="Europe/Berlin")
    assert shown.problems == ()
    counts = shown.counts()
    assert (counts["sets"], counts["workouts"], counts["reps"]) == (9, 3, 38)


def test_a_restored_account_has_every_row_and_the_same_facts(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    document = file_of(engine, alice, "json")
    assert is_document(document)
    done = restore(engine, bob, document, NOW)
    assert (done.added, done.unchanged) == (12, 0)  # 3 workouts and 9 sets
    assert every_row(engine, bob) == every_row(engine, alice)
    check(engine, bob)
    again = restore(engine, bob, document, NOW)
    assert (again.added, again.unchanged) == (0, 12)


def test_an_export_from_before_a_mark_was_there_is_read_as_without_it(engine: Engine, alice: int) -> None:
    whole = json.loads(file_of(engine, alice, "json"))
    for row in whole["sets"]:
        del row["easy"]
    bob = new_lifter(engine, "bob")
    restore(engine, bob, json.dumps(whole).encode())
    assert every_row(engine, bob)["sets"] == every_row(engine, alice)["sets"]


def test_the_shell_restores_its_own_export(engine: Engine, alice: int, database_url: str, tmp_path: Path) -> None:
    new_lifter(engine, "bob")
    (tmp_path / "tonnage.json").write_bytes(file_of(engine, alice, "json"))
    command = [sys.executable, "-m", "services.importers", str(tmp_path / "tonnage.json"), "--user", "bob", "--json"]
    environment = {**os.environ, "DATABASE_URL": database_url}

    def run(*options: str) -> dict[str, Any]:
        done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=True)
        return dict(json.loads(done.stdout))

    tried, first, again = run("--dry-run"), run(), run()
    assert (tried["format"], tried["sets"], tried["workouts"], tried["reps"]) == ("tonnage", 9, 3, 38)
    assert tried["weight_x_reps"] == 300 + 1000 + 675 + 1480  # weights as written, in both units
    assert [(one["added"], one["unchanged"]) for one in (tried, first, again)] == [(0, 0), (12, 0), (0, 12)]


def test_a_document_holds_no_secret(engine: Engine, alice: int) -> None:
    text = file_of(engine, alice, "json").decode()
    assert "password" not in text
    assert "user_id" not in text
    assert json.loads(text)["lifter"]["username"] == "alice"


@pytest.mark.parametrize(
    ("table", "change", "sentence"),
    [
        ("sets", {"weight": "1e308"}, "sets, row 2: The weight cannot be"),
        ("sets", {"reps": -1}, "sets, row 2: The reps cannot be -1"),
        ("sets", {"exercise_id": "999999"}, "sets: there is no exercise 999999."),
        ("sets", {"secret": 1}, "sets, row 2: there is no column “secret”."),
        ("workouts", {"performed_on": "3000-01-01"}, "workouts, row 2: The date cannot be"),
        ("workouts", {"workout_id": "0"}, "workouts, row 2: workout_id cannot be “0”."),
        ("workouts", {"title": 7}, "workouts, row 2: The title cannot be 7"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    engine: Engine, alice: int, table: str, change: dict[str, Any], sentence: str
) -> None:
    bob = new_lifter(engine, "bob")
    whole = json.loads(file_of(engine, alice, "json"))
    whole[table][1] |= change
    with pytest.raises(InvalidValue, match=sentence.replace("(", r"\(")):
        restore(engine, bob, json.dumps(whole).encode(), NOW)
    assert not any(every_row(engine, bob).values())


def test_a_set_of_a_workout_that_is_not_there_is_refused(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    whole = json.loads(file_of(engine, alice, "json"))
    whole["workouts"] = whole["workouts"][1:]
    with pytest.raises(InvalidValue):
        restore(engine, bob, json.dumps(whole).encode(), NOW)
    assert not any(every_row(engine, bob).values())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": "other"}', b'{"format": "tonnage", "version": 9}'])
def test_what_is_no_document_is_refused(sqlite_engine: Engine, data: bytes) -> None:
    with pytest.raises(NotARestorable):
        restore(sqlite_engine, new_lifter(sqlite_engine), data, NOW)


def test_another_lifter_exports_nothing_of_alice(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    does(bob, *operations_of("2026-01-06 deadlift 140x5"))
    assert [row["Weight"] for row in lines(file_of(engine, bob, "strong"), ";")] == ["140"]
    mine = json.loads(file_of(engine, bob, "json"))
    assert (len(mine["sets"]), len(mine["workouts"])) == (1, 1)


def test_the_zip_holds_everything_and_facts_are_those_of_the_lifter(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    log_of(bob, "2026-01-06 deadlift 140x5")
    with zipfile.ZipFile(io.BytesIO(file_of(engine, bob, "zip"))) as packed:
        names = set(packed.namelist())
        facts = pq.read_table(io.BytesIO(packed.read("parquet/fact_sets.parquet")))
    assert {"tonnage.json", "csv/strong.csv", "csv/hevy.csv", "parquet/data-dictionary.md"} <= names
    assert facts.num_rows == 1
    assert facts.column("weight_kg").to_pylist() == [140.0]
    assert facts.column("set_id").type == "int64"
    assert facts.schema.metadata[b"comment"].startswith(b"One row per performed set")


def test_the_shell_writes_files(engine: Engine, alice: int, database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.exporters", "--format", "strong", "--out", str(tmp_path / "out")]
    environment = {**os.environ, "DATABASE_URL": database_url}
    done = subprocess.run([*command, "--user", "Alice"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'out' / 'strong.csv'}\n")
    nobody = subprocess.run([*command, "--user", "who"], env=environment, capture_output=True, text=True, check=False)
    assert (nobody.returncode, nobody.stderr) == (2, "There is no lifter named who.\n")
