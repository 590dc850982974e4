"""The planned hard sets of a week as bars, most first."""

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go

from utils import styling
from utils.plotly_template import bar_style, base_figure
from utils.styling import Display

ROW_PX: Final = 26
ROOM: Final = 1.12  # beside the longest bar, for its number


def planned_sets(by_group: dict[str, float], display: Display) -> go.Figure:
    """A bar per muscle group, the number at its end."""
    figure = base_figure("Planned hard sets per week", separators=styling.separators(display))
    names = [name.capitalize() for name in reversed(by_group)]
    values = list(reversed(by_group.values()))
    shown = [styling.hard_sets(value, display) for value in values]
    style = bar_style()
    figure.add_bar(
        x=values,
        y=names,
        orientation="h",
        text=shown,
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
        **style,
    )
    room = {"visible": False, "range": [0, max(values, default=1) * ROOM]}
    every = {"showgrid": False, "tickmode": "linear", "dtick": 1}
    figure.update_layout(showlegend=False, xaxis=room, yaxis=every, bargap=0.35)
    return figure


def height(by_group: Mapping[str, float]) -> int:
    """As high as its bars need."""
    return 70 + ROW_PX * len(by_group)


def alt(by_group: Mapping[str, float], display: Display) -> str:
    """The picture in a sentence."""
    told = ", ".join(f"{name} {styling.hard_sets(value, display)}" for name, value in by_group.items())
    return f"Planned hard sets per week: {told}."
