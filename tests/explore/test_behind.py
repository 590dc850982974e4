"""Behind every figure of Explore: its very rows, with the same total, by plain loops over them, on both engines."""

from datetime import UTC, date, datetime, timedelta
from math import fsum
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, update

from database.db_connector import reading, writing
from database.olap_tables import dim_exercises
from database.oltp_tables import program_days, programs
from services.etl_oltp_to_olap import refresh
from tests.cast import exercise_id, log_of, new_lifter
from tests.explore.test_explore import MONDAY, PAIRS, TODAY, alice, busy, shown
from tests.facts import statements_of
from utils.explore.behind import Behind, Pick, load_behind, pick_of
from utils.explore.figures import LOADS, Explored, moved
from utils.explore.measures import DIMENSIONS, MEASURES, NO_DIMENSION, fits
from utils.explore.view import View, period_of, settle
from utils.filters import Period

__all__ = ["alice", "busy"]  # the fixtures


def behind(engine: Engine, lifter: int, view: View, period: Period, pick: Pick, most: int | None = None) -> Behind:
    with reading(engine) as connection:
        return load_behind(connection, lifter, view, period, pick, MONDAY, most)


def by_hand(found: Behind, view: View) -> float | None:
    """The total of the rows that are listed, by a loop over them."""
    kind, listed = MEASURES[view.measure].kind, found.rows
    if view.measure == "workouts":
        return len({one.workout_id for one in listed})
    if view.measure == "minutes":
        return fsum(one.duration_s for one in listed)
    if kind == "sum":
        is_shared = view.count == "fractional"
        return fsum(one.value * (one.credit if is_shared else 1) for one in listed)
    return (max if kind == "highest" else mean)([one.value for one in listed])


def same_total(engine: Engine, lifter: int, one: Explored, keys: tuple[Any, ...], amount: float | None) -> None:
    found = behind(engine, lifter, one.view, one.period, pick_of([keys]) if keys else Pick())
    told = (one.view.measure, one.view.dimensions, keys)
    assert found.total == pytest.approx(amount), told
    assert len(found.rows) == found.many, told
    assert by_hand(found, one.view) == pytest.approx(amount), told


def test_every_kind_of_figure_is_the_total_of_its_rows(engine: Engine, alice: int) -> None:
    counts, asked = ("fractional", "direct", "total"), set()
    for number, measure in enumerate(MEASURES):
        for place, (by, then) in enumerate(PAIRS):
            if place % 3 != number % 3 or not fits(measure, by, then) or MEASURES[measure].kind == "load":
                continue
            one = shown(engine, alice, View(measure, by, then, "all", count=counts[place % 3]))
            cell = one.cells[(number + place) % len(one.cells)]
            same_total(engine, alice, one, cell.keys, cell.now)
            if one.whole and one.whole.now is not None and place % 5 == 0:
                same_total(engine, alice, one, (), one.whole.now)
            asked |= {measure, by, then}
    assert asked >= {*MEASURES, *DIMENSIONS, NO_DIMENSION} - LOADS.keys()


@given(
    measure=st.sampled_from(sorted(MEASURES)),
    by=st.sampled_from(sorted(DIMENSIONS)),
    then=st.sampled_from([NO_DIMENSION, *sorted(DIMENSIONS)]),
    days=st.tuples(st.integers(0, 59), st.integers(0, 59)).map(sorted),
    against=st.sampled_from(["nothing", "before"]),
    count=st.sampled_from(["fractional", "direct", "total"]),
    lift=st.sampled_from([None, "squat", "bench"]),
    first_weekday=st.sampled_from([0, 6]),
    which=st.integers(0, 1000),
)
@settings(max_examples=200)
def test_any_figure_of_any_view_is_the_total_of_its_rows(
    sqlite_engine: Engine,
    busy: int,
    measure: str,
    by: str,
    then: str,
    days: list[int],
    against: str,
    count: str,
    lift: str | None,
    first_weekday: int,
    which: int,
) -> None:
    last, first = (TODAY - timedelta(days=back) for back in days)
    chosen = exercise_id(lift) if lift else None
    asked = View(measure, by, then, "dates", against, count, chosen, first, last)
    one = shown(sqlite_engine, busy, settle(asked, TODAY)[0], first_weekday)
    if not one.cells:
        return
    cell = one.cells[which % len(one.cells)]
    for period, amount in ((one.period, cell.now), (one.comparison, cell.before)):
        if period is None or amount is None:
            continue
        keys = cell.keys if period is one.period else moved(one.view, cell.keys, one.period, period, first_weekday)
        with reading(sqlite_engine) as connection:
            found = load_behind(connection, busy, one.view, period, pick_of([keys]), first_weekday, None)
        assert found.total == pytest.approx(amount), (one.view, period, keys)
        if MEASURES[measure].kind != "load" and MEASURES[one.view.measure].kind != "load":
            assert found.many == len(found.rows)
            assert not found.many or by_hand(found, one.view) == pytest.approx(amount)


@pytest.mark.parametrize("then", [NO_DIMENSION, "exercise", "group"])
def test_a_load_is_that_of_its_days(sqlite_engine: Engine, then: str) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    log_of(lifter, "\n".join(f"2026-01-{day:02} squat 100x5 100x5 bench 60x5" for day in (1, 3, 6, 9, 12, 20, 29)))
    refresh(sqlite_engine, lifter)
    checked = 0
    for measure, formula in LOADS.items():
        one = shown(sqlite_engine, lifter, View(measure, "week", then, "4w"))
        for cell in one.cells:
            found = behind(sqlite_engine, lifter, one.view, one.period, pick_of([cell.keys]))
            assert found.total == cell.now == formula([load for _, load in found.days])
            assert found.days[-1][0] == min(cell.keys[0] + timedelta(days=6), TODAY)
            checked += 1
    assert checked >= 9


def test_a_load_by_hand(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    log_of(lifter, "2025-12-29 bench 60x5\n2026-01-20 squat 100x5 100x5\n2026-01-28 squat 100x5 w60x5")
    refresh(sqlite_engine, lifter)
    view, last = View("load_ratio", "week", NO_DIMENSION, "4w"), pick_of([(date(2026, 1, 26),)])
    found = behind(sqlite_engine, lifter, view, period_of(view, TODAY), last)
    assert (found.many, sum(load for _, load in found.days)) == (28, 3)
    assert found.total == pytest.approx((1 / 7) / (3 / 28))


def test_what_it_is_compared_with_has_rows_of_its_own(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    log_of(lifter, "2025-12-16 squat 90x5\n2026-01-12 squat 100x5 100x5\n2026-01-14 squat 100x5")
    refresh(sqlite_engine, lifter)
    one = shown(sqlite_engine, lifter, View("tonnage", "week", NO_DIMENSION, "4w", "before"))
    assert one.comparison
    (cell,) = [cell for cell in one.cells if cell.now and cell.before]
    for period, amount in ((one.period, 1500), (one.comparison, 450)):
        keys = cell.keys if period is one.period else moved(one.view, cell.keys, one.period, period, MONDAY)
        assert behind(sqlite_engine, lifter, one.view, period, pick_of([keys])).total == amount


def test_several_names_together_have_the_rows_of_each(engine: Engine, alice: int) -> None:
    one = shown(engine, alice, View("sets", "week", "exercise", "all"))
    week = [cell for cell in one.cells if cell.keys[0] == date(2025, 12, 29)]
    rest = week[1:]
    assert len(rest) > 2
    found = behind(engine, alice, one.view, one.period, pick_of([cell.keys for cell in rest]))
    assert found.total == fsum(cell.now or 0 for cell in rest) == len(found.rows)
    assert {row.exercise_id for row in found.rows} == {cell.keys[1] for cell in rest}


def test_what_is_not_known_has_its_rows_too(engine: Engine) -> None:
    lifter = new_lifter(engine, "dora")
    log_of(lifter, "2026-01-05 squat 100x5")
    refresh(engine, lifter)
    mine = dim_exercises.c.user_id == lifter
    with writing(engine) as connection:
        connection.execute(update(dim_exercises).where(mine).values(equipment=None))
    one = shown(engine, lifter, View("tonnage", "equipment", "hour", "all"))
    (cell,) = one.cells
    assert cell.keys[0] is None
    same_total(engine, lifter, one, cell.keys, 500)


def test_a_program_week_has_its_own_days(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    log_of(lifter, "2026-01-04 squat 90x5\n2026-01-05 squat 95x5\n2026-01-14 squat 100x5\n2026-01-20 squat 60x5")
    refresh(sqlite_engine, lifter)
    with writing(sqlite_engine) as connection:
        mine = {"user_id": lifter, "program_id": 9, "name": "Winter", "kind": "own", "status": "active"}
        row = mine | {"starts_on": date(2026, 1, 5), "created_at": datetime.now(UTC)}
        connection.execute(insert(programs), [row])
        day = {"user_id": lifter, "program_id": 9, "program_day_id": 9, "week": 2, "day": 1, "routine_id": 1}
        connection.execute(insert(program_days), [day])
    view = View("tonnage", "program_week", NO_DIMENSION, "all")
    told = {cell.keys: cell.now for cell in shown(sqlite_engine, lifter, view).cells}
    assert told == {(1,): 475, (2,): 500, (0,): 750}
    for keys, amount in told.items():
        found = behind(sqlite_engine, lifter, view, period_of(view, TODAY), pick_of([keys]))
        assert found.total == amount


def test_a_long_list_is_cut_but_counted_and_added_up_whole(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    log_of(lifter, "2026-01-05 squat 100x5 100x5 100x4 w60x5\n2026-01-12 squat 100x3 110x1")
    refresh(sqlite_engine, lifter)
    for measure, total, many, first in (("reps", 18, 5, 3), ("top_weight", 110, 5, 110)):
        view = View(measure, "year", "exercise", "all")
        keys = pick_of([(2026, exercise_id("squat"))])
        found = behind(sqlite_engine, lifter, view, period_of(view, TODAY), keys, most=2)
        assert (found.total, found.many, len(found.rows), found.rows[0].value) == (total, many, 2, first)


def test_nothing_of_another_lifter_is_behind_a_figure(engine: Engine, alice: int) -> None:
    press, squat = exercise_id("press"), exercise_id("squat")  # Bob has done both, Alice one
    for measure in ("tonnage", "workouts", "e1rm", "strain"):
        view = View(measure, "week", "exercise", "all")
        week = date(2026, 1, 12)
        assert not behind(engine, alice, view, period_of(view, TODAY), pick_of([(week, press)])).total
        found = behind(engine, alice, view, period_of(view, TODAY), pick_of([(week, squat)]))
        assert {one.weight for one in found.rows if measure in ("tonnage", "e1rm")} <= {110, 90}


def test_a_longer_history_takes_no_more_statements(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")

    def read(connection: Connection) -> None:
        for measure in ("hard_sets", "workouts", "minutes", "load_ratio"):
            view = View(measure, "week", NO_DIMENSION, "all")
            load_behind(connection, lifter, view, period_of(view, TODAY), pick_of([(date(2026, 1, 5),)]), MONDAY)

    log_of(lifter, "2026-01-05 squat 100x5")
    few = statements_of(sqlite_engine, lifter, read)
    log_of(lifter, "\n".join(f"{date(2026, 1, 4) - timedelta(days=n)} squat 90x5 bench 60x5" for n in range(40)))
    assert statements_of(sqlite_engine, lifter, read) == few
