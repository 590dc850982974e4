"""From bytes to a table of strings: encodings, delimiters, and what is no table at all."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from database.data_validation import Problem
from services.datawrangling import header_key
from services.errors import TonnageError
from services.importers.tables.quotes import cut_forgivingly

MOST_BYTES: Final = 25_000_000  # some 200,000 sets
MOST_RECORDS: Final = 500_000
MOST_FIELDS: Final = 1000
MOST_FORGIVEN: Final = 5_000_000  # characters; of a larger file every quotation mark has to be right
CUT_OFF: Final = "The quotation marks do not close here; from this row on the file cannot be read."
SNIFFED: Final = 400
MOSTLY: Final = 0.9
DELIMITERS: Final = (",", ";", "\t")
ENCODINGS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Without this choice the guess for a short file is often a code page of DOS or of an old Macintosh.
WESTERN: Final = "cp1252"
OTHER_CODE_PAGES: Final = ("cp1250", "cp1251")  # Central European and Cyrillic
SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=.\"?\r?\n", re.IGNORECASE)  # what tells Excel how to cut a file
NOT_TEXT: Final = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or a workbook",
    b"SQLite format 3": "a database",
    b"\x1f\x8b": "a compressed file",
}


Record = tuple[int, tuple[str, ...]]


class UnreadableFile(TonnageError):
    """The file is not a table of text."""


@dataclass(frozen=True)
class Table:
    """A header and the rows under it, each with its number as a spreadsheet counts (the header is row 1)."""

    header: tuple[str, ...]
    rows: tuple[Record, ...]
    delimiter: str = ","
    problems: tuple[Problem, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The column names as formats compare them."""
        return tuple(map(header_key, self.header))


def cells_of(table: Table, place: int) -> list[str]:
    """The cells of a column, the rows that are too short included."""
    return [cells[place] if place < len(cells) else "" for _, cells in table.rows]


def read_table(data: bytes) -> Table:
    """The table that a file holds; UnreadableFile, with a sentence, if there is none."""
    text = text_of(data)
    delimiter = _delimiter(text)
    return _table(*cut(text, delimiter), delimiter)


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """The same for rows that are strings already, as a Google Sheet gives them."""
    return _table([(number, tuple(row)) for number, row in enumerate(rows, start=1)], [], ",")


def text_of(data: bytes) -> str:
    """The text that bytes hold, whatever their encoding; UnreadableFile, with a sentence, if they hold none."""
    if len(data) > MOST_BYTES:  # before anything makes a copy of it
        raise UnreadableFile(f"The file is too large: at most {MOST_BYTES / 1e6:,.0f} MB can be read.")
    if not data.strip():
        raise UnreadableFile("The file is empty.")
    for start, name in NOT_TEXT.items():
        if data.startswith(start):
            raise UnreadableFile(f"This is {name}, not a CSV file.")
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableFile("The file holds bytes that no text has; it is not a CSV file.")
    return SEPARATOR_LINE.sub("", text, count=1) if SEPARATOR_LINE.match(text) else text


def _decoded(data: bytes) -> str:
    """The text in the encoding that its mark names, else in UTF-8, else in a code page of Windows."""
    marked = next((name for mark, name in ENCODINGS.items() if data.startswith(mark)), None) or _unmarked(data)
    try:
        return data.decode(marked)
    except UnicodeDecodeError:
        if marked != "utf-8":
            raise UnreadableFile("The text of the file is damaged: its encoding breaks off.") from None
    return data.decode(_code_page(data), errors="replace")


def _code_page(data: bytes) -> str:
    """Western European, unless that reads as noise and another code page reads as a language."""
    readings = from_bytes(data, cp_isolation=[WESTERN, *OTHER_CODE_PAGES])
    if any(WESTERN in reading.could_be_from_charset for reading in readings):
        return WESTERN
    return next((reading.encoding for reading in readings if reading.coherence > 0), WESTERN)


def _unmarked(data: bytes) -> str:
    """UTF-8, or UTF-16 where every other byte of the first is nothing."""
    first = data[:SNIFFED]
    halves = {"utf-16-le": first[1::2], "utf-16-be": first[::2]}
    return next((name for name, half in halves.items() if half.count(0) > len(half) * MOSTLY), "utf-8")


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line into the most fields."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def cut(text: str, delimiter: str) -> tuple[list[Record], list[Problem]]:
    """The records up to the first that cannot be cut into fields, and the problem with that one."""
    records: list[Record] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append((len(records) + 1, tuple(cells)))
            if len(records) > MOST_RECORDS or len(cells) > MOST_FIELDS:
                raise UnreadableFile(f"The table is too large: at most {MOST_RECORDS:,} rows of {MOST_FIELDS} columns.")
    except csv.Error:
        if len(text) <= MOST_FORGIVEN and (forgiven := cut_forgivingly(text, delimiter)) is not None:
            return [(number, tuple(cells)) for number, cells in enumerate(forgiven, start=1)], []
        return records, [Problem(len(records) + 1, CUT_OFF)]
    return records, []


def _table(records: Sequence[Record], problems: Sequence[Problem], delimiter: str) -> Table:
    full = [record for record in records if any(map(str.strip, record[1]))]
    if not full:
        raise UnreadableFile(problems[0].reason if problems else "The file is empty.")
    (_, header), *rows = full
    return Table(header, tuple(rows), delimiter, tuple(problems))
