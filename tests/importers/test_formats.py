"""Exports of other apps than Strong, each quirk in a file of its own and counted by hand."""

from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from services.datawrangling import Unfit, parse_clock_span, parse_day, parse_spoken_clock, puts_month_first
from services.importers.pipeline import run_import
from services.importers.preview import Preview, preview
from tests.cast import new_lifter, text_of

FIXTURES = Path(__file__).parents[1] / "fixtures"

# format; rows, rest rows; sets, workouts, exercises, reps, weight × reps
FILES: dict[str, tuple[str, tuple[int, int], tuple[int, int, int, int, str]]] = {
    "hevy_kg": ("hevy", (6, 0), (6, 2, 4, 36, "911.5")),  # 400 + 412.5 + 99
    "hevy_lbs_miles": ("hevy", (2, 0), (2, 1, 2, 5, "1125")),
    "hevy_kg_miles": ("hevy", (2, 0), (2, 1, 2, 0, "0")),
    "hevy_both_weights": ("hevy", (2, 0), (2, 1, 1, 5, "1225")),  # 315 lb x 3 and 140 kg x 2, as written
    "hevy_german": ("hevy", (3, 0), (3, 3, 1, 15, "1425")),
    "hevy_french": ("hevy", (4, 0), (4, 4, 1, 19, "1785")),
    "hevy_iso": ("hevy", (1, 0), (1, 1, 1, 30, "0")),
    "fitnotes_old_lbs": ("fitnotes", (3, 0), (3, 2, 3, 8, "1080")),
    "fitnotes_old_kgs_comment": ("fitnotes", (2, 0), (2, 1, 1, 8, "1150")),
    "fitnotes_units": ("fitnotes", (3, 0), (3, 2, 3, 18, "1283.6")),  # 512 kg and 771.6 lb, as written
    "fitnotes_comma_names": ("fitnotes", (2, 0), (2, 1, 2, 15, "440")),
    "fitnotes_day_first": ("fitnotes", (2, 0), (2, 2, 1, 10, "1012.5")),
    "fitnotes_month_first": ("fitnotes", (2, 0), (2, 2, 1, 10, "2275")),
    "fitnotes_ios": ("fitnotes", (4, 0), (4, 2, 4, 18, "1251.6")),  # 771.6 lb and 480 kg
    "liftosaur": ("liftosaur", (4, 1), (3, 1, 1, 15, "2475")),
    "liftlog": ("liftlog", (3, 0), (3, 2, 2, 17, "1980")),
    "stronglifts": ("stronglifts", (7, 0), (7, 2, 2, 34, "1652.5")),  # 100 + 840 + 400 + 312.5
}


def read(name: str, zone: str = "Europe/Berlin") -> Preview:
    return preview((FIXTURES / f"{name}.csv").read_bytes(), f"{name}.csv", unit=None, zone=zone)


def column(shown: Preview, name: str) -> list[Any]:
    """A column of the sets; None for what is missing."""
    return [None if value != value else value for value in shown.frame[name]]


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_the_figures_counted_by_hand(name: str) -> None:
    shown, (key, counts, figures) = read(name), FILES[name]
    assert shown.problems == ()
    assert shown.format is not None
    assert shown.format.key == key
    assert not shown.unit_needed
    assert (shown.rows, shown.parsed.rest_rows) == counts
    assert astuple(shown.figures) == (*figures[:4], Decimal(figures[4]))


@pytest.mark.parametrize("name", FILES)
def test_encodings_and_line_ends_change_nothing(name: str) -> None:
    text = (FIXTURES / f"{name}.csv").read_text(encoding="utf-8-sig")
    for data in (text.encode("utf-8-sig"), text.encode("utf-16"), text.replace("\n", "\r\n").encode()):
        assert preview(data, name, unit=None, zone="Europe/Berlin").figures == read(name).figures


@pytest.mark.parametrize(
    ("name", "what"),
    [("strong_measurements", "a Strong body-measurement file"), ("fitnotes_body", "a FitNotes body file")],
)
def test_a_file_of_body_measurements_is_named(name: str, what: str) -> None:
    (problem,) = read(name).problems
    assert problem.reason == f"This is {what}; it holds no workouts."


def test_hevy_keeps_types_effort_supersets_and_one_note_per_exercise() -> None:
    shown = read("hevy_kg")
    assert column(shown, "set_type") == ["warmup", "working", "failure", "working", "drop", "working"]
    assert column(shown, "rpe") == [None, 8.5, 10, None, None, None]
    assert column(shown, "superset") == [None, None, None, 1, 1, None]
    assert column(shown, "notes") == ["elbows in\nsecond line", *[None] * 5]
    assert set(column(shown, "workout_notes")) == {"felt strong", None}


def test_hevy_may_pass_midnight_and_tells_each_unit_on_its_own() -> None:
    run = read("hevy_kg").frame.iloc[-1]
    assert (run["performed_on"], run["duration_s"], run["distance"], run["distance_unit"]) == (
        date(2026, 4, 7), 2400, 5.2, "km",
    )  # fmt: skip
    assert column(read("hevy_kg_miles"), "distance_unit")[0] == "mi"
    assert column(read("hevy_both_weights"), "unit") == ["lb", "kg"]
    assert column(read("hevy_lbs_miles"), "distance")[1] == 305


def test_fitnotes_has_days_without_a_time_and_names_with_commas() -> None:
    assert column(read("fitnotes_comma_names"), "exercise") == [
        "Overhead Press (Each Side, Dumbbells)", "Row, Seated, Wide",
    ]  # fmt: skip
    assert column(read("fitnotes_comma_names"), "notes") == [None, "wide, slow"]
    assert column(read("fitnotes_units"), "started_at") == [None, None, None]
    assert column(read("fitnotes_units"), "distance_unit") == [None, None, None]  # "kg" is none
    assert column(read("fitnotes_old_lbs"), "seconds") == [561, None, 30]
    assert column(read("fitnotes_old_lbs"), "distance") == [1.23, None, None]
    assert column(read("fitnotes_ios"), "seconds") == [None, None, 7170, 90]


def test_the_order_of_day_and_month_is_decided_by_the_file() -> None:
    days = [date(2025, 12, 23), date(2026, 1, 5)]
    assert column(read("fitnotes_day_first"), "performed_on") == days
    assert column(read("fitnotes_month_first"), "performed_on") == days


@pytest.mark.parametrize(("zone", "day", "hour"), [("Europe/Berlin", 6, 0), ("America/New_York", 5, 18)])
def test_an_instant_falls_on_the_day_of_the_lifters_clock(zone: str, day: int, hour: int) -> None:
    first = read("liftosaur", zone).frame.iloc[0]
    assert first["performed_on"] == date(2026, 1, day)
    assert first["started_at"] == datetime(2026, 1, day, hour, 30)


def test_what_a_program_asked_for_is_no_set() -> None:
    shown = read("liftosaur")
    assert column(shown, "set_type") == ["warmup", "working", "amrap"]
    assert column(shown, "reps") == [5, 3, 7]


def test_stronglifts_has_its_sets_side_by_side() -> None:
    shown = read("stronglifts")
    assert column(shown, "reps") == [5, 5, 5, 4, 5, 5, 5]
    assert column(shown, "set_type")[:2] == ["warmup", "working"]
    assert column(shown, "notes") == ["knees out", *[None] * 6]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("8 Apr 2026, 16:50", datetime(2026, 4, 8, 16, 50)),
        ("25 Juli 2026, 14:21", datetime(2026, 7, 25, 14, 21)),
        ("3 März 2026, 14:21", datetime(2026, 3, 3, 14, 21)),
        ("2 févr. 2026, 18:00", datetime(2026, 2, 2, 18, 0)),
        ("4 août 2025, 18:00", datetime(2025, 8, 4, 18, 0)),
        ("8 juil. 2025, 18:00", datetime(2025, 7, 8, 18, 0)),
        ("6 juin 2025, 18:00", datetime(2025, 6, 6, 18, 0)),
        ("1 de dez. de 2025, 07:05", datetime(2025, 12, 1, 7, 5)),
        ("5 ene 2026, 07:05", datetime(2026, 1, 5, 7, 5)),
        ("9 giu 2026, 07:05", datetime(2026, 6, 9, 7, 5)),
        ("Apr 8, 2026, 4:50 PM", datetime(2026, 4, 8, 16, 50)),
        ("8 Apr 2026, 12:10 am", datetime(2026, 4, 8, 0, 10)),
        ("2026-04-08 16:50:00", datetime(2026, 4, 8, 16, 50)),
    ],
)
def test_a_clock_is_read_in_the_language_of_the_app(text: str, at: datetime) -> None:
    assert parse_spoken_clock(text) == at


@pytest.mark.parametrize("text", ["31 Feb 2026, 10:00", "8 Foo 2026, 10:00", "8 Apr 2026, 25:00", "soon", ""])
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(Unfit, match="is not a date and time"):
        parse_spoken_clock(text)


@given(st.dates(date(1971, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_in_every_order(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day:%d/%m/%Y}") == day
    assert parse_day(f"{day:%m/%d/%Y}", month_first=True) == day
    assert puts_month_first([f"{day:%m/%d/%Y}"]) is (day.day > 12)


def test_a_time_of_a_set_is_read_in_hours_or_minutes() -> None:
    assert [parse_clock_span(text) for text in ("0:09:21", "05:30", "1:59:30", "90", "")] == [561, 330, 7170, 90, None]
    with pytest.raises(Unfit, match="time"):
        parse_clock_span("a while")


@pytest.mark.parametrize(
    ("name", "row", "broken", "reason"),
    [
        ("hevy_kg", "82.5,5", "heavy,5", "row 3: The weight “heavy” is not a number."),
        ("hevy_kg", "7 Apr 2026, 23:30", "7 Apr 3026, 23:30", "row 7: The date must lie between"),
        ("fitnotes_units", "64.0,kgs", "64.0,stone", "row 2: The weight unit “stone” is neither kg nor lb."),
        ("fitnotes_units", "0:05:00", "a while", "row 4: The time “a while” is not a number."),
        ("liftlog", ",5,5,", ",-5,5,", "row 2: The reps must lie between 0 and 10,000"),
        ("stronglifts", "2026/01/07", "2026/13/07", "row 4: The date “2026/13/07” is not a date like 2026-01-05."),
    ],
)
def test_a_broken_row_is_told_with_its_number_and_reason(name: str, row: str, broken: str, reason: str) -> None:
    text = (FIXTURES / f"{name}.csv").read_text(encoding="utf-8-sig")
    assert row in text
    shown = preview(text.replace(row, broken, 1).encode(), name, unit=None, zone="Europe/Berlin")
    told = [f"row {problem.row}: {problem.reason}" for problem in shown.problems]
    assert len(told) == 1
    assert told[0].startswith(reason)


@pytest.mark.parametrize("name", ["hevy_kg", "fitnotes_units", "liftosaur", "stronglifts"])
def test_a_second_import_of_a_file_adds_nothing(engine: Engine, name: str) -> None:
    alice = new_lifter(engine, "alice", time_zone="Europe/Berlin")
    first = run_import(engine, alice, read(name))
    stored = text_of(alice)
    again = run_import(engine, alice, read(name))
    assert first.added == FILES[name][2][0]
    assert (again.added, again.updated, again.unchanged) == (0, 0, first.added)
    assert text_of(alice) == stored
