"""Pounds and kilograms: exact, and never rewritten by looking at them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.units import exact, in_unit, kg_to_lb, lb_to_kg, unit_round_trip

entries = st.decimals(0, 2000, places=2).map(float)


def test_the_international_pound():
    assert lb_to_kg(1) == 0.45359237
    assert lb_to_kg(45) == 20.41165665
    assert lb_to_kg(225) == 102.05828325
    assert lb_to_kg(0) == 0
    assert kg_to_lb(0.45359237) == 1
    assert kg_to_lb(20) == pytest.approx(44.0924524, abs=5e-8)
    assert kg_to_lb(100) == pytest.approx(220.4622622, abs=5e-8)


@pytest.mark.parametrize("unknown", [None, math.nan, math.inf])
def test_an_unknown_weight_stays_unknown(unknown):
    assert lb_to_kg(unknown) is None
    assert kg_to_lb(unknown) is None


def test_a_weight_past_all_floats_is_unknown():
    assert kg_to_lb(1.5e308) is None


@given(entries)
def test_pounds_to_kilograms_and_back(lb):
    assert round(kg_to_lb(lb_to_kg(lb)), 6) == lb


@given(entries, st.sampled_from(["kg", "lb"]), st.integers(0, 200))
def test_toggling_the_display_unit_never_changes_what_was_entered(entered, unit, cycles):
    assert unit_round_trip(entered, unit, cycles) == entered


def test_a_weight_is_shown_untouched_in_its_own_unit_and_converted_in_the_other():
    assert in_unit(74.99999999999999, "kg", "kg") == 74.99999999999999
    assert in_unit(45, "lb", "kg") == 20.41165665
    assert in_unit(20.41165665, "kg", "lb") == 45


def test_numbers_are_taken_as_they_are_written():
    assert exact(0.1) == Fraction(1, 10)
    assert exact(2.675) == Fraction(2675, 1000)
