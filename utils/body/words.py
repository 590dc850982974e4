"""Write body weight as text and charts; no widgets."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import plotly.graph_objects as go

from services.analysis.body_trend import change_over, seven_day_mean, trend_line
from services.body.lists import Weighing
from services.units import in_unit
from utils import locales, styling
from utils.filters import ALL_TIME, PERIOD_DAYS
from utils.plotly_template import base_figure, point_style, trend_style
from utils.set_texts import NUMBER
from utils.styling import MISSING, Display

CHANGE_DAYS: Final = 28
PERIODS: Final = ("3 months", "1 year", ALL_TIME)
SHORT_DAYS, MOST_TICKS = 21, 5
Points = list[tuple[date, float | None, str]]
HOVER: Final = "%{hovertext}<extra></extra>"


def typed_weight(text: str) -> str:
    """Return a typed number with a decimal point; return other text unchanged, so that validation refuses it."""
    bare = text.strip()
    return bare.replace(",", ".") if NUMBER.fullmatch(bare) else bare


def as_typed(weighing: Weighing, display: Display) -> str:
    """Write a body weight as the lifter would type it, in the unit of its entry."""
    return locales.typed_number(weighing.value, display.locale)


def weighing_text(weighing: Weighing, display: Display) -> str:
    """Write a body weight in the lifter's unit: as entered, or to a tenth after conversion from the other unit."""
    if weighing.unit == display.unit:
        return styling.load(weighing.value, weighing.unit, display)
    return tenths(weighing.kg, display)


def tenths(kg: float | None, display: Display) -> str:
    """Write kilograms in the lifter's unit, to a tenth."""
    if kg is None:
        return MISSING
    return f"{styling.number(in_unit(kg, 'kg', display.unit), display, 1)} {display.unit}"


def weighed(weights: Sequence[Weighing]) -> list[tuple[date, float]]:
    """Return days and weights in kg."""
    return [(weight.measured_on, weight.kg) for weight in weights]


def mean_now(weights: Sequence[Weighing], display: Display) -> str:
    """Write the mean of the 7 days up to the last weighing: "82.4 kg"."""
    return tenths(seven_day_mean(weighed(weights), weights[-1].measured_on), display)


def change(weights: Sequence[Weighing], display: Display) -> str | None:
    """Write the change of the 7-day mean: "+0.6 kg in 4 weeks"; None without a weighing four weeks before."""
    kg = change_over(weighed(weights), weights[-1].measured_on, CHANGE_DAYS)
    if kg is None:
        return None
    by = styling.signed(in_unit(kg, "kg", display.unit), display, f" {display.unit}", 1)
    return f"{by} in {CHANGE_DAYS // 7} weeks"


def has_line(weights: Sequence[Weighing]) -> bool:
    """Return whether the weights span at least two days."""
    return len({weight.measured_on for weight in weights}) > 1


def figure(weights: Sequence[Weighing], period: str, today: date, display: Display) -> go.Figure:
    """Draw each weighing as a faint point, and the 7-day mean as a bold line."""
    points = [(weight.measured_on, _in_unit(weight.kg, display), weighing_text(weight, display)) for weight in weights]
    line = [(day, _in_unit(kg, display), tenths(kg, display)) for day, kg in trend_line(weighed(weights))]
    return trend_figure("Body weight", display.unit, (points, line), span(period, weights, today), today, display)


def span(period: str, measured: Sequence[Any], today: date) -> tuple[date, date]:
    """Return the first and last day of a chart: of the period, or from the first measurement on."""
    days = PERIOD_DAYS[period]
    listed = [point.measured_on for point in measured]
    return today - timedelta(days=days) if days else min(listed), max(today, *listed)


def trend_figure(
    title: str, unit: str, drawn: tuple[Points, Points], ends: tuple[date, date], today: date, display: Display
) -> go.Figure:
    """Draw values as faint points and their 7-day mean as a bold line; `drawn` is (points, line)."""
    points, line = ([item for item in some if item[0] >= ends[0]] for some in drawn)
    figure = base_figure(title, unit, separators=styling.separators(display))
    means = [(day, value, f"7-day mean {text}") for day, value, text in line]
    for some, style in ((points, point_style()), (means, trend_style())):
        figure.add_scatter(
            x=[day for day, _, _ in some],
            y=[value for _, value, _ in some],
            hovertext=[f"{styling.long_day(day, display, today)} – {text}" for day, _, text in some],
            hovertemplate=HOVER,
            **style,
        )
    shown_days = [day for day, _, _ in points]
    axis = _day_ticks(shown_days, display, today) | {"range": _range(ends, shown_days)}
    return figure.update_layout(showlegend=False, xaxis=axis)


def _range(ends: tuple[date, date], shown_days: Sequence[date]) -> list[date]:
    """Start the axis at the first value in the period, so that a short series fills the chart."""
    first = max(ends[0], min(shown_days, default=ends[0]))
    margin = timedelta(days=1 + (ends[1] - first).days // 60)
    return [first - margin, ends[1] + margin]


def _day_ticks(days: Sequence[date], display: Display, today: date) -> dict[str, list[object]]:
    """Label a few days of a short series, because plotly would label hours."""
    if not days or (days[-1] - days[0]).days > SHORT_DAYS:
        return {}
    marked = list(dict.fromkeys(days))[:: 1 + len(set(days)) // MOST_TICKS]
    return {"tickvals": list(marked), "ticktext": [styling.short_day(day, display, today) for day in marked]}


def _in_unit(kg: float, display: Display) -> float | None:
    return in_unit(kg, "kg", display.unit)


def alt(weights: Sequence[Weighing], display: Display) -> str:
    """Describe the chart of body weight in a sentence."""
    first, last = weights[0], weights[-1]
    ends = [f"{weighing_text(end, display)} on {styling.short_day(end.measured_on, display)}" for end in (first, last)]
    return f"Body weight: {ends[0]}, {ends[1]}; the 7-day mean is {mean_now(weights, display)} now."


def suspicious(typed: str, unit: str, weights: Sequence[Weighing], display: Display) -> str | None:
    """Return a question if a typed weight differs from the last one by more than a tenth; else None."""
    if not weights or not NUMBER.fullmatch(typed):
        return None
    kg, last = in_unit(float(Decimal(typed)), unit, "kg") or 0.0, weights[-1].kg
    if abs(kg - last) <= last / 10:
        return None
    last_text = weighing_text(weights[-1], display)
    return f"{styling.load(typed, unit, display)} is far from {last_text}, the last one. Is it right?"
