"""Bar chart of the hard sets that a week plans, the largest first."""

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go

from utils import styling
from utils.plotly_template import bar_style, base_figure
from utils.styling import Display

ROW_PX: Final = 26
MARGIN: Final = 1.12  # leaves space for the number beside the longest bar


def planned_sets(by_group: dict[str, float], display: Display) -> go.Figure:
    """Draw a bar for each muscle group, with its number at the end."""
    figure = base_figure("Planned hard sets per week", separators=styling.separators(display))
    names = [name.capitalize() for name in reversed(by_group)]
    values = list(reversed(by_group.values()))
    texts = [styling.hard_sets(value, display) for value in values]
    style = bar_style()
    figure.add_bar(
        x=values,
        y=names,
        orientation="h",
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
        **style,
    )
    bar_axis = {"visible": False, "range": [0, max(values, default=1) * MARGIN]}
    group_axis = {"showgrid": False, "tickmode": "linear", "dtick": 1}
    figure.update_layout(showlegend=False, xaxis=bar_axis, yaxis=group_axis, bargap=0.35)
    return figure


def height(by_group: Mapping[str, float]) -> int:
    """Return the height in pixels that the bars need."""
    return 70 + ROW_PX * len(by_group)


def alt(by_group: Mapping[str, float], display: Display) -> str:
    """Describe the chart in a sentence for screen readers."""
    groups = ", ".join(f"{name} {styling.hard_sets(value, display)}" for name, value in by_group.items())
    return f"Planned hard sets per week: {groups}."
