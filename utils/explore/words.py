"""Write the keys, titles, captions and chart descriptions of Explore."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from database.oltp_tables import SET_TYPES
from database.star.explore import UNKNOWN
from services.muscles import GROUP_ID, MUSCLE_ID
from utils import set_texts, styling
from utils.exercises.words import equipment
from utils.explore.facts import ExploreFacts
from utils.explore.figures import NO_PROGRAM, Cell, Explored
from utils.explore.measures import (
    COUNTS,
    COUNTS_MEAN,
    DIMENSIONS,
    DIVIDED,
    INTENSITY_ZONES,
    MEASURES,
    REP_ZONES,
    adds_up,
    by_muscle,
)
from utils.explore.view import View
from utils.filters import Period
from utils.locales import language_of
from utils.styling import MISSING, NO_BREAK, Display, in_words

MUSCLE_NAMES: Final = {number: name for ids in (MUSCLE_ID, GROUP_ID) for name, number in ids.items()}
NOT_KNOWN: Final = "Not known"

Labels = Callable[[Any, ExploreFacts, Display], str]


def label(dimension: str, key: Any, names: ExploreFacts, display: Display) -> str:
    """Write a key of a dimension."""
    return LABELS[dimension](key, names, display)


def _day(day: date, _: ExploreFacts, display: Display) -> str:
    return styling.short_day(day, display)


def _month(day: date, _: ExploreFacts, display: Display) -> str:
    return styling.month(day, display)


def _weekday(number: int, _: ExploreFacts, display: Display) -> str:
    return language_of(display.locale).weekdays[number - 1]


def _hour(hour: int, _: ExploreFacts, __: Display) -> str:
    return NOT_KNOWN if hour == UNKNOWN else f"{hour:02}:00"


def _program_week(week: int, _: ExploreFacts, __: Display) -> str:
    return "Outside a program" if week == NO_PROGRAM else f"Week {week}"


def _routine(routine_id: int, names: ExploreFacts, _: Display) -> str:
    return names.routines.get(routine_id, "A deleted routine") if routine_id else "No routine"


def _exercise(exercise_id: int, names: ExploreFacts, _: Display) -> str:
    return names.exercises.get(exercise_id, NOT_KNOWN)


def _muscle(muscle_id: int, _: ExploreFacts, __: Display) -> str:
    return in_words(MUSCLE_NAMES[muscle_id])


def _rep_zone(place: int, _: ExploreFacts, __: Display) -> str:
    return "No reps" if place == UNKNOWN else _zone(REP_ZONES, place, 1)


def _zone(bounds: tuple[int, ...], place: int, gap: int) -> str:
    if place + 1 == len(bounds):
        return f"{bounds[place]} and more"
    return f"{bounds[place]}–{bounds[place + 1] - gap}"


def _intensity_zone(place: int, _: ExploreFacts, display: Display) -> str:
    if place == UNKNOWN:
        return NOT_KNOWN
    if place == 0:
        return f"below {styling.percent(INTENSITY_ZONES[1], display)}"
    low = styling.percent(INTENSITY_ZONES[place], display)
    more = INTENSITY_ZONES[place + 1 : place + 2]
    return f"{low} and more" if not more else f"{low} to below {styling.percent(more[0], display)}"


def _set_type(number: int, _: ExploreFacts, __: Display) -> str:
    return set_texts.SET_TYPES[SET_TYPES[number]].short


LABELS: Final[Mapping[str, Labels]] = {
    "week": _day,
    "month": _month,
    "year": lambda year, *_: str(year),
    "weekday": _weekday,
    "program_week": _program_week,
    "hour": _hour,
    "routine": _routine,
    "exercise": _exercise,
    "muscle": _muscle,
    "group": _muscle,
    "pattern": lambda code, *_: in_words(code or "") or NOT_KNOWN,
    "equipment": lambda code, *_: equipment(code or "") or NOT_KNOWN,
    "rep_zone": _rep_zone,
    "intensity_zone": _intensity_zone,
    "set_type": _set_type,
}


def value(amount: float | None, explored: Explored, display: Display) -> str:
    """Write a value of the measure."""
    return MISSING if amount is None else MEASURES[explored.view.measure].words(amount, display)


def change(cell: Cell, explored: Explored, display: Display) -> str:
    """Write the change in percent, or in points for percentages; MISSING without both values or after a 0."""
    if cell.now is None or not cell.before:
        return MISSING
    if MEASURES[explored.view.measure].unit(display) == "%":
        return styling.signed((cell.now - cell.before) * 100, display, " pts", 0)
    return styling.signed((cell.now / cell.before - 1) * 100, display, "%", 0)


def measure_title(explored: Explored) -> str:
    """Write the measure, with the counting method for muscles."""
    title = MEASURES[explored.view.measure].title
    return f"{title} ({COUNTS[explored.view.count].lower()})" if by_muscle(explored.view.dimensions) else title


def chart_title(explored: Explored) -> str:
    """Write the title of the chart: "Hard sets by week and pattern"."""
    by = " and ".join(DIMENSIONS[name].title.lower() for name in explored.view.dimensions)
    lift = explored.names.exercises.get(explored.view.lift or 0)
    of_lift = f"{lift} – " if lift else ""
    return f"{of_lift}{measure_title(explored)} by {by}"


def with_unit(title: str, unit: str) -> str:
    """Append the unit to a title, without a line break before it."""
    return f"{title},{NO_BREAK}{unit.replace(' ', NO_BREAK)}" if unit else title


def days_of(period: Period, display: Display) -> str:
    """Write the days of a period: "28 Aug to 27 Nov"."""
    last = styling.short_day(period.last, display)
    return f"up to {last}" if period.first is None else f"{styling.short_day(period.first, display)} to {last}"


def captions(explored: Explored, display: Display) -> tuple[str, ...]:
    """Return sentences on the comparison, the measure, the counting of muscles, and whether values add up."""
    view = explored.view
    sentences = [f"{explored.comparison.name}: {days_of(explored.comparison, display)}."] if explored.comparison else []
    sentences.append(MEASURES[view.measure].note)
    if by_muscle(view.dimensions):
        sentences.append(f"{counting(view)}. A set counts for each muscle it trains.")
    apart = [DIMENSIONS[name].title.lower() for name in view.dimensions if not adds_up(view.measure, name)]
    if apart and MEASURES[view.measure].kind in ("sum", "distinct"):
        sentences.append(f"Values by {' and '.join(apart)} do not add up to the whole.")
    return tuple(sentences)


def counting(view: View) -> str:
    """Describe how muscles get their sets; measures that are not divided count whole sets."""
    is_whole = view.count == "fractional" and MEASURES[view.measure].kind not in DIVIDED
    return f"{COUNTS[view.count]}: {COUNTS_MEAN['total' if is_whole else view.count]}"


def whole(explored: Explored, display: Display) -> tuple[str, str, str] | None:
    """Return title, value and change of the whole; None if there is no whole."""
    if explored.whole is None or explored.whole.now is None:
        return None
    title = f"{MEASURES[explored.view.measure].title}, {days_of(explored.period, display)}"
    if explored.comparison is None:
        return title, value(explored.whole.now, explored, display), ""
    before = value(explored.whole.before, explored, display)
    return (
        title,
        value(explored.whole.now, explored, display),
        f"{change(explored.whole, explored, display)} against {before}",
    )


def of_cell(explored: Explored, cell: Cell, display: Display) -> str:
    """Write the keys of a cell: "Squat (Barbell), 5 Jan"."""
    named = zip(explored.view.dimensions, cell.keys, strict=True)
    return ", ".join(label(name, key, explored.names, display) for name, key in named)


def alt(explored: Explored, display: Display) -> str:
    """Describe the chart in a sentence."""
    cells = [cell for cell in explored.cells if cell.now is not None]
    if not cells:
        return f"{chart_title(explored)}: nothing."
    most = max(cells, key=lambda cell: cell.now or 0.0)
    where, high = of_cell(explored, most, display), value(most.now, explored, display)
    return f"{chart_title(explored)}: {len(cells)} values, the highest {high} for {where}."
