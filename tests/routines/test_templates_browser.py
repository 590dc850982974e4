"""A template in a real browser: pasted, its versions, an alternative done without network, the routine as it was."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from database.db_connector import reading
from database.oltp_tables import planned_sets, sets
from tests.browser import RunningApp, settled, shot
from tests.cast import exercise_id
from tests.signed_up import becomes, engine_of, logged, sign_up

TEXT = "# Push\nBench Press (Barbell) or Push Up | 2x8@80%1rm | rest 90"
UNKNOWN = "No e1RM is known yet"


def test_a_template_from_its_text_to_the_workout_that_remembers_it(shared_app: RunningApp, phone: Page) -> None:
    lifter = sign_up(phone, shared_app, "Tess", "routinetemplates")
    phone.get_by_role("button", name="Paste a routine").click()
    phone.get_by_label("Text or JSON of a routine").fill(TEXT)
    phone.get_by_role("button", name="Add routine").click()
    phone.get_by_role("button", name="Push", exact=True).click()
    expect(phone.get_by_text("2 × 8 at 80% of e1RM · rest 1:30")).to_be_visible()
    expect(phone.get_by_text("or Push Up")).to_be_visible()
    settled(phone)
    phone.get_by_label("Name").fill("Push B")
    phone.get_by_label("Name").press("Enter")
    settled(phone)
    phone.locator("[class*='st-key-routine_menu'] button").first.click()
    phone.get_by_role("menuitem", name="Versions").or_(phone.get_by_role("option", name="Versions")).first.click()
    expect(phone.get_by_text("Name: Push → Push B")).to_be_visible()
    phone.get_by_role("button", name="Look at it").click()
    phone.get_by_role("button", name="Bring it back").click()
    expect(phone.get_by_text("The older version is back")).to_be_visible()
    settled(phone)
    phone.get_by_role("button", name="Start", exact=True).click()
    expect(phone.get_by_role("button", name="Log set 1 of Bench Press (Barbell)")).to_be_visible()
    expect(phone.get_by_text(UNKNOWN)).to_be_visible()
    settled(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="More for Bench Press (Barbell)").click()
    phone.get_by_role("button", name="Swap exercise").click()
    phone.get_by_role("button", name="Push Up · in the routine").click()
    expect(phone.get_by_text("2 × 8 · rest 1:30 · or Bench Press (Barbell)")).to_be_visible()
    expect(phone.get_by_text(UNKNOWN)).to_be_hidden()
    phone.get_by_role("textbox", name="Reps, set 1 of Push Up").fill("8")
    phone.get_by_role("button", name="Log set 1 of Push Up").click()
    shot(phone, "template-swapped", whole=False)
    phone.context.set_offline(False)
    becomes(lambda: logged(lifter), ["pushup x8"])
    with reading(engine_of(shared_app)) as connection:
        same = planned_sets.c.planned_set_id == sets.c.planned_set_id
        picked = select(planned_sets.c.exercise_id, sets.c.exercise_id).where(same, sets.c.user_id == lifter)
        assert connection.execute(picked).all() == [(exercise_id("bench"), exercise_id("pushup"))]
    phone.get_by_role("button", name="Finish").click()
    phone.get_by_role("button", name="Edit", exact=True).click()
    phone.get_by_role("button", name="The routine as it was").click()
    expect(phone.get_by_role("dialog").get_by_text("Bench Press (Barbell) or Push Up")).to_be_visible()
    expect(phone.get_by_text("It is the same now")).to_be_visible()
    shot(phone, "template-as-it-was", whole=False)
