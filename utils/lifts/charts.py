"""Charts of Lifts: e1RM, hard sets and tonnage."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import plotly.graph_objects as go

from services.analysis.progress import STRENGTH_DAYS, Trend
from utils import sentences, styling
from utils.charts import BAR_WIDTH_MS, HALF_MONTH, HALF_WEEK, HOVER, _shown, _whole_steps, shade_phases
from utils.lifts import words as lifts_words
from utils.lifts.filters import Filter
from utils.lifts.shapes import Point, Progress
from utils.plotly_template import (
    TEXT,
    band_style,
    bar_style,
    base_figure,
    fitted_style,
    point_style,
    record_style,
    target_style,
    trend_style,
)
from utils.shapes import Line, Record
from utils.styling import Display

LEAST_SPAN: Final = timedelta(weeks=12)


MARGIN: Final = timedelta(days=5)


TONNE_KG: Final = 1000


def e1rm(progress: Progress, display: Display) -> go.Figure:
    """Draw the best e1RM of each day as faint points, of 28 days as a bold line, and records as diamonds."""
    suffix = f"– e1RM, {display.unit}".replace(" ", styling.NO_BREAK)  # so that a long title breaks before the unit
    figure = base_figure(f"{progress.chosen.lift.name} {suffix}", separators=styling.separators(display))
    if progress.earlier and progress.chosen.comparison:
        figure.add_scatter(name=progress.chosen.comparison.name, **_line(progress.earlier, display, 1))
    figure.add_scatter(name=progress.chosen.period.name, **_line(progress.best, display, 0))
    figure.add_scatter(
        x=[point.day.isoformat() for point in progress.points],
        y=[_shown(point.e1rm_kg, display) for point in progress.points],
        customdata=[point.day.isoformat() for point in progress.points],
        hovertext=[lifts_words.point(point, display) for point in progress.points],
        hovertemplate=HOVER,
        showlegend=False,
        **point_style(),
    )
    figure.add_scatter(**_diamonds(progress, display))
    _trend(figure, progress.trend, display)
    span = span_of(progress.chosen, [point.day for point in progress.points])
    shade_phases(figure, progress.phases, span[0], span[1])
    if progress.goal and not progress.goal.done_on and progress.goal.e1rm_kg is not None:
        _goal(figure, progress.goal.e1rm_kg, span, display)
    figure.update_layout(showlegend=bool(progress.earlier), xaxis={"range": span})
    return figure


def _trend(figure: go.Figure, trend: Trend, display: Display) -> None:
    """Draw the trend line behind the verdict, over its own days, with the band of its confidence interval."""
    if not (trend.slopes and trend.levels and trend.middle and trend.first_on and trend.last_on) or not trend.level:
        return
    slope, *both = trend.slopes
    days = [trend.first_on, trend.middle, trend.last_on]
    away = [(day - trend.middle).days for day in days]
    upper = [trend.levels[1] + max(by * far for by in both) for far in away]
    lower = [trend.levels[0] + min(by * far for by in both) for far in away]
    edge = [_shown(value, display) for value in (*upper, *reversed(lower))]
    figure.add_scatter(x=[*days, *reversed(days)], y=edge, **band_style())
    line = [_shown(trend.level + slope * far, display) for far in away]
    figure.add_scatter(x=days, y=line, hoverinfo="skip", showlegend=False, **fitted_style())


def _goal(figure: go.Figure, e1rm_kg: float, span: Sequence[date], display: Display) -> None:
    value = _shown(e1rm_kg, display)
    figure.add_scatter(x=span, y=[value, value], hoverinfo="skip", showlegend=False, **target_style())
    figure.add_annotation(
        x=span[0],
        y=value,
        text="goal",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"size": 12, "color": TEXT},
    )


def span_of(chosen: Filter, days: Sequence[date]) -> list[date]:
    """Return the days that all charts of the page share: at least twelve weeks, so that one bar stays narrow.

    The whole history ends with the last workout of the exercise. Empty years after it would squeeze the rest.
    """
    period = chosen.period
    last = period.last if period.first else chosen.lift.last_on or period.last
    return [(period.first or min([*days, last - LEAST_SPAN])) - MARGIN, last + MARGIN]


def _line(line: Line, display: Display, series: int) -> dict[str, Any]:
    """Return the keywords of a line with a step per training day and a gap after 28 days without the exercise."""
    days: list[date] = []
    values: list[float | None] = []
    for place, (day, value) in enumerate(line):
        if place and (day - line[place - 1][0]).days > STRENGTH_DAYS:
            days.append(line[place - 1][0] + timedelta(days=STRENGTH_DAYS))
            values.append(None)
        days.append(day)
        values.append(_shown(value, display))
    style = trend_style(series)
    style["line"] |= {"shape": "hv"}
    return {"x": [day.isoformat() for day in days], "y": values, "hoverinfo": "skip", **style}


def _diamonds(progress: Progress, display: Display) -> dict[str, Any]:
    by_day: dict[date, list[Record]] = {}
    for record in progress.records:
        by_day.setdefault(record.day, []).append(record)
    marked = [point for point in progress.points if point.day in by_day]
    return {
        "x": [point.day.isoformat() for point in marked],
        "y": [_shown(point.e1rm_kg, display) for point in marked],
        "customdata": [point.day.isoformat() for point in marked],
        "hovertext": [_diamond_hover(point, by_day[point.day], display) for point in marked],
        "hovertemplate": HOVER,
        "showlegend": False,
        **record_style(),
    }


def _diamond_hover(point: Point, records: Sequence[Record], display: Display) -> str:
    lines = [f"Record: {sentences.record_value(record, display)}" for record in records]
    return "<br>".join([lifts_words.point(point, display), *lines])


def hard_sets(progress: Progress, display: Display) -> go.Figure:
    """Draw the hard sets of an exercise per week or month."""
    figure = base_figure(f"Hard sets per {progress.bars.each}", separators=styling.separators(display))
    values = [bar.hard_sets for bar in progress.bars.bars]
    words = [sentences.hard_sets(value, display) for value in values]
    return _bars(figure, progress, values, words, display).update_layout(yaxis=_whole_steps(values))


def tonnage(progress: Progress, display: Display) -> go.Figure:
    """Draw load times reps of an exercise per week or month, in tonnes or thousands of pounds."""
    pounds = display.unit == "lb"
    unit = "1,000 lb" if pounds else "t"
    figure = base_figure(f"Tonnage per {progress.bars.each}", unit, separators=styling.separators(display))
    values = [(_shown(bar.tonnage_kg, display) or 0.0) / TONNE_KG for bar in progress.bars.bars]
    words = [styling.tonnage(bar.tonnage_kg, display) for bar in progress.bars.bars]
    return _bars(figure, progress, values, words, display)


def _bars(
    figure: go.Figure, progress: Progress, values: Sequence[float], words: Sequence[str], display: Display
) -> go.Figure:
    days, each = [bar.starts_on for bar in progress.bars.bars], progress.bars.each
    figure.add_bar(
        x=[day.isoformat() for day in days],
        customdata=[day.isoformat() for day in days],
        y=values,
        width=BAR_WIDTH_MS[each],
        hovertext=[f"{_named(day, each, display)} – {word}" for day, word in zip(days, words, strict=True)],
        hovertemplate=HOVER,
        **bar_style(),
    )
    first, last = span_of(progress.chosen, days)
    end = max(last, *(day + HALF_MONTH for day in days[-1:]), last)
    shade_phases(figure, progress.phases, first, end, HALF_WEEK if each == "week" else HALF_MONTH)
    figure.update_layout(showlegend=False, xaxis={"range": [first, end]}, yaxis={"rangemode": "tozero"})
    return figure


def _named(day: date, each: str, display: Display) -> str:
    return f"Week of {styling.short_day(day, display)}" if each == "week" else styling.month(day, display)
