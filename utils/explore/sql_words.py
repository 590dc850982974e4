"""Write the answer to a lifter's SQL as table, chart and CSV, and describe the tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from database.dictionary import MEANING
from database.star.copy import affinity, copied, copy_tables
from services.own_sql.asking import MOST_ROWS, Result
from services.own_sql.files import is_numeric, unique_names
from utils import styling
from utils.explore.charts import FRAME_PX, HOVER, MOST_SERIES, ROW_PX, as_text, cut
from utils.explore.tables import written
from utils.locales import MINUS
from utils.plotly_template import SERIES, bar_style, base_figure, point_style, trend_style
from utils.styling import MISSING, Display, plain
from utils.tables import with_numbers

SHOWN_ROWS: Final = 25
PLACES: Final = 3
MOST_BARS, MOST_POINTS = 40, 1000
DATE: Final = re.compile(r"\d{4}-\d\d(-\d\d)?")
TYPES: Final = {"INTEGER": "whole number", "REAL": "number", "TEXT": "text"}
NOT_SHOWN: Final = ("id", "_id")


def table_names() -> list[str]:
    """Return the names of the tables that a query may read, facts first."""
    names = (table.name for table in copy_tables())
    return sorted(names, key=lambda name: (name != "fact_sets", not name.startswith("fact"), name))


def described(name: str) -> str:
    """Describe a table column by column, as Markdown."""
    table = next(table for table in copy_tables() if table.name == name)
    lines = [
        f"- `{column.name}` :gray[{TYPES[affinity(column)]} –] {plain(_meaning(column))}" for column in copied(table)
    ]
    return "\n".join([plain(table.comment or ""), "", *lines])


def _meaning(column: Any) -> str:
    is_day = column.name == "performed_on"
    return MEANING[column.name] + (", such as 2026-01-31" if is_day else "")


def table(result: Result, display: Display, most: int) -> pd.DataFrame:
    """Return the first rows, with aligned numbers of at most three decimals."""
    rows = result.rows[:most]
    columns = zip(*rows, strict=True) if rows else ((),) * len(result.columns)
    names = map(plain, unique_names(result.columns))
    by_name = dict(zip(names, columns, strict=True))
    frame = pd.DataFrame({name: [_cell(value, display) for value in values] for name, values in by_name.items()})
    return with_numbers(frame, [name for name, values in by_name.items() if is_numeric(values)])


def _cell(value: Any, display: Display) -> str:
    if value is None:
        return MISSING
    if isinstance(value, float):
        return styling.number(value, display, PLACES)
    return str(value).replace("-", MINUS) if isinstance(value, int) else plain(value)


def result_text(result: Result, listed: int) -> str:
    """Write the number of rows, and how many are shown."""
    many = len(result.rows)
    if result.is_cut:
        return f"There are more rows than can be given: these are the first {many:,} of at most {MOST_ROWS:,}."
    if many > listed:
        return f"The first {listed} of {many:,} rows; the files have all of them."
    return "1 row." if many == 1 else f"{many:,} rows."


def csv_of(result: Result) -> bytes:
    """Write all rows as CSV."""
    return written(unique_names(result.columns), result.rows)


@dataclass(frozen=True)
class Plot:
    """The columns of a chart, by position: names or days on one axis, numbers on the other."""

    x: int
    ys: tuple[int, ...]
    is_line: bool


def plot_of(result: Result) -> Plot | None:
    """Choose the columns of a chart; None if the answer cannot be drawn."""
    columns = list(zip(*result.rows, strict=True)) if len(result.rows) > 1 else []
    numeric = [place for place, values in enumerate(columns) if is_numeric(values)]
    drawn = [place for place in numeric if not result.columns[place].lower().endswith(NOT_SHOWN)]
    words = [place for place in range(len(columns)) if place not in numeric]
    dated = [place for place in words if _are_days(columns[place])]
    x = next(iter([*words, *(drawn[:1] if len(drawn) > 1 else [])]), None)
    ys = tuple(place for place in drawn if place != x)[:MOST_SERIES]
    if x is None or not ys or len(result.rows) > MOST_POINTS:
        return None
    return Plot(x, ys, x in dated or (x in numeric and len(set(columns[x])) > MOST_BARS))


def _are_days(values: Sequence[Any]) -> bool:
    """Return whether all values are days or months without duplicates, so that a line can join them."""
    is_day = all(isinstance(value, str) and DATE.fullmatch(value) for value in values)
    return is_day and len(set(values)) == len(values)


def chart(result: Result, plot: Plot, display: Display) -> go.Figure:
    """Draw lines over days, or bars over names."""
    names = unique_names(result.columns)
    title = names[plot.ys[0]] if len(plot.ys) == 1 else "Result"
    figure = base_figure(f"{title} by {names[plot.x]}", separators=styling.separators(display))
    rows = _in_order(result, plot.x) if plot.is_line else result.rows[:MOST_BARS]
    keys = [_key(row[plot.x]) for row in rows]
    xs = [as_text(key) for key in keys]
    for number, place in enumerate(plot.ys):
        ys = [row[place] for row in rows]
        hover = [as_text(f"{key} – {names[place]} {_cell(y, display)}") for key, y in zip(keys, ys, strict=True)]
        figure.add_trace(_trace(plot, xs, ys, hover, as_text(names[place]), number))
    figure.update_layout(showlegend=len(plot.ys) > 1, barmode="group", **_axes(plot, xs))
    return figure


def _in_order(result: Result, x: int) -> list[tuple[Any, ...]]:
    return sorted((row for row in result.rows if row[x] is not None), key=lambda row: row[x])


def _key(value: Any) -> str:
    """Write a value of the axis as text; None as MISSING."""
    return MISSING if value is None else str(value)


def _trace(plot: Plot, xs: Sequence[str], ys: Sequence[Any], hover: list[str], name: str, number: int) -> Any:
    options: dict[str, Any] = {"name": name, "hovertext": hover, "hovertemplate": HOVER}
    if not plot.is_line:
        return go.Bar(x=ys, y=list(range(len(xs))), orientation="h", **options, **bar_style(number))
    line, point = trend_style(number % len(SERIES)), point_style(number % len(SERIES))
    mode = "lines+markers" if len(xs) <= 2 * MOST_BARS else "lines"
    marker = point["marker"] | {"opacity": 1}
    return go.Scatter(x=list(xs), y=list(ys), mode=mode, line=line["line"], marker=marker, **options)


def _axes(plot: Plot, xs: Sequence[str]) -> dict[str, Any]:
    if plot.is_line:
        return {}
    names = [cut(words) for words in xs]
    side = {"tickvals": list(range(len(xs))), "ticktext": names, "autorange": "reversed", "showgrid": False}
    return {"yaxis": side, "xaxis": {"rangemode": "tozero", "showgrid": True, "tickformatstops": []}}


def chart_height(result: Result, plot: Plot) -> int | None:
    """Return the height in pixels of a chart of names; None for the default height."""
    return None if plot.is_line else FRAME_PX + ROW_PX * min(MOST_BARS, len(result.rows)) * len(plot.ys)


def alt(result: Result, plot: Plot) -> str:
    """Describe the chart in a sentence."""
    names = unique_names(result.columns)
    return f"{', '.join(names[place] for place in plot.ys)} by {names[plot.x]}, {len(result.rows)} values."
