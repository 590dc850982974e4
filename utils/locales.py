"""Write dates and numbers by the CLDR rules of a language; the words of the app are English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimeFormat, parse_pattern

MINUS: Final = "\N{MINUS SIGN}"
ENGLISH: Final = Locale("en")
# All English locales write the day first; CLDR has several orders, with and without a comma.
ENGLISH_PATTERNS: Final = {"MMMd": "d MMM", "yMMMd": "d MMM y", "MMMEd": "EEE d MMM", "yMMMEd": "EEE d MMM y"}
SKELETONS: Final = (*ENGLISH_PATTERNS, "yMMM", "yMMMM", "MMMM")
FIELD: Final = re.compile(r"%\((\w+)\)s")
# 2024 begins on a Monday. Keyed by the first letter of a date field: days that show every value of the field.
WEEK: Final = tuple(date(2024, 1, day) for day in range(1, 8))
MONTHS: Final = tuple(date(2024, month, 1) for month in range(1, 13))
DAYS: Final = tuple(date(2024, 1, day) for day in range(1, 32))
SAMPLES: Final = {"E": WEEK, "c": WEEK, "M": MONTHS, "L": MONTHS, "d": DAYS}


@dataclass(frozen=True)
class Language:
    """How a language writes dates and separates digits.

    `patterns` are by skeleton, such as "%(E)s %(d)s %(MMM)s" for "MMMEd". `fields` hold all values of each part: seven
    weekdays from Monday, twelve months, 31 days. The browser writes dates with both.
    """

    weekdays: tuple[str, ...]
    decimal: str
    thousands: str
    percent: tuple[str, str]
    patterns: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=4096)  # the rows of a page repeat days
def written_day(day: date, skeleton: str, locale: str) -> str:
    """Return a date in one of the patterns: "Mon 5 Jan" for "MMMEd"."""
    language = language_of(locale)
    places = {"E": day.weekday(), "M": day.month - 1, "d": day.day - 1}
    places |= {"c": places["E"], "L": places["M"]}
    parts = {name: texts[places[name[0]]] for name, texts in language.fields.items()}
    return language.patterns[skeleton] % {**parts, "y": day.year}


@lru_cache(maxsize=64)  # reading CLDR takes milliseconds; a browser may send any text
def language_of(locale: str) -> Language:
    """Return the language of a locale such as "de-DE"; English if CLDR does not know it."""
    return _language(_locale(locale.replace("-", "_")))


def _locale(name: str) -> Locale:
    for candidate in (name, name.partition("_")[0]):
        try:
            locale = Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
        return ENGLISH if locale.language == "en" else locale
    return ENGLISH


def _language(locale: Locale) -> Language:
    symbols = locale.number_symbols["latn"]
    patterns = {skeleton: _pattern(locale, skeleton) for skeleton in SKELETONS}
    names = {name for pattern in patterns.values() for name in FIELD.findall(pattern)} - {"y"}
    return Language(
        weekdays=tuple(locale.days["stand-alone"]["abbreviated"][day] for day in range(7)),
        decimal=symbols["decimal"],
        thousands=symbols["group"],
        percent=(locale.percent_formats[None].prefix[0], locale.percent_formats[None].suffix[0]),
        patterns=patterns,
        fields={name: tuple(DateTimeFormat(day, locale)[name] for day in SAMPLES[name[0]]) for name in sorted(names)},
    )


def _pattern(locale: Locale, skeleton: str) -> str:
    written = ENGLISH_PATTERNS.get(skeleton) if locale == ENGLISH else None
    template = str(parse_pattern(written or locale.datetime_skeletons.get(skeleton, "LLLL")).format)
    return re.sub(r"%\(Y+\)s", "%(y)s", template)  # two languages use the week-based year


DATE_FORMATS: Final = {"en-US": "MM/DD/YYYY", "de": "DD.MM.YYYY", "nl": "DD-MM-YYYY"}


def date_format(locale: str) -> str:
    """Return the date format of the lifter's locale for date inputs."""
    return DATE_FORMATS.get(locale) or DATE_FORMATS.get(locale.split("-")[0], "DD/MM/YYYY")


def typed_number(value: Decimal | str, locale: str) -> str:
    """Return a number for an input: all its digits, the language's decimal mark, no thousands separator."""
    return f"{Decimal(value):f}".replace(".", language_of(locale).decimal)


def rounded_to(value: Decimal, step: str) -> Decimal:
    """Return the multiple of the step nearest to a value, halves away from zero."""
    return (value / Decimal(step)).quantize(Decimal(1), ROUND_HALF_UP) * Decimal(step)


def written_number(value: Decimal, locale: str, *, keep_zeros: bool = False) -> str:
    """Return a rounded number with the language's separators and a true minus."""
    language = language_of(locale)
    whole, _, part = f"{abs(value):,f}".partition(".")
    part = part if keep_zeros else part.rstrip("0")
    sign = MINUS if value < 0 else ""
    return sign + whole.replace(",", language.thousands) + (language.decimal + part if part else "")
