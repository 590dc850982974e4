"""The calendar's days and what a new date or start does to a workout."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from utils.history.calendar import day_label, weeks_of
from utils.history.editor import times_of

pytestmark = pytest.mark.smoke

TODAY = date(2026, 1, 15)


def workout(**fields: Any) -> dict[str, Any]:
    """One in Berlin on 5 January from 18:00 to 19:10 on the lifter's clock."""
    began = datetime(2026, 1, 5, 17, tzinfo=UTC)
    usual = {"zone": "Europe/Berlin", "time_source": "logged", "started_at": began}
    return {**usual, "ended_at": began + timedelta(minutes=70), **fields}


def test_a_month_is_shown_in_whole_weeks_from_the_lifters_first_weekday() -> None:
    monday_first = weeks_of(date(2026, 2, 1), 0)
    assert (monday_first[0][0], monday_first[-1][-1]) == (date(2026, 1, 26), date(2026, 3, 1))
    sunday_first = weeks_of(date(2026, 2, 1), 6)
    assert (sunday_first[0][0], sunday_first[-1][-1]) == (date(2026, 2, 1), date(2026, 2, 28))
    assert all(len(week) == 7 for week in monday_first + sunday_first)


def test_a_day_says_its_number_today_in_bold_and_how_many_workouts_if_several() -> None:
    assert day_label(date(2026, 1, 3), 0, TODAY) == "3"
    assert day_label(date(2026, 1, 3), 1, TODAY) == "3"
    assert day_label(date(2026, 1, 3), 2, TODAY) == "3²"
    assert day_label(TODAY, 1, TODAY) == "**15**"


def test_another_date_keeps_the_clock_and_the_length() -> None:
    assert times_of(workout(), date(2026, 1, 7), time(18), 5) == {
        "performed_on": "2026-01-07",
        "started_at": "2026-01-07T17:00:00+00:00",
        "ended_at": "2026-01-07T18:10:00+00:00",
    }


def test_a_date_in_summer_keeps_the_clock_of_the_lifter() -> None:
    assert times_of(workout(), date(2025, 7, 7), time(18), 5)["started_at"] == "2025-07-07T16:00:00+00:00"


def test_a_workout_that_runs_goes_on_running() -> None:
    assert times_of(workout(ended_at=None), date(2026, 1, 4), time(18), 5)["ended_at"] is None


def test_without_a_start_the_time_is_unknown() -> None:
    assert times_of(workout(), date(2026, 1, 7), None, 5) == {
        "performed_on": "2026-01-07",
        "started_at": None,
        "ended_at": None,
        "time_source": "assumed",
    }


def test_a_start_that_was_unknown_gives_three_minutes_a_set() -> None:
    unknown = workout(started_at=None, ended_at=None, time_source="assumed")
    found = times_of(unknown, date(2026, 1, 7), time(18), 10)
    assert (found["time_source"], found["ended_at"]) == ("logged", "2026-01-07T17:30:00+00:00")
