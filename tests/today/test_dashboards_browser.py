"""Today and Lifts in a real browser, over a year of training: always true without any manual refresh."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from auth import authenticator
from database.db_connector import make_engine
from database.ids import new_id
from services.routines import editing as routines
from tests.browser import RunningApp, settled, shot
from tests.cast import ENGINES, does, exercise_id, log, log_of, operation
from tests.clock import today

PASSWORD = "three plates for a triple"
TODAY = today("Europe/Berlin")
BAD = re.compile(r"\bnan\b|None|NaT|\d{4}-\d\d-\d\d|\d\.\d{3,}")


@pytest.fixture(scope="module")
def engine(shared_app: RunningApp) -> Iterator[Engine]:
    made = make_engine(shared_app.environment["DATABASE_URL"])
    yield made
    made.dispose()


def new_account(engine: Engine) -> tuple[str, int]:
    """A name and a user id, with nothing logged."""
    name = f"lifter-{new_id()}"
    user_id = authenticator.sign_up(engine, name, PASSWORD, time_zone="Europe/Berlin", locale="en-GB")
    ENGINES[user_id] = engine
    return name, user_id


@pytest.fixture
def lifter(engine: Engine) -> tuple[str, int]:
    """A lifter of this test alone."""
    return new_account(engine)


@pytest.fixture(scope="module")
def veteran(engine: Engine) -> tuple[str, int]:
    """For tests that only look: two workouts a week, heavier each month, and a bench press record yesterday."""
    name, user_id = new_account(engine)
    lines = []
    for week in range(52, 0, -1):
        day, load = TODAY - timedelta(weeks=week), 100 - week // 4 * 2.5
        lines.append(f"{day} squat w60x5 {load}x5@2 {load}x5@2 {load}x5@1 bench {load - 30}x8")
        lines.append(f"{day + timedelta(days=3)} deadlift {load + 40}x5 press {load - 50}x5 pullup x8")
    lines.append(f"{TODAY - timedelta(days=1)} bench 90x3 75x8")
    log_of(user_id, "\n".join(lines))
    return name, user_id


def open_as(page: Page, app: RunningApp, name: str, address: str = "") -> Page:
    """Sign in and go to an address."""
    page.goto(app.url)
    settled(page)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_test_id("stMain").get_by_role("button", name=re.compile("^(Start|Continue)"))).to_be_visible()
    settled(page)
    return go(page, app, address) if address else page


def go(page: Page, app: RunningApp, address: str = "") -> Page:
    page.goto(f"{app.url}/{address}")
    return settled(page)


def charts(page: Page) -> Page:
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    return settled(page)


def expect_chart_of(page: Page, lift: str) -> None:
    expect(page.locator(".gtitle").first).to_have_text(re.compile(rf"{re.escape(lift)}\s*–\s*e1RM,\s*kg"))


def words(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def is_within_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth"))


def test_a_new_lifter_is_told_what_to_do(shared_app: RunningApp, phone: Page, lifter: tuple[str, int]) -> None:
    open_as(phone, shared_app, lifter[0])
    expect(phone.get_by_role("button", name="Start a workout")).to_be_visible()
    expect(phone.get_by_role("heading", name="Your training will stand here")).to_be_visible()
    shot(phone, "today-empty")
    go(phone, shared_app, "analytics2_progress")
    expect(phone.get_by_role("heading", name="Your lifts will stand here")).to_be_visible()
    shot(phone, "lifts-empty")


def test_one_workout_is_enough_for_both_pages(shared_app: RunningApp, phone: Page, lifter: tuple[str, int]) -> None:
    log_of(lifter[1], f"{TODAY} squat 100x5@2")
    charts(open_as(phone, shared_app, lifter[0]))
    assert "1 hard set" in words(phone)
    shot(phone, "today-one")
    charts(go(phone, shared_app, "analytics2_progress"))
    assert "123.5 kg" in words(phone)  # 100 x (1 + 7 / 30)
    assert "Not enough data: 1 workout in 12 weeks" in words(phone)
    shot(phone, "lifts-one")


def test_old_history_shows_itself_instead_of_empty_charts(
    shared_app: RunningApp, phone: Page, lifter: tuple[str, int]
) -> None:
    log_of(lifter[1], "2019-03-04 squat 100x5@2\n2019-03-11 squat 105x5@2 bench 70x8")
    page = open_as(phone, shared_app, lifter[0])
    assert "No workout in the last" in words(page)
    assert "the last one was on Mon 11 Mar 2019" in words(page)
    assert page.locator(".js-plotly-plot").count() == 0
    page = charts(go(page, shared_app, f"analytics2_progress?lift={exercise_id('squat')}"))
    expect_chart_of(page, "Squat (Barbell)")
    page.get_by_role("combobox", name=re.compile("Period")).click()
    page.get_by_role("option", name="3 months").click()
    expect(page.get_by_text("No Squat (Barbell) in the last 3 months.")).to_be_visible()
    assert "It was last done on Mon 11 Mar 2019" in words(page)
    assert page.locator(".js-plotly-plot").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_year_of_training(
    shared_app: RunningApp, new_page: Callable[..., Page], veteran: tuple[str, int], device: str, scheme: str
) -> None:
    page = new_page(device, color_scheme=scheme)
    charts(open_as(page, shared_app, veteran[0]))
    if device == "desktop":
        expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Routines")).to_be_visible()
    assert "◆ Bench Press (Barbell): 90 kg for 3 reps, before 70 kg" in words(page)
    shot(page, f"today-{device}-{scheme}")
    assert is_within_the_screen(page)
    assert not BAD.search(words(page))
    charts(go(page, shared_app, f"analytics2_progress?lift={exercise_id('squat')}"))
    shot(page, f"lifts-{device}-{scheme}")
    assert is_within_the_screen(page)
    assert not BAD.search(words(page))
    assert page.locator(".js-plotly-plot").count() == 3


def test_the_sets_behind_a_point(shared_app: RunningApp, desktop: Page, veteran: tuple[str, int]) -> None:
    page = charts(open_as(desktop, shared_app, veteran[0], f"analytics2_progress?lift={exercise_id('squat')}"))
    last = page.locator(".scatterlayer .trace").nth(1).locator(".point").last
    last.click(force=True)
    hover = page.locator(".hoverlayer").first
    expect(hover).to_contain_text("– 100 kg × 5 @ RIR 2 – e1RM 123.5 kg")  # 100 x (1 + 7 / 30)
    table = page.get_by_test_id("stTable").first
    expect(table.get_by_role("row").nth(1)).to_contain_text("Warm-up")
    cells = [cell.split() for cell in table.get_by_role("row").nth(2).inner_text().split("\t")]
    assert cells == [["2"], ["100", "kg"], ["5"], ["2"], ["123.5", "kg"]]
    shot(page, "lifts-point")


def test_the_lift_lives_in_the_address(shared_app: RunningApp, desktop: Page, veteran: tuple[str, int]) -> None:
    page = charts(open_as(desktop, shared_app, veteran[0], f"analytics2_progress?lift={exercise_id('deadlift')}"))
    expect_chart_of(page, "Deadlift (Barbell)")
    page.get_by_role("combobox", name="Lift").click()
    page.get_by_role("option", name="Overhead Press (Barbell)").click()
    expect_chart_of(page, "Overhead Press (Barbell)")
    expect(page).to_have_url(re.compile(rf"lift={exercise_id('press')}$"))
    settled(page.reload() and page)
    expect_chart_of(page, "Overhead Press (Barbell)")
    go(page, shared_app, "analytics2_progress?lift=nonsense")
    expect_chart_of(page, "Bench Press (Barbell)")


def test_a_period_beside_the_one_before(shared_app: RunningApp, desktop: Page, veteran: tuple[str, int]) -> None:
    page = charts(open_as(desktop, shared_app, veteran[0], f"analytics2_progress?lift={exercise_id('squat')}"))
    for label, option in (("Period", "3 months"), ("Compare with", "Period before")):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option).click()
        settled(page)
    expect(page.locator(".legend").first).to_contain_text("Period before")
    expect(page.get_by_test_id("stTable").first).to_contain_text("Period before")
    shot(page, "lifts-compared")


@pytest.mark.smoke_browser
def test_what_was_just_logged_is_there_without_clearing_anything(
    engine: Engine, shared_app: RunningApp, phone: Page, lifter: tuple[str, int]
) -> None:
    name, user_id = lifter
    log_of(user_id, f"{TODAY - timedelta(days=7)} squat 100x5")
    push = routines.create_routine(engine, user_id, "Push *A*")
    page = charts(open_as(phone, shared_app, name))
    expect(page.get_by_role("button", name="Start Push *A*")).to_be_visible()
    log_of(user_id, f"{TODAY} 00:01 squat 140x5")
    charts(go(page, shared_app))
    assert "◆ Squat (Barbell): 140 kg for 5 reps, before 100 kg" in words(page)
    begun = operation("start_workout", 42, started_at=datetime.now(UTC).isoformat(), zone="UTC", title="Push *A*")
    does(user_id, begun, log(42, "bench 60x5"), operation("amend_workout", 42, routine_id=str(push.routine_id)))
    charts(go(page, shared_app))
    expect(page.get_by_role("button", name="Continue Push *A* – 1 set")).to_be_visible()
