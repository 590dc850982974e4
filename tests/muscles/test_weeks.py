"""The tiles and bars of Muscles: each has the sets behind it with the same total, and phases are seen over them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from database.db_connector import reading
from services.analysis.phases import Phase
from services.lifter.volume_bands import Bands
from tests.explore.test_explore import MONDAY, TODAY, alice
from tests.explore.test_view import KG
from utils import phases
from utils.explore.behind import Behind, load_behind, pick_of
from utils.explore.view import View
from utils.filters import Period
from utils.muscles import charts, figures, weeks
from utils.muscles.facts import load_muscle_days, load_muscles, load_trained
from utils.muscles.figures import Board, Muscle
from utils.muscles.filters import AGAINST, GROUPS, MUSCLES, NOTHING, MuscleFilter

__all__ = ["alice"]  # the fixture
USER: Any = SimpleNamespace(unit="kg", time_zone="Europe/Berlin", week_start=0, locale="en-GB", e1rm_formula="epley")
SPAN = Period("From … to …", date(2025, 12, 31), TODAY)  # its first week is cut short
DELOAD = Phase(1, "deload", date(2026, 1, 7), date(2026, 1, 20))


def board_of(engine: Engine, lifter: int, chosen: MuscleFilter) -> Board:
    with reading(engine) as connection:
        trained = load_trained(connection, lifter)
        facts = load_muscles(connection, lifter, chosen.period.first, chosen.period.last, MONDAY)
    assert trained
    return figures.board(facts, trained, chosen, Bands({}, {}), MONDAY)


def behind(engine: Engine, lifter: int, board: Board, muscle: Muscle, each: str, start: date) -> tuple[View, Behind]:
    chosen = board.chosen
    view = View("hard_sets", each, "group" if chosen.level == GROUPS else "muscle", count=chosen.count.lower())
    with reading(engine) as connection:
        pick = pick_of([(start, muscle.muscle_id)])
        return view, load_behind(connection, lifter, view, chosen.period, pick, MONDAY)


@pytest.mark.parametrize(("count", "level"), [(count, (MUSCLES, GROUPS)[n % 2]) for n, count in enumerate(AGAINST)])
def test_a_tile_is_the_total_of_its_sets(engine: Engine, alice: int, count: str, level: str) -> None:
    board, checked = board_of(engine, alice, MuscleFilter(SPAN, count, NOTHING, level)), 0
    for muscle in board.muscles[::2]:
        for start, counts in zip(board.week_starts, board.by_week[muscle.name], strict=True):
            if not counts.by(count):
                continue
            _, found = behind(engine, alice, board, muscle, "week", start)
            assert found.total == counts.by(count), (muscle.name, start)
            shares = [one.value * (one.credit if count == "Fractional" else 1) for one in found.rows]
            assert sum(shares) == counts.by(count)
            checked += 1
    assert checked >= 5


def test_the_bar_of_a_month_is_its_sets_by_its_weeks(engine: Engine, alice: int) -> None:
    board = board_of(engine, alice, MuscleFilter(SPAN, "Fractional", NOTHING))
    chest = board.muscle("chest")
    assert chest
    with reading(engine) as connection:
        days = load_muscle_days(connection, alice, chest.muscle_id, SPAN.first, SPAN.last)
    (january,) = [one for one in figures._months(days) if one.starts_on == date(2026, 1, 1)]
    view, found = behind(engine, alice, board, chest, "month", january.starts_on)
    assert (found.total or 0) / (31 / 7) == pytest.approx(january.counts.fractional)
    told = weeks.evidence(found, view, chest, january.starts_on, USER)
    assert told.name == "Chest, Jan 2026"
    assert told.value == "5, which is 1 a week"
    assert "The bar is the mean week of the month: 5 in 4.43 weeks, 1 in each." in told.rule


@pytest.mark.day("2026-03-18")  # in the year of its dates, which are shown without it
def test_phases_are_over_the_tiles_and_named() -> None:
    starts = (date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19))
    board: Any = SimpleNamespace(
        chosen=MuscleFilter(SPAN), week_starts=starts, muscles=(), by_week={}, muscle=lambda name: None
    )
    figure = charts.weeks(board, (DELOAD,), KG)
    (band,) = figure.layout.shapes
    # From the third day of the first week to the second of the last: 2/7 and 16/7 of a week from the left edge.
    assert (band.x0 + 0.5, band.x1 + 0.5) == pytest.approx((2 / 7, 16 / 7))
    assert band.layer == "above"
    assert [one.text for one in figure.layout.annotations] == ["Deload"]
    assert phases.with_shaded("Sets.", (DELOAD,), KG) == "Sets. Shaded: deload 7 Jan to 20 Jan."
    assert phases.with_shaded("Sets.", (), KG) == "Sets."
