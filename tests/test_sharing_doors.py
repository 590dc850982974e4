"""What is given out leads where it should: a calendar over HTTP by its address alone, a link from lifter to lifter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from auth import sessions
from database.ids import new_id
from database.tokens import new_token
from services import calendar_feeds, program_places, programs
from tests.browser import RunningApp
from tests.cast import new_lifter
from tests.signed_up import engine_of

SINGLES = {"squat-barbell": "100", "bench-press-barbell": "80", "deadlift-barbell": "120"}
SINGLES |= {"overhead-press-barbell": "50"}


@pytest.fixture
def client(shared_app: RunningApp) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shared_app.url) as made:
        yield made


def events_of(answer: httpx.Response) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def begun_by(app: RunningApp, lifter: int) -> int:
    return program_places.programs(engine_of(app), lifter)[0].program_id


def subscribed(app: RunningApp) -> tuple[int, str]:
    """A lifter who trains every day, and the path of the lifter's calendar."""
    lifter = new_lifter(engine_of(app), f"lifter{new_id()}")
    programs.begin(engine_of(app), lifter, "two-day-minimal", SINGLES, date(2026, 1, 5), range(7))
    return lifter, f"/calendar/{calendar_feeds.make(engine_of(app), lifter)}.ics"


def test_a_calendar_program_fetches_the_file_and_asks_whether_it_is_new(
    shared_app: RunningApp, client: httpx.Client
) -> None:
    lifter, address = subscribed(shared_app)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert len(events_of(answer)) == 85
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    head = client.head(address, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    mine = programs.pause(engine_of(shared_app), lifter, begun_by(shared_app, lifter))
    changed = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (mine.status, changed.status_code, events_of(changed)) == ("paused", 200, [])


def test_the_address_opens_nothing_else_and_no_cookie_matters(shared_app: RunningApp, client: httpx.Client) -> None:
    lifter, address = subscribed(shared_app)
    other, other_address = subscribed(shared_app)
    client.cookies.set("tonnage_session", sessions.open_session(engine_of(shared_app), other).secret)
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.content != client.get(other_address).content
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    stranger = {"Cookie": f"tonnage_session={token}", "Origin": shared_app.url}
    asked = httpx.post(f"{shared_app.url}/api/ops", json={"user": str(lifter), "ops": []}, headers=stranger)
    assert asked.status_code == 401
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("token", [new_token(), "x", "a" * 5000, "%0d%0aX:1", "%27%20OR%201=1"])
def test_any_other_address_is_not_found(client: httpx.Client, token: str) -> None:
    answer = client.get(f"/calendar/{token}.ics")
    assert (answer.status_code, answer.text) == (404, "There is no calendar at this address.")


def test_an_ended_address_is_not_found_and_no_token_stands_in_the_log(
    shared_app: RunningApp, client: httpx.Client
) -> None:
    lifter, address = subscribed(shared_app)
    assert client.get(address).status_code == 200
    calendar_feeds.revoke(engine_of(shared_app), lifter)
    assert client.get(address).status_code == 404
    assert address.removeprefix("/calendar/").removesuffix(".ics") not in shared_app.log.read_text()
