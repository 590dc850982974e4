"""`make bench` runs: on a log of a few hundred sets, and with no word about how long anything takes."""

import pytest

from benchmarks import __main__ as bench
from benchmarks import imports, write_backs
from benchmarks.log_data import Size, fill, size_of
from benchmarks.stopwatch import Line, table

PARTS = [
    "copy of the finished tables",
    "rebuild of everybody, old facts replaced",
    "older: pandas to_sql",
    "older: set-based SQL",
    "refresh after one logged set",
    "old set became or stopped being a best",
    "both from the star schema",
    "both from the log",
    "Explore from the star schema",
    "Explore from the log",
    "import of 20 sets into an empty account, facts included",
    "the same 20 sets again, nothing new",
    "Muscles from the star schema",
    "Records, timeline from the log",
    "next targets after it, 3 workouts replayed",
    "Plan vs done, as it opens, from the star schema",
    "Plan vs done, a year of a rule replayed",
]


@pytest.mark.parametrize("key", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_it_measures_every_part(key, request, tmp_path, monkeypatch, capsys):
    if key == "mariadb":
        monkeypatch.setenv("BENCH_MYSQL_URL", request.getfixturevalue("mariadb_url"))
    monkeypatch.setattr(imports, "SETS", 20)
    monkeypatch.setattr(write_backs, "WORKOUTS", 3)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    options = ["--engine", key, "--scale", "0.001", "--runs", "1", "--samples", "4", "--write"]
    assert bench.main(options) == 0
    printed = capsys.readouterr().out
    for part in PARTS:
        assert part in printed
    assert printed in bench.RESULTS.read_text()


def test_the_full_size_is_what_the_aims_are_about():
    assert size_of(1) == Size(200, 5_000, 100_000)
    assert size_of(1).sets == 1_100_000
    assert size_of(0.1) == Size(20, 5_000, 100_000)


def test_the_log_is_of_the_size_asked_for(sqlite_engine):
    crowd = fill(sqlite_engine, Size(2, 240, 480))
    with sqlite_engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT user_id, COUNT(*), COUNT(DISTINCT workout_id) FROM sets GROUP BY 1")
        counts = {user_id: (sets, workouts) for user_id, sets, workouts in found}
    assert counts == {crowd.usual[0]: (240, 12), crowd.usual[1]: (240, 12), crowd.big: (480, 24)}


def test_an_aim_is_a_ratio_where_there_is_one_and_else_a_time():
    assert Line("SQLite", "rebuild", [2.0, 9.0, 3.0], "s", of=1.0, aim=3.0).is_met
    assert not Line("SQLite", "rebuild", [3.1], "s", of=1.0, aim=3.0).is_met
    assert Line("SQLite", "refresh", [0.0029], aim=3.0).is_met
    assert not Line("SQLite", "refresh", [0.0031], aim=3.0).is_met
    assert Line("SQLite", "older", [2.0], "s", of=1.0, times=5).ratio == 10.0


def test_the_table_is_markdown():
    line = Line("SQLite", "rebuild", [2.0, 9.0, 3.0], "s", of=1.5, aim=3.0)
    assert table([line]).splitlines() == [
        "| engine | measure | median | p95 | ratio | aim |  |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| SQLite | rebuild | 3.00 s |  | × 2.00 | ≤ × 3 | reached |",
    ]
