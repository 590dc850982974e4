"""Two writers of one lifter, stepped by hand: they queue up at the lifter's row, and no old key or mark is lost."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from database.db_connector import make_engine
from database.oltp_tables import planned_sets
from database.writes import as_lifter, touch
from services.log.workout_log import apply, apply_within
from tests.cast import (
    does,
    exercise_id,
    forget_marks,
    log,
    log_of,
    marks_of,
    new_lifter,
    operation,
    start,
    text_of,
)

SQUAT, BENCH, DEADLIFT = (exercise_id(name) for name in ("squat", "bench", "deadlift"))
PATIENCE_S = 20


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def other_engine(engine: Engine, database_url: str) -> Iterator[Engine]:
    """The engine of another server on the same database."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@contextmanager
def in_background(work: Callable[[], Any]) -> Iterator[Future[Any]]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(work)


@contextmanager
def halted(engine: Engine, word: str) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Halt the first statement of an engine that contains a word: when it was reached, and what lets it go."""
    reached, go = threading.Event(), threading.Event()

    def halt(*arguments: Any) -> None:
        if word in arguments[2] and not reached.is_set():
            reached.set()
            assert go.wait(PATIENCE_S)

    event.listen(engine, "before_cursor_execute", halt)
    try:
        yield reached, go
    finally:
        go.set()
        event.remove(engine, "before_cursor_execute", halt)


def statements(engine: Engine, work: Callable[[], Any]) -> list[str]:
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(" ".join(arguments[2].split()))

    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return seen


def a_set(alice: int) -> int:
    opened = start()
    logged = log(int(opened["workout_id"]), "squat 100x5")
    does(alice, opened, logged)
    forget_marks(alice)
    return int(logged["set_id"])


def test_the_lifters_row_is_changed_first_and_old_rows_are_read_for_update(engine: Engine, alice: int) -> None:
    set_id = a_set(alice)
    seen = statements(engine, lambda: does(alice, operation("amend_set", set_id=set_id, reps=6)))
    queries = [one for one in seen if one.split()[0] in ("SELECT", "UPDATE", "INSERT", "DELETE")]
    assert queries[0].startswith("UPDATE users SET data_version")
    if engine.dialect.name != "sqlite":
        locking = [one for one in queries if " FROM sets" in one or " FROM workouts" in one]
        assert len(locking) == 2
        assert all(one.endswith("FOR UPDATE") and "FORCE INDEX" in one for one in locking)


def test_a_second_writer_waits_for_the_first_and_marks_what_the_first_left(
    engine: Engine, other_engine: Engine, alice: int
) -> None:
    """Squat → bench by one, bench → deadlift by the other: the ghost of engines.md would be a bench never marked."""
    set_id = a_set(alice)
    to_bench = operation("amend_set", set_id=set_id, exercise_id=str(BENCH))
    to_deadlift = operation("amend_set", set_id=set_id, exercise_id=str(DEADLIFT))
    with as_lifter(engine, alice) as first:
        apply_within(first, alice, [to_bench])
        with in_background(lambda: apply(other_engine, alice, [to_deadlift])) as second:
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            first.commit()
            assert second.result(PATIENCE_S).acked == [to_deadlift["op_id"]]
    assert text_of(alice) == ["2026-01-05 deadlift 100x5"]
    assert marks_of(alice) == {(exercise, "2026-01-05") for exercise in (SQUAT, BENCH, DEADLIFT)}


def test_a_writer_that_was_first_at_the_row_wins_the_queue_however_slow_it_is(
    engine: Engine, other_engine: Engine, alice: int
) -> None:
    """The first is halted after the lifter's row was its own and before it read the set."""
    set_id = a_set(alice)
    earlier = operation("amend_set", set_id=set_id, reps=6)
    later = operation("amend_set", set_id=set_id, reps=7, exercise_id=str(BENCH))
    with halted(engine, "FROM sets") as (reached, go), in_background(lambda: apply(engine, alice, [earlier])) as first:
        assert reached.wait(PATIENCE_S)
        with in_background(lambda: apply(other_engine, alice, [later])) as second:
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            go.set()
            first.result(PATIENCE_S)
            second.result(PATIENCE_S)
    assert text_of(alice) == ["2026-01-05 bench 100x7"]
    assert marks_of(alice) == {(SQUAT, "2026-01-05"), (BENCH, "2026-01-05")}


def test_the_same_operation_from_two_tabs_at_once_is_applied_once(
    engine: Engine, other_engine: Engine, alice: int
) -> None:
    opened = start()
    does(alice, opened)
    logged = log(int(opened["workout_id"]), "squat 100x5")
    with (
        halted(engine, "FROM applied_ops") as (reached, go),
        in_background(lambda: apply(engine, alice, [logged])) as first,
    ):
        assert reached.wait(PATIENCE_S)
        with in_background(lambda: apply(other_engine, alice, [logged])) as second:
            go.set()
            assert first.result(PATIENCE_S).acked == second.result(PATIENCE_S).acked == [logged["op_id"]]
    assert text_of(alice) == ["2026-01-05 squat 100x5"]


def test_a_day_is_moved_while_a_set_is_logged_into_it(engine: Engine, other_engine: Engine, alice: int) -> None:
    """The set must be marked on the day that its workout has when the set is written, not on the one before."""
    opened = start()
    workout_id = int(opened["workout_id"])
    does(alice, opened)
    forget_marks(alice)
    with as_lifter(engine, alice) as first:
        apply_within(first, alice, [operation("amend_workout", workout_id, performed_on="2026-01-03")])
        with in_background(lambda: apply(other_engine, alice, [log(workout_id, "squat 100x5")])) as second:
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            first.commit()
            second.result(PATIENCE_S)
    assert (SQUAT, "2026-01-03") in marks_of(alice)
    assert text_of(alice) == ["2026-01-03 squat 100x5"]


def test_what_fails_in_the_middle_leaves_nothing_behind(engine: Engine, alice: int) -> None:
    opened = start()
    with as_lifter(engine, alice) as connection:
        apply_within(connection, alice, [opened, log(int(opened["workout_id"]), "squat 100x5")])
        connection.rollback()
    assert text_of(alice) == []
    assert marks_of(alice) == set()
    assert does(alice, opened).acked == [opened["op_id"]]


def test_on_a_server_a_write_waits_for_no_other_lifter(mariadb_engine: Engine, mariadb_url: str) -> None:
    """Bob's transaction is open, with locks on rows of every table; Alice logs, moves and deletes meanwhile."""
    alice, bob = (new_lifter(mariadb_engine, name) for name in ("alice", "bob"))
    (workout_id,) = log_of(alice, "2026-01-05 squat 100x5")
    (his,) = log_of(bob, "2026-01-05 squat 60x5")
    plan = {"user_id": bob, "planned_set_id": 7, "workout_id": his, "exercise_id": SQUAT, "position": 1.0}
    other = make_engine(mariadb_url)
    with as_lifter(other, bob) as open_transaction:
        open_transaction.exec_driver_sql("SET innodb_lock_wait_timeout = 2")
        apply_within(open_transaction, bob, [log(his, "squat 60x5"), operation("amend_workout", his, title="Legs")])
        open_transaction.execute(insert(planned_sets).values(**plan))
        touch(open_transaction, bob)
        with in_background(
            lambda: does(
                alice,
                log(workout_id, "bench 80x8"),
                operation("amend_workout", workout_id, performed_on="2026-01-04"),
                operation("delete_workout", workout_id),
            )
        ) as hers:
            assert len(hers.result(PATIENCE_S / 4).acked) == 3
    other.dispose()
    assert text_of(bob) == ["2026-01-05 squat 60x5 60x5"]
