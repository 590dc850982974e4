"""Programs in words, the button of Today, and the rule of an exercise in a routine."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from services.errors import InvalidValue, NoSuchRoutine
from services.gyms.loadable import Gear
from services.programs import next_workout
from services.programs.catalogue import built_in, program_named
from services.programs.planned_week import planned_hard_sets
from services.progression import editing as progressions
from services.progression.editing import NoSuchProgression, Progression
from services.progression.prescribe import prescribe
from services.progression.rule_text import from_text
from services.progression.standing import Standing
from services.progression.state import State
from services.routines import editing as use
from services.routines import rules
from services.routines.editing import RoutineExercise, RoutineSet
from tests.cast import exercise_id, new_lifter
from tests.clock import today
from utils.muscles import words as muscles_words
from utils.programs import words as programs_words
from utils.progression import words as progression_words
from utils.progression.form import FIELDS, rule_of
from utils.styling import Display, plain
from utils.today import words as today_words
from utils.workout import due
from utils.workout.due import Start, StartFacts

KG = Display("kg", "UTC", 0, "en-GB")
TODAY = date(2026, 1, 7)
EIGHTS = (RoutineSet(reps_min=8, reps_max=8),) * 3


def standing(due_on: date | None = TODAY, **more: Any) -> Standing:
    return Standing(**{"place": 0, "week": 2, "due_on": due_on, "is_deload": False, "is_over": False, "done": 3} | more)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (standing(), "due today"),
        (standing(date(2026, 1, 5)), "missed on Mon 5 Jan"),
        (standing(date(2026, 1, 9)), "on Fri 9 Jan"),
        (standing(None), "next in line"),
        (standing(is_over=True), "all weeks are done"),
    ],
)
def test_when_the_next_day_is_due(found: Standing, words: str) -> None:
    assert due.due_words(found, KG, TODAY) == words


def test_the_week_with_its_block() -> None:
    one: Any = SimpleNamespace(standing=standing(week=6), definition={"weeks": 9})
    assert programs_words.week_words(one, program_named("rpe-blocks"), KG).replace("\N{NO-BREAK SPACE}", " ") == (
        "Week 6 of 9 · Strength · 3 workouts done"
    )


def progression(rule: str, **state: Any) -> Progression:
    now = State("kg", **state)
    return Progression(1, 1, "Squat", from_text(rule), now, datetime(2026, 1, 1, tzinfo=UTC), now)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (progression("linear add 2.5", load=Decimal("82.5")), "82.5 kg"),
        (progression("linear add 2.5"), "first load open"),
        (progression("double low 8 high 12 add 2.5"), "8–12 reps"),
        (progression("531 add 5", maximum=Decimal("94.05"), step=2), "training max 94.1 kg, step 3 of 4"),
        (progression("rpe steps [1x5@8]", maximum=Decimal(150)), "estimated max 150 kg"),
        (progression("chain stages [5x3+ linear add 5 fails 1] restart 85", load=Decimal(110)), "5×3+ at 110 kg"),
    ],
)
def test_where_a_progression_stands(one: Progression, words: str) -> None:
    assert progression_words.target(one, KG) == words


def test_sets_with_their_loads_in_a_line() -> None:
    aims = prescribe(from_text("531 add 5"), State("kg", maximum=Decimal(100)), Gear(Decimal("2.5")))
    assert progression_words.aims_words(aims, "kg", KG) == "1×5 with 65 kg, 1×5 with 75 kg, 1×5+ with 85 kg"


@pytest.mark.parametrize("one", built_in(), ids=lambda one: one.slug)
def test_every_program_can_be_told(one: Any) -> None:
    assert programs_words.about(one, KG)
    assert all(programs_words.sets_of(one, slot) for day in one.days for slot in day.slots)
    assert all(names for names, _ in programs_words.waves(one))


def facts(program: Any) -> StartFacts:
    rows = [{"routine_id": number, "name": name, "is_archived": False} for number, name in ((1, "Push"), (2, "Day A"))]
    return StartFacts([], rows, program)


def test_todays_button_follows_the_program() -> None:
    on: Any = SimpleNamespace(standing=standing(), next_routine_id=2)
    found = due.start_of(facts(on), [])
    assert (found.title, found.routine_id, found.due_on) == ("Day A", 2, TODAY)
    assert due.start_of(facts(None), []).title == "Push"
    over: Any = SimpleNamespace(standing=standing(is_over=True), next_routine_id=2)
    assert (due.start_of(facts(over), []).title, due.start_of(facts(over), []).due_on) == ("Push", None)
    gone: Any = SimpleNamespace(standing=standing(), next_routine_id=77)
    assert due.start_of(facts(gone), []).title == "Push"


def test_the_button_says_when_it_is_due() -> None:
    asked = Start("routine", "Push A", 1, seconds=55 * 60.0, due_on=today())
    assert today_words.start_label(asked, KG) == "Start Push A – due today, about 55 min"
    missed = Start("routine", "Push A", 1, due_on=today() - timedelta(days=3))
    assert today_words.start_label(missed, KG) == "Start Push A – due today"
    later = today_words.start_label(Start("routine", "Push A", 1, due_on=today() + timedelta(days=2)), KG)
    assert later.startswith("Start Push A – planned for ")


@pytest.mark.parametrize("name", list(FIELDS))
@pytest.mark.parametrize("unit", [1, 2])
def test_the_fields_of_the_page_make_a_rule(name: str, unit: int) -> None:
    assert rule_of(name, {field: told[unit] for field, told in FIELDS[name].items()})


def test_a_field_that_cannot_be_is_named() -> None:
    typed = {field: told[1] for field, told in FIELDS["linear"].items()}
    with pytest.raises(InvalidValue, match="“add” cannot be “many”"):
        rule_of("linear", typed | {"add": "many"})
    with pytest.raises(InvalidValue, match="“add”"):
        rule_of("linear", typed | {"add": ""})
    assert plain("Push A")


def test_the_hard_sets_of_a_routine_before_it_is_done() -> None:
    # Squat: quads 1, glutes and adductors half; a warm-up and a set far from the limit count for nothing.
    sets = (RoutineSet("warmup", 5), *EIGHTS, RoutineSet(reps_min=8, rir=5))
    found = planned_hard_sets([RoutineExercise(exercise_id("squat"), sets)])
    assert found["quads"] == 3
    told = muscles_words.muscles({"quads": 3.0, "glutes": 1.5}, KG)
    assert told.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ") == "Hard sets: quads 3 · glutes 1.5"
    assert muscles_words.muscles({}, KG) == ""


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


def test_an_exercise_of_a_routine_gets_a_rule_and_loses_it_again(engine: Engine, alice: int) -> None:
    made = use.create_routine(engine, alice, "Push", [RoutineExercise(exercise_id("bench"), EIGHTS)])
    where = (made.routine_id, made.exercises[0].routine_exercise_id)
    rule = from_text("linear add 2.5")
    rules.set_progression(engine, alice, *where, rule, "82,5", "kg", "Bench")
    (part,) = next_workout.next_parts(engine, alice, made.routine_id)
    assert [float(one.weight or 0) for one in part.exercise.sets] == [82.5] * 3
    (one,) = progressions.progressions_of(engine, alice)
    _, lines = next_workout.previewed(engine, alice, one.progression_id, (True, False) * 6)
    assert [float(line.aims[0].load or 0) for line in lines[:3]] == [82.5, 85, 85]
    again = from_text("double low 8 high 12 add 2.5")
    rules.set_progression(engine, alice, *where, again, "", "kg", "Bench")
    (one,) = progressions.progressions_of(engine, alice)
    assert (one.rule, one.now.load) == (again, None)
    rules.clear_progression(engine, alice, *where)
    assert progressions.progressions_of(engine, alice) == ()
    assert use.routine(engine, alice, made.routine_id).exercises[0].progression is None


def test_nobody_gives_a_rule_to_the_routine_of_another(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    made = use.create_routine(engine, alice, "Push", [RoutineExercise(exercise_id("bench"), EIGHTS)])
    where = (made.routine_id, made.exercises[0].routine_exercise_id)
    rule = from_text("linear add 2.5")
    with pytest.raises(NoSuchRoutine):
        rules.set_progression(engine, bob, *where, rule, "80", "kg", "Bench")
    rules.set_progression(engine, alice, *where, rule, "80", "kg", "Bench")
    (one,) = progressions.progressions_of(engine, alice)
    with pytest.raises(NoSuchProgression):
        next_workout.previewed(engine, bob, one.progression_id, (True,))
    with pytest.raises(InvalidValue):
        rules.set_progression(engine, alice, *where, rule, "99999", "kg", "Bench")
    # A link to somebody else's progression takes nothing from it.
    link = {"progression_id": str(one.progression_id)}
    his = use.create_routine(engine, bob, "Push", [RoutineExercise(exercise_id("bench"), EIGHTS, progression=link)])
    (part,) = next_workout.next_parts(engine, bob, his.routine_id)
    assert [one.weight for one in part.exercise.sets] == [None] * 3
