"""Foreign or dirty input made correct: numbers, times and sets as other apps write them."""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

import pandas as pd

from database.types import WEIGHT_STEP, plain

NUMBER: Final = re.compile(r"[+-]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})(e[+-]?\d{1,6})?", re.IGNORECASE | re.ASCII)
WALL_CLOCK: Final = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?", re.ASCII)
SPAN: Final = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*(h|std|hr|m|min|s|sec|sek)\b\.?", re.IGNORECASE | re.ASCII)
SECONDS_IN: Final = {"h": 3600, "std": 3600, "hr": 3600, "m": 60, "min": 60, "s": 1, "sec": 1, "sek": 1}
UNITS: Final = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}
METRES_IN: Final = {
    "m": 1.0, "meters": 1.0, "meter": 1.0, "km": 1000.0, "mi": 1609.344, "miles": 1609.344, "ft": 0.3048, "yd": 0.9144,
}  # fmt: skip
DISTANCE_UNIT_BESIDE: Final = {"kg": "km", "lb": "mi"}
MEASURES: Final = ("duration_s", "reps", "seconds", "distance", "rpe", "superset")
SHOWN: Final = 40


class Unfit(ValueError):
    """A value of a foreign row that cannot be taken; the message is the reason."""


class SetRow(NamedTuple):
    """One performed set as a foreign file tells it; None is what the file does not say or marks as not applicable."""

    row: int  # as a spreadsheet counts: the header is row 1
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
    """Text without the blanks around it; None if nothing is left."""
    return text.strip() or None


@lru_cache(maxsize=4096)
def parse_number(text: str, what: str, decimal_comma: bool = False) -> Decimal | None:
    """The number that a cell holds, exactly; None for an empty cell; Unfit if it is something else."""
    bare = text.strip()
    if decimal_comma:
        bare = bare.replace(",", ".")
    if not bare:
        return None
    if not NUMBER.fullmatch(bare):
        raise Unfit(f"The {what} {shown(text)} is not a number.")
    try:
        return Decimal(bare)
    except InvalidOperation as error:
        raise Unfit(f"The {what} {shown(text)} is not a number.") from error


def parse_measure(text: str, what: str, decimal_comma: bool = False) -> float | None:
    """A number for which a float is exact enough: reps, seconds, distance, RPE."""
    number = parse_number(text, what, decimal_comma)
    return None if number is None else float(number)


@lru_cache(maxsize=4096)
def parse_wall_clock(text: str) -> datetime:
    """The local time that a cell names, `2020-12-30 18:51:52` or shorter; Unfit if it names none."""
    bare = text.strip()
    try:
        if WALL_CLOCK.fullmatch(bare):
            return datetime.fromisoformat(bare)
    except ValueError:
        pass
    raise Unfit(f"The date {shown(text)} is not a date and time like 2026-01-05 18:30:00.")


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> float | None:
    """Seconds of a duration like `2h 38m`, `38min`, `20s` or `2700`; None if there is none to be read."""
    bare = text.strip()
    if NUMBER.fullmatch(bare):
        return float(bare) if math.isfinite(float(bare)) else None
    parts = SPAN.findall(bare)
    return sum(float(count) * SECONDS_IN[unit.lower()] for count, unit in parts) if parts else None


def parse_unit(text: str) -> str | None:
    """The unit kg or lb that a cell names; None if it is empty; Unfit if it is another."""
    bare = text.strip().casefold()
    if bare and bare not in UNITS:
        raise Unfit(f"The weight unit {shown(text)} is neither kg nor lb.")
    return UNITS.get(bare)


def shown(text: object) -> str:
    """A foreign value as it may stand in a sentence: quoted, one line, short."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return f"“{line[:SHOWN]}…”" if len(line) > SHOWN else f"“{line}”"


def header_key(text: str) -> str:
    """A column's name as it is compared: case, blanks and the kind of apostrophe do not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(folded.split())


def stored_weight(weight: Decimal | None) -> Decimal | None:
    """The weight as both engines give it back, at most 14 decimals; 0 means that there was none."""
    if not weight:
        return None
    return plain(Decimal(repr(float(weight))).quantize(WEIGHT_STEP)) or None


def normalise(rows: Iterable[SetRow]) -> pd.DataFrame:
    """One row per set, in the order of the file, with the workout's key and the set's place in it.

    Adds `workout` (which start and title), `occurrence` (of the exercise in the workout, from 0) and `position`
    (in the workout, from 1). A set of nothing is a set that failed: 0 reps.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(SetRow._fields)
    kinds = dict.fromkeys(SetRow._fields, "object") | dict.fromkeys(MEASURES, "float64") | {"row": "int64"}
    named = zip(kinds, columns, strict=True)
    frame = pd.DataFrame({name: pd.Series(list(values), dtype=kinds[name]) for name, values in named})
    nothing = frame[["reps", "seconds", "distance"]].isna().all(axis=1)
    frame["reps"] = frame["reps"].mask(nothing, 0.0)
    workout = frame.groupby(["start", "title"], sort=False)
    frame["workout"] = workout.ngroup()
    frame["position"] = workout.cumcount() + 1.0
    frame["occurrence"] = frame.groupby(["workout", "exercise"], sort=False).cumcount()
    return frame
