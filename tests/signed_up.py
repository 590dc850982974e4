"""A lifter in the browser: signed up through the form, with the account at hand for what is prepared beside it."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine, select

from database.db_connector import make_engine, reading
from database.oltp_tables import users
from services.catalogue import fold_name
from tests.browser import PATIENCE_MS, RunningApp, settled
from tests.cast import ENGINES, text_of

PASSWORD = "correct horse battery"


def sign_up(page: Page, app: RunningApp, name: str, address: str = "log_workout") -> int:
    """Create an account in the browser and end on a page; the user id."""
    page.goto(f"{app.url}/{address}")
    page.get_by_text("Create an account").click()
    expect(page.get_by_role("heading", name="Create your account")).to_be_visible()
    settled(page)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_test_id("stSidebar")).to_be_attached()
    settled(page)
    return account(app, name)


def account(app: RunningApp, name: str) -> int:
    """The id of a lifter of a running app; what the cast does, it can do for this one too."""
    engine = engine_of(app)
    with reading(engine) as connection:
        user_id = connection.scalars(select(users.c.user_id).where(users.c.username_key == fold_name(name))).one()
    ENGINES[user_id] = engine
    return int(user_id)


def engine_of(app: RunningApp) -> Engine:
    """An engine on the database of a running app."""
    return make_engine(app.environment["DATABASE_URL"])


def logged(user_id: int) -> list[str]:
    """What the log shows, without its dates."""
    return [text.partition(" ")[2] for text in text_of(user_id)]


def becomes(read: Callable[[], object], expected: object) -> None:
    """Wait until what is read is as expected: a tap is on its way for a moment."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while read() != expected and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (last := read()) == expected, f"{last} instead of {expected}"


def button(page: Page, name: str) -> Locator:
    """A button on show, by a part of its label."""
    return page.get_by_role("button", name=name).filter(visible=True).first


def press(page: Page, name: str) -> None:
    """Press a button and wait for what follows."""
    button(page, name).click()
    page.wait_for_timeout(200)
    settled(page)


def ticks(page: Page) -> Locator:
    """The ticks of all rows, in order."""
    return page.locator(".block .tick")


def ticked(page: Page) -> int:
    """How many rows show a tick."""
    return page.locator('[data-mark="saved"] .tick').count()


def tick(page: Page, place: int) -> None:
    """Tick a row and wait until it shows as saved."""
    ticks(page).nth(place).click()
    expect(page.locator(".block .row[data-mark]").nth(place)).to_have_attribute("data-mark", "saved")
