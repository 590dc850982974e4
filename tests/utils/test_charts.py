"""What the charts draw and say: traces, units in titles, words under the finger, and no number that is none."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from database.rows import named_rows
from services.analysis.phases import Phase
from services.analysis.progress import Forecast, Trend, trend
from tests.clock import today
from utils import phases, sentences, styling, tables
from utils.filters import Period
from utils.lifts import charts as lifts_charts
from utils.lifts import tables as lifts_tables
from utils.lifts import words as lifts_words
from utils.lifts.filters import Filter, Lift
from utils.lifts.shapes import Bar, Bars, GoalState, Point, Progress, RepMax, Summary
from utils.locales import MINUS
from utils.plotly_template import RECORD, SERIES
from utils.shapes import Record
from utils.styling import Display
from utils.today import charts as today_charts
from utils.today import words as today_words
from utils.today.shapes import Change, LastWorkout, LiftTrend, ShortMuscle, Stalled, Training, Week, Weeks
from utils.workout.due import Start

KG = Display("kg", "Europe/Berlin", 0, "en-GB")
LB = Display("lb", "America/New_York", 6, "en-US")
GERMAN = Display("kg", "Europe/Berlin", 0, "de-DE")
TODAY = today("Europe/Berlin")
YEAR = TODAY.year
DAY = date(YEAR, 1, 5)
PERIOD = Period("1 year", DAY - timedelta(days=30), DAY + timedelta(days=60))
HEAVY = Point(DAY, 116.6667, 100, 5, 2)
BARE = Point(DAY + timedelta(days=7), 120.0, None, 12, None)
WEIGHT = Record("Bench", DAY, "weight", 5, 100, 97.5, 100, 1)
REPS = Record("Bench", DAY + timedelta(days=7), "reps", 12, 0, 11, 12, 1)


def progress(**fields: object) -> Progress:
    made = Progress(
        chosen=Filter(Lift(1, "Bench Press (Barbell)", "external"), PERIOD),
        strength_kg=120.0,
        trend=Trend("progressing", 8, 40, 0.8, 0.2, 1.4),
        points=(HEAVY, BARE),
        best=((HEAVY.day, HEAVY.e1rm_kg), (BARE.day, BARE.e1rm_kg)),
        earlier=(),
        records=(WEIGHT, REPS),
        rep_maxes=(),
        bars=Bars("week", (Bar(DAY, 12.0, 2500.0), Bar(DAY + timedelta(days=7), 3.0, 0.0))),
        now=Summary(PERIOD, 2, 15, 2500.0, 120.0),
        before=None,
    )
    return replace(made, **fields)


def weeks(usual: float | None = 12.5) -> Weeks:
    done = [Week(DAY + timedelta(weeks=n), Training(3, 10.0 + n, 3600.0)) for n in range(12)]
    return Weeks(tuple(done), None if usual is None else Training(3, usual, 3600.0))


def hovers(figure: go.Figure) -> list[str]:
    return [text for trace in figure.data if trace.hovertext is not None for text in trace.hovertext]


def every_figure() -> Iterator[go.Figure]:
    blank = progress(points=(), best=(), records=(), bars=Bars("month", ()))
    for display in (KG, LB, GERMAN):
        for one in (progress(), blank):
            yield from (
                lifts_charts.e1rm(one, display),
                lifts_charts.hard_sets(one, display),
                lifts_charts.tonnage(one, display),
            )
        yield from (today_charts.weekly_sets(weeks(), display), today_charts.weekly_sets(weeks(None), display))


def test_a_point_says_what_it_is() -> None:
    weekday = f"{DAY:%a} 5 Jan"
    assert lifts_words.point(HEAVY, KG) == f"{weekday} – 100 kg × 5 @ RIR 2 – e1RM 116.5 kg"
    assert lifts_words.point(BARE, KG).endswith("– 12 reps – e1RM 120 kg")
    assert lifts_words.point(HEAVY, LB) == f"{weekday} – 220.5 lb × 5 @ RIR 2 – e1RM 257 lb"


def test_estimates_are_points_a_line_and_diamonds() -> None:
    figure = lifts_charts.e1rm(progress(), KG)
    line, points, diamonds = figure.data
    assert (line.mode, line.line.color, line.line.shape) == ("lines", SERIES[0], "hv")
    assert (points.mode, list(points.y)) == ("markers", [116.6667, 120.0])
    assert list(points.customdata) == [DAY.isoformat(), (DAY + timedelta(days=7)).isoformat()]
    assert (diamonds.marker.symbol, diamonds.marker.color) == ("diamond", RECORD)
    assert diamonds.hovertext[0].endswith("<br>Record: 100 kg for 5 reps, before 97.5 kg")
    assert diamonds.hovertext[1].endswith("<br>Record: 12 reps, before 11")


def test_a_line_is_broken_where_nothing_was_lifted_for_four_weeks() -> None:
    gap = ((DAY, 100.0), (DAY + timedelta(days=29), 90.0))
    line = lifts_charts.e1rm(progress(best=gap), KG).data[0]
    assert list(line.x) == [(DAY + timedelta(days=days)).isoformat() for days in (0, 28, 29)]
    assert list(line.y) == [100, None, 90]


def test_a_comparison_is_a_second_dashed_line_with_a_legend() -> None:
    before = PERIOD.earlier(364, "Year before")
    chosen = Filter(Lift(1, "Bench", "external"), PERIOD, before)
    figure = lifts_charts.e1rm(progress(chosen=chosen, earlier=((DAY, 99.0),)), KG)
    drawn = [(trace.name, trace.line.dash) for trace in figure.data[:2]]
    assert drawn == [("Year before", "dash"), ("1 year", "solid")]
    assert figure.layout.showlegend
    assert not lifts_charts.e1rm(progress(), KG).layout.showlegend


@pytest.mark.parametrize(
    ("figure", "title"),
    [
        (lifts_charts.e1rm(progress(), KG), "Bench Press (Barbell) – e1RM, kg"),
        (lifts_charts.e1rm(progress(), LB), "Bench Press (Barbell) – e1RM, lb"),
        (lifts_charts.hard_sets(progress(), KG), "Hard sets per week"),
        (lifts_charts.tonnage(progress(), KG), "Tonnage per week, t"),
        (lifts_charts.tonnage(progress(), LB), "Tonnage per week, 1,000 lb"),
        (today_charts.weekly_sets(weeks(), KG), "Hard sets per week"),
    ],
)
def test_units_stand_in_titles(figure: go.Figure, title: str) -> None:
    assert figure.layout.title.text.replace("<br>", " ").replace("\N{NO-BREAK SPACE}", " ") == title


def test_pounds_are_drawn_as_pounds() -> None:
    assert list(lifts_charts.e1rm(progress(), LB).data[1].y) == pytest.approx([257.21, 264.55], abs=0.01)
    assert lifts_charts.tonnage(progress(), LB).data[0].y[0] == pytest.approx(5.5116, abs=0.0001)


def test_bars_count_from_zero_and_estimates_do_not() -> None:
    for figure in (
        today_charts.weekly_sets(weeks(), KG),
        lifts_charts.hard_sets(progress(), KG),
        lifts_charts.tonnage(progress(), KG),
    ):
        assert figure.layout.yaxis.rangemode == "tozero"
    assert lifts_charts.e1rm(progress(), KG).layout.yaxis.rangemode is None


def test_the_usual_is_a_line_with_its_number_and_this_week_is_fainter() -> None:
    bars, usual = today_charts.weekly_sets(weeks(), KG).data
    assert list(bars.y) == [10.0 + n for n in range(12)]
    assert bars.marker.opacity[-1] < bars.marker.opacity[0] == 1
    assert list(usual.y) == [12.5, 12.5]
    assert today_charts.weekly_sets(weeks(), GERMAN).layout.annotations[0].text == "usual<br>12,5"
    assert len(today_charts.weekly_sets(weeks(None), KG).data) == 1


def test_all_charts_of_a_lift_have_the_same_days() -> None:
    one = progress()
    spans = {
        build(one, KG).layout.xaxis.range for build in (lifts_charts.e1rm, lifts_charts.hard_sets, lifts_charts.tonnage)
    }
    assert len(spans) == 1


def test_no_figure_holds_a_number_that_is_none_or_a_colour_of_one_theme() -> None:
    for figure in every_figure():
        said = figure.to_json()
        assert not any(word in text for text in hovers(figure) for word in ("nan", "None", "NaN", "e+"))
        assert "NaN" not in said
        colours = [trace.get("marker", {}).get("color") for trace in json.loads(said)["data"]]
        assert set(colours) - {None, RECORD} <= set(SERIES)


@pytest.mark.parametrize(
    ("start", "label"),
    [
        (Start("continue", "Push A", 1, 7, 18), "Continue Push A – 7 of 18 sets"),
        (Start("continue", None, None, 1, 0), "Continue workout – 1 set"),
        (Start("routine", "Push A", 1, seconds=3300), "Start Push A – about 55 min"),
        (Start("routine", "Push A", 1), "Start Push A"),
        (Start("empty"), "Start a workout"),
    ],
)
def test_the_button_says_what_it_does(start: Start, label: str) -> None:
    assert today_words.start_label(start, KG).replace("\\", "") == label


def test_a_routine_is_named_in_the_address_as_text() -> None:
    assert today_words.start_address(Start("routine", "Push", 2**60 + 1)) == {"routine": str(2**60 + 1)}
    assert today_words.start_address(Start("continue", "Push", 7, workout_id=2**61)) == {"workout": str(2**61)}
    assert today_words.start_address(Start("empty")) == {}


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_the_last_workout_in_a_line_and_what_changed() -> None:
    changes = (Change("Bench", 100, 102.5), Change("Row", 80, 78), Change("Curl", 40, 40.1), Change("Dip", 1, 2))
    last = LastWorkout("Push *A*", DAY, 4, 14, 3300, (WEIGHT,), changes)
    line = today_words.last_workout(last, KG, TODAY)
    assert plain(line) == f"**Push *A*** · {DAY:%a} 5 Jan · 14 hard sets · 55 min"
    assert r"\*A\*" in line
    assert plain(sentences.record(WEIGHT, KG)) == ":orange[◆] Bench: 100 kg for 5 reps, before 97.5 kg"
    said = plain(today_words.changes(changes, KG))
    assert said == f":gray[e1RM against the time before:] Bench +2.5 kg · Row {MINUS}2 kg · Curl same"
    assert today_words.changes((), KG) == ""
    light, heavy = Change("Squat", 140, 87.5), Change("Squat", 87.5, 140)
    assert plain(today_words.changes((light, heavy), KG)).endswith("Squat lighter · Squat heavier")


def test_sentences_carry_their_evidence() -> None:
    falling = LiftTrend("Squat", Trend("regressing", 7, 40, -1.06, -1.8, -0.4), 142.3, 74, 9, 12)
    assert plain(today_words.insight(falling, KG, TODAY)) == (
        f"**Squat** is going down, {MINUS}1.1 % a week over 7 workouts: now 142.5 kg e1RM"
    )
    assert plain(today_words.insight(Stalled(falling), KG, TODAY)) == (
        f"**Squat** stalls, {MINUS}1.1 % a week over 7 workouts, while its hard sets fell from 12 to 9 a week"
    )
    short = today_words.insight(ShortMuscle("lower_back", (6, 5.5, 4), 12.5), KG, TODAY)
    assert short == "**Lower back** got 6, 5.5 and 4 hard sets in the last three weeks; 12.5 is usual for you"


def test_a_verdict_says_how_sure_it_is() -> None:
    flat = Trend("plateau", 18, 80, 0.1, -0.3, 0.4)
    assert plain(lifts_words.trend(flat, KG)) == (
        "**Plateau**: +0.1 % a week over 18 workouts in 11 weeks, no e1RM record in 4 weeks. "
        f"Nine times in ten the true pace lies between {MINUS}0.3 and +0.4 %."
    )
    assert "No call now** (deload)" in lifts_words.trend(replace(flat, verdict="paused", phase="deload"), KG)
    assert lifts_words.trend(Trend("unknown", 1, 0), KG).startswith("**Not enough data**: 1 workout in 12 weeks")
    assert lifts_words.trend(Trend("unknown", 9, 60, 0.2, -0.4, 0.8), KG).startswith(
        "**Not enough data to tell**: +0.2"
    )


@pytest.mark.parametrize(
    ("earliest", "latest", "due", "told"),
    [
        (10, 30, 40, "At this pace between 15 Jan and 4 Feb. That is in time."),
        (10, 30, 20, "At this pace between 15 Jan and 4 Feb. Your day lies within."),
        (10, 30, 5, "At this pace between 15 Jan and 4 Feb. That is after your day."),
        (10, None, None, "At this pace from 15 Jan at the earliest, perhaps not within two years."),
        (None, None, 20, "Not at this pace."),
        (10, 10, None, "At this pace around 15 Jan."),
        (0, 30, None, "At this pace between now and 4 Feb."),
        (0, 0, 20, "It may be there already."),
    ],
)
def test_a_goal_has_an_honest_range_of_dates(
    earliest: int | None, latest: int | None, due: int | None, told: str
) -> None:
    days = [None if n is None else DAY + timedelta(days=n) for n in (earliest, latest, due)]
    one = GoalState(140, 1, 140, days[2], None, Forecast(days[0], days[1], DAY))
    by = f" by {styling.short_day(days[2], KG)}" if due else ""
    assert lifts_words.goal(one, KG) == f"**Goal**: 140 kg × 1{by}. {told}"
    assert "needs a trend" in lifts_words.goal(replace(one, forecast=None), KG)
    assert lifts_words.goal(replace(one, done_on=DAY), KG) == f"**Goal reached**: 140 kg × 1, first on {DAY:%a} 5 Jan."


def test_phases_are_bands_behind_every_chart_with_dates_and_named_below() -> None:
    eased = Phase(1, "deload", DAY, DAY + timedelta(days=6))
    off = Phase(2, "travel", DAY + timedelta(days=500), None)
    one = progress(phases=(eased, off))
    figures = [lifts_charts.e1rm(one, KG), lifts_charts.hard_sets(one, KG), lifts_charts.tonnage(one, KG)]
    figures.append(today_charts.weekly_sets(weeks(), KG, (eased, off)))
    assert [len(figure.layout.shapes) for figure in figures] == [1, 1, 1, 1]
    bar = figures[-1].layout.shapes[0]
    assert (bar.x0[:10], bar.x1[:10]) == (str(DAY - timedelta(days=4)), str(DAY + timedelta(days=3)))  # its bar's ends
    assert phases.shaded((eased,), KG) == "Shaded: deload 5 Jan to 11 Jan"
    assert phases.shaded((eased, eased, off), KG) == "Shaded: 2 × deload, travel"
    assert phases.shaded((), KG) == ""


def test_a_trend_is_a_line_in_a_band_through_its_own_days() -> None:
    days = [DAY + timedelta(days=7 * n) for n in range(8)]
    found = trend([(day, 100.0 + n + (-1) ** n) for n, day in enumerate(days)], days[-1], None)
    band, line = lifts_charts.e1rm(progress(trend=found), KG).data[-2:]
    assert (line.x[0], line.x[-1]) == (days[0], days[-1])
    first, middle, last = line.y
    assert band.y[0] > first > band.y[-1]
    assert band.y[2] > last > band.y[3]
    assert (band.y[0] - band.y[-1]) > (band.y[1] - band.y[-2])
    assert (last - middle) / (line.x[2] - line.x[1]).days == pytest.approx(found.slopes[0])
    assert len(lifts_charts.e1rm(progress(), KG).data) == len(lifts_charts.e1rm(progress(trend=found), KG).data) - 2


def test_a_goal_is_a_line_until_it_is_reached() -> None:
    goal = GoalState(140, 1, 140, None)
    drawn = lifts_charts.e1rm(progress(goal=goal), KG)
    assert (140, 140) in [tuple(trace.y) for trace in drawn.data]
    reached = lifts_charts.e1rm(progress(goal=replace(goal, done_on=DAY)), KG)
    assert (140, 140) not in [tuple(trace.y) for trace in reached.data]


def test_numbers_of_a_table_are_plain_and_stand_on_the_right() -> None:
    table = lifts_tables.rep_maxes((RepMax(1, 107.5, DAY), RepMax(10, 95, DAY)), KG)
    assert table["Heaviest"].tolist() == ["107.5 kg", "95 kg"]
    assert table["Reps"].tolist() == ["1", "10"]
    drawn = AppTest.from_function(_drawn, args=(table,), default_timeout=60).run()
    assert drawn.table[0].value["Heaviest"].tolist() == ["107.5 kg", "95 kg"]
    styles = drawn.table[0].proto.arrow_data.styler.styles
    assert [place for place in range(3) if f".col{place} " in styles] == [0, 1]
    assert lifts_tables.rep_maxes((RepMax(1, 107.5, DAY),), GERMAN)["Heaviest"].tolist() == ["107,5 kg"]


def _drawn(table: object) -> None:
    from utils import tables

    tables.draw(table)


def test_a_german_date_is_no_numbered_list() -> None:
    assert lifts_tables.rep_maxes((RepMax(1, 107.5, DAY),), GERMAN)["First done"].tolist() == [r"5\. Jan."]


def test_sets_are_shown_as_entered_without_columns_that_say_nothing() -> None:
    columns = ("set_type", "weight", "unit", "reps", "reps_other", "rir", "seconds", "distance_m", "e1rm_kg")
    rows = [
        ("warmup", 135.0, "lb", 5, None, None, None, None, None),
        ("working", 225.0, "lb", 5, 4, None, None, None, 119.0),
    ]
    table = tables.sets_of_day(named_rows(columns, rows), KG)
    assert list(table) == ["Set", "Load", "Reps", "e1RM"]
    assert table["Set"].tolist() == ["1 Warm-up", "2"]
    assert table["Load"].tolist() == ["135 lb", "225 lb"]
    assert table["Reps"].tolist() == ["5", "5 / 4"]


def test_a_day_whose_sets_were_deleted_has_an_empty_table() -> None:
    assert tables.sets_of_day(named_rows(("set_type", "weight"), []), KG).empty


def test_a_comparison_stands_in_a_column_of_its_own() -> None:
    before = Summary(Period("Year before", None, DAY), 1, 5, None, None)
    table = lifts_tables.summaries(Summary(PERIOD, 2, 15, 12_400.0, 120.0), before, KG)
    assert table.to_dict("list") == {
        " ": ["Best e1RM", "Workouts", "Hard sets", "Tonnage"],
        "1 year": ["120 kg", "2", "15", "12.4 t"],
        "Year before": ["–", "1", "5", "–"],
    }
    assert list(lifts_tables.summaries(before, None, KG)) == [" ", "Year before"]
