"""Quotation marks that another app forgot to double: a mark ends a field only where the field can end."""

import re
from functools import cache

MARK = '"'
LINE_ENDS = "\r\n"


def cut_forgivingly(text: str, delimiter: str) -> list[list[str]] | None:
    """The records of a table whose quoted cells hold bare quotation marks; None if one of them never ends."""
    records: list[list[str]] = [[]]
    place = 0
    while place < len(text):
        cell = _quoted(text, place, delimiter) if text[place] == MARK else _bare(text, place, delimiter)
        if cell is None:
            return None
        words, place = cell
        records[-1].append(words)
        place = _past(text, place, delimiter, records)
    return [record for record in records if record]


def _past(text: str, place: int, delimiter: str, records: list[list[str]]) -> int:
    """Where the next field begins; a line's end begins a record."""
    if text[place : place + 1] == delimiter:
        if place + 1 == len(text) or text[place + 1] in LINE_ENDS:
            records[-1].append("")
            return _past(text, place + 1, delimiter, records)
        return place + 1
    if place < len(text):
        records.append([])
    return place + (2 if text[place : place + 2] == LINE_ENDS else 1)


def _bare(text: str, place: int, delimiter: str) -> tuple[str, int]:
    match = _ends(delimiter).search(text, place)
    end = match.start() if match else len(text)
    return text[place:end], end


@cache
def _ends(delimiter: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(delimiter + LINE_ENDS)}]")


def _quoted(text: str, place: int, delimiter: str) -> tuple[str, int] | None:
    after = place + 1
    while (mark := text.find(MARK, after)) >= 0:
        following = text[mark + 1 : mark + 2]
        if following in ("", delimiter, *LINE_ENDS):
            return text[place + 1 : mark].replace(MARK * 2, MARK), mark + 1
        after = mark + (2 if following == MARK else 1)
    return None
