"""What to lift next by linear, double and 5/3/1 progression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.progression.formulas import (
    double_progression,
    linear_progression,
    next_training_max,
    training_max,
    wendler_531,
)

S, F = True, False


def five_by_five(start, results, increment=2.5):
    """Give StrongLifts' next load: three failures take ten percent off."""
    return linear_progression(start, increment, results, fail_limit=3, deload_percent=10, round_to=2.5)


@pytest.mark.parametrize(
    ("results", "load"),
    [
        ([], 60),
        ([S], 62.5),
        ([S, S, S], 67.5),
        ([F], 60),
        ([F, F], 60),
        ([F, F, F], 55),
        ([F, F, S, F, F], 62.5),
        ([F, F, F, S], 57.5),
        ([F, F, F, F, F], 55),
        ([F] * 6, 50),
        ([S, F, F, F], 57.5),
    ],
)
def test_linear_progression_from_60_kg(results, load):
    # 60 x 0.9 = 54 -> 55; 55 x 0.9 = 49.5 -> 50; 62.5 x 0.9 = 56.25, a tie -> 57.5.
    assert five_by_five(60, results) == load


def test_a_deadlift_goes_up_by_five():
    assert five_by_five(100, [S, S], increment=5) == 110


def test_tenths_add_up_exactly():
    assert linear_progression(0.1, 0.1, [S, S], 3, 10, 0.1) == 0.3


@pytest.mark.parametrize(("start", "round_to"), [(None, 2.5), (0, 2.5), (-5, 2.5), (60, 0)])
def test_no_start_no_progression(start, round_to):
    assert linear_progression(start, 2.5, [S], 3, 10, round_to) is None


@given(st.integers(8, 80), st.lists(st.booleans(), max_size=30))
def test_linear_progression_stays_loadable(steps, results):
    assert five_by_five(steps * 2.5, results) % 2.5 == 0


@pytest.mark.parametrize(
    ("reps", "load", "target"),
    [
        ([12, 12, 12], 52.5, 8),
        ([13, 12, 15], 52.5, 8),
        ([12, 12, 11], 50, 12),
        ([12, 9, 8], 50, 9),
        ([8, 8, 8], 50, 9),
        ([6, 5, 5], 50, 6),
        ([11], 50, 12),
    ],
)
def test_double_progression_of_8_to_12(reps, load, target):
    assert double_progression(50, reps, 8, 12, 2.5) == {"load": load, "target_reps": target}


def test_no_sets_no_target():
    assert double_progression(50, [], 8, 12, 2.5) is None
    assert double_progression(None, [8], 8, 12, 2.5) is None


def test_the_training_max_is_ninety_percent_and_not_rounded():
    assert training_max(140, 0.9) == 126
    assert training_max(101, 0.9) == 90.9
    assert training_max(0, 0.9) is None
    assert training_max(140, 0) is None


@pytest.mark.parametrize(
    ("lift", "unit", "following"),
    [
        ("press", "kg", 102.5),
        ("bench", "kg", 102.5),
        ("squat", "kg", 105),
        ("deadlift", "kg", 105),
        ("press", "lb", 105),
        ("bench", "lb", 105),
        ("squat", "lb", 110),
        ("deadlift", "lb", 110),
    ],
)
def test_a_cycle_raises_the_training_max(lift, unit, following):
    assert next_training_max(100, lift, unit) == following


def test_other_lifts_and_units_have_no_cycle():
    assert next_training_max(100, "curl", "kg") is None
    assert next_training_max(100, "squat", "stone") is None
    assert next_training_max(None, "squat", "kg") is None


@pytest.mark.parametrize(
    ("week", "sets"),
    [
        (1, [[65, "5"], [75, "5"], [85, "5+"]]),
        (2, [[70, "3"], [80, "3"], [90, "3+"]]),
        (3, [[75, "5"], [85, "3"], [95, "1+"]]),
        (4, [[40, "5"], [50, "5"], [60, "5"]]),
    ],
)
def test_the_weeks_of_531_from_a_training_max_of_100(week, sets):
    assert wendler_531(100, week, 2.5) == sets


def test_531_loads_round_half_up():
    # 65, 75 and 85 % of 125: 81.25, 93.75 and 106.25, each a tie.
    assert [load for load, _ in wendler_531(125, 1, 2.5)] == [82.5, 95, 107.5]


@pytest.mark.parametrize(("maximum", "week", "step"), [(100, 0, 2.5), (100, 5, 2.5), (None, 1, 2.5), (100, 1, 0)])
def test_there_is_no_fifth_week(maximum, week, step):
    assert wendler_531(maximum, week, step) is None
