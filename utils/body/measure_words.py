"""Write measurements, and the training beside them, as text, tables and charts; no widgets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from services.analysis.body_trend import TREND_DAYS, change_over, seven_day_mean, trend_line
from services.body.lists import Measured
from services.body.measurements import KINDS, LENGTH, LIMITS, in_length
from utils import explain, locales, styling
from utils.body.figures import TrainingWeek
from utils.body.words import CHANGE_DAYS, HOVER, Points, span, trend_figure
from utils.explain import Evidence
from utils.plotly_template import bar_style, base_figure
from utils.styling import MISSING, Display, plain

WEEK_MS: Final = 5.6 * 86_400_000
SEVEN_DAYS: Final = "The mean of what was measured in the 7 days up to {}."


def label(kind: str) -> str:
    """Return the label of a kind: "Left upper arm"."""
    return kind[:1].upper() + kind[1:]


def units_of(kind: str, display: Display) -> tuple[str, ...]:
    """Return the units allowed for a kind, the lifter's usual unit first."""
    allowed = KINDS.get(kind, tuple(LIMITS))
    if not set(LENGTH) <= set(allowed):
        return allowed
    usual = "in" if display.unit == "lb" else "cm"
    return usual, *(unit for unit in allowed if unit != usual)


def unit_of(series: Sequence[Measured]) -> str:
    """Return the unit for a series: the unit of its last entry."""
    return series[-1].unit


def number(value: float | None, unit: str, display: Display) -> str:
    """Write a value with its unit: "82.5 cm", "14.2%"."""
    if value is None:
        return MISSING
    return styling.number(value, display) + (unit if unit == "%" else f" {unit}")


def measurement_text(measurement: Measured, display: Display) -> str:
    """Write a measurement as entered."""
    return styling.number(measurement.value, display, 3) + (
        measurement.unit if measurement.unit == "%" else f" {measurement.unit}"
    )


def as_typed(measurement: Measured, display: Display) -> str:
    """Write the value of a measurement as the lifter would type it."""
    return locales.typed_number(measurement.value, display.locale)


def measured(series: Sequence[Measured]) -> list[tuple[date, float]]:
    """Return days and values in the unit of the series; leave out values that cannot be converted."""
    unit = unit_of(series)
    alike = [entry for entry in series if entry.unit == unit or {entry.unit, unit} <= {"cm", "mm", "in"}]
    return [(entry.measured_on, in_length(float(entry.value), entry.unit, unit)) for entry in alike]


def mean_now(series: Sequence[Measured], display: Display) -> str:
    """Write the mean of the 7 days up to the last measurement."""
    return number(seven_day_mean(measured(series), series[-1].measured_on), unit_of(series), display)


def change(series: Sequence[Measured], display: Display) -> str | None:
    """Write the change of the 7-day mean in four weeks; None without a measurement four weeks before."""
    by = change_over(measured(series), series[-1].measured_on, CHANGE_DAYS)
    if by is None:
        return None
    unit = unit_of(series)
    return f"{styling.signed(by, display, '%' if unit == '%' else f' {unit}')} in {CHANGE_DAYS // 7} weeks"


def figure(series: Sequence[Measured], period: str, today: date, display: Display) -> go.Figure:
    """Draw each measurement as a faint point, and the 7-day mean as a bold line."""
    unit, values = unit_of(series), measured(series)
    points: Points = [(day, value, number(value, unit, display)) for day, value in values]
    line: Points = [(day, value, number(value, unit, display)) for day, value in trend_line(values)]
    ends = span(period, series, today)
    return trend_figure(label(series[-1].kind), unit, (points, line), ends, today, display)


def alt(series: Sequence[Measured], display: Display) -> str:
    """Describe the chart of a series in a sentence."""
    first, last = series[0], series[-1]
    ends = [
        f"{measurement_text(end, display)} on {styling.short_day(end.measured_on, display)}" for end in (first, last)
    ]
    return f"{label(last.kind)}: {ends[0]}, {ends[1]}; the 7-day mean is {mean_now(series, display)} now."


def latest(kinds: Mapping[str, Sequence[Measured]], display: Display) -> pd.DataFrame:
    """Return a table: the last measurement of each kind, and its change in four weeks."""
    lines = [
        {
            "Measurement": plain(label(kind)),
            "Last": measurement_text(series[-1], display),
            "In 4 weeks": (change(series, display) or MISSING).removesuffix(f" in {CHANGE_DAYS // 7} weeks"),
            "Day": plain(styling.short_day(series[-1].measured_on, display)),
        }
        for kind, series in kinds.items()
    ]
    return explain.table(lines)


def trend_evidence(
    entries: Iterable[tuple[date, str]],
    dated: Sequence[tuple[date, float]],
    changed: str | None,
    words: Callable[[float | None], str],
    display: Display,
) -> list[Evidence]:
    """Return the evidence of the 7-day mean; with `changed`, also that of four weeks before and of the change."""
    last, listed = dated[-1][0], list(entries)
    now = words(seven_day_mean(dated, last))
    sections = [_mean_evidence("Mean of 7 days", listed, last, now, display)]
    if changed is None:
        return sections
    earlier = last - timedelta(days=CHANGE_DAYS)
    before = words(seven_day_mean(dated, earlier))
    both = [{" ": "Four weeks before", "Mean": before}, {" ": "Now", "Mean": now}]
    rows = explain.table(both, ("Mean",))
    return [
        *sections,
        Evidence("Change", changed, "The mean of 7 days of now less that of four weeks before.", rows),
        _mean_evidence("Four weeks before", listed, earlier, before, display),
    ]


def _mean_evidence(
    name: str, entries: Iterable[tuple[date, str]], last: date, value: str, display: Display
) -> Evidence:
    """Return a 7-day mean with its measurements."""
    first = last - timedelta(days=TREND_DAYS - 1)
    lines = [
        {"Day": plain(styling.short_day(day, display)), "Measured": words}
        for day, words in entries
        if first <= day <= last
    ]
    rule = SEVEN_DAYS.format(styling.short_day(last, display))
    rows = explain.table(lines, ("Measured",), {"Day": "Mean", "Measured": value})
    return Evidence(name, value, rule, rows)


def training(weeks: Sequence[TrainingWeek], axis: Sequence[date], display: Display) -> go.Figure:
    """Draw the hard sets of each week as bars, over the days of the chart above."""
    drawn = base_figure("Hard sets per week", separators=styling.separators(display))
    drawn.add_bar(
        x=[week.starts_on for week in weeks],
        y=[week.hard_sets for week in weeks],
        width=WEEK_MS,
        hovertext=[_week(week, display) for week in weeks],
        hovertemplate=HOVER,
        **bar_style(),
    )
    return drawn.update_layout(showlegend=False, xaxis={"range": list(axis)}, yaxis={"rangemode": "tozero"})


def _week(week: TrainingWeek, display: Display) -> str:
    sets = styling.hard_sets(week.hard_sets, display)
    return f"Week of {styling.short_day(week.starts_on, display)} – {sets} hard sets"


def training_alt(weeks: Sequence[TrainingWeek], display: Display) -> str:
    """Describe the chart of hard sets in a sentence."""
    if not weeks:
        return "No hard sets in this time."
    mean = sum(week.hard_sets for week in weeks) / len(weeks)
    many = styling.plural(len(weeks), "week", display)
    return f"Hard sets per week beside it: {styling.hard_sets(mean, display)} on average in {many} with training."


def training_evidence(weeks: Sequence[TrainingWeek], display: Display) -> Evidence:
    """Return the bars as rows, latest first."""
    lines = [
        {
            "Week of": plain(styling.short_day(week.starts_on, display)),
            "Workouts": styling.count(week.workouts, display),
            "Hard sets": styling.hard_sets(week.hard_sets, display),
        }
        for week in reversed(weeks)
    ]
    sets = styling.hard_sets(sum(week.hard_sets for week in weeks), display)
    total = {"Workouts": styling.count(sum(week.workouts for week in weeks), display), "Hard sets": sets}
    rows = explain.table(lines, ("Workouts", "Hard sets"), total)
    return Evidence("Hard sets", sets, explain.HARD_SET, rows)
