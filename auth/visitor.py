"""What a browser reveals about its owner: the device, and guesses for a new account's settings."""

import ipaddress
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import available_timezones

# The first that is found in the User-Agent wins: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
PHONE: Final = "Mobi"


def _regions(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Where gyms have pounds on their plates, and where calendars begin on another day than Monday (CLDR 44, weekData).
POUNDS: Final = _regions("US CA PR GU VI AS UM LR")
SATURDAY: Final = _regions("AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY")
SUNDAY: Final = _regions(
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK "
    "PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)


def device_name(user_agent: str) -> str:
    """Name browser and system, as in "Chrome on Android"; "Unknown device" if neither is known."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    return " on ".join(part for part in (browser, system) if part) or "Unknown device"


def is_phone(user_agent: str) -> bool:
    """Whether the browser calls itself mobile."""
    return PHONE in user_agent


def guesses(locale: str | None, time_zone: str | None) -> Mapping[str, Any]:
    """Guess unit, week start, zone and locale of a new account from the browser's language and time zone."""
    language = locale or "en"
    region = language.replace("_", "-").rpartition("-")[2].upper()
    return {
        "unit": "lb" if region in POUNDS else "kg",
        "week_start": 6 if region in SUNDAY else 5 if region in SATURDAY else 0,
        "time_zone": time_zone if time_zone in available_timezones() else "UTC",
        "locale": language[:16],
    }


def is_local(host: str) -> bool:
    """Whether a Host header names this machine or its private network."""
    name = host.rsplit(":", 1)[0].strip("[]") if not host.endswith("]") else host.strip("[]")
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return "." not in name or name.endswith((".local", ".lan", ".home.arpa", ".localhost"))


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
