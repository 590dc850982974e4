"""Relative strength: DOTS, Wilks, Wilks 2020 and IPF GL points, from kilograms, unrounded."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from services.units import known


class Polynomial(NamedTuple):
    """A score's denominator: coefficients from the constant up, and the body weights (kg) it is defined for."""

    coefficients: tuple[float, ...]
    lightest: float
    heaviest: float

    def at(self, bodyweight_kg: float) -> float:
        """Give its value at a body weight clamped to its domain."""
        x = min(max(bodyweight_kg, self.lightest), self.heaviest)
        return sum(c * x**power for power, c in enumerate(self.coefficients))


# Tim Konertz, BVDK; coefficients as in OpenPowerlifting.
DOTS: Final[Mapping[str, Polynomial]] = {
    "M": Polynomial((-307.75076, 24.0900756, -0.1918759221, 0.0007391293, -0.0000010930), 40, 210),
    "F": Polynomial((-57.96288, 13.6175032, -0.1126655495, 0.0005158568, -0.0000010706), 40, 150),
}
# Robert Wilks' original formula.
WILKS: Final[Mapping[str, Polynomial]] = {
    "M": Polynomial((-216.0475144, 16.2606339, -0.002388645, -0.00113732, 7.01863e-6, -1.291e-8), 40, 201.9),
    "F": Polynomial(
        (594.31747775582, -27.23842536447, 0.82112226871, -0.00930733913, 4.731582e-5, -9.054e-8), 26.51, 154.53
    ),
}
# The 2020 definition as sent to the USPA on 2020-03-09; an earlier, withdrawn set still circulates.
WILKS2: Final[Mapping[str, Polynomial]] = {
    "M": Polynomial(
        (
            47.4617885411949,
            8.47206137941125,
            0.073694103462609,
            -0.00139583381094385,
            7.07665973070743e-6,
            -1.20804336482315e-8,
        ),
        40,
        200.95,
    ),
    "F": Polynomial(
        (
            -125.425539779509,
            13.7121941940668,
            -0.0330725063103405,
            -0.0010504000506583,
            9.38773881462799e-6,
            -2.3334613884954e-8,
        ),
        40,
        150.95,
    ),
}
# Sex, equipment, event: A, B and C of A - B e^(-C bodyweight). Valid from 2020-05-01.
IPF_GL: Final[Mapping[tuple[str, str, str], tuple[float, float, float]]] = {
    ("M", "classic", "total"): (1199.72839, 1025.18162, 0.00921),
    ("M", "equipped", "total"): (1236.25115, 1449.21864, 0.01644),
    ("F", "classic", "total"): (610.32796, 1045.59282, 0.03048),
    ("F", "equipped", "total"): (758.63878, 949.31382, 0.02435),
    ("M", "classic", "bench"): (320.98041, 281.40258, 0.01008),
    ("M", "equipped", "bench"): (381.22073, 733.79378, 0.02398),
    ("F", "classic", "bench"): (142.40398, 442.52671, 0.04724),
    ("F", "equipped", "bench"): (221.82209, 357.00377, 0.02937),
}
GL_LIGHTEST_KG: Final = 35


def by_polynomial(
    scale: float, by_sex: Mapping[str, Polynomial], sex: str, bodyweight_kg: float | None, total_kg: float | None
) -> float | None:
    """Give scale x total / polynomial; 0 for no total or body weight, None for an unknown one or another sex."""
    if sex not in by_sex or not (known(bodyweight_kg) and known(total_kg)):
        return None
    return scale * total_kg / by_sex[sex].at(bodyweight_kg) if total_kg > 0 and bodyweight_kg > 0 else 0.0


def dots(sex: str, bodyweight_kg: float | None, total_kg: float | None) -> float | None:
    """Give DOTS points of a total in kg; sex M or F; body weight clamped to 40-210 (M) or 40-150 kg (F).

    0 for no total or body weight, None for an unknown one or another sex. Konertz, BVDK.
    """
    return by_polynomial(500, DOTS, sex, bodyweight_kg, total_kg)


def wilks(sex: str, bodyweight_kg: float | None, total_kg: float | None) -> float | None:
    """Give original Wilks points of a total in kg; body weight clamped to 40-201.9 (M) or 26.51-154.53 kg (F).

    0 for no total or body weight, None for an unknown one or a sex other than M and F. Wilks 1994.
    """
    return by_polynomial(500, WILKS, sex, bodyweight_kg, total_kg)


def wilks2(sex: str, bodyweight_kg: float | None, total_kg: float | None) -> float | None:
    """Give Wilks points of 2020 of a total in kg; body weight clamped to 40-200.95 (M) or 40-150.95 kg (F).

    0 for no total or body weight, None for an unknown one or a sex other than M and F. Wilks 2020.
    """
    return by_polynomial(600, WILKS2, sex, bodyweight_kg, total_kg)


def ipf_gl(sex: str, equipment: str, event: str, bodyweight_kg: float | None, total_kg: float | None) -> float | None:
    """Give IPF GL points: equipment classic or equipped, event total or bench (total_kg is then the bench).

    0 for no total and below 35 kg of body weight; None for an unknown number or a combination that IPF
    does not define. Fitted to elite lifters. IPF, valid from 2020-05-01.
    """
    constants = IPF_GL.get((sex, equipment, event))
    if constants is None or not (known(bodyweight_kg) and known(total_kg)):
        return None
    if total_kg <= 0 or bodyweight_kg < GL_LIGHTEST_KG:
        return 0.0
    a, b, c = constants
    return 100 * total_kg / (a - b * math.exp(-c * bodyweight_kg))
