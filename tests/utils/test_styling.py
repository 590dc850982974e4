"""The formatter: every expectation is worked out by hand from the wording of the look."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import locales, styling
from utils.locales import SKELETONS, written_day
from utils.styling import MISSING, Display, plain, plain_lines

JOINER = "\N{WORD JOINER}"
ALICE = Display(unit="kg", time_zone="Europe/Berlin", week_start=0, locale="en-GB")
BOB = Display(unit="lb", time_zone="America/New_York", week_start=6, locale="en-US")
JONAS = Display(unit="kg", time_zone="Europe/Berlin", week_start=0, locale="de-DE")
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("entered", "unit", "shown"),
    [
        (Decimal("82.50000"), "kg", "82.5 kg"),
        (Decimal("100.000"), "kg", "100 kg"),
        (82.5, "kg", "82.5 kg"),
        (Decimal("1E+3"), "kg", "1,000 kg"),
        (Decimal("1.25"), "kg", "1.25 kg"),
        (Decimal(0), "kg", "0 kg"),
        (185, "lb", "185 lb"),
    ],
)
def test_a_load_reads_as_entered_in_the_unit_of_entry(entered: Decimal, unit: str, shown: str) -> None:
    assert styling.load(entered, unit, ALICE) == shown
    assert styling.load(entered, unit, BOB) == shown


def test_a_german_reads_a_decimal_comma_and_dots_between_thousands() -> None:
    assert styling.load(Decimal("142.5"), "kg", JONAS) == "142,5 kg"
    assert styling.count(12345, JONAS) == "12.345"
    assert styling.separators(JONAS) == ",."
    assert styling.count(12345, Display("kg", "Europe/Paris", 0, "fr_FR")) == "12\u202f345"
    assert styling.number(1.5, Display("kg", "UTC", 0, "xx")) == "1.5"


def test_weight_converts_by_the_exact_pound() -> None:
    assert styling.weight(Decimal("45.359237"), BOB) == "100 lb"
    assert styling.weight(60, BOB) == "132.3 lb"  # 60 / 0.45359237 = 132.277
    assert styling.weight(Decimal("61.25"), ALICE) == "61.25 kg"
    assert styling.weight(Decimal("61.2349700"), ALICE) == "61.23 kg"  # 135 lb


def test_e1rm_is_shown_to_half_a_kilogram_or_a_pound() -> None:
    assert styling.e1rm(102.24, ALICE) == "102 kg"
    assert styling.e1rm(102.25, ALICE) == "102.5 kg"
    assert styling.e1rm(102.25, BOB) == "225 lb"  # 225.42


def test_tonnage_is_in_tonnes_or_in_hundreds_of_pounds() -> None:
    assert styling.tonnage(12_380, ALICE) == "12.4 t"
    assert styling.tonnage(12_000, ALICE) == "12.0 t"
    assert styling.tonnage(850.4, ALICE) == "850 kg"
    assert styling.tonnage(999.6, ALICE) == "1.0 t"
    assert styling.tonnage(12_380, BOB) == "27,300 lb"  # 27,293
    assert styling.tonnage(0, ALICE) == "0 kg"
    assert styling.tonnage(1_234_560, JONAS) == "1.234,6 t"


def test_counts_and_shares() -> None:
    assert styling.hard_sets(12.25, ALICE) == "12.5"
    assert styling.hard_sets(12.0, ALICE) == "12"
    assert styling.percent(0.874, ALICE) == "87%"
    assert styling.count(1234, ALICE) == "1,234"
    assert styling.plural(1, "set", ALICE) == "1 set"
    assert styling.plural(0, "set", ALICE) == "0 sets"
    assert styling.plural(1200, "entry", ALICE, many="entries") == "1,200 entries"
    assert styling.number(3.14159, ALICE, places=2) == "3.14"


def test_a_change_has_its_sign_and_a_true_minus() -> None:
    assert styling.change(2.5, ALICE) == "+2.5 kg"
    assert styling.change(-2.5, ALICE) == "\u22122.5 kg"
    assert styling.change(-0.001, ALICE) == "0 kg"
    assert styling.change(Decimal("2.26796185"), BOB) == "+5 lb"
    assert styling.signed(-3, ALICE, " sets") == "\u22123 sets"


def test_an_e1rm_change_adds_up_with_the_two_e1rms_beside_it() -> None:
    before, after = 102.74, 103.76
    assert (styling.e1rm(before, ALICE), styling.e1rm(after, ALICE)) == ("102.5 kg", "104 kg")
    assert styling.e1rm_change(before, after, ALICE) == "+1.5 kg"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 min"), (45, "45 s"), (59.7, "1 min"), (3300, "55 min"), (3576, "1 h 00"), (3900, "1 h 05"), (-1, MISSING)],
)
def test_duration(seconds: float, shown: str) -> None:
    assert styling.duration(seconds) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(150, "2:30"), (45, "0:45"), (3750, "1:02:30"), (0, "0:00")])
def test_rest(seconds: int, shown: str) -> None:
    assert styling.rest(seconds) == shown


def test_distances_and_pace_follow_the_unit() -> None:
    assert styling.distance(400, ALICE) == "400 m"
    assert styling.distance(5250, ALICE) == "5.25 km"
    assert styling.distance(5250, JONAS) == "5,25 km"
    assert styling.distance(36.576, BOB) == "40 yd"
    assert styling.distance(5000, BOB) == "3.11 mi"
    assert styling.pace(330, ALICE) == "5:30 /km"
    assert styling.pace(330, BOB) == "8:51 /mi"  # 330 x 1.609344 = 531.08


def test_a_date_names_the_year_only_if_it_is_another() -> None:
    assert styling.long_day(date(2026, 1, 5), ALICE, TODAY) == "Mon 5 Jan"
    assert styling.long_day(date(2025, 12, 29), ALICE, TODAY) == "Mon 29 Dec 2025"
    assert styling.short_day(date(2026, 1, 5), ALICE, TODAY) == "5 Jan"
    assert styling.long_day(date(2026, 1, 5), JONAS, TODAY) == "Mo., 5. Jan."
    assert styling.long_day(date(2026, 1, 5), Display("kg", "UTC", 0, "fr"), TODAY) == "lun. 5 janv."
    assert styling.month(date(2026, 1, 5), ALICE) == "Jan 2026"


def test_an_instant_is_told_by_the_lifters_clock() -> None:
    new_year = datetime(2026, 1, 1, 3, 30, tzinfo=UTC)
    assert styling.clock(new_year, ALICE) == "04:30"
    assert styling.clock(new_year, BOB) == "22:30"
    assert styling.local(new_year, BOB).date() == date(2025, 12, 31)


def test_weekdays_start_where_the_lifters_week_starts() -> None:
    assert styling.weekdays(ALICE)[0] == "Mon"
    assert styling.weekdays(BOB) == ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), Decimal("NaN"), pd.NA, pd.NaT, "", 1e30])
def test_nothing_is_a_dash_everywhere(nothing: float | None) -> None:
    for shown in (
        styling.load(nothing, "kg", ALICE),
        styling.weight(nothing, BOB),
        styling.e1rm(nothing, ALICE),
        styling.e1rm_change(nothing, 100, ALICE),
        styling.tonnage(nothing, BOB),
        styling.hard_sets(nothing, ALICE),
        styling.count(nothing, ALICE),
        styling.percent(nothing, ALICE),
        styling.change(nothing, ALICE),
        styling.duration(nothing),
        styling.rest(nothing),
        styling.distance(nothing, ALICE),
        styling.pace(nothing, BOB),
    ):
        assert shown == "\u2013"
    assert styling.long_day(None, ALICE) == styling.short_day(pd.NaT, ALICE) == styling.clock(pd.NaT, ALICE) == MISSING


@settings(max_examples=200, deadline=None)
@given(st.floats() | st.decimals() | st.integers())
def test_no_number_reaches_the_screen_raw(value: float) -> None:
    for shown in (styling.load(value, "kg", ALICE), styling.tonnage(value, JONAS), styling.distance(value, BOB)):
        number = shown.rpartition(" ")[0]
        assert shown == MISSING or set(number) <= set("0123456789.,\N{MINUS SIGN}")


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("**x**", r"\*\*x\*\*"),
        ("<script>", r"\<script\>"),
        ("[a](javascript:x)", rf"\[a\](javascript\:{JOINER}x)"),
        (":red[hi]", rf"\:{JOINER}red\[hi\]"),
        (":material/home:", rf"\:{JOINER}material/home\:"),
        ("$x$", r"\$x\$"),
        ("# 1. a_b `c` ~d~", r"\# 1. a\_b \`c\` \~d\~"),
        ("a | b & !{c} \\", r"a \| b \& !\{c\} \\"),
        ("https://evil.com", rf"https\:{JOINER}//evil.com"),
        ("WWW.evil.com", rf"WWW{JOINER}.evil.com"),
        ("a@b.com", rf"a\@{JOINER}b.com"),
        ("-> <- --", rf"-{JOINER}\> \<{JOINER}- -{JOINER}-"),
        ("Farmer's Walk", "Farmer's Walk"),
        ("T-Bar Row (Wide, 1.5 m)", "T-Bar Row (Wide, 1.5 m)"),
        ("1. and 2)", r"1\. and 2)"),
        ("12)", r"12\)"),
        ("- + -", r"\- + -"),
        ("  seat 4,\n\n narrow ", "seat 4, narrow"),
    ],
)
def test_a_lifters_words_never_become_markup(written: str, markdown: str) -> None:
    assert plain(written) == markdown


def test_a_sentence_that_was_written_down_gets_the_decimals_of_its_reader() -> None:
    written = "All 3×5 done at RIR ≥ 1.5 last time: 82.5 → 85 kg."
    assert styling.localised(written, JONAS) == "All 3×5 done at RIR ≥ 1,5 last time: 82,5 → 85 kg."
    assert styling.localised(written, ALICE) == written


def test_a_note_keeps_its_lines_and_starts_no_heading_or_code() -> None:
    assert plain_lines("seat 4\n===\n\n    narrow\n") == "seat 4\\\n\\=\\=\\=\\\n\\\nnarrow"


@pytest.mark.parametrize(
    ("locale", "day", "other_year", "share"),
    [
        ("en-US", "Mon 5 Jan", "Mon 29 Dec 2025", "87%"),
        ("de-AT", "Mo., 5. Jän.", "Mo., 29. Dez. 2025", "87\N{NO-BREAK SPACE}%"),
        ("pt-BR", "seg., 5 de jan.", "seg., 29 de dez. de 2025", "87%"),
        ("cs", "po 5. 1.", "po 29. 12. 2025", "87\N{NO-BREAK SPACE}%"),
        ("ja-JP", "1月5日(月)", "2025年12月29日(月)", "87%"),
        ("tr", "5 Oca Pzt", "29 Ara 2025 Pzt", "%87"),
        ("../../etc", "Mon 5 Jan", "Mon 29 Dec 2025", "87%"),
    ],
)
def test_a_language_writes_dates_and_shares_its_own_way(locale: str, day: str, other_year: str, share: str) -> None:
    display = Display("kg", "UTC", 0, locale)
    assert styling.long_day(date(2026, 1, 5), display, TODAY) == day
    assert styling.long_day(date(2025, 12, 29), display, TODAY) == other_year
    assert styling.percent(0.874, display) == share


def test_every_language_of_cldr_can_be_written() -> None:
    for locale in sorted({name.partition("_")[0] for name in locale_identifiers()}):
        for skeleton in SKELETONS:
            assert "%" not in written_day(date(2026, 12, 31), skeleton, locale)


def test_a_number_in_an_input_keeps_its_digits_and_has_no_thousands() -> None:
    assert locales.typed_number(Decimal("1234.50"), "de-DE") == "1234,50"
    assert locales.typed_number(Decimal("1E+2"), "en-GB") == "100"
