"""What the fixtures promise: each test begins with an empty, prepared database, whatever the one before it did."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

from database.db_connector import make_engine

VANDALS = {
    "a row added": "INSERT INTO etl_queue (user_id, mark_id, scope) VALUES (1, 2, 'user')",
    "the catalogue changed": "UPDATE exercises SET name = 'nonsense'",
    "the catalogue emptied": "DELETE FROM exercise_aliases",
    "a table dropped": "DROP TABLE etl_runs",
    "a table added": "CREATE TABLE nonsense (id INTEGER)",
}


def is_as_new(engine: Engine) -> bool:
    with engine.connect() as connection:
        tables = inspect(engine).get_table_names()
        return (
            connection.scalar(text("SELECT count(*) FROM etl_queue")) == 0
            and connection.scalar(text("SELECT count(*) FROM exercises WHERE name <> 'nonsense'")) > 0
            and connection.scalar(text("SELECT count(*) FROM exercise_aliases")) > 0
            and "etl_runs" in tables
            and "nonsense" not in tables
        )


@pytest.mark.parametrize("statement", VANDALS.values(), ids=VANDALS)
def test_a_test_finds_the_database_as_new(engine: Engine, statement: str) -> None:
    assert is_as_new(engine)
    with engine.begin() as connection:
        connection.execute(text(statement))
    assert not is_as_new(engine)


def test_a_transaction_left_open_holds_up_nobody(engine: Engine) -> None:
    assert is_as_new(engine)
    connection = engine.connect()
    connection.execute(text("UPDATE exercises SET name = 'nonsense'"))
    connection.detach()


def test_the_database_is_as_new_at_last(engine: Engine) -> None:
    assert is_as_new(engine)


def test_the_blank_database_has_no_table(blank_url: str) -> None:
    engine = make_engine(blank_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_mariadb_asks_for_the_password(mariadb_server: str) -> None:
    engine = make_engine(mariadb_server.replace(":", "x:", 2).replace("x:", ":", 1))
    with pytest.raises(OperationalError):
        engine.connect()
