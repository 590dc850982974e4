"""How much was done: hard sets per muscle, tonnage, INOL and Prilepin's zones."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analysis.volume import hard_sets, inol, prilepin, relative_volume, tonnage

MUSCLES = {
    "bench": {"primary": ["chest"], "secondary": ["triceps", "front_delts"]},
    "dip": {"primary": ["chest", "triceps"], "secondary": ["front_delts", "triceps"]},
    "curl": {"primary": "biceps"},
}


def sets_of(exercise, count, **more):
    """Give equal working sets of five reps."""
    return [{"exercise": exercise, "type": "working", "reps": 5, **more}] * count


def test_a_bench_press_counts_half_for_the_triceps():
    sets = sets_of("bench", 3)
    assert hard_sets("direct", sets, MUSCLES) == {"chest": 3}
    assert hard_sets("fractional", sets, MUSCLES) == {"chest": 3, "triceps": 1.5, "front_delts": 1.5}
    assert hard_sets("total", sets, MUSCLES) == {"chest": 3, "triceps": 3, "front_delts": 3}


def test_one_set_gives_one_muscle_its_highest_credit_once():
    assert hard_sets("fractional", sets_of("dip", 1), MUSCLES) == {"chest": 1, "triceps": 1, "front_delts": 0.5}


def test_exercises_add_up_per_muscle():
    sets = sets_of("bench", 2) + sets_of("dip", 1) + sets_of("curl", 4)
    assert hard_sets("fractional", sets, MUSCLES) == {"chest": 3, "triceps": 2, "front_delts": 1.5, "biceps": 4}


def test_warm_ups_easy_sets_and_failed_sets_do_not_count():
    sets = [
        {"exercise": "curl", "type": "warmup", "reps": 10},
        {"exercise": "curl", "type": "working", "reps": 0},
        {"exercise": "curl", "type": "working", "reps": 10, "rpe": 5.5},
        {"exercise": "curl", "type": "working", "reps": 10, "rir": 5},
        {"exercise": "curl", "type": "drop", "reps": 10, "rpe": 6},
        {"exercise": "curl", "type": "failure", "reps": 10, "rir": 0},
        {"exercise": "curl", "reps": 10, "rpe": None},
    ]
    assert hard_sets("direct", sets, MUSCLES) == {"biceps": 3}


def test_a_completed_hold_counts_as_one():
    holds = [{"exercise": "curl", "type": "working", "seconds": seconds} for seconds in (30, 0)]
    assert hard_sets("direct", holds, MUSCLES) == {"biceps": 1}


def test_an_exercise_without_muscles_trains_none():
    assert hard_sets("total", sets_of("yoga", 3), MUSCLES) == {}


@given(st.lists(st.sampled_from(["bench", "dip", "curl"]), max_size=20))
def test_fractional_lies_between_direct_and_total(exercises):
    sets = [one for exercise in exercises for one in sets_of(exercise, 1)]
    direct, fractional, total = (hard_sets(m, sets, MUSCLES) for m in ("direct", "fractional", "total"))
    assert all(direct.get(m, 0) <= fractional[m] <= total[m] for m in total)
    assert all(2 * fractional[m] == direct.get(m, 0) + total[m] for m in total)


def test_tonnage_leaves_out_warm_ups_and_counts_both_dumbbells():
    sets = [
        {"load": 60, "reps": 10, "type": "warmup"},
        {"load": 100, "reps": 5, "type": "normal"},
        {"load": 100, "reps": 0, "type": "failure"},
        {"load": 30, "reps": 10, "type": "working", "implements": 2},
        {"load": 20, "reps": 8, "type": "working", "per_side": True},
        {"load": None, "reps": 8, "type": "working"},
    ]
    assert tonnage(sets) == 500 + 600 + 320
    assert tonnage([]) == 0


def test_inol_of_hristov():
    assert inol([[5, 80]]) == 0.25
    assert inol([[5, 80], [5, 75], [3, 90]]) == pytest.approx(0.25 + 0.2 + 0.3)
    assert inol([]) == 0


def test_inol_stays_finite_at_and_above_the_maximum():
    assert inol([[1, 99]]) == inol([[1, 100]]) == inol([[1, 105]]) == 1
    assert inol([[1, 99.5]]) == 1


def test_relative_volume():
    assert relative_volume([[5, 80], [3, 90]]) == 670
    assert relative_volume([]) == 0


@pytest.mark.parametrize(
    ("percent", "per_set", "in_all", "optimal"),
    [
        (0, [3, 6], [18, 30], 24),
        (69.99, [3, 6], [18, 30], 24),
        (70, [3, 6], [12, 24], 18),
        (79.99, [3, 6], [12, 24], 18),
        (80, [2, 4], [10, 20], 15),
        (89.9, [2, 4], [10, 20], 15),
        (90, [1, 2], [4, 10], 7),
        (110, [1, 2], [4, 10], 7),
    ],
)
def test_prilepins_table(percent, per_set, in_all, optimal):
    assert prilepin(percent) == {"reps_per_set": per_set, "range": in_all, "optimal": optimal}


@pytest.mark.parametrize("percent", [None, -1, math.nan])
def test_prilepin_has_no_row_below_nothing(percent):
    assert prilepin(percent) is None
