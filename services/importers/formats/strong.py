"""Strong's CSV in its six layouts, English, German and French; one row per set."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from services.datawrangling import (
    SetRow,
    Unfit,
    clean_text,
    header_key,
    parse_duration,
    parse_measure,
    parse_number,
    parse_spoken_clock,
    parse_unit,
    parse_wall_clock,
    puts_month_first,
    quoted_text,
)
from services.importers.shapes import AnyRow, Format, NoteRow, Parsed, RestRow, parse_rows
from services.importers.tables.reading import Table, cells_of

COLUMNS: Final = {
    "start": ("Date", "Datum"),
    "title": ("Workout Name", "Workout-Name", "Nom de l'entraînement"),
    "duration": ("Duration", "Duration (sec)", "Workout Duration", "Dauer", "Durée"),
    "exercise": ("Exercise Name", "Name der Übung", "Nom de l'exercice"),
    "order": ("Set Order", "Reihenfolge festlegen", "Ordre de la série"),
    "weight": ("Weight", "Weight (kg)", "Weight (lbs)", "Weight (lb)", "Gewicht", "Poids"),
    "unit": ("Weight Unit",),
    "reps": ("Reps", "Wiederh.", "Réps"),
    "distance": ("Distance", "Distance (meters)", "Entfernung"),
    "distance_unit": ("Distance Unit",),
    "seconds": ("Seconds", "Sekunden", "Secondes"),
    "notes": ("Notes", "Notizen"),
    "workout_notes": ("Workout Notes", "Workout-Notizen", "Notes d'entraînement"),
    "rpe": ("RPE",),
}
FIELD_OF: Final = {header_key(name): field for field, names in COLUMNS.items() for name in names}
NEEDED: Final = frozenset(("start", "title", "exercise", "order", "weight", "reps"))
# The classic layout keeps its order in every language, so that it can be read under a header that nobody knows.
CLASSIC: Final = (
    "start", "title", "duration", "exercise", "order", "weight", "reps", "distance", "seconds", "notes",
    "workout_notes", "rpe",
)  # fmt: skip
UNIT_IN_HEADER: Final = {
    "weight (kg)": "kg",
    "weight (lbs)": "lb",
    "weight (lb)": "lb",
    "distance (meters)": "m",
}
SET_TYPES: Final = {
    "w": "warmup", "warm_up": "warmup", "warmup": "warmup", "warm up": "warmup",
    "d": "drop", "drop_set": "drop", "dropset": "drop", "drop set": "drop",
    "f": "failure", "failure": "failure",
}  # fmt: skip
REST_WORDS: Final = frozenset(("rest timer", "ruhezeit", "rest"))
NOTE_WORDS: Final = frozenset(("note", "notiz"))


class Written(NamedTuple):
    """How a file writes its values: the units of its header, a decimal comma, and the order of day and month."""

    units: Mapping[str, str]
    comma: bool
    month_first: bool


def matches(table: Table) -> bool:
    """Whether the header, or the shape of the rows under an unknown one, is Strong's."""
    return _places(table) is not None


def parse_strong(table: Table) -> Parsed:
    """The sets of a Strong file; 0 stands for "not applicable" in distance and seconds, and in reps beside them."""
    places = _places(table) or {}
    units = {FIELD_OF[key]: unit for key, unit in UNIT_IN_HEADER.items() if key in table.keys}
    written = Written(units, table.delimiter == ";", puts_month_first(cells_of(table, places["start"])))

    def parse_row(number: int, cells: tuple[str, ...]) -> AnyRow:
        return _row(number, {field: cells[place] for field, place in places.items()}, written)

    return parse_rows(table, parse_row, names_unit="unit" in places or "weight" in units)


STRONG: Final = Format("strong", "Strong", matches, parse_strong)


def _places(table: Table) -> Mapping[str, int] | None:
    places = {FIELD_OF[key]: place for place, key in enumerate(table.keys) if key in FIELD_OF}
    if places.keys() >= NEEDED:
        return places
    return dict(zip(CLASSIC, range(12), strict=True)) if _looks_classic(table) else None


def _looks_classic(table: Table) -> bool:
    if len(table.header) != len(CLASSIC) or not table.rows:
        return False
    cells = table.rows[0][1]
    try:
        parse_wall_clock(cells[0])
        return len(cells) == len(CLASSIC) and all(parse_number(cell, "number") is not None for cell in cells[4:9])
    except Unfit:
        return False


def _row(number: int, cell: Mapping[str, str], written: Written) -> AnyRow:
    order = header_key(cell["order"])
    if order in REST_WORDS or header_key(cell["exercise"]) in REST_WORDS:
        return RestRow()
    if order in NOTE_WORDS:
        return NoteRow(cell["start"], cell["title"], cell["exercise"], cell.get("notes", "").strip())
    row = _set(number, cell, written)
    is_number = order.isascii() and order.replace(".", "", 1).isdigit()
    if not is_number and order not in SET_TYPES:
        return _of_unknown_order(row, cell["order"])
    return row._replace(set_type=SET_TYPES.get(order, "working"))


def _of_unknown_order(row: SetRow, order: str) -> AnyRow:
    """A rest in a language not known here tells seconds and nothing else."""
    if row.seconds and not (row.weight or row.reps or row.distance):
        return RestRow()
    raise Unfit(f"The set order {quoted_text(order)} is neither a number nor a kind of set.")


def _set(number: int, cell: Mapping[str, str], written: Written) -> SetRow:
    units, comma, month_first = written
    start = parse_spoken_clock(cell["start"], month_first)
    weight = parse_number(cell["weight"], "weight", comma)
    seconds = parse_measure(cell.get("seconds", ""), "number of seconds", comma) or None
    distance = parse_measure(cell.get("distance", ""), "distance", comma) or None
    reps = parse_measure(cell["reps"], "number of reps", comma)
    return SetRow(
        row=number,
        start=cell["start"],
        title=cell["title"],
        exercise=cell["exercise"],
        performed_on=start.date(),
        started_at=start,
        duration_s=parse_duration(cell.get("duration", "")),
        workout_notes=clean_text(cell.get("workout_notes", "")),
        weight=weight,
        unit=units.get("weight") or parse_unit(cell.get("unit", "")),
        reps=None if reps == 0 and (seconds or distance) else reps,
        seconds=seconds,
        distance=distance,
        distance_unit=units.get("distance") or clean_text(cell.get("distance_unit", "")),
        rpe=parse_measure(cell.get("rpe", ""), "RPE", comma) or None,
        notes=clean_text(cell.get("notes", "")),
    )
