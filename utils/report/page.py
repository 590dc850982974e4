"""Build the report as one self-contained HTML page: no scripts, no fonts, no external pictures."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from database.star.report import Workout
from services.analysis.phases import Phase, phase_on
from services.units import in_unit
from utils import sentences, styling
from utils.paper import svg
from utils.paper.html import POLICY
from utils.paper.svg import Band, Drawn, words
from utils.phases import PHASES, with_shaded
from utils.report.facts import Lift, Report, Sums, Week
from utils.styling import MISSING, Display, in_words

STYLE: Final = Path(__file__).parents[1] / "assets" / "report.css"
CALENDAR_DAYS: Final = 62  # the calendar of a longer span would fill a page

Figure = Callable[[Sums, Display], str]
FIGURES: Final[Mapping[str, Figure]] = {
    "Workouts": lambda figure, display: styling.count(figure.workouts, display),
    "Hard sets": lambda figure, display: styling.hard_sets(figure.hard_sets, display),
    "Reps": lambda figure, display: styling.count(figure.reps, display),
    "Time": lambda figure, _: styling.duration(figure.seconds),
    "Tonnage": lambda figure, display: styling.tonnage(figure.tonnage_kg, display),
}


def page(report: Report, lifter: str, display: Display, today: date) -> str:
    """Return the whole page."""
    parts = [
        _head(report, lifter, display, today),
        _figures(report, display),
        _consistency(report, display),
        _records(report, display, today),
        _lifts(report, display),
        _muscles(report, display),
        _body(report, display),
        _workouts(report, display, today),
    ]
    title = words(f"{report.span.title} – Tonnage")
    meta = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    style = f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    head = f"<head>{meta}{view}<title>{title}</title>{style}</head>"
    return f'<!doctype html>\n<html lang="en">{head}<body><main>{"".join(parts)}</main></body></html>\n'


def _head(report: Report, lifter: str, display: Display, today: date) -> str:
    span = (
        f"{styling.long_day(report.span.first, display, today)} to {styling.long_day(report.span.last, display, today)}"
    )
    date_words = f"made on {styling.long_day(today, display, today)}"
    return f"<header><h1>{words(report.span.title)}</h1><p>{words(f'{lifter} · {span} · {date_words}')}</p></header>"


def _section(title: str, *parts: str) -> str:
    return f"<section><h2>{words(title)}</h2>{''.join(parts)}</section>"


def _said(text: str) -> str:
    return f"<p>{words(text)}</p>"


def _figures(report: Report, display: Display) -> str:
    """Draw the totals as tiles, each with its comparison."""
    tiles = "".join(_tile(name, figure, report, display) for name, figure in FIGURES.items())
    return f'<section class="tiles">{tiles}</section>'


def _tile(name: str, figure: Figure, report: Report, display: Display) -> str:
    before = f"{figure(report.before, display)} in {report.span.before_title}"
    rule = before if report.before.workouts else f"nothing in {report.span.before_title}"
    return f"<div><h3>{words(name)}</h3><strong>{words(figure(report.now, display))}</strong><p>{words(rule)}</p></div>"


def _consistency(report: Report, display: Display) -> str:
    days = {workout.performed_on for workout in report.workouts}
    trained = sum(bool(week.workouts) for week in report.weeks)
    pause = styling.plural(report.longest_pause_days, "day", display)
    rule = (
        f"Trained on {styling.plural(len(days), 'day', display)}, in {trained} of "
        f"{styling.plural(len(report.weeks), 'week', display)}; the longest pause was {pause}."
    )
    bars = [_week(week, display) for week in report.weeks]
    ends = report.weeks[0].starts_on, report.weeks[-1].starts_on + timedelta(days=6)
    alt = with_shaded(f"Hard sets of {len(bars)} weeks.", report.phases, display)
    chart = svg.columns(bars, alt, bands(report.phases, *ends, (ends[1] - ends[0]).days + 1))
    drawn = f'<div class="pair">{_calendar(report, days, display)}<div><h3>Hard sets per week</h3>{chart}</div></div>'
    return _section("Consistency", _said(with_shaded(rule, report.phases, display)), drawn)


def bands(phases: Iterable[Phase], first: date, last: date, many: int) -> list[Band]:
    """Return the phases as bands on a width of `many` days from `first`; cut them to these days."""
    result = []
    for phase in phases:
        start, end = max(phase.starts_on, first), min(phase.ends_on or last, last) + timedelta(days=1)
        shares = [min(max((day - first).days / many, 0.0), 1.0) for day in (start, end)]
        result.append(Band(shares[0], shares[1], PHASES[phase.kind]))
    return result


def _along(report: Report) -> list[Band]:
    """Return the bands of line charts, whose first and last day are at the edges."""
    span = report.span
    return bands(report.phases, span.first, span.last, max(span.days - 1, 1))


def _week(week: Week, display: Display) -> tuple[str, float, str]:
    """Return the label, the value and the text of a week's bar; the title of the page names the year."""
    day = styling.short_day(week.starts_on, display, week.starts_on)
    return day, week.hard_sets, styling.hard_sets(week.hard_sets, display)


def _calendar(report: Report, days: Collection[date], display: Display) -> str:
    if report.span.days > CALENDAR_DAYS:
        return ""
    span, names = report.span, [name.rstrip(".")[:2] for name in styling.weekdays(display)]
    alt = with_shaded(f"Workouts on {len(days)} days.", report.phases, display)
    every = (span.first + timedelta(days=number) for number in range(span.days))
    shaded = {day for day in every if phase_on(report.phases, day)}
    drawn = svg.calendar(days, span.first, span.last, display.week_start, names, alt, shaded)
    return f'<div class="month">{drawn}</div>'


def _records(report: Report, display: Display, today: date) -> str:
    if not report.records:
        return _section("Records", _said("No weight and no rep record."))
    rows = [
        (record.name, sentences.record_value(record, display), styling.short_day(record.day, display, today))
        for record in reversed(report.records)
    ]
    return _section("Records", _table(("Exercise", "Record", "Day"), rows))


def _lifts(report: Report, display: Display) -> str:
    if not report.lifts:
        return ""
    rows = [_lift(lift, report, display) for lift in report.lifts]
    heads = ("Exercise", "Before", "At the end", "Change", "Hard sets", "Best of each day")
    rule = "Estimated one-rep max: the best of the 28 days before, and of the last 28 days."
    rule = with_shaded(rule, report.phases, display)
    return _section("Strength", _said(rule), _table(heads, rows, numbers=(1, 2, 3, 4), minor=(4,)))


def _lift(lift: Lift, report: Report, display: Display) -> tuple[str, ...]:
    span, alt = report.span, f"{lift.name}: {styling.plural(len(lift.line), 'day', display)}"
    return (
        lift.name,
        styling.e1rm(lift.before_kg, display),
        styling.e1rm(lift.after_kg, display),
        styling.e1rm_change(lift.before_kg, lift.after_kg, display),
        styling.hard_sets(lift.hard_sets, display),
        svg.spark(lift.line, span.first, span.last, alt, _along(report)),
    )


def _muscles(report: Report, display: Display) -> str:
    if not report.muscles:
        return ""
    weeks = report.span.days / 7
    bars = [
        (in_words(muscle.name), muscle.direct, muscle.fractional, styling.hard_sets(muscle.fractional, display))
        for muscle in report.muscles
    ]
    rows = [
        (
            in_words(muscle.name),
            *(styling.hard_sets(value, display) for value in (muscle.direct, muscle.fractional, muscle.total)),
            styling.hard_sets(muscle.fractional / weeks, display),
        )
        for muscle in report.muscles
    ]
    rule = "A helping muscle counts half a set (fractional). Dark: sets in which the muscle is a main one (direct)."
    heads = ("Muscle", "Direct", "Fractional", "Total", "Fractional a week")
    chart = svg.rows(bars, "Hard sets of each muscle group")
    return _section("Hard sets per muscle", _said(rule), chart, _table(heads, rows, numbers=(1, 2, 3, 4)))


def _body(report: Report, display: Display) -> str:
    body, span = report.body, report.span
    if body is None:
        return ""
    ends = (body_weight(body.first_kg, display), body_weight(body.last_kg, display))
    alt = with_shaded(f"7-day mean of the body weight, from {ends[0]} to {ends[1]}.", report.phases, display)
    rule = f"The mean of 7 days went from {ends[0]} to {ends[1]}."
    rule = rule if len(body.line) > 1 else f"The mean of 7 days: {ends[1]}."
    labelled = [(day, kg, body_weight(kg, display)) for day, kg in body.line]
    drawn = svg.curve(labelled, span.first, span.last, alt, _along(report))
    return _section("Body weight", _said(with_shaded(rule, report.phases, display)), drawn)


def body_weight(kg: float, display: Display) -> str:
    """Write a mean body weight to a tenth, as page Body does."""
    return styling.number(in_unit(kg, "kg", display.unit), display, 1) + f" {display.unit}"


def _workouts(report: Report, display: Display, today: date) -> str:
    if not report.workouts:
        return _section("Workouts", _said("No workout on these days."))
    rows = [_workout(workout, display, today) for workout in report.workouts]
    heads = ("Day", "Workout", "Exercises", "Hard sets", "Time", "Tonnage")
    rows.append(_in_all(report.now, display))
    return _section("Workouts", _table(heads, rows, numbers=(2, 3, 4, 5), minor=(2,)))


def _in_all(now: Sums, display: Display) -> tuple[str, ...]:
    """Return the last row of the workouts: their totals, equal to the tiles at the top."""
    sums = (FIGURES[name](now, display) for name in ("Hard sets", "Time", "Tonnage"))
    return "In all", styling.plural(now.workouts, "workout", display), "", *sums


def _workout(workout: Workout, display: Display, today: date) -> tuple[str, ...]:
    return (
        styling.long_day(workout.performed_on, display, today),
        workout.title or "Workout",
        styling.count(workout.exercises, display),
        styling.hard_sets(workout.hard_sets, display),
        styling.duration(workout.duration_s),
        styling.tonnage(workout.tonnage_kg, display),
    )


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = (), minor: Sequence[int] = ()
) -> str:
    """Draw a table; escape every cell that is not Drawn. A phone hides the minor columns."""
    kinds = [
        f"{'num' if place in numbers else ''} {'minor' if place in minor else ''}".strip()
        for place in range(len(heads))
    ]
    head = "".join(f'<th class="{kind}">{words(name)}</th>' for kind, name in zip(kinds, heads, strict=True))
    body = "".join(f"<tr>{_cells(row, kinds)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _cells(row: Sequence[str], kinds: Sequence[str]) -> str:
    return "".join(
        f'<td class="{kind}">{value if isinstance(value, Drawn) else words(value or MISSING)}</td>'
        for kind, value in zip(kinds, row, strict=True)
    )
