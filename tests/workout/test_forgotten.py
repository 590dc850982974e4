"""Workouts that nobody finished are closed by rule, and the rule gives way to the lifter."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from database.oltp_tables import workouts
from services.workouts.forgotten import close_forgotten
from tests.cast import does, log, new_lifter, operation, start
from tests.facts import rows_of

EVENING = datetime(2026, 1, 5, 18, tzinfo=UTC)
LATER = EVENING + timedelta(hours=5)


def at(minutes: int) -> str:
    return (EVENING + timedelta(minutes=minutes)).isoformat()


def ends(engine: Engine, lifter: int) -> list[tuple[Any, bool]]:
    return [(row["ended_at"], row["ended_by_rule"]) for row in rows_of(engine, lifter, workouts)]


def test_a_forgotten_workout_ends_half_an_hour_after_its_last_set(engine: Engine) -> None:
    alice, bob = new_lifter(engine), new_lifter(engine, "bob")
    for lifter in (alice, bob):
        does(lifter, start(7), log(7, "squat 100x5", performed_at=at(10)), log(7, "squat 100x5", performed_at=at(20)))
    assert close_forgotten(engine, alice, EVENING + timedelta(hours=3, minutes=20)) == 0  # three hours, not over them
    assert close_forgotten(engine, alice, LATER) == 1
    assert ends(engine, alice) == [(EVENING + timedelta(minutes=50), True)]
    assert ends(engine, bob) == [(None, False)]
    assert close_forgotten(engine, alice, LATER) == 0


def test_without_a_set_it_ends_half_an_hour_after_its_start(engine: Engine) -> None:
    alice = new_lifter(engine)
    does(alice, start(7))
    close_forgotten(engine, alice, LATER)
    assert ends(engine, alice) == [(EVENING + timedelta(minutes=30), True)]


def test_sets_that_come_late_from_a_phone_without_signal_put_the_end_off(engine: Engine) -> None:
    alice = new_lifter(engine)
    does(alice, start(7), log(7, "squat 100x5", performed_at=at(10)))
    close_forgotten(engine, alice, LATER)
    does(alice, log(7, "squat 100x5", performed_at=at(90)))
    assert close_forgotten(engine, alice, LATER) == 1
    assert ends(engine, alice) == [(EVENING + timedelta(hours=2), True)]


def test_an_end_of_the_lifters_own_stays_and_takes_the_mark_away(engine: Engine) -> None:
    alice = new_lifter(engine)
    does(alice, start(7), log(7, "squat 100x5", performed_at=at(10)))
    close_forgotten(engine, alice, LATER)
    does(alice, operation("amend_workout", 7, ended_at=at(45)))
    does(alice, log(7, "squat 100x5", performed_at=at(90)))
    assert close_forgotten(engine, alice, LATER) == 0
    assert ends(engine, alice) == [(EVENING + timedelta(minutes=45), False)]


def test_what_came_without_times_is_left_alone(engine: Engine) -> None:
    alice = new_lifter(engine)
    does(alice, operation("start_workout", 7, performed_on="2026-01-05", time_source="assumed"))
    assert close_forgotten(engine, alice, LATER) == 0
