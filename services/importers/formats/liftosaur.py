"""Liftosaur's CSV: what a program asked for beside what was done; only what was done is taken."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from services.datawrangling import SetRow, clean_text, parse_instant, parse_measure, parse_number, parse_unit
from services.importers.shapes import AnyRow, Format, Parsed, RestRow, parse_rows
from services.importers.tables.reading import Table

NEEDED: Final = frozenset(("workout datetime", "day name", "exercise", "completed reps"))
YES: Final = frozenset(("1", "true", "yes"))


def matches(table: Table) -> bool:
    """Whether the header is Liftosaur's."""
    return set(table.keys) >= NEEDED


def parse_liftosaur(table: Table) -> Parsed:
    """The completed sets of a Liftosaur file; a set that was only planned is set aside."""
    places = {key: place for place, key in enumerate(table.keys)}

    def parse_row(number: int, cells: tuple[str, ...]) -> AnyRow:
        cell = {key: cells[place] for key, place in places.items()}
        if not cell["completed reps"].strip():
            return RestRow()
        return _set(number, cell, parse_instant(cell["workout datetime"]))

    return parse_rows(table, parse_row, names_unit=True)


LIFTOSAUR: Final = Format("liftosaur", "Liftosaur", matches, parse_liftosaur)


def _set(number: int, cell: Mapping[str, str], start: datetime) -> SetRow:
    return SetRow(
        row=number,
        start=cell["workout datetime"],
        title=" – ".join(filter(None, (cell.get("program", "").strip(), cell["day name"].strip()))),
        exercise=cell["exercise"],
        performed_on=start.date(),
        started_at=start,
        set_type=_set_type(cell),
        weight=parse_number(_first(cell, "completed weight value", "weight value"), "weight"),
        unit=parse_unit(_first(cell, "completed weight unit", "weight unit")) or "kg",
        reps=parse_measure(cell["completed reps"], "number of reps"),
        rpe=parse_measure(_first(cell, "completed rpe", "rpe"), "RPE") or None,
        notes=clean_text(cell.get("notes", "")),
    )


def _first(cell: Mapping[str, str], *names: str) -> str:
    """The cell of the first of these columns that there is: an older layout had one weight, not two."""
    return next((cell[name] for name in names if name in cell), "")


def _set_type(cell: Mapping[str, str]) -> str:
    if cell.get("is warmup set?", "").strip().casefold() in YES:
        return "warmup"
    return "amrap" if cell.get("is amrap?", "").strip().casefold() in YES else "working"
