"""The set grid in a real browser: what a lifter does beside ticking, by thumb and by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from auth import accounts
from database.oltp_tables import sets
from services.routines.editing import RoutineExercise, RoutineSet, create_routine
from tests.browser import RunningApp, settled
from tests.cast import exercise_id, log_of
from tests.facts import rows_of
from tests.faults import World, worlds
from tests.signed_up import becomes, logged

BENCH, ROW, PLANK = "Bench Press (Barbell)", "Bent Over Row (Barbell)", "Plank"


@pytest.fixture(scope="module")
def world(shared_app: RunningApp, browser: Browser) -> Iterator[World]:
    """Alice benched 80x5 twice and rowed 60x8 twice, plans both as a superset, then a plank."""
    with worlds(shared_app, browser) as made:
        log_of(made.user_id, "2026-01-05 bench 80x5 80x5 bent-over-row-barbell 60x8 60x8")
        pair = (RoutineSet(reps_min=5, reps_max=8),) * 2
        exercises = [
            RoutineExercise(exercise_id("bench"), pair, superset=1, rest_s=90),
            RoutineExercise(exercise_id("bent-over-row-barbell"), pair, superset=1, rest_s=90),
            RoutineExercise(exercise_id("plank"), (RoutineSet(),)),
        ]
        made.routine_id = create_routine(made.engine, made.user_id, "Pairs", exercises).routine_id
        made.rows_shown = 5
        yield made


@pytest.fixture
def page(world: World) -> Iterator[Page]:
    context = world.device()
    yield world.begin(context)
    context.close()
    world.contexts.clear()


def tick(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Log {name}", exact=True).click()


def stored(world: World) -> list[dict[str, Any]]:
    return [row for row in rows_of(world.engine, world.user_id, sets) if row["workout_id"] == world.workout_id]


def done(world: World) -> str:
    """The sets of the workout at hand."""
    return logged(world.user_id)[-1]


def test_a_superset_rests_once_a_round(world: World, page: Page) -> None:
    tick(page, f"set 1 of {BENCH}")
    expect(page.get_by_role("timer")).to_be_hidden()
    expect(page.get_by_role("group", name=f"Set 1 of {ROW}").last).to_be_visible()
    tick(page, f"set 1 of {ROW}")
    expect(page.get_by_role("timer")).to_have_text("1:30")
    expect(page.locator("[data-active]")).to_have_attribute("aria-label", f"Set 2 of {BENCH}, not done yet")
    becomes(lambda: done(world), "bench 80x5 bent-over-row-barbell 60x8")


def test_the_rest_goes_on_over_a_reload_and_can_be_changed(page: Page) -> None:
    tick(page, f"set 1 of {BENCH}")
    tick(page, f"set 1 of {ROW}")
    page.get_by_role("button", name="Rest 15 seconds more").click()
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text("1:4")
    page.get_by_role("button", name="Skip the rest").click()
    expect(page.get_by_role("timer")).to_be_hidden()


@pytest.mark.parametrize("address", ["log_workout", "history"])
def test_a_rest_that_is_over_rings_once_on_whatever_page(world: World, page: Page, address: str) -> None:
    page.add_init_script("window.rung = 0; navigator.vibrate = () => { window.rung += 1; return true; };")
    page.goto(f"{world.proxy.url}/{address}?workout={world.workout_id}")
    settled(page)
    page.evaluate(
        """(user) => {
        const now = Date.now();
        const rest = { started_at: now - 60000, ends_at: now + 600, what: "Bench" };
        window.__tonnage.outboxes[user].shelf.keep("timer", "", rest);
    }""",
        str(world.user_id),
    )
    page.wait_for_timeout(1800)
    assert page.evaluate("window.rung") == 1


def test_what_is_half_typed_is_there_after_a_reload(page: Page) -> None:
    page.get_by_label(f"Weight, set 2 of {BENCH}", exact=True).fill("87,5")
    page.reload()
    expect(page.get_by_label(f"Weight, set 2 of {BENCH}", exact=True)).to_have_value("87,5")


def test_steppers_move_by_the_smallest_plates_and_say_what_goes_on_the_bar(world: World, page: Page) -> None:
    page.get_by_label(f"Weight, set 1 of {BENCH}", exact=True).click()
    expect(page.get_by_text("25 + 5 a side")).to_be_visible()
    page.get_by_role("button", name="Weight up").click()
    expect(page.get_by_text("25 + 5 + 1.25 a side")).to_be_visible()
    page.get_by_role("button", name="Reps down").click()
    tick(page, f"set 1 of {BENCH}")
    expect(page.get_by_text(f"Heaviest {BENCH} yet: 82.5 kg")).to_be_visible()
    becomes(lambda: done(world), "bench 82.5x4")


def test_the_keyboard_logs_and_moves_on(world: World, page: Page) -> None:
    page.get_by_label(f"Weight, set 1 of {BENCH}", exact=True).focus()
    page.keyboard.type("70")
    page.keyboard.press("Tab")
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    becomes(lambda: done(world), "bench 70x6")
    focused = "document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused) == f"Reps, set 1 of {ROW}"


def test_a_plank_is_timed_by_the_stopwatch(world: World, page: Page) -> None:
    page.get_by_label(f"Time, set 1 of {PLANK}", exact=True).click()
    page.get_by_role("button", name="Start the stopwatch").click()
    page.wait_for_timeout(1600)
    page.get_by_role("button", name="Stop the stopwatch").click()
    expect(page.get_by_label(f"Time, set 1 of {PLANK}", exact=True)).to_have_value("0:02")
    tick(page, f"set 1 of {PLANK}")
    becomes(lambda: [row["seconds"] for row in stored(world)], [2.0])


def test_notes_types_and_uneven_sides_are_kept(world: World, page: Page) -> None:
    tick(page, f"set 1 of {BENCH}")
    page.get_by_role("button", name=f"Set 1 of {BENCH}: type, note, delete").click()
    page.get_by_role("textbox", name="Note").fill("Elbows in")
    page.get_by_role("button", name="It hurt").click()
    expect(page.get_by_text("Elbows in", exact=True)).to_be_visible()
    becomes(lambda: [(row["note"], row["pain"]) for row in stored(world)], [("Elbows in", True)])


def test_an_exercise_is_swapped_and_warm_ups_are_added(world: World, page: Page) -> None:
    page.get_by_label(f"Weight, set 1 of {BENCH}", exact=True).fill("80")
    page.get_by_role("button", name=f"More for {BENCH}").click()
    page.get_by_role("button", name="Add warm-up sets").click()
    weights = [page.get_by_label(f"Weight, set W of {BENCH}", exact=True).nth(place) for place in range(3)]
    assert [field.input_value() for field in weights] == ["30", "47.5", "62.5"]
    page.get_by_role("button", name=f"More for {BENCH}").click()
    page.get_by_role("button", name="Swap exercise").click()
    page.get_by_placeholder("Name or short form").fill("db bench")
    page.get_by_role("button", name="Bench Press (Dumbbell)", exact=True).click()
    expect(page.get_by_role("button", name="Bench Press (Dumbbell)", exact=True)).to_be_visible()
    expect(page.get_by_text("first time").first).to_be_visible()


def test_a_second_tab_shows_what_the_first_has_logged(world: World, page: Page) -> None:
    other = world.show(page.context.new_page(), 5)
    tick(page, f"set 1 of {BENCH}")
    other.bring_to_front()
    expect(other.locator('[data-mark="saved"]')).to_have_count(1)


def test_a_refused_set_says_why_and_has_a_way_out(world: World, page: Page) -> None:
    page.get_by_label(f"Weight, set 1 of {BENCH}", exact=True).fill("9000")
    tick(page, f"set 1 of {BENCH}")
    page.get_by_role("button", name="Yes, save it").click()
    expect(page.get_by_text("Not saved: ")).to_be_visible()
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("Not saved: ")).to_have_count(0)
    page.get_by_label(f"Weight, set 1 of {BENCH}", exact=True).fill("80")
    page.get_by_label(f"Reps, set 1 of {BENCH}", exact=True).fill("5")
    tick(page, f"set 1 of {BENCH}")
    becomes(lambda: done(world), "bench 80x5")


def test_every_control_is_large_enough_and_named(page: Page) -> None:
    controls = page.locator(".tonnage-grid button:visible, .tonnage-grid input:visible")
    for place in range(controls.count()):
        box = controls.nth(place).bounding_box()
        assert box is not None
        assert box["height"] >= 44, controls.nth(place).evaluate("one => one.outerHTML")
    nameless = "all => all.filter((one) => !one.getAttribute('aria-label') && !one.textContent.trim()).length"
    assert controls.evaluate_all(nameless) == 0


def test_for_the_left_hand_the_ticks_are_on_the_left(world: World, page: Page) -> None:
    accounts.amend(world.engine, world.user_id, {"is_left_handed": True})
    page.reload()
    expect(page.locator(".tonnage-grid.mirrored")).to_be_visible()
    tick_box, weight = page.locator(".tick").first.bounding_box(), page.locator(".row input").first.bounding_box()
    assert tick_box is not None
    assert weight is not None
    assert tick_box["x"] < weight["x"]
    accounts.amend(world.engine, world.user_id, {"is_left_handed": False})
