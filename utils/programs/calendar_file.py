"""Export a program's days as an iCalendar file (RFC 5545): all-day events with permanent ids."""

from datetime import date, datetime, time, timedelta
from typing import Final
from unicodedata import category
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vDuration

from services.programs.feed import Feed, FeedDay
from services.routines.coaching import Coached
from utils import set_schemes, styling
from utils.styling import Display

PRODUCT: Final = "-//Tonnage//Training days//EN"
NAME: Final = "Tonnage"
REFRESH: Final = timedelta(hours=6)
ONE_DAY: Final = timedelta(days=1)
SPACE: Final = "tonnage:program-day"
LATER: Final = "Sets and loads follow from the workouts before."
MEDIA_TYPE: Final = "text/calendar; charset=utf-8"


def calendar(found: Feed, display: Display, today: date, changed_at: datetime) -> bytes:
    """Return the file; `changed_at` is the time of the lifter's last change."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        whole.add(name, NAME)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", vDuration(REFRESH))
    # A waiting day moves at midnight although no data changed.
    midnight = datetime.combine(today, time(), ZoneInfo(display.time_zone))
    at = max(changed_at, midnight).astimezone(ZoneInfo("UTC")).replace(microsecond=0)
    for day in found.days:
        whole.add_component(_event(day, found, display, today, at))
    if not found.days:
        whole.add_component(Timezone.from_tzid("Etc/UTC"))  # the standard asks for one component at least
    written: bytes = whole.to_ical()
    return written


def _event(day: FeedDay, found: Feed, display: Display, today: date, at: datetime) -> Event:
    turn, event = day.turn, Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{SPACE}:{day.program_id}:{turn.week}:{turn.place}')}")
    event.add("dtstamp", at)
    event.add("dtstart", turn.on)
    event.add("dtend", turn.on + ONE_DAY)
    event.add("summary", _title(day))
    event.add("description", "\n".join(_told(day, found, display, today)))
    event.add("transp", "TRANSPARENT")
    return event


def _title(day: FeedDay) -> str:
    light = " (deload)" if day.turn.is_light else ""
    return f"{'Done: ' if day.turn.is_done else ''}{_line(day.name)}{light}"


def _told(day: FeedDay, found: Feed, display: Display, today: date) -> list[str]:
    """Return the lines of a day's description."""
    week = f"Week {styling.count(day.turn.week, display)}"
    if day.turn.is_done:
        return [week]
    late = day.turn.late_since
    late_lines = [f"Missed on {styling.long_day(late, display, today)}, and still to be done."] if late else []
    exercises = [_exercise(part, day.planned, found, display) for part in day.parts]
    return [week, *late_lines, *exercises, *([] if day.planned else [LATER])]


def _exercise(part: Coached, planned: bool, found: Feed, display: Display) -> str:
    block = set_schemes.block_of(found.exercises.get(part.exercise.exercise_id, {}), display.unit)
    shown = " · ".join(set_schemes.scheme_parts(part.exercise, block, display)) if planned else ""
    return _line(f"{block.name}: {shown}" if shown else block.name)


def _line(text: str) -> str:
    """Return text as one line without control characters; the library escapes the rest."""
    return " ".join("".join(" " if category(character) in ("Cc", "Cs") else character for character in text).split())
