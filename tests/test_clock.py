"""The clock of the tests: processes and pages follow it, and the moments of `make test-days` are what they say."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from database.ids import new_id, parse_id
from tests.clock import CLOCK, moment_of, today
from tests.clock.days import MOMENTS, of_turn

pytestmark = pytest.mark.day("2028-02-29T23:30+00:00")
BERLIN = ZoneInfo("Europe/Berlin")
WHAT_IS_TRUE: dict[str, Callable[[datetime], bool]] = {
    "monday": lambda at: (at.isoweekday(), at.hour, at.minute) == (1, 0, 30),
    "sunday": lambda at: (at.isoweekday(), at.hour, at.minute) == (7, 23, 50),
    "new-years-eve": lambda at: (at.month, at.day) == (12, 31),
    "new-year": lambda at: (at.month, at.day, at.isocalendar().week) == (1, 1, 53),
    "leap-day": lambda at: (at.month, at.day) == (2, 29),
    "spring": lambda at: at.utcoffset() > (at.astimezone(UTC) - timedelta(hours=1)).astimezone(BERLIN).utcoffset(),
    "autumn": lambda at: at.utcoffset() < (at.astimezone(UTC) - timedelta(hours=1)).astimezone(BERLIN).utcoffset(),
    "month-end": lambda at: (at.day, (at.astimezone(UTC) + timedelta(minutes=10)).day) == (1, 1),
}


def time_of_a_new_process(after_s: float = 0) -> datetime:
    """What a new process says it is, asked for the first time so long after its start."""
    wait = f"import threading; threading.Event().wait({after_s})"
    script = f"{wait}; from datetime import *; print(datetime.now(UTC).isoformat())"
    command = [sys.executable, "-c", script]
    return datetime.fromisoformat(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def test_a_file_of_tests_takes_place_on_its_day() -> None:
    assert (today(), today("Europe/Berlin")) == (date(2028, 2, 29), date(2028, 3, 1))
    begun = datetime.now(UTC)
    time.sleep(0.01)
    assert timedelta() < datetime.now(UTC) - begun < timedelta(minutes=1)


def test_processes_follow_and_ids_are_those_of_the_day() -> None:
    for moment in (moment_of("2027-06-01"), moment_of("2026-03-18T23:50+01:00")):
        CLOCK.go_to(moment)
        assert parse_id(str(new_id())) is not None
        assert timedelta() <= time_of_a_new_process() - moment < timedelta(minutes=1)


def test_time_passes_in_a_process_that_does_not_look_at_it() -> None:
    begun = datetime.now(UTC)
    assert begun + timedelta(seconds=1) <= time_of_a_new_process(after_s=1) <= datetime.now(UTC)


@pytest.mark.parametrize("name", MOMENTS)
def test_a_moment_is_what_it_says(name: str) -> None:
    assert WHAT_IS_TRUE[name](moment_of(MOMENTS[name][0]).astimezone(BERLIN))


def test_every_moment_has_its_turn_within_eight_days() -> None:
    assert {of_turn(date(2026, 12, day)) for day in range(1, 9)} == set(MOMENTS)


def test_pages_follow(desktop: Page, tmp_path: Path) -> None:
    assert abs(desktop.evaluate("Date.now()") / 1000 - time.time()) < 60
    CLOCK.pass_by(days=3)
    assert abs(desktop.evaluate("+new Date()") / 1000 - time.time()) < 60
    blank = tmp_path / "page.html"
    blank.write_text("<p>")
    desktop.goto(blank.as_uri())
    assert abs(desktop.evaluate("Date.now()") / 1000 - time.time()) < 60
