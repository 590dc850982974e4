"""Explore in a real browser: a view that lives in the address, a question in SQL, a report to keep."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import RunningApp, settled, shot
from tests.cast import exercise_id, log_of
from tests.clock import today
from tests.signed_up import press, sign_up

TODAY = today("Europe/Berlin")
LOG = "\n".join(
    f"{TODAY - timedelta(days=back)} 18:30 squat w60x5 {100 - back / 7:g}x5@2 100x5@1 bench 60x8 pullup x8"
    for back in range(1, 60, 7)
)


def go(page: Page, app: RunningApp, address: str) -> Page:
    page.goto(f"{app.url}/analytics6_explore{address}")
    return settled(page)


def words(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def choose(page: Page, field: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(field)).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_timeout(300)
    settled(page)


def test_explore_from_end_to_end(shared_app: RunningApp, phone: Page, tmp_path: Path) -> None:
    lifter = sign_up(phone, shared_app, "explorer", "analytics6_explore")
    expect(phone.get_by_role("heading", name="Your own questions go here")).to_be_visible()
    shot(phone, "explore-empty")
    log_of(lifter, LOG)
    go(phone, shared_app, "")
    phone.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert "36" in words(phone)  # nine workouts of four hard sets
    choose(phone, "Measure", "Best e1RM")
    assert "measure=e1rm" in phone.url
    assert "told by exercise" in words(phone)
    choose(phone, "Exercise", "Squat (Barbell)")
    assert f"lift={exercise_id('squat')}" in phone.url
    shot(phone, "explore-chart")
    _leads_to_its_rows(phone)
    kept = phone.url.split("analytics6_explore")[1]
    go(phone, shared_app, kept)
    expect(phone.locator(".gtitle").first).to_contain_text("Best e1RM")
    go(phone, shared_app, "?measure=%3Cscript%3E&by=nothing&lift=12345&period=dates&from=x")
    assert "there is not" in words(phone)
    assert "not in your log" in words(phone)
    assert bool(phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth"))
    _asks_in_sql(phone, shared_app)
    _keeps_a_report(phone, shared_app, tmp_path)


def _leads_to_its_rows(page: Page) -> None:
    """A row of the table, by keyboard; then the point of the chart that has the same value."""
    row = page.locator(".row-list tbody tr").first
    value = row.locator("td.number").inner_text()
    row.get_by_role("button", name=re.compile("comes from")).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("stTable").get_by_role("row").last).to_contain_text(value)
    expect(dialog).to_contain_text("load × (1 + reps ÷ 30)")
    shot(page, "explore-rows", whole=False)
    page.keyboard.press("Escape")
    page.locator(".js-plotly-plot .scatterlayer .point").first.click(force=True)
    below = page.get_by_test_id("stMain").get_by_test_id("stTable").filter(visible=True)
    expect(below.first.get_by_role("row").last).to_contain_text(value)


def _asks_in_sql(page: Page, app: RunningApp) -> None:
    go(page, app, "?tab=SQL")
    choose(page, "Examples and saved queries", "What I train most")
    table = page.get_by_test_id("stTable").filter(visible=True).first
    expect(table.get_by_role("row").nth(1)).to_contain_text("Squat (Barbell)")
    shot(page, "explore-sql")
    page.get_by_role("textbox", name="SQL").fill("ATTACH '/etc/passwd' AS x")
    press(page, "Run")
    expect(page.get_by_text("Here you can only ask")).to_be_visible()
    page.get_by_role("textbox", name="SQL").fill("SELECT 6 * 7 AS answer")
    press(page, "Run")
    expect(page.get_by_test_id("stTable").filter(visible=True).first).to_contain_text("42")
    press(page, "Save")
    page.get_by_role("textbox", name="Name").fill("The answer")
    press(page, "Save query")
    assert re.search(r"query=\d+", page.url)
    page.reload()
    settled(page)
    expect(page.get_by_role("textbox", name="SQL")).to_have_value("SELECT 6 * 7 AS answer")


def _keeps_a_report(page: Page, app: RunningApp, folder: Path) -> None:
    go(page, app, "?tab=Report")
    expect(page.frame_locator("iframe").last.get_by_role("heading", name="Consistency")).to_be_visible()
    shot(page, "explore-report")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the report").click()
    started.value.save_as(folder / "report.html")
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "explorer" in text
    assert "Squat (Barbell)" in text
