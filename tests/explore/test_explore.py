"""Explore: every figure equals plain loops over the raw sets, on both engines; parts that add up add up."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle
from math import fsum
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert

from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import program_days, programs
from database.star.explore import Program
from services.body import weight
from services.etl_oltp_to_olap import refresh
from services.routines import editing as routines
from tests.cast import does, exercise_id, log, log_of, new_lifter, operation, start
from tests.facts import statements_of
from tests.raw_sets import Done, done_sets, figures, loads
from utils.explore.facts import load_explore
from utils.explore.figures import Explored, explored, program_week
from utils.explore.measures import DIMENSIONS, MEASURES, NO_DIMENSION, adds_up, fits
from utils.explore.view import View, comparison_of, period_of
from utils.report.spans import load_spans, spans

TODAY = date(2026, 1, 31)
MONDAY = 0
LOG = """
2025-11-30 09:00 squat 90x5@2 90x5@2 bench 60x10
2025-12-28 18:30 squat w60x5 100x5@2 100x5@1 f100x6 bench 60x8 60x8@0.5 60x7@0 plank 60s
2025-12-31 18:30 squat w60x5 w80x3 105x3@1 105x3 a95x8@0 dumbbell_bench 24x10@3 d18x12
2026-01-02 07:15 deadlift 140x5@5 140x0 142.5x5@1 carry 32x40m pullup x8 x6@1
2026-01-02 19:45 squat 100x5@4.5 102.5x5 run x5000m assisted_pullup 20x8
2026-01-12 18:30 squat 110x2@0 90x15 bulgarian-split-squat-dumbbell 20x8 20x8
2026-01-19 18:30 squat w100x1 bench 225lbx3 62.5x8 x12 weighted_pullup 10x5@1
"""
SECOND = [*list(DIMENSIONS)[4:], *list(DIMENSIONS)[:4]]
PAIRS = [*((by, NO_DIMENSION) for by in DIMENSIONS), *zip(DIMENSIONS, SECOND, strict=True)]


@pytest.fixture
def alice(engine: Engine) -> int:
    lifter = new_lifter(engine, "alice")
    weight.log_body_weight(engine, lifter, "80", "kg", "2025-12-31")
    first, *_, last = log_of(lifter, LOG)
    push = routines.create_routine(engine, lifter, "Push").routine_id
    for workout_id in (first, last):
        does(lifter, operation("amend_workout", workout_id, routine_id=str(push)))
    does(
        lifter,
        start(77, at="2026-01-21T18:00:00+00:00"),
        log(77, "bench 80x5", rest_s=150),
        log(77, "bench 80x4", rest_s=90),
    )
    does(lifter, operation("finish_workout", 77, ended_at="2026-01-21T18:40:00+00:00"))
    bob = new_lifter(engine, "bob")
    log_of(bob, "2026-01-12 18:30 squat 300x5 300x5 press 200x5")
    refresh(engine, bob)
    refresh(engine, lifter)
    return lifter


def shown(engine: Engine, lifter: int, view: View, first_weekday: int = MONDAY) -> Explored:
    period = period_of(view, TODAY)
    comparison = comparison_of(view, period)
    with reading(engine) as connection:
        facts = load_explore(connection, lifter, view, period, comparison)
    return explored(facts, view, period, comparison, first_weekday)


def told(one: Explored) -> dict[tuple[object, ...], float | None]:
    return {cell.keys: cell.now for cell in one.cells}


def test_every_measure_by_every_dimension_is_what_loops_over_the_sets_give(engine: Engine, alice: int) -> None:
    done, counts, asked = done_sets(engine, alice), cycle(("fractional", "direct", "total")), 0
    for measure in MEASURES:
        for by, then in PAIRS:
            if not fits(measure, by, then) or MEASURES[measure].kind == "load":
                continue
            view = View(measure=measure, by=by, then=then, period="all", count=next(counts))
            expected = figures(done, measure, view.dimensions, view.count)
            assert told(shown(engine, alice, view)) == pytest.approx(expected), view
            asked += 1
    assert asked > 250


@pytest.mark.parametrize("measure", ["monotony", "strain", "load_ratio"])
def test_loads_are_those_of_the_days_of_each_week(engine: Engine, alice: int, measure: str) -> None:
    view = View(measure=measure, by="week", then=NO_DIMENSION, period="4w")
    expected = loads(done_sets(engine, alice), measure, TODAY - timedelta(days=27), TODAY)
    assert expected
    assert told(shown(engine, alice, view)) == pytest.approx(expected)


@pytest.mark.parametrize("against", ["before", "year"])
def test_a_period_stands_beside_another(engine: Engine, alice: int, against: str) -> None:
    log_of(alice, "2025-02-03 squat 80x5 80x5\n2025-01-28 bench 50x5")
    refresh(engine, alice)
    view = View(measure="tonnage", by="exercise", then=NO_DIMENSION, period="4w", against=against)
    one, done = shown(engine, alice, view), done_sets(engine, alice)
    assert one.comparison
    for period, which in ((one.period, "now"), (one.comparison, "before")):
        inside = [s for s in done if period.first and period.first <= s.day <= period.last]
        expected = figures(inside, "tonnage", ("exercise",), "total")
        assert {c.keys: getattr(c, which) for c in one.cells if getattr(c, which)} == pytest.approx(expected)
        whole = figures(inside, "tonnage", (), "total")
        assert one.whole
        assert getattr(one.whole, which) == pytest.approx(whole[()])


def test_the_third_week_stands_beside_the_third_week(engine: Engine, alice: int) -> None:
    view = View(measure="workouts", by="week", then=NO_DIMENSION, period="4w", against="before")
    cells = {cell.keys[0]: (cell.now, cell.before) for cell in shown(engine, alice, view).cells}
    # The 28 days from 4 January are in the weeks from 29 December on, those from 7 December in the weeks from the 1st.
    second, third = date(2026, 1, 12), date(2026, 1, 19)
    assert cells == {second: (1, None), third: (2, 1), date(2026, 1, 26): (None, 3)}


def test_one_exercise_alone(engine: Engine, alice: int) -> None:
    squat = exercise_id("squat")
    view = View(measure="e1rm", by="month", then=NO_DIMENSION, period="all", lift=squat)
    done = [one for one in done_sets(engine, alice) if one.exercise_id == squat]
    assert told(shown(engine, alice, view)) == pytest.approx(figures(done, "e1rm", ("month",), "total"))


def test_nothing_of_another_lifter_is_in_it(engine: Engine, alice: int) -> None:
    press = exercise_id("press")  # which only Bob has done
    view = View(measure="tonnage", by="exercise", then="week", period="all")
    one = shown(engine, alice, view)
    assert press not in {cell.keys[0] for cell in one.cells}
    assert press not in one.names.exercises
    assert max(cell.now or 0 for cell in one.cells) < 3000
    assert shown(engine, alice, View(measure="tonnage", by="week", period="all", lift=press)).cells == ()


def test_weeks_begin_when_the_lifters_do(engine: Engine, alice: int) -> None:
    view = View(measure="workouts", by="week", then=NO_DIMENSION, period="all")
    sundays = {keys[0] for keys in told(shown(engine, alice, view, first_weekday=6))}
    assert sundays == {date(2025, 11, 30), date(2025, 12, 28), date(2026, 1, 11), date(2026, 1, 18)}


def test_a_program_divides_training_and_can_be_reported_on(engine: Engine, alice: int) -> None:
    monday, program, push = date(2026, 1, 5), new_id(), routines.create_routine(engine, alice, "Pull").routine_id
    made = {"name": "Winter", "kind": "own", "status": "active", "starts_on": monday}
    with writing(engine) as connection:
        row = {"user_id": alice, "program_id": program, **made, "created_at": datetime.now(UTC)}
        connection.execute(insert(programs), [row])
        days = [{"program_day_id": new_id(), "week": week, "day": 1, "routine_id": push} for week in (1, 2)]
        connection.execute(insert(program_days), [{"user_id": alice, "program_id": program, **day} for day in days])
    view = View(measure="workouts", by="program_week", then=NO_DIMENSION, period="all")
    assert told(shown(engine, alice, view)) == {(2,): 1, (0,): 7}  # the third week is past the program's two
    with reading(engine) as connection:
        block = spans(load_spans(connection, alice), TODAY, "en-GB")[f"program-{program}"]
    assert (block.title, block.first, block.last) == ("Winter", monday, date(2026, 1, 18))


def test_program_weeks_are_counted_from_the_programs_first_day() -> None:
    programs = (Program(1, "Old", date(2025, 12, 1), 4), Program(2, "New", date(2026, 1, 5), 0))
    days = ["2025-11-30", "2025-12-01", "2025-12-28", "2025-12-29", "2026-01-05", "2026-01-12", "2026-03-02"]
    assert [program_week(date.fromisoformat(day), programs) for day in days] == [0, 1, 4, 0, 1, 2, 9]


def random_log(seed: int) -> str:
    """Forty workouts in the two months before today, of all kinds of sets at all hours."""
    some, lines = Random(seed), []
    for _ in range(40):
        day, hour = TODAY - timedelta(days=some.randrange(60)), some.randrange(6, 22)
        sets = [
            f"{some.choice(['squat', 'bench', 'deadlift', 'dumbbell_bench'])} "
            f"{some.choice('  wdf').strip()}{some.choice([40, 62.5, 100, 142.5])}x{some.randrange(17)}"
            for _ in range(some.randrange(1, 5))
        ]
        lines.append(f"{day} {hour:02}:30 {' '.join(sets)}")
    return "\n".join(lines)


@pytest.fixture
def busy(sqlite_engine: Engine) -> int:
    lifter = new_lifter(sqlite_engine, "dora")
    log_of(lifter, random_log(7))
    refresh(sqlite_engine, lifter)
    return lifter


@given(
    measure=st.sampled_from(["hard_sets", "sets", "reps", "tonnage", "inol", "relative_volume", "workouts"]),
    by=st.sampled_from(sorted(DIMENSIONS)),
    days=st.tuples(st.integers(0, 59), st.integers(0, 59)).map(sorted),
    lift=st.sampled_from([None, "squat", "bench"]),
)
@settings(max_examples=200)
def test_parts_that_add_up_add_up_to_the_whole(
    sqlite_engine: Engine, busy: int, measure: str, by: str, days: list[int], lift: str | None
) -> None:
    last, first = (TODAY - timedelta(days=back) for back in days)
    chosen = exercise_id(lift) if lift else None
    view = View(measure, by, NO_DIMENSION, period="dates", first=first, last=last, lift=chosen)
    one = shown(sqlite_engine, busy, view)
    inside = [s for s in done_of(sqlite_engine, busy) if first <= s.day <= last and chosen in (None, s.exercise_id)]
    whole = figures(inside, measure, (), "total").get((), 0.0)
    if adds_up(measure, by):
        assert fsum(cell.now or 0.0 for cell in one.cells) == pytest.approx(whole)
        assert one.whole
        assert (one.whole.now or 0.0) == pytest.approx(whole)
    else:
        assert one.whole is None
        assert max((cell.now or 0.0 for cell in one.cells), default=0.0) <= whole + 1e-9


@cache
def done_of(engine: Engine, lifter: int) -> list[Done]:
    return done_sets(engine, lifter)


def test_a_longer_history_takes_no_more_statements(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    views = [View(against="before"), View("e1rm", "routine", "exercise"), View("inol", "program_week", "muscle")]

    def read(connection: Connection) -> None:
        for view in views:
            period = period_of(view, TODAY)
            load_explore(connection, lifter, view, period, comparison_of(view, period))

    log_of(lifter, "2026-01-05 squat 100x5")
    few = statements_of(sqlite_engine, lifter, read)
    log_of(lifter, "\n".join(f"{date(2026, 1, 4) - timedelta(days=n)} squat 90x5 bench 60x5" for n in range(40)))
    assert statements_of(sqlite_engine, lifter, read) == few
