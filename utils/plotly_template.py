"""The Plotly template and trace styles of all charts; none of its colours belongs to one theme."""

import html
import textwrap
from datetime import date
from typing import Any, Final

import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st

# Streamlit replaces these codes in the browser with the colours of the current theme,
# so a cached figure follows light and dark.
SERIES: Final = tuple(f"#{slot:06d}" for slot in range(1, 6))
SEQUENTIAL: Final = [[step / 9, f"#{11 + step:06d}"] for step in range(10)]
DIVERGING: Final = [[step / 9, f"#{21 + step:06d}"] for step in range(10)]
TEXT: Final = "#000037"
BACKGROUND: Final = "#000038"

# Colours with a fixed meaning, readable on a light and on a dark background.
RECORD: Final = "#A06F00"
TARGET: Final = "#7A827D"
OTHER: Final = TARGET
DELOAD_BAND: Final = "rgba(63, 120, 201, 0.12)"  # #3F78C9 at 12 %
PHASE_EDGE: Final = "#3F78C9"
BAND: Final = "rgba(122, 130, 125, 0.2)"  # #7A827D at 20 %
CLEAR: Final = "rgba(0, 0, 0, 0)"

# Dashes and symbols repeat the order of SERIES, so that charts can be read in greyscale.
DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS: Final = ("circle", "square", "triangle-up", "cross", "x")

DAY_MS: Final = 86_400_000
DATE_TICKS: Final = [  # the second line appears only where it changes
    {"dtickrange": [DAY_MS, "M1"], "value": "%-d %b\n%Y"},
    {"dtickrange": ["M1", "M12"], "value": "%b\n%Y"},
]

HEIGHT_PHONE: Final = 260
HEIGHT_DESKTOP: Final = 340
TITLE_WIDTH: Final = 34  # characters of the title that fit on a line at 320 px

CHART_CONFIG: Final[dict[str, Any]] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "showAxisDragHandles": False,
}


def _template() -> go.layout.Template:
    """Return the layout that every figure shares; Streamlit sets the colours of text and grid."""
    return go.layout.Template(
        layout={
            "colorway": list(SERIES),
            "colorscale": {"sequential": SEQUENTIAL, "sequentialminus": SEQUENTIAL, "diverging": DIVERGING},
            "hovermode": "closest",
            "legend": {"orientation": "h", "yref": "container", "yanchor": "bottom", "y": 0, "x": 0},
            "xaxis": {"showgrid": False, "zeroline": False, "fixedrange": True, "nticks": 6, "tickangle": 0},
            "yaxis": {"showgrid": True, "zeroline": False, "fixedrange": True, "nticks": 6},
            "bargap": 0.25,
        },
        data={
            "heatmap": [
                {
                    "colorscale": SEQUENTIAL,
                    "xgap": 2,
                    "ygap": 2,
                    "colorbar": {"thickness": 10, "outlinewidth": 0, "tickfont": {"color": TEXT, "size": 12}},
                }
            ]
        },
    )


pio.templates["tonnage"] = _template()


def _lines(words: str) -> str:
    """Wrap a text to the width of a phone, as the simple HTML that Plotly reads."""
    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(words, TITLE_WIDTH))


def base_figure(title: str, unit: str = "", *, separators: str = ".,") -> go.Figure:
    """Return an empty figure titled "title, unit"; figures that count from nothing add `rangemode="tozero"`."""
    text = _lines(f"{title}, {unit}" if unit else title)
    # Streamlit's template overrides ours for these; the layout of a figure overrides both.
    axis = {"tickfont": {"color": TEXT, "size": 12}}
    return go.Figure(
        layout={
            "template": "tonnage",
            "title": {"text": text, "font": {"size": 15}},
            "margin": {"t": 40 + 19 * text.count("<br>"), "b": 32, "l": 0, "r": 8},
            "xaxis": axis | {"tickformatstops": DATE_TICKS},
            "yaxis": axis,
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "dragmode": False,  # a finger on the chart scrolls the page
            "separators": separators,
        }
    )


def trend_style(series: int = 0) -> dict[str, Any]:
    """Return the keywords of a bold line for a go.Scatter."""
    return {"mode": "lines", "line": {"color": SERIES[series], "width": 3, "dash": DASHES[series]}}


def point_style(series: int = 0) -> dict[str, Any]:
    """Return the keywords of faint single points for a go.Scatter."""
    marker = {"color": SERIES[series], "symbol": SYMBOLS[series], "size": 7, "opacity": 0.4}
    return {"mode": "markers", "marker": marker}


def bar_style(series: int = 0) -> dict[str, Any]:
    """Return the keywords of a go.Bar."""
    return {"marker": {"color": SERIES[series], "cornerradius": 3}}


def record_style() -> dict[str, Any]:
    """Return the keywords of record diamonds for a go.Scatter."""
    marker = {"color": RECORD, "symbol": "diamond", "size": 11, "line": {"color": BACKGROUND, "width": 1.5}}
    return {"mode": "markers", "name": "Record", "marker": marker}


def target_style() -> dict[str, Any]:
    """Return the keywords of a thin dotted target line for a go.Scatter."""
    return {"mode": "lines", "name": "Target", "line": {"color": TARGET, "width": 2, "dash": "dot"}}


def fitted_style() -> dict[str, Any]:
    """Return the keywords of a thin trend line for a go.Scatter."""
    return {"mode": "lines", "name": "Trend", "line": {"color": TEXT, "width": 1.5, "dash": "dash"}}


def band_style() -> dict[str, Any]:
    """Return the keywords of the band around a trend line for a closed go.Scatter."""
    line = {"width": 0}
    return {
        "mode": "lines",
        "fill": "toself",
        "fillcolor": BAND,
        "line": line,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def shade(figure: go.Figure, start: object, end: object, label: str, *, over: bool = False) -> None:
    """Shade a training phase behind the data, named at the top left; `over` shades tiles and names them above."""
    figure.add_vrect(
        x0=start,
        x1=end,
        fillcolor=DELOAD_BAND,
        line={"width": 1, "color": PHASE_EDGE, "dash": "dot"} if over else {"width": 0},
        layer="above" if over else "below",
        annotation={"text": html.escape(label, quote=False), "font": {"size": 11, "color": TEXT}},
        annotation_position="top left",
        annotation_yanchor="bottom" if over else "top",
    )


def _height() -> int:
    """Return the chart height for the device; phone browsers have "Mobi" in their user agent."""
    return HEIGHT_PHONE if "Mobi" in st.context.headers.get("User-Agent", "") else HEIGHT_DESKTOP


def draw(figure: go.Figure, *, key: str, alt: str, **options: Any) -> Any:
    """Draw a figure; `key` is unique on the page, `alt` describes the figure in a sentence.

    Streamlit sets the colours of a chart only once, so the key changes with the theme.
    """
    themed = f"{key}-{st.context.theme.type}"
    options.setdefault("height", _height())
    return st.plotly_chart(figure, key=themed, alt=alt, config=CHART_CONFIG, **options)


def tapped(picked: Any) -> str | None:
    """Return the customdata of the tapped point or bar as text; None without a tap."""
    points = picked.selection.points
    values = [point["customdata"] for point in points if point.get("customdata")]
    first = values[0][0] if values and isinstance(values[0], list) else next(iter(values), None)
    return str(first) if first else None


_THEME_WATCH: Final = """
export default function ({ setTriggerValue }) {
  const app = document.querySelector(".stApp");
  const background = () => getComputedStyle(app).backgroundColor;
  let last = background();
  const watch = new MutationObserver(() => {
    if (background() === last) return;
    last = background();
    setTriggerValue("theme", last);
  });
  watch.observe(app, { attributes: true, attributeFilter: ["class"] });
  return () => watch.disconnect();
}
"""
_theme_watch = st.components.v2.component("tonnage_theme_watch", js=_THEME_WATCH)


def follow_theme() -> None:
    """Run the page again when the theme changes, so that charts change with it. Call once per run."""
    _theme_watch(key="theme_watch", on_theme_change=lambda: None)


def picked_day(picked: Any) -> date | None:
    """Return the day of the tapped point or bar; None without a tap."""
    day = tapped(picked)
    return date.fromisoformat(day) if day else None
