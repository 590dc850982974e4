"""Tables as lifters keep them: guessed, read row by row, refused with reasons, remembered."""

import random
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from database.db_connector import reading
from database.oltp_tables import import_mappings
from services.datawrangling import Unfit
from services.errors import NoSuchLifter
from services.importers.body_weights import body_weights
from services.importers.mapping.guessing import Mapping, apply, preview_table
from services.importers.mapping.store import remember, remembered
from services.importers.pipeline import run_import
from services.importers.tables.cells import (
    distance_in,
    effort_in,
    lifted_in,
    number_in,
    reps_in,
    seconds_in,
    sets_in,
    weight_in,
)
from services.importers.tables.layout import read
from services.importers.tables.moments import clock_in, is_fit, moment_in, month_comes_first
from services.importers.tables.reading import UnreadableFile
from tests.cast import new_lifter, text_of
from tests.importers.test_fuzz import DAMAGES
from tests.kept_tables import BLANK, CASES, GERMAN, INJECTED, POUNDS, TITLED, guessed, roles, told


@pytest.mark.parametrize("name", CASES)
def test_a_table_is_guessed_and_read_as_counted_by_hand(name: str) -> None:
    text, columns, sets = CASES[name]
    table = read(text.encode())
    mapping = guessed(table)
    assert roles(mapping) == columns
    assert mapping.missing is None
    found = apply(mapping, table)
    assert found.problems == ()
    assert [told(row) for row in found.sets] == sets


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encoding_changes_nothing(name: str, encoding: str) -> None:
    text, columns, sets = CASES[name]
    table = read(text.replace("\n", "\r\n").encode(encoding))
    assert (roles(guessed(table)), len(apply(guessed(table), table).sets)) == (columns, len(sets))


def test_an_old_windows_file_keeps_its_umlauts() -> None:
    table = read(GERMAN.encode("cp1252"))
    assert [row.exercise for row in apply(guessed(table), table).sets][3] == "Bankdrücken"


@pytest.mark.parametrize(
    ("name", "is_named"), [("german", True), ("titled", False), ("spanish", True), ("headless", False), ("timed", True)]
)
def test_the_unit_is_asked_where_the_table_does_not_name_it_for_every_weight(name: str, is_named: bool) -> None:
    table = read(CASES[name][0].encode())
    shown = preview_table(table, guessed(table), BLANK)
    assert shown.unit_needed is not is_named


def test_notes_stand_at_the_first_set_of_their_row() -> None:
    table = read(GERMAN.encode())
    notes = [row.notes for row in apply(guessed(table), table).sets]
    assert notes == ["schwer", *[None] * 6]


def test_a_formula_is_text_and_nothing_more() -> None:
    table = read(INJECTED.encode())
    assert [row.notes for row in apply(guessed(table), table).sets] == ["=1+1", "-2+3"]


def test_rows_are_numbered_as_a_spreadsheet_counts() -> None:
    table = read(TITLED.encode())
    assert table.header == ("Day", "Movement", "Work")
    assert [row.row for row in apply(guessed(table), table).sets] == [4, 4, 5, 5]


def test_rows_without_figures_are_set_aside_and_their_exercise_holds_for_those_below() -> None:
    text = "Date,Exercise,Weight (kg),Reps,Notes\n2026-01-05,,,,\n,Squat,,,knees\n,,100,5,\n,,105,5,\n,Total,,,\n"
    table = read(text.encode())
    found = apply(guessed(table), table)
    assert [told(row) for row in found.sets] == ["2026-01-05 Squat 100kg x5", "2026-01-05 Squat 105kg x5"]
    assert (found.note_rows, found.sets[0].notes, found.problems) == (3, "knees", ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("soon,Squat,100,5,1", "Row 3: The date “soon” is not a day with its year, like 2026-01-05."),
        ("05.01.,Squat,100,5,1", "Row 3: The date “05.01.” is not a day with its year, like 2026-01-05."),
        ("2026-01-06,,100,5,1", "Row 3: The row names no exercise, and none stands above it on that day."),
        ("2026-01-06,Squat,heavy,5,1", "Row 3: The weight “heavy” is not a number."),
        ('2026-01-06,Squat,"1,250",5,1', "Row 3: The weight “1,250” could be 1.250 or 1250."),
        ("2026-01-06,Squat,100,,1", "Row 3: The row has neither reps nor a duration nor a distance."),
        ("2026-01-06,Squat,100,many,1", "Row 3: The number of reps “many” is not a number."),
        ("2026-01-06,Squat,100,5,99", "Row 3: The number of sets “99” is not a whole number from 1 to 50."),
        ("2026-01-06,Squat,100,8/8/7,2", "Row 3: Reps for 3 sets and a count of 2 do not fit together."),
        ("2026-01-06,Squat,82,5,5,1", "Row 3: The row has 6 fields where the header has 5."),
        ("2026-01-06,Squat,90000,5,1", "Row 3: The weight must be at most 20,000 kg or 50,000 lb: “90000”."),
        ("2026-01-06,Squat,100,5.5,1", "Row 3: The reps must be a whole number: “5.5”."),
        ("2999-01-06,Squat,100,5,1", "Row 3: The date must lie between"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_number_and_the_reason(line: str, reason: str) -> None:
    lines = ["Date,Exercise,Weight (kg),Reps,Sets", "2026-01-05,Squat,100,5,3", line, "2026-01-07,Squat,100,5,2"]
    table = read("\n".join(lines).encode())
    mapping = Mapping(("date", "exercise", "weight", "reps", "sets"))
    assert guessed(table) == mapping
    shown = preview_table(table, mapping, BLANK)
    (problem,) = shown.problems
    assert f"Row {problem.row}: {problem.reason}".startswith(reason)
    assert shown.figures.sets == 5


def test_what_follows_a_date_that_cannot_be_read_does_not_join_the_day_before() -> None:
    table = read(b"Date,Exercise,kg,Reps\n2026-01-05,Squat,100,5\nsoon,Squat,100,5\n,Squat,105,5\n")
    found = apply(guessed(table), table)
    assert [told(row) for row in found.sets] == ["2026-01-05 Squat 100kg x5"]
    assert [problem.row for problem in found.problems] == [3, 4]


def refusals(data: bytes) -> list[str]:
    """Why a table is refused, as a whole or row by row; nothing if it is taken."""
    try:
        table = read(data)
    except UnreadableFile as unreadable:
        return [str(unreadable)]
    mapping = guessed(table)
    if mapping.missing:
        return [mapping.missing]
    is_body = mapping.is_of_body_weights
    read_as = body_weights(mapping, table).answered("kg") if is_body else preview_table(table, mapping, BLANK)
    return [problem.reason for problem in read_as.problems]


@pytest.mark.parametrize("name", CASES)
def test_a_damaged_table_is_taken_or_refused_with_a_reason(name: str) -> None:
    chance = random.Random(name)
    for damage in [*DAMAGES] * 5:
        assert all(reason.strip() for reason in refusals(damage(chance, CASES[name][0].encode())))


@pytest.mark.parametrize("text", ["5x5 @ 100", "5 x 5 @100", "5×5 100", "5x5x100", "5x5 (100)", "5 X 5 at 100"])
def test_sets_by_reps_in_a_cell(text: str) -> None:
    assert [(one.sets, one.reps, one.weight) for one in lifted_in(text, True)] == [(5, 5, Decimal(100))]


def test_a_number_after_the_at_is_an_rpe_where_the_weight_has_its_own_column() -> None:
    table = read(b"Date,Exercise,Weight (kg),Sets x Reps\n2026-01-05,Squat,100,2x5 @ 8\n2026-01-05,Row,60,2x8 @ 70\n")
    found = apply(guessed(table), table)
    assert [told(row) for row in found.sets] == ["2026-01-05 Squat 100kg x5 @8"] * 2
    assert found.problems[0].reason == "The row has two weights: one in its own column, and 70 beside the reps."


def test_effort_between_two_steps() -> None:
    assert [effort_in(text, "RPE") for text in ("7-8", "@9", "8,5", "")] == [Decimal("7.5"), 9, Decimal("8.5"), None]
    with pytest.raises(Unfit, match="from 0 to 10"):
        effort_in("80", "RPE")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("225 lbs", (Decimal(225), "lb")),
        ("82,5kg", (Decimal("82.5"), "kg")),
        ("1.250,5", (Decimal("1250.5"), None)),
        ("1,250.5", (Decimal("1250.5"), None)),
        ("Bodyweight", (None, None)),
        ("BW + 20", (Decimal(20), None)),
        ("–", (None, None)),
    ],
)
def test_weights_as_people_write_them(text: str, found: tuple[Decimal | None, str | None]) -> None:
    assert weight_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05", "5.1.26", "05/01/2026", "Mo 05.01.2026", "Montag, 5. Januar 2026", "Jan 5, 2026", "5-Jan-26",
        "Mon Jan 5 2026", "5 janv. 2026", "5 de enero de 2026", "46027",
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str) -> None:
    assert moment_in(text) == (date(2026, 1, 5), None)


def test_a_day_may_have_its_time_beside_it() -> None:
    assert moment_in("05.01.2026 18:30") == (date(2026, 1, 5), time(18, 30))
    assert [clock_in(text) for text in ("6.30 pm", "18h30", "18 Uhr", "12:15 am")] == [
        time(18, 30), time(18, 30), time(18), time(0, 15),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "month_first"),
    [
        (["01/05/2026", "01/15/2026"], True),
        (["05/01/2026", "15/01/2026"], False),
        (["01/05/2026", "01/12/2026", "02/02/2026"], True),  # rises only with the month first
        (["05/01/2026", "12/01/2026", "02/02/2026"], False),
        (["01/05/2026"], None),
        (["2026-01-05"], False),
    ],
)
def test_the_order_of_day_and_month_is_what_the_dates_prove_or_how_they_rise(
    days: list[str], month_first: bool | None
) -> None:
    assert month_comes_first(days) is month_first


@given(st.text(max_size=40))
def test_no_cell_breaks_anything(text: str) -> None:
    for parse in (moment_in, clock_in, weight_in, distance_in, seconds_in, sets_in, reps_in):
        assert is_fit(parse, text) in (True, False)
    assert all(is_fit(lifted_in, text, sets_first) in (True, False) for sets_first in (True, False))


@given(st.decimals(0, 2000, places=2))
def test_a_number_is_the_same_with_a_comma(value: Decimal) -> None:
    assert number_in(str(value), "weight") == number_in(str(value).replace(".", ","), "weight") == value


# The pipeline, and what is remembered


def test_a_mapped_table_goes_the_way_of_every_export(engine: Engine) -> None:
    alice = new_lifter(engine, "alice", time_zone="Europe/Berlin")
    table = read(POUNDS.encode())
    shown = preview_table(table, guessed(table), BLANK)
    assert (shown.figures.reps, shown.figures.weight_x_reps) == (13, Decimal("2609"))  # 225 x 5 + 185.5 x 8
    first = run_import(engine, alice, shown)
    again = run_import(engine, alice, shown)
    assert (first.added, again.added, again.unchanged) == (2, 0, 2)
    assert text_of(alice) == ["2026-01-05 squat 225lbx5@2", "2026-01-15 bench 185.5lbx8@2.5"]


def test_a_longer_table_adds_only_what_is_new(engine: Engine) -> None:
    alice = new_lifter(engine, "alice")
    for text, added in ((GERMAN, 7), (GERMAN + "09.01.2026;Kniebeuge;85;5;2;\n", 2)):
        table = read(text.encode())
        assert run_import(engine, alice, preview_table(table, guessed(table), BLANK)).added == added


def test_what_was_said_of_a_header_is_remembered_for_this_lifter_and_this_header(engine: Engine) -> None:
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    header = ("Day", "What", "How much")
    first = Mapping(("date", "exercise", "weight"))
    second = Mapping(("date", "exercise", "load_text"), month_first=True)
    assert remembered(engine, alice, header) is None
    remember(engine, alice, header, first)
    remember(engine, alice, header, second)
    assert remembered(engine, alice, ("day ", "WHAT", "How  much")) == second
    assert remembered(engine, bob, header) is None
    assert remembered(engine, alice, header[:2]) is None
    with reading(engine) as connection:
        assert len(connection.execute(select(import_mappings)).all()) == 1
    with pytest.raises(NoSuchLifter):
        remember(engine, 1, header, first)


def test_a_memory_that_no_longer_fits_is_none() -> None:
    assert Mapping.from_json({"roles": ["date", "horoscope"], "month_first": None}, 2) is None
    assert Mapping.from_json({"roles": ["date"]}, 2) is None


def test_a_role_moves_from_one_column_to_another() -> None:
    mapping = Mapping(("date", "exercise", "weight", "", "note"))
    assert mapping.with_role(3, "weight").roles == ("date", "exercise", "", "weight", "note")
    assert mapping.with_role(3, "note").roles == ("date", "exercise", "weight", "note", "note")
    assert mapping.with_role(0, "").missing == "No column is the date yet."
    assert mapping.missing == "No column says how many reps, how long or how far yet."
