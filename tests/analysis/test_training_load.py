"""Session load, monotony, strain and load against the last four weeks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analysis.training_load import acwr_ewma, acwr_rolling, ewma, monotony, session_load, strain

WEEK = [100, 0, 200, 0, 300, 0, 100]
months = st.lists(st.floats(1, 1000), min_size=28, max_size=60)


def test_session_load_is_effort_times_minutes():
    assert session_load(7, 60) == 420
    assert session_load(0, 60) == 0
    assert session_load(7.5, 90) == 675


@pytest.mark.parametrize(("rpe", "minutes"), [(None, 60), (7, None), (11, 60), (-1, 60), (7, -5)])
def test_a_session_off_the_scale_has_no_load(rpe, minutes):
    assert session_load(rpe, minutes) is None


def test_monotony_uses_the_sample_deviation():
    # Mean 100; squared deviations 0, 1, 1, 1, 4, 1, 0 x 100^2 = 80,000 over six: SD 115.470.
    assert monotony(WEEK) == pytest.approx(100 / 115.4700538)
    assert strain(WEEK) == pytest.approx(700 * 100 / 115.4700538)


def test_only_the_last_seven_days_count():
    assert monotony([900, 900, *WEEK]) == monotony(WEEK)
    assert strain([900, 900, *WEEK]) == strain(WEEK)


@pytest.mark.parametrize("daily", [[], [100], WEEK[:6], [100] * 7, [0.1] * 7, [0] * 7])
def test_equal_days_and_short_weeks_have_no_monotony(daily):
    assert monotony(daily) is None
    assert strain(daily) is None


def test_ewma_by_hand():
    # Weight 2/(3+1) = 0.5, seeded with 10: 10, 15, 7.5.
    assert ewma([10, 20, 0], 3) == 7.5
    assert ewma([10], 28) == 10
    assert ewma([], 7) is None


def test_rolling_ratio_coupled_and_uncoupled():
    daily = [999] + [100] * 21 + [200] * 7
    assert acwr_rolling(daily, coupled=True) == pytest.approx(200 / 125)
    assert acwr_rolling(daily, coupled=False) == 2


def test_no_ratio_without_four_weeks_or_without_load():
    assert acwr_rolling([100] * 27, coupled=True) is None
    assert acwr_rolling([0] * 28, coupled=True) is None
    assert acwr_rolling([0] * 21 + [100] * 7, coupled=False) is None
    assert acwr_rolling([0] * 21 + [100] * 7, coupled=True) == 4
    assert acwr_ewma([0] * 28) is None
    assert acwr_ewma([]) is None


def test_ewma_ratio_by_hand():
    # Two days: 7 days weigh 1/4, 28 days 2/29. 100 then 200: 125 against 100 + 200/29.
    assert acwr_ewma([100, 200]) == pytest.approx(125 / (100 + 200 / 29))


@given(st.floats(1, 1000), st.integers(28, 60))
def test_the_same_load_every_day_is_a_ratio_of_one(load, days):
    daily = [load] * days
    assert acwr_rolling(daily, coupled=True) == pytest.approx(1)
    assert acwr_rolling(daily, coupled=False) == pytest.approx(1)
    assert acwr_ewma(daily) == pytest.approx(1)


@given(months, st.floats(0.1, 10))
def test_ratios_do_not_depend_on_the_unit_of_load(daily, factor):
    scaled = [load * factor for load in daily]
    assert acwr_rolling(scaled, coupled=False) == pytest.approx(acwr_rolling(daily, coupled=False))
    assert acwr_ewma(scaled) == pytest.approx(acwr_ewma(daily))
    assert ewma(scaled, 7) == pytest.approx(factor * ewma(daily, 7))


@given(months)
def test_coupling_caps_the_ratio_at_four_and_ewma_stays_within_the_loads(daily):
    assert 0 < acwr_rolling(daily, coupled=True) < 4
    assert min(daily) - 1e-9 <= ewma(daily, 28) <= max(daily) + 1e-9
