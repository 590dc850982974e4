"""LiftLog's plain-text export: one row per set, a session under an id of its own."""

from collections.abc import Mapping
from typing import Final

from services.datawrangling import SetRow, clean_text, parse_instant, parse_measure, parse_number, parse_unit
from services.importers.reading import Table
from services.importers.shapes import AnyRow, Format, Parsed, parse_rows

NEEDED: Final = frozenset(("sessionid", "timestamp", "exercise", "weight", "reps"))


def matches(table: Table) -> bool:
    """Whether the header is LiftLog's."""
    return set(table.keys) >= NEEDED


def parse_liftlog(table: Table) -> Parsed:
    """The sets of a LiftLog file, in its order."""
    places = {key: place for place, key in enumerate(table.keys)}

    def parse_row(number: int, cells: tuple[str, ...]) -> AnyRow:
        return _set(number, {key: cells[place] for key, place in places.items()})

    return parse_rows(table, parse_row, names_unit="weightunit" in places)


LIFTLOG: Final = Format("liftlog", "LiftLog", matches, parse_liftlog)


def _set(number: int, cell: Mapping[str, str]) -> SetRow:
    at = parse_instant(cell["timestamp"])
    return SetRow(
        row=number,
        start=cell["sessionid"],
        title=cell.get("sessionname", ""),
        exercise=cell["exercise"],
        performed_on=at.date(),
        started_at=at,
        weight=parse_number(cell["weight"], "weight"),
        unit=parse_unit(cell.get("weightunit", "")),
        reps=parse_measure(cell["reps"], "number of reps"),
        notes=clean_text(cell.get("notes", "")),
    )
