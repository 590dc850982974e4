"""All computations per set. A formula's implementation takes columns; its variant for one set calls that.

An undefined result is None for one set and NaN in a column. Nothing is rounded unless the docstring says so.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol, TypeVar, overload

import numpy as np
import numpy.typing as npt

from services.errors import UnknownFormula
from services.units import exact, known, nearest_float, nearest_multiple, percent_of

FloatColumn = npt.NDArray[np.float64]
BoolColumn = npt.NDArray[np.bool_]
Amount = TypeVar("Amount", float, FloatColumn)

WARMUP: Final = "warmup"
HARD_SET_MAX_RIR: Final = 4.0
# Past twelve reps people differ too much for any formula (Nuzzo 2024), so analyses leave such sets out.
ANALYTIC_REP_CAP: Final = 12
INOL_PERCENT_CAP: Final = 99


class Formula(Protocol):
    """A one-rep max, in the unit of load, from a load and the reps possible with it: floats or columns."""

    def __call__(self, load: Amount, effective_reps: Amount, /) -> Amount:
        """Give the estimate."""


def epley(load: Amount, effective_reps: Amount) -> Amount:
    """Epley 1985: w (1 + r/30)."""
    return load * (1 + effective_reps / 30)


def brzycki(load: Amount, effective_reps: Amount) -> Amount:
    """Brzycki 1993, JOPERD: 36 w / (37 - r), pole at 37."""
    return load * 36 / (37 - effective_reps)


def lombardi(load: Amount, effective_reps: Amount) -> Amount:
    """Lombardi 1989: w r^0.10."""
    factor: Amount = effective_reps**0.10
    return load * factor


def mayhew(load: Amount, effective_reps: Amount) -> Amount:
    """Mayhew et al. 1992: 100 w / (52.2 + 41.9 e^(-0.055 r))."""
    decay: Amount = math.e ** (-0.055 * effective_reps)
    return 100 * load / (52.2 + 41.9 * decay)


def oconner(load: Amount, effective_reps: Amount) -> Amount:
    """O'Conner et al. 1989: w (1 + 0.025 r)."""
    return load * (1 + 0.025 * effective_reps)


def wathan(load: Amount, effective_reps: Amount) -> Amount:
    """Wathan 1994: 100 w / (48.8 + 53.8 e^(-0.075 r))."""
    decay: Amount = math.e ** (-0.075 * effective_reps)
    return 100 * load / (48.8 + 53.8 * decay)


def lander(load: Amount, effective_reps: Amount) -> Amount:
    """Lander 1985: 100 w / (101.3 - 2.67123 r), pole near 37.92."""
    return 100 * load / (101.3 - 2.67123 * effective_reps)


FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType(
    {f.__name__: f for f in (epley, brzycki, lombardi, mayhew, oconner, wathan, lander)}
)
# At these reps a formula divides by zero; beyond them its result is negative.
POLES: Final[Mapping[str, float]] = MappingProxyType({"brzycki": 37.0, "lander": 37.92})

# Percent of 1RM after n = reps - 1 + RIR in half steps from 0 (RTS, M. Tuchscherer). The kink past n = 9 is theirs.
RPE_CHART: Final = (
    *(100, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0, 83.7, 82.4, 81.1, 79.9, 78.6, 77.4),
    *(76.2, 75.1, 73.9, 72.3, 70.7, 69.4, 68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9, 58.6, 57.4),
)


def formula_named(name: str) -> Formula:
    """Give a formula by its name in FORMULAS; UnknownFormula otherwise."""
    if name not in FORMULAS:
        raise UnknownFormula(f"There is no one-rep-max formula named {name}; there are: {', '.join(FORMULAS)}.")
    return FORMULAS[name]


def reps_in_reserve(rir: float | None = None, rpe: float | None = None) -> float | None:
    """Give the reps left in reserve: as logged, else 10 - RPE; None when neither is known. Zourdos 2016."""
    if known(rir):
        return rir
    return 10 - rpe if known(rpe) else None


def column_of(value: float | None) -> FloatColumn:
    """Give one number as a column; NaN for an unknown one."""
    return np.array(value if known(value) else np.nan, dtype=float)


def number_in(result: FloatColumn) -> float | None:
    """Give the number in a computed column of one; None if it is not finite."""
    value = float(result)
    return value if known(value) else None


def effective_reps(reps: float | None, rir: float | None = None, rpe: float | None = None) -> float | None:
    """Give the reps possible with the load: done plus reserve, which is 0 when effort was not logged.

    May be fractional (RPE in half steps). None for less than one rep, or an RPE above 10 (a negative reserve).
    """
    return number_in(effective_reps_column(column_of(reps), column_of(reps_in_reserve(rir, rpe))))


def effective_reps_column(reps: FloatColumn, rir: FloatColumn) -> FloatColumn:
    """Give `effective_reps` of every set; an unknown RIR is 0, fewer than one rep NaN."""
    return np.where((reps >= 1) & ~(rir < 0), reps + np.where(np.isnan(rir), 0.0, rir), np.nan)


def e1rm(
    formula: str, load: float | None, reps: float | None, rir: float | None = None, rpe: float | None = None
) -> float | None:
    """Estimate the one-rep max of a set, in the unit of load, by a formula of FORMULAS (UnknownFormula otherwise).

    One effective rep is the load itself in every formula. None for no load, no reps, and at or past a
    formula's pole. There is no cap on reps here: analyses use `is_eligible`.
    """
    possible = effective_reps_column(column_of(reps), column_of(reps_in_reserve(rir, rpe)))
    return number_in(e1rm_column(formula, column_of(load), possible))


def e1rm_column(formula: str, load: FloatColumn, effective_reps: FloatColumn) -> FloatColumn:
    """Give `e1rm` of every set from its load and effective reps, NaN where that is None."""
    estimate = formula_named(formula)
    with np.errstate(all="ignore"):
        one_rep_max = np.where(effective_reps == 1, load, estimate(load, effective_reps))
    within = (load > 0) & (effective_reps >= 1) & (effective_reps < POLES.get(formula, math.inf))
    return np.where(within & np.isfinite(one_rep_max), one_rep_max, np.nan)


@overload
def is_eligible(effective_reps: float | None) -> bool: ...
@overload
def is_eligible(effective_reps: FloatColumn) -> BoolColumn: ...
def is_eligible(effective_reps: float | FloatColumn | None) -> bool | BoolColumn:
    """Whether a set's estimate may enter an analysis: 1 to 12 effective reps; not when unknown."""
    if effective_reps is None:
        return False
    return (effective_reps >= 1) & (effective_reps <= ANALYTIC_REP_CAP)


def rpe_percent(reps: float | None, rpe: float | None) -> float | None:
    """Give the percent of 1RM that allows these reps at this RPE, as printed in the RTS chart (100 to 57.4).

    None off the chart: reps other than 1 to 12, RPE other than 6 to 10 in half steps. No extrapolation.
    """
    if not (known(reps) and known(rpe) and 1 <= reps <= 12 and 6 <= rpe <= 10) or reps % 1 or rpe * 2 % 1:
        return None
    return RPE_CHART[int(2 * (reps - 1 + 10 - rpe))]


def e1rm_from_rpe(load: float | None, reps: float | None, rpe: float | None) -> float | None:
    """Estimate the one-rep max as load over the RTS chart's percent, in the unit of load; None off the chart."""
    percent = rpe_percent(reps, rpe)
    if percent is None or not known(load) or load <= 0:
        return None
    return nearest_float(exact(load) * 100 / exact(percent))


def load_for_rpe(e1rm: float | None, reps: float | None, rpe: float | None, round_to: float | None) -> float | None:
    """Give the load for these reps at this RPE: e1RM times the RTS chart's percent, rounded half up to round_to.

    In the unit of e1rm and round_to. None off the chart, for no e1RM or an increment that is not positive.
    """
    percent = rpe_percent(reps, rpe)
    if percent is None or not (known(e1rm) and known(round_to)) or e1rm <= 0 or round_to <= 0:
        return None
    return nearest_float(nearest_multiple(percent_of(exact(e1rm), exact(percent)), exact(round_to)))


def effective_load(
    bodyweight_kg: float | None, fraction: float | None, added_kg: float | None = 0, assist_kg: float | None = 0
) -> float | None:
    """Give the load moved in kg: body weight times its fraction, plus added weight, less assistance; at least 0.

    A fraction of 0 or None means that body weight does not count. None if the main part is unknown: body weight
    where it counts, else the added weight. Fractions: Ebben et al. 2011.
    """
    parts = map(column_of, (bodyweight_kg, fraction, added_kg, assist_kg))
    return number_in(effective_load_column(*parts))


def effective_load_column(
    bodyweight_kg: FloatColumn, fraction: FloatColumn, added_kg: FloatColumn, assist_kg: FloatColumn
) -> FloatColumn:
    """Give `effective_load` of every set in kg, NaN where that is None."""
    counts = fraction > 0
    body = np.where(counts, np.where(bodyweight_kg > 0, bodyweight_kg, np.nan) * fraction, 0.0)
    added = np.where(counts & np.isnan(added_kg), 0.0, added_kg)
    moved: FloatColumn = body + added - np.where(np.isnan(assist_kg), 0.0, assist_kg)
    return np.where(moved < 0, 0.0, moved)


def set_tonnage(
    load: float | None,
    reps: float | None,
    implements: float = 1,
    per_side: bool = False,
    reps_other: float | None = None,
) -> float | None:
    """Give load times reps of one set that counts, in the unit of load; None if either is unknown or negative.

    Two implements (a dumbbell in each hand) count twice. Reps per side count for the other side too:
    `reps_other` if that side differed, else `reps` again.
    """
    moved, done, hands, other_side = map(column_of, (load, reps, implements, reps_other))
    return number_in(tonnage_column(moved, done, hands, np.array(per_side), other_side, np.array(True)))


def tonnage_column(
    load: FloatColumn,
    reps: FloatColumn,
    implements: FloatColumn,
    per_side: BoolColumn,
    reps_other: FloatColumn,
    counts: BoolColumn,
) -> FloatColumn:
    """Give `set_tonnage` of every set that counts (not a warm-up), NaN where that is None; 0 for the others."""
    other_side = np.where(per_side, np.where(np.isnan(reps_other), reps, reps_other), 0.0)
    with np.errstate(over="ignore"):
        lifted = load * (reps + other_side) * implements
    return np.where(counts, np.where((load >= 0) & (reps >= 0) & np.isfinite(lifted), lifted, np.nan), 0.0)


def is_hard_set(
    set_type: str, reps: float | None, rir: float | None = None, rpe: float | None = None, completed_hold: bool = False
) -> bool:
    """Whether a set counts as hard: no warm-up, a rep or a completed hold, and RIR at most 4 where logged.

    Unknown effort counts; a failed set (0 reps) does not. A hold is a duration, distance or carry set.
    """
    reserve = column_of(reps_in_reserve(rir, rpe))
    return bool(hard_column(np.array(set_type == WARMUP), column_of(reps), reserve, np.array(completed_hold)))


def hard_column(
    set_type_is_warmup: BoolColumn, reps: FloatColumn, rir: FloatColumn, completed_hold: BoolColumn
) -> BoolColumn:
    """Give `is_hard_set` of every set."""
    return ~set_type_is_warmup & ((reps >= 1) | completed_hold) & ~(rir > HARD_SET_MAX_RIR)


def set_inol(reps: Amount, percent: Amount) -> Amount:
    """Give the intensity number of one set, reps / (100 - percent of 1RM): a float or a column. Hristov 2005.

    Percents above 99 count as 99, so that it stays finite; unknown where either is.
    """
    intensive: Amount = reps / (100 - np.minimum(percent, INOL_PERCENT_CAP))
    return intensive


def set_relative_volume(reps: Amount, percent: Amount) -> Amount:
    """Give reps x percent of 1RM of one set: 5 reps at 80 % are 400; a float or a column."""
    return reps * percent
