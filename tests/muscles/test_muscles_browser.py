"""Muscles, Records and Body in a real browser: the map answers to keys and taps, and numbers lead to their sets."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from services.body.weight import log_body_weight
from services.muscles import MUSCLES
from tests.browser import RunningApp, settled, shot
from tests.cast import log_of
from tests.today.test_dashboards_browser import (
    BAD,
    TODAY,
    engine,
    go,
    is_within_the_screen,
    new_account,
    open_as,
    words,
)

__all__ = ["engine"]  # the fixture


@pytest.fixture(scope="module")
def veteran(engine: Engine) -> tuple[str, int]:
    """Ten weeks of the three lifts, each a little heavier, the last today; with a body weight from before."""
    name, user_id = new_account(engine)
    for days in (100, 50):
        log_body_weight(engine, user_id, "82.5", "kg", str(TODAY - timedelta(days=days)))
    lines = []
    for week in range(10, 0, -1):
        day, more = TODAY - timedelta(weeks=week - 1), (10 - week) * 2.5
        lines.append(f"{day} squat {100 + more}x5 {100 + more}x5 bench {70 + more}x5 {70 + more}x5 plank {90 - week}s")
        lines.append(f"{day - timedelta(days=2)} deadlift {120 + more}x5 pullup x8 carry {40 + more}x30m")
    log_of(user_id, "\n".join(lines))
    return name, user_id


@pytest.mark.smoke_browser
def test_the_map_says_what_the_list_says_and_a_measurement_of_ones_own_is_kept(
    shared_app: RunningApp, phone: Page, veteran: tuple[str, int]
) -> None:
    page = open_as(phone, shared_app, veteran[0], "analytics3_muscles")
    page.locator(".body-map .bar").first.wait_for()
    drawn = page.locator(".body-map svg [data-muscle]").evaluate_all(
        "all => all.map(one => [one.dataset.muscle, one.getAttribute('role'), one.getAttribute('aria-label')])"
    )
    listed = page.locator(".body-map .bar").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert {muscle for muscle, _, _ in drawn} == set(MUSCLES)
    assert {role for _, role, _ in drawn} == {"button"}
    assert {told.rpartition(" (")[0] for _, _, told in drawn} == set(listed)
    assert not BAD.search(words(page))
    assert is_within_the_screen(page)
    page.locator(".js-plotly-plot .nsewdrag").first.click(position={"x": 250, "y": 20})
    expect(page.get_by_test_id("stTable").first.get_by_role("row").last).to_contain_text("In all")
    expect(page.get_by_test_id("stMain")).to_contain_text("Quadriceps, week of")
    shot(page, "muscles-phone")

    chest = page.locator('[data-muscle="chest"]')
    expect(chest).to_have_attribute("aria-label", "Chest: 2 fractional hard sets a week, low (front)")
    chest.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("8 in 4 weeks, which is 2 a week")
    rows = dialog.get_by_test_id("stTable").first.get_by_role("row")
    expect(rows.last).to_contain_text("In all")
    expect(rows.last).to_contain_text("8")
    dialog.get_by_text("Show every set").click()
    expect(dialog).to_contain_text("Bench Press (Barbell)")
    page.keyboard.press("Escape")

    go(page, shared_app, "body")
    expect(page.locator(".gtitle").filter(has_text=re.compile("Hard sets"))).to_be_visible()
    page.get_by_role("combobox", name="Measurement").click()
    page.keyboard.type("Grip")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_label("Grip", exact=True).fill("52,5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stTable")).to_contain_text("52.5 cm")


def test_records_and_a_meet_total_lead_to_their_sets(
    shared_app: RunningApp, desktop: Page, veteran: tuple[str, int]
) -> None:
    page = open_as(desktop, shared_app, veteran[0], "analytics4_records")
    page.get_by_role("combobox", name="Lift").click()
    page.get_by_role("option", name="Plank").click()
    expect(page.get_by_test_id("stTable").first).to_contain_text("1:29 min")
    page.get_by_role("tab", name="Timeline").click()
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Squat (Barbell): heaviest 122.5 kg for 5 reps")
    expect(main).to_contain_text("+2.5 kg, before 120 kg")
    page.get_by_role("tab", name="Meet total").click()
    expect(main).to_contain_text("417.5 kg")  # 122.5, 92.5 and 142.5 for five: 143 + 108 + 166.5
    assert not BAD.search(words(page))
    shot(page, "records-meet")
