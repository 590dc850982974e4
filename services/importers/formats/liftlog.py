"""LiftLog's plain-text export: one row per set, a session under an id of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from services.datawrangling import SetRow, clean_text, parse_instant, parse_measure, parse_number, parse_unit
from services.importers.shapes import AnyRow, Format, Parsed, parse_rows
from services.importers.tables.reading import Table

NO_UNIT: Final = frozenset(("nil", "none"))
NEEDED: Final = frozenset(("sessionid", "timestamp", "exercise", "weight", "reps"))


def matches(table: Table) -> bool:
    """Whether the header is LiftLog's."""
    return set(table.keys) >= NEEDED


def parse_liftlog(table: Table) -> Parsed:
    """The sets of a LiftLog file, in its order."""
    places = {key: place for place, key in enumerate(table.keys)}

    def parse_row(number: int, cells: tuple[str, ...]) -> AnyRow:
        return _set(number, {key: cells[place] for key, place in places.items()})

    read = parse_rows(table, parse_row, names_unit="weightunit" in places)
    return replace(read, sets=tuple(_in_order(read.sets)))


def _in_order(sets: Sequence[SetRow]) -> Iterator[SetRow]:
    """The oldest first, whichever way the app wrote them; each with the start of its session."""
    is_newest_first = bool(sets) and _instant(sets[0]) > _instant(sets[-1])
    rows = sorted(reversed(sets) if is_newest_first else sets, key=_instant)
    starts: dict[str, datetime | None] = {}
    for row in rows:
        start = starts.setdefault(row.start, row.started_at)
        yield row._replace(started_at=start, performed_on=start.date() if start else row.performed_on)


LIFTLOG: Final = Format("liftlog", "LiftLog", matches, parse_liftlog)


def _instant(row: SetRow) -> datetime:
    """When a set was done, to be compared; a time without an offset as if it were UTC."""
    at = row.started_at or datetime.min
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _unit(cell: Mapping[str, str]) -> str:
    """The unit of a row; what has no weight may call its unit nothing."""
    unit = cell.get("weightunit", "").strip()
    return "" if unit.casefold() in NO_UNIT else unit


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
        unit=parse_unit(_unit(cell)),
        reps=parse_measure(cell["reps"], "number of reps"),
        notes=clean_text(cell.get("notes", "")),
    )
