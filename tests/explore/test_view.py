"""What an address of Explore names, what it cannot, and how its figures are drawn, tabled and written."""

import csv
import io
import json
from datetime import date

import pytest

from database.star.explore import Slice
from services.analysis.phases import Phase
from utils.explore import charts, tables
from utils.explore import words as explore_words
from utils.explore.facts import ExploreFacts
from utils.explore.figures import Explored, explored
from utils.explore.measures import DIMENSIONS, MEASURES, NO_DIMENSION, fits, needs_exercise, refusal
from utils.explore.view import View, address_of, comparison_of, period_of, settle, view_of
from utils.styling import Display

TODAY = date(2026, 1, 31)
KG = Display("kg", "Europe/Berlin", 0, "en-GB")
LB = Display("lb", "America/New_York", 6, "en-US")
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://x.test","Squat")'
LIFTS = {74: "Squat", 75: SCRIPT, 76: FORMULA}


def asked(**address: str) -> tuple[View, tuple[str, ...]]:
    return view_of(address, LIFTS, TODAY)


def test_without_an_address_there_is_a_view_and_nothing_to_say() -> None:
    assert asked() == (View(), ())


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View("tonnage", "exercise", "month", "1y", "before", lift=74),
        View("hard_sets", "muscle", "week", count="direct"),
        View("minutes", "hour", "weekday", "dates", first=date(2026, 1, 1), last=date(2026, 1, 20)),
    ],
)
def test_a_view_comes_back_from_its_own_address(view: View) -> None:
    assert asked(**address_of(view)) == (view, ())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"measure": "zzz"}, "measure “zzz”"),
        ({"by": "'; DROP TABLE sets; --"}, "DROP TABLE"),
        ({"then": "x" * 500}, "…”"),
        ({"period": "dates", "from": "yesterday"}, "no date after “from”"),
        ({"period": "dates", "from": "2026-01-20", "to": "2026-01-10"}, "run forward"),
        ({"period": "dates", "from": "0001-01-01", "to": "2026-01-10"}, "run forward"),
        ({"period": "dates", "from": "2026-01-20", "to": "2026-02-01"}, "end by today"),
        ({"lift": "99"}, "not in your log"),
        ({"lift": "74 OR 1=1"}, "not in your log"),
        ({"by": "muscle", "then": "group"}, "same sets twice"),
        ({"by": "week", "then": "week"}, "chosen twice"),
        ({"measure": "minutes", "by": "exercise"}, "cannot be divided by exercise"),
        ({"measure": "strain", "by": "hour"}, "shown by week"),
        ({"measure": "e1rm", "by": "week"}, "told by exercise"),
        ({"measure": "minutes", "by": "week", "then": "none", "lift": "74"}, "not for one exercise"),
    ],
)
def test_what_cannot_be_shown_is_said_and_something_near_is_shown(address: dict[str, str], words: str) -> None:
    view, said = asked(**address)
    assert any(words in sentence for sentence in said)
    assert fits(view.measure, view.by, view.then)
    assert settle(view, TODAY) == (view, ())
    assert view.lift is None or "lift" in address


def test_old_history_shows_itself() -> None:
    assert view_of({}, LIFTS, TODAY, date(2021, 9, 8))[0] == View(period="all")
    assert view_of({}, LIFTS, TODAY, date(2026, 1, 8))[0] == View()
    assert view_of({"period": "3m"}, LIFTS, TODAY, date(2021, 9, 8))[0] == View()


def test_every_measure_has_a_view_and_every_refusal_a_sentence() -> None:
    for measure in MEASURES:
        assert any(fits(measure, by, NO_DIMENSION) for by in DIMENSIONS)
        for by in DIMENSIONS:
            for then in (NO_DIMENSION, *DIMENSIONS):
                why = refusal(measure, by, then)
                assert why is None or why.endswith(".")
                view, _ = settle(View(measure, by, then), TODAY)
                assert fits(view.measure, view.by, view.then)
                assert not needs_exercise(view.measure, view.by, view.then, False)


def test_a_year_before_has_equally_many_of_each_weekday() -> None:
    period = period_of(View(period="3m"), TODAY)
    before = comparison_of(View(period="3m", against="year"), period)
    assert before
    assert (period.last - before.last).days == 364
    assert comparison_of(View(period="all", against="before"), period_of(View(period="all"), TODAY)) is None


def one_of(view: View, *slices: Slice, before: tuple[Slice, ...] = ()) -> Explored:
    facts = ExploreFacts(slices, before, LIFTS, {}, (), date(2025, 1, 1))
    period = period_of(view, TODAY)
    return explored(facts, view, period, comparison_of(view, period), 0)


TONNAGE = one_of(
    View("tonnage", "exercise", NO_DIMENSION, against="before"),
    Slice((74,), 1.0, 12_340.0, 3),
    Slice((75,), 1.0, 850.0, 1),
    Slice((76,), 1.0, 100.0, 1),
    before=(Slice((74,), 1.0, 10_000.0, 3),),
)


def test_the_table_and_the_whole_speak_the_lifters_language() -> None:
    told = tables.table(TONNAGE, TONNAGE.cells, KG)
    assert [" ".join(value.split()) for value in told["3 months"]] == ["12.3 t", "850 kg", "100 kg"]
    assert [value.strip() for value in told["Change"]] == ["+23%", "–", "–"]
    whole = explore_words.whole(TONNAGE, KG)
    assert whole
    assert whole[1:] == ("13.3 t", "+33% against 10.0 t")
    assert explore_words.captions(TONNAGE, KG)[0] == "Period before: 3 Aug 2025 to 1 Nov 2025."


def test_percents_differ_by_points() -> None:
    slices, before = (Slice(("squat",), 1.0, 7.6, 10),), (Slice(("squat",), 1.0, 7.8, 10),)
    one = one_of(View("intensity", "pattern", NO_DIMENSION, against="before"), *slices, before=before)
    assert explore_words.change(one.cells[0], one, KG) == "−2 pts"


def test_user_text_is_never_markup_and_never_a_formula() -> None:
    drawn = charts.chart(TONNAGE, KG).to_json()
    assert "<script>" not in drawn.replace("\\u003c", "<")
    rows = list(csv.reader(io.StringIO(tables.csv_of(TONNAGE, KG).decode("utf-8"))))
    assert rows[0] == ["Exercise", "Tonnage, kg, 3 months", "Tonnage, kg, period before"]
    assert rows[1] == ["Squat", "12340.0", "10000.0"]
    assert rows[2][0] == SCRIPT  # a file holds what was typed
    assert rows[3][0] == f"'{FORMULA}"


def test_csv_is_in_the_lifters_unit() -> None:
    rows = list(csv.reader(io.StringIO(tables.csv_of(TONNAGE, LB).decode("utf-8"))))
    assert rows[0][1] == "Tonnage, lb, 3 months"
    assert float(rows[1][1]) == pytest.approx(12_340 / 0.45359237)


def test_a_muscle_gets_its_share_only_when_asked_for() -> None:
    slices = (Slice((6,), 1.0, 10.0, 10), Slice((6,), 0.5, 4.0, 4))
    for count, expected in (("fractional", 12.0), ("total", 14.0)):
        one = one_of(View("hard_sets", "muscle", NO_DIMENSION, count=count), *slices)
        assert [cell.now for cell in one.cells] == [expected]
        assert one.whole is None
        assert count in explore_words.chart_title(one)
        assert any("do not add up" in sentence for sentence in explore_words.captions(one, KG))


def test_five_series_are_drawn_and_the_rest_is_other() -> None:
    slices = [Slice((date(2026, 1, 5), f"pattern_{n}"), 1.0, 10.0 - n, 3) for n in range(8)]
    figure = charts.chart(one_of(View(), *slices), KG)
    assert [trace.name for trace in figure.data] == [*(f"Pattern {n}" for n in range(5)), "other"]
    assert sum(trace.y[0] for trace in figure.data) == pytest.approx(sum(10.0 - n for n in range(8)))
    assert figure.layout.barmode == "stack"


def test_names_of_the_same_spelling_stay_apart() -> None:
    twins = {1: "Squat", 2: "Squat", 3: "other"}
    facts = ExploreFacts((Slice((1, 1), 1.0, 5.0, 1), Slice((2, 3), 1.0, 4.0, 1)), (), twins, {}, (), None)
    view = View("hard_sets", "exercise", "exercise")  # which no address gives, but two names as series and as bars
    figure = charts.chart(explored(facts, view, period_of(view, TODAY), None, 0), KG)
    assert list(figure.layout.yaxis.ticktext) == ["Squat", "Squat"]
    assert len(set(figure.layout.yaxis.tickvals)) == 2
    assert [trace.name for trace in figure.data] == ["Squat", "other"]
    assert figure.data[1].marker.color != charts.OTHER


def test_what_does_not_add_up_is_a_line_and_the_caption_says_what_is_missing() -> None:
    slices = [Slice((date(2026, 1, 5), 70 + n), 1.0, 100.0 + n, 3) for n in range(8)]
    one = one_of(View("e1rm", "week", "exercise"), *slices)
    figure = charts.chart(one, KG)
    assert {trace.mode for trace in figure.data} == {"lines+markers"}
    assert charts.caption(one) == "The chart shows 5 of 8 lines; the table has everything."


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("display", [KG, LB, Display("kg", "Europe/Berlin", 0, "de-DE")])
def test_no_number_is_raw(measure: str, display: Display) -> None:
    day = date(2026, 1, 5)
    one = one_of(View(measure, "week", NO_DIMENSION, lift=74), *(Slice((day,), 1.0, 82.123456, 7),))
    words = [explore_words.value(cell.now, one, display) for cell in one.cells]
    assert all("82.123" not in word and "nan" not in word for word in words)
    json.loads(charts.chart(one, display).to_json())


def test_keys_are_told_in_words() -> None:
    facts = TONNAGE.names
    keys = {"rep_zone": (0, 4, -1), "intensity_zone": (0, 2, 3, -1), "hour": (7, -1), "program_week": (0, 3)}
    told = {name: [explore_words.label(name, key, facts, KG) for key in some] for name, some in keys.items()}
    assert told == {
        "rep_zone": ["1–3", "13 and more", "No reps"],
        "intensity_zone": ["below 70%", "80% to below 90%", "90% and more", "Not known"],
        "hour": ["07:00", "Not known"],
        "program_week": ["Outside a program", "Week 3"],
    }
    assert explore_words.label("muscle", 11, facts, KG) == "Glutes"
    assert explore_words.label("group", 101, facts, KG) == "Chest"
    assert explore_words.label("routine", 5, facts, KG) == "A deleted routine"


def test_training_phases_stand_behind_a_chart_of_weeks_and_behind_no_other() -> None:
    deload = Phase(1, "deload", date(2026, 1, 12), date(2026, 1, 18))
    days = (date(2026, 1, 5), date(2026, 1, 19))
    weeks = one_of(View(), *(Slice((day, "squat"), 1.0, 10.0, 3) for day in days))
    (band,) = charts.chart(weeks, KG, [deload]).layout.shapes
    # Bars stand around the first day of their week: the band begins half a week before.
    assert (band.x0[:10], band.x1[:10]) == ("2026-01-08", "2026-01-15")
    lifts = one_of(View("hard_sets", "exercise", NO_DIMENSION), Slice((74,), 1.0, 10.0, 3))
    assert not charts.chart(lifts, KG, [deload]).layout.shapes
