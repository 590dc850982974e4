"""Hevy's CSV: kilograms or pounds, kilometres or miles, in the language of the app; one row per set."""

from collections.abc import Mapping
from typing import Final

from services.datawrangling import SetRow, clean_text, parse_measure, parse_number, parse_spoken_clock, puts_month_first
from services.importers.shapes import AnyRow, Format, Parsed, parse_rows
from services.importers.tables.reading import Table, cells_of

NEEDED: Final = frozenset(("title", "start_time", "exercise_title", "set_index"))
# A file may hold both columns of a kind; whichever is filled counts.
WEIGHTS: Final = (("weight_kg", "kg"), ("weight_lbs", "lb"))
DISTANCES: Final = (("distance_km", "km"), ("distance_miles", "mi"), ("distance_meters", "m"))
SET_TYPES: Final = {"warmup": "warmup", "failure": "failure", "dropset": "drop", "drop": "drop", "amrap": "amrap"}


def matches(table: Table) -> bool:
    """Whether the header is Hevy's."""
    return set(table.keys) >= NEEDED


def parse_hevy(table: Table) -> Parsed:
    """The sets of a Hevy file, in its order."""
    places = {key: place for place, key in enumerate(table.keys)}
    month_first = puts_month_first(cells_of(table, places["start_time"]))

    def parse_row(number: int, cells: tuple[str, ...]) -> AnyRow:
        return _set(number, {key: cells[place] for key, place in places.items()}, month_first)

    return parse_rows(table, parse_row, names_unit=any(name in places for name, _ in WEIGHTS))


HEVY: Final = Format("hevy", "Hevy", matches, parse_hevy)


def _set(number: int, cell: Mapping[str, str], month_first: bool) -> SetRow:
    start = parse_spoken_clock(cell["start_time"], month_first)
    end = parse_spoken_clock(cell["end_time"], month_first) if cell.get("end_time", "").strip() else start
    weight_column, unit = _filled(cell, WEIGHTS)
    distance_column, distance_unit = _filled(cell, DISTANCES)
    superset = parse_measure(cell.get("superset_id", ""), "superset")
    return SetRow(
        row=number,
        start=cell["start_time"],
        title=cell["title"],
        exercise=cell["exercise_title"],
        performed_on=start.date(),
        started_at=start,
        duration_s=(end - start).total_seconds() if bool(end.tzinfo) == bool(start.tzinfo) else None,
        workout_notes=clean_text(cell.get("description", "")),
        set_type=SET_TYPES.get(cell.get("set_type", "").strip().casefold(), "working"),
        weight=parse_number(cell.get(weight_column, ""), "weight"),
        unit=unit,
        reps=parse_measure(cell.get("reps", ""), "number of reps"),
        seconds=parse_measure(cell.get("duration_seconds", ""), "number of seconds") or None,
        distance=parse_measure(cell.get(distance_column, ""), "distance") or None,
        distance_unit=distance_unit,
        rpe=parse_measure(cell.get("rpe", ""), "RPE") or None,
        superset=None if superset is None else superset + 1,  # Hevy counts from 0
        notes=clean_text(cell.get("exercise_notes", "")) if cell["set_index"].strip() in ("0", "0.0") else None,
    )


def _filled(cell: Mapping[str, str], columns: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The first of these columns that holds something; else the first that the file has."""
    there = [column for column in columns if column[0] in cell] or [columns[0]]
    return next((column for column in there if cell[column[0]].strip()), there[0]) if there[0][0] in cell else there[0]
