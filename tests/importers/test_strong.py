"""Strong's exports: six layouts, three languages and one that nobody here reads, each counted by hand."""

from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.importers.formats.registry import detect
from services.importers.preview import Preview, preview
from services.importers.tables.reading import UnreadableFile, read_table, text_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
CLASSIC_HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
)

# rows, rest rows, note rows, then sets, workouts, exercises, reps, weight × reps; and whether the file names its unit
FILES: dict[str, tuple[tuple[int, int, int], tuple[int, int, int, int, str], bool]] = {
    "strong_classic": ((12, 2, 1), (9, 2, 5, 29, "1834.99999999999997"), False),
    "strong_2017": ((3, 0, 0), (3, 1, 2, 18, "1050"), False),
    "strong_2019": ((2, 0, 0), (2, 1, 1, 15, "170.09713875"), False),
    "strong_short": ((2, 0, 0), (2, 1, 1, 10, "2250"), False),
    "strong_android_units": ((4, 0, 0), (4, 1, 3, 16, "352"), True),
    "strong_android_quoted": ((5, 1, 0), (4, 1, 2, 19, "648.0388555"), True),
    "strong_german": ((3, 1, 0), (2, 1, 2, 7, "482"), False),
    "strong_french": ((2, 0, 0), (2, 1, 2, 10, "600"), False),
    "strong_unknown_language": ((3, 1, 0), (2, 1, 1, 10, "900"), False),
}


def read(name: str, unit: str | None = "kg") -> Preview:
    return preview((FIXTURES / f"{name}.csv").read_bytes(), f"{name}.csv", unit=unit, zone="Europe/Berlin")


def read_rows(*rows: str, unit: str | None = "kg") -> Preview:
    text = CLASSIC_HEADER + "".join(f"{row}\n" for row in rows)
    return preview(text.encode(), "strong.csv", unit=unit, zone="Europe/Berlin")


def column(shown: Preview, name: str) -> list[Any]:
    """A column of the sets; None for what is missing."""
    return [None if value != value else value for value in shown.frame[name]]


@pytest.mark.parametrize("name", FILES)
def test_every_layout_gives_the_figures_counted_by_hand(name: str) -> None:
    shown = read(name)
    counts, figures, _ = FILES[name]
    assert shown.problems == ()
    assert shown.format is not None
    assert shown.format.key == "strong"
    assert (shown.rows, shown.parsed.rest_rows, shown.parsed.note_rows) == counts
    assert astuple(shown.figures) == (*figures[:4], Decimal(figures[4]))


@pytest.mark.parametrize("name", FILES)
def test_only_files_that_name_no_unit_ask_for_it(name: str) -> None:
    assert read(name, unit=None).unit_needed is not FILES[name][2]
    assert not read(name, unit="lb").unit_needed


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_and_another_encoding_change_nothing(name: str) -> None:
    text = (FIXTURES / f"{name}.csv").read_text(encoding="utf-8")
    for data in (text.encode("utf-8-sig"), text.encode("utf-16")):
        again = preview(data, name, unit="kg", zone="Europe/Berlin")
        assert again.figures == read(name).figures


def test_an_old_windows_encoding_keeps_its_umlauts() -> None:
    data = (FIXTURES / "strong_german.csv").read_text(encoding="utf-8").encode("cp1252")
    assert set(preview(data, "a.csv", unit="kg", zone="UTC").frame["title"]) == {"Rücken"}


@pytest.mark.parametrize(
    ("code_page", "names"),
    [
        ("cp1252", ("Kniebeuge", "Rückenstrecker", "Schrägbankdrücken")),
        ("cp1252", ("Développé couché", "Soulevé de terre", "Élévation latérale")),
        ("cp1252", ("Supino reto", "Elevação lateral", "Extensão de tríceps")),
        ("cp1250", ("Wyciskanie leżąc", "Martwy ciąg", "Źle, Wiosłowanie")),
        ("cp1251", ("Приседания со штангой", "Жим лёжа", "Становая тяга")),
    ],
)
def test_a_code_page_of_windows_is_told_by_its_text(code_page: str, names: tuple[str, ...]) -> None:
    text = "".join(f'2026-02-0{day};"{name}";100;5\n' for day in range(1, 6) for name in names)
    assert text_of(f"Date;Exercise;Weight;Reps\n{text}".encode(code_page)).endswith(text)


@pytest.mark.parametrize("byte", [b"\x81", b"\x90"])
def test_a_byte_that_no_code_page_has_spoils_one_character(byte: bytes) -> None:
    text = text_of("Übung;kg\nRückenstrecker;20\nx".encode("cp1252") + byte + b";5\n")
    assert text == "Übung;kg\nRückenstrecker;20\nx\ufffd;5\n"


def test_set_order_letters_are_set_types() -> None:
    classic, quoted = read("strong_classic"), read("strong_android_quoted")
    assert column(classic, "set_type")[:4] == ["warmup", "working", "working", "drop"]
    assert column(classic, "set_type")[6] == "failure"
    assert column(quoted, "set_type") == ["warmup", "working", "failure", "working"]


def test_zero_means_not_applicable_beside_a_time_or_a_distance_and_a_failed_set_elsewhere() -> None:
    shown = read("strong_classic")
    done = dict(
        zip(zip(column(shown, "exercise"), column(shown, "position"), strict=True), column(shown, "reps"), strict=True)
    )
    assert done["Plank", 5.0] is None
    assert done["Running (Treadmill)", 3.0] is None
    assert done["Bench Press (Barbell)", 3.0] == 0


def test_notes_keep_their_lines_and_a_note_row_goes_to_the_first_set_of_its_exercise() -> None:
    shown = read("strong_classic")
    assert column(shown, "workout_notes")[0] == "Slept badly,\nbut it went well"
    assert column(shown, "notes") == [None, "paused", None, None, None, "belt on", None, None, None]


def test_rpe_is_read_in_half_steps() -> None:
    assert column(read("strong_2019"), "rpe") == [7.0, 8.5]


def test_units_stand_per_row_or_in_the_header_and_a_decimal_comma_in_semicolon_files() -> None:
    units, quoted = read("strong_android_units", unit=None), read("strong_android_quoted", unit=None)
    assert column(units, "unit") == ["kg", "lb", None, None]
    assert column(units, "distance") == [None, None, None, 3.5]
    assert column(quoted, "unit") == ["kg"] * 4
    assert column(quoted, "weight")[1] == Decimal("42.5")
    assert column(quoted, "distance_unit")[3] == "m"


def test_the_weight_is_kept_as_written() -> None:
    assert column(read("strong_classic"), "weight")[5] == Decimal("74.99999999999999")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2h 38m", 9480),
        ("2h", 7200),
        ("45m", 2700),
        ("20s", 20),
        ("38min", 2280),
        ("1h 2min", 3720),
        ("3608", 3608),
        ("264h 1m", 950460),
        ("", None),
    ],
)
def test_durations_in_every_spelling(written: str, seconds: float | None) -> None:
    shown = read_rows(f'2026-01-05 18:00:00,"A",{written},"Squat (Barbell)",1,100,5,0,0,"","",')
    assert column(shown, "duration_s") == [seconds]


def test_a_workout_that_was_never_finished_is_suspicious_and_not_refused() -> None:
    shown = read("strong_classic")
    assert shown.suspicious == [(9, "This workout is said to have taken 264 h 1 min; it is imported without its end.")]
    assert shown.problems == ()


def test_pounds_converted_to_kilograms_are_suspicious() -> None:
    pounds = ("20.41165665", "43.09127515", "61.2349699")
    rows = [f'2026-01-05 18:00:00,"A",1h,"Squat (Barbell)",{n},{kg},5,0,0,"","",' for n, kg in enumerate(pounds, 1)]
    shown = read_rows(*rows)
    assert shown.unit_evidence.pounds_as_kg == 1.0
    ((_, reason),) = shown.suspicious
    assert reason.startswith("Most weights are pounds converted to kilograms (20.41165665 kg are 45 lb)")


def test_the_evidence_for_a_unit_counts_multiples() -> None:
    weights = ("100", "102.5", "45", "0", "61.3")
    rows = [f'2026-01-05 18:00:00,"A",1h,"Squat (Barbell)",{n},{kg},5,0,0,"","",' for n, kg in enumerate(weights, 1)]
    evidence = read_rows(*rows, unit=None).unit_evidence
    assert (evidence.weights, evidence.multiples_of_2_5, evidence.multiples_of_5) == (4, 0.75, 0.5)


def test_start_and_date_are_the_lifters_wall_clock() -> None:
    shown = read_rows('2026-01-05 23:59:30,"A",1h,"Squat (Barbell)",1,100,5,0,0,"","",')
    assert column(shown, "started_at") == [datetime(2026, 1, 5, 23, 59, 30)]
    assert column(shown, "performed_on") == [date(2026, 1, 5)]


def test_floats_without_a_fraction_are_reps() -> None:
    assert column(read_rows('2026-01-05 18:00:00,"A",1h,"Squat (Barbell)",1,100,10.0,0,0.0,"","",'), "reps") == [10]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Date,Measurement Type,Value,Unit", "This is a Strong body-measurement file; it holds no workouts."),
        ("Date,Time,Measurement,Value,Unit", "This is a FitNotes body file; it holds no workouts."),
        ("Name,Telephone", "The header of this table belongs to no app that is known here."),
    ],
)
def test_a_table_of_something_else_is_named(header: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match="^" + sentence.replace("(", r"\(")):
        detect(read_table(f"{header}\n".encode()))
