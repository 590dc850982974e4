"""Body weight on both engines: entered, amended, deleted, and what it does to lifts; its 7-day mean and its words."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from services.analysis.body_trend import change_over, seven_day_mean, trend_line
from services.body import weight
from services.body.lists import Weighing, body_weights
from services.errors import InvalidValue, NoSuchMeasurement
from tests.cast import exercise_id, forget_marks, log_of, marks_of, new_lifter
from tests.facts import sets_of
from tests.utils.test_explain import cell
from utils.body import measure_words
from utils.body import words as body_words
from utils.styling import Display

MONDAY = date(2026, 1, 5)
KG, LB = Display("kg", "UTC", 0, "en-GB"), Display("lb", "UTC", 6, "en-US")
GERMAN = Display("kg", "Europe/Berlin", 0, "de-DE")
PULLUP = exercise_id("pullup")


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def entered(engine: Engine, lifter: int) -> list[tuple[str, str, str]]:
    return [(str(one.measured_on), str(one.value), one.unit) for one in body_weights(engine, lifter)]


def weighed(*kilograms: float, start: date = MONDAY) -> list[tuple[date, float]]:
    """One weighing a day."""
    return [(start + timedelta(days=day), kg) for day, kg in enumerate(kilograms)]


def test_a_body_weight_stays_as_entered_in_the_order_of_the_days(engine: Engine, alice: int) -> None:
    weight.log_body_weight(engine, alice, "181.4", "lb", "2026-01-06")
    weight.log_body_weight(engine, alice, Decimal("82.35"), "kg", "2026-01-05", "after breakfast")
    assert entered(engine, alice) == [("2026-01-05", "82.35", "kg"), ("2026-01-06", "181.4", "lb")]
    first, second = body_weights(engine, alice)
    assert (first.note, second.note) == ("after breakfast", None)
    assert second.kg == pytest.approx(181.4 * 0.45359237)


def test_amending_and_deleting_one(engine: Engine, alice: int) -> None:
    number = weight.log_body_weight(engine, alice, "82", "kg", "2026-01-05")
    weight.amend_body_weight(engine, alice, number, {"value": "180", "measured_on": "2026-01-04"}, "lb")
    assert entered(engine, alice) == [("2026-01-04", "180", "lb")]
    weight.delete_measurement(engine, alice, number)
    assert entered(engine, alice) == []
    with pytest.raises(NoSuchMeasurement):
        weight.delete_measurement(engine, alice, number)


def test_bob_neither_sees_nor_changes_what_alice_weighs(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    number = weight.log_body_weight(engine, alice, "82", "kg", "2026-01-05")
    with pytest.raises(NoSuchMeasurement):
        weight.amend_body_weight(engine, bob, number, {"value": "60"}, "kg")
    with pytest.raises(NoSuchMeasurement):
        weight.delete_measurement(engine, bob, number)
    assert (entered(engine, bob), entered(engine, alice)) == ([], [("2026-01-05", "82", "kg")])


@pytest.mark.parametrize(
    ("value", "unit", "day", "sentence"),
    [
        ("abc", "kg", "2026-01-05", "The body weight cannot be “abc”"),
        (None, "kg", "2026-01-05", "The body weight cannot be empty"),
        ("1e308", "kg", "2026-01-05", "The body weight cannot be"),
        ("-80", "kg", "2026-01-05", "The body weight cannot be"),
        ("8", "kg", "2026-01-05", "A body weight of 8 kg cannot be right: it must be from 20 to 500 kg."),
        ("82", "st", "2026-01-05", "A body weight is in kg or lb."),
        ("82", "kg", "3000-01-01", "The date cannot be"),
        ("82", "kg", None, "The date cannot be empty"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    engine: Engine, alice: int, value: Any, unit: str, day: Any, sentence: str
) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        weight.log_body_weight(engine, alice, value, unit, day)
    assert entered(engine, alice) == []


def test_a_body_weight_counts_in_pull_ups_until_the_next_one(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-05 pullup x10")
    log_of(alice, "2026-01-12 pullup x10")
    log_of(alice, "2026-01-19 pullup x10 bench 100x5")
    weight.log_body_weight(engine, alice, "80", "kg", "2026-01-05")
    weight.log_body_weight(engine, alice, "82", "kg", "2026-01-19")
    assert [row["tonnage_kg"] for row in sets_of(alice, "pullup")] == [800, 800, 820]
    forget_marks(alice)
    weight.log_body_weight(engine, alice, "81", "kg", "2026-01-12")
    assert marks_of(alice) == {(PULLUP, "2026-01-12")}
    assert [row["tonnage_kg"] for row in sets_of(alice, "pullup")] == [800, 810, 820]


def test_the_mean_takes_the_seven_days_that_end_on_the_day() -> None:
    eight_days = weighed(70, 80, 81, 82, 83, 84, 85, 86)
    assert seven_day_mean(eight_days, MONDAY + timedelta(days=6)) == pytest.approx(565 / 7)
    assert seven_day_mean(eight_days, MONDAY + timedelta(days=7)) == 83.0  # the 70 is 8 days old
    assert seven_day_mean(eight_days, MONDAY + timedelta(days=13)) == 86.0
    assert seven_day_mean(eight_days, MONDAY + timedelta(days=14)) is None
    assert seven_day_mean(eight_days, MONDAY - timedelta(days=1)) is None


def test_the_line_has_a_point_for_each_day_weighed_and_two_of_a_day_are_one() -> None:
    twice = [*weighed(80, 82), (MONDAY, 81.0), (MONDAY + timedelta(days=20), 84.0)]
    assert trend_line(twice) == [
        (MONDAY, 80.5),
        (MONDAY + timedelta(days=1), 81.0),
        (MONDAY + timedelta(days=20), 84.0),
    ]
    assert trend_line([]) == []


def test_the_line_is_the_mean_of_each_day() -> None:
    many = weighed(*[80 + (day * 7) % 5 for day in range(60)])
    assert trend_line(many) == [(day, seven_day_mean(many, day)) for day, _ in many]


def test_the_change_needs_both_ends() -> None:
    weights = [*weighed(80, 80), *weighed(82, 82, start=MONDAY + timedelta(days=28))]
    assert change_over(weights, MONDAY + timedelta(days=29), 28) == 2.0
    assert change_over(weights, MONDAY + timedelta(days=1), 28) is None


def of(value: str, unit: str = "kg", day: int = 0) -> Weighing:
    return Weighing(day + 1, MONDAY + timedelta(days=day), Decimal(value), unit)


def test_weights_are_shown_in_the_lifters_unit_and_typed_back_as_entered() -> None:
    assert body_words.weighing_text(of("82.35"), GERMAN) == "82,35 kg"
    assert body_words.weighing_text(of("82.35"), LB) == "181.6 lb"  # 82.35 / 0.45359237 = 181.55
    assert body_words.as_typed(of("82.35"), GERMAN) == "82,35"
    assert body_words.typed_weight(" 82,35 ") == "82.35"
    assert body_words.typed_weight("82 kilos") == "82 kilos"


def test_the_trend_in_words() -> None:
    weights = [of("80"), of("80.5", day=28), of("80.7", day=29)]
    assert body_words.mean_now(weights, KG) == "80.6 kg"
    assert body_words.change(weights, KG) == "+0.6 kg in 4 weeks"
    assert body_words.change(weights[1:], KG) is None
    assert body_words.change(weights, LB) == "+1.3 lb in 4 weeks"


def test_mean_and_change_lead_to_their_entries() -> None:
    weights = [of("80"), of("80.4", day=1), of("79", day=10), of("80.5", day=28), of("80.7", day=29)]
    entries = [(one.measured_on, body_words.weighing_text(one, KG)) for one in weights]
    told, dated = body_words.change(weights, KG), body_words.weighed(weights)
    words = partial(body_words.tenths, display=KG)
    now, change, before = measure_words.trend_evidence(entries, dated, told, words, KG)
    assert (now.value, change.value, before.value) == (
        body_words.mean_now(weights, KG),
        "+0.4 kg in 4 weeks",
        "80.2 kg",
    )
    assert now.rows["Measured"].tolist() == ["80.5 kg", "80.7 kg", "**80.6 kg**"]
    assert [cell(text) for text in before.rows["Measured"]][-1] == "80.2 kg"
    assert len(before.rows) == 3  # two entries and their mean
    assert change.rows["Mean"].tolist() == ["80.2 kg", "80.6 kg"]
    alone = measure_words.trend_evidence(entries[-1:], dated[-1:], None, words, KG)
    assert [one.name for one in alone] == ["Mean of 7 days"]


def test_a_slip_of_the_thumb_is_asked_about_and_a_real_change_is_not() -> None:
    weights = [of("82.4")]
    question = "824 kg is far from 82.4 kg, the last one. Is it right?"
    assert body_words.suspicious("824", "kg", weights, KG) == question
    assert body_words.suspicious("84.5", "kg", weights, KG) is None
    assert body_words.suspicious("182", "lb", weights, LB) is None
    assert body_words.suspicious("182", "kg", weights, KG) is not None
    assert body_words.suspicious("182", "kg", [], KG) is None
    assert body_words.suspicious("abc", "kg", weights, KG) is None


def test_the_chart_draws_each_weighing_and_the_mean_in_the_lifters_unit() -> None:
    weights = [of("100"), of("102", day=1), of("90", day=-400)]
    drawn = body_words.figure(sorted(weights, key=lambda one: one.measured_on), "3 months", MONDAY, LB)
    points, line = drawn.data
    assert [round(y, 1) for y in points.y] == [220.5, 224.9]
    assert [round(y, 1) for y in line.y] == [220.5, 222.7]
    assert drawn.layout.title.text == "Body weight, lb"
    assert line.hovertext[1] == "Tue 6 Jan – 7-day mean 222.7 lb"
    assert len(body_words.figure(weights, body_words.ALL_TIME, MONDAY, KG).data[0].x) == 3


def test_a_chart_of_few_days_names_days_and_one_day_is_no_line() -> None:
    weights = [of("82"), of("82.4"), of("82.2", day=2)]
    ticks = body_words.figure(weights, "3 months", MONDAY, GERMAN).layout.xaxis
    assert ticks.ticktext == ("5. Jan.", "7. Jan.")
    assert (body_words.has_line(weights[:2]), body_words.has_line(weights)) == (False, True)
