"""What of a file is imported and yet looks wrong, each with what to do about it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

import pandas as pd

from database.data_validation import Problem
from services.importers.figures import LONGEST_WORKOUT_S, evidence_of
from services.units import KG_PER_LB

MOSTLY: Final = 0.5
USUAL_REPS: Final = 1000
USUAL_WEIGHT: Final = {"kg": 700, "lb": 1500}
SHORT_LIFTS: Final = ("sled", "prowler", "carry", "farmer", "yoke", "drag", "push pull")
FARTHEST_PUSHED: Final = 10  # km or mi; nobody pushes a sled that far

Check = Callable[[pd.DataFrame], Iterator[Problem]]


def suspicions_of(frame: pd.DataFrame) -> list[Problem]:
    """What of a normalised frame deserves a look; rows as in the file, None for the file as a whole."""
    return [suspicion for check in CHECKS for suspicion in check(frame)]


def _pounds(frame: pd.DataFrame) -> Iterator[Problem]:
    in_kg = frame[frame["unit"] == "kg"]
    if evidence_of(in_kg).pounds_as_kg > MOSTLY:
        some = next(weight for weight in in_kg["weight"] if weight and weight % 1)
        pounds = round(some / KG_PER_LB * 2) / Decimal(2)
        said = f"{some:f} kg are {pounds:f} lb"
        yield Problem(
            None,
            f"Most weights are pounds converted to kilograms ({said}): was this logged in pounds? "
            "They are kept as written; “Repair” on this page turns them into pounds, lift by lift.",
        )


def _long_workouts(frame: pd.DataFrame) -> Iterator[Problem]:
    long = frame.drop_duplicates("workout")
    long = long[long["duration_s"] > LONGEST_WORKOUT_S]
    for row, seconds in zip(long["row"], long["duration_s"], strict=True):
        hours, minutes = divmod(round(seconds / 60), 60)
        reason = f"This workout is said to have taken {hours} h {minutes} min; it is imported without its end."
        yield Problem(int(row), reason)


def _assistance(frame: pd.DataFrame) -> Iterator[Problem]:
    for lift, row in _first_of_each(frame, frame["weight"].map(lambda weight: bool(weight) and weight < 0)):
        yield Problem(row, f"Weights below 0 are taken as assistance, and the exercise as {lift}.")


def _distances(frame: pd.DataFrame) -> Iterator[Problem]:
    """Loads of sleds and carries that stand in the column of distances, or metres where kilometres belong."""
    words = frame["exercise"].map(lambda name: any(word in name.casefold() for word in SHORT_LIFTS))
    far = frame["distance"] > FARTHEST_PUSHED
    long_units = ~frame["distance_unit"].isin(("m", "meters", "meter", "ft", "yd"))
    for lift, row in _first_of_each(frame, words & far & long_units):
        distance = frame.loc[frame["row"] == row, "distance"].iloc[0]
        yield Problem(
            row,
            f"{lift}: a distance of {distance:g} here is rather a load, or metres. It is kept as written; "
            "“Repair” on this page makes it the one or the other.",
        )


def _slips(frame: pd.DataFrame) -> Iterator[Problem]:
    weights = zip(frame["row"], frame["weight"], frame["unit"], frame["reps"], strict=True)
    for row, weight, unit, reps in weights:
        if weight and abs(weight) > USUAL_WEIGHT.get(unit, max(USUAL_WEIGHT.values())):
            unit_word = f" {unit}" if unit else ""
            yield Problem(int(row), f"{weight:f}{unit_word} is more than anybody lifts: is it {weight / 10:f}?")
        if reps > USUAL_REPS:
            yield Problem(int(row), f"{reps:g} reps are many for one set: is it a slip?")


def _first_of_each(frame: pd.DataFrame, chosen: pd.Series) -> Iterator[tuple[str, int]]:
    """Each lift of the chosen rows, and the first row of it."""
    firsts = frame[chosen.astype(bool)].drop_duplicates("lift")
    yield from zip(firsts["lift"], map(int, firsts["row"]), strict=True)


CHECKS: Final[tuple[Check, ...]] = (_pounds, _long_workouts, _assistance, _distances, _slips)
