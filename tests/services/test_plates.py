"""Which plates to put on the bar."""

from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plates import plates
from services.units import round_load

GYM_KG = [[25, 8], [20, 2], [15, 2], [10, 2], [5, 2], [2.5, 2], [1.25, 2]]
kinds = st.sampled_from([0.25, 0.5, 1.25, 2.5, 3.3, 5, 7.5, 10, 15, 20, 25, 35, 45])
inventories = st.lists(st.tuples(kinds, st.integers(0, 7)), max_size=4, unique_by=lambda row: row[0])


def by_trying_everything(target, bar, inventory):
    """Give the best loading by listing them all: heaviest, then fewest plates, then heaviest plates."""
    heavy_first = sorted(inventory, reverse=True)
    sides = [
        [Decimal(str(plate)) for (plate, _), n in zip(heavy_first, used, strict=True) for _ in range(n)]
        for used in product(*(range(count // 2 + 1) for _, count in heavy_first))
    ]
    room = (Decimal(str(target)) - Decimal(str(bar))) / 2
    best = max((side for side in sides if sum(side) <= room), key=lambda side: (sum(side), -len(side), side))
    return {"per_side": [float(p) for p in best], "total": float(Decimal(str(bar)) + 2 * sum(best))}


def test_a_usual_bar():
    assert plates(100, 20, GYM_KG) == {"per_side": [25, 15], "total": 100}
    assert plates(62.5, 20, GYM_KG) == {"per_side": [20, 1.25], "total": 62.5}
    assert plates(20, 20, GYM_KG) == {"per_side": [], "total": 20}


def test_a_target_that_cannot_be_met_is_approached_from_below():
    assert plates(61, 20, [[20, 2], [1.25, 2]]) == {"per_side": [20], "total": 60}
    assert plates(500, 20, [[20, 2]]) == {"per_side": [20], "total": 60}
    assert plates(100, 20, []) == {"per_side": [], "total": 20}


def test_a_target_below_the_bar_is_impossible():
    assert plates(19.99, 20, GYM_KG) is None
    assert plates(None, 20, GYM_KG) is None


def test_greedy_would_be_wrong_without_small_plates():
    assert plates(100, 20, [[35, 2], [20, 4], [15, 2]]) == {"per_side": [20, 20], "total": 100}
    assert plates(105, 45, [[25, 2], [15, 4]]) == {"per_side": [15, 15], "total": 105}


def test_ties_go_to_fewer_plates_then_to_heavier_ones():
    assert plates(60, 20, [[10, 4], [20, 2]])["per_side"] == [20]
    assert plates(80, 20, [[20, 2], [15, 4], [10, 2]])["per_side"] == [20, 10]


def test_plates_go_on_in_pairs():
    assert plates(100, 20, [[20, 3], [10, 1]]) == {"per_side": [20], "total": 60}
    assert plates(60, 20, [[20, 1], [20, 1]]) == {"per_side": [20], "total": 60}


def test_tenths_do_not_get_lost_in_binary():
    assert plates(20.6, 20, [[0.1, 6]]) == {"per_side": [0.1, 0.1, 0.1], "total": 20.6}


def test_a_gym_with_pound_and_kilogram_plates():
    inventory = [[20.41165665, 4], [10, 4], [2.5, 4], [1.25, 4]]
    assert plates(100, 20, inventory) == {"per_side": [20.41165665, 10, 2.5, 2.5, 1.25, 1.25], "total": 95.8233133}


@given(st.integers(0, 1200), st.sampled_from([0, 15, 20, 45, 20.41]), inventories)
def test_plates_are_the_best_of_all_possible_ones(extra_quarters, bar, inventory):
    target = float(Decimal(str(bar)) + Decimal(extra_quarters) / 4)
    assert plates(target, bar, inventory) == by_trying_everything(target, bar, inventory)


def by_trying_all_counts(room, kinds):
    """The best side in quarters of a unit, by every combination of counts: heaviest, fewest plates, heaviest plates."""
    best = (0, 0, [])
    for used in product(*(range(pairs, -1, -1) for _, pairs in kinds)):
        weight = sum(plate * n for (plate, _), n in zip(kinds, used, strict=True))
        if weight <= room:
            side = [plate for (plate, _), n in zip(kinds, used, strict=True) for _ in range(n)]
            best = max(best, (weight, -len(side), side))
    return best[2]


def test_ten_thousand_random_sets_of_plates():
    dice = Random(20260105)
    for _ in range(10_000):
        bar, quarters = dice.choice([0, 15, 20, 45]), dice.randint(0, 900)
        kinds = sorted(dice.sample([1, 2, 5, 9, 10, 17, 20, 40, 60, 80, 100, 140], dice.randint(1, 4)), reverse=True)
        counts = [dice.randint(0, 7) for _ in kinds]
        inventory = [[plate / 4, count] for plate, count in zip(kinds, counts, strict=True)]
        side = by_trying_all_counts(quarters, [(plate, n // 2) for plate, n in zip(kinds, counts, strict=True)])
        found = plates(bar + quarters / 2, bar, inventory)
        assert found == {"per_side": [plate / 4 for plate in side], "total": bar + sum(side) / 2}, (bar, inventory)


def test_a_whole_store_room_of_plates():
    room = [[p, 20] for p in (25, 20, 15, 10, 5, 2.5, 2, 1.5, 1.25, 0.5)]
    assert plates(620, 20, room) == {"per_side": [25] * 10 + [20, 20, 10], "total": 620}


@pytest.mark.parametrize(
    ("load", "increment", "rounded"),
    [
        (101.25, 2.5, 102.5),
        (101.24, 2.5, 100),
        (0.5, 1, 1),
        (1.5, 1, 2),
        (2.5, 1, 3),
        (2.675, 0.01, 2.68),
        (1.005, 0.01, 1.01),
        (92.5, 5, 95),
        (0, 2.5, 0),
        (81.2, 0.5, 81),
        (0.15, 0.1, 0.2),
        (112.5, 2.5, 112.5),
    ],
)
def test_loads_round_half_up_as_written(load, increment, rounded):
    assert round_load(load, increment) == rounded


@pytest.mark.parametrize(("load", "increment"), [(None, 2.5), (100, 0), (100, -1), (100, None), (float("nan"), 1)])
def test_rounding_nothing_gives_nothing(load, increment):
    assert round_load(load, increment) is None


@given(st.decimals(0, 1000, places=3), st.sampled_from(["0.25", "0.5", "1", "1.25", "2.5", "5", "0.1"]))
def test_a_rounded_load_is_the_nearest_multiple(load, increment):
    step, rounded = Decimal(increment), Decimal(str(round_load(float(load), float(increment))))
    assert rounded % step == 0
    assert -step / 2 < rounded - load <= step / 2
