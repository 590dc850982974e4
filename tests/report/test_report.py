"""A month or a block as one page: figures by loops over the raw sets, nothing from outside, no text that acts."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from database import reads
from database.db_connector import reading, writing
from database.ids import new_id
from database.oltp_tables import training_phases
from database.star import lifts
from services.analysis.phases import Phase
from services.analysis.progress import strength
from services.body import weight
from services.body.lists import body_weights
from services.etl_oltp_to_olap import refresh
from services.exercises import editing as exercises
from services.muscles import GROUP_ID
from tests.cast import does, exercise_id, log_of, new_lifter, operation
from tests.facts import statements_of
from tests.raw_sets import done_sets, figures
from utils.kpis import estimates
from utils.report.facts import Report, load_report, longest_pause, report
from utils.report.page import bands, page
from utils.report.spans import Span, load_spans, month_span, spans, typed_span
from utils.styling import Display
from utils.today.month_over import month_over

TODAY = date(2026, 2, 3)
KG = Display("kg", "Europe/Berlin", 0, "en-GB")
SCRIPT = "<script>alert('x')</script>"
LOG = """
2025-11-20 18:30 squat 90x5@2 bench 60x8
2025-12-15 18:30 squat 95x5@2 bench 60x8@1
2025-12-28 18:30 squat 97.5x5@2
2026-01-01 18:30 squat w60x5 100x5@2 100x5@1 bench 60x8 60x7@0 plank 60s
2026-01-08 18:30 squat 102.5x5@1 dumbbell_bench 24x10@3 d18x12
2026-01-31 23:30 deadlift 140x5@2 bench 62.5x8 pullup x9
2026-02-01 18:30 squat 150x5 bench 90x8
"""
JANUARY = month_span(date(2026, 1, 1), TODAY, "en-GB")


@pytest.fixture
def alice(engine: Engine) -> int:
    lifter = new_lifter(engine, "alice")
    for kg, day in (("84", "2025-12-20"), ("82", "2026-01-10"), ("81", "2026-01-12"), ("79", "2026-02-02")):
        weight.log_body_weight(engine, lifter, kg, "kg", day)
    ids = log_of(lifter, LOG)
    does(lifter, operation("amend_workout", ids[3], title=SCRIPT))
    bob = new_lifter(engine, "bob")
    log_of(bob, "2026-01-05 18:30 press 77x7 77x7")
    refresh(engine, bob)
    refresh(engine, lifter)
    return lifter


def report_of(engine: Engine, lifter: int, span: Span) -> Report:
    with reading(engine) as connection:
        facts = load_report(connection, lifter, span)
    return report(facts, span, body_weights(engine, lifter), 0)


def test_every_figure_is_what_loops_over_the_sets_give(engine: Engine, alice: int) -> None:
    one, done = report_of(engine, alice, JANUARY), done_sets(engine, alice)
    for sums, first, last in (
        (one.now, date(2026, 1, 1), date(2026, 1, 31)),
        (one.before, date(2025, 12, 1), date(2025, 12, 31)),
    ):
        inside = [s for s in done if first <= s.day <= last]
        expected = {
            name: figures(inside, name, (), "total").get((), 0.0)
            for name in ("workouts", "hard_sets", "reps", "minutes", "tonnage")
        }
        told = (sums.workouts, sums.hard_sets, sums.reps, sums.seconds, sums.tonnage_kg)
        assert told == pytest.approx(tuple(expected.values()))
    inside = [s for s in done if JANUARY.first <= s.day <= JANUARY.last]
    for count in ("direct", "fractional", "total"):
        expected_muscles = figures(inside, "hard_sets", ("group",), count)
        told_muscles = {(GROUP_ID[m.name],): getattr(m, count) for m in one.muscles if getattr(m, count)}
        assert told_muscles == pytest.approx(expected_muscles)
    assert {(week.starts_on,): week.hard_sets for week in one.weeks if week.hard_sets} == figures(
        inside, "hard_sets", ("week",), "total"
    )


def test_strength_is_what_lifts_shows_on_those_days(engine: Engine, alice: int) -> None:
    one = report_of(engine, alice, JANUARY)
    squat = next(lift for lift in one.lifts if lift.name.startswith("Squat"))
    with reading(engine) as connection:
        days = lifts.lift_days(connection, alice, exercise_id("squat"), date(2025, 1, 1))
    dated = [(day, kg) for day, kg in estimates(days) if day <= JANUARY.last]
    assert squat.after_kg == strength(dated, date(2026, 1, 31)) == pytest.approx(102.5 * (1 + 6 / 30))
    assert squat.before_kg == pytest.approx(97.5 * (1 + 7 / 30))
    assert [day for day, _ in squat.line] == [date(2026, 1, 1), date(2026, 1, 8)]
    assert (squat.workouts, squat.hard_sets) == (2, 3)
    assert "Deadlift (Barbell)" in {lift.name for lift in one.lifts}


def test_records_weights_and_pauses_are_those_of_the_month(engine: Engine, alice: int) -> None:
    one = report_of(engine, alice, JANUARY)
    assert {(r.name, r.kind, r.old, r.new) for r in one.records if r.kind == "weight"} == {
        ("Squat (Barbell)", "weight", 97.5, 100),
        ("Squat (Barbell)", "weight", 100, 102.5),
        ("Bench Press (Barbell)", "weight", 60, 62.5),
    }
    assert one.body
    assert (one.body.first_kg, one.body.last_kg) == (82, 81.5)
    assert one.longest_pause_days == 22  # from the 9th to the 30th
    assert longest_pause((), JANUARY) == 31


def test_the_page_stands_alone_and_holds_text_as_text(engine: Engine, alice: int) -> None:
    exercises.amend_settings(engine, alice, exercise_id("bench"), {"own_name": SCRIPT})
    refresh(engine, alice)
    one = report_of(engine, alice, JANUARY)
    text = page(one, SCRIPT, KG, TODAY)
    tags: list[str] = []
    attributes: list[tuple[str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)
            attributes.extend(attrs)

    Reader().feed(text)
    assert not {"script", "link", "img", "iframe", "a", "object"} & set(tags)
    assert {"svg", "rect", "table", "polyline"} <= set(tags)
    assert not {name for name, _ in attributes} & {"src", "href", "onload", "onerror", "onclick"}
    assert "url(" not in text
    assert "://" not in text
    assert {lift.name for lift in one.lifts} > {SCRIPT}
    assert text.count("&lt;script&gt;") >= 5  # the lifter, a workout, and a lift with its records and drawing
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    assert "Overhead Press" not in text  # Bob's
    assert not re.search(r"\bnan\b|None|NaT|\d\.\d{3,}", re.sub(r"<style>.*</style>", "", text, flags=re.S))
    assert "@page { size: A4" in text


def test_figures_on_the_page_are_written_as_everywhere(engine: Engine, alice: int) -> None:
    text = page(report_of(engine, alice, JANUARY), "Alice", KG, TODAY)
    for words in ("January 2026", "3 h 00", "102.5 kg for 5 reps, before 100 kg", "123 kg", "Thu 1 Jan", "81.5 kg"):
        assert words in text, words
    german = page(report_of(engine, alice, JANUARY), "Alice", Display("lb", "Europe/Berlin", 0, "de-DE"), TODAY)
    assert "179,7 lb" in german  # 81.5 kg
    assert "Do., 1. Jan." in german


@pytest.mark.day("2026-03-18")  # in the year of its dates, which are shown without it
def test_training_phases_stand_behind_every_drawing_and_are_said(engine: Engine, alice: int) -> None:
    phases = (
        Phase(1, "deload", date(2025, 12, 29), date(2026, 1, 4)),
        Phase(2, "travel", date(2026, 1, 31)),
        Phase(3, "illness", date(2026, 2, 1), date(2026, 2, 5)),
    )
    with reading(engine) as connection:
        facts = load_report(connection, alice, JANUARY)
    one = report(facts, JANUARY, body_weights(engine, alice), 0, phases)
    assert one.phases == phases[:2]
    text = page(one, "Alice", KG, TODAY)
    told = "Shaded: deload 29 Dec 2025 to 4 Jan, travel since 31 Jan."
    drawings = 3 + len(one.lifts)  # the calendar, the weeks, the body weight, a line for each lift
    assert text.count("<svg") == drawings + 1  # and the muscles, along which no time runs
    # In each a band for both phases, in the calendar the four days and the last.
    assert text.count('class="bar phase"') == 2 * (drawings - 1) + 5
    assert text.count(told) == 3 + 3  # in the text of three parts, and for who cannot see their pictures
    assert ">Deload</text>" in text
    assert "Illness" not in text


def test_bands_are_shares_of_the_days() -> None:
    phases = (Phase(1, "deload", date(2025, 12, 29), date(2026, 1, 4)), Phase(2, "travel", date(2026, 1, 9)))
    found = bands(phases, date(2026, 1, 1), date(2026, 1, 10), 10)
    assert [(one.start, one.end, one.name) for one in found] == [(0.0, 0.4, "Deload"), (0.8, 1.0, "Travel")]


def test_an_empty_month_is_a_page_too(engine: Engine, alice: int) -> None:
    text = page(report_of(engine, alice, month_span(date(2024, 3, 1), TODAY, "en-GB")), "Alice", KG, TODAY)
    assert "No workout on these days." in text
    assert "Trained on 0 days" in text


def test_only_the_lifters_own_months_and_blocks_can_be_chosen(engine: Engine, alice: int) -> None:
    phase, other = new_id(), new_id()
    owners = {phase: alice, other: new_lifter(engine, "carol")}
    with writing(engine) as connection:
        for number, owner in owners.items():
            row = {"kind": "bulk", "starts_on": date(2026, 1, 1), "ends_on": None}
            connection.execute(insert(training_phases).values(user_id=owner, phase_id=number, **row))
    with reading(engine) as connection:
        known = spans(load_spans(connection, alice), TODAY, "en-GB")
        assert reads.lifter(connection, alice)
    assert list(known) == ["2026-02", "2026-01", "2025-12", "2025-11", f"phase-{phase}"]
    block = known[f"phase-{phase}"]
    assert (block.title, block.first, block.last) == ("Bulk", date(2026, 1, 1), TODAY)
    assert block.before_first == date(2026, 1, 1) - timedelta(days=34)
    assert known["2026-02"].last == TODAY


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "2026-01-05",
        "2026-01-05..",
        "2026-02-01..2026-01-01",
        "2026-01-01..2026-12-31",
        "0001-01-01..2026-01-01",
        "x..y",
    ],
)
def test_days_that_cannot_be_are_no_span(key: str) -> None:
    assert typed_span(key, TODAY) is None


def test_any_days_are_a_span() -> None:
    span = typed_span("2026-01-05..2026-01-18", TODAY)
    assert span
    assert (span.days, span.before_first, span.before_last) == (14, date(2025, 12, 22), date(2026, 1, 4))


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2026-02-01", "2026-01"),
        ("2026-02-07", "2026-01"),
        ("2026-02-08", None),
        ("2026-03-03", None),
        ("2026-01-02", "2025-12"),
    ],
)
def test_a_month_is_announced_for_a_week_if_there_was_training(
    engine: Engine, alice: int, today: str, month: str | None
) -> None:
    day = date.fromisoformat(today)
    with reading(engine) as connection:
        workouts = lifts.workouts_since(connection, alice, day - timedelta(days=182))
    if today == "2026-03-03":
        workouts = [workout for workout in workouts if workout.performed_on < date(2026, 2, 1)]
    span = month_over(workouts, day, "en-GB")
    assert (span and span.key) == month


def test_a_longer_history_takes_no_more_statements(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")

    reads: tuple[Any, ...] = (
        lambda connection: load_report(connection, lifter, JANUARY),
        lambda connection: load_spans(connection, lifter),
    )

    log_of(lifter, "2026-01-05 squat 100x5")
    few = statements_of(sqlite_engine, lifter, *reads)
    log_of(lifter, "\n".join(f"{date(2026, 1, 4) - timedelta(days=n)} squat 90x5 bench 60x5" for n in range(40)))
    assert statements_of(sqlite_engine, lifter, *reads) == few
