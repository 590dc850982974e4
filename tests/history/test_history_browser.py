"""History in a real browser: find a workout, change anything in it, add one, delete it and take that back."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from services.workouts import lists
from tests.browser import RunningApp, settled, shot
from tests.cast import does, log_of, operation, text_of
from tests.clock import today
from tests.signed_up import becomes, engine_of, logged, press, sign_up

BENCH = "Bench Press (Barbell)"


def days_ago(count: int) -> date:
    return today("Europe/Berlin") - timedelta(days=count)


def open_history(page: Page, app: RunningApp) -> None:
    page.goto(f"{app.url}/history")
    settled(page)


def open_list(page: Page, app: RunningApp) -> None:
    open_history(page, app)
    page.get_by_role("tab", name="List").click()
    expect(page.get_by_placeholder("Title or note")).to_be_visible()
    settled(page)


def turn_to(page: Page, day: date) -> None:
    """Turn the calendar back to the month of a day of this month or the last: yesterday may be in either."""
    month = page.get_by_text(f"{day:%b %Y}", exact=True)
    if not month.count():
        page.locator(".st-key-month_before button").filter(visible=True).click()
    expect(month).to_be_visible()
    settled(page)


def typed(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    settled(page)


@pytest.mark.smoke_browser
def test_a_set_and_its_date_are_changed_and_it_moves(shared_app: RunningApp, phone: Page) -> None:
    user_id = sign_up(phone, shared_app, "mover", "history")
    yesterday, before = days_ago(1), days_ago(2)
    log_of(user_id, f"{yesterday} bench 80x5 80x5")
    open_history(phone, shared_app)
    turn_to(phone, yesterday)
    shot(phone, "calendar-phone", whole=False)
    press(phone, "Workout ·")
    typed(phone, f"Weight, set 2 of {BENCH}", "82,5")
    becomes(lambda: text_of(user_id), [f"{yesterday} bench 80x5 82.5x5"])
    phone.get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    phone.keyboard.type(f"{before:%d%m%Y}")
    phone.get_by_label("Title", exact=True).click()
    becomes(lambda: text_of(user_id), [f"{before} bench 80x5 82.5x5"])
    typed(phone, "Title", "Easy day")
    press(phone, "All workouts")
    turn_to(phone, before)
    expect(phone.get_by_role("button", name="Easy day")).to_be_visible()


def test_a_deleted_workout_is_taken_back_even_after_a_reload(shared_app: RunningApp, phone: Page) -> None:
    user_id = sign_up(phone, shared_app, "undoer", "history")
    log_of(user_id, f"{days_ago(1)} bench 80x5")
    open_list(phone, shared_app)
    press(phone, "Workout ·")
    press(phone, "Delete workout")
    expect(phone.get_by_text("Deleted: Workout")).to_be_visible()
    becomes(lambda: text_of(user_id), [])
    open_list(phone, shared_app)
    press(phone, "Undo")
    expect(phone.get_by_role("button", name="Workout ·")).to_be_visible()
    becomes(lambda: text_of(user_id), [f"{days_ago(1)} bench 80x5"])


def test_a_past_workout_is_added_as_text(shared_app: RunningApp, phone: Page) -> None:
    user_id = sign_up(phone, shared_app, "typist", "history")
    open_history(phone, shared_app)
    press(phone, "Add a past workout")
    phone.get_by_label("Title", exact=True).fill("Garage")
    phone.get_by_role("textbox", name="Sets").fill("flubber 100x5")
    press(phone, "Add workout")
    expect(phone.get_by_text("No exercise is called “flubber”.")).to_be_visible()
    phone.get_by_role("textbox", name="Sets").fill("squat 100x5 100x5@2\nohp 50x8x2")
    press(phone, "Add workout")
    expect(phone.get_by_label("Weight, set 1 of Squat (Barbell)", exact=True)).to_have_value("100")
    becomes(lambda: logged(user_id), ["squat 100x5 100x5@2 press 50x8 50x8"])


def test_the_list_is_searched_and_filtered(shared_app: RunningApp, desktop: Page) -> None:
    user_id = sign_up(desktop, shared_app, "seeker", "history")
    one, _ = log_of(user_id, f"{days_ago(3)} bench 80x5\n{days_ago(1)} squat 100x5")
    does(user_id, operation("amend_workout", one, title="Heavy bench"))
    open_list(desktop, shared_app)
    shot(desktop, "history-desktop", whole=False)
    desktop.get_by_placeholder("Title or note").fill("heavy")
    expect(desktop.get_by_role("button", name="Workout ·")).to_have_count(0)
    expect(desktop.get_by_role("button", name="Heavy bench")).to_be_visible()


def test_an_exercise_is_removed_moved_and_given_to_another(shared_app: RunningApp, phone: Page) -> None:
    user_id = sign_up(phone, shared_app, "swapper", "history")
    log_of(user_id, f"{days_ago(1)} bench 80x5 squat 100x5")
    open_history(phone, shared_app)
    turn_to(phone, days_ago(1))
    press(phone, "Workout ·")

    def choose(place: int, what: str) -> None:
        phone.get_by_role("button", name="More for").nth(place).click()
        press(phone, what)

    choose(0, "Move down")
    becomes(lambda: text_of(user_id), [f"{days_ago(1)} squat 100x5 bench 80x5"])
    choose(1, "Swap exercise")
    phone.get_by_placeholder("Name or short form").fill("db bench")
    press(phone, "Bench Press (Dumbbell)")
    becomes(lambda: text_of(user_id), [f"{days_ago(1)} squat 100x5 dumbbell_bench 80x5"])
    choose(0, "Remove exercise")
    becomes(lambda: text_of(user_id), [f"{days_ago(1)} dumbbell_bench 80x5"])
    press(phone, "Undo")
    becomes(lambda: text_of(user_id), [f"{days_ago(1)} squat 100x5 dumbbell_bench 80x5"])
    assert lists.deleted(engine_of(shared_app), user_id) == []
