"""A lifter's own SQL: it answers, it holds nobody else's rows, and nothing gets out of it."""

import io
import sqlite3
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from database.db_connector import reading
from database.star.copy import copy_tables, star_copy
from services.errors import InvalidValue
from services.etl_oltp_to_olap import refresh
from services.own_sql import asking
from services.own_sql.asking import LONGEST_STATEMENT, MOST_ROWS, NotAnswered, Result, ask
from services.own_sql.examples import EXAMPLES
from services.own_sql.files import parquet, unique_names
from services.own_sql.saved import MOST, NoSuchQuery, delete_query, queries, save_query
from tests.cast import log_of, new_lifter
from tests.facts import rows_of
from utils.explore import sql_words
from utils.styling import Display

KG = Display("kg", "Europe/Berlin", 0, "en-GB")
GERMAN = Display("kg", "Europe/Berlin", 0, "de-DE")
LOG = """
2026-01-05 18:30 squat w60x5 100x5@2 102.5x5@1 bench 60x8 plank 60s
2026-01-12 18:30 squat 105x5 pullup x8 carry 32x40m
2026-02-02 07:15 bench 62.5x8 225lbx3
"""
ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
LONG = "printf('%900000d', 1)"


def copy_of(engine: Engine, lifter: int) -> bytes:
    refresh(engine, lifter)
    with reading(engine) as connection:
        return star_copy(connection, lifter)


@pytest.fixture
def alice(engine: Engine) -> int:
    lifter, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    log_of(lifter, LOG)
    log_of(bob, "2025-12-24 press 777x7\n2026-01-05 deadlift 300x5")
    refresh(engine, bob)
    return lifter


@pytest.fixture(scope="module")
def copy() -> bytes:
    """A copy without a lifter: three thousand made-up sets, for what does not depend on an engine."""
    with sqlite3.connect(":memory:") as made:
        made.execute("CREATE TABLE fact_sets (set_id INTEGER PRIMARY KEY, exercise_id INTEGER, reps INTEGER)")
        made.executemany("INSERT INTO fact_sets VALUES (?, ?, ?)", [(n, n % 7, n % 12) for n in range(3000)])
        made.commit()
        return made.serialize()


def test_the_copy_holds_what_the_star_schema_holds_and_nothing_of_others(engine: Engine, alice: int) -> None:
    taken = copy_of(engine, alice)
    with sqlite3.connect(":memory:") as opened:
        opened.deserialize(taken)
        opened.row_factory = sqlite3.Row
        for table in copy_tables():
            found = [dict(row) for row in opened.execute(f"SELECT * FROM {table.name}")]
            assert all("user_id" not in row for row in found)
            if "user_id" in table.c:
                stored = rows_of(engine, alice, table)
                for row in stored:
                    del row["user_id"]
                    row |= {"performed_on": str(row["performed_on"])} if "performed_on" in row else {}
                assert found == stored, table.name
        assert [row[0] for row in opened.execute("SELECT MIN(performed_on) FROM dim_dates")] == ["2026-01-05"]
    assert b"777" not in taken
    assert ask(taken, "SELECT MAX(weight_kg) FROM fact_sets").rows == ((105.0,),)


def test_every_example_runs_as_it_stands(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    log_of(lifter, LOG)
    taken = copy_of(sqlite_engine, lifter)
    for example in EXAMPLES:
        assert ask(taken, example.statement).columns
    assert ask(taken, EXAMPLES[1].statement).rows == (("2026-01", 7, 2), ("2026-02", 2, 1))


# A statement that wants out or wants too much, and a part of the sentence that refuses it.
REFUSED = [
    ("ATTACH '/tmp/other.db' AS other", "only ask"),
    ("DETACH main", "only ask"),
    ("PRAGMA query_only = OFF", "only ask"),
    ("PRAGMA table_info('fact_sets')", "only ask"),
    ("SELECT * FROM pragma_table_info('fact_sets')", "only ask"),
    ("SELECT COUNT(*) FROM pragma_database_list", "only ask"),
    ("SELECT * FROM json_each('[1]')", "only ask"),
    ("SELECT * FROM dbstat", "only ask"),
    ("VACUUM INTO '/tmp/other.db'", "only ask"),
    ("DELETE FROM fact_sets", "only ask"),
    ("UPDATE fact_sets SET reps = 99", "only ask"),
    ("INSERT INTO fact_sets SELECT * FROM fact_sets", "only ask"),
    ("DROP TABLE fact_sets", "only ask"),
    ("CREATE TEMP TABLE mine AS SELECT * FROM fact_sets", "only ask"),
    ("CREATE VIRTUAL TABLE t USING fts5(x)", "only ask"),
    ("BEGIN", "only ask"),
    ("SELECT load_extension('libc.so.6')", "load_extension cannot be used"),
    ("SELECT fts3_tokenizer('simple')", "fts3_tokenizer cannot be used"),
    ("SELECT readfile('/etc/passwd')", "no such function: readfile"),
    ("SELECT writefile('/tmp/x', 'y')", "no such function: writefile"),
    ("SELECT sqlite_version()", "sqlite_version cannot be used"),
    ("SELECT zeroblob(1000000000)", "zeroblob cannot be used"),
    ("SELECT randomblob(1000000000)", "randomblob cannot be used"),
    (f"SELECT hex({LONG})", "hex cannot be used"),
    (f"SELECT replace({LONG}, ' ', 'aaaaaaaaaa')", "longer than 1,000,000"),
    ("SELECT group_concat(printf('%9000d', set_id)) FROM fact_sets", "longer than 1,000,000"),
    (f"SELECT {LONG} || {LONG}", "longer than 1,000,000"),
    ("SELECT * FROM fact_sets ORDER BY printf('%500000d', set_id)", "memory"),
    ("SELECT 1; SELECT 2", "one question at a time"),
    ("SELECT 1; DROP TABLE fact_sets", "one question at a time"),
    ("-- nothing but a comment", "begin with SELECT"),
    ("  \n ", "begin with SELECT"),
    ("SELECT 1\0; DROP TABLE fact_sets", "no text"),
    ("SELECT '\ud800'", "no text"),
    ("SELECT '" + "a" * 1_000_000 + "'", f"{LONGEST_STATEMENT:,} are possible"),
    ("SELECT " + "(" * 200 + "1" + ")" * 200, "SQLite cannot run this"),
    (" UNION ALL ".join(["SELECT 1"] * 60), "SQLite cannot run this"),
    ("SELECT ?", "SQLite cannot run this"),
    ("SELECT user_id FROM fact_sets", "no such column: user_id."),
    ("SELECT * FROM users", "no such table: users."),
    ("SELEC 1", "syntax error."),
]


@pytest.mark.parametrize(("statement", "words"), REFUSED, ids=lambda value: str(value)[:40].replace("\0", "0"))
def test_what_wants_out_or_too_much_gets_a_sentence(copy: bytes, statement: str, words: str) -> None:
    with pytest.raises(NotAnswered, match=words.replace("(", r"\(")) as refused:
        ask(copy, statement)
    assert "Traceback" not in str(refused.value)
    assert not Path("/tmp/other.db").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT COUNT(*) FROM fact_sets a, fact_sets b, fact_sets c, fact_sets d",
        f"{ENDLESS} SELECT COUNT(*) FROM r",
        f"{ENDLESS} SELECT * FROM r ORDER BY n",
    ],
)
def test_what_would_never_end_is_ended(copy: bytes, statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 1)
    with pytest.raises(NotAnswered, match=r"was stopped|memory"):
        ask(copy, statement)
    assert ask(copy, "SELECT 1").rows == ((1,),)


def test_a_process_that_does_not_answer_is_ended(copy: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(asking, "CHILD", sleeper)
    monkeypatch.setattr(asking, "SECONDS", 0)
    monkeypatch.setattr(asking, "GRACE_S", 0.5)
    with pytest.raises(NotAnswered, match="was stopped"):
        ask(copy, "SELECT 1")


def test_the_process_knows_no_settings(copy: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    teller = tmp_path / "teller.py"
    says = "{'columns': ['name'], 'rows': [[name] for name in os.environ], 'is_cut': os.getcwd() != '/'}"
    teller.write_text(f"import json, os, sys\nsys.stdin.buffer.read()\nprint(json.dumps({says}))\n")
    monkeypatch.setattr(asking, "CHILD", teller)
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "mysql+pymysql://tonnage:hush@db/tonnage")
    told = ask(copy, "SELECT 1")
    assert {name for (name,) in told.rows} <= {"LC_CTYPE"}
    assert not told.is_cut


def test_rows_and_cells_have_limits(copy: bytes) -> None:
    many = ask(copy, "SELECT set_id FROM fact_sets")
    assert (len(many.rows), many.is_cut) == (MOST_ROWS, True)
    assert "first 2,000" in sql_words.result_text(many, 25)
    ((text,),) = ask(copy, "SELECT printf('%9000d', 1)").rows
    assert len(text) == asking.LONGEST_CELL + 1
    wide = ask(copy, "SELECT printf('%1999d', set_id), printf('%1999d', 1), printf('%1999d', 2) FROM fact_sets")
    assert wide.is_cut
    assert len(wide.rows) < 700


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        ("SELECT 1; -- the end", ((1,),)),
        ("/* first */ SELECT 'a; DROP TABLE x' AS text", (("a; DROP TABLE x",),)),
        ("WITH t AS (SELECT reps FROM fact_sets) SELECT COUNT(*) FROM t", ((3000,),)),
        ("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'", ((1,),)),
        ("SELECT X'00ff', NULL, 9223372036854775807", (("(2 bytes)", None, 9223372036854775807),)),
        ("VALUES (1, 'Übung')", ((1, "Übung"),)),
        ("SELECT SUM(reps) OVER (ORDER BY set_id) FROM fact_sets LIMIT 1", ((0,),)),
    ],
)
def test_what_is_a_question_is_answered(copy: bytes, statement: str, rows: tuple[tuple[object, ...], ...]) -> None:
    assert ask(copy, statement).rows == rows


def test_queries_are_kept_by_name_and_are_the_lifters_own(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "carol")
    first = save_query(engine, alice, "  Most   trained ", "SELECT 1")
    second = save_query(engine, alice, "MOST TRAINED", "SELECT 2")
    assert [(one.query_id, one.name, one.statement) for one in queries(engine, alice)] == [
        (second, "MOST TRAINED", "SELECT 2")
    ]
    assert queries(engine, bob) == ()
    for lifter, number in ((bob, second), (alice, first)):
        with pytest.raises(NoSuchQuery):
            delete_query(engine, lifter, number)
    delete_query(engine, alice, second)
    assert queries(engine, alice) == ()


@pytest.mark.parametrize(
    ("name", "statement", "words"),
    [
        (" ", "SELECT 1", "1 to 100"),
        ("x" * 101, "SELECT 1", "1 to 100"),
        ("ok", " ", "1 to 10,000"),
        ("ok", "x" * 10_001, "1 to 10,000"),
        ("a\0", "SELECT 1", "no text"),
    ],
)
def test_a_query_that_cannot_be_kept_is_refused(sqlite_engine: Engine, name: str, statement: str, words: str) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    with pytest.raises(InvalidValue, match=words):
        save_query(sqlite_engine, lifter, name, statement)
    assert queries(sqlite_engine, lifter) == ()


def test_there_is_an_end_to_keeping(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    for number in range(MOST):
        save_query(sqlite_engine, lifter, f"Query {number}", "SELECT 1")
    with pytest.raises(InvalidValue, match="100 queries"):
        save_query(sqlite_engine, lifter, "One more", "SELECT 1")
    save_query(sqlite_engine, lifter, "Query 7", "SELECT 7")  # in its own place


def test_files_keep_types_and_every_column_its_own_name() -> None:
    result = Result(("n", "n", "n (2)", "mixed"), ((1, 1.5, None, "a"), (2**60, 2, None, 3)), False)
    assert unique_names(result.columns) == ["n", "n (2)", "n (2) (2)", "mixed"]
    table = pq.read_table(io.BytesIO(parquet(result)))
    assert [str(kind) for kind in table.schema.types] == ["int64", "double", "string", "string"]
    assert table.to_pylist()[1] == {"n": 2**60, "n (2)": 2.0, "n (2) (2)": None, "mixed": "3"}
    assert parquet(Result(("a",), (), False))
    assert sql_words.csv_of(Result(("=1+1",), (("@SUM(A1)",), (-5,)), False)) == b"'=1+1\r\n'@SUM(A1)\r\n-5\r\n"


def test_an_answer_is_drawn_by_the_types_of_its_columns() -> None:
    by_month = Result(("month", "exercise_id", "hard_sets"), (("2026-01", 1, 5), ("2026-02", 2, 7)), False)
    plot = sql_words.plot_of(by_month)
    assert plot
    assert (plot.x, plot.ys, plot.is_line) == (0, (2,), True)
    assert sql_words.chart(by_month, plot, KG).data[0].y == (5, 7)
    by_name = Result(("<b>name", "sets"), (("<script>", 5), ("Bench", 7)), False)
    plot = sql_words.plot_of(by_name)
    assert plot
    assert not plot.is_line
    assert "<script>" not in sql_words.chart(by_name, plot, KG).to_json()
    twice = sql_words.plot_of(Result(("day", "n"), (("2026-01-05", 1), ("2026-01-05", 2)), False))
    assert twice
    assert not twice.is_line
    assert sql_words.plot_of(Result(("name",), (("a",), ("b",)), False)) is None
    assert sql_words.plot_of(Result(("name", "n"), (("a", 1),), False)) is None


def test_gaps_and_endless_numbers_are_drawn_as_gaps() -> None:
    rows = ((None, 1.0), *((n / 2, float(n)) for n in range(50)), (99.5, float("inf")), (3.25, None))
    result = Result(("x", "y"), rows, False)
    plot = sql_words.plot_of(result)
    assert plot
    assert plot.is_line
    drawn = sql_words.chart(result, plot, GERMAN)
    assert len(drawn.data[0].x) == 52
    assert "Infinity" not in drawn.to_json()
    assert sql_words.table(result, GERMAN, 60)["y"].str.contains("inf").sum() == 0
    assert parquet(result)


def test_an_answer_is_told_in_the_lifters_language() -> None:
    result = Result(("name", "e1rm", "set_id"), (("<b>", 1234.5678, 2**60), (None, -1.0, -7)), False)
    told = sql_words.table(result, GERMAN, 25)
    assert told["e1rm"].tolist() == ["1.234,568", "−1"]
    assert told["set\\_id"].tolist() == [str(2**60), "−7"]
    assert "<b>" not in told["name"][0]


def test_the_dictionary_tells_every_column_of_the_copy() -> None:
    assert sql_words.table_names()[0] == "fact_sets"
    for name in sql_words.table_names():
        assert "user_id" not in sql_words.described(name)
    assert "`performed_on`" in sql_words.described("fact_sets")
