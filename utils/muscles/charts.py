"""Figures of muscles for plotly: every muscle by week as tiles, one muscle by week as bars over its band."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import plotly.graph_objects as go

from services.analysis.phases import Phase
from services.analysis.volume_bands import Band
from utils import styling
from utils.charts import HALF_MONTH, HALF_WEEK, SHADE_SHARE, phases_within, shade_phases
from utils.muscles.figures import Board, Muscle, OneMuscle
from utils.muscles.filters import MuscleFilter
from utils.phases import PHASES
from utils.plotly_template import TEXT, bar_style, base_figure, shade
from utils.styling import Display

BAND: Final = "rgba(122, 130, 125, 0.18)"  # a target's grey, so that it is not taken for a training phase
HOVER: Final = "%{hovertext}<extra></extra>"
DARKEST: Final = 20.0  # sets a week from which a tile, like the map, is as dark as it gets
FEW: Final = 5  # so many weeks are all named
ROW_PX: Final = 22
HEAD_PX: Final = 96
WIDTH_MS: Final = {"week": 5.6 * 86_400_000, "month": 24 * 86_400_000}


# Tiles cannot be tapped, so a mark that shows only once it is tapped lies on each.
TAPPED: Final[dict[str, Any]] = {
    "mode": "markers",
    "showlegend": False,
    "marker": {"symbol": "square-open", "size": 18, "opacity": 0, "color": TEXT, "line": {"width": 2}},
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 0}},
}


def weeks(board: Board, phases: Sequence[Phase], display: Display) -> go.Figure:
    """Draw the last weeks as tiles, a row per muscle in the order of the list, with phases on top."""
    figure = base_figure(f"{board.chosen.count} hard sets, week by week", separators=styling.separators(display))
    muscles = [muscle for muscle in reversed(board.muscles) if muscle.in_all.total]
    values = [[week.by(board.chosen.count) for week in board.by_week[item.name]] for item in muscles]
    days = [styling.short_day(start, display) for start in board.week_starts]
    names = [styling.in_words(item.name) for item in muscles]
    figure.add_heatmap(
        x=list(range(len(days))),
        y=names,
        z=values,
        zmin=0,
        zmax=DARKEST,
        showscale=False,
        text=[[styling.hard_sets(value, display) if value else "" for value in row] for row in values],
        texttemplate="%{text}",
        textfont={"size": 11},
        hoverinfo="skip",
        xgap=2,
        ygap=2,
    )
    _lay_marks(figure, board, muscles, display)
    _lay_phases(figure, phases, board)
    marked = list(range(len(days) - 1, -1, -3 if len(days) > FEW else -1))[::-1]
    ticks = {"tickvals": marked, "ticktext": [days[place] for place in marked]}
    across, up = ({"range": [-0.5, many - 0.5]} for many in (len(days), len(muscles)))
    rows = {"showgrid": False, "nticks": 30, "ticks": ""}
    # A tile is wider than its mark: the nearest one is meant, wherever it is tapped.
    figure.update_layout(xaxis=ticks | across, yaxis=rows | up, hoverdistance=-1)
    return figure


def _lay_marks(figure: go.Figure, board: Board, muscles: Sequence[Muscle], display: Display) -> None:
    """Place a mark on each tile for taps and tooltips."""
    count = board.chosen.count
    tiles = [
        (place, item.name, start, week.by(count))
        for item in muscles
        for place, (start, week) in enumerate(zip(board.week_starts, board.by_week[item.name], strict=True))
    ]
    figure.add_scatter(
        x=[place for place, *_ in tiles],
        y=[styling.in_words(name) for _, name, *_ in tiles],
        customdata=[f"{name} {start.isoformat()}" for _, name, start, _ in tiles],
        hovertext=[
            f"{_of_week(name, start, display)} – {styling.hard_sets(sets, display)}" for _, name, start, sets in tiles
        ],
        hovertemplate=HOVER,
        **TAPPED,
    )


def _of_week(name: str, start: date, display: Display) -> str:
    return f"{styling.in_words(name)}, week of {styling.short_day(start, display)}"


def _lay_phases(figure: go.Figure, phases: Sequence[Phase], board: Board) -> None:
    """Draw training phases over the tiles, which would hide anything behind them; label and bound each."""
    if not board.week_starts:
        return
    first, many = board.week_starts[0], len(board.week_starts)
    for phase in phases_within(phases, first, first + timedelta(weeks=many) - timedelta(days=1)):
        end = phase.ends_on or board.chosen.period.last
        left, right = ((day - first).days / 7 - 0.5 for day in (phase.starts_on, end + timedelta(days=1)))
        x0, x1 = max(left, -0.5), min(right, many - 0.5)
        shade(figure, x0, x1, PHASES[phase.kind] if x1 - x0 >= SHADE_SHARE * many else "", over=True)


def weeks_height(board: Board) -> int:
    """Return the height of that chart."""
    return HEAD_PX + ROW_PX * sum(1 for muscle in board.muscles if muscle.in_all.total)


def one_muscle(
    one_muscle: OneMuscle, chosen: MuscleFilter, band: Band | None, phases: Sequence[Phase], display: Display
) -> go.Figure:
    """Draw a muscle by week (or the mean week of each month) as bars, with its band and the training phases."""
    each = "week" if one_muscle.each == "week" else "week, mean of each month"
    figure = base_figure(f"{chosen.count} hard sets per {each}", separators=styling.separators(display))
    figure.add_bar(
        x=[week.starts_on.isoformat() for week in one_muscle.weeks],
        customdata=[week.starts_on.isoformat() for week in one_muscle.weeks],
        y=[week.counts.by(chosen.count) for week in one_muscle.weeks],
        width=WIDTH_MS[one_muscle.each],
        hovertext=[
            _hover(week.starts_on, week.counts.by(chosen.count), one_muscle.each, display) for week in one_muscle.weeks
        ],
        hovertemplate=HOVER,
        **bar_style(),
    )
    if band:
        _shade(figure, band)
    if one_muscle.weeks:
        half = HALF_WEEK if one_muscle.each == "week" else HALF_MONTH
        shade_phases(figure, phases, one_muscle.weeks[0].starts_on, chosen.period.last, half)
    ticks = _named_weeks(one_muscle, display) if one_muscle.each == "week" else {}
    figure.update_layout(showlegend=False, xaxis=ticks, yaxis={"rangemode": "tozero"})
    return figure


def _named_weeks(one_muscle: OneMuscle, display: Display) -> dict[str, Any]:
    """Label weeks by their own first days, at a regular interval; plotly would label Sundays."""
    starts = [week.starts_on for week in one_muscle.weeks]
    marked = starts[::-1][:: 1 + len(starts) // FEW][::-1]
    return {"tickvals": marked, "ticktext": [styling.short_day(day, display) for day in marked]}


def _hover(start: Any, sets: float, each: str, display: Display) -> str:
    when = f"Week of {styling.short_day(start, display)}" if each == "week" else styling.month(start, display)
    return f"{when} – {styling.hard_sets(sets, display)}"


def _shade(figure: go.Figure, band: Band) -> None:
    figure.add_hrect(
        y0=band.low,
        y1=band.high,
        fillcolor=BAND,
        line_width=0,
        layer="below",
        annotation={"text": f"{band.low:g} to {band.high:g}", "font": {"size": 11, "color": TEXT}},
        annotation_position="top left",
    )
