"""Numbers as people type them: with a decimal comma, with their unit, and whole exercises as 5x5 @ 100."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from services.datawrangling import METRES_IN, UNITS, Unfit, parse_clock_span, parse_duration, parse_number, quoted_text
from services.importers.tables.columns import folded_heading, is_one_of_many
from services.importers.tables.moments import bare

BODY_WEIGHT: Final = re.compile(
    r"(?:bw|body ?weight|kg|körpergewicht|kein|poids (?:du|de) corps|pdc|peso corporal|pc)(?:\s*(?=\+)|$)",
    re.IGNORECASE,
)
UNIT: Final = r"(?:kgs?|kilos?|lbs?|pounds|pfund|#)"
AMOUNT: Final = r"\d{1,6}(?:[.,]\d{1,6})*"
WEIGHT: Final = re.compile(rf"(?P<number>[+-]?\s*{AMOUNT})\s*(?P<unit>{UNIT})?\.?", re.IGNORECASE)
MEASURED: Final = re.compile(rf"(?P<number>{AMOUNT})\s*(?P<unit>[a-z]{{1,6}})?\.?", re.IGNORECASE)
THOUSANDS: Final = re.compile(r"\d{1,3}(,\d{3})+")
BETWEEN: Final = r"\s*[x×*✕]\s*"
SETS_FIRST: Final = re.compile(
    rf"(?P<sets>\d{{1,2}}){BETWEEN}(?P<reps>\d{{1,4}})(?:\s*(?:reps|wdh)\.?)?"
    rf"(?:(?:\s*(?:@|à|a|at|bei|mit|con|avec|\(|{BETWEEN})\s*|\s+)(?P<weight>{AMOUNT}|bw)\s*(?P<unit>{UNIT})?\)?)?"
    rf"(?:\s*@?\s*rpe\s*(?P<rpe>{AMOUNT}))?",
    re.IGNORECASE,
)
WEIGHT_FIRST: Final = re.compile(
    rf"(?P<weight>{AMOUNT}|bw)\s*(?P<unit>{UNIT})?{BETWEEN}(?P<reps>\d{{1,4}})(?:{BETWEEN}(?P<sets>\d{{1,2}}))?"
    rf"(?:\s*@\s*(?:rpe\s*)?(?P<rpe>{AMOUNT}))?",
    re.IGNORECASE,
)
UNIT_FIRST: Final = re.compile(rf"\s*{AMOUNT}\s*{UNIT}", re.IGNORECASE)
BETWEEN_SETS: Final = re.compile(r"[;\n|]|,\s|\s\+\s|\s/\s")
REPS_LISTED: Final = re.compile(r"\d{1,4}(?:\s*[/,;+]\s*\d{1,4})+")
HALF_STEP: Final = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")
MOST_SETS: Final = 50
MOST_LEADING_SETS: Final = 12  # "15x5" is a weight before reps, "5x15" is sets before reps
HIGHEST_RPE: Final = 10


class Lifted(NamedTuple):
    """Some equal sets that one cell tells; None is what it does not say."""

    sets: int
    reps: int
    weight: Decimal | None = None
    unit: str | None = None
    rpe: Decimal | None = None


@lru_cache(maxsize=4096)
def number_in(text: str, field: str) -> Decimal | None:
    """The number of a cell with a decimal point or comma; None for an empty one; Unfit if it could be two numbers."""
    digits = bare(text).replace("\N{NO-BREAK SPACE}", "")
    if "," in digits and "." in digits:
        grouping = "," if digits.rindex(".") > digits.rindex(",") else "."
        digits = digits.replace(grouping, "")
    elif THOUSANDS.fullmatch(digits) and not digits.startswith("0"):
        if digits.count(",") == 1:
            raise Unfit(
                f"The {field} {quoted_text(text)} could be {digits.replace(',', '.')} or {digits.replace(',', '')}."
            )
        digits = digits.replace(",", "")
    return parse_number(digits, field, decimal_comma=True)


@lru_cache(maxsize=4096)
def weight_in(text: str) -> tuple[Decimal | None, str | None]:
    """A weight and the unit beside it; None for an empty cell and for one's own body; Unfit otherwise."""
    cell = bare(text)
    cell = cell[len(own[0]) :].strip() if (own := BODY_WEIGHT.match(cell)) else cell
    if not cell:
        return None, None
    match = WEIGHT.fullmatch(cell)
    if not match:
        raise Unfit(f"The weight {quoted_text(text)} is not a number.")
    return number_in(match["number"].replace(" ", ""), "weight"), _unit(match["unit"])


def _unit(text: str | None) -> str | None:
    word = (text or "").casefold()
    return {"kilo": "kg", "kilos": "kg", "pfund": "lb", "#": "lb"}.get(word, UNITS.get(word))


@lru_cache(maxsize=4096)
def distance_in(text: str) -> tuple[float | None, str | None]:
    """A distance and the unit beside it; None for an empty cell; Unfit otherwise."""
    cell = bare(text)
    match = MEASURED.fullmatch(cell)
    unit = (match["unit"] or "").casefold() if match else ""
    if cell and (not match or (unit and unit not in METRES_IN)):
        raise Unfit(f"The distance {quoted_text(text)} is not a number of kilometres, metres or miles.")
    value = number_in(match["number"], "distance") if match else None
    return float(value) or None if value is not None else None, unit or None


@lru_cache(maxsize=4096)
def seconds_in(text: str, in_minutes: bool = False) -> float | None:
    """Seconds of `1:30`, `0:01:30`, `90`, `90s` or `1 min`; a bare number may be minutes; Unfit otherwise."""
    cell = bare(text)
    if not cell:
        return None
    if ":" in cell:
        return parse_clock_span(cell) or None
    try:
        value = number_in(cell, "duration")
    except Unfit:
        spoken = parse_duration(cell)
        if spoken is None:
            raise
        return spoken or None
    return float(value or 0) * (60 if in_minutes else 1) or None


@lru_cache(maxsize=4096)
def reps_in(text: str) -> tuple[int | float, ...]:
    """The reps of a cell, one for each set that it lists (`8/8/7`); none for an empty cell; Unfit otherwise."""
    cell = bare(text)
    if REPS_LISTED.fullmatch(cell):
        return tuple(int(digits) for digits in re.findall(r"\d+", cell))
    value = number_in(cell, "number of reps")
    return () if value is None else (float(value),)


@lru_cache(maxsize=4096)
def sets_in(text: str) -> int | None:
    """How many equal sets a row stands for, from 1 to 50; None for an empty cell; Unfit otherwise."""
    value = number_in(text, "number of sets")
    if value is not None and (not 1 <= value <= MOST_SETS or value % 1):
        raise Unfit(f"The number of sets {quoted_text(text)} is not a whole number from 1 to {MOST_SETS}.")
    return None if value is None else int(value)


@lru_cache(maxsize=4096)
def effort_in(text: str, field: str) -> Decimal | None:
    """An RPE or RIR; `7-8` lies halfway between; None for an empty cell; Unfit otherwise."""
    cell = bare(text).lstrip("@")
    ranged = HALF_STEP.fullmatch(cell)
    if ranged and int(ranged[2]) - int(ranged[1]) == 1:
        return Decimal(ranged[1]) + Decimal("0.5")
    value = number_in(cell, field)
    if value is not None and not 0 <= value <= HIGHEST_RPE:
        raise Unfit(f"The {field} {quoted_text(text)} is not a number from 0 to {HIGHEST_RPE}.")
    return value


@lru_cache(maxsize=4096)
def lifted_in(text: str, sets_first: bool) -> tuple[Lifted, ...]:
    """The sets of a cell like `5x5 @ 100` (sets first) or `100x5, 105x3` (weight first); Unfit otherwise."""
    return tuple(_lifted(part, sets_first) for part in BETWEEN_SETS.split(bare(text)) if part.strip())


def _lifted(part: str, sets_first: bool) -> Lifted:
    pattern = SETS_FIRST if sets_first and not UNIT_FIRST.match(part) else WEIGHT_FIRST
    match = pattern.fullmatch(part.strip())
    if not match:
        raise Unfit(f"{quoted_text(part)} is not sets and reps like {'5x5 @ 100' if sets_first else '100x5'}.")
    sets = sets_in(match["sets"] or "1") or 1
    weight = None if (match["weight"] or "bw").casefold() == "bw" else number_in(match["weight"], "weight")
    rpe = effort_in(match["rpe"], "RPE") if match["rpe"] else None
    return Lifted(sets, int(match["reps"]), weight, _unit(match["unit"]), rpe)


def puts_sets_first(heading: str, cells: Iterable[str]) -> bool:
    """Whether `AxB` in a column means sets × reps: its heading says so, or no cell begins with more than 12."""
    if is_one_of_many(heading):  # each of the columns is one set already
        return False
    if re.search(r"\b(sets?|satze?|saetze|series?)\b", folded_heading(heading)):
        return True
    matches = (re.match(r"\s*(\d+(?:[.,]\d+)?)", cell, re.ASCII) for cell in cells)
    leading = [float(match[1].replace(",", ".")) for match in matches if match]
    return all(number <= MOST_LEADING_SETS and number % 1 == 0 for number in leading)
