"""Draw a view of Explore: time and zones along the x-axis, names along the y-axis, at most five series."""

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum
from typing import Any, Final

import plotly.graph_objects as go

from services.analysis.phases import Phase
from utils import styling
from utils.charts import shade_phases
from utils.explore import words as explore_words
from utils.explore.figures import Cell, Explored
from utils.explore.measures import DIMENSIONS, MEASURES, NO_DIMENSION, adds_up
from utils.plotly_template import OTHER, SERIES, bar_style, base_figure, point_style, trend_style
from utils.styling import Display

MOST_SERIES: Final = 5
MOST_BARS: Final = 15
MOST_TICKS: Final = 8
LABEL: Final = 24  # characters of a name beside a bar
HOVER: Final = "%{hovertext}<extra></extra>"
ROW_PX, FRAME_PX = 26, 110
FADED: Final = 0.45
DATED: Final = {"week": timedelta(days=7), "month": timedelta(days=30)}
TONNES: Final = 10_000
OTHER_NAME: Final = "other"


def chart(explored: Explored, display: Display, phases: Iterable[Phase] = ()) -> go.Figure:
    """Draw the view; over weeks or months, shade the training phases."""
    unit, factor = _unit(explored, display)
    title = explore_words.with_unit(explore_words.chart_title(explored), unit)
    figure = base_figure(title, separators=styling.separators(display))
    names = list(dict.fromkeys(cell.keys[0] for cell in explored.cells))
    traces = [
        _trace(explored, series, number, factor, display) for number, series in enumerate(_series(explored, display))
    ]
    is_paired = _bars_beside(explored) > 1 and not DIMENSIONS[explored.view.by].is_ordered
    figure.add_traces(traces[::-1] if is_paired else traces)  # plotly draws the bars of one name from the bottom
    figure.update_layout(legend={"traceorder": "reversed" if is_paired else "normal"})
    _lay_out(figure, explored, names, display)
    days = days_shown(explored)
    if days:
        shade_phases(figure, phases, *days, DATED[explored.view.by] / 2)
    return figure


def days_shown(explored: Explored) -> tuple[date, date] | None:
    """Return the first day on the x-axis and the day after the last; None without weeks or months."""
    starts = [cell.keys[0] for cell in explored.cells] if explored.view.by in DATED else []
    return (min(starts), max(starts) + DATED[explored.view.by]) if starts else None


def height(explored: Explored) -> int | None:
    """Return the height in pixels of a chart of names; None for the default height."""
    if DIMENSIONS[explored.view.by].is_ordered:
        return None
    return FRAME_PX + ROW_PX * min(MOST_BARS, len({cell.keys[0] for cell in explored.cells})) * _bars_beside(explored)


def _bars_beside(explored: Explored) -> int:
    return 2 if explored.comparison and explored.view.then == NO_DIMENSION else 1


def caption(explored: Explored) -> str | None:
    """Describe the values that the chart leaves out; None if it shows all."""
    sentences = []
    many = len({cell.keys[0] for cell in explored.cells})
    if not DIMENSIONS[explored.view.by].is_ordered and many > MOST_BARS:
        sentences.append(f"The chart shows {MOST_BARS} of {many}")
    if explored.view.then != NO_DIMENSION and explored.comparison:
        sentences.append("The chart shows the period alone")
    seconds = len({cell.keys[1] for cell in explored.cells}) if explored.view.then != NO_DIMENSION else 0
    if seconds > MOST_SERIES and not adds_up(explored.view.measure, explored.view.then):
        sentences.append(f"The chart shows {MOST_SERIES} of {seconds} lines")
    return "; ".join(sentences) + "; the table has everything." if sentences else None


@dataclass(frozen=True)
class Series:
    """The cells of one colour: a key of the second dimension, a period, or all keys after the fifth."""

    name: str
    cells: Sequence[Cell]
    rest: Sequence[Cell] = ()

    def stands_for(self, cell: Cell) -> Sequence[Cell]:
        """Return the cells behind a bar: the cell itself, or every cell of that name after the fifth series."""
        return [rest_cell for rest_cell in self.rest if rest_cell.keys[0] == cell.keys[0]] or [cell]


def _series(explored: Explored, display: Display) -> list[Series]:
    """Return a series for each of the largest keys of the second dimension, or for each period."""
    cells = _largest(explored)
    if explored.view.then != NO_DIMENSION:
        return _by_second(explored, cells, display)
    series = [Series(explored.period.name, cells)]
    if explored.comparison:
        series.append(Series(explored.comparison.name, [Cell(cell.keys, cell.before) for cell in cells]))
    return series


def _largest(explored: Explored) -> list[Cell]:
    """Return the cells of the largest names; all cells if the first dimension has an order."""
    if DIMENSIONS[explored.view.by].is_ordered:
        return list(explored.cells)
    names = list(dict.fromkeys(cell.keys[0] for cell in explored.cells))[:MOST_BARS]
    return [cell for cell in explored.cells if cell.keys[0] in names]


def _by_second(explored: Explored, cells: Sequence[Cell], display: Display) -> list[Series]:
    sizes: dict[Any, float] = {}
    for cell in cells:
        sizes[cell.keys[1]] = sizes.get(cell.keys[1], 0.0) + (cell.now or 0.0)
    largest = set(sorted(sizes, key=lambda key: -sizes[key])[:MOST_SERIES])
    keys = [key for key in explored.second_keys if key in largest]
    series = [
        Series(
            explore_words.label(explored.view.then, key, explored.names, display),
            [cell for cell in cells if cell.keys[1] == key],
        )
        for key in keys
    ]
    if len(sizes) > len(largest) and adds_up(explored.view.measure, explored.view.then):
        rest = [cell for cell in cells if cell.keys[1] not in largest]
        series.append(Series(OTHER_NAME, _summed(rest), rest))
    return series


def _summed(cells: Sequence[Cell]) -> list[Cell]:
    by_first: dict[Any, list[float]] = {}
    for cell in cells:
        by_first.setdefault(cell.keys[0], []).append(cell.now or 0.0)
    return [Cell((key, None), fsum(values)) for key, values in by_first.items()]


def _unit(explored: Explored, display: Display) -> tuple[str, float]:
    """Return the unit of the axis and the factor for values: large tonnages are in tonnes or 1,000 lb."""
    measure = MEASURES[explored.view.measure]
    unit = measure.unit(display)
    largest = max((measure.scaled(cell.now or 0.0, display) or 0.0 for cell in explored.cells), default=0.0)
    if explored.view.measure != "tonnage" or largest < TONNES:
        return unit, 1.0
    return ("1,000 lb" if display.unit == "lb" else "t"), 1e-3


def _trace(explored: Explored, series: Series, number: int, factor: float, display: Display) -> Any:
    scaled, cells = MEASURES[explored.view.measure].scaled, series.cells
    keys = [_axis_key(explored, cell.keys[0]) for cell in cells]
    amounts = [None if cell.now is None else (scaled(cell.now, display) or 0.0) * factor for cell in cells]
    options: dict[str, Any] = {
        "name": as_text(cut(series.name)),
        "hovertext": [_hover(explored, series.name, cell, display) for cell in cells],
        "hovertemplate": HOVER,
        "customdata": [token(series.stands_for(cell)) for cell in cells],
    }
    if not DIMENSIONS[explored.view.by].is_ordered:
        return go.Bar(x=amounts, y=keys, orientation="h", **options, **_bars(explored, series, number))
    if _is_drawn_as_bars(explored):
        return go.Bar(x=keys, y=amounts, **options, **_bars(explored, series, number))
    line, point = trend_style(number % len(SERIES)), point_style(number % len(SERIES))
    marker = point["marker"] | {"opacity": 1}
    return go.Scatter(x=keys, y=amounts, mode="lines+markers", line=line["line"], marker=marker, **options)


def token(cells: Iterable[Cell]) -> str:
    """Write cells as text, which a tapped point returns."""
    return json.dumps([[str(key) for key in cell.keys] for cell in cells])


def cells_of(explored: Explored, text: str) -> list[Cell]:
    """Return the cells of a token; skip cells outside the view, and return no cells for invalid text."""
    by_token = {json.dumps([str(key) for key in cell.keys]): cell for cell in explored.cells}
    try:
        parsed = json.loads(text)
    except ValueError:
        return []
    named = map(json.dumps, parsed if isinstance(parsed, list) else ())
    return [by_token[name] for name in named if name in by_token]


def _bars(explored: Explored, series: Series, number: int) -> dict[str, Any]:
    style = bar_style(min(number, len(SERIES) - 1))
    if series.rest:
        style["marker"] |= {"color": OTHER}
    if number and explored.view.then == NO_DIMENSION:
        style["marker"] |= {"color": OTHER, "opacity": FADED}
    return style


def _is_drawn_as_bars(explored: Explored) -> bool:
    """Return whether to draw bars; over weeks and months, values that do not add up are lines."""
    if explored.view.by not in DATED:
        return True
    parts_add_up = explored.view.then == NO_DIMENSION or adds_up(explored.view.measure, explored.view.then)
    return MEASURES[explored.view.measure].kind in ("sum", "distinct") and parts_add_up


def _axis_key(explored: Explored, key: Any) -> str:
    """Return the position of a cell on its axis: a day, or a key that is unique even if names are equal."""
    return str(key.isoformat()) if explored.view.by in DATED else f"{explored.view.by} {key}"


def as_text(words: str) -> str:
    """Escape the lifter's own words, because plotly reads HTML."""
    return html.escape(words, quote=False)


def cut(words: str) -> str:
    """Shorten a name so that it fits beside a bar."""
    return words if len(words) <= LABEL else words[: LABEL - 1] + "…"


def _hover(explored: Explored, name: str, cell: Cell, display: Display) -> str:
    first = explore_words.label(explored.view.by, cell.keys[0], explored.names, display)
    series = f" – {name}" if len(explored.view.dimensions) > 1 or explored.comparison else ""
    return as_text(f"{first}{series} – {explore_words.value(cell.now, explored, display)}")


def _lay_out(figure: go.Figure, explored: Explored, names: Sequence[Any], display: Display) -> None:
    stacks = explored.view.then != NO_DIMENSION and adds_up(explored.view.measure, explored.view.then)
    figure.update_layout(showlegend=len(figure.data) > 1, barmode="stack" if stacks else "group")
    if not DIMENSIONS[explored.view.by].is_ordered:
        sides = _named_axis(explored, names[:MOST_BARS][::-1], display) | {"showgrid": False}
        figure.update_layout(yaxis=sides, xaxis={"showgrid": True, "rangemode": "tozero", "tickformatstops": []})
        return
    if explored.view.by not in DATED:
        figure.update_layout(xaxis=_named_axis(explored, names, display) | {"tickformatstops": []})
    figure.update_layout(yaxis={"rangemode": "tozero"} if _is_drawn_as_bars(explored) else {})


def _named_axis(explored: Explored, names: Sequence[Any], display: Display) -> dict[str, Any]:
    keys = [_axis_key(explored, key) for key in names]
    ticks = [as_text(cut(explore_words.label(explored.view.by, key, explored.names, display))) for key in names]
    order = {"type": "category", "categoryorder": "array", "categoryarray": keys}
    if DIMENSIONS[explored.view.by].is_ordered and len(keys) > MOST_TICKS:
        step = -(-len(keys) // MOST_TICKS)
        keys, ticks = keys[::step], ticks[::step]
    return order | {"tickvals": keys, "ticktext": ticks}
