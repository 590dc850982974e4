"""Routines with a thumb, in a real browser: copy a plan, edit it, refuse, delete and undo, make one, start it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.auth.test_auth_browser import sign_up
from tests.browser import RunningApp, settled, shot


def routines(app: RunningApp, page: Page, name: str) -> None:
    page.goto(f"{app.url}/account")
    sign_up(page, name)
    page.goto(f"{app.url}/routinetemplates")
    expect(page.get_by_role("heading", name="Routines")).to_be_visible()
    settled(page)


def press(page: Page, name: str, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()
    settled(page)


def choose(page: Page, menu: str, option: str) -> None:
    """Take an option of a menu without words, found by the class that its key gives it."""
    page.locator(f"[class*='st-key-{menu}'] button").first.click()
    page.get_by_role("menuitem", name=option).or_(page.get_by_role("option", name=option)).first.click()
    settled(page)


def test_a_plan_is_copied_edited_and_started(shared_app: RunningApp, phone: Page) -> None:
    routines(shared_app, phone, "Rita")
    expect(phone.get_by_text("Copy a well-known plan and change what you like")).to_be_visible()
    shot(phone, "routines-empty")
    press(phone, "Starter plans")
    press(phone, "See the days")
    expect(phone.get_by_role("heading", name="5×5 A")).to_be_visible()
    press(phone, "Copy to my routines", exact=False)
    expect(phone.get_by_text("5×5 is in your routines")).to_be_visible()
    press(phone, "5×5 A")
    press(phone, "Squat (Barbell)")
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Sets", exact=True).fill("many")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("The number of sets cannot be “many”")).to_be_visible()
    dialog.get_by_label("Sets", exact=True).fill("4")
    dialog.get_by_label("Reps", exact=True).fill("6")
    dialog.get_by_label("to", exact=True).fill("8")
    dialog.get_by_label("RIR", exact=True).fill("1,5")
    shot(phone, "routine-sets", whole=False)
    dialog.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("4 × 6–8 · RIR 1.5 · rest 3:00")).to_be_visible()
    settled(phone)
    phone.locator("[class*='st-key-arrow_downward'] button:visible").first.click()
    settled(phone)
    names = phone.locator("[class*='st-key-open_'] button")
    expect(names.first).to_have_text("Bench Press (Barbell)")
    shot(phone, "routine-editor")
    phone.reload()
    settled(phone)
    expect(names.nth(1)).to_have_text("Squat (Barbell)")
    press(phone, "Start")
    expect(phone.get_by_text("4 × 6–8 · RIR 1.5 · rest 3:00")).to_be_visible()
    assert phone.url.split("?")[0].endswith("/log_workout")


def test_what_is_deleted_comes_back_and_what_cannot_be_is_said(
    shared_app: RunningApp, new_page: Callable[..., Page]
) -> None:
    page = new_page("desktop", color_scheme="dark")
    routines(shared_app, page, "Dora")
    press(page, "New routine", exact=False)
    page.get_by_role("dialog").get_by_role("button", name="Create routine").click()
    expect(page.get_by_role("dialog").get_by_text("The name cannot be")).to_be_visible()
    page.get_by_role("dialog").get_by_label("Name").fill("Legs <b>*1*</b>")
    page.get_by_role("dialog").get_by_role("button", name="Create routine").click()
    expect(page.get_by_text("Add the first exercise")).to_be_visible()
    settled(page)
    press(page, "Add exercise", exact=False)
    page.get_by_placeholder("Name or short form").fill("rdl")
    page.get_by_role("dialog").get_by_role("button", name="Romanian Deadlift (Barbell)").click()
    expect(page.get_by_text("3 × 8–12")).to_be_visible()
    settled(page)
    press(page, "Routines", exact=False)
    expect(page.get_by_role("button", name="Legs <b>*1*</b>", exact=True)).to_be_visible()
    choose(page, "menu_", "Delete")
    expect(page.get_by_text("Copy a well-known plan")).to_be_visible()
    press(page, "Undo", exact=False)
    expect(page.get_by_text("Romanian Deadlift (Barbell)")).to_be_visible()
    shot(page, "routines-dark")
