"""The words of muscles: names, bands, and sentences about them."""

from collections.abc import Mapping
from typing import Final

from services.analysis.volume_bands import (
    ABOVE,
    BELOW,
    HIGH,
    LOW,
    MODERATE,
    STUDIED,
    STUDIED_UP_TO,
    WITHIN,
    Band,
    Landmarks,
)
from utils import styling
from utils.filters import ALL_TIME, Period
from utils.muscles.figures import Balance, Board, Muscle, OneMuscle
from utils.muscles.filters import CHOSEN, EVIDENCE, HEURISTIC, LAST_WEEK, OWN, THIS_WEEK, MuscleFilter
from utils.set_schemes import in_line
from utils.styling import Display, in_words, plain

ZONES: Final[Mapping[str, str]] = {
    LOW: "low",
    MODERATE: "moderate",
    STUDIED: "in range",
    HIGH: "high",
    BELOW: "below mine",
    WITHIN: "within mine",
    ABOVE: "above mine",
}
COUNTED: Final[Mapping[str, str]] = {
    "Fractional": "A set counts 1 for the muscle that does the work and ½ for one that helps.",
    "Direct": "A set counts only for the muscle that does the work.",
    "Total": "A set counts 1 for every muscle that works in it, also one that only helps.",
}
BANDS: Final[Mapping[str, str]] = {
    EVIDENCE: (
        "Fractional sets a week: below 5 low, 5 to 9 moderate, 10 to 20 the range that most studies cover, "
        "above 20 high, with little extra evidence (after Pelland et al. 2025). No threshold, and no prescription."
    ),
    OWN: "Fractional sets a week against your own band of each muscle; tap a muscle to change it.",
    HEURISTIC: (
        "Coaching heuristic (RP): averages from coaching experience, not measurements, for sets in which the muscle "
        "does the work. Tap a muscle to change its numbers."
    ),
}
LANDMARK_NAMES: Final[Mapping[str, str]] = {
    "maintain": "MV, keeps what is there",
    "least": "MEV, least that adds",
    "low": "MAV from",
    "high": "MAV to",
    "most": "MRV, most to recover from",
}


def span(period: Period, display: Display) -> str:
    """Describe the days of a span: "in the last 4 weeks", "5 Jan to 1 Feb", "since the first workout"."""
    if period.name == CHOSEN and period.first:
        return f"{styling.short_day(period.first, display)} to {styling.short_day(period.last, display)}"
    if period.name == ALL_TIME:
        return "since the first workout"
    return period.name.lower() if period.name in (THIS_WEEK, LAST_WEEK) else f"in the last {period.name}"


def unit(chosen: MuscleFilter) -> str:
    """Name the numbers: "Fractional hard sets a week"; add "so far" for this week."""
    each = {THIS_WEEK: "this week so far", LAST_WEEK: "last week"}.get(chosen.period.name, "a week")
    return f"{chosen.count} hard sets {each}"


def rule(chosen: MuscleFilter) -> str:
    """Explain the way of counting and the target, in plain Markdown."""
    return plain(" ".join(filter(None, (COUNTED[chosen.count], BANDS.get(chosen.against, "")))))


def muscle_text(muscle: Muscle, chosen: MuscleFilter, display: Display) -> str:
    """Describe a muscle for screen readers: "Chest: 12.5 fractional hard sets a week, in range"."""
    number = styling.hard_sets(muscle.weekly.by(chosen.count), display)
    words = unit(chosen)
    zone = f", {zone_of(muscle)}" if muscle.zone else ""
    return f"{in_words(muscle.name)}: {number} {words[0].lower()}{words[1:]}{zone}"


def zone_of(muscle: Muscle) -> str:
    """Describe a muscle's band."""
    return ZONES.get(muscle.zone, muscle.zone)


def division(muscle: Muscle, board: Board, display: Display) -> str:
    """Explain a weekly number: "46 in 4 weeks, which is 11.5 a week"."""
    chosen = board.chosen
    in_all, weekly = (styling.hard_sets(some.by(chosen.count), display) for some in (muscle.in_all, muscle.weekly))
    if board.weeks == 1:
        return f"{in_all} {span(chosen.period, display)}"
    return f"{in_all} in {styling.number(board.weeks, display)} weeks, which is {weekly} a week"


def band(muscle: Muscle, chosen: MuscleFilter, own: Band, marks: Landmarks | None, display: Display) -> str:
    """Describe the target of a muscle's number."""
    if chosen.against == OWN:
        return f"Your band: {_range(own.low, own.high, display)} fractional sets a week."
    if chosen.against == HEURISTIC:
        return _landmarks(marks, display) if marks else "There is no heuristic for this muscle."
    return BANDS[EVIDENCE] if chosen.against == EVIDENCE else ""


def _range(low: float, high: float, display: Display) -> str:
    return f"{styling.hard_sets(low, display)} to {styling.hard_sets(high, display)}"


def _landmarks(marks: Landmarks, display: Display) -> str:
    mv, mev, mrv = (styling.hard_sets(mark, display) for mark in (marks.maintain, marks.least, marks.most))
    mav = "" if marks.low is None or marks.high is None else f"MAV {_range(marks.low, marks.high, display)} · "
    return f"Coaching heuristic (RP), direct sets a week: MV {mv} · MEV {mev} · {mav}MRV {mrv}."


def balance(balance: Balance, display: Display) -> str:
    """Format two opposing sides: "Push 60 · Pull 48"."""
    parts = (
        f"{name} {styling.hard_sets(sets, display)}" for name, sets in zip(balance.names, balance.sets, strict=True)
    )
    return " · ".join(parts)


def ratio(balance: Balance, display: Display) -> str:
    """Format the ratio of two sides: "1.25 : 1"."""
    return styling.MISSING if balance.ratio is None else f"{styling.number(balance.ratio, display, 2)} : 1"


def weeks_alt(board: Board, display: Display) -> str:
    """Describe the chart of weeks in a sentence."""
    if not board.muscles:
        return ""
    most = board.muscles[0]
    many = styling.plural(len(board.week_starts), "week", display)
    number = styling.hard_sets(most.weekly.by(board.chosen.count), display)
    counted = f"{board.chosen.count} hard sets of each muscle in each of the last {many}"
    return f"{counted}; most: {in_words(most.name)}, {number}."


def muscle_alt(one_muscle: OneMuscle, chosen: MuscleFilter, display: Display) -> str:
    """Describe the chart of a muscle in a sentence."""
    total = styling.hard_sets(one_muscle.muscle.in_all.by(chosen.count), display)
    name, days = in_words(one_muscle.muscle.name), span(chosen.period, display)
    return f"{chosen.count} hard sets of {name} by {one_muscle.each}: {total} {days}."


STUDIED_BAND: Final = Band(10, STUDIED_UP_TO)


def muscles(by_group: Mapping[str, float], display: Display) -> str:
    """List planned hard sets per muscle group in a line, most first; skip exercises missing from the catalogue."""
    parts = [f"{name} {styling.hard_sets(sets, display)}" for name, sets in by_group.items()]
    return f"Hard sets: {in_line(parts)}" if parts else ""
