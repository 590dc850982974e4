"""What is said of a workout that differed from its routine, and what can be answered."""

from decimal import Decimal

from services.routines.learned import Difference
from utils.styling import Display
from utils.workout.learn import answers, difference_lines

KG = Display("kg", "UTC", 0, "en-GB")
NAMES = {1: "Bench *Press*", 2: "Plank"}


def test_differences_are_told_in_the_lifters_units() -> None:
    found = (
        Difference(1, "weight", (Decimal(80), "kg"), (Decimal("82.50"), "kg")),
        Difference(1, "sets", 3, 1),
        Difference(1, "reps", (5, 5), (6, 8)),
        Difference(2, "seconds", 60, 75),
        Difference(2, "left_out"),
        Difference(3, "added"),
    )
    assert difference_lines(found, NAMES, KG) == [
        r"Bench \*Press\*: 80 kg → **82.5 kg**",
        r"Bench \*Press\*: 3 sets → **1 set**",
        r"Bench \*Press\*: 5 reps → **6–8 reps**",
        "Plank: 1:00 → **1:15**",
        "Plank: left out",
        "Exercise: added",
    ]


def test_a_long_list_is_cut() -> None:
    assert difference_lines((Difference(2, "left_out"),) * 9, NAMES, KG)[-1] == "and 3 more"


def test_the_answer_of_last_time_comes_first() -> None:
    assert answers(None, True) == ["numbers", "exercises", "keep"]
    assert answers("exercises", True) == ["exercises", "numbers", "keep"]
    assert answers("exercises", False) == ["numbers", "keep"]
    assert answers("keep", True) == ["numbers", "exercises"]
