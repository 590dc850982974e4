"""Trends that one bad day cannot bend, rolling bests and deload weeks."""

from itertools import combinations
from statistics import median

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.analysis.trends import is_deload_week, percent_per_week, rolling_best, theil_sen

days = st.integers(0, 60)
bests = st.floats(20, 300)


def test_a_steady_lifter_gains_half_a_kilo_a_day():
    assert theil_sen([0, 7, 14], [100, 103.5, 107]) == {"slope": 0.5, "intercept": 100}


def test_one_bad_day_does_not_bend_the_line():
    assert theil_sen([0, 1, 2, 3, 4], [100, 101, 20, 103, 104])["slope"] == 1


def test_the_intercept_uses_both_medians():
    # Slopes 1, 2 and 3; medians: slope 2, day 1, value 1.
    assert theil_sen([0, 1, 2], [0, 1, 4]) == {"slope": 2, "intercept": -1}


@pytest.mark.parametrize(("x", "y"), [([], []), ([3], [100]), ([3, 3, 3], [90, 100, 110])])
def test_a_single_day_has_no_trend(x, y):
    assert theil_sen(x, y) is None


def test_two_workouts_on_one_day_are_no_slope():
    assert theil_sen([0, 0, 10], [100, 110, 120]) == {"slope": 1.5, "intercept": 110}


@given(st.lists(st.tuples(days, bests), max_size=12))
def test_the_slope_is_the_median_of_all_pairs(points):
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(points, 2) if i != j]
    trend = theil_sen([day for day, _ in points], [best for _, best in points])
    assert (trend is None) == (not slopes)
    assume(slopes)
    assert trend["slope"] == pytest.approx(median(slopes), abs=1e-9)


@given(st.lists(days, min_size=2, max_size=12, unique=True), st.floats(-2, 2), bests)
def test_points_on_a_line_give_that_line(x, slope, start):
    trend = theil_sen(x, [start + slope * day for day in x])
    assert trend["slope"] == pytest.approx(slope, abs=1e-9)
    assert trend["intercept"] == pytest.approx(start, abs=1e-6)


def test_percent_per_week():
    assert percent_per_week({"slope": 0.1, "intercept": 90}, [90, 100, 120]) == pytest.approx(0.7)
    assert percent_per_week(None, [90]) is None
    assert percent_per_week({"slope": 0.1, "intercept": 0}, [0, 0]) is None


def test_the_window_leaves_out_its_first_day():
    points = [(1, 150.0), (2, 120.0), (29, 110.0), (30, 200.0)]
    assert rolling_best(points, at_day=29, window_days=28) == 120
    assert rolling_best(points, at_day=28, window_days=28) == 150
    assert rolling_best(points, at_day=29.5, window_days=1) == 110


def test_an_empty_window_has_no_best():
    assert rolling_best([(1, 150.0), (40, None)], at_day=40, window_days=28) is None
    assert rolling_best([], at_day=40, window_days=28) is None


def test_sixty_percent_of_the_median_week_is_a_deload():
    assert is_deload_week([20, 18, 22, 20], 12, 0.6)
    assert not is_deload_week([20, 18, 22, 20], 12.5, 0.6)
    assert is_deload_week([55, 55, 55, 55], 33, 0.6)


def test_a_break_is_neither_a_deload_nor_a_week_to_compare_with():
    assert not is_deload_week([20, 20, 20, 20], 0, 0.6)
    assert is_deload_week([20, 0, 20, 0, 20, 20], 12, 0.6)
    assert not is_deload_week([0, 0, 0, 0], 5, 0.6)
    assert not is_deload_week([], 5, 0.6)


def test_only_the_last_four_training_weeks_count():
    assert not is_deload_week([40, 40, 40, 20, 0, 20, 20, 20], 14, 0.6)
