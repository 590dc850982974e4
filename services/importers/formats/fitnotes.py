"""FitNotes' CSV, Android and iOS: a workout is a date, and the names of exercises are not quoted."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from services.datawrangling import (
    METRES_IN,
    SetRow,
    clean_text,
    parse_clock_span,
    parse_measure,
    parse_unit,
)
from services.importers.shapes import AnyRow, Format, Parsed, fitted, parse_rows
from services.importers.tables.cells import number_in
from services.importers.tables.moments import is_fit, moment_in, month_comes_first
from services.importers.tables.reading import Table, cells_of

NEEDED: Final = frozenset(("date", "exercise", "category", "reps"))
# The unit stands in the header, or beside each weight; iOS fills one of two columns or both.
WEIGHTS: Final = (
    ("weight (kg)", "kg"), ("weight (kgs)", "kg"), ("weight (lbs)", "lb"), ("weight (lb)", "lb"), ("weight", None),
)  # fmt: skip
TEXTS: Final = ("comment", "notes")
NAME: Final = 1  # where the exercise stands
WEIGHT: Final = 3  # and, after its category, the first weight


def matches(table: Table) -> bool:
    """Whether the header is FitNotes'."""
    return set(table.keys) >= NEEDED


def parse_fitnotes(table: Table) -> Parsed:
    """The sets of a FitNotes file, in its order."""
    places = {key: place for place, key in enumerate(table.keys)}
    month_first = bool(month_comes_first(cells_of(table, places["date"])))
    has_text = table.keys[-1] in TEXTS

    def parse_row(number: int, cells: tuple[str, ...]) -> AnyRow:
        cell = {key: cells[place] for key, place in places.items()}
        return _set(number, cell, moment_in(cell["date"], month_first)[0])

    names_unit = "weight unit" in places or any(name in places for name, unit in WEIGHTS if unit)
    return parse_rows(table, parse_row, names_unit, partial(_fitted, has_text=has_text))


FITNOTES: Final = Format("fitnotes", "FitNotes", matches, parse_fitnotes)


def _fitted(cells: tuple[str, ...], width: int, has_text: bool) -> tuple[str, ...]:
    """A row as the header cuts it: its name joined again, the comment that is left away at its end filled in."""
    readings = [_rejoined(some, width) for some in (cells, (*cells, "") if has_text else cells)]
    likely = (reading for reading in readings if len(reading) == width and is_fit(number_in, reading[WEIGHT], "weight"))
    return fitted(next(likely, readings[0]), width)


def _rejoined(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """A comma in the name of an exercise cut it in two: what is too much belongs to the name."""
    surplus = len(cells) - width
    if surplus <= 0 or NAME + surplus >= len(cells):
        return tuple(cells)
    name = ",".join(cells[NAME : NAME + surplus + 1])
    return (*cells[:NAME], name, *cells[NAME + surplus + 1 :])


def _set(number: int, cell: Mapping[str, str], day: date) -> SetRow:
    weight, unit = _weight(cell)
    seconds = parse_clock_span(cell.get("time", ""))
    distance = parse_measure(cell.get("distance", ""), "distance") or None
    said = cell.get("distance unit", "").strip().casefold()
    return SetRow(
        row=number,
        start=cell["date"].strip(),
        title="",
        exercise=cell["exercise"],
        performed_on=day,
        weight=weight,
        unit=unit,
        reps=parse_measure(cell["reps"], "number of reps"),
        seconds=seconds or None,
        distance=distance,
        distance_unit=said if said in METRES_IN else None,
        notes=next((text for name in TEXTS if (text := clean_text(cell.get(name, "")))), None),
    )


def _weight(cell: Mapping[str, str]) -> tuple[Decimal | None, str | None]:
    """The weight in the first column that is filled, with its unit."""
    for name, unit in WEIGHTS:
        weight = number_in(cell.get(name, ""), "weight")
        if weight is not None:
            return weight, unit or parse_unit(cell.get("weight unit", ""))
    return None, None
