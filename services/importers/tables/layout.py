"""Any table that people keep, CSV or XLSX: its sheet, its header wherever it stands, and its rows as text."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from services.importers.tables.cells import number_in
from services.importers.tables.columns import is_known
from services.importers.tables.moments import bare, is_fit, moment_in
from services.importers.tables.reading import DELIMITERS, MOST_BYTES, Record, Table, UnreadableFile, cut, text_of

ZIPPED: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"  # .xls, and every workbook with a password
MOST_UNPACKED: Final = 60_000_000
MOST_TAGS: Final = 1_200_000  # four make a cell: 25,000 sets of twelve columns, read in some five seconds
MOST_PARTS: Final = 2000
CHUNK: Final = 1 << 20
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 100
MOST_BLANK_ROWS: Final = 1000  # in a row: then a sheet is over, whatever it says of its size
HEADER_WITHIN: Final = 30
SNIFFED: Final = 50
LARGEST_EXACT: Final = 2.0**53
DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError, IndexError,
    AttributeError, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip


def is_workbook(data: bytes) -> bool:
    """Whether a file is a workbook, or at least packed like one."""
    return data.startswith((ZIPPED, OLD_OFFICE))


def read(data: bytes, sheet: str | None = None) -> Table:
    """The table of a CSV file, or of a workbook's sheet (the first that holds one); UnreadableFile if there is none."""
    if is_workbook(data):
        return table_of(_rows_of_workbook(data, sheet))
    text = text_of(data)
    delimiter = _delimiter(text)
    records, problems = cut(text, delimiter)
    header, rows = _header_and_rows([cells for _, cells in records])
    # A row with more fields than the header is no row with a further column here: a comma in it cut a cell in two.
    return Table(header, rows, delimiter, tuple(problems))


def sheets_of(data: bytes) -> tuple[str, ...]:
    """The names of the visible sheets of a workbook; none for a CSV file. UnreadableFile."""
    if not is_workbook(data):
        return ()
    with _opened(data) as book:
        return tuple(_visible(book))


def table_of(rows: Iterable[Sequence[str]]) -> Table:
    """The same for rows of cells, as a sheet gives them; columns without a heading count. UnreadableFile if empty."""
    header, under = _header_and_rows(rows)
    width = max(len(header), _width(under))
    return Table(_filled(header, width), tuple((number, _filled(cells, width)) for number, cells in under))


def _filled(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))


def _header_and_rows(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], tuple[Record, ...]]:
    """The header, wherever it stands, and what stands under it; columns without any are A, B, C …"""
    full = [(number, tuple(row)) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not full:
        raise UnreadableFile("The file is empty.")
    if len(full) > MOST_ROWS:
        raise UnreadableFile(f"The table is too long: at most {MOST_ROWS:,} rows can be read.")
    place = _header_place([row for _, row in full[:HEADER_WITHIN]])
    if place is None:
        return tuple(map(get_column_letter, range(1, _width(full) + 1))), tuple(full)
    return full[place][1], tuple(full[place + 1 :])


def _width(records: Sequence[Record]) -> int:
    return max((len(row) for _, row in records), default=0)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first lines into equally many fields; of these the one that gives most."""
    lines = [line for line in text.splitlines()[:SNIFFED] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = sorted(line.count(delimiter) for line in lines)
        usual = counts[len(counts) // 2]
        return (counts.count(usual), usual) if usual else (0, 0)

    return max(DELIMITERS, key=agreement)


def _header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row heads the columns: the one with the most known words; else the first of full width without numbers.

    None if the table begins with its data.
    """
    headings = [sum(is_known(cell) for cell in row if not _is_value(cell)) for row in rows]
    best = headings.index(max(headings))
    if headings[best] >= 2 or (headings[best] and len(rows[best]) == 1):
        return best
    filled = [sum(bool(bare(cell)) for cell in row) for row in rows]
    usual = sorted(filled)[len(filled) // 2]
    first = next(place for place, count in enumerate(filled) if count >= usual)
    return None if any(map(_is_value, rows[first])) else first


def _is_value(cell: str) -> bool:
    """Whether a cell holds a number or a date, which no heading is."""
    return bool(bare(cell)) and (is_fit(number_in, cell, "") or is_fit(moment_in, cell))


def _rows_of_workbook(data: bytes, sheet: str | None) -> list[tuple[str, ...]]:
    with _opened(data) as book:
        rows: list[tuple[str, ...]] = []
        for name in [sheet] if sheet in book.sheetnames else _visible(book):
            rows = list(_rows_of_sheet(book, str(name)))
            if sum(any(row) for row in rows) > 1:
                break
    return rows


def _visible(book: Workbook) -> list[str]:
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.sheetnames)


@contextmanager
def _opened(data: bytes) -> Iterator[Workbook]:
    """A workbook that is read row by row, once its directory says that it unpacks to a bearable size."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is too large: at most {MOST_BYTES / 1e6:,.0f} MB can be read.")
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile("This is an old Excel file, or one with a password: save it as .xlsx without a password.")
    try:
        _check_size(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except DAMAGED as error:
        raise UnreadableFile("This is no Excel workbook (.xlsx), or it is damaged; save it anew, or as CSV.") from error


def _check_size(data: bytes) -> None:
    """Refuse what would take too long: by the directory before anything is unpacked, then by its tags, unparsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
            size = f"{unpacked / 1e6:,.0f} MB in {len(parts):,} parts"
            most = f"{MOST_UNPACKED / 1e6:,.0f} MB"
            raise UnreadableFile(f"The workbook is too large: it unpacks to {size}, at most {most}.")
        if sum(_tags(packed, part) for part in parts if part.filename.endswith(".xml")) > MOST_TAGS:
            raise UnreadableFile("The workbook is too large: save the sheet with your training alone, or as CSV.")


def _tags(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with packed.open(part) as stream:
        return sum(chunk.count(b"<") for chunk in iter(lambda: stream.read(CHUNK), b""))


def _rows_of_sheet(book: Workbook, name: str) -> Iterator[tuple[str, ...]]:
    sheet = book[name]
    if not hasattr(sheet, "reset_dimensions"):
        return  # a sheet that is only a chart
    sheet.reset_dimensions()  # some programs write them wrongly
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        row = tuple(_text(cell) for cell in cells) if any(cell is not None for cell in cells) else ()
        blank = 0 if row else blank + 1
        if blank > MOST_BLANK_ROWS:
            return
        if number > MOST_ROWS or (row and row[MOST_COLUMNS]):
            raise UnreadableFile(f"The sheet is too large: at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns.")
        yield _trimmed(row)


def _trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row up to its last filled cell."""
    return row[: max((place for place, cell in enumerate(row, start=1) if cell), default=0)]


def _text(cell: object) -> str:
    """A cell as text: a day without its midnight, a number without the zero that it does not need."""
    match cell:
        case None:
            return ""
        case datetime():
            day = f"{cell:%Y-%m-%d}"
            return day if cell.time() == time() else f"{day} {cell:%H:%M:%S}"
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case float() if cell.is_integer() and abs(cell) < LARGEST_EXACT:
            return str(int(cell))
        case _:
            return str(cell)
