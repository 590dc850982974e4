"""StrongLifts' CSV: one row per exercise of a workout, its sets side by side in columns."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from services.datawrangling import SetRow, clean_text, parse_day, parse_measure, parse_number, puts_month_first
from services.importers.shapes import AnyRow, Format, Parsed, parse_rows
from services.importers.tables.moments import clock_in
from services.importers.tables.reading import Table

DATE: Final = re.compile(r"date( \(.*\))?")
REPS: Final = re.compile(r"(warm-?up )?set (\d+) \(reps\)")
WEIGHT: Final = re.compile(r"(warm-?up )?set (\d+) \((kg|lb|lbs)\)")
SECONDS_AN_HOUR: Final = 3600
UNITS: Final = {"kg": "kg", "lb": "lb", "lbs": "lb"}

Column = tuple[bool, int]  # whether it is a warm-up, and which set


def matches(table: Table) -> bool:
    """Whether the header is StrongLifts': sets in columns."""
    named = "exercise" in table.keys and any(map(DATE.fullmatch, table.keys))
    return named and bool(_columns(table, REPS)) and bool(_columns(table, WEIGHT))


def parse_stronglifts(table: Table) -> Parsed:
    """The sets of a StrongLifts file: those whose reps are filled in."""
    places = {key: place for place, key in enumerate(table.keys)}
    date = next(key for key in places if DATE.fullmatch(key))
    month_first = puts_month_first(cells[places[date]] for _, cells in table.rows)
    reps, weights = _columns(table, REPS), _columns(table, WEIGHT)

    def parse_row(number: int, cells: tuple[str, ...]) -> list[AnyRow]:
        cell = {key: cells[place] for key, place in places.items()}
        day = parse_day(cell[date], month_first)
        clock = clock_in(cell.get("start time (h:mm)", ""))
        done = [(column, cells[place]) for column, place in sorted(reps.items(), key=_order) if cells[place].strip()]
        return [
            SetRow(
                row=number,
                start=" ".join(filter(None, (cell[date], cell.get("workout", "").strip()))),  # two visits on a day
                title=cell.get("workout name", cell.get("workout", "")),
                exercise=cell["exercise"],
                performed_on=day,
                started_at=datetime.combine(day, clock) if clock else None,
                duration_s=_seconds(cell.get("duration (hours)", "")),
                set_type="warmup" if column[0] else "working",
                weight=parse_number(cells[weights[column]], "weight") if column in weights else None,
                unit=_unit(table, weights, column),
                reps=parse_measure(text, "number of reps"),
                notes=clean_text(cell.get("notes", "")) if place == 0 else None,
            )
            for place, (column, text) in enumerate(done)
        ]

    return parse_rows(table, parse_row, names_unit=True)


STRONGLIFTS: Final = Format("stronglifts", "StrongLifts", matches, parse_stronglifts)


def _seconds(hours: str) -> float | None:
    lasted = parse_measure(hours, "duration")
    return lasted * SECONDS_AN_HOUR if lasted else None


def _columns(table: Table, pattern: re.Pattern[str]) -> dict[Column, int]:
    return dict(_found(table, pattern))


def _found(table: Table, pattern: re.Pattern[str]) -> Iterator[tuple[Column, int]]:
    for place, key in enumerate(table.keys):
        if match := pattern.fullmatch(key):
            yield (bool(match[1]), int(match[2])), place


def _order(item: tuple[Column, int]) -> tuple[bool, int]:
    """Warm-ups first."""
    (is_warmup, number), _ = item
    return not is_warmup, number


def _unit(table: Table, weights: Mapping[Column, int], column: Column) -> str | None:
    match = WEIGHT.fullmatch(table.keys[weights[column]]) if column in weights else None
    return UNITS[match[3]] if match else None
