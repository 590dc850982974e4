"""The wizard on the import page: the guess on one's own rows, put right, handed on and remembered."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from auth import authenticator, sessions
from auth.sessions import STATE_KEY
from services.importers.tables.layout import MOST_UNPACKED
from tests.kept_tables import BODY_FILES, BODY_WEIGHTS, SHEET, SMALL, TITLED, stored, with_part, workbook

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90


@pytest.fixture
def page(app_engine: Engine) -> AppTest:
    """The import page, with Alice signed in."""
    alice = authenticator.sign_up(app_engine, "Alice", "squat deep or go home")
    opened = AppTest.from_file(str(ROOT / "pages" / "import_export.py"), default_timeout=PATIENCE_S)
    opened.session_state[STATE_KEY] = (alice, sessions.open_session(app_engine, alice).session_id)
    return opened.run()


def chosen(page: AppTest, data: bytes, name: str = "log.csv") -> AppTest:
    """The page after a file was chosen."""
    page.file_uploader[0].upload(name, data, "application/octet-stream")
    page.run()
    assert not page.exception
    return page


def choice(page: AppTest, label: str) -> Any:
    """The choice of what a column is."""
    (found,) = [one for one in page.selectbox if one.label == label]
    return found


def button(page: AppTest, label: str) -> Any:
    (found,) = [one for one in page.button if one.label == label]
    return found


def lines(page: AppTest, place: int) -> list[dict[str, Any]]:
    """The rows of a table on the page."""
    found: list[dict[str, Any]] = page.dataframe[place].value.to_dict("records")
    return found


ODD = "Day,What,First,Second\n2026-01-05,Squat,5,3\n2026-01-05,Bench Press,8,2\n"


def test_a_guess_is_shown_on_the_lifters_own_rows_put_right_and_remembered(page: AppTest) -> None:
    chosen(page, ODD.encode())
    assert lines(page, 0)[0] == {"Day": "2026-01-05", "What": "Squat", "First": "5", "Second": "3"}
    assert [choice(page, one).value for one in ("Day", "What", "First", "Second")] == [
        "date", "exercise", "weight", "reps",
    ]  # fmt: skip
    assert [row["Set"] for row in lines(page, 1)] == ["5 × 3", "8 × 2"]
    choice(page, "First").select("reps").run()
    assert choice(page, "Second").value == ""
    choice(page, "Second").select("sets").run()
    assert [row["Set"] for row in lines(page, 1)] == [*["× 5"] * 3, *["× 8"] * 2]
    assert any(one.value == "5 sets in 1 workout." for one in page.caption)
    button(page, "Looks right").click().run()
    assert [(one.label, one.value) for one in page.metric][:2] == [("Sets", "5"), ("Workouts", "1")]
    button(page, "Import").click().run()
    assert page.success[0].value == "Your history is here. Sets: 5 added, 0 updated, 0 unchanged."
    chosen(page, (ODD + "2026-01-07,Squat,5,1\n").encode())
    assert any(one.value == "Read as you said last time." for one in page.caption)
    assert [row["Set"] for row in lines(page, 1 + 1)][-1] == "× 5"


def test_a_table_that_names_no_unit_is_asked_with_evidence_after_the_wizard(page: AppTest) -> None:
    chosen(page, TITLED.encode())
    button(page, "Looks right").click().run()
    assert any("The file does not say it of 2 weights. Of its 4 weights 100" in one.value for one in page.caption)
    assert button(page, "Import").disabled


def test_a_row_that_cannot_be_read_keeps_the_wizard_open_and_is_named(page: AppTest) -> None:
    chosen(page, b"Date,Exercise,kg,Reps\n2026-01-05,Squat,heavy,5\n2026-01-05,Squat,100,5\n")
    assert any("Row 2: The weight “heavy” is not a number" in one.value.replace("\\", "") for one in page.markdown)
    assert button(page, "Looks right").disabled


def test_what_is_missing_is_said(page: AppTest) -> None:
    chosen(page, ODD.encode())
    choice(page, "Day").select("").run()
    assert page.info[0].value == "No column is the date yet."
    assert [one for one in page.button if one.label == "Looks right"] == []


@pytest.mark.day("2026-06-17")  # after its dates and in their year, which is not shown
def test_dates_that_can_be_read_in_two_ways_are_asked_about(page: AppTest) -> None:
    chosen(page, b"Date,Exercise,kg,Reps\n05/01/2026,Squat,100,5\n")
    assert lines(page, 1)[0]["Date"] == "Mon 5 Jan"
    choice(page, "The dates are written").select(True).run()
    assert lines(page, 1)[0]["Date"] == "Fri 1 May"


def test_a_workbook_with_several_sheets(page: AppTest) -> None:
    log = [["Date", "Exercise", "kg", "Reps"], [date(2026, 1, 5), "Squat", 100, 5]]
    other = [["Date", "Exercise", "lb", "Reps"], [date(2026, 1, 6), "Squat", 225, 3]]
    chosen(page, workbook(log, other), "log.xlsx")
    assert [row["Set"] for row in lines(page, 1)] == ["100 kg × 5"]
    choice(page, "Sheet").select("Sheet1").run()
    assert [row["Set"] for row in lines(page, 1)] == ["225 lb × 3"]


def test_body_weights_are_saved_once_the_unit_is_known(page: AppTest, app_engine: Engine) -> None:
    text, _, _ = BODY_FILES["american"]
    for added in (2, 0):
        chosen(page, text.encode())
        assert button(page, "Looks right: save them").disabled
        page.segmented_control[0].set_value("lb").run()
        button(page, "Looks right: save them").click().run()
        assert page.success[0].value == f"Body weights: {added} added, {2 - added} were there already."
    alice, _ = page.session_state[STATE_KEY]
    assert stored(app_engine, alice) == BODY_WEIGHTS["american"]


def test_a_zip_bomb_gets_a_sentence(page: AppTest) -> None:
    chosen(page, with_part(workbook(SMALL), SHEET, b" " * (MOST_UNPACKED + 1)), "log.xlsx")
    assert any("too large: it unpacks to 60 MB" in one.value.replace("\\", "") for one in page.markdown)
    assert not page.selectbox
