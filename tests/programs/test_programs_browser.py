"""A program in the browser: chosen, begun, its first day logged, and the next targets explained."""

import re

from playwright.sync_api import Page, expect

from tests.browser import RunningApp, settled, shot
from tests.signed_up import press, sign_up, tick, ticks
from tests.today.test_dashboards_browser import BAD, is_within_the_screen, words


def test_a_program_is_begun_and_its_first_workout_moves_the_targets(shared_app: RunningApp, phone: Page) -> None:
    sign_up(phone, shared_app, "Petra", "routinetemplates?program=two-day-minimal")
    expect(phone.get_by_role("heading", name="Two days, the minimum")).to_be_visible()
    singles = phone.locator("[class*='st-key-best_single'] input")
    singles.first.fill("much")
    singles.first.press("Tab")
    expect(phone.get_by_text("A best single cannot be “much”").first).to_be_visible()
    singles.first.fill("100,5")
    singles.first.press("Tab")
    expect(phone.get_by_text("Begins with: Squat 65 kg")).to_be_visible()
    settled(phone)
    shot(phone, "program")
    press(phone, "Start program")
    expect(phone.get_by_text("3 × 6 with 65 kg")).to_be_visible()
    shot(phone, "program-status")
    press(phone, "Start Day 1")
    expect(phone.get_by_text("Begins with 65 kg.")).to_be_visible()
    for place in range(3):
        phone.get_by_label(f"Reps, set {place + 1} of Squat (Barbell)").fill("6")
        tick(phone, place)
    assert ticks(phone).count() > 3
    press(phone, "Finish")
    expect(phone.get_by_text("Finished ·")).to_be_visible()
    expect(phone.get_by_text("Squat: All 3×6 done last time, 1 of 2: 65 kg again.")).to_be_visible()
    phone.goto(f"{shared_app.url}/routinetemplates?tab=programs")
    expect(phone.get_by_text("All 3×6 done last time, 1 of 2: 65 kg again.")).to_be_visible()
    settled(phone)
    shot(phone, "program-next")

    phone.goto(f"{shared_app.url}/analytics5_plan")
    phone.locator(".js-plotly-plot .main-svg").first.wait_for()
    settled(phone)
    main = phone.get_by_test_id("stMain")
    expect(main).to_contain_text("3 of 10 planned sets in the last 12 weeks")
    assert is_within_the_screen(phone)
    assert not BAD.search(words(phone))
    shot(phone, "plan-phone")
    press(phone, "Where this comes from")
    last = phone.get_by_role("dialog").get_by_test_id("stTable").first.get_by_role("row").last
    expect(last).to_have_text(re.compile(r"In all\D*10\D*3\D*7"))
    phone.keyboard.press("Escape")
    phone.get_by_role("tab", name="Rules").click()
    expect(main).to_contain_text("1 workout: 1 success")
    expect(main).to_contain_text("3×6 with 65 kg: loads as asked")
    shot(phone, "plan-rules")

    phone.goto(f"{shared_app.url}/routinetemplates?tab=programs")
    expect(phone.get_by_role("button", name="Start Day 2")).to_be_visible()
    settled(phone)
    phone.get_by_text("Easy today").click()
    settled(phone)
    press(phone, "Start Day 2")
    expect(phone.get_by_text("Easy today: 90 % of the load").first).to_be_visible()
