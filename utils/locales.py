"""The languages whose dates and digits we know; the words of the app itself are English."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Language:
    """How a language abbreviates weekdays (Monday first) and months, and separates digits."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    decimal: str
    thousands: str
    day_mark: str = ""


def _language(weekdays: str, months: str, decimal: str, thousands: str, day_mark: str = "") -> Language:
    return Language(tuple(weekdays.split()), tuple(months.split()), decimal, thousands, day_mark)


LANGUAGES: Final = {
    "en": _language("Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", ".", ","),
    "de": _language("Mo Di Mi Do Fr Sa So", "Jan Feb März Apr Mai Juni Juli Aug Sept Okt Nov Dez", ",", ".", "."),
    "fr": _language(
        "lun. mar. mer. jeu. ven. sam. dim.",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        ",",
        "\N{NARROW NO-BREAK SPACE}",
    ),
    "es": _language("lun mar mié jue vie sáb dom", "ene feb mar abr may jun jul ago sept oct nov dic", ",", "."),
    "it": _language("lun mar mer gio ven sab dom", "gen feb mar apr mag giu lug ago set ott nov dic", ",", "."),
    "nl": _language("ma di wo do vr za zo", "jan feb mrt apr mei jun jul aug sep okt nov dec", ",", "."),
    "pt": _language("seg ter qua qui sex sáb dom", "jan fev mar abr mai jun jul ago set out nov dez", ",", "."),
}


def language_of(locale: str) -> Language:
    """Return the language of a locale such as "de-DE"; one that the table does not know reads English."""
    return LANGUAGES.get(re.split("[-_]", locale.lower())[0], LANGUAGES["en"])
