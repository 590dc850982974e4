"""Ids, types, settings, engine and schema."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Engine, MetaData, Table, insert, select, update
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateTable

from database import dictionary, migrate, olap_tables, oltp_tables
from database.db_connector import is_sqlite, make_engine, reading, writing
from database.ids import DAY_MS, EPOCH_MS, MAX_ID, id_at, new_id, parse_id
from database.settings import Settings, SettingsError
from database.settings import settings as app_settings
from database.types import Id, UtcDateTime, Weight, plain
from database.version import version
from services.catalogue import load_catalogue
from services.startup import load_shared_rows
from tests.cast import new_lifter

ROOT = Path(__file__).resolve().parents[2]
Configure = Callable[..., Settings]
scratch = MetaData()
values = Table(
    "values_as_entered",
    scratch,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime()),
    Column("weight", Weight()),
)


# Ids


def test_ids_rise_and_fit_sixty_three_bits() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert 0 < made[0] < made[-1] <= MAX_ID


def test_an_id_tells_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    assert before - 1 <= (new_id() >> 22) + EPOCH_MS <= before + 1000


@pytest.mark.parametrize("text", ["", "0", "-5", "1.0", "1e5", " 7", "٣", "9" * 19, "x", None, True, 1.5, [1], 2**63])
def test_what_is_no_id(text: object) -> None:
    assert parse_id(text) is None


def test_an_id_more_than_a_day_ahead_is_refused() -> None:
    now = time.time_ns() // 1_000_000
    assert parse_id(str(id_at(now + DAY_MS - 1000)), now)
    assert parse_id(str(id_at(now + DAY_MS + 1000)), now) is None


# Types


@pytest.fixture
def typed(engine: Engine) -> Engine:
    scratch.drop_all(engine)
    scratch.create_all(engine)
    yield engine
    scratch.drop_all(engine)


def stored(engine: Engine, **row: object) -> tuple[datetime, Decimal]:
    with writing(engine) as connection:
        connection.execute(values.delete())
        connection.execute(insert(values).values(id=1, **row))
        return connection.execute(select(values.c.at, values.c.weight)).one()  # type: ignore[return-value]


@pytest.mark.parametrize(
    "written",
    ["64.9", "74.99999999999999", "82.5", "0.1", "13.6077711", "6.80388555", "2000", "80", "71.32500457763672"],
)
def test_a_weight_comes_back_as_entered(typed: Engine, written: str) -> None:
    found = stored(typed, weight=Decimal(written))[1]
    assert str(found) == written


@settings(max_examples=200)
@given(st.integers(0, 200_000).map(lambda hundredths: Decimal(hundredths) / 100))
def test_every_weight_of_two_decimals_comes_back_on_sqlite(sqlite_engine: Engine, weight: Decimal) -> None:
    scratch.create_all(sqlite_engine)
    assert stored(sqlite_engine, weight=weight)[1] == Decimal(str(weight))


def test_both_engines_round_longer_input_alike(typed: Engine) -> None:
    assert stored(typed, weight=Decimal("10.123456789012344"))[1] == Decimal("10.12345678901234")


def test_a_plain_number_has_no_exponent_and_no_trailing_zeros() -> None:
    assert [str(plain(Decimal(text))) for text in ("80.000", "8E+1", "0.50", "0")] == ["80", "80", "0.5", "0"]


def test_an_instant_keeps_microseconds_and_comes_back_in_utc(typed: Engine) -> None:
    in_berlin = datetime(2026, 7, 1, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    assert stored(typed, at=in_berlin)[0] == datetime(2026, 7, 1, 18, 0, 0, 123456, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused(typed: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"):
        stored(typed, at=datetime(2026, 7, 1))


# Settings


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Read the settings from this environment and this secrets file."""
    file = tmp_path / "secrets.toml"
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr("database.settings.SECRETS", (tmp_path / "none.toml", file))

    def read(environment: dict[str, str], secrets: str = "") -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        file.write_text(secrets, encoding="utf-8")
        app_settings.cache_clear()
        return app_settings()

    yield read
    app_settings.cache_clear()


def test_the_environment_comes_before_the_secrets(configured: Configure) -> None:
    secrets = f'PORT = 9001\nregistration = "closed"\nPUBLIC_URL = ""\nSECRET_KEY = "{"s" * 40}"'
    found = configured({"PORT": "9000", "REGISTRATION": ""}, secrets)
    assert (found.port, found.registration, found.secret_key) == (9000, "closed", "s" * 40)
    assert found.local


def test_settings_have_defaults_and_do_not_print_their_secrets(configured: Configure) -> None:
    found = configured({"SECRET_KEY": "hunter22", "DATABASE_URL": "mysql+pymysql://u:hunter22@db.example/tonnage"})
    assert (found.port, found.registration, found.cookie_secure) == (8501, "open", False)
    assert "hunter22" not in repr(found)


@pytest.mark.parametrize(
    ("value", "is_on"), [("1", True), (" True ", True), ("yes", True), ("on", True), ("0", False), ("off", False)]
)
def test_a_switch_is_on_or_off(configured: Configure, value: str, is_on: bool) -> None:
    assert configured({"COOKIE_SECURE": value}).cookie_secure is is_on


CONNECTION = """
[connections.mysql]
dialect = "mysql"
driver = "pymysql"
host = "db.example"
port = 3306
database = "tonnage"
username = "u"
password = "p@ss/word"
query = { charset = "utf8mb4" }
"""
ITS_ADDRESS = "mysql+pymysql://u:p%40ss%2Fword@db.example:3306/tonnage?charset=utf8mb4"


@pytest.mark.parametrize(
    ("environment", "secrets", "address"),
    [
        ({}, CONNECTION, ITS_ADDRESS),
        ({}, '[connections.mysql]\nurl = "mysql+pymysql://db.example/a"', "mysql+pymysql://db.example/a"),
        ({}, 'DATABASE_URL = "sqlite:///b"' + CONNECTION, "sqlite:///b"),
        ({"DATABASE_URL": "sqlite:///c"}, CONNECTION, "sqlite:///c"),
        ({}, "[connections]", f"sqlite:///{ROOT / 'var' / 'tonnage.db'}"),
    ],
)
def test_the_database_of_the_environment_and_streamlits_secrets(
    configured: Configure, environment: dict[str, str], secrets: str, address: str
) -> None:
    assert configured(environment, secrets).database_url == address


def test_a_default_secret_on_a_public_server_is_refused(configured: Configure) -> None:
    with pytest.raises(SettingsError, match=r"Set SECRET_KEY to a long random text"):
        configured({"PUBLIC_URL": "https://lift.example"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "many", "PORT must be a whole number, not 'many'."),
        ("REGISTRATION", "perhaps", "REGISTRATION must be one of open, invite, closed."),
        ("COOKIE_SECURE", "ja", "COOKIE_SECURE must be on or off (1 or 0), not 'ja'."),
    ],
)
def test_a_setting_that_cannot_be_is_named(configured: Configure, name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        configured({name: value})
    assert str(refused.value) == sentence


@pytest.mark.parametrize("secrets", ["SECRET_KEY = [", 'SECRET_KEY = ["hunter22"]'])
def test_secrets_that_cannot_be_read_are_named_and_not_told(configured: Configure, secrets: str) -> None:
    with pytest.raises(SettingsError, match=r"secrets\.toml cannot be read|SECRET_KEY must be a text\.") as refused:
        configured({}, secrets)
    assert "hunter22" not in str(refused.value)


def test_the_version_is_the_projects() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", version())
    assert f'version = "{version()}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


# Engine


def test_foreign_keys_are_enforced(engine: Engine) -> None:
    alice = new_lifter(engine)
    row = {"user_id": alice, "set_id": 1, "workout_id": 404, "position": 1.0, "exercise_id": 1}
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(oltp_tables.sets).values(**row, set_type="working", pain=False, field_stamps={}))


def test_a_failed_write_leaves_nothing_behind(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    with pytest.raises(IntegrityError), writing(engine) as connection:
        _change_then_fail(connection, alice)
    with reading(engine) as connection:
        assert connection.scalar(select(oltp_tables.users.c.unit).where(oltp_tables.users.c.user_id == alice)) == "kg"


def _change_then_fail(connection: Connection, lifter: int) -> None:
    connection.execute(update(oltp_tables.users).where(oltp_tables.users.c.user_id == lifter).values(unit="lb"))
    connection.execute(insert(oltp_tables.etl_state).values(user_id=lifter, facts_version=1))


def test_sqlite_writes_ahead_and_begins_at_once(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        other = make_engine(sqlite_engine.url)
        with other.connect() as second:
            second.exec_driver_sql("PRAGMA busy_timeout=1")
            with pytest.raises(Exception, match="locked"):
                second.exec_driver_sql("BEGIN IMMEDIATE")
        other.dispose()


@pytest.mark.mariadb
def test_mariadb_reads_what_is_committed_in_utc(mariadb_engine: Engine) -> None:
    with reading(mariadb_engine) as connection:
        level, zone, charset = connection.exec_driver_sql(
            "SELECT @@tx_isolation, @@session.time_zone, @@character_set_connection"
        ).one()
    assert (level, zone, charset) == ("READ-COMMITTED", "+00:00", "utf8mb4")


# Schema


def test_models_and_migrations_say_the_same(blank_url: str) -> None:
    engine = make_engine(blank_url)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        wanted = set(oltp_tables.metadata.tables)
        found = [
            difference for difference in compare_metadata(context, oltp_tables.metadata) if _is_ours(difference, wanted)
        ]
    engine.dispose()
    assert found == []


def _is_ours(difference: object, tables: set[str]) -> bool:
    return any(name in str(difference) for name in tables)


def test_preparing_twice_changes_nothing(engine: Engine) -> None:
    migrate.prepare(engine)
    assert load_catalogue(engine) == 0


def test_a_newer_schema_gets_a_sentence(engine: Engine) -> None:
    with writing(engine) as connection:
        head = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(migrate.SchemaError, match="newer version"):
        migrate.prepare(engine)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head}'")


def test_another_shape_of_the_star_empties_it_and_folds_everybody(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    with writing(engine) as connection:
        connection.execute(
            update(olap_tables.olap_meta).where(olap_tables.olap_meta.c.name == "shape").values(value="old")
        )
        connection.execute(update(oltp_tables.etl_state).values(fold_version="1"))
        connection.execute(insert(olap_tables.dim_users).values(user_id=alice))
    migrate.prepare(engine)
    load_shared_rows(engine)
    with reading(engine) as connection:
        assert connection.execute(select(olap_tables.dim_users)).all() == []
        assert connection.scalar(select(oltp_tables.etl_state.c.fold_version)) == ""
        assert connection.scalar(select(olap_tables.dim_muscles.c.name).limit(1))


def test_every_users_table_begins_with_the_lifter() -> None:
    shared = {"login_attempts", "schema_lock"}
    for table in oltp_tables.metadata.tables.values():
        if table.name not in shared:
            assert next(iter(table.primary_key)).name == "user_id", table.name


def test_no_fact_refers_to_a_user_and_every_table_says_its_grain() -> None:
    for table in olap_tables.metadata.tables.values():
        assert not table.foreign_keys
        assert (table.comment or "").startswith("One row per")


@pytest.mark.parametrize("table", oltp_tables.metadata.sorted_tables + olap_tables.metadata.sorted_tables, ids=str)
def test_every_table_compiles_for_mysql_without_mariadbs_own_words(table: Table) -> None:
    text = str(CreateTable(table).compile(dialect=mysql.dialect())).upper()  # type: ignore[no-untyped-call]
    for word in ("RETURNING", "SEQUENCE", "INET6", " UUID", "AUTO_INCREMENT"):
        assert word not in text


def test_the_data_dictionary_is_true() -> None:
    assert dictionary.TARGET.read_text(encoding="utf-8") == dictionary.dictionary()


def test_the_migration_door_says_when_there_is_no_database() -> None:
    url = "mysql+pymysql://nobody:x@127.0.0.1:1/none"
    done = subprocess.run(
        [sys.executable, "-m", "database.migrate"],
        cwd=ROOT,
        env={"DATABASE_URL": url, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "No database" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_engine_knows_its_kind(engine: Engine) -> None:
    assert is_sqlite(engine) == engine.url.drivername.startswith("sqlite")
