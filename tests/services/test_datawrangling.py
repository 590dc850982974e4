"""Foreign values made correct, and the limits that a foreign set must keep."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.data_validation import NAME_LENGTH, TITLE_LENGTH, problems_of
from database.oltp_tables import exercises, workouts
from services.datawrangling import (
    SetRow,
    Unfit,
    normalise,
    parse_duration,
    parse_number,
    parse_unit,
    parse_wall_clock,
    quoted_text,
    stored_weight,
)
from tests.clock import today

TODAY = date(2026, 1, 5)


def a_set(row: int = 2, **fields: Any) -> SetRow:
    plain = SetRow(row, "2026-01-05 18:00:00", "Push", "Bench Press (Barbell)", TODAY, weight=Decimal(80), reps=5.0)
    return plain._replace(**fields)


def reasons(*rows: SetRow) -> list[tuple[int | None, str]]:
    return [tuple(problem) for problem in problems_of(normalise(rows), TODAY)]


@pytest.mark.parametrize(
    ("written", "number"),
    [("80", "80"), (" 80.0 ", "80.0"), ("", None), ("  ", None), ("1e2", "100"), (".5", "0.5"), ("-3", "-3")],
)
def test_numbers_are_taken_exactly(written: str, number: str | None) -> None:
    assert parse_number(written, "weight") == (Decimal(number) if number else None)


def test_a_decimal_comma_counts_only_where_commas_do_not_part_fields() -> None:
    assert parse_number("42,5", "weight", True) == Decimal("42.5")
    with pytest.raises(Unfit, match="The weight “42,5” is not a number"):
        parse_number("42,5", "weight")


@pytest.mark.parametrize("written", ["abc", "NaN", "Infinity", "1_000", "٣", "0x10", "5 kg", "--5", "1e9999999"])
def test_what_is_no_number_is_refused_with_its_text(written: str) -> None:
    with pytest.raises(Unfit, match=f"The weight “{written}” is not a number"):
        parse_number(written, "weight")


@given(st.text())
@pytest.mark.parametrize("parse", [lambda text: parse_number(text, "weight"), parse_wall_clock, parse_unit])
def test_any_text_is_a_value_or_unfit_in_one_line(parse: Callable[[str], object], text: str) -> None:
    reason = ""
    try:
        parse(text)
    except Unfit as unfit:
        reason = str(unfit)
    assert len(reason.splitlines()) <= 1


@given(st.text())
def test_any_text_is_a_duration_or_none(text: str) -> None:
    seconds = parse_duration(text)
    assert seconds is None or seconds == seconds


@pytest.mark.parametrize("written", ["2026-13-01 10:00:00", "05.01.2026 18:00", "2026-01-05T18:00:00Z", "", "20260105"])
def test_a_date_in_another_form_is_refused(written: str) -> None:
    with pytest.raises(Unfit, match="is not a date and time like 2026-01-05 18:30:00"):
        parse_wall_clock(written)


def test_units_have_several_spellings() -> None:
    assert [parse_unit(text) for text in ("kg", " KGS", "lbs", "lb", "")] == ["kg", "kg", "lb", "lb", None]
    with pytest.raises(Unfit, match="neither kg nor lb"):
        parse_unit("stone")


def test_a_foreign_value_in_a_sentence_is_one_short_line() -> None:
    assert quoted_text("a\nb\tc") == "“a b c”"
    assert quoted_text("x" * 300) == f"“{'x' * 40}…”"


def test_a_weight_is_stored_with_at_most_fourteen_decimals_and_zero_is_none() -> None:
    assert stored_weight(Decimal("74.99999999999999")) == Decimal("74.99999999999999")
    assert stored_weight(Decimal("80.0")) == Decimal("80")
    assert stored_weight(Decimal("0.00")) is None
    assert stored_weight(Decimal("1e-20")) is None


def test_sets_are_numbered_within_their_workout_and_their_exercise() -> None:
    rows = [
        a_set(2),
        a_set(3, exercise="Plank", reps=None, seconds=60.0),
        a_set(4),
        a_set(5, title="Pull"),
    ]
    frame = normalise(rows)
    assert list(frame["workout"]) == [0, 0, 0, 1]
    assert list(frame["position"]) == [1.0, 2.0, 3.0, 1.0]
    assert list(frame["occurrence"]) == [0, 0, 1, 0]


def test_a_set_of_nothing_has_failed() -> None:
    frame = normalise([a_set(reps=None), a_set(reps=None, seconds=30.0)])
    assert list(frame["reps"].fillna(-1)) == [0, -1]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"weight": Decimal("1e308")}, "The weight must be at most 20,000 kg or 50,000 lb: “1E+308”."),
        ({"weight": Decimal("1e999999")}, "The weight must be at most 20,000 kg or 50,000 lb: “1E+999999”."),
        ({"weight": Decimal(-50_001)}, "The weight must be at most 20,000 kg or 50,000 lb: “-50001”."),
        ({"weight": Decimal(20_001), "unit": "kg"}, "The weight must be at most 20,000 kg or 50,000 lb: “20001”."),
        ({"reps": -3.0}, "The reps must lie between 0 and 10,000: “-3.0”."),
        ({"reps": 10_001.0}, "The reps must lie between 0 and 10,000: “10001.0”."),
        ({"reps": 4.5}, "The reps must be a whole number: “4.5”."),
        ({"seconds": float("inf")}, "The seconds must lie between 0 and 604,800 (7 days): “inf”."),
        ({"distance": -1.0}, "The distance must lie between 0 and 1,000,000: “-1.0”."),
        ({"rpe": 11.0}, "The RPE must lie between 0 and 10: “11.0”."),
        ({"exercise": "x" * 300}, f"The exercise name is longer than 120 characters: “{'x' * 40}…”."),
        ({"exercise": " "}, "The exercise name is missing: “ ”."),
        ({"title": "x" * 201}, f"The workout title is longer than 200 characters: “{'x' * 40}…”."),
        ({"notes": "x" * 10_001}, f"The note is longer than 10,000 characters: “{'x' * 40}…”."),
        ({"performed_on": date(3000, 1, 1)}, "The date must lie between 1970-01-01 and 2026-01-06: “3000-01-01”."),
        ({"performed_on": date(1969, 12, 31)}, "The date must lie between 1970-01-01 and 2026-01-06: “1969-12-31”."),
        ({"set_type": "myo"}, "The set type is unknown: “myo”."),
        ({"unit": "stone"}, "The weight unit is neither kg nor lb: “stone”."),
    ],
)
def test_a_set_beyond_a_limit_is_told_with_its_row(fields: dict[str, Any], reason: str) -> None:
    assert reasons(a_set(2), a_set(7, **fields), a_set(8)) == [(7, reason)]


def test_the_limits_themselves_are_within() -> None:
    within = (
        {"weight": Decimal(2000), "unit": "kg"},
        {"weight": Decimal(5000), "unit": "lb"},
        {"reps": 1000.0},
        {"reps": 0.0},
        {"seconds": 604_800.0, "reps": None},
        {"exercise": "x" * 120},
        {"performed_on": TODAY + timedelta(days=1)},
        {"performed_on": date(1970, 1, 1)},
    )
    assert reasons(*(a_set(row, **fields) for row, fields in enumerate(within, 2))) == []


def test_two_faults_in_a_row_give_one_reason_and_rows_come_in_order() -> None:
    rows = [row for row, _ in reasons(a_set(9, reps=-1.0), a_set(4, reps=0.5, rpe=99.0), a_set(5))]
    assert rows == [9, 4]


def test_a_file_without_sets_breaks_no_rule() -> None:
    assert reasons() == []


def test_the_limits_of_texts_are_those_of_the_columns() -> None:
    assert exercises.c.name.type.length == exercises.c.name_key.type.length == NAME_LENGTH
    assert workouts.c.title.type.length == TITLE_LENGTH


def test_today_is_the_servers_and_tomorrow_may_be_somebodys() -> None:
    assert problems_of(normalise([a_set(performed_on=today() + timedelta(days=1))]), today()) == []
    assert len(problems_of(normalise([a_set(performed_on=today() + timedelta(days=2))]), today())) == 1
