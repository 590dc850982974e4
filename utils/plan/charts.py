"""Figures of plans for plotly: sets by week, hard sets by muscle, and a target beside what was lifted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import plotly.graph_objects as go

from services.units import in_unit
from utils import styling
from utils.charts import HALF_MONTH, HALF_WEEK, shade_phases
from utils.plan import words
from utils.plan.figures import PlanBoard
from utils.plotly_template import SERIES, TEXT, bar_style, base_figure, point_style, target_style
from utils.styling import Display

HOVER: Final = "%{hovertext}<extra></extra>"
WIDTH_MS: Final = {"week": 5.6 * 86_400_000, "month": 24 * 86_400_000}
PATTERNS: Final = {"Done": "", "Missed": "/", "Added": "."}  # beside colour: read in greyscale too
FEW, LEAST_WEEKS = 5, 8
ROW_PX, HEAD_PX = 44, 90
MARGIN: Final = timedelta(days=4)


def weeks(board: PlanBoard, display: Display) -> go.Figure:
    """Draw done, missed and added sets of each week or month, with the training phases shaded."""
    figure = base_figure(f"Sets per {board.each}", separators=styling.separators(display))
    starts = [week.starts_on for week in board.weeks]
    for series, (name, pattern) in enumerate(PATTERNS.items()):
        figure.add_bar(
            name=name,
            x=[day.isoformat() for day in starts],
            y=[words.counts(week.sums)[name] for week in board.weeks],
            width=WIDTH_MS[board.each],
            customdata=[day.isoformat() for day in starts],
            hovertext=[words.week_hover(week, board.each, display) for week in board.weeks],
            hovertemplate=HOVER,
            marker={"color": SERIES[series], "pattern": {"shape": pattern, "size": 5, "solidity": 0.4}},
        )
    half = HALF_WEEK if board.each == "week" else HALF_MONTH
    last = max(starts[-1] + 2 * half, starts[0])
    first = min(starts[0], last - timedelta(weeks=LEAST_WEEKS))
    shade_phases(figure, board.phases, starts[0], last, half)
    span = [(first - half).isoformat(), (last - half + MARGIN).isoformat()]
    axis = {"range": span, **(_named_weeks(starts, display) if board.each == "week" else {})}
    legend = {"traceorder": "normal"}
    most = max(week.sums.planned + week.sums.added for week in board.weeks)
    steps = {"dtick": 1} if most <= FEW else {}  # plotly would count a few sets by halves
    figure.update_layout(barmode="stack", legend=legend, xaxis=axis, yaxis={"rangemode": "tozero", **steps})
    return figure


def _named_weeks(starts: Sequence[Any], display: Display) -> dict[str, Any]:
    """Label weeks by their own first days, at a regular interval."""
    marked = starts[::-1][:: 1 + len(starts) // FEW][::-1]
    ticks = [styling.short_day(day, display) for day in marked]
    return {"tickvals": [day.isoformat() for day in marked], "ticktext": ticks}


def muscles(board: PlanBoard, display: Display) -> go.Figure:
    """Draw two bars per muscle group: hard sets a week done and planned."""
    figure = base_figure("Hard sets per week", separators=styling.separators(display))
    muscles, weeks = list(reversed(board.muscles)), board.weeks_long
    values_of = {"Planned": [item.planned / weeks for item in muscles], "Done": [item.done / weeks for item in muscles]}
    for series, (name, values) in enumerate(values_of.items()):
        style = bar_style(1 - series)
        style["marker"] |= {"pattern": {"shape": "/" if name == "Planned" else "", "size": 5, "solidity": 0.25}}
        figure.add_bar(
            name=name,
            y=[item.name.capitalize() for item in muscles],
            x=values,
            orientation="h",
            text=[styling.hard_sets(value, display) for value in values],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
            **style,
        )
    most = max([1.0, *values_of["Planned"], *values_of["Done"]])
    room = {"visible": False, "range": [0, most * 1.15]}
    every = {"showgrid": False, "tickmode": "linear", "dtick": 1}
    figure.update_layout(xaxis=room, yaxis=every, legend={"traceorder": "reversed"}, bargap=0.3, bargroupgap=0.08)
    return figure


def muscles_height(board: PlanBoard) -> int:
    """Return the height that the bars need."""
    return HEAD_PX + ROW_PX * len(board.muscles)


def loads(board: PlanBoard, display: Display) -> go.Figure:
    """Draw the heaviest target of each day as a stepped line and the lifted loads as points."""
    name = board.followed.name if board.followed else ""
    figure = base_figure(f"{name} – target and lifted, {display.unit}", separators=styling.separators(display))
    targets = [(point.day, point.target_kg) for point in board.loads if point.target_kg is not None]
    style = target_style() | {"mode": "lines+markers", "marker": {"symbol": "line-ew-open", "size": 12, "color": TEXT}}
    style["line"] |= {"shape": "hv", "color": TEXT}
    figure.add_scatter(
        x=[day.isoformat() for day, _ in targets],
        y=[in_unit(kg, "kg", display.unit) for _, kg in targets],
        hoverinfo="skip",
        **style,
    )
    lifted = [point for point in board.loads if point.top_kg is not None]
    points = point_style()
    points["marker"] |= {"opacity": 0.9, "size": 8}
    figure.add_scatter(
        name="Lifted",
        x=[point.day.isoformat() for point in lifted],
        y=[in_unit(point.top_kg, "kg", display.unit) for point in lifted],
        hovertext=[_hover(point, display) for point in lifted],
        hovertemplate=HOVER,
        **points,
    )
    days = [point.day for point in board.loads]
    first, last = min(days[0], days[-1] - timedelta(weeks=LEAST_WEEKS)), days[-1]
    shade_phases(figure, board.phases, first, last)
    figure.update_layout(xaxis={"range": [(first - MARGIN).isoformat(), (last + MARGIN).isoformat()]})
    return figure


def _hover(point: Any, display: Display) -> str:
    target = f", target {styling.weight(point.target_kg, display)}" if point.target_kg is not None else ""
    return f"{styling.long_day(point.day, display)} – {styling.weight(point.top_kg, display)}{target}"
