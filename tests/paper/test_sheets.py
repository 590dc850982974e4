"""Workouts on paper: the loads that would be planned today, weeks as they would go, and a page that needs nothing."""

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from sqlalchemy import Engine, update

from database import reads
from database.db_connector import reading, writing
from database.oltp_tables import programs as program_table
from database.oltp_tables import workouts
from services.errors import NoSuchRoutine
from services.exercises import editing as exercises
from services.gyms import bar_loading
from services.programs import planned_days
from services.programs import running as programs
from services.programs.ahead import Turn
from services.programs.planned_days import PlannedDay
from services.progression.rule_text import from_text
from services.routines import editing as use
from services.routines import rules
from services.routines.coaching import Coached
from services.routines.editing import Routine, RoutineExercise, RoutineSet, start_from_routine
from services.workouts import lists
from tests.cast import exercise_id, log_of, new_lifter
from tests.programs.test_calendar_feed import SINGLES
from utils.paper.sheet import Sheet, page, plates_of, target
from utils.set_texts import Block
from utils.styling import Display

MON = date(2026, 1, 5)
KG, DE = Display("kg", "Europe/Berlin", 0, "en-GB"), Display("lb", "Europe/Berlin", 0, "de-DE")
BENCH, SQUAT, PLANK, PULLUP = (exercise_id(name) for name in ("bench", "squat", "plank", "pullup"))
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def push_of(engine: Engine, lifter: int) -> Routine:
    """Squat by a rule that stands at 102.5 kg, bench as last time, planks, pull-ups."""
    parts = [
        RoutineExercise(SQUAT, (RoutineSet("warmup", 5, 5), *[RoutineSet("working", 5, 5)] * 3), rest_s=180),
        RoutineExercise(BENCH, (RoutineSet("working", 8, 12, 2.0),) * 2, superset=1, note=SCRIPT),
        RoutineExercise(PLANK, (RoutineSet(seconds=90.0),)),
        RoutineExercise(PULLUP, (RoutineSet("amrap", 5),)),
    ]
    made = use.create_routine(engine, lifter, f"Push {SCRIPT}", parts)
    where = (made.routine_id, made.exercises[0].routine_exercise_id)
    rule = from_text("linear add 2.5")
    return rules.set_progression(engine, lifter, *where, rule, "102.5", "kg", "Squat")


def loads(day: PlannedDay) -> list[list[str | None]]:
    return [
        [None if one.weight is None else f"{one.weight.normalize():f}" for one in part.exercise.sets]
        for part in day.parts
    ]


def test_a_routine_is_printed_as_a_workout_begun_now_would_be_planned(engine: Engine, alice: int) -> None:
    log_of(alice, "2026-01-02 bench 60x8 62.5x7")
    bob = new_lifter(engine, "bob")
    log_of(bob, "2026-01-03 bench 111x8 111x8")
    push = push_of(engine, alice)
    day = planned_days.planned_routine(engine, alice, push.routine_id)
    assert loads(day) == [["62.5", "102.5", "102.5", "102.5"], ["60", "62.5"], [None], [None]]
    with reading(engine) as connection:
        assert len(connection.execute(workouts.select().where(workouts.c.user_id == alice)).all()) == 1
    number = start_from_routine(engine, alice, push.routine_id)
    with reading(engine) as connection:
        planned = reads.planned_rows(connection, alice, number)
    assert [row["weight"] for row in planned] == [one.weight for part in day.parts for one in part.exercise.sets]
    with pytest.raises(NoSuchRoutine):
        planned_days.planned_routine(engine, bob, push.routine_id)


def test_in_a_light_week_too(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    log_of(alice, "2026-01-02 squat 100x5 bench 60x8")
    one = programs.begin(sqlite_engine, alice, "rpe-blocks", SINGLES, MON)
    definition = {**one.definition, "deload_every": 1}
    with writing(sqlite_engine) as connection:
        connection.execute(update(program_table).values(definition=definition))
    day = planned_days.planned_routine(sqlite_engine, alice, one.routine_ids[0])
    number = start_from_routine(sqlite_engine, alice, one.routine_ids[0])
    with reading(sqlite_engine) as connection:
        planned = reads.planned_rows(connection, alice, number)
    shown = [(one.weight, one.reps_max) for part in day.parts for one in part.exercise.sets]
    assert [(row["weight"], row["reps_max"]) for row in planned] == shown
    assert any(weight for weight, _ in shown)


def test_weeks_go_on_as_if_all_went_well(engine: Engine, alice: int) -> None:
    programs.begin(engine, alice, "novice-3x5", SINGLES, MON)
    one, days = planned_days.planned_weeks(engine, alice, 2, MON)
    assert one is not None
    assert [(day.name, day.turn and (day.turn.week, str(day.turn.on))) for day in days] == [
        ("Workout A", (1, "2026-01-05")),
        ("Workout B", (1, "2026-01-07")),
        ("Workout A", (2, "2026-01-09")),
        ("Workout B", (2, "2026-01-12")),
    ]
    squats = [Decimal(str(loads(day)[0][0])) for day in days]
    steps = [after - before for before, after in pairwise(squats)]
    assert steps == [steps[0]] * 3
    assert steps[0] > 0


def test_the_waves_of_a_block_are_printed_week_by_week(sqlite_engine: Engine) -> None:
    alice = new_lifter(sqlite_engine)
    programs.begin(sqlite_engine, alice, "531-bbb", SINGLES, MON)
    _, days = planned_days.planned_weeks(sqlite_engine, alice, 4, MON)
    squats = [loads(day)[0] for day in days if day.name == "Squat day"]
    # Nine tenths of 100 kg, at 65/75/85, 70/80/90, 75/85/95 and 40/50/60 %, to 2.5 kg.
    assert squats == [["57.5", "67.5", "77.5"], ["62.5", "72.5", "80"], ["67.5", "77.5", "85"], ["35", "45", "55"]]


def test_without_a_program_there_are_no_weeks(sqlite_engine: Engine) -> None:
    assert planned_days.planned_weeks(sqlite_engine, new_lifter(sqlite_engine), 4, MON) == (None, [])


# The page


class Seen(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.classes: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.classes += [value or "" for name, value in attrs if name == "class"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def sheet_of(engine: Engine, lifter: int, *days: PlannedDay, with_dates: bool = False) -> Sheet:
    racks = {unit: bar_loading.racks(engine, lifter, unit)[0] for unit in ("kg", "lb")}
    return Sheet("Block", days, lists.exercises(engine, lifter), racks, with_dates)


def test_the_page_has_a_box_for_every_set_and_nothing_that_acts(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine)
    push = push_of(sqlite_engine, lifter)
    day = planned_days.planned_routine(sqlite_engine, lifter, push.routine_id)
    text = page(sheet_of(sqlite_engine, lifter, day), KG, MON)
    seen = Seen(text)
    assert seen.classes.count("set") == push.set_count == 8
    assert {"script", "img", "link", "a", "iframe"} & set(seen.tags) == set()
    assert "default-src 'none'" in text
    assert not re.search(r"https?:|url\(|@import", text)
    assert f"Push {SCRIPT}" in seen.words
    assert SCRIPT in seen.words
    found = " ".join(" ".join(seen.words[seen.words.index("Squat (Barbell)") :]).split())
    assert found.startswith("Squat (Barbell) rest 3:00 W1 62.5 kg × 5 20 + 1.25 a side kg Reps 1 102.5 kg × 5")
    assert "25 + 15 + 1.25 a side" in found
    assert "1 8–12 reps RIR 2 kg Reps RIR" in found
    assert "Plank 1 1:30 Time Pull Up 1 5+ reps Reps Notes" in found


def test_days_of_a_program_tell_their_week_and_date(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine)
    day = PlannedDay("Day 1", (), Turn(0, 3, date(2026, 1, 9), False, True))
    seen = Seen(page(sheet_of(sqlite_engine, lifter, day, day, with_dates=True), DE, MON))
    assert seen.tags.count("main") == 2
    assert "Block · Week 3 · deload · Fr., 9. Jan. · Loads as of Mo., 5. Jan." in seen.words
    undated = Seen(page(sheet_of(sqlite_engine, lifter, day), KG, MON))
    assert "Block · Week 3 · deload · Loads as of Mon 5 Jan" in undated.words


@pytest.mark.parametrize(
    ("load_type", "one", "told"),
    [
        ("external", RoutineSet("working", 5, 8, weight=Decimal("142.5"), unit="kg"), "142,5 kg × 5–8"),
        ("external", RoutineSet("amrap", 5, percent_tm=85.0), "85% × 5+"),
        ("external", RoutineSet("working", 5, 5, percent_1rm=72.5), "72,5% of e1RM × 5"),
        ("external", RoutineSet("drop", 8, 8), "8 reps, drop sets"),
        ("external", RoutineSet(), ""),
        ("weighted_bodyweight", RoutineSet("working", 5, 5, weight=Decimal("10"), unit="lb"), "10 lb × 5"),
        ("duration", RoutineSet(seconds=75.0), "1:15"),
        ("distance", RoutineSet(seconds=1500.0, distance_m=5000.0), "3,11 mi in 25:00"),
        ("carry", RoutineSet(distance_m=40.0, weight=Decimal(24), unit="kg"), "24 kg × 44 yd"),
    ],
)
def test_targets_in_words(load_type: str, one: RoutineSet, told: str) -> None:
    assert target(one, Block(1, "X", load_type, "kg", ()), DE) == told


@pytest.mark.parametrize(
    ("weight", "plates"),
    [
        ("20", "empty bar"),
        ("60", "20 a side"),
        ("142.5", "25 + 25 + 10 + 1.25 a side"),
        ("61", ""),
        ("15", "empty bar"),
        ("7", ""),
    ],
)
def test_plates_only_where_they_make_the_weight(sqlite_engine: Engine, weight: str, plates: str) -> None:
    rack = bar_loading.racks(sqlite_engine, new_lifter(sqlite_engine), "kg")[0]
    assert plates_of(RoutineSet(weight=Decimal(weight), unit="kg"), rack) == plates


def test_an_exercise_that_is_gone_still_has_its_boxes(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine)
    exercises.amend_settings(sqlite_engine, lifter, PLANK, {"own_name": "Brett"})
    parts = (Coached(RoutineExercise(999_999, (RoutineSet("working", 5, 5),))), Coached(RoutineExercise(PLANK, ())))
    seen = Seen(page(sheet_of(sqlite_engine, lifter, PlannedDay("Day", parts)), KG, MON))
    assert [word for word in seen.words if word in ("Exercise", "Brett", "5 reps")] == ["Exercise", "5 reps", "Brett"]
