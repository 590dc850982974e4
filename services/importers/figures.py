"""What a file amounts to, and what of it looks wrong: figures to compare, evidence for the unit, suspicions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from database.data_validation import Problem
from services.units import KG_PER_LB

LONGEST_WORKOUT_S: Final = 6 * 3600
NEAR: Final = Decimal("0.0005")
MOSTLY: Final = 0.5


@dataclass(frozen=True)
class Figures:
    """Counts to compare with the app that a file came from: names, titles and weights as written, warm-ups in."""

    sets: int
    workouts: int
    exercises: int
    reps: int
    weight_x_reps: Decimal


@dataclass(frozen=True)
class Evidence:
    """What the weights of a file say of their unit: shares, from 0 to 1, of the weights above 0."""

    weights: int
    multiples_of_2_5: float
    multiples_of_5: float
    pounds_as_kg: float  # exact pounds that were converted to kilograms


def figures_of(workouts: Iterable[object], names: Iterable[str], reps: pd.Series, weights: pd.Series) -> Figures:
    """The figures of some sets, from four columns; reps may be NaN and weights None."""
    counted = [0 if count != count else int(count) for count in reps]
    lifted = (weight * count for weight, count in zip(weights, counted, strict=True) if weight and count)
    return Figures(
        sets=len(counted),
        workouts=len(set(workouts)),
        exercises=len(set(names)),
        reps=sum(counted),
        weight_x_reps=sum(lifted, Decimal(0)),
    )


def figures_of_frame(frame: pd.DataFrame) -> Figures:
    """The figures of a normalised frame."""
    return figures_of(frame["workout"], frame["exercise"], frame["reps"], frame["weight"])


def evidence_of(frame: pd.DataFrame) -> Evidence:
    """What speaks for kilograms or pounds in a normalised frame."""
    weights = [weight for weight in frame["weight"] if weight]
    return Evidence(
        weights=len(weights),
        multiples_of_2_5=_share(weights, lambda weight: weight % Decimal("2.5") == 0),
        multiples_of_5=_share(weights, lambda weight: weight % 5 == 0),
        pounds_as_kg=_share(weights, _is_converted_pound),
    )


def suspicions_of(frame: pd.DataFrame) -> list[Problem]:
    """What is imported, but deserves a look; rows as in the file, None for the file as a whole."""
    long = frame.drop_duplicates("workout")
    long = long[long["duration_s"] > LONGEST_WORKOUT_S]
    found = [Problem(row, _long_workout(seconds)) for row, seconds in zip(long["row"], long["duration_s"], strict=True)]
    if evidence_of(frame[frame["unit"] == "kg"]).pounds_as_kg > MOSTLY:
        found.insert(
            0, Problem(None, "Most weights are exact pounds converted to kilograms: was this logged in pounds?")
        )
    return found


def _share(weights: list[Decimal], holds: Callable[[Decimal], bool]) -> float:
    return sum(map(holds, weights)) / len(weights) if weights else 0.0


def _is_converted_pound(weight: Decimal) -> bool:
    pounds = weight / KG_PER_LB
    return weight % Decimal("0.25") != 0 and abs(pounds - round(pounds * 2) / Decimal(2)) < NEAR


def _long_workout(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"This workout is said to have taken {hours} h {minutes} min; it is imported without its end."
