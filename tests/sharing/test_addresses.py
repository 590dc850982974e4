"""What is given out leads where it should: a calendar over HTTP by its address alone, a link from lifter to lifter."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from auth import sessions
from database.ids import new_id
from services.exercises import editing as exercises
from services.gyms.bar_loading import Piece, Rack
from services.programs import feed_address
from services.programs import running as programs
from services.programs.planned_days import PlannedDay
from services.progression import places
from services.routines import editing as routines
from services.routines.coaching import Coached
from services.routines.editing import RoutineExercise, RoutineSet
from tests.browser import RunningApp, settled, shot
from tests.cast import exercise_id, new_lifter
from tests.signed_up import button, engine_of, press, sign_up
from utils.paper.sheet import Sheet, page
from utils.styling import Display

A4_INSIDE = (702, 1031)  # 186 by 273 mm in pixels of 1/96 inch
SINGLES = {"squat-barbell": "100", "bench-press-barbell": "80", "deadlift-barbell": "120"}
SINGLES |= {"overhead-press-barbell": "50"}


@pytest.fixture
def client(shared_app: RunningApp) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shared_app.url) as made:
        yield made


def events_of(answer: httpx.Response) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def begun_by(app: RunningApp, lifter: int) -> int:
    return places.programs(engine_of(app), lifter)[0].program_id


def subscribed(app: RunningApp) -> tuple[int, str]:
    """A lifter who trains every day, and the path of the lifter's calendar."""
    lifter = new_lifter(engine_of(app), f"lifter{new_id()}")
    programs.begin(engine_of(app), lifter, "two-day-minimal", SINGLES, date(2026, 1, 5), range(7))
    return lifter, f"/calendar/{feed_address.make(engine_of(app), lifter)}.ics"


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


@pytest.mark.parametrize("token", ["A" * 43, "x", "a" * 5000, "%0d%0aX:1", "%27%20OR%201=1"])
def test_any_other_address_is_not_found(client: httpx.Client, token: str) -> None:
    answer = client.get(f"/calendar/{token}.ics")
    assert (answer.status_code, answer.text) == (404, "There is no calendar at this address.")


def test_an_ended_address_is_not_found_and_no_token_stands_in_the_log(
    shared_app: RunningApp, client: httpx.Client
) -> None:
    lifter, address = subscribed(shared_app)
    assert client.get(address).status_code == 200
    feed_address.revoke(engine_of(shared_app), lifter)
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
    assert [routine.name for routine in routines.routines(engine, bob)] == ["Legs <b>1</b>"]
    assert "shared=" not in visitor.url

    press(phone, "End")
    visitor.goto(address)
    expect(visitor.get_by_text("This link leads nowhere")).to_be_visible()
    shot(visitor, "link-ended")
    assert path.partition("=")[2] not in shared_app.log.read_text()


def test_no_exercise_of_a_sheet_is_longer_than_a_page(desktop: Page) -> None:
    heavy = RoutineSet("working", 8, 12, 2.0, Decimal("142.5"), "kg")
    sizes = [40, *[4] * 59]
    parts = tuple(
        Coached(RoutineExercise(1, (heavy,) * size, superset=1, rest_s=150, note="narrow grip, seat 4 " * 25))
        for size in sizes
    )
    named = {1: {"exercise_id": 1, "shown_name": "W" * 120, "load_type": "external", "equipment": "barbell"}}
    weights = [Piece(Decimal(weight), "kg") for weight in ("20", "25", "10", "1.25")]
    sheet = Sheet("Block", (PlannedDay("Day", parts),), named, {"kg": Rack("Gym", (weights[0],), tuple(weights[1:]))})
    desktop.set_viewport_size({"width": A4_INSIDE[0], "height": A4_INSIDE[1]})
    desktop.emulate_media(media="print")
    desktop.set_content(page(sheet, Display("lb", "UTC", 0, "de-DE"), date(2026, 1, 5)))
    shapes = desktop.locator("section").evaluate_all("all => all.map(one => [one.offsetHeight, one.scrollWidth])")
    assert len(shapes) == 60
    assert max(height for height, _ in shapes) <= A4_INSIDE[1]
    assert max(width for _, width in shapes) <= A4_INSIDE[0]
    kept = desktop.locator("section").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(kept) == {"avoid"}
    assert desktop.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    pages = len(re.findall(rb"/Type\s*/Page\b", desktop.pdf(prefer_css_page_size=True)))
    assert 8 <= pages <= 25
