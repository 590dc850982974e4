"""Training phases in words."""

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
    """A training phase by name and days."""
    first = styling.short_day(phase.starts_on, display)
    if phase.ends_on is None:
        return f"{PHASES[phase.kind]} since {first}"
    last = "" if phase.ends_on == phase.starts_on else f" to {styling.short_day(phase.ends_on, display)}"
    return f"{PHASES[phase.kind]} {first}{last}"


def shaded(phases: Sequence[Phase], display: Display) -> str:
    """What the bands of a chart are: each with its days if they are few, else how many of each kind."""
    if not phases:
        return ""
    if len(phases) <= FEW_BANDS:
        return "Shaded: " + ", ".join(_uncapped(phase(covered, display)) for covered in phases)
    counts = Counter(PHASES[phase.kind].lower() for phase in phases)
    told = (f"{count} × {kind}" if count > 1 else kind for kind, count in counts.items())
    return "Shaded: " + ", ".join(told)


def with_shaded(words: str, phases: Sequence[Phase], display: Display) -> str:
    """What is said of a chart and of its bands, for who reads it in grey or not at all."""
    told = shaded(phases, display)
    return f"{words} {told}.".strip() if told else words


def _uncapped(words: str) -> str:
    return words[:1].lower() + words[1:]
