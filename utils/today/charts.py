"""The chart of Today: hard sets per week."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import plotly.graph_objects as go

from services.analysis.phases import Phase
from utils import sentences, styling
from utils.charts import BAR_WIDTH_MS, HALF_WEEK, HOVER, _whole_steps, shade_phases
from utils.plotly_template import TEXT, bar_style, base_figure, target_style
from utils.styling import Display
from utils.today.shapes import Week, Weeks

LABEL_PX: Final = 48


UNFINISHED: Final = 0.45  # how solid the bar of a week is that is not over


def weekly_sets(weeks: Weeks, display: Display, phases: Iterable[Phase] = ()) -> go.Figure:
    """Draw hard sets per week as bars and the usual as a dotted line; the unfinished week is fainter."""
    figure = base_figure("Hard sets per week", separators=styling.separators(display))
    days = [week.starts_on for week in weeks.weeks]
    solid = [1.0] * (len(days) - 1) + [UNFINISHED]
    style = bar_style()
    style["marker"] |= {"opacity": solid}
    shade_phases(figure, phases, days[0], days[-1] + timedelta(days=7), HALF_WEEK)
    figure.add_bar(
        x=days,
        y=[week.done.hard_sets for week in weeks.weeks],
        customdata=[day.isoformat() for day in days],
        width=BAR_WIDTH_MS["week"],
        hovertext=[_week_hover(week, display) for week in weeks.weeks],
        hovertemplate=HOVER,
        **style,
    )
    if weeks.usual:
        _usual(figure, days, weeks.usual.hard_sets, display)
    marked = days[-1::-3]
    ticks = {"tickvals": marked, "ticktext": [styling.short_day(day, display) for day in marked]}
    values = [week.done.hard_sets for week in weeks.weeks]
    figure.update_layout(showlegend=False, xaxis=ticks, yaxis={"rangemode": "tozero"} | _whole_steps(values))
    return figure


def _week_hover(week: Week, display: Display) -> str:
    sets = sentences.hard_sets(week.done.hard_sets, display)
    workouts = styling.plural(week.done.workouts, "workout", display)
    return f"Week of {styling.short_day(week.starts_on, display)} – {sets}, {workouts}"


def _usual(figure: go.Figure, days: Sequence[date], usual: float, display: Display) -> None:
    """Draw a dotted line with its name beside the plot, where no bar hides the name."""
    ends = [days[0] - HALF_WEEK, days[-1] + HALF_WEEK]
    figure.add_scatter(x=ends, y=[usual, usual], hoverinfo="skip", **target_style())
    figure.add_annotation(
        xref="paper",
        x=1,
        y=usual,
        text=f"usual<br>{styling.hard_sets(usual, display)}",
        showarrow=False,
        xanchor="left",
        align="left",
        font={"size": 12, "color": TEXT},
    )
    figure.update_layout(margin={"r": LABEL_PX})
