"""Measurements of any kind: entered, amended, deleted, never mixed up with body weight or with Bob's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from services.body import measurements
from services.body import weight as body_weight
from services.body.lists import Measured, body_weights
from services.body.lists import measurements as read
from services.body.measurements import amend_measurement, in_length, log_measurement
from services.errors import InvalidValue, NoSuchMeasurement
from tests.cast import forget_marks, log_of, marks_of, new_lifter
from utils.body import measure_words
from utils.styling import Display

KG, LB = Display("kg", "UTC", 0, "en-GB"), Display("lb", "UTC", 6, "en-US")


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def entered(engine: Engine, lifter: int) -> dict[str, list[str]]:
    return {kind: [f"{one.value} {one.unit}" for one in series] for kind, series in read(engine, lifter).items()}


def of(value: str, day: int = 5, unit: str = "cm", kind: str = "waist") -> Measured:
    return Measured(day, kind, date(2026, 1, day), Decimal(value), unit)


def test_any_number_of_kinds_the_last_measured_first(engine: Engine, alice: int) -> None:
    log_measurement(engine, alice, "Waist", "84.5", "cm", "2026-01-05")
    log_measurement(engine, alice, "Grip  strength", "52", "kg", "2026-01-06", "left hand")
    log_measurement(engine, alice, "body fat", "14.2", "%", "2026-01-04")
    log_measurement(engine, alice, "waist", "33", "in", "2026-01-03")
    assert entered(engine, alice) == {"grip strength": ["52 kg"], "waist": ["33 in", "84.5 cm"], "body fat": ["14.2 %"]}
    assert body_weights(engine, alice) == ()


def test_they_mark_nothing_for_no_lift_depends_on_them(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 pullup x8")
    forget_marks(alice)
    number = log_measurement(engine, alice, "waist", "84.5", "cm", "2026-01-05")
    amend_measurement(engine, alice, number, {"value": "84"}, "cm")
    body_weight.delete_measurement(engine, alice, number)
    assert marks_of(alice) == set()
    assert entered(engine, alice) == {}


def test_body_weight_and_the_rest_do_not_change_each_other(engine: Engine, alice: int) -> None:
    weight = body_weight.log_body_weight(engine, alice, "82", "kg", "2026-01-05")
    waist = log_measurement(engine, alice, "waist", "84.5", "cm", "2026-01-05")
    with pytest.raises(NoSuchMeasurement):
        amend_measurement(engine, alice, weight, {"value": "90"}, "cm")
    with pytest.raises(NoSuchMeasurement):
        body_weight.amend_body_weight(engine, alice, waist, {"value": "90"}, "kg")
    assert [str(one.value) for one in body_weights(engine, alice)] == ["82"]
    assert entered(engine, alice) == {"waist": ["84.5 cm"]}


def test_bob_neither_sees_nor_changes_what_alice_measures(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    number = log_measurement(engine, alice, "waist", "84.5", "cm", "2026-01-05")
    log_measurement(engine, bob, "waist", "99", "cm", "2026-01-05")
    with pytest.raises(NoSuchMeasurement):
        amend_measurement(engine, bob, number, {"value": "60"}, "cm")
    assert (entered(engine, alice), entered(engine, bob)) == ({"waist": ["84.5 cm"]}, {"waist": ["99 cm"]})


@pytest.mark.parametrize(
    ("kind", "value", "unit", "sentence"),
    [
        ("waist", "abc", "cm", "The measurement cannot be “abc”"),
        ("waist", None, "cm", "The measurement cannot be empty"),
        ("waist", "0", "cm", "0 cm cannot be right: it must be from 1 to 300 cm"),
        ("waist", "8450", "cm", "a number from 0 to 2000 is expected"),
        ("waist", "84", "%", "Waist is measured in cm or in."),
        ("body fat", "101", "%", "from 0.1 to 100 %"),
        ("my own", "5", "st", "My own is measured in"),
        ("weight", "82", "kg", "Body weight has its own line"),
        ("  Body Weight ", "82", "kg", "Body weight has its own line"),
        ("", "82", "kg", "The name of the measurement cannot be"),
        ("x" * 33, "82", "kg", "text of 1 to 32 characters"),
        ("ﷺ" * 10, "82", "kg", "1 to 32 characters"),
    ],
)
def test_what_cannot_be_measured(sqlite_engine: Engine, kind: Any, value: Any, unit: str, sentence: str) -> None:
    lifter = new_lifter(sqlite_engine, "alice")
    with pytest.raises(InvalidValue) as refused:
        log_measurement(sqlite_engine, lifter, kind, value, unit, "2026-01-05")
    assert sentence in str(refused.value)
    assert entered(sqlite_engine, lifter) == {}


def test_lengths_are_one_series_whatever_they_were_entered_in() -> None:
    assert in_length(33, "in", "cm") == pytest.approx(83.82)
    assert in_length(14, "%", "cm") == 14
    series = [of("33", 1, "in"), of("84", 3), of("85", 5)]
    assert [round(value, 2) for _, value in measure_words.measured(series)] == [83.82, 84, 85]
    assert measure_words.mean_now(series, KG) == "84.3 cm"  # (83.82 + 84 + 85) / 3 = 84.27
    assert measure_words.mean_now([of("14.2", 5, "%", "body fat")], KG) == "14.2%"


def test_the_units_that_a_lifter_is_offered() -> None:
    assert measure_words.units_of("waist", KG) == ("cm", "in")
    assert measure_words.units_of("waist", LB) == ("in", "cm")
    assert measure_words.units_of("body fat", LB) == ("%",)
    assert set(measure_words.units_of("grip strength", KG)) == set(measurements.LIMITS)


@pytest.mark.day("2026-03-18")  # in the year of its dates, which are shown without it
def test_the_chart_and_its_sentence() -> None:
    series = [of("84", 1), of("86", 3)]
    drawn = measure_words.figure(series, "3 months", date(2026, 1, 5), KG)
    assert drawn.layout.title.text == "Waist, cm"
    assert [list(one.y) for one in drawn.data] == [[84, 86], [84, 85]]
    assert measure_words.alt(series, KG) == "Waist: 84 cm on 1 Jan, 86 cm on 3 Jan; the 7-day mean is 85 cm now."
