"""Weeks, local dates and elapsed time, correct across daylight saving changes and year ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.errors import UnknownTimeZone, UnknownWeekday

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_NUMBERS: Final = {name: n for n, day in enumerate(WEEKDAYS) for name in (day, day[:3])}


def iso_week(date: date) -> str:
    """Name the ISO 8601 week of a date by its ISO year: 2025-12-29 is in 2026-W01."""
    year, week, _ = date.isocalendar()
    return f"{year:04}-W{week:02}"


def weekday_number(day: str | int) -> int:
    """Give a weekday, named (sunday, Sun) or numbered, as 0 (Monday) to 6; UnknownWeekday for anything else."""
    number = DAY_NUMBERS.get(day.lower(), -1) if isinstance(day, str) else day
    if not 0 <= number <= 6:
        raise UnknownWeekday
    return number


def week_start(date: date, first_day: str | int = "monday") -> date:
    """Give the first date of the week that a date is in, for weeks beginning on `first_day` (name or 0-6)."""
    return date - timedelta(days=(date.weekday() - weekday_number(first_day)) % 7)


def zone_named(tz: str) -> ZoneInfo:
    """Give an IANA time zone; UnknownTimeZone if there is none of that name."""
    try:
        return ZoneInfo(tz)
    except (KeyError, ValueError, OSError) as problem:
        raise UnknownTimeZone(f"There is no time zone named {tz}.") from problem


def as_instant(start_utc: datetime) -> datetime:
    """Give an aware instant; one without a zone is UTC."""
    return start_utc if start_utc.tzinfo else start_utc.replace(tzinfo=UTC)


def workout_local_date(start_utc: datetime, tz: str) -> date:
    """Give the lifter's calendar date at the start of a workout: the date the whole workout belongs to."""
    return as_instant(start_utc).astimezone(zone_named(tz)).date()


def workout_week_start(start_utc: datetime, tz: str, first_day: str | int = "monday") -> date:
    """Give the first date of the lifter's week in which a workout started."""
    return week_start(workout_local_date(start_utc, tz), first_day)


def from_local(local: datetime, zone: ZoneInfo, fold: int = 0) -> datetime:
    """Give the UTC instant of a wall-clock time; `fold` 1 picks the second of an ambiguous one.

    A time that the clocks skip in spring is moved forward by the gap, whatever its fold.
    """
    if local.tzinfo:
        return local.astimezone(UTC)
    instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    skipped = instant.astimezone(zone).replace(tzinfo=None) != local
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC) if skipped else instant


def workout_minutes(
    start_local: datetime, end_local: datetime, tz: str, start_fold: int = 0, end_fold: int = 0
) -> float | None:
    """Give the elapsed minutes between two wall-clock times of a zone, computed in UTC (PEP 495 folds).

    None when the end is before the start.
    """
    zone = zone_named(tz)
    elapsed = from_local(end_local, zone, end_fold) - from_local(start_local, zone, start_fold)
    return elapsed / timedelta(minutes=1) if elapsed >= timedelta(0) else None
