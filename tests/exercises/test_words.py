"""Exercises in words: how they count, what a merge moves, and which of them are looked for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.exercises.lists import Known, Use
from services.exercises.search import Entry
from utils.exercises import words
from utils.exercises.forms import share_of
from utils.exercises.view import setting_of
from utils.styling import Display

KG, LB = Display("kg", "UTC", 0, "en-GB"), Display("lb", "UTC", 0, "en-US")
TODAY = date(2026, 3, 10)


def known(number: int = 1, name: str = "Bench Press", **fields: object) -> Known:
    plain = Known(number, name, name, False, "barbell", "horizontal_push", "external", 1, False)
    return replace(plain, **fields)  # type: ignore[arg-type]


DUMBBELL = known(2, "Dumbbell Bench Press", equipment="dumbbell", implements=2)
PULLUP = known(3, "Pull Up", equipment="bodyweight", load_type="bodyweight", bodyweight_fraction=1.0)

COUNTS = [
    (known(), KG, "You enter bar and plates together."),
    (known(equipment="cable"), KG, "The weight counts as you enter it."),
    (DUMBBELL, KG, "so it counts twice. 20 kg × 10 comes to 400 kg."),
    (replace(DUMBBELL, own_implements=1), KG, "The weight counts as you enter it."),
    (replace(DUMBBELL, own_per_side=True), LB, "count for both. 20 lb × 10 comes to 800 lb."),
    (PULLUP, KG, "All of your body weight is the load; only reps are entered."),
    (replace(PULLUP, bodyweight_fraction=0.64), KG, "64% of your body weight is the load"),
    (replace(PULLUP, bodyweight_fraction=0.0), KG, "Only reps are entered; there is no load."),
    (replace(PULLUP, load_type="weighted_bodyweight"), KG, "and what you enter in addition, is the load."),
    (replace(PULLUP, load_type="assisted"), KG, "less the help that you enter"),
    (known(load_type="duration", per_side=True), KG, "Time is entered. It counts as sets, never as tonnage."),
    (known(load_type="distance"), KG, "Distance and time are entered."),
    (known(load_type="carry", implements=2), KG, "You enter the weight of one hand and the distance."),
]


@pytest.mark.parametrize(("one", "display", "ending"), COUNTS)
def test_how_a_load_counts(one: Known, display: Display, ending: str) -> None:
    assert ending in words.load_counts(one, display)


def test_what_a_hard_set_gives() -> None:
    one = known(muscles={"chest": 1.0, "front_delts": 0.5, "triceps": 0.5})
    assert words.muscles(one) == (
        "A hard set counts as a whole set for chest, and as half a set for front delts and triceps."
    )
    assert words.muscles(known(muscles={"lats": 0.5})) == "A hard set counts as half a set for lats."
    assert words.muscles(known()) == "No muscles are named, so its sets count for none."
    assert words.in_short(known(muscles={"glutes": 1.0, "quadriceps": 1.0})) == "Glutes, quadriceps · Barbell"


def test_what_a_merge_will_move_is_said_before() -> None:
    use = Use(142, date(2024, 1, 5), date(2026, 3, 3))
    told = words.will_move(use, DUMBBELL, known(), KG, TODAY)
    assert told[0] == "142 sets of Dumbbell Bench Press, 5 Jan 2024 to 3 Mar, will count as Bench Press."
    assert len(told) == 2
    nothing, _, differ = words.will_move(Use(), PULLUP, known(), KG, TODAY)
    assert nothing.startswith("Nothing was logged of Pull Up yet")
    assert differ == "They count differently: body weight, then a weight."
    assert words.used(Use(1, TODAY, TODAY), KG, TODAY) == "1 set, 10 Mar"


SHELF = {
    one.exercise_id: one
    for one in (
        known(1, "Bench Press", muscles={"chest": 1.0}),
        DUMBBELL,
        PULLUP,
        known(4, "Old Machine", is_archived=True, equipment="machine"),
        known(5, "Chins", merged_into=3, is_own=True),
        known(6, "Seal Row", is_own=True, muscles={"lats": 1.0}),
    )
}
ENTRIES = [Entry(one.exercise_id, one.name, ("bp",)) for one in SHELF.values() if one.is_in_use]


def found(query: str = "", recent: tuple[int, ...] = (), **asked: str) -> list[int]:
    return [word.exercise_id for word in words.looked_for(SHELF, ENTRIES, query, recent, **asked)]


def test_what_is_looked_for() -> None:
    assert found(recent=(6, 3)) == [6, 3, 1, 2]
    assert found(muscle="chest") == [1]
    assert found(kind="dumbbell") == [2]
    assert found("sael row") == [6]
    assert found("bench", kind="dumbbell") == [2]
    assert found(shown=words.ARCHIVED) == [4]
    assert found("old", shown=words.ARCHIVED) == [4]
    assert found(shown=words.MERGED) == [5]
    assert found(shown=words.OWN) == [6]
    assert found("bench", muscle="lats") == []


def test_a_setting_that_is_the_exercises_own_is_not_stored() -> None:
    assert setting_of(DUMBBELL, "implements", 1) == 1
    assert setting_of(DUMBBELL, "implements", 2) is None
    assert setting_of(DUMBBELL, "per_side", False) is None
    assert setting_of(DUMBBELL, "per_side", True) is True
    assert [setting_of(DUMBBELL, "step", typed) for typed in ("2,5", "", " 5 ", "heavy")] == ["2.5", None, "5", "heavy"]
    assert [setting_of(DUMBBELL, name, "") for name in ("unit", "own_name")] == [None, ""]
    assert setting_of(DUMBBELL, "rest_s", 0) is None
    assert setting_of(DUMBBELL, "rest_s", 90) == 90


def test_a_share_of_body_weight_is_typed_in_percent() -> None:
    assert [share_of(typed) for typed in ("64", "64 %", "62,5", "", "most")] == [0.64, 0.64, 0.625, None, "most"]
    assert Decimal(str(share_of("100"))) == 1
