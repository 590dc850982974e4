"""Logging in a real browser, on a phone: one workout from start to summary, and everything that may go wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from services.routines.editing import RoutineExercise, RoutineSet, create_routine, routines
from tests.browser import RunningApp, settled, shot
from tests.cast import exercise_id, log_of, text_of
from tests.signed_up import account, becomes, engine_of, logged, press, sign_up, tick, ticked, ticks

BENCH, SQUAT = "Bench Press (Barbell)", "Squat (Barbell)"


def routine_for(app: RunningApp, name: str) -> None:
    """Give a lifter a routine of four sets of bench and three of squat, each of five reps."""
    sets = (RoutineSet(reps_min=5, reps_max=5, rir=2.0),)
    exercises = [
        RoutineExercise(exercise_id("bench"), sets * 4, rest_s=150, note="Pause on the chest"),
        RoutineExercise(exercise_id("squat"), sets * 3),
    ]
    create_routine(engine_of(app), account(app, name), "Push A", exercises)


def begin(page: Page, app: RunningApp, name: str, history: str = "") -> int:
    """Sign up, with a routine and perhaps a history, and start the routine; the user id."""
    user_id = sign_up(page, app, name)
    log_of(user_id, history)
    routine_for(app, name)
    page.reload()
    settled(page)
    page.locator('[class*="st-key-routine_"] button').click()
    page.wait_for_timeout(300)
    settled(page)
    return user_id


def type_into(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)


def test_five_sets_survive_the_death_of_the_server(running_app: Callable[..., RunningApp], phone: Page) -> None:
    app = running_app()
    user_id = begin(phone, app, "alice")
    expect(phone.get_by_text("first time").first).to_be_visible()
    for place in range(4):
        type_into(phone, f"Weight, set {place + 1} of {BENCH}", "80")
        type_into(phone, f"Reps, set {place + 1} of {BENCH}", "5")
        tick(phone, place)
    type_into(phone, f"Weight, set 1 of {SQUAT}", "102,5")
    type_into(phone, f"Reps, set 1 of {SQUAT}", "5")
    tick(phone, 4)
    shot(phone, "log-phone", whole=False)
    app.kill()
    app.restart()
    phone.goto(f"{app.url}/log_workout")
    settled(phone)
    press(phone, "Continue Push A – 5 of 7 sets")
    becomes(lambda: (ticked(phone), ticks(phone).count()), (5, 7))
    expect(phone.get_by_label(f"Weight, set 2 of {SQUAT}", exact=True)).to_have_value("102.5")
    press(phone, "Finish")
    expect(phone.get_by_text("Finished ·")).to_be_visible()
    shot(phone, "summary-phone", whole=False)
    expect(phone.get_by_text(f"{SQUAT}: 3 sets → 1 set")).to_be_visible()
    press(phone, "Update numbers")
    becomes(lambda: [routine.set_count for routine in routines(engine_of(app), user_id)], [5])
    press(phone, "Done")
    expect(phone.get_by_text("Push A").first).to_be_visible()  # on Today, which nobody refreshed
    phone.goto(f"{app.url}/history")
    settled(phone)
    expect(phone.get_by_role("button", name="Push A").first).to_be_visible()
    becomes(lambda: logged(user_id), ["bench 80x5 80x5 80x5 80x5 squat 102.5x5"])


@pytest.mark.smoke_browser
def test_a_prefilled_set_is_one_tap_and_a_double_tap_is_one_set(shared_app: RunningApp, phone: Page) -> None:
    user_id = begin(phone, shared_app, "double", "2026-01-05 bench 80x5 82.5x4")
    expect(phone.get_by_label(f"Weight, set 2 of {BENCH}", exact=True)).to_have_value("82.5")
    ticks(phone).nth(0).dblclick()
    phone.wait_for_timeout(300)
    settled(phone)
    ticks(phone).nth(0).click()
    settled(phone)
    becomes(lambda: logged(user_id), ["bench 80x5 82.5x4", "bench 80x5"])


def test_what_is_no_weight_gets_a_sentence_and_nothing_is_written(shared_app: RunningApp, phone: Page) -> None:
    user_id = begin(phone, shared_app, "typo", "2026-01-05 bench 80x5")
    for typed, said in (("1e308", "cannot be “1e308”"), ("abc", "cannot be “abc”"), ("", "Type the weight")):
        type_into(phone, f"Weight, set 1 of {BENCH}", typed)
        ticks(phone).nth(0).click()
        expect(phone.get_by_text(said)).to_be_visible()
    type_into(phone, f"Weight, set 1 of {BENCH}", "80")
    type_into(phone, f"Reps, set 1 of {BENCH}", "-3")
    ticks(phone).nth(0).click()
    expect(phone.get_by_text("Reps cannot be “-3”")).to_be_visible()
    becomes(lambda: logged(user_id), ["bench 80x5", ""])


def test_a_weight_far_above_the_best_is_asked_about_once(shared_app: RunningApp, phone: Page) -> None:
    user_id = begin(phone, shared_app, "guard", "2026-01-05 bench 80x5")
    type_into(phone, f"Weight, set 1 of {BENCH}", "800")
    ticks(phone).nth(0).dblclick()
    expect(phone.get_by_text("much more than your best, 80 kg")).to_be_visible()
    assert ticked(phone) == 0
    press(phone, "Yes, save it")
    becomes(lambda: ticked(phone), 1)
    becomes(lambda: logged(user_id)[1], "bench 800x5")


def test_a_ticked_set_is_edited_in_place_and_deleted_with_undo(shared_app: RunningApp, phone: Page) -> None:
    user_id = begin(phone, shared_app, "edit", "2026-01-05 bench 80x5")
    tick(phone, 0)
    type_into(phone, f"Reps, set 1 of {BENCH}", "8")
    phone.keyboard.press("Enter")
    becomes(lambda: logged(user_id)[1], "bench 80x8")
    phone.locator(".block .number").first.click()
    press(phone, "Delete set")
    expect(phone.get_by_text("Set 1 deleted")).to_be_visible()
    becomes(lambda: logged(user_id)[1], "")
    press(phone, "Undo")
    becomes(lambda: logged(user_id)[1], "bench 80x8")
    becomes(lambda: ticked(phone), 1)


def test_an_exercise_is_added_by_its_short_form_and_sets_are_copied(shared_app: RunningApp, phone: Page) -> None:
    user_id = sign_up(phone, shared_app, "adder")
    press(phone, "Start an empty workout")
    press(phone, "Add exercise")
    phone.get_by_placeholder("Name or short form").fill("db bench")
    press(phone, "Bench Press (Dumbbell)")
    type_into(phone, "Weight, set 1 of Bench Press (Dumbbell)", "30")
    type_into(phone, "Reps, set 1 of Bench Press (Dumbbell)", "10")
    tick(phone, 0)
    press(phone, "Add set")
    expect(phone.get_by_label("Weight, set 2 of Bench Press (Dumbbell)", exact=True)).to_have_value("30")
    tick(phone, 1)
    becomes(lambda: logged(user_id), ["dumbbell_bench 30x10 30x10"])


def test_an_exercise_that_nobody_has_is_created_in_the_picker(shared_app: RunningApp, phone: Page) -> None:
    sign_up(phone, shared_app, "maker")
    press(phone, "Start an empty workout")
    press(phone, "Add exercise")
    phone.get_by_placeholder("Name or short form").fill("Zercher Yoke Thing")
    press(phone, "Create “Zercher Yoke Thing”")
    press(phone, "Create exercise")
    expect(phone.get_by_label("Weight, set 1 of Zercher Yoke Thing", exact=True)).to_be_visible()


def test_a_discarded_workout_can_be_restored(shared_app: RunningApp, phone: Page) -> None:
    user_id = begin(phone, shared_app, "discard", "2026-01-05 bench 80x5")
    tick(phone, 0)
    press(phone, "Title, notes, gym, discard")
    press(phone, "Discard workout")
    expect(phone.get_by_text("Discarded")).to_be_visible()
    assert len(text_of(user_id)) == 1
    press(phone, "Restore")
    press(phone, "Continue Push A – 1 of 7 sets")
    becomes(lambda: ticked(phone), 1)


def test_the_address_of_a_routine_starts_it_once(shared_app: RunningApp, phone: Page) -> None:
    user_id = sign_up(phone, shared_app, "address")
    routine_for(shared_app, "address")
    engine = engine_of(shared_app)
    (routine,) = routines(engine, user_id)
    for _ in range(2):
        phone.goto(f"{shared_app.url}/log_workout?routine={routine.routine_id}")
        settled(phone)
        expect(phone.get_by_text("0 of 7 sets")).to_be_visible()
    assert len(text_of(user_id)) == 1


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_and_six_rows_fit(shared_app: RunningApp, phone: Page, width: int) -> None:
    begin(phone, shared_app, f"narrow{width}", "2026-01-05 bench 142.5x12 142.5x12 142.5x12 142.5x12")
    phone.set_viewport_size({"width": width, "height": 844})
    settled(phone)
    widths = phone.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain], html')].map((one) => one.scrollWidth - one.clientWidth)"
    )
    assert max(widths) <= 0
    bar = phone.get_by_role("button", name="Finish").bounding_box()
    rows = [ticks(phone).nth(place).bounding_box() for place in range(6)]
    assert bar is not None
    assert all(row is not None and row["y"] + row["height"] <= bar["y"] for row in rows)
