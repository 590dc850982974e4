"""The loader: always what was logged last, never anybody else's, and nothing that somebody has to clear."""

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from auth.user import User
from database import reads
from database.db_connector import reading
from services import freshness
from services.errors import TonnageError
from services.etl.checks import CheckFailed
from services.etl_oltp_to_olap import refresh
from services.freshness import StatisticsUnavailable
from tests.cast import does, exercise_id, log, log_of, new_lifter, operation
from tests.facts import statements_of
from utils import data_loader
from utils.data_loader import Loaded
from utils.filters import Period
from utils.lifts import facts as lifts_facts
from utils.lifts.facts import load_lift
from utils.lifts.filters import Filter, Lift
from utils.today import facts as today_facts
from utils.today.facts import TodayFacts, load_today
from utils.workout import due

TODAY = date(2026, 1, 16)  # a Friday
MONDAY = 0
SQUAT = "squat"


@pytest.fixture(autouse=True)
def loads_from_here(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_loader, "engine", lambda: engine)


@pytest.fixture
def alice(engine: Engine) -> User:
    return user_of(engine, new_lifter(engine, "alice"))


@pytest.fixture
def bob(engine: Engine) -> User:
    return user_of(engine, new_lifter(engine, "bob"))


def user_of(engine: Engine, user_id: int) -> User:
    with reading(engine) as connection:
        account = reads.lifter(connection, user_id)
    assert account
    return User.of(account)


def today(user: User) -> Loaded[TodayFacts]:
    return today_facts.today(user, TODAY)


def titles(user: User) -> list[str | None]:
    return [one.title for one in today(user).facts.latest]


def days_of(user: User) -> list[date]:
    return [one.performed_on for one in today(user).facts.latest]


def lift_of(name: str, first: str = "2025-01-18", load_type: str = "external") -> Filter:
    return Filter(Lift(exercise_id(name), name, load_type), Period("1 year", date.fromisoformat(first), TODAY))


def failing(error: Exception) -> Callable[..., bool]:
    def fail(*_: Any) -> bool:
        raise error

    return fail


def test_the_next_read_sees_what_was_logged(alice: User) -> None:
    assert days_of(alice) == []
    log_of(alice.user_id, "2026-01-05 squat 100x5")
    assert days_of(alice) == [date(2026, 1, 5)]
    log_of(alice.user_id, "2026-01-07 squat 100x5")
    assert days_of(alice) == [date(2026, 1, 7), date(2026, 1, 5)]


def test_the_next_read_sees_what_was_corrected(alice: User) -> None:
    (workout,) = log_of(alice.user_id, "2026-01-05 squat 100x5")
    assert titles(alice) == [None]
    does(alice.user_id, operation("amend_workout", workout, title="Legs"))
    assert titles(alice) == ["Legs"]
    does(alice.user_id, operation("delete_workout", workout))
    assert titles(alice) == []


def test_an_unchanged_log_is_read_once(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    log_of(alice.user_id, "2026-01-05 squat 100x5")
    first = today(alice)
    monkeypatch.setattr(data_loader, "reading", failing(AssertionError("read again")))
    again = today(alice)
    assert again.version == first.version
    assert again.facts == first.facts


def test_nobody_gets_the_rows_of_another(alice: User, bob: User) -> None:
    log_of(alice.user_id, "2026-01-05 squat 100x5\n2026-01-07 bench 80x5")
    log_of(bob.user_id, "2026-01-06 squat 60x5")
    chosen = lift_of(SQUAT)
    assert days_of(alice) == [date(2026, 1, 7), date(2026, 1, 5)]
    assert days_of(bob) == [date(2026, 1, 6)]
    assert [len(lifts_facts.lifts(user).facts) for user in (alice, bob)] == [2, 1]
    days = [lifts_facts.lift(user, chosen).facts.days for user in (alice, bob)]
    assert [[day.top_weight_kg for day in of_lift] for of_lift in days] == [[100], [60]]
    asked = (exercise_id(SQUAT), date(2026, 1, 5))
    assert [len(lifts_facts.sets_of_day(user, *asked).facts) for user in (alice, bob)] == [1, 0]


def test_equal_versions_of_two_lifters_are_not_mixed_up(alice: User, bob: User) -> None:
    version = freshness.Versions(1, 1)
    for user in (alice, bob):
        name = user.username
        assert data_loader.derived(user, version, ("name",), lambda name=name: name) == name
        figure = data_loader.figure(user, version, ("name",), lambda name=name: go.Figure(layout={"title": name}))
        assert figure.layout.title.text == name


@pytest.mark.parametrize("name", ["_facts", "_own_star", "_oltp", "_derived", "_figure"])
def test_the_lifter_and_the_version_are_in_the_key(name: str) -> None:
    assert list(inspect.signature(getattr(data_loader, name)).parameters)[:2] == ["user_id", "version"]


def test_rows_of_the_log_are_cached_until_the_lifter_writes(engine: Engine, alice: User) -> None:
    asked = []

    def count_workouts(bind: Engine, user_id: int, most: int) -> int:
        asked.append(most)
        with reading(bind) as connection:
            return len(reads.latest_workouts(connection, user_id, most))

    assert [data_loader.oltp(alice, count_workouts, 5) for _ in range(3)] == [0, 0, 0]
    assert asked == [5]
    log_of(alice.user_id, "2026-01-05 squat 100x5\n2026-01-07 squat 100x5")
    assert data_loader.oltp(alice, count_workouts, 5) == 2
    assert data_loader.oltp(alice, count_workouts, 1) == 1
    assert asked == [5, 5, 1]


@pytest.mark.parametrize("error", [CheckFailed(), OperationalError("refresh", {}, Exception("lock wait timeout"))])
def test_a_failing_refresh_leaves_the_last_facts_and_caches_nothing(
    alice: User, monkeypatch: pytest.MonkeyPatch, error: TonnageError | SQLAlchemyError
) -> None:
    log_of(alice.user_id, "2026-01-05 squat 100x5")
    today(alice)
    log_of(alice.user_id, "2026-01-07 squat 100x5")
    with monkeypatch.context() as broken:
        broken.setattr(freshness, "refresh", failing(error))
        late = today(alice)
        assert late.is_late
        assert [one.performed_on for one in late.facts.latest] == [date(2026, 1, 5)]
        built = []
        for _ in range(2):
            data_loader.figure(alice, late.version, ("late",), lambda: built.append(1) or go.Figure())
        assert built == [1, 1]
    assert not today(alice).is_late
    assert days_of(alice) == [date(2026, 1, 7), date(2026, 1, 5)]


def test_without_a_database_the_sentence_is_about_what_is_safe(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "_state", failing(OperationalError("read", {}, Exception("gone away"))))
    with pytest.raises(StatisticsUnavailable, match="Saved"):
        today(alice)


def test_what_moved_while_it_was_read_is_read_again(
    engine: Engine, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_of(alice.user_id, "2026-01-05 squat 100x5")
    honest, seen = lifts_facts.load_lifts, []

    def torn(connection: Any, user_id: int) -> Any:
        found = honest(connection, user_id)
        if not seen:
            log_of(alice.user_id, "2026-01-07 bench 80x5")
            refresh(engine, user_id)
        seen.append(len(found))
        return found

    monkeypatch.setattr(lifts_facts, "load_lifts", torn)
    assert len(lifts_facts.lifts(alice).facts) == 2
    assert seen == [1, 2]


def test_a_figure_is_built_once_for_each_version_and_choice(alice: User) -> None:
    built = []

    def asked(chosen: str) -> go.Figure:
        version = today(alice).version
        return data_loader.figure(alice, version, ("chart", chosen), lambda: built.append(chosen) or go.Figure())

    for chosen in ("year", "year", "month"):
        asked(chosen)
    assert built == ["year", "month"]
    log_of(alice.user_id, "2026-01-05 squat 100x5")
    asked("year")
    assert built == ["year", "month", "year"]


def test_an_unfinished_workout_is_offered_and_is_not_the_last_one(alice: User) -> None:
    log_of(alice.user_id, "2026-01-05 squat 100x5")
    begun = operation("start_workout", 77, started_at="2026-01-16T08:00:00+00:00", zone="UTC", title="Push A")
    does(alice.user_id, begun, log(77, "bench 80x5"))
    (offered,) = due.start_facts(alice).unfinished
    assert (offered["title"], offered["sets"]) == ("Push A", 1)
    assert [(one.title, one.is_open) for one in today(alice).facts.latest] == [("Push A", 1), (None, 0)]


def test_todays_rows_are_the_sums_of_the_log(alice: User) -> None:
    log_of(
        alice.user_id,
        """
        2026-01-05 squat w60x5 100x5 100x5 bench 80x5
        2026-01-12 10:00 squat 105x5
        2026-01-12 18:00 bench 80x6 80x6@5
        """,
    )
    facts = today(alice).facts
    assert [(one.performed_on.day, one.hard_sets, one.duration_s) for one in facts.workouts] == [
        (5, 3, 3600),
        (12, 1, 3600),
        (12, 1, 3600),
    ]
    assert [one.hard_sets for one in facts.latest] == [1, 1, 3]
    squat = [one for one in facts.days if one.exercise_id == exercise_id(SQUAT)]
    assert [(one.performed_on.day, round(one.best_e1rm_kg, 2)) for one in squat] == [(5, 116.67), (12, 122.5)]
    broken = {(one.exercise_id, one.record_type, one.old_value, one.new_value) for one in facts.records}
    assert (exercise_id(SQUAT), "weight", 100, 105) in broken
    assert (exercise_id("bench"), "reps", 5, 6) in broken
    quads = {one.week: one.hard_sets for one in facts.muscles if one.muscle_id == 107}
    assert quads == {10: 2, 11: 1}  # the weeks of 5 and 12 January are the last two of twelve


def test_weeks_of_muscles_begin_when_the_lifters_do(engine: Engine) -> None:
    sunday = user_of(engine, new_lifter(engine, "carol", week_start=6))
    log_of(sunday.user_id, "2026-01-10 squat 100x5\n2026-01-11 squat 100x5 100x5")  # a Saturday and a Sunday
    quads = {one.week: one.hard_sets for one in today(sunday).facts.muscles if one.muscle_id == 107}
    assert quads == {10: 1, 11: 2}


def test_a_day_of_a_lift_names_the_set_that_gave_its_estimate(alice: User) -> None:
    log_of(alice.user_id, "2026-01-05 squat w60x5 100x5@2 110x2 100x5@2")  # 100x7: 123.3; 110x2: 117.3
    (day,) = lifts_facts.lift(alice, lift_of(SQUAT)).facts.days
    assert round(day.best_e1rm_kg, 1) == 123.3
    assert (day.best_weight_kg, day.best_reps, day.best_rir) == (100, 5, 2)
    assert (day.top_weight_kg, day.hard_sets, day.workouts) == (110, 3, 1)


def test_loads_by_reps_leave_out_warm_ups_long_sets_and_what_came_before(alice: User) -> None:
    log_of(
        alice.user_id,
        """
        2025-01-01 squat 200x5
        2026-01-05 squat w150x5 100x5 100x5 60x13
        2026-01-12 squat 100x5 90x8
        """,
    )
    loads = lifts_facts.lift(alice, lift_of(SQUAT)).facts.loads
    assert {(one.reps, one.weight_kg, one.performed_on.day) for one in loads} == {(5, 100, 5), (8, 90, 12)}


def test_sets_behind_a_point_stand_as_entered_and_in_order(alice: User) -> None:
    log_of(alice.user_id, "2026-01-05 squat w135lbx5 225lbx5@1 102.5x3")
    found = lifts_facts.sets_of_day(alice, exercise_id(SQUAT), date(2026, 1, 5)).facts
    assert [(one.set_type, float(one.weight), one.unit, one.reps, one.rir) for one in found] == [
        ("warmup", 135, "lb", 5, None),
        ("working", 225, "lb", 5, 1),
        ("working", 102.5, "kg", 3, None),
    ]
    assert found[0].e1rm_kg is None
    assert found[1].e1rm_kg == pytest.approx(225 * 0.45359237 * (1 + 6 / 30))


def test_lifts_stand_under_the_lifters_names_the_latest_first(alice: User) -> None:
    log_of(alice.user_id, "2026-01-07 bench 80x5\n2026-01-05 squat 100x5 press 50x5")
    listed = lifts_facts.lifts(alice).facts
    assert [(one.name, one.last_on.day) for one in listed] == [
        ("Bench Press (Barbell)", 7),
        ("Overhead Press (Barbell)", 5),
        ("Squat (Barbell)", 5),
    ]


def test_a_longer_history_takes_no_more_statements(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")

    reads: tuple[Any, ...] = (
        lambda connection: load_today(connection, lifter, TODAY, MONDAY),
        lambda connection: load_lift(connection, lifter, lift_of(SQUAT)),
    )

    log_of(lifter, "2026-01-05 squat 100x5")
    few = statements_of(sqlite_engine, lifter, *reads)
    log_of(lifter, "\n".join(f"{date(2026, 1, 4) - timedelta(days=n)} squat 90x5 bench 60x5" for n in range(40)))
    assert statements_of(sqlite_engine, lifter, *reads) == few
