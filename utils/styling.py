"""Format every number, date and lifter's word that appears on the screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from services.units import KG_PER_LB
from utils.locales import ENGLISH, language_of, rounded_to, written_day, written_number

MISSING: Final = "\N{EN DASH}"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
METRES_PER_MILE: Final = Decimal("1609.344")
LENGTHS_KG: Final = ((Decimal(1), " m"), (Decimal(1000), " km"))
LENGTHS_LB: Final = ((Decimal("0.9144"), " yd"), (METRES_PER_MILE, " mi"))

Number = Decimal | float | int | str | None


@dataclass(frozen=True)
class Display:
    """A lifter's formats: unit "kg" or "lb", IANA zone, first weekday (0 = Monday), locale such as "de-DE"."""

    unit: str
    time_zone: str
    week_start: int
    locale: str


def _exact(value: Number) -> Decimal | None:
    """Return the exact number; None for anything else, for infinity, and from 10 to the power of 15 on."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() and exact.adjusted() < 15 else None


def _shown(value: Number, display: Display, step: str, suffix: str = "") -> str:
    exact = _exact(value)
    return MISSING if exact is None else _rounded(exact, display.locale, step) + suffix


@lru_cache(maxsize=8192)  # the rows of a page repeat numbers
def _rounded(value: Decimal, locale: str, step: str) -> str:
    return written_number(rounded_to(value, step), locale)


def _in_unit(kg: Number, display: Display) -> Decimal | None:
    exact = _exact(kg)
    return exact / KG_PER_LB if exact is not None and display.unit == "lb" else exact


def number(value: Number, display: Display, places: int = 1) -> str:
    """Return a bare number with at most `places` decimals."""
    return _shown(value, display, str(Decimal(1).scaleb(-places)))


def fixed(value: Number, display: Display, places: int) -> str:
    """Return a number with exactly `places` decimals, as scores are written: "387.90"."""
    exact = _exact(value)
    if exact is None:
        return MISSING
    return written_number(rounded_to(exact, str(Decimal(1).scaleb(-places))), display.locale, keep_zeros=True)


def body_weight(kg: Number, display: Display) -> str:
    """Return a body weight in the lifter's unit, to a tenth: "82.4 kg"."""
    return _shown(_in_unit(kg, display), display, "0.1", f" {display.unit}")


def count(value: Number, display: Display) -> str:
    """Return a whole number: "1,234"."""
    return _shown(value, display, "1")


@lru_cache(maxsize=1024)
def _plural_form(value: Decimal) -> str:
    return str(ENGLISH.plural_form(rounded_to(value, "1")))


def plural(value: Number, row: str, display: Display, many: str | None = None) -> str:
    """Return a count with its noun: "1 set", "7 sets", "2 entries" (`many` = "entries")."""
    is_one = _plural_form(_exact(value) or Decimal(0)) == "one"
    return f"{count(value, display)} {row if is_one else many or row + 's'}"


def percent(share: Number, display: Display) -> str:
    """Return a share of one in whole percent: 0.874 is "87%"."""
    exact = _exact(share)
    if exact is None:
        return MISSING
    before, after = language_of(display.locale).percent
    return before + _shown(exact * 100, display, "1", after)


def hard_sets(value: Number, display: Display) -> str:
    """Return hard sets to the half: "12.5"."""
    return _shown(value, display, "0.5")


def load(weight_entered: Number, unit: str, display: Display) -> str:
    """Return a load as the lifter entered it, in the unit of entry: "82.5 kg"."""
    return _shown(weight_entered, display, "0.001", f" {unit}")


def weight(kg: Number, display: Display) -> str:
    """Return a weight in the lifter's unit, to 0.01 kg or 0.1 lb: "82.5 kg", "181.9 lb"."""
    step = "0.1" if display.unit == "lb" else "0.01"
    return _shown(_in_unit(kg, display), display, step, f" {display.unit}")


def _rounded_e1rm(kg: Number, display: Display) -> Decimal | None:
    exact = _in_unit(kg, display)
    return None if exact is None else rounded_to(exact, "1" if display.unit == "lb" else "0.5")


def e1rm(kg: Number, display: Display) -> str:
    """Return an estimated one-rep max to 0.5 kg or 1 lb."""
    return _shown(_rounded_e1rm(kg, display), display, "0.5", f" {display.unit}")


def tonnage(kg: Number, display: Display) -> str:
    """Return load times reps: "12.4 t", below a tonne "850 kg", else "27,300 lb"."""
    exact = _in_unit(kg, display)
    if exact is None:
        return MISSING
    small = abs(rounded_to(exact, "1")) < 1000
    if display.unit == "lb":
        return _shown(exact, display, "1" if small else "100", " lb")
    if small:
        return _shown(exact, display, "1", " kg")
    return written_number(rounded_to(exact / 1000, "0.1"), display.locale, keep_zeros=True) + " t"


def signed(value: Number, display: Display, suffix: str = "", places: int = 1) -> str:
    """Return a difference with its sign: "+2.5"; a true minus below zero, no sign for "0"."""
    exact = _exact(value)
    if exact is None:
        return MISSING
    rounded = rounded_to(exact, str(Decimal(1).scaleb(-places)))
    return ("+" if rounded > 0 else "") + written_number(rounded, display.locale) + suffix


def change(kg: Number, display: Display) -> str:
    """Return a difference of weights in the lifter's unit: "+2.5 kg"."""
    return signed(_in_unit(kg, display), display, f" {display.unit}", 1 if display.unit == "lb" else 2)


def e1rm_change(before_kg: Number, after_kg: Number, display: Display) -> str:
    """Return the difference of two rounded e1RMs, so that the three figures on a page add up."""
    before, after = _rounded_e1rm(before_kg, display), _rounded_e1rm(after_kg, display)
    return MISSING if before is None or after is None else signed(after - before, display, f" {display.unit}")


def _whole(value: Number) -> int | None:
    exact = _exact(value)
    return None if exact is None or exact < 0 else int(rounded_to(exact, "1"))


def duration(seconds: Number) -> str:
    """Return how long a workout took: "1 h 05", "55 min", below a minute "45 s"."""
    whole = _whole(seconds)
    if whole is None:
        return MISSING
    if 0 < whole < 60:
        return f"{whole} s"
    hours, minutes = divmod((whole + 30) // 60, 60)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"


def rest(seconds: Number) -> str:
    """Return a rest or a hold by the clock: "2:30", past an hour "1:02:30"."""
    whole = _whole(seconds)
    if whole is None:
        return MISSING
    minutes, left = divmod(whole, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{left:02}" if minutes >= 60 else f"{minutes}:{left:02}"


def distance(metres: Number, display: Display) -> str:
    """Return a distance: "400 m", "5.25 km", for a lifter in pounds "440 yd", "3.1 mi"."""
    exact = _exact(metres)
    if exact is None:
        return MISSING
    near, far = LENGTHS_LB if display.unit == "lb" else LENGTHS_KG
    if rounded_to(exact / near[0], "1") < 1000:
        return _shown(exact / near[0], display, "1", near[1])
    return _shown(exact / far[0], display, "0.01", far[1])


def pace(seconds_per_km: Number, display: Display) -> str:
    """Return a pace by the clock: "5:30 /km" or "8:51 /mi"."""
    exact = _exact(seconds_per_km)
    if exact is None:
        return MISSING
    return f"{rest(exact * METRES_PER_MILE / 1000)} /mi" if display.unit == "lb" else f"{rest(exact)} /km"


def local(instant: datetime, display: Display) -> datetime:
    """Return an aware instant on the lifter's clock."""
    return instant.astimezone(ZoneInfo(display.time_zone))


def _is_nat(day: date) -> bool:
    return day != day  # pandas' NaT does not equal itself


def _day(day: date | None, skeleton: str, display: Display, today: date | None) -> str:
    if day is None or _is_nat(day):
        return MISSING
    this_year = (today or local(datetime.now(UTC), display)).year
    return written_day(day, skeleton if day.year == this_year else f"y{skeleton}", display.locale)


def short_day(day: date | None, display: Display, today: date | None = None) -> str:
    """Return a date without its weekday: "5 Jan", the year only if it is not today's."""
    return _day(day, "MMMd", display, today)


def long_day(day: date | None, display: Display, today: date | None = None) -> str:
    """Return a date: "Mon 5 Jan", the year only if it is not today's."""
    return _day(day, "MMMEd", display, today)


def month(day: date, display: Display) -> str:
    """Return the month of a date: "Jan 2026"."""
    return written_day(day, "yMMM", display.locale)


def clock(instant: datetime | None, display: Display) -> str:
    """Return an aware instant as the time on the lifter's clock: "18:30"."""
    return MISSING if instant is None or _is_nat(instant) else f"{local(instant, display):%H:%M}"


def weekdays(display: Display) -> tuple[str, ...]:
    """Return the seven abbreviated weekdays, the lifter's first one first."""
    names = language_of(display.locale).weekdays
    return names[display.week_start :] + names[: display.week_start]


def separators(display: Display) -> str:
    """Return the decimal and thousands separators for Plotly's `layout.separators`."""
    spoken = language_of(display.locale)
    return spoken.decimal + spoken.thousands


def localised(sentence: str, display: Display) -> str:
    """Return a stored sentence with the lifter's decimal mark: "82,5 → 85 kg"."""
    return re.sub(r"(?<=\d)\.(?=\d)", language_of(display.locale).decimal, sentence)


def in_words(code: str) -> str:
    """Return a code as words: "front_delts" is "Front delts"."""
    return code.replace("_", " ").capitalize()


# Streamlit parses these after Markdown has removed the escapes; only an invisible joiner keeps them literal.
_READ_AGAIN = re.compile(r"(:(?=[a-z/])|(?<=[\w.+-])@(?=\w)|www(?=\.)|-(?=[->])|<(?=[-=])|[>~](?==))", re.I)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|<>~$:&=@^])")
# "-", "+" and "1." make a list only at the start. Do not escape them elsewhere: screen readers read the escapes.
_LIST = re.compile(r"^(\d{0,9})([-+.)])(?=\s|$)")


def plain(text: str) -> str:
    """Return a lifter's own words as one line of Streamlit Markdown that shows them literally."""
    parted = _READ_AGAIN.sub("\\1\N{WORD JOINER}", " ".join(text.split()))
    return _LIST.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", parted))


def plain_lines(text: str) -> str:
    """Return a lifter's note as Streamlit Markdown that shows it literally, line by line."""
    return "\\\n".join(plain(line) for line in text.strip().splitlines())


def weekday_names(weekdays: Sequence[int], display: Display) -> str:
    """Return weekdays as the lifter abbreviates them: "Mon, Wed, Fri"."""
    names = language_of(display.locale).weekdays
    return ", ".join(names[day] for day in weekdays)
