"""Check untrusted JSON field by field: return its values, or say in a sentence what is wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from database.ids import parse_id
from database.types import WEIGHT_STEP, plain
from services.errors import InvalidValue

Check = Callable[[Any, datetime], Any]

MAX_WEIGHT: Final[Mapping[str, int]] = {"kg": 2000, "lb": 5000}
MAX_WORKOUT: Final = timedelta(days=7)
MAX_NAME: Final = 120
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST: Final = 1.7976931348623157e308
SHOWN_LENGTH: Final = 40
DECIMAL: Final = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,4})?", re.ASCII)


class Breach(Exception):
    """A check failed; the message completes "... is expected"."""


@dataclass(frozen=True)
class Field:
    """A field: its check, its label for lifters, and whether it is required."""

    check: Check
    label: str
    needed: bool = False


def checked(fields: Mapping[str, Any], fields_by_name: Mapping[str, Field], now: datetime) -> dict[str, Any]:
    """Return the values of untrusted fields; InvalidValue names the first invalid field."""
    return {name: checked_value(name, value, fields_by_name, now) for name, value in fields.items()}


def checked_value(name: str, value: Any, fields_by_name: Mapping[str, Field], now: datetime) -> Any:
    """Return the value of an untrusted field; InvalidValue names the field, its value and the allowed values."""
    field = fields_by_name.get(name)
    if field is None:
        raise InvalidValue(f"There is no field {value_text(name)} here.")
    if value is None and not field.needed:
        return None
    try:
        return field.check(value, now)
    except Breach as breach:
        raise InvalidValue(f"The {field.label} cannot be {value_text(value)}: {breach} is expected.") from breach


def value_text(value: Any) -> str:
    """Quote an untrusted value for a sentence: short, and with characters that can be stored."""
    if value is None:
        return "empty"
    if isinstance(value, str):
        short = value if len(value) <= SHOWN_LENGTH else value[:SHOWN_LENGTH] + "…"
        return f"“{short.encode('utf-8', 'replace').decode('utf-8')}”"
    if isinstance(value, int) and abs(value) > LARGEST:
        return "a number that long"
    return str(value) if isinstance(value, int | float) else "a list or an object"


def text(limit: int) -> Check:
    """Check text of at most `limit` characters and strip it; blank text is None."""

    def check(value: Any, now: datetime) -> str | None:
        if not isinstance(value, str) or len(value) > limit or not is_storable(value):
            raise Breach(f"text of at most {limit} characters")
        return value.strip() or None

    return check


def name_of(limit: int) -> Check:
    """Check text that is not blank, of at most `limit` characters."""
    shorter = text(limit)

    def check(value: Any, now: datetime) -> str:
        name = shorter(value, now) if isinstance(value, str) and len(value) <= limit else None
        if not name:
            raise Breach(f"text of 1 to {limit} characters")
        return str(name)

    return check


def whole(high: int, low: int = 0) -> Check:
    """Check a whole number between two bounds, both included."""

    def check(value: Any, now: datetime) -> int:
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            raise Breach(f"a whole number from {low} to {high}")
        return number

    return check


def number(high: float, low: float = 0.0, step: float | None = None, rule: str = "") -> Check:
    """Check a number between two bounds, both included, in steps if given."""
    steps = f" in steps of {step:g}" if step else ""

    def check(value: Any, now: datetime) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high or (step and (value / step) % 1):
            raise Breach(rule or f"a number from {low:g} to {high:,.0f}{steps}")
        return float(value) + 0.0  # no negative zero

    return check


def one_of(allowed: Collection[str]) -> Check:
    """Check a word of a closed list."""

    def check(value: Any, now: datetime) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise Breach(f"one of {', '.join(allowed)}")
        return value

    return check


def flag(value: Any, now: datetime) -> bool:
    """Check a boolean."""
    if not isinstance(value, bool):
        raise Breach("true or false")
    return value


def zone(value: Any, now: datetime) -> str:
    """Check the IANA name of a time zone."""
    if not isinstance(value, str) or value not in _zones():
        raise Breach("the name of a time zone such as Europe/Berlin")
    return value


def identifier(value: Any, now: datetime) -> int:
    """Check an id, as a decimal string or an int."""
    row_id = parse_id(value, _ms(now))
    if row_id is None:
        raise Breach("an id made at most a day ahead of now")
    return row_id


def day(value: Any, now: datetime) -> date:
    """Check a date from 1970 to tomorrow: wherever the lifter is, today is at most a day ahead of UTC."""
    parsed: date | None = _parsed(date.fromisoformat, value)
    if parsed is None or not EARLIEST.date() <= parsed <= now.date() + timedelta(days=1):
        raise Breach("a date from 1970-01-01 to tomorrow")
    return parsed


def instant(value: Any, now: datetime) -> datetime:
    """Check an instant in ISO 8601 with its offset, from 1970 to a day ahead; return it in UTC."""
    parsed: datetime | None = _parsed(datetime.fromisoformat, value)
    if parsed is None or parsed.tzinfo is None or not EARLIEST <= parsed <= now + timedelta(days=1):
        raise Breach("a date and time with its offset, from 1970 to tomorrow")
    return parsed.astimezone(UTC)


def load_to(limits: Mapping[str, int]) -> Check:
    """Check a weight up to the higher limit of both units; weight_fault checks the limit of each."""

    def check(value: Any, now: datetime) -> Decimal:
        weight = _decimal(value)
        if weight is None or not 0 <= weight <= max(limits.values()):
            raise Breach(f"a number from 0 to {limits['kg']} kg or {limits['lb']} lb")
        return canonical(weight)

    return check


load: Final = load_to(MAX_WEIGHT)


def typed_weight(value: Any, unit: str) -> Decimal | None:
    """Parse a weight above 0 as typed, with a point or a comma; None for anything else, or if it is too heavy."""
    try:
        weight = Decimal(str(value).strip().replace(",", "."))
    except ArithmeticError:
        return None
    return weight if weight.is_finite() and 0 < weight <= MAX_WEIGHT[unit] else None


def canonical(weight: Decimal) -> Decimal:
    """Return the weight that both databases give back: at most 14 decimals, the shortest form of a double."""
    return plain(Decimal(repr(float(weight.quantize(WEIGHT_STEP)))))


def weight_fault(values: Mapping[str, Any], limits: Mapping[str, int] = MAX_WEIGHT) -> str | None:
    """Return the fault of a weight and its unit together, if any."""
    weight, unit = values.get("weight"), values.get("unit")
    if weight is None:
        return None
    if unit is None:
        return f"The weight {weight} needs its unit, kg or lb."
    limit = limits[unit]
    return f"The weight cannot be {weight} {unit}: it must be from 0 to {limit} {unit}." if weight > limit else None


def times_fault(values: Mapping[str, Any]) -> str | None:
    """Return the fault of a start and an end together, if any."""
    start, end = values.get("started_at"), values.get("ended_at")
    if start is None or end is None or start <= end <= start + MAX_WORKOUT:
        return None
    rule = "it is before the start" if end < start else "it is more than 7 days after the start"
    return f"The end cannot be {end:%Y-%m-%d %H:%M} UTC: {rule}, {start:%Y-%m-%d %H:%M} UTC."


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    if isinstance(value, int) and abs(value) > LARGEST:
        return None
    written = str(value).strip()
    return Decimal(written) if DECIMAL.fullmatch(written) else None


def _parsed(parse: Callable[[str], Any], value: Any) -> Any:
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def is_storable(value: str) -> bool:
    """Whether a database can store this text."""
    return not any("\ud800" <= character <= "\udfff" for character in value)  # half a character of UTF-16


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
