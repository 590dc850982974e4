"""Days and times of day as people type them, in any order and in the languages of the headings."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from services.datawrangling import MONTHS, Unfit, quoted_text
from services.importers.tables.columns import folded_heading

NOTHING: Final = frozenset(("", "-", "–", "—", "--", "n/a", "na", "none", "null", "?"))
WORD: Final = r"(?:[^\W\d_]+\.?,?\s+)?"
CLOCK_AFTER: Final = r"(?:[ T,]+(?P<clock>\d.*))?"
NUMERIC: Final = (
    re.compile(rf"{WORD}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK_AFTER}"),
    re.compile(rf"{WORD}(?P<day>\d{{1,2}})[-/.] ?(?P<month>\d{{1,2}})[-/.] ?(?P<year>\d{{4}}|\d{{2}}){CLOCK_AFTER}"),
)
IN_WORDS: Final = (
    re.compile(
        rf"{WORD}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[- ]*(?:de )?(?P<month>[^\W\d_]{{3,}})\.?,?[- ]*(?:de )?"
        rf"(?P<year>\d{{4}}|\d{{2}}){CLOCK_AFTER}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{WORD}(?P<month>[^\W\d_]{{3,}})\.?[- ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[- ]+"
        rf"(?P<year>\d{{4}}){CLOCK_AFTER}",
        re.IGNORECASE,
    ),
)
CLOCK: Final = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}[ T])?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?:uhr|h)?",
    re.IGNORECASE,
)
SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
EXCEL_DAY_0: Final = datetime(1899, 12, 30)


def bare(text: str) -> str:
    """A cell without blanks of any kind around it; empty for a dash and its like."""
    stripped = " ".join(text.split()) if "\n" not in text else text.strip()
    return "" if stripped.casefold() in NOTHING else stripped


@lru_cache(maxsize=4096)
def moment_in(text: str, month_first: bool = False) -> tuple[date, time | None]:
    """The day of a cell, and its time of day if it holds one; Unfit if there is no day with a year."""
    cell = bare(text)
    for pattern in (*NUMERIC, *IN_WORDS):
        if match := pattern.fullmatch(cell):
            day = _day(match, month_first and pattern is NUMERIC[1])
            clock = match["clock"]
            if day and (clock is None or is_fit(clock_in, clock)):
                return day, clock_in(clock) if clock else None
    if SERIAL.fullmatch(cell):  # what a spreadsheet counts days by
        at = EXCEL_DAY_0 + timedelta(minutes=round(float(cell) * 1440))
        return at.date(), at.time() if "." in cell else None
    raise Unfit(f"The date {quoted_text(text)} is not a day with its year, like 2026-01-05.")


def _day(match: re.Match[str], swapped: bool) -> date | None:
    day, month = match["day"], match["month"]
    if swapped:
        day, month = month, day
    if not month.isdigit():
        word = folded_heading(month)
        month = str(MONTHS.get(word[:4]) or MONTHS.get(word[:3]) or 0)
    year = int(match["year"])
    try:
        return date(year if year > 99 else year + (2000 if year < 70 else 1900), int(month), int(day))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def clock_in(text: str) -> time | None:
    """The time of day of `18:30`, `6.30 pm`, `18h30` or `18 Uhr`; None for an empty cell; Unfit otherwise."""
    cell = bare(text)
    if not cell:
        return None
    match = CLOCK.fullmatch(cell)
    if match and (match["minute"] or not cell.isdigit()):
        hour, half = int(match["hour"]), (match["half"] or "").casefold()
        hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
        if hour < 24 and int(match["minute"] or 0) < 60:
            return time(hour, int(match["minute"] or 0))
    raise Unfit(f"The time {quoted_text(text)} is not a time of day like 18:30.")


def month_comes_first(cells: Iterable[str]) -> bool | None:
    """Whether the dates of a column put the month first: what they prove, else the order in which they rise or fall.

    None if both readings are as good.
    """
    day_months = [
        (int(match["day"]), int(match["month"])) for match in map(NUMERIC[1].fullmatch, map(bare, cells)) if match
    ]
    if not day_months or max(first for first, _ in day_months) > 12:
        return False
    if max(second for _, second in day_months) > 12:
        return True
    ordered = [_is_ordered(cells, month_first) for month_first in (False, True)]
    return None if ordered[0] == ordered[1] else ordered[1]


def _is_ordered(cells: Iterable[str], month_first: bool) -> bool:
    days = [moment_in(cell, month_first)[0] for cell in cells if is_fit(moment_in, cell, month_first)]
    return days in (sorted(days), sorted(days, reverse=True))


def is_fit(parse: Callable[..., object], *arguments: object) -> bool:
    """Whether a cell can be read by one of the functions above."""
    try:
        parse(*arguments)
    except Unfit:
        return False
    return True
