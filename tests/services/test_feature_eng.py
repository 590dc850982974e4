"""What one set is worth: estimated maxima, the RPE chart, effective load, tonnage and hard sets."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import TonnageError, UnknownFormula
from services.feature_eng import (
    FORMULAS,
    RPE_CHART,
    e1rm,
    e1rm_column,
    e1rm_from_rpe,
    effective_load,
    effective_load_column,
    effective_reps,
    effective_reps_column,
    hard_column,
    is_eligible,
    is_hard_set,
    load_for_rpe,
    rpe_percent,
    set_tonnage,
    tonnage_column,
)

names = st.sampled_from(sorted(FORMULAS))
loads = st.floats(0.5, 500)
reps_done = st.integers(1, 30)
maybe = st.one_of(st.none(), st.sampled_from([-5.0, 0.0, 0.5, 1.0, 2.5, 5.0, 36.5, 37.0, 37.92, 60.0, 100.0]))


def column(*values: float | None) -> np.ndarray:
    """Give a column with NaN for what is missing."""
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def scalars(values: np.ndarray) -> list[float | None]:
    """Give a column's values with None for what is missing."""
    return [None if math.isnan(value) else float(value) for value in values]


@pytest.mark.parametrize(
    ("formula", "published"),
    [
        ("epley", 116.67),
        ("brzycki", 112.50),
        ("lombardi", 117.46),
        ("mayhew", 119.01),
        ("oconner", 112.50),
        ("wathan", 116.58),
        ("lander", 113.71),
    ],
)
def test_five_reps_with_a_hundred_kilos_as_published(formula, published):
    assert e1rm(formula, 100, 5) == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_single_to_failure_is_the_one_rep_max_in_every_formula(formula):
    assert e1rm(formula, 142.5, 1) == 142.5
    assert e1rm(formula, 142.5, 1, rpe=10) == 142.5


def test_reserve_counts_as_reps_and_rpe_is_its_mirror():
    assert e1rm("epley", 100, 3, rir=2) == e1rm("epley", 100, 5)
    assert e1rm("epley", 100, 3, rpe=8) == e1rm("epley", 100, 5)
    assert e1rm("epley", 100, 5, rpe=8.5) == pytest.approx(100 * (1 + 6.5 / 30))
    assert effective_reps(3, rir=1, rpe=6) == 4


@pytest.mark.parametrize(
    ("load", "reps"), [(0, 5), (-20, 5), (100, 0), (100, 0.5), (None, 5), (100, None), (math.nan, 5), (math.inf, 5)]
)
def test_nothing_lifted_has_no_estimate(load, reps):
    assert all(e1rm(formula, load, reps) is None for formula in FORMULAS)


def test_a_failed_rep_with_reserve_is_still_no_rep():
    assert e1rm("epley", 100, 0, rir=3) is None


def test_an_rpe_above_ten_is_undefined():
    assert e1rm("epley", 100, 5, rpe=11) is None


def test_poles_give_nothing_and_just_before_them_a_number():
    assert e1rm("brzycki", 100, 36) == pytest.approx(3600)
    assert e1rm("brzycki", 100, 37) is None
    assert e1rm("brzycki", 100, 35, rir=2) is None
    assert e1rm("brzycki", 100, 50) is None
    assert e1rm("lander", 100, 37) == pytest.approx(10000 / (101.3 - 2.67123 * 37))
    assert e1rm("lander", 100, 37.92) is None
    assert e1rm("epley", 100, 60) == 300


def test_a_load_past_all_floats_is_undefined_not_infinite():
    assert e1rm("brzycki", 1e308, 30) is None


def test_an_unknown_formula_is_named_in_the_error():
    with pytest.raises(UnknownFormula, match="guessing"):
        e1rm("guessing", 100, 5)
    assert str(UnknownFormula()) == "There is no one-rep-max formula of this name."
    assert issubclass(UnknownFormula, TonnageError)


@given(names, loads, st.integers(1, 35))
def test_one_more_rep_with_the_same_load_means_a_stronger_lifter(formula, load, reps):
    assert e1rm(formula, load, reps) < e1rm(formula, load, reps + 1)


@given(names, loads, loads, reps_done)
def test_more_load_for_the_same_reps_means_a_stronger_lifter(formula, load, more, reps):
    assert e1rm(formula, load, reps) < e1rm(formula, load + more, reps)


@given(names, loads, reps_done, st.floats(0.1, 10))
def test_the_unit_of_the_load_is_the_unit_of_the_estimate(formula, load, reps, factor):
    assert e1rm(formula, factor * load, reps) == pytest.approx(factor * e1rm(formula, load, reps), rel=1e-12)


@given(names, loads, reps_done)
def test_an_estimate_is_never_below_the_load_lifted(formula, load, reps):
    assert load <= e1rm(formula, load, reps) < 6 * load


@given(names, st.lists(st.tuples(maybe, maybe, maybe), max_size=8))
def test_the_column_of_estimates_equals_the_single_ones(formula, rows):
    load, reps, rir = (column(*(row[i] for row in rows)) for i in range(3))
    estimates = e1rm_column(formula, load, effective_reps_column(reps, rir))
    expected = [e1rm(formula, *row) for row in rows]
    assert scalars(estimates) == [None if one is None else pytest.approx(one, rel=1e-14) for one in expected]


@given(st.lists(st.tuples(maybe, maybe), max_size=8))
def test_the_column_of_effective_reps_equals_the_single_ones(rows):
    reps, rir = (column(*(row[i] for row in rows)) for i in range(2))
    assert scalars(effective_reps_column(reps, rir)) == [effective_reps(*row) for row in rows]


def test_analyses_take_one_to_twelve_effective_reps():
    possible = [None, 0.5, 1.0, 12.0, 12.5]
    assert [is_eligible(reps) for reps in possible] == [False, False, True, True, False]
    assert is_eligible(column(*possible)).tolist() == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("reps", "rpe", "printed"),
    [
        (1, 10, 100),
        (1, 9.5, 97.8),
        (1, 9, 95.5),
        (2, 10, 95.5),
        (3, 8, 86.3),
        (5, 10, 86.3),
        (5, 8, 81.1),
        (5, 7.5, 79.9),
        (8, 8, 73.9),
        (8, 7.5, 72.3),
        (8, 7, 70.7),
        (10, 10, 73.9),
        (12, 10, 68.0),
        (12, 6, 57.4),
    ],
)
def test_the_rpe_chart_as_printed(reps, rpe, printed):
    assert rpe_percent(reps, rpe) == printed


@pytest.mark.parametrize(
    ("reps", "rpe"), [(0, 10), (13, 10), (5, 5.5), (5, 10.5), (5.5, 8), (5, 8.25), (None, 8), (5, None)]
)
def test_off_the_rpe_chart_there_is_nothing(reps, rpe):
    assert rpe_percent(reps, rpe) is None
    assert e1rm_from_rpe(100, reps, rpe) is None
    assert load_for_rpe(100, reps, rpe, 2.5) is None


def test_the_rpe_chart_falls_all_the_way_and_is_used_whole():
    cells = {rpe_percent(reps, 6 + half / 2) for reps, half in product(range(1, 13), range(9))}
    assert cells == set(RPE_CHART)
    assert list(RPE_CHART) == sorted(RPE_CHART, reverse=True)


def test_loads_and_maxima_by_the_rpe_chart():
    assert e1rm_from_rpe(100, 5, 8) == pytest.approx(100 / 0.811)
    assert load_for_rpe(200, 5, 8, 2.5) == 162.5  # 162.2
    assert load_for_rpe(200, 1, 9, 1) == 191
    assert load_for_rpe(100, 1, 9, 1) == 96  # 95.5, a tie, goes up
    assert load_for_rpe(0, 5, 8, 2.5) is None
    assert load_for_rpe(200, 5, 8, 0) is None
    assert e1rm_from_rpe(0, 5, 8) is None


@given(st.integers(1, 12), st.integers(12, 20), st.integers(10, 400))
def test_the_load_for_an_rpe_gives_back_its_maximum_to_half_an_increment(reps, half_rpe, maximum):
    load = load_for_rpe(maximum, reps, half_rpe / 2, 0.5)
    assert load * 100 == pytest.approx(maximum * rpe_percent(reps, half_rpe / 2), abs=25.0001)


def test_a_pull_up_moves_the_body_and_the_belt():
    assert effective_load(80, 1.0) == 80
    assert effective_load(80, 1.0, added_kg=20) == 100
    assert effective_load(80, 1.0, assist_kg=30) == 50
    assert effective_load(80, 1.0, assist_kg=90) == 0
    assert effective_load(80, 0.64) == pytest.approx(51.2)


def test_without_a_body_weight_only_external_load_is_known():
    assert effective_load(None, 1.0, added_kg=20) is None
    assert effective_load(0, 1.0, added_kg=20) is None
    assert effective_load(None, 0, added_kg=100) == 100
    assert effective_load(None, None, added_kg=100) == 100
    assert effective_load(80, 0, added_kg=100) == 100
    assert effective_load(80, 0, added_kg=None) is None
    assert effective_load(80, 1, added_kg=None, assist_kg=None) == 80


@given(st.lists(st.tuples(maybe, maybe, maybe, maybe), max_size=8))
def test_the_column_of_effective_loads_equals_the_single_ones(rows):
    columns = (column(*(row[i] for row in rows)) for i in range(4))
    assert scalars(effective_load_column(*columns)) == [effective_load(*row) for row in rows]


def test_tonnage_of_one_set():
    assert set_tonnage(100, 5) == 500
    assert set_tonnage(30, 10, implements=2) == 600
    assert set_tonnage(20, 8, per_side=True) == 320
    assert set_tonnage(20, 8, per_side=True, reps_other=6) == 280
    assert set_tonnage(20, 8, reps_other=6) == 160
    assert set_tonnage(100, 0) == 0
    assert set_tonnage(None, 5) is None
    assert set_tonnage(100, -5) is None
    assert set_tonnage(1e308, 5) is None


@given(st.lists(st.tuples(maybe, maybe, st.sampled_from([1, 2]), st.booleans(), maybe), max_size=8))
def test_the_column_of_tonnages_equals_the_single_ones(rows):
    load, reps, implements, other = (column(*(row[i] for row in rows)) for i in (0, 1, 2, 4))
    per_side, counts = np.array([row[3] for row in rows], bool), np.ones(len(rows), bool)
    assert scalars(tonnage_column(load, reps, implements, per_side, other, counts)) == [set_tonnage(*r) for r in rows]


def test_a_set_that_does_not_count_moves_nothing():
    one, no = column(1), np.array([False])
    assert tonnage_column(column(100), column(5), one, no, column(None), no).tolist() == [0.0]


@pytest.mark.parametrize(
    ("performed", "hard"),
    [
        (("working", 5), True),
        (("normal", 5), True),
        (("warmup", 5), False),
        (("failure", 5), True),
        (("drop", 5), True),
        (("amrap", 1), True),
        (("working", 0), False),
        (("failure", 0), False),
        (("working", None), False),
        (("working", 5, 4), True),
        (("working", 5, 4.5), False),
        (("working", 5, 0), True),
        (("working", 5, None, 6), True),
        (("working", 5, None, 5.5), False),
        (("working", None, None, None, True), True),
        (("warmup", None, None, None, True), False),
    ],
)
def test_what_counts_as_a_hard_set(performed, hard):
    assert is_hard_set(*performed) is hard


@given(st.lists(st.tuples(st.sampled_from(["warmup", "working", "drop"]), maybe, maybe, st.booleans()), max_size=8))
def test_the_column_of_hard_sets_equals_the_single_ones(rows):
    hold = np.array([row[3] for row in rows], bool)
    warmup = np.array([row[0] == "warmup" for row in rows], bool)
    reps, rir = (column(*(row[i] for row in rows)) for i in (1, 2))
    assert hard_column(warmup, reps, rir, hold).tolist() == [is_hard_set(*row[:3], None, row[3]) for row in rows]
