"""What a weekly number of hard sets is held against: what studies cover, one's own band, or a coach's heuristic."""

from collections.abc import Mapping
from typing import Final, NamedTuple

LOW, MODERATE, STUDIED, HIGH = "low", "moderate", "most studied", "high"
BELOW, WITHIN, ABOVE = "below", "within", "above"

# Fractional sets a week from which a band begins; a display convention over Pelland et al. 2025, no threshold.
EVIDENCE_FROM: Final = ((5.0, LOW), (10.0, MODERATE))
STUDIED_UP_TO: Final = 20.0


class Band(NamedTuple):
    """A lifter's own range of hard sets a week, both ends included."""

    low: float
    high: float


class Landmarks(NamedTuple):
    """Direct hard sets a week by Renaissance Periodization: coaching opinion, not measurements; None where none is."""

    maintain: float
    least: float
    low: float | None
    high: float | None
    most: float


OWN_DEFAULT: Final = Band(10, 20)
# As widely copied (ranges vary by revision); for the prime mover only, so never beside a fractional count.
LANDMARKS: Final[Mapping[str, Landmarks]] = {
    "chest": Landmarks(8, 10, 12, 20, 22),
    "back": Landmarks(8, 10, 14, 22, 25),
    "quadriceps": Landmarks(6, 8, 12, 18, 20),
    "hamstrings": Landmarks(4, 6, 10, 16, 20),
    "glutes": Landmarks(0, 0, 4, 12, 16),
    "front_delts": Landmarks(0, 0, 6, 8, 12),
    "side_delts": Landmarks(6, 8, 16, 22, 26),
    "rear_delts": Landmarks(6, 8, 16, 22, 26),
    "biceps": Landmarks(5, 8, 14, 20, 26),
    "triceps": Landmarks(4, 6, 10, 14, 18),
    "calves": Landmarks(6, 8, 12, 16, 20),
    "abdominals": Landmarks(0, 0, 16, 20, 25),
    "traps": Landmarks(0, 0, 12, 20, 26),
    "forearms": Landmarks(0, 2, None, None, 20),
}
# A display group that is one muscle goes by that muscle's landmarks.
SAME_AS: Final = {"quads": "quadriceps", "abs": "abdominals"}


def evidence_zone(fractional_sets: float) -> str:
    """The evidence band of fractional sets a week: below 5 low, below 10 moderate, up to 20 most studied, else high."""
    for below, zone in EVIDENCE_FROM:
        if fractional_sets < below:
            return zone
    return STUDIED if fractional_sets <= STUDIED_UP_TO else HIGH


def own_zone(sets: float, band: Band) -> str:
    """Whether sets a week are below, within or above a lifter's own band."""
    if sets < band.low:
        return BELOW
    return WITHIN if sets <= band.high else ABOVE


def landmark_zone(direct_sets: float, marks: Landmarks) -> str:
    """Between which landmarks direct sets a week lie: "under MV", "MEV to MAV", "in MAV", "over MRV" and so on."""
    if direct_sets < marks.maintain:
        return "under MV"
    if direct_sets < marks.least:
        return "MV to MEV"
    if marks.low is not None and direct_sets < marks.low:
        return "MEV to MAV"
    if marks.high is not None and direct_sets <= marks.high:
        return "in MAV"
    if direct_sets > marks.most:
        return "over MRV"
    return "MEV to MRV" if marks.high is None else "MAV to MRV"


def landmarks_of(muscle: str) -> Landmarks | None:
    """The default landmarks of a muscle or display group; None where there are none."""
    return LANDMARKS.get(SAME_AS.get(muscle, muscle))
