"""What a file amounts to: figures to compare, and the evidence for its unit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from services.units import KG_PER_LB

LONGEST_WORKOUT_S: Final = 6 * 3600
NEAR_KG: Final = Decimal("0.00501")  # 43.09 kg are 95 lb, to the second decimal


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
    pounds_as_kg: float  # pounds that were converted to kilograms


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
        pounds_as_kg=_share(weights, is_converted_pound),
    )


def _share(weights: list[Decimal], holds: Callable[[Decimal], bool]) -> float:
    return sum(map(holds, weights)) / len(weights) if weights else 0.0


def is_converted_pound(weight: Decimal) -> bool:
    """Whether a weight is none of kilograms but one of pounds, in half pounds, exact or rounded to 10 g."""
    pounds = weight / KG_PER_LB
    return weight % Decimal("0.25") != 0 and abs(pounds - round(pounds * 2) / Decimal(2)) * KG_PER_LB < NEAR_KG
