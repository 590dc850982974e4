"""Current strength, the verdict on a lift and its goal, on series worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analysis.phases import Phase
from services.analysis.progress import forecast, since_break, strength, strength_line, trend

TODAY = date(2026, 2, 9)


def series(*values: float, every: int = 7, last: date = TODAY) -> list[tuple[date, float]]:
    """Values every so many days, the last on a day."""
    return [(last - timedelta(days=every * back), value) for back, value in enumerate(reversed(values))][::-1]


def phase(kind: str, weeks_ago: int, days: int | None = 7) -> Phase:
    first = TODAY - timedelta(weeks=weeks_ago)
    return Phase(1, kind, first, None if days is None else first + timedelta(days=days - 1))


def test_one_kilogram_a_week_is_progress_by_its_share_of_the_median() -> None:
    found = trend(series(100, 101, 102, 103, 104, 105), TODAY, None)
    assert (found.verdict, found.workouts, found.days) == ("progressing", 6, 35)
    assert found.percent_per_week == pytest.approx(100 * 1 / 102.5)
    assert (found.low, found.high) == (pytest.approx(100 * 1 / 102.5), pytest.approx(100 * 1 / 102.5))
    assert (found.first_on, found.last_on) == (TODAY - timedelta(days=35), TODAY)


def test_one_bad_day_bends_nothing() -> None:
    found = trend(series(100, 101, 60, 103, 104, 105), TODAY, None)
    assert found.percent_per_week == pytest.approx(100 * 1 / 102, rel=0.1)


def test_an_eased_day_is_left_out_and_is_no_break() -> None:
    known = series(100, 101, 60, 103, 104, 105, 106)
    found = trend(known, TODAY, None, eased={known[2][0]})
    assert (found.workouts, found.days) == (6, 42)
    assert found.percent_per_week == pytest.approx(100 * 1 / 103.5)  # the median of the six that are left


@pytest.mark.parametrize(
    "too_little",
    [
        [],
        series(100, 101, 102, 103, 104),  # five workouts
        series(100, 101, 102, 103, 104, 105, every=5),  # 25 days
        series(100, 101, 102, 103, 104, 105, last=TODAY - timedelta(days=15)),  # a break up to today
    ],
)
def test_too_little_says_nothing(too_little: list[tuple[date, float]]) -> None:
    found = trend(too_little, TODAY, None)
    assert (found.verdict, found.percent_per_week) == ("unknown", None)


def test_fourteen_days_without_restart_the_trend() -> None:
    before = series(80, 90, 100, every=2, last=TODAY - timedelta(days=21))
    after = series(100, 101, 102, every=3)
    assert since_break(before + after, TODAY) == after
    thirteen_days = series(100, last=TODAY - timedelta(days=20))
    assert since_break(thirteen_days + after, TODAY) == thirteen_days + after


def test_the_window_is_twelve_weeks() -> None:
    every_week = series(*range(100, 116))
    assert [value for _, value in since_break(every_week, TODAY)] == list(range(104, 116))


@pytest.mark.parametrize("later", range(15))
def test_a_lift_of_once_a_week_has_its_trend_on_every_day(later: int) -> None:
    found = trend(series(100, 101, 102, 103, 104, 105), TODAY + timedelta(days=later), None)
    assert (found.verdict, found.workouts) == ("progressing", 6)


ZIGZAG = (100, 104, 96, 103, 97, 100, 104, 96, 103, 97)


@pytest.mark.parametrize(
    ("values", "last_record", "verdict"),
    [
        ((105, 104, 103, 102, 101, 100), None, "regressing"),  # -0.98 % a week, 4.9 % in all
        ((100.0, 99.7, 99.4, 99.1, 98.8, 98.5), None, "unknown"),  # certainly falling, but 1.5 % in all
        ((100, 100, 100, 100, 100, 100), None, "plateau"),
        ((100, 100, 100, 100, 100, 100), TODAY - timedelta(days=28), "plateau"),
        ((100, 100, 100, 100, 100, 100), TODAY - timedelta(days=27), "unknown"),
        ((100.0, 100.2, 100.4, 100.6, 100.8, 101.0), None, "progressing"),  # slowly, and without a doubt
        (ZIGZAG, None, "unknown"),  # level, but +0.5 % a week is not ruled out
    ],
)
def test_verdicts(values: tuple[float, ...], last_record: date | None, verdict: str) -> None:
    assert trend(series(*values), TODAY, last_record).verdict == verdict


def test_what_is_too_close_to_call_says_between_what() -> None:
    found = trend(series(*ZIGZAG), TODAY, None)
    assert found.low < 0 < 0.5 < found.high


def test_a_deloads_days_are_left_out_of_the_line() -> None:
    values = (100, 101, 102, 103, 70, 105, 106, 107)
    found = trend(series(*values), TODAY, None, [phase("deload", 3)])
    assert (found.verdict, found.workouts) == ("progressing", 7)
    assert found.low == pytest.approx(found.high)
    assert trend(series(*values), TODAY, None, [phase("bulk", 3)]).workouts == 8


@pytest.mark.parametrize("kind", ["deload", "travel", "injury", "illness", "meet", "cut", "bulk"])
def test_inside_a_phase_nothing_is_called_a_plateau_or_regressing(kind: str) -> None:
    now = phase(kind, 0, None)
    for values, verdict in (((100,) * 8, "plateau"), ((107, 106, 105, 104, 103, 102, 101, 100), "regressing")):
        assert trend(series(*values), TODAY, None).verdict == verdict
        found = trend(series(*values), TODAY, None, [now])
        assert (found.verdict, found.phase) == ("paused", kind)
    assert trend(series(*range(100, 108)), TODAY, None, [now]).verdict == "progressing"


@given(st.lists(st.floats(50, 150), min_size=6, max_size=12), st.floats(0.2, 5))
def test_a_verdict_has_no_unit(values: list[float], factor: float) -> None:
    one, other = (trend(series(*(f * value for value in values)), TODAY, None) for f in (1, factor))
    assert one.percent_per_week == pytest.approx(other.percent_per_week, abs=1e-6)
    assert one.low - 1e-9 <= one.percent_per_week <= one.high + 1e-9


def test_a_goal_straight_ahead_has_its_day() -> None:
    found = forecast(trend(series(*range(100, 108)), TODAY, None), 110, TODAY)  # a kilogram a week, now 107
    assert found
    assert abs((found.earliest - (TODAY + timedelta(weeks=3))).days) <= 1
    assert abs((found.latest - (TODAY + timedelta(weeks=3))).days) <= 1


def test_a_goal_is_not_reached_going_down_and_perhaps_never_where_nothing_is_sure() -> None:
    down = forecast(trend(series(*range(108, 100, -1)), TODAY, None), 120, TODAY)
    assert (down.earliest, down.latest) == (None, None)
    unsure = forecast(trend(series(*ZIGZAG), TODAY, None), 106, TODAY)
    assert unsure.earliest is not None
    assert unsure.latest is None
    assert forecast(trend(series(100, 101), TODAY, None), 106, TODAY) is None


@given(st.lists(st.floats(80, 120), min_size=6, max_size=12), st.floats(60, 160))
def test_a_range_of_dates_is_in_order_and_not_past(values: list[float], target: float) -> None:
    found = forecast(trend(series(*values), TODAY, None), target, TODAY)
    assert found
    if found.latest:
        assert TODAY <= found.earliest <= found.latest


def test_strength_is_the_best_of_28_days_the_first_left_out() -> None:
    dated = [(TODAY - timedelta(days=28), 120.0), (TODAY - timedelta(days=27), 110.0), (TODAY, 100.0)]
    assert strength(dated, TODAY) == 110
    assert strength(dated[:1], TODAY) is None


def test_the_line_is_the_strength_of_each_day() -> None:
    best = {0: 100.0, 10: 95.0, 28: 90.0, 40: 80.0}
    dated = [(date(2026, 1, 1) + timedelta(days=n), value) for n, value in best.items()]
    assert [value for _, value in strength_line(dated)] == [100, 100, 95, 90]
    assert strength_line(dated) == [(day, strength(dated, day)) for day, _ in dated]
