"""Helpers that all Plotly figures share: phase bands, bar widths and axis steps. They set no theme colour."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import plotly.graph_objects as go

from services.analysis.phases import Phase
from services.units import in_unit
from utils.phases import PHASES
from utils.plotly_template import (
    shade,
)
from utils.styling import Display

SHADE_SHARE: Final = 0.12  # of the width: the name does not fit a narrower band
HALF_WEEK: Final = timedelta(days=3, hours=12)
HALF_MONTH: Final = timedelta(days=15)
FEW: Final = 5
HOVER: Final = "%{hovertext}<extra></extra>"
BAR_WIDTH_MS: Final = {"week": 5.6 * 86_400_000, "month": 24 * 86_400_000}


def shade_phases(
    figure: go.Figure, phases: Iterable[Phase], first: date, last: date, shift: timedelta = timedelta()
) -> None:
    """Shade the training phases that overlap the days of a figure; leave the name off a narrow band.

    `shift` moves the bands for bars that are centred on their first day. It is half the width of a bar.
    """
    for phase in phases_within(phases, first, last):
        start, end = max(phase.starts_on, first), min((phase.ends_on or last) + timedelta(days=1), last)
        name = PHASES[phase.kind] if (end - start) >= SHADE_SHARE * (last - first) else ""
        first_edge, last_edge = ((datetime.combine(day, time()) - shift).isoformat() for day in (start, end))
        shade(figure, first_edge, last_edge, name)


def phases_within(phases: Iterable[Phase], first: date, last: date) -> list[Phase]:
    """Return the phases that overlap the days from `first` to `last`."""
    return [phase for phase in phases if phase.meets(first, last)]


def _shown(kg: float, display: Display) -> float | None:
    return in_unit(kg, "kg", display.unit)


def _whole_steps(values: Sequence[float]) -> dict[str, int]:
    """Return axis options with whole steps for small values; Plotly would step by fifths."""
    return {"dtick": 1} if max(values, default=0) <= FEW else {}
