"""What is given out leads where it should: a calendar over HTTP by its address alone, a link from lifter to lifter."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from auth import sessions
from database.ids import new_id
from database.tokens import new_token
from services import calendar_feeds, exercises, program_places, programs, routines
from services.routines import RoutineExercise, RoutineSet
from tests.browser import RunningApp, settled, shot
from tests.cast import exercise_id, new_lifter
from tests.signed_up import button, engine_of, press, sign_up

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


def test_a_link_goes_from_lifter_to_lifter_and_ends(
    shared_app: RunningApp, phone: Page, new_page: Callable[..., Page]
) -> None:
    alice, engine = sign_up(phone, shared_app, "Alina", "routinetemplates"), engine_of(shared_app)
    own = {"name": "Zercher Lunge", "equipment": "barbell", "pattern": "lunge", "load_type": "external"}
    lunge = exercises.add_exercise(engine, alice, {**own, "implements": 1, "per_side": True}, {"glutes": 1.0})
    parts = [RoutineExercise(number, (RoutineSet("working", 5, 8),) * 3) for number in (exercise_id("squat"), lunge)]
    made = routines.create_routine(engine, alice, "Legs <b>1</b>", parts)
    phone.goto(f"{shared_app.url}/routinetemplates?edit={made.routine_id}")
    settled(phone)
    phone.locator(".st-key-routine_menu button").click()
    phone.get_by_text("Share", exact=True).click()
    press(phone, "Make a link")
    address = phone.get_by_role("dialog").locator("code").first.inner_text()
    shot(phone, "link-made", whole=False)

    visitor = new_page("desktop", color_scheme="dark")
    path = address.removeprefix(f"{shared_app.url}/")
    visitor.goto(address)
    expect(visitor.get_by_text("Shared with you")).to_be_visible()
    expect(visitor.get_by_text("Zercher Lunge")).to_be_visible()
    settled(visitor)
    shot(visitor, "link-at-the-door")
    bob = sign_up(visitor, shared_app, "Bobby", path)
    expect(visitor.get_by_text("“Zercher Lunge” is not among your exercises.")).to_be_visible()
    shot(visitor, "link-opened")
    button(visitor, "Add to my routines").dblclick()
    expect(visitor.get_by_text("Legs <b>1</b> is in your routines")).to_be_visible()
    assert [one.name for one in routines.routines(engine, bob)] == ["Legs <b>1</b>"]
    assert "shared=" not in visitor.url

    press(phone, "End")
    visitor.goto(address)
    expect(visitor.get_by_text("This link leads nowhere")).to_be_visible()
    shot(visitor, "link-ended")
    assert path.partition("=")[2] not in shared_app.log.read_text()
