"""Gyms in a real browser: described in Settings, changed in mid-workout without network, a machine kept apart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from database.oltp_tables import exercises, workouts
from services.gyms.editing import gyms, save_gym
from services.gyms.words import written
from services.routines.editing import RoutineExercise, RoutineSet, create_routine
from tests.browser import RunningApp, settled, shot
from tests.cast import exercise_id, log_of
from tests.facts import rows_of
from tests.faults import World, worlds
from tests.signed_up import becomes, logged

BENCH, PRESS = "Bench Press (Barbell)", "Leg Press (Machine)"


@pytest.fixture(scope="module")
def world(shared_app: RunningApp, browser: Browser) -> Iterator[World]:
    """Alice has a gym of big plates, benched 62.5x5 and pressed 200x8, and plans both."""
    with worlds(shared_app, browser) as made:
        save_gym(made.engine, made.user_id, "Hotel", "kg", {"bar": "20", "plate": "20 10 5"})
        log_of(made.user_id, "2026-01-05 bench 62.5x5 62.5x5 leg-press-machine 200x8")
        planned = [RoutineExercise(exercise_id("bench"), (RoutineSet(),) * 2)]
        planned.append(RoutineExercise(exercise_id("leg-press-machine"), (RoutineSet(),)))
        made.routine_id = create_routine(made.engine, made.user_id, "Gyms", planned).routine_id
        made.rows_shown = 3
        yield made


def weight(page: Page, place: int, name: str = BENCH) -> str:
    return page.get_by_label(f"Weight, set {place} of {name}", exact=True).input_value()


def test_a_gym_is_described_in_words_and_what_cannot_be_read_is_said_at_once(world: World) -> None:
    page = world.device().new_page()
    page.goto(f"{world.proxy.url}/account")
    page.get_by_role("tab", name="Gyms").click()
    page.get_by_role("button", name="Add another gym").click()
    page.get_by_role("textbox", name="Plates, kg").fill("25 20 15 10 5 2.5 1.25 45 lb x 4 abc")
    expect(page.get_by_text("Plates: “abc” is no weight.")).to_be_visible()
    page.get_by_role("textbox", name="Plates, kg").fill("25 20 15 10 5 2.5 1.25 45 lb x 4")
    expect(page.get_by_text("25, 20, 15, 10, 5, 2.5, 1.25 kg, 45 (4 in all) lb")).to_be_visible()
    page.get_by_role("textbox", name="Name", exact=True).last.fill("Downtown")
    settled(page)
    shot(page, "gym-form")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Bars 20, 15, 10 kg · plates 25 to 1.25 kg")).to_be_visible()
    (downtown, _) = gyms(world.engine, world.user_id)
    assert written(downtown["items"], "plate", "lb") == "25kg 45x4 20kg 15kg 10kg 5kg 2.5kg 1.25kg"


def test_the_gym_is_changed_in_mid_workout_without_network_and_its_machine_kept_apart(world: World) -> None:
    save_gym(world.engine, world.user_id, "Uptown", "kg", {"bar": "20", "plate": "20 10 5 2.5 1.25"})
    context = world.device()
    page = world.begin(context)
    assert [weight(page, place) for place in (1, 2)] == ["60", "60"]
    page.get_by_label(f"Weight, set 2 of {BENCH}", exact=True).fill("63,5")
    context.set_offline(True)
    page.get_by_role("button", name="Title, notes, gym, discard").click()
    page.get_by_role("button", name="Uptown").click()
    expect(page.get_by_text("Uptown: 1 weight changed to what can be loaded")).to_be_visible()
    assert [weight(page, place) for place in (1, 2)] == ["62.5", "63,5"]
    page.get_by_role("button", name=f"Log set 1 of {BENCH}", exact=True).click()
    expect(page.get_by_text("20 + 1.25 a side")).to_be_visible()
    context.set_offline(False)
    becomes(lambda: logged(world.user_id)[-1], "bench 62.5x5")
    uptown = next(gym["gym_id"] for gym in gyms(world.engine, world.user_id) if gym["name"] == "Uptown")
    becomes(lambda: rows_of(world.engine, world.user_id, workouts)[-1]["gym_id"], uptown)
    page.get_by_role("button", name=f"More for {PRESS}", exact=True).click()
    page.get_by_role("button", name="It is another machine at Uptown").click()
    there = f"{PRESS} – Uptown"
    expect(page.get_by_role("button", name=there, exact=True)).to_be_visible()
    assert weight(page, 1, there) == ""
    shot(page, "gym-variant")
    (variant,) = rows_of(world.engine, world.user_id, exercises)
    assert (variant["variant_of"], variant["gym_id"]) == (exercise_id("leg-press-machine"), uptown)
