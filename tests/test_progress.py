"""Current strength and the verdict on a lift, on series worked out by hand."""

from datetime import date, timedelta

import pytest

from services.analysis.progress import since_break, strength, strength_line, trend

TODAY = date(2026, 2, 9)


def series(*values: float, every: int = 7, last: date = TODAY) -> list[tuple[date, float]]:
    """Values every so many days, the last on a day."""
    return [(last - timedelta(days=every * back), value) for back, value in enumerate(reversed(values))][::-1]


def test_one_kilogram_a_week_is_rising_by_its_share_of_the_median() -> None:
    found = trend(series(100, 101, 102, 103, 104, 105), TODAY, None)
    assert (found.verdict, found.workouts, found.days) == ("rising", 6, 35)
    assert found.percent_per_week == pytest.approx(100 * 1 / 102.5)


def test_one_bad_day_bends_nothing() -> None:
    found = trend(series(100, 101, 60, 103, 104, 105), TODAY, None)
    assert found.percent_per_week == pytest.approx(100 * 1 / 102, rel=0.1)


@pytest.mark.parametrize(
    "too_little",
    [
        [],
        series(100, 101, 102, 103, 104),  # five workouts
        series(100, 101, 102, 103, 104, 105, every=5),  # 25 days
        series(100, 101, 102, 103, 104, 105, last=TODAY - timedelta(days=14)),  # a break up to today
    ],
)
def test_too_little_says_nothing(too_little: list[tuple[date, float]]) -> None:
    found = trend(too_little, TODAY, None)
    assert (found.verdict, found.percent_per_week) == ("unknown", None)


def test_a_break_of_two_weeks_restarts_the_trend() -> None:
    before = series(80, 90, 100, every=2, last=TODAY - timedelta(days=20))
    after = series(100, 101, 102, every=3)
    assert since_break(before + after, TODAY) == after
    thirteen_days = series(100, last=TODAY - timedelta(days=19))
    assert since_break(thirteen_days + after, TODAY) == thirteen_days + after


def test_the_window_is_six_weeks() -> None:
    every_week = series(*range(100, 110))
    assert [value for _, value in since_break(every_week, TODAY)] == [104, 105, 106, 107, 108, 109]


@pytest.mark.parametrize("later", range(14))
def test_a_lift_of_once_a_week_has_its_trend_on_every_day(later: int) -> None:
    found = trend(series(100, 101, 102, 103, 104, 105), TODAY + timedelta(days=later), None)
    assert (found.verdict, found.workouts) == ("rising", 6)


@pytest.mark.parametrize(
    ("values", "last_record", "verdict"),
    [
        ((105, 104, 103, 102, 101, 100), None, "falling"),  # -0.98 % a week, 4.9 % in all
        ((100.0, 99.7, 99.4, 99.1, 98.8, 98.5), None, "level"),  # -0.3 % a week
        ((100, 100, 100, 100, 100, 100), None, "plateau"),
        ((100, 100, 100, 100, 100, 100), TODAY - timedelta(days=28), "plateau"),
        ((100, 100, 100, 100, 100, 100), TODAY - timedelta(days=27), "level"),
    ],
)
def test_verdicts(values: tuple[float, ...], last_record: date | None, verdict: str) -> None:
    assert trend(series(*values), TODAY, last_record).verdict == verdict


def test_a_lift_that_has_recovered_is_not_falling() -> None:
    found = trend(series(105, 104, 103, 102, 101, 103), TODAY, None)
    assert found.percent_per_week is not None
    assert found.percent_per_week < -0.5
    assert found.verdict == "level"


def test_strength_is_the_best_of_28_days_the_first_left_out() -> None:
    dated = [(TODAY - timedelta(days=28), 120.0), (TODAY - timedelta(days=27), 110.0), (TODAY, 100.0)]
    assert strength(dated, TODAY) == 110
    assert strength(dated[:1], TODAY) is None


def test_the_line_is_the_strength_of_each_day() -> None:
    best = {0: 100.0, 10: 95.0, 28: 90.0, 40: 80.0}
    dated = [(date(2026, 1, 1) + timedelta(days=n), value) for n, value in best.items()]
    assert [value for _, value in strength_line(dated)] == [100, 100, 95, 90]
    assert strength_line(dated) == [(day, strength(dated, day)) for day, _ in dated]
