"""What a powerlifting meet would make of a log: which lifts count, the score of a total, and where it stands."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from services.analysis.strength_scores import dots, ipf_gl, wilks, wilks2

DATA: Final = Path(__file__).resolve().parent.parent.parent / "data" / "opl_percentiles.json"
# The catalogue's exercises that are the lift of a meet; a variant of a lifter's gym counts with its exercise.
MEET_LIFTS: Final[Mapping[str, tuple[str, ...]]] = {
    "squat": ("squat-barbell", "low-bar-squat-barbell", "pause-squat-barbell"),
    "bench": ("bench-press-barbell", "paused-bench-press-barbell", "bench-press-wide-grip-barbell"),
    "deadlift": ("deadlift-barbell", "sumo-deadlift-barbell", "paused-deadlift-barbell"),
}
Score = Callable[[str, float | None, float | None], float | None]
SCORES: Final[Mapping[str, Score]] = {
    "dots": dots,
    "wilks": wilks,
    "wilks2": wilks2,
    "ipf_gl": lambda sex, bodyweight, total: ipf_gl(sex, "classic", "total", bodyweight, total),
}
KNOTS: Final = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)


def score(name: str, sex: str | None, bodyweight_kg: float | None, total_kg: float | None) -> float | None:
    """A total's points by the score of that name (raw lifting); None where sex, body weight or total is unknown."""
    return SCORES[name](sex, bodyweight_kg, total_kg) if sex else None


def band_of(sex: str, bodyweight_kg: float) -> str:
    """The body weight class of the comparison, by IPF-style limits in kg: "<=83", ">120"."""
    limits: Sequence[float] = _data()["bands"][sex]
    limit_above = next((limit for limit in limits if bodyweight_kg <= limit), None)
    return f"<={limit_above:g}" if limit_above is not None else f">{limits[-1]:g}"


def percentile(sex: str | None, bodyweight_kg: float | None, lift: str, kg: float | None) -> float | None:
    """Where a lift (squat, bench, deadlift or total) stands among lifters of that sex and class who entered a meet.

    Percent of them who lifted less, linear between the published percentiles; 5 at or below the lowest, 95 at or
    above the highest that is published. None where anything is unknown. OpenPowerlifting data of August 2024.
    """
    if sex not in ("F", "M") or not bodyweight_kg or bodyweight_kg <= 0 or kg is None or kg <= 0:
        return None
    table: Mapping[str, float] = _data()["percentiles"][sex][band_of(sex, bodyweight_kg)][lift]
    values = [table[f"p{knot}"] for knot in KNOTS]
    if kg <= values[0]:
        return float(KNOTS[0])
    for at, upper in enumerate(values[1:], 1):
        if kg < upper:
            lower = values[at - 1]
            return KNOTS[at - 1] + (KNOTS[at] - KNOTS[at - 1]) * (kg - lower) / (upper - lower)
    return float(KNOTS[-1])


def attribution() -> str:
    """The sentence that goes with the comparison."""
    words: str = _data()["attribution"]
    return words


@cache
def _data() -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return document
