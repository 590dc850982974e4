"""Weeks, local dates and minutes across year ends, zones and daylight saving."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar_math import iso_week, week_start, workout_local_date, workout_minutes, workout_week_start
from services.errors import UnknownTimeZone, UnknownWeekday

dates = st.dates(date(1970, 1, 1), date(2100, 1, 1))
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]


def at(text):
    """Read a wall-clock time."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2025-12-28", "2025-W52"),
        ("2025-12-29", "2026-W01"),
        ("2026-01-01", "2026-W01"),
        ("2026-12-31", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
        ("2016-01-03", "2015-W53"),
    ],
)
def test_iso_weeks_around_new_year(day, week):
    assert iso_week(date.fromisoformat(day)) == week


@pytest.mark.parametrize(
    ("first_day", "start"),
    [
        ("monday", "2025-12-29"),
        ("Sunday", "2025-12-28"),
        ("saturday", "2025-12-27"),
        ("sun", "2025-12-28"),
        (0, "2025-12-29"),
        (6, "2025-12-28"),
    ],
)
def test_the_week_of_new_years_day_by_its_first_day(first_day, start):
    assert week_start(date(2026, 1, 1), first_day) == date.fromisoformat(start)


@pytest.mark.parametrize("first_day", ["someday", "", 7, -1])
def test_a_week_begins_on_a_weekday(first_day):
    with pytest.raises(UnknownWeekday):
        week_start(date(2026, 1, 1), first_day)


@given(dates, st.integers(0, 6))
def test_a_day_is_within_seven_days_of_its_week_start(day, first_day):
    start = week_start(day, first_day)
    assert start.weekday() == first_day
    assert 0 <= (day - start).days < 7


@given(dates)
def test_days_of_one_iso_week_share_their_monday(day):
    monday = week_start(day, "monday")
    assert {iso_week(monday + timedelta(days=n)) for n in range(7)} == {iso_week(day)}


@pytest.mark.parametrize(
    ("start", "tz", "day"),
    [
        ("2026-01-05T23:30", "UTC", "2026-01-05"),
        ("2026-01-05T23:30", "Europe/Berlin", "2026-01-06"),
        ("2026-01-05T03:30", "America/New_York", "2026-01-04"),
        ("2026-01-05T18:14", "Asia/Kathmandu", "2026-01-05"),
        ("2026-01-05T18:15", "Asia/Kathmandu", "2026-01-06"),
        ("2026-07-05T22:00", "Europe/Berlin", "2026-07-06"),
    ],
)
def test_a_workout_belongs_to_the_lifters_date(start, tz, day):
    aware = at(start).replace(tzinfo=UTC)
    assert workout_local_date(aware, tz) == workout_local_date(at(start), tz) == date.fromisoformat(day)


def test_a_start_given_in_another_zone_is_the_same_instant():
    assert workout_local_date(at("2026-01-06T00:30+01:00"), "UTC") == date(2026, 1, 5)


def test_a_late_sunday_workout_counts_for_the_lifters_week():
    sunday_evening = datetime(2026, 1, 5, 3, 30, tzinfo=UTC)
    assert workout_week_start(sunday_evening, "America/New_York", "monday") == date(2025, 12, 29)
    assert workout_week_start(sunday_evening, "America/New_York", "sunday") == date(2026, 1, 4)
    assert workout_week_start(sunday_evening, "UTC", "monday") == date(2026, 1, 5)


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_has_a_name_in_its_error(tz):
    with pytest.raises(UnknownTimeZone):
        workout_local_date(datetime(2026, 1, 5, tzinfo=UTC), tz)


@pytest.mark.parametrize(
    ("start", "end", "tz", "folds", "minutes"),
    [
        ("2026-01-05 18:00", "2026-01-05 19:15", "Europe/Berlin", (0, 0), 75),
        ("2026-01-05 23:30", "2026-01-06 00:45", "Europe/Berlin", (0, 0), 75),
        ("2026-03-29 01:30", "2026-03-29 03:30", "Europe/Berlin", (0, 0), 60),
        ("2026-10-25 01:30", "2026-10-25 03:30", "Europe/Berlin", (0, 0), 180),
        ("2026-10-25 02:30", "2026-10-25 02:30", "Europe/Berlin", (0, 1), 60),
        ("2026-10-25 02:50", "2026-10-25 02:10", "Europe/Berlin", (0, 1), 20),
        ("2026-10-25 02:10", "2026-10-25 02:50", "Europe/Berlin", (1, 1), 40),
        ("2026-03-08 01:45", "2026-03-08 03:15", "America/New_York", (0, 0), 30),
        ("2026-11-01 00:30", "2026-11-01 02:30", "America/New_York", (0, 0), 180),
        ("2026-10-04 01:30", "2026-10-04 03:00", "Australia/Lord_Howe", (0, 0), 60),
        ("2026-03-29 12:00", "2026-03-28 12:00", "Europe/Berlin", (0, 0), None),
        ("2026-10-25 02:50", "2026-10-25 02:10", "Europe/Berlin", (0, 0), None),
    ],
)
def test_minutes_that_really_passed(start, end, tz, folds, minutes):
    assert workout_minutes(at(start), at(end), tz, *folds) == minutes


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_the_clocks_skip_moves_forward(fold):
    # 02:30 does not exist on this morning; it means 03:30.
    assert workout_minutes(at("2026-03-29 02:30"), at("2026-03-29 04:00"), "Europe/Berlin", start_fold=fold) == 30


@given(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)), st.integers(0, 2000), st.sampled_from(ZONES))
def test_minutes_survive_the_way_over_the_wall_clock(start, minutes, tz):
    begun = start.replace(tzinfo=UTC, second=0, microsecond=0)
    local = begun.astimezone(ZoneInfo(tz))
    ended = (begun + timedelta(minutes=minutes)).astimezone(ZoneInfo(tz))
    measured = workout_minutes(local.replace(tzinfo=None), ended.replace(tzinfo=None), tz, local.fold, ended.fold)
    assert measured == minutes == workout_minutes(local, ended, tz)
