"""Describe training phases in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from services.analysis.phases import Phase
from utils import styling
from utils.styling import Display

FEW_BANDS: Final = 2


PHASES: Final[Mapping[str, str]] = {
    "deload": "Deload",
    "travel": "Travel",
    "injury": "Injury",
    "illness": "Illness",
    "meet": "Meet",
    "cut": "Cut",
    "bulk": "Bulk",
}


def phase(phase: Phase, display: Display) -> str:
    """Describe a training phase by name and days."""
    first = styling.short_day(phase.starts_on, display)
    if phase.ends_on is None:
        return f"{PHASES[phase.kind]} since {first}"
    last = "" if phase.ends_on == phase.starts_on else f" to {styling.short_day(phase.ends_on, display)}"
    return f"{PHASES[phase.kind]} {first}{last}"


def shaded(phases: Sequence[Phase], display: Display) -> str:
    """Name the bands of a chart: with their days if there are few, else by count per kind."""
    if not phases:
        return ""
    if len(phases) <= FEW_BANDS:
        return "Shaded: " + ", ".join(_uncapped(phase(covered, display)) for covered in phases)
    counts = Counter(PHASES[phase.kind].lower() for phase in phases)
    parts = (f"{count} × {kind}" if count > 1 else kind for kind, count in counts.items())
    return "Shaded: " + ", ".join(parts)


def with_shaded(words: str, phases: Sequence[Phase], display: Display) -> str:
    """Add the names of the bands to a text, for readers who cannot see the colours."""
    bands = shaded(phases, display)
    return f"{words} {bands}.".strip() if bands else words


def _uncapped(words: str) -> str:
    return words[:1].lower() + words[1:]
