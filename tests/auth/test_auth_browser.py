"""Signing up, in and out in a real browser, on both entries and over plain HTTP; what a stranger gets."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import Engine, update

from auth import authenticator, sessions
from auth.session_cookie import NAME, ROUTE
from database.db_connector import make_engine
from database.oltp_tables import login_sessions
from database.version import version
from tests.browser import FLAGS, RunningApp, chromium, settled, shot
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))
PASSWORD = "squat deep or go home"
# To Chromium, localhost is as good as HTTPS. A name of the local network is not.
LAN = "gym.test"
ENTRIES = ["server.py", "app.py"]
Start = Callable[..., RunningApp]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium to which this machine is also gym.test."""
    path = chromium()
    if not path:
        missing("Chromium (Debian: chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, f"--host-resolver-rules=MAP {LAN} 127.0.0.1"]
        )
        yield started
        started.close()


def at(app: RunningApp, page: str = "", host: str = "localhost") -> str:
    return f"http://{host}:{app.port}/{page}"


def sign_up(page: Page, name: str) -> None:
    page.get_by_text("Create an account").click()
    expect(page.get_by_role("heading", name="Create your account")).to_be_visible()
    settled(page)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect_inside(page)


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_role("button", name="Sign out").click()
    expect_sign_in(page)


def expect_inside(page: Page) -> None:
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    settled(page)


def expect_sign_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.get_by_text("Create an account")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)


def session_cookies(page: Page) -> list[dict[str, object]]:
    return [dict(cookie) for cookie in page.context.cookies() if cookie.get("name") == NAME]


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_lifter_signs_up_stays_and_signs_out_over_plain_http(
    running_app: Start, new_page: Callable[..., Page], entry: str
) -> None:
    app, page = running_app(entry, SECRET_KEY="a long secret of this installation"), new_page("desktop")
    page.goto(at(app, "account", LAN))
    expect_sign_in(page)
    sign_up(page, "Alice")
    [cookie] = session_cookies(page)
    assert (cookie["httpOnly"], cookie["secure"]) == (entry == "server.py", False)
    assert cookie["sameSite"] == ("Lax" if entry == "server.py" else "Strict")
    page.reload()
    expect_inside(page)
    assert page.url.endswith("/account")
    sign_out(page)
    page.wait_for_function("!document.cookie.includes('tonnage_session')")
    settled(page)
    assert session_cookies(page) == []
    copied = new_page("desktop")
    copied.context.add_cookies([cookie])  # type: ignore[list-item]
    copied.goto(at(app, "account", LAN))
    expect_sign_in(copied)
    sign_in(page, "ALICE", "not this one")
    expect(page.get_by_text("Name and password do not match")).to_be_visible()
    settled(page)
    sign_in(page, "ALICE")
    expect_inside(page)


def test_a_default_secret_closes_a_server_that_others_can_reach(
    running_app: Start, new_page: Callable[..., Page]
) -> None:
    app, page = running_app("app.py"), new_page("desktop")
    page.goto(at(app, "account", LAN))
    expect(page.get_by_text("SECRET_KEY still has its default")).to_be_visible()
    page.goto(at(app, "account"))
    expect_sign_in(page)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_fresh_server_gives_a_stranger_the_door_at_every_address(
    running_app: Start, new_page: Callable[..., Page], entry: str
) -> None:
    app, first = running_app(entry), new_page("phone")
    tabs = [first, *(first.context.new_page() for _ in PAGES)]
    for tab, name in zip(tabs, [*PAGES, ""], strict=True):
        tab.goto(at(app, name), wait_until="commit")  # all at once: the first to arrive tidies up for the others
    expect_sign_in(first)
    words = first.get_by_test_id("stMain").text_content()
    assert words
    for tab in tabs:
        tab.bring_to_front()  # a tab in the background draws when it pleases
        expect_sign_in(tab)
        expect(tab.get_by_test_id("stMain")).to_have_text(words)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_deep_link_after_a_power_cut_is_the_page_with_its_menu(
    running_app: Start, new_page: Callable[..., Page], entry: str
) -> None:
    app, page = running_app(entry), new_page("desktop")
    page.goto(at(app, "account"))
    sign_up(page, "Alice")
    app.kill()
    app.start()
    page.goto(at(app, "account"))
    expect_inside(page)
    expect(page).to_have_title("Settings · Tonnage")
    expect(page.get_by_test_id("stSidebar").get_by_text("Alice")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("account", exact=True)).to_have_count(0)


def test_a_device_signed_out_from_another_is_out(shared_app: RunningApp, new_page: Callable[..., Page]) -> None:
    here, phone = new_page("desktop"), new_page("phone")
    here.goto(at(shared_app, "account"))
    sign_up(here, "Bob")
    phone.goto(at(shared_app, "account"))
    sign_in(phone, "Bob")
    expect_inside(phone)
    here.reload()
    expect_inside(here)
    here.get_by_role("tab", name="Security").click()
    expect(here.get_by_text("This device")).to_have_count(1)
    other = here.locator("[data-testid=stHorizontalBlock], [data-testid=stLayoutWrapper]").filter(has_text="Last here")
    other.get_by_role("button", name="Sign out").last.click()
    expect(here.get_by_text("Last here")).to_have_count(0)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    expect_inside(here)


def test_settings_are_saved_and_shown(shared_app: RunningApp, new_page: Callable[..., Page]) -> None:
    page = new_page("phone")
    page.goto(at(shared_app, "account"))
    sign_up(page, "Carol")
    page.get_by_text("Log reps in reserve").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your settings are saved.")).to_be_visible()
    page.get_by_role("tab", name="Units & plates").click()
    expect(page.get_by_role("radio", name="kg")).to_be_checked()
    page.get_by_text("lb", exact=True).click()
    page.get_by_role("button", name="Save").filter(visible=True).click()
    expect(page.get_by_role("combobox", name="Smallest step").first).to_have_value("As usual, 5 lb")
    page.reload()
    expect_inside(page)
    expect(page.get_by_role("switch", name="Log reps in reserve")).to_be_checked()
    page.get_by_role("tab", name="Units & plates").click()
    expect(page.get_by_role("radio", name="lb")).to_be_checked()


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_is_fetched_from_elsewhere_and_nothing_is_blocked(
    shared_app: RunningApp, new_page: Callable[..., Page], device: str, colours: str
) -> None:
    page = new_page(device, color_scheme=colours)
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if request.url[:4] == "http" else None)
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(at(shared_app, "account"))
    expect_sign_in(page)
    shot(page, f"sign-in-{device}-{colours}")
    sign_up(page, f"alice-{device}-{colours}")
    shot(page, f"settings-{device}-{colours}")
    assert hosts == {f"localhost:{shared_app.port}"}
    assert complaints == []


def test_the_answers_carry_the_security_headers(shared_app: RunningApp) -> None:
    for address in ["", "account", "healthz"]:
        headers = httpx.get(at(shared_app, address)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert httpx.get(at(shared_app, "healthz")).json() == {"database": "ok", "version": version()}


def test_a_ticket_is_redeemed_by_our_own_page_only(running_app: Start, sqlite_engine: Engine) -> None:
    app = running_app("server.py", str(sqlite_engine.url), COOKIE_SECURE="1")
    alice = authenticator.sign_up(sqlite_engine, "Alice", PASSWORD)
    ticket = {"ticket": sessions.open_with_ticket(sqlite_engine, alice).secret}
    ours = {"Origin": f"http://localhost:{app.port}"}
    route = at(app) + ROUTE[1:]
    refused = [
        httpx.post(route, json=ticket),
        httpx.post(route, json=ticket, headers={"Origin": "http://evil.test"}),
        httpx.post(route, json=ticket, headers={"Origin": "null"}),
        httpx.post(route, json=ticket, headers={**ours, "Sec-Fetch-Site": "cross-site"}),
        httpx.post(route, json=ticket, headers={**ours, "Sec-Fetch-Site": "same-site"}),
        httpx.post(route, data=ticket, headers=ours),
        httpx.post(route, content=b"{", headers={**ours, "Content-Type": "application/json"}),
        httpx.post(route, json=[ticket], headers=ours),
        httpx.post(route, json={"ticket": ["x"]}, headers=ours),
        httpx.post(route, json={**ticket, "more": "x" * 5000}, headers=ours),
        httpx.request("DELETE", route, headers={"Origin": "http://evil.test"}, json={}),
    ]
    assert [(answer.status_code, "set-cookie" in answer.headers) for answer in refused] == [(403, False)] * len(refused)
    kept = httpx.post(route, json=ticket, headers={**ours, "Sec-Fetch-Site": "same-origin"})
    assert kept.status_code == 204
    flags = kept.headers["set-cookie"].lower()
    assert all(flag in flags for flag in ("httponly", "samesite=lax", "secure", "path=/", "max-age=2592000"))
    assert httpx.post(route, json=ticket, headers=ours).status_code == 403  # once
    token = kept.cookies[NAME]
    assert sessions.visit_by_token(sqlite_engine, token) is not None
    gone = httpx.request("DELETE", route, headers=ours, json={}, cookies={NAME: token})
    assert gone.status_code == 204
    assert "max-age=0" in gone.headers["set-cookie"].lower()
    assert sessions.visit_by_token(sqlite_engine, token) is None


def test_a_week_old_cookie_is_renewed_by_opening_the_app(shared_app: RunningApp) -> None:
    database = make_engine(shared_app.environment["DATABASE_URL"])
    dora = authenticator.sign_up(database, "Dora", PASSWORD)
    token = sessions.open_session(database, dora).secret
    asks_for_a_page = {"Accept": "text/html", "Cookie": f"{NAME}={token}"}
    assert "set-cookie" not in httpx.get(at(shared_app), headers=asks_for_a_page).headers
    with database.begin() as connection:
        connection.execute(update(login_sessions).values(created_at=datetime.now(UTC) - timedelta(days=8)))
    assert "set-cookie" not in httpx.get(at(shared_app), headers={**asks_for_a_page, "Accept": "*/*"}).headers
    renewed = httpx.get(at(shared_app), headers=asks_for_a_page).cookies[NAME]
    assert renewed != token
    assert sessions.visit_by_token(database, token) is None
    assert sessions.visit_by_token(database, renewed) is not None
    database.dispose()


def test_a_sign_in_that_the_browser_cannot_finish_is_undone(
    shared_app: RunningApp, new_page: Callable[..., Page]
) -> None:
    database = make_engine(shared_app.environment["DATABASE_URL"])
    emil = authenticator.sign_up(database, "Emil", PASSWORD)
    page = new_page("phone")
    page.route(f"**{ROUTE}", lambda route: route.abort())
    page.goto(at(shared_app, "account"))
    expect_sign_in(page)
    sign_in(page, "Emil")
    expect(page.get_by_text("Your browser could not finish signing in.")).to_be_visible()
    assert sessions.devices(database, emil) == []
    page.unroute(f"**{ROUTE}")
    expect_sign_in(page)
    sign_in(page, "Emil")
    expect_inside(page)
    database.dispose()
