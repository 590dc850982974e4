"""Exercises and body weight in a real browser: what is typed is saved at once, refused in words, and can be undone."""

from playwright.sync_api import Page, expect

from tests.auth.test_auth_browser import sign_up
from tests.browser import RunningApp, settled, shot


def opened(app: RunningApp, page: Page, lifter: str, file: str, heading: str) -> None:
    page.goto(f"{app.url}/account")
    sign_up(page, lifter)
    page.goto(f"{app.url}/{file}")
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    settled(page)


def test_an_exercise_is_found_by_its_short_form_renamed_and_merged(shared_app: RunningApp, phone: Page) -> None:
    opened(shared_app, phone, "Erin", "exercises", "Exercises")
    phone.get_by_placeholder("Name or short form").fill("db bench")
    expect(phone.get_by_role("button", name="Create “db bench”")).to_be_visible()
    settled(phone)  # a tap while the list changes would fall on what is about to go
    phone.get_by_role("button", name="Bench Press (Dumbbell)", exact=True).click()
    expect(phone.get_by_text("A hard set counts as a whole set for chest")).to_be_visible()
    settled(phone)
    name = phone.get_by_label("Your name for it")
    name.fill("Bench Press (Barbell)")
    name.blur()
    expect(phone.get_by_text("The catalogue already has an exercise named")).to_be_visible()
    settled(phone)
    name.fill("Kurzhantelbank")
    name.blur()
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    expect(phone.get_by_role("heading", name="Kurzhantelbank")).to_be_visible()
    settled(phone)
    phone.get_by_text("One", exact=True).click()
    expect(phone.get_by_text("The weight counts as you enter it.")).to_be_visible()
    settled(phone)
    shot(phone, "exercise")
    phone.get_by_role("button", name="Merge into another").click()
    phone.get_by_role("dialog").get_by_placeholder("Name or short form").fill("bench press barbell")
    phone.get_by_role("dialog").get_by_role("button", name="Bench Press (Barbell)", exact=False).first.click()
    expect(phone.get_by_text("Nothing was logged of Kurzhantelbank yet")).to_be_visible()
    settled(phone)
    shot(phone, "exercise-merge")
    phone.get_by_role("button", name="Merge", exact=True).click()
    expect(phone.get_by_text("Kurzhantelbank counts as Bench Press (Barbell) now")).to_be_visible()
    settled(phone)
    phone.get_by_role("button", name="Undo merge").click()
    expect(phone.get_by_label("Your name for it")).to_have_value("Kurzhantelbank")


def test_an_exercise_of_ones_own_is_made_and_amended(shared_app: RunningApp, desktop: Page) -> None:
    opened(shared_app, desktop, "Olga", "exercises", "Exercises")
    desktop.get_by_placeholder("Name or short form").fill("Zercher Carry Walk")
    desktop.get_by_role("button", name="Create “Zercher Carry Walk”").click()
    dialog = desktop.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value("Zercher Carry Walk")
    dialog.get_by_role("button", name="Create exercise").click()
    expect(desktop.get_by_role("heading", name="Zercher Carry Walk")).to_be_visible()
    settled(desktop)
    desktop.get_by_role("button", name="Edit exercise").click()
    dialog.get_by_label("Name").fill("  ")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("The name cannot be")).to_be_visible()
    dialog.get_by_label("Name").fill("Zercher Walk")
    dialog.get_by_role("button", name="Save").click()
    expect(desktop.get_by_role("heading", name="Zercher Walk")).to_be_visible()


def test_body_weight_is_entered_with_a_comma_doubted_and_deleted_with_undo(shared_app: RunningApp, phone: Page) -> None:
    opened(shared_app, phone, "Bea", "body", "Body")
    expect(phone.get_by_text("Your body weight will stand here")).to_be_visible()
    field = phone.get_by_label("Body weight, kg")
    field.fill("82,4")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Entries")).to_be_visible()
    settled(phone)
    expect(field).to_have_value("")
    field.fill("824")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("824 kg is far from 82.4 kg")).to_be_visible()
    settled(phone)
    field.fill("81")
    phone.get_by_role("button", name="Yes, save it").click()
    expect(phone.get_by_text("81.7 kg").first).to_be_visible()  # the mean of 82.4 and 81
    settled(phone)
    expect(phone.get_by_text("From the second day on there is a line.")).to_be_visible()
    shot(phone, "body")
    phone.locator("[class*='st-key-body_'] button").get_by_text("more_vert").first.click()
    phone.get_by_role("menuitem", name="Delete").or_(phone.get_by_role("option", name="Delete")).first.click()
    expect(phone.get_by_text("81 kg is deleted")).to_be_visible()
    settled(phone)
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_text("81.7 kg").first).to_be_visible()
