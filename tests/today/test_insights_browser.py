"""Verdicts in a real browser: a number opens its rows, a sentence is silenced, a goal is set, a slip is put right."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser import RunningApp, settled, shot
from tests.cast import log_of
from tests.clock import today
from tests.signed_up import becomes, logged, sign_up

TODAY = today("Europe/Berlin")
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def go(page: Page, app: RunningApp, address: str) -> None:
    page.goto(f"{app.url}/{address}")
    settled(page)


def test_from_a_number_to_its_rows_and_from_a_slip_to_its_fix(
    shared_app: RunningApp, new_page: Callable[..., Page]
) -> None:
    page = new_page("phone")
    lifter = sign_up(page, shared_app, "Explained", "")
    loads = (100, 102.5, 105, 107.5, 110, 112.5, 115, 117.5)
    days = [MONDAY - timedelta(weeks=back) for back in range(len(loads), 0, -1)]
    log_of(
        lifter, "\n".join(f"{day} squat {load}x5 {load}x5 bench 60x8" for day, load in zip(days, loads, strict=True))
    )
    log_of(lifter, f"{TODAY} 00:01 bench 600x8")

    go(page, shared_app, "")
    expect(page.get_by_text("is going up")).to_be_visible()
    page.get_by_role("button", name="Where this comes from").nth(1).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 workout, 1 hard set")).to_be_visible()
    expect(dialog.get_by_role("cell", name=re.compile("600.kg × 8"))).to_be_visible()
    expect(dialog.get_by_role("cell", name="In all").first).to_be_visible()
    shot(page, "explain-phone", whole=False)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    settled(page)
    page.locator("[class*=st-key-silence_progressing] button").locator("visible=true").first.click()
    expect(page.get_by_text("You will not be told this again")).to_be_visible()
    expect(page.get_by_text("is going up")).to_have_count(0)

    page.get_by_role("link", name="1 thing of the last 4 weeks looks wrong").click()
    page.get_by_role("button", name="It was 60 kg").click()
    becomes(lambda: logged(lifter)[-1], "bench 60x8")
    page.get_by_role("button", name="Undo").click()
    becomes(lambda: logged(lifter)[-1], "bench 600x8")

    go(page, shared_app, "analytics2_progress")
    page.get_by_role("combobox", name="Lift").click()
    page.get_by_role("option", name="Squat (Barbell)").click()
    expect(page.get_by_text("Progressing")).to_be_visible()
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_label("Weight, kg").fill("160")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("160 kg × 1. At this pace (around|between)"))).to_be_visible()
    shot(page, "goal-phone")
