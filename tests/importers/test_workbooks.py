"""Workbooks: what their cells become, which sheet is read, and the ones that would do harm."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from services.importers.mapping.guessing import apply, preview_known
from services.importers.tables.layout import MOST_TAGS, MOST_UNPACKED, read, sheets_of
from services.importers.tables.reading import UnreadableFile
from tests.kept_tables import BLANK, GERMAN, SHEET, SMALL, guessed, roles, told, with_part, workbook

FIXTURES = Path(__file__).parents[1] / "fixtures"


def test_a_workbook_has_its_days_times_and_numbers_as_typed() -> None:
    data = workbook(
        [
            ["Training log"],
            [],
            ["Date", "Start", "Exercise", "Weight (kg)", "Reps", "Hold", None],
            [datetime(2026, 1, 5), time(18, 30), "Squat", 82.5, 5, None, "left of it"],
            [None, None, "Plank", None, None, timedelta(seconds=90), None],
            [date(2026, 1, 7), None, "Squat", 100.0, 5, None, None],
        ]
    )
    table = read(data)
    mapping = guessed(table)
    assert roles(mapping) == "date time exercise weight reps seconds -"
    assert table.rows[0] == (4, ("2026-01-05", "18:30:00", "Squat", "82.5", "5", "", "left of it"))
    assert [told(row) for row in apply(mapping, table).sets] == [
        "2026-01-05 18:30 Squat 82.5kg x5", "2026-01-05 18:30 Plank 90s", "2026-01-07 Squat 100kg x5",
    ]  # fmt: skip


def test_a_formula_in_a_workbook_is_never_worked_out() -> None:
    rows = [["Date", "Exercise", "kg", "Reps"], ["2026-01-05", "Squat", "=50+50", 5], ["2026-01-05", "Row", 60, 8]]
    table = read(workbook(rows))
    assert [cells[2] for _, cells in table.rows] == ["", "60"]


def test_the_sheet_that_is_asked_for_is_read_and_else_the_first_that_holds_a_table() -> None:
    log = [["Date", "Exercise", "kg", "Reps"], ["2026-01-05", "Squat", 100, 5]]
    weights = [["Date", "Body weight"], ["2026-01-05", 80]]
    data = workbook([["About"]], log, weights)
    assert sheets_of(data) == ("Sheet", "Sheet1", "Sheet2")
    assert read(data).header == ("Date", "Exercise", "kg", "Reps")
    assert read(data, "Sheet2").header == ("Date", "Body weight")


def test_an_export_that_was_saved_as_a_workbook_is_still_its_apps() -> None:
    lines = [line.split(",") for line in (FIXTURES / "fitnotes_old_lbs.csv").read_text().splitlines()]
    shown = preview_known(read(workbook(lines)), BLANK)
    assert shown is not None
    assert shown.format is not None
    assert (shown.format.key, shown.problems, shown.figures.sets) == ("fitnotes", (), 3)
    assert preview_known(read(GERMAN.encode()), BLANK) is None


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 100) for c in b"bcde")
    + b"]><worksheet>&e;</worksheet>"
)  # fmt: skip


def test_a_zip_bomb_is_refused_by_its_directory_before_anything_is_unpacked() -> None:
    bomb = with_part(workbook(SMALL), SHEET, b" " * (MOST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableFile, match="too large: it unpacks to 60 MB"):
        read(bomb)


def test_a_workbook_of_too_many_cells_is_refused_before_they_are_parsed() -> None:
    cells = b"<worksheet><sheetData><row>" + b"<c/>" * MOST_TAGS + b"</row></sheetData></worksheet>"
    with pytest.raises(UnreadableFile, match="save the sheet with your training alone"):
        read(with_part(workbook(SMALL), SHEET, cells))


def test_a_directory_that_lies_about_a_size_gains_nothing() -> None:
    bomb = with_part(workbook(SMALL), SHEET, b" " * (MOST_UNPACKED + 1))
    lie = bomb.replace((MOST_UNPACKED + 1).to_bytes(4, "little"), (2000).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises(UnreadableFile, match="damaged"):
        read(lie)


@pytest.mark.parametrize(
    "data",
    [
        with_part(workbook(SMALL), SHEET, LAUGHS),
        with_part(workbook(SMALL), SHEET, b"<worksheet><sheetData><row"),
        workbook(SMALL)[:500],
        b"PK\x03\x04 and nothing else",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
    ids=["entities", "broken XML", "cut off", "no archive", "old or locked"],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="Excel"):
        read(data)


def test_a_sheet_may_have_100_columns_and_its_rows_end_where_nothing_more_stands() -> None:
    wide = [[*SMALL[0], *[""] * 97], [*SMALL[1], *[None] * 96, "far"]]
    with pytest.raises(UnreadableFile, match="at most 100,000 rows and 100 columns"):
        read(workbook(wide))
    stray = workbook(SMALL)
    with zipfile.ZipFile(io.BytesIO(stray)) as parts:
        sheet = parts.read(SHEET)
    far = sheet.replace(b"</sheetData>", b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData>')
    assert far != sheet
    assert len(read(with_part(stray, SHEET, far)).rows) == 1


def test_a_long_table_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="at most 100,000 rows"):
        read(b"Date,Exercise,kg,Reps\n" + b"2026-01-05,Squat,100,5\n" * 100_001)
