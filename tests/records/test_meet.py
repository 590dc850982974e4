"""A meet out of a log: percentiles as published, scores by name, body weight of the day, words that claim no more."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.oltp_tables import SCORES
from database.rows import named_rows
from services.analysis import meet
from services.body.lists import Weighing, bodyweight_on
from tests.cast import exercise_id
from utils import data_loader
from utils.data_loader import Loaded
from utils.records import meet as records_meet
from utils.records import meet_figures
from utils.records.meet_figures import meet_of
from utils.styling import Display

KG, LB = Display("kg", "UTC", 0, "en-GB"), Display("lb", "UTC", 6, "en-US")
JAN = date(2026, 1, 16)


def lifter(**fields: Any) -> Any:
    return SimpleNamespace(**{"sex": "M", "unit": "kg", "shown_score": "dots"} | fields)


def best(*lifts: tuple[str, float, str]) -> Any:
    """Lifts as (the cast's word, kg, day), the best first."""
    found = [(exercise_id(name), name, "external", exercise_id(name), kg, day) for name, kg, day in lifts]
    return named_rows(("exercise_id", "name", "load_type", "family_id", "best_kg", "performed_on"), found)


def weighed(*entries: tuple[str, str]) -> list[Weighing]:
    return [Weighing(n, date.fromisoformat(day), Decimal(kg), "kg") for n, (day, kg) in enumerate(entries)]


def asked(counted: str = "Estimated (e1RM)", period: str = "All time") -> meet_figures.MeetFilter:
    return meet_figures.meet_filter(counted, period, JAN)


WHOLE = best(("deadlift", 240, "2026-01-09"), ("squat", 210, "2026-01-05"), ("bench", 150, "2026-01-07"))


@pytest.mark.parametrize(
    ("sex", "bodyweight", "band"),
    [
        ("M", 83, "<=83"),
        ("M", 83.1, "<=93"),
        ("M", 59, "<=59"),
        ("M", 200, ">120"),
        ("F", 84.1, ">84"),
        ("F", 40, "<=47"),
    ],
)
def test_a_class_reaches_up_to_its_limit(sex: str, bodyweight: float, band: str) -> None:
    assert meet.band_of(sex, bodyweight) == band


@pytest.mark.parametrize(
    ("sex", "bodyweight", "lift", "kg", "percent"),
    [
        ("M", 80, "squat", 180, 50),  # published: half of the men up to 83 kg squat less than 180 kg
        ("M", 80, "squat", 183.75, 55),  # half way to the 60th, 187.5 kg
        ("M", 80, "total", 652.5, 95),
        ("M", 80, "total", 900, 95),
        ("M", 80, "bench", 50, 5),
        ("F", 60, "deadlift", 125, 50),
        ("F", 130, "squat", 125, 50),
    ],
)
def test_percentiles_as_published(sex: str, bodyweight: float, lift: str, kg: float, percent: float) -> None:
    assert meet.percentile(sex, bodyweight, lift, kg) == pytest.approx(percent)


@pytest.mark.parametrize("unknown", [(None, 80, 100), ("M", None, 100), ("M", 80, None), ("M", 0, 100), ("M", 80, 0)])
def test_without_sex_body_weight_or_lift_there_is_no_percentile(unknown: tuple[Any, Any, Any]) -> None:
    sex, bodyweight, kg = unknown
    assert meet.percentile(sex, bodyweight, "squat", kg) is None


@given(
    st.sampled_from("MF"), st.floats(30, 200), st.sampled_from(("squat", "total")), st.floats(1, 900), st.floats(1, 900)
)
def test_more_is_never_a_lower_percentile(sex: str, bodyweight: float, lift: str, one: float, other: float) -> None:
    less, more = (meet.percentile(sex, bodyweight, lift, kg) for kg in sorted((one, other)))
    assert 5 <= (less or 0) <= (more or 0) <= 95


def test_the_data_is_whole_and_names_its_source() -> None:
    data = json.loads(Path(meet.DATA).read_text(encoding="utf-8"))
    for sex, classes in data["percentiles"].items():
        assert len(classes) == len(data["bands"][sex]) + 1
        for lifts in classes.values():
            for row in lifts.values():
                values = [row[f"p{knot}"] for knot in meet.KNOTS]
                assert row["n"] >= 200
                assert values == sorted(set(values))
    assert "openpowerlifting.org" in meet.attribution()


def test_every_score_that_can_be_chosen_has_a_formula_and_words() -> None:
    assert set(SCORES) == set(meet.SCORES) == set(records_meet.SCORES)
    published = {"dots": 387.96, "wilks": 383.04, "ipf_gl": 79.77}  # a man of 90 kg with a raw total of 600 kg
    for name, points in published.items():
        assert meet.score(name, "M", 90, 600) == pytest.approx(points, abs=0.005)
    assert meet.score("dots", None, 90, 600) is None


def test_a_total_has_the_body_weight_of_the_day_of_its_last_lift() -> None:
    weights = weighed(("2026-01-01", "90"), ("2026-01-08", "91"), ("2026-01-10", "99"))
    found = meet_of(WHOLE, weights, asked(), lifter())
    assert (found.total_kg, found.bodyweight_kg, found.missing) == (600, 91, [])
    assert found.score == meet.score("dots", "M", 91, 600)
    assert found.lifts["squat"].times_bodyweight == pytest.approx(210 / 90)
    assert found.percentile == meet.percentile("M", 91, "total", 600)


def test_body_weight_is_carried_forward_and_never_back() -> None:
    weights = weighed(("2026-01-05", "80"), ("2026-01-09", "82"))
    days = ("2026-01-04", "2026-01-05", "2026-01-08", "2026-01-09", "2026-02-01")
    assert [bodyweight_on(weights, date.fromisoformat(day)) for day in days] == [None, 80, 80, 82, 82]


def test_without_three_lifts_there_is_no_total_and_without_body_weight_no_score() -> None:
    two = meet_of(best(("squat", 210, "2026-01-05"), ("press", 70, "2026-01-05")), [], asked(), lifter())
    assert (two.total_kg, two.score, two.missing) == (None, None, ["bench", "deadlift"])
    assert [one.name for one in two.others] == ["press"]
    light = meet_of(WHOLE, [], asked(), lifter())
    assert (light.total_kg, light.score, light.percentile, light.lifts["bench"].times_bodyweight) == (
        600,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("unit", "display"), [("kg", KG), ("lb", LB)])
def test_three_estimates_add_up_to_the_total_on_screen(unit: str, display: Display) -> None:
    odd = best(("deadlift", 200.26, "2026-01-05"), ("squat", 150.26, "2026-01-05"), ("bench", 100.26, "2026-01-05"))
    found = meet_of(odd, weighed(("2026-01-01", "80")), asked(), lifter(unit=unit))
    shown = [
        float(records_meet.rounded(one.best_kg, found, display).split()[0].replace(",", ""))
        for one in found.lifts.values()
    ]
    assert found.total_kg is not None
    total = records_meet.rounded(found.total_kg, found, display)
    assert sum(shown) == float(total.split()[0].replace(",", ""))


def test_the_comparison_says_with_whom_and_claims_no_more() -> None:
    found = meet_of(WHOLE, weighed(("2026-01-01", "90")), asked(), lifter())
    words = records_meet.comparison(found, KG)
    assert "compared with lifters who entered a meet: men up to 93 kg" in words
    assert "people" not in words
    table = records_meet.lift_table(found, True, KG)
    assert list(table["Lifted less"]) == [
        records_meet.among(one, KG) for one in (*(lift.percentile for lift in found.lifts.values()), found.percentile)
    ]
    assert "Lifted less" not in records_meet.lift_table(found, False, KG)
    assert (records_meet.among(5.0, KG), records_meet.among(95.0, KG), records_meet.among(61.6, KG)) == (
        "5% or fewer",
        "95% or more",
        "62%",
    )


@pytest.mark.day("2026-03-18")  # in the year of its dates, which are shown without it
def test_the_total_and_the_other_lifts_lead_to_what_they_are_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_loader, "facts", lambda *_: Loaded([], None))
    more = [*WHOLE, *best(("press", 70, "2026-01-12"))]
    found = meet_of(more, weighed(("2026-01-01", "80"), ("2026-01-12", "100")), asked(), lifter())
    user = lifter(e1rm_formula="epley", time_zone="UTC", week_start=0, locale="en-GB")
    total, score, *sets = records_meet.evidence(user, found)
    assert total.value == "600 kg"
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in total.rows["Best"]][-1] == "**600 kg**"
    assert (score.value, [one.name for one in sets]) == (records_meet.score(found, KG), ["squat", "bench", "deadlift"])
    others, *of_others = records_meet.others_evidence(user, found)
    assert others.rows["Lift"].tolist() == ["press, 12 Jan"]
    # 70 kg at the 100 kg of its own day.
    assert others.rows["×"].tolist() == ["0.70\N{NO-BREAK SPACE}×"]
    assert [one.name for one in of_others] == ["press"]
