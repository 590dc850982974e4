"""A lifter's history in a Google Sheet of their own: written there, kept up to date, and read back as rows of text."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import gsheet_connector as google
from database.db_connector import reading
from database.errors import SheetError
from database.export_reads import performed_sets, star_rows
from database.gsheet_connector import PATIENCE, Book, Cell, Patience, Tab
from database.olap_tables import fact_workouts
from database.reads import lifter
from services.calendar_math import week_start
from services.errors import NoSuchLifter, TonnageError
from services.etl_oltp_to_olap import refresh
from services.exporters.strong import strong_csv
from services.importers.preview import SheetUnavailable
from services.units import in_unit

WORKOUTS: Final = "Workouts"
WEEKS: Final = "Weeks"
WEEK_HEADER: Final[Sequence[Cell]] = ("Week of", "Workouts", "Hard sets", "Tonnage", "Unit")
WEEK: Final = timedelta(days=7)
EXACT_DIGITS: Final = 15  # of a number, after Google has had it

Line = Sequence[Cell]


class WorksheetTaken(TonnageError):
    """A worksheet of this name holds something else."""


@dataclass(frozen=True)
class Synced:
    """How many sets and weeks a sheet holds now, and how many of its rows had to be changed for it."""

    sets: int
    weeks: int
    changed: int


def shared_with() -> str:
    """The address that a lifter shares a sheet with; SheetUnavailable if the service account cannot be read."""
    with _told():
        return str(google.service_account().get("client_email", ""))


def export_to_sheet(bind: Engine, user_id: int, sheet: str, patience: Patience = PATIENCE) -> Synced:
    """Bring two worksheets up to date, "Workouts" with every set and "Weeks" with their sums, oldest first.

    Only rows that differ are written, so that a second time writes nothing, and only as many columns as there are
    headings. NoSuchLifter; WorksheetTaken if one of them holds anything else, SheetUnavailable if Google refuses:
    before the first row is written or after any, and then the next time goes on from there.
    """
    refresh(bind, user_id)
    with reading(bind) as connection:
        lines_by_tab = {WORKOUTS: _workout_lines(connection, user_id), WEEKS: _week_lines(connection, user_id)}
    with _told(), google.opened(sheet, for_changes=True, patience=patience) as book:
        there = _lines_there(book, lines_by_tab)
        changed = sum(_sync(book, title, lines, there[title]) for title, lines in lines_by_tab.items())
    return Synced(len(lines_by_tab[WORKOUTS]) - 1, len(lines_by_tab[WEEKS]) - 1, changed)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SheetError as error:
        raise SheetUnavailable(str(error)) from error


def _workout_lines(connection: Connection, user_id: int) -> list[Line]:
    """The rows of Strong's file, in which what is not quoted is a number."""
    text = strong_csv(performed_sets(connection, user_id)).decode("utf-8")
    read = csv.reader(io.StringIO(text, newline=""), delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    return [[_whole(cell) for cell in row] for row in read]


def _whole(cell: Any) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _week_lines(connection: Connection, user_id: int) -> list[Line]:
    """Every week from the first workout to the last, those without any too."""
    account = lifter(connection, user_id)
    if account is None:
        raise NoSuchLifter
    done = star_rows(connection, user_id, fact_workouts)
    by_week: dict[date, list[Mapping[str, Any]]] = {}
    for row in done:
        by_week.setdefault(week_start(row["performed_on"], account["week_start"]), []).append(row)
    weeks = _weeks(min(by_week), max(by_week)) if by_week else ()
    return [WEEK_HEADER, *(_week_line(week, by_week.get(week, []), account["unit"]) for week in weeks)]


def _weeks(first: date, last: date) -> Iterator[date]:
    for number in range((last - first) // WEEK + 1):
        yield first + number * WEEK


def _week_line(week: date, done: Sequence[Mapping[str, Any]], unit: str) -> Line:
    hard_sets = sum(row["hard_sets"] or 0 for row in done)
    tonnage = in_unit(sum(row["tonnage_kg"] or 0 for row in done), "kg", unit)
    return (week.isoformat(), len(done), hard_sets, _whole(round(tonnage or 0.0, 2)), unit)


def _lines_there(book: Book, lines_by_tab: Mapping[str, Sequence[Line]]) -> dict[str, list[list[Cell]]]:
    """What stands in the worksheets so far, as wide as what shall stand there; WorksheetTaken."""
    tabs = {tab.title.casefold(): tab for tab in book.tabs()}
    return {title: _ours(book, tabs.get(title.casefold()), lines[0]) for title, lines in lines_by_tab.items()}


def _ours(book: Book, tab: Tab | None, header: Line) -> list[list[Cell]]:
    rows = [_fitted(row, len(header)) for row in book.cells(tab)] if tab else []
    if tab and any(map(_is_filled, rows)) and rows[0] != list(header):
        raise WorksheetTaken(
            f"The worksheet “{tab.title}” of this sheet holds something else. Rename it, then try again; "
            "nothing was written."
        )
    return rows


def _fitted(row: Sequence[Cell], width: int) -> list[Cell]:
    return [*row, *[""] * width][:width]


def _sync(book: Book, title: str, lines: Sequence[Line], there: Sequence[Line]) -> int:
    """Write what differs and empty what is too much; how many rows that were."""
    pairs = enumerate(zip_longest(lines, there[: len(lines)], fillvalue=()), start=1)
    changed = {number: line for number, (line, old) in pairs if _compared(line) != _compared(old)}
    book.write(title, changed)
    surplus = [number for number, row in enumerate(there, start=1) if number > len(lines) and _is_filled(row)]
    if surplus:
        book.clear(title, surplus[0], surplus[-1], len(lines[0]))
    return len(changed) + len(surplus)


def _is_filled(row: Line) -> bool:
    return any(cell != "" for cell in row)


def _compared(row: Line) -> list[str | float]:
    """Cells as they are compared: text is never equal to a number, and numbers are as exact as Google keeps them."""
    return [cell if isinstance(cell, str) else float(f"{cell:.{EXACT_DIGITS}g}") for cell in row]
