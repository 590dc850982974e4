"""The import page in a real browser: look, answer, import, see the totals, take it back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import RunningApp, settled, shot
from tests.strong_files import row, strong_file

CLASSIC = Path(__file__).parents[1] / "fixtures" / "strong_classic.csv"


def import_page(app: RunningApp, page: Page, name: str) -> None:
    """Sign somebody up and open the page."""
    page.goto(app.url)
    page.get_by_text("Create an account").click()
    expect(page.get_by_role("heading", name="Create your account")).to_be_visible()
    settled(page)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill("squat deep or go home")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("button", name="Create account")).to_have_count(0)
    settled(page)
    page.goto(f"{app.url}/import_export")
    expect(page.get_by_role("heading", name="Import & export")).to_be_visible()
    settled(page)


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    settled(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).filter(visible=True).first.click()
    settled(page)


def bring_in(page: Page, path: Path) -> None:
    """Choose a file of kilograms and import it."""
    choose(page, path)
    page.get_by_role("radio", name="kg", exact=True).click()
    settled(page)
    press(page, "Import")
    expect(page.get_by_text("Your history is here.")).to_be_visible()
    settled(page)


def halve_the_bench(page: Page) -> None:
    """Put the bench press right by the Repair tab: half the weight."""
    page.get_by_role("tab", name="Repair").click()
    settled(page)
    press(page, "Which exercise?")
    page.get_by_role("dialog").get_by_role("button", name="Bench Press (Barbell)").first.click()
    settled(page)
    page.get_by_label("What is wrong?").click()
    page.get_by_role("option").filter(has_text="Half the weight").click()
    settled(page)
    shot(page, "import-repair")
    press(page, "Change 4 sets")
    page.get_by_role("tab", name="Import").click()
    settled(page)


def test_a_history_is_looked_at_imported_edited_imported_again_and_taken_back(
    shared_app: RunningApp, desktop: Page, tmp_path: Path
) -> None:
    import_page(shared_app, desktop, "ida")
    choose(desktop, CLASSIC)
    expect(desktop.get_by_text("12 rows read, 2 rest rows and 1 note row set aside.")).to_be_visible()
    expect(desktop.get_by_text("Of its 7 weights 86% are multiples of 2.5")).to_be_visible()
    expect(desktop.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    shot(desktop, "import-preview")
    bring_in(desktop, CLASSIC)
    expect(desktop.get_by_text("Sets: 9 added, 0 updated, 0 unchanged.")).to_be_visible()
    shot(desktop, "import-done")
    halve_the_bench(desktop)
    longer = tmp_path / "longer.csv"
    longer.write_bytes(CLASSIC.read_bytes() + b'2024-03-09 18:00:00,"Push",1h,"Plank",1,0,0,0,50,"","",\n')
    bring_in(desktop, longer)
    expect(desktop.get_by_text("Sets: 1 added, 0 updated, 9 unchanged.")).to_be_visible()
    expect(desktop.get_by_text("4 edited and 0 deleted sets stay as they are.")).to_be_visible()
    shot(desktop, "import-again")
    desktop.get_by_role("button", name="Undo", exact=True).last.click()
    expect(desktop.get_by_text("It was taken back: 6 sets and workouts removed.")).to_be_visible()
    expect(desktop.get_by_text("Bench Press (Barbell), 40 kg × 5, 4 Mar 2024")).to_be_visible()
    shot(desktop, "import-undone")


@pytest.mark.parametrize("phone", ["dark"], indirect=True)
def test_a_bad_file_is_explained_with_its_row(shared_app: RunningApp, phone: Page, tmp_path: Path) -> None:
    import_page(shared_app, phone, "bo")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(strong_file([row(), row(reps="-3")]))
    choose(phone, broken)
    expect(phone.get_by_text("broken.csv was not imported: 1 problem.")).to_be_visible()
    expect(phone.get_by_text("Row 3: The reps must lie between 0 and 10,000: “-3.0”.")).to_be_visible()
    expect(phone.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    shot(phone, "import-refused")
