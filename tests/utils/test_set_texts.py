"""What stands in the inputs of a planned set, and what is typed as values."""

from decimal import Decimal
from typing import Any

import pytest

from services.workouts.board import SetRow
from utils.set_texts import Block, heading, parsed, texts_of


def row(written: str = "", **fields: Any) -> SetRow:
    """A row: `row("80x5")`."""
    weight, _, reps = written.partition("x")
    known = {"weight": Decimal(weight) if weight else None, "unit": "kg" if weight else None}
    return SetRow(1, 7, 1.0, **{**known, "reps": int(reps) if reps else None, **fields})


def block(*rows: SetRow, load_type: str = "external", unit: str = "kg") -> Block:
    return Block(7, "Bench Press", load_type, unit, rows or (row(),))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("82.5", "82.5"), ("82,5", "82.5"), (" 100 ", "100"), ("0", "0"), ("1e308", "1e308"), ("-5", "-5"), ("", None)],
)
def test_a_weight_is_read_with_comma_and_point_and_what_is_none_stays_as_typed(typed: str, value: str | None) -> None:
    assert parsed("weight", typed, block()) == value


def test_reps_are_whole_and_a_reserve_may_be_half() -> None:
    read = [parsed("reps", "8", block()), parsed("rir", "1,5", block()), parsed("reps", "8.5", block())]
    assert read == [8, 1.5, 8.5]


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90", 90.0), ("1:30", 90.0), ("1:02:30", 3750.0), ("soon", "soon"), ("1:75", "1:75")]
)
def test_a_time_is_seconds_or_a_clock(typed: str, seconds: float | str) -> None:
    assert parsed("seconds", typed, block(load_type="duration")) == seconds


def test_distances_are_kilometres_miles_or_for_a_carry_metres_and_yards() -> None:
    assert parsed("distance_m", "5,2", block(load_type="distance")) == 5200
    assert parsed("distance_m", "1", block(load_type="distance", unit="lb")) == pytest.approx(1609.344)
    assert parsed("distance_m", "40", block(load_type="carry")) == 40


def test_what_is_shown_is_what_can_be_typed() -> None:
    shown = texts_of(row("82.50x8", rir=1.5), block(), "de-DE")
    assert shown == {"weight": "82,5", "reps": "8", "rir": "1,5"}


def test_a_weight_in_pounds_is_shown_in_the_unit_of_the_exercise() -> None:
    assert texts_of(row("100x5", unit="lb"), block(), "en-GB")["weight"] == "45.36"


def test_headings_say_the_unit_and_the_sign() -> None:
    assert heading("weight", block(load_type="assisted", unit="lb")) == "\N{MINUS SIGN}lb"
    assert heading("distance_m", block(load_type="carry")) == "m"
