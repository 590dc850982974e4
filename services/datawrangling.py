"""Parse and clean input from other apps: numbers, times and sets."""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

import pandas as pd

from database.types import WEIGHT_STEP, plain

NUMBER: Final = re.compile(r"[+-]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})(e[+-]?\d{1,6})?", re.IGNORECASE | re.ASCII)
WALL_CLOCK: Final = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?", re.ASCII)
SPAN: Final = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*(h|std|hr|m|min|s|sec|sek)\b\.?", re.IGNORECASE | re.ASCII)
SECONDS_IN: Final = {"h": 3600, "std": 3600, "hr": 3600, "m": 60, "min": 60, "s": 1, "sec": 1, "sek": 1}
UNITS: Final = {
    "kg": "kg", "kgs": "kg", "kilogram": "kg", "kilograms": "kg",
    "lb": "lb", "lbs": "lb", "pound": "lb", "pounds": "lb",
}  # fmt: skip
# The first letters of the months, enough to tell them apart, in ten languages; accents are removed.
MONTHS: Final = {
    "jan": 1, "gen": 1, "ene": 1, "feb": 2, "fev": 2, "mar": 3, "maa": 3, "mrt": 3, "apr": 4, "avr": 4, "abr": 4,
    "mai": 5, "may": 5, "maj": 5, "mei": 5, "mag": 5, "jun": 6, "juin": 6, "giu": 6, "jul": 7, "juil": 7, "lug": 7,
    "aug": 8, "aou": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "nov": 11,
    "dec": 12, "dez": 12, "des": 12, "dic": 12,
    "oca": 1, "sub": 2, "nis": 4, "haz": 6, "tem": 7, "agu": 8, "eyl": 9, "eki": 10, "kas": 11, "ara": 12,
    "sty": 1, "lut": 2, "kwi": 4, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paz": 10, "lis": 11, "gru": 12,
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "маи": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12,
}  # fmt: skip
# A month in words, or as "4月".
SPOKEN: Final = re.compile(
    r"(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d_]{3,}|\d{1,2}[^\W\d_]{1,4})\.? (?:de )?(?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?: ?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
MONTH_FIRST: Final = re.compile(
    r"(?P<month>[^\W\d_]{3,})\.? (?P<day>\d{1,2}),? (?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?: ?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
IN_FIGURES: Final = re.compile(
    r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?: ?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
CLOCK_SPAN: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:\.\d+)?", re.ASCII)
METRES_IN: Final = {
    "m": 1.0, "meters": 1.0, "meter": 1.0, "km": 1000.0, "mi": 1609.344, "miles": 1609.344, "ft": 0.3048, "yd": 0.9144,
}  # fmt: skip
DISTANCE_UNIT_BESIDE: Final = {"kg": "km", "lb": "mi"}
MEASURES: Final = ("duration_s", "reps", "seconds", "distance", "rpe", "superset")
SHOWN: Final = 40


class Unfit(ValueError):
    """A value of a foreign row that cannot be used; the message is the reason."""


class SetRow(NamedTuple):
    """A performed set from a foreign file; None for values that the file lacks or marks as not applicable."""

    row: int  # counted like in a spreadsheet: the header is row 1
    start: str  # as written; with the title it names the workout
    title: str
    exercise: str  # as written
    performed_on: date
    started_at: datetime | None = None  # the lifter's wall clock, no zone
    duration_s: float | None = None
    workout_notes: str | None = None
    set_type: str = "working"
    weight: Decimal | None = None
    unit: str | None = None  # kg or lb; None where the file names none
    reps: float | None = None
    seconds: float | None = None
    distance: float | None = None
    distance_unit: str | None = None
    rpe: float | None = None
    superset: float | None = None
    notes: str | None = None


def clean_text(text: str) -> str | None:
    """Strip a text; None if nothing is left."""
    return text.strip() or None


@lru_cache(maxsize=4096)
def parse_number(text: str, label: str, decimal_comma: bool = False) -> Decimal | None:
    """Parse the number in a cell exactly; None for an empty cell; Unfit if it is something else."""
    bare = text.strip()
    if decimal_comma:
        bare = bare.replace(",", ".")
    if not bare:
        return None
    if not NUMBER.fullmatch(bare):
        raise Unfit(f"The {label} {quoted_text(text)} is not a number.")
    try:
        return Decimal(bare)
    except InvalidOperation as error:
        raise Unfit(f"The {label} {quoted_text(text)} is not a number.") from error


def parse_measure(text: str, label: str, decimal_comma: bool = False) -> float | None:
    """Parse a number for which a float is exact enough: reps, seconds, distance, RPE."""
    number = parse_number(text, label, decimal_comma)
    return None if number is None else float(number)


@lru_cache(maxsize=4096)
def parse_wall_clock(text: str) -> datetime:
    """Parse a local time like `2020-12-30 18:51:52`, or shorter; Unfit if it is none."""
    bare = text.strip()
    try:
        if WALL_CLOCK.fullmatch(bare):
            return datetime.fromisoformat(bare)
    except ValueError:
        pass
    raise Unfit(f"The date {quoted_text(text)} is not a date and time like 2026-01-05 18:30:00.")


@lru_cache(maxsize=4096)
def parse_spoken_clock(text: str, month_first: bool = False) -> datetime:
    """Parse a local time like `8 Apr 2026, 16:50` in ten languages, `08.04.2026 16:50`, or ISO 8601; else Unfit.

    With an offset from UTC it is an instant. `month_first` is the order of numeric dates that end with the year.
    """
    bare = " ".join(_without_accents(text).split())
    match = SPOKEN.fullmatch(bare) or MONTH_FIRST.fullmatch(bare)
    figures = IN_FIGURES.fullmatch(bare)
    try:
        if match:
            return _at(match, int(match["day"]), _month(match["month"]))
        if figures:
            day, month = (int(figures[name]) for name in ("first", "second"))
            return _at(figures, *((month, day) if month_first else (day, month)))
        return parse_wall_clock(text) if WALL_CLOCK.fullmatch(bare) else datetime.fromisoformat(bare)
    except ValueError:
        raise Unfit(f"The date {quoted_text(text)} is not a date and time like 2026-01-05 18:30:00.") from None


def _month(word: str) -> int:
    """Return the month of a word; 0 if it is none."""
    if word[0].isdigit():
        return int("".join(filter(str.isdigit, word)))
    return MONTHS.get(word[:4].casefold()) or MONTHS.get(word[:3].casefold()) or 0


def _at(match: re.Match[str], day: int, month: int) -> datetime:
    half = (match["half"] or "").casefold()
    hour = int(match["hour"]) % 12 + (12 if half == "p" else 0) if half else int(match["hour"])
    return datetime(int(match["year"]), month, day, hour, int(match["minute"]))


@lru_cache(maxsize=4096)
def parse_instant(text: str) -> datetime:
    """Parse a date and time with its offset from UTC, or in local time without one; Unfit otherwise."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise Unfit(f"The date {quoted_text(text)} is not a date and time like 2026-01-05T18:30:00Z.") from None


def puts_month_first(days: Iterable[str]) -> bool:
    """Whether dates that end with the year put the month first: one has a day above 12 in second place."""
    matches = [match for match in map(YEAR_LAST.match, map(str.strip, days)) if match]
    return any(int(match[2]) > 12 for match in matches) and not any(int(match[1]) > 12 for match in matches)


@lru_cache(maxsize=4096)
def parse_day(text: str, month_first: bool = False) -> date:
    """Parse a date like `2026-01-05`, or `05/01/2026` in the order of its file; Unfit if there is none."""
    bare = text.strip().partition(" ")[0].partition("T")[0]
    iso, last = YEAR_FIRST.fullmatch(bare), YEAR_LAST.fullmatch(bare)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if last:
            day, month = (last[2], last[1]) if month_first else (last[1], last[2])
            return date(int(last[3]), int(month), int(day))
    except ValueError:
        pass
    raise Unfit(f"The date {quoted_text(text)} is not a date like 2026-01-05.")


@lru_cache(maxsize=4096)
def parse_clock_span(text: str) -> float | None:
    """Parse the seconds of a time like `0:09:21` or `05:30`; None for an empty cell; Unfit for anything else."""
    bare = text.strip()
    match = CLOCK_SPAN.fullmatch(bare)
    if match:
        return int(match[1] or 0) * 3600.0 + int(match[2]) * 60 + int(match[3])
    return parse_measure(text, "time") if bare else None


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def on_wall_clock(row: SetRow, zone: tzinfo) -> SetRow:
    """Convert the instant of a set to the lifter's local time."""
    if row.started_at is None or row.started_at.tzinfo is None:
        return row
    local = row.started_at.astimezone(zone).replace(tzinfo=None)
    return row._replace(started_at=local, performed_on=local.date())


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> float | None:
    """Parse the seconds of a duration like `2h 38m`, `38min`, `20s` or `2700`; None if there is none."""
    bare = text.strip()
    if NUMBER.fullmatch(bare):
        return float(bare) if math.isfinite(float(bare)) else None
    parts = SPAN.findall(bare)
    return sum(float(count) * SECONDS_IN[unit.lower()] for count, unit in parts) if parts else None


def parse_unit(text: str) -> str | None:
    """Parse the unit kg or lb in a cell; None if it is empty; Unfit if it is another."""
    bare = text.strip().casefold()
    if bare and bare not in UNITS:
        raise Unfit(f"The weight unit {quoted_text(text)} is neither kg nor lb.")
    return UNITS.get(bare)


def quoted_text(text: object) -> str:
    """Quote a foreign value for a sentence: on one line and short."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return f"“{line[:SHOWN]}…”" if len(line) > SHOWN else f"“{line}”"


def header_key(text: str) -> str:
    """Fold a column's name for comparison: case, blanks and the kind of apostrophe do not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(folded.split())


def stored_weight(weight: Decimal | None) -> Decimal | None:
    """Return the weight as both databases give it back, with at most 14 decimals; None for 0."""
    if not weight:
        return None
    return plain(Decimal(repr(float(weight))).quantize(WEIGHT_STEP)) or None


def _lifts(frame: pd.DataFrame) -> list[str]:
    """Return the name of each lift; a negative weight, some apps' sign for assistance, makes it the assisted lift."""
    return [
        f"{name} (Assisted)" if weight and weight < 0 and "assist" not in name.casefold() else name
        for name, weight in zip(frame["exercise"], frame["weight"], strict=True)
    ]


def normalise(rows: Iterable[SetRow]) -> pd.DataFrame:
    """Build a frame with a row per set, in the order of the file, with the workout's key and the set's position.

    Adds `workout` (a number per start and title), `occurrence` (of the exercise in the workout, from 0), `position` (in
    the workout, from 1) and `lift` (the exercise name to match). An empty set counts as failed: 0 reps.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(SetRow._fields)
    kinds = dict.fromkeys(SetRow._fields, "object") | dict.fromkeys(MEASURES, "float64") | {"row": "int64"}
    named = zip(kinds, columns, strict=True)
    frame = pd.DataFrame({name: pd.Series(list(values), dtype=kinds[name]) for name, values in named})
    nothing = frame[["reps", "seconds", "distance"]].isna().all(axis=1)
    frame["reps"] = frame["reps"].mask(nothing, 0.0)
    frame["lift"] = pd.Series(_lifts(frame), dtype="object")
    workout = frame.groupby(["start", "title"], sort=False)
    frame["workout"] = workout.ngroup()
    frame["position"] = workout.cumcount() + 1.0
    frame["occurrence"] = frame.groupby(["workout", "exercise"], sort=False).cumcount()
    return frame
