"""A routine given away as text or JSON, and taken in by another lifter."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from services.errors import InvalidValue, NoSuchRoutine
from services.exercises.editing import add_exercise
from services.progression import editing as progressions
from services.progression.rule_text import from_text
from services.routines import editing as use
from services.routines import rules
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.set_grammar import set_of, set_text, sets_of, sets_text
from services.sharing import text as sharing_text
from tests.cast import exercise_id, new_lifter

BENCH, PLANK, CARRY = (exercise_id(name) for name in ("bench", "plank", "carry"))
TEXT = """# Push A
Bench Press (Barbell) | warmup 2x5, 3x8-12@8, 1x5+@85% | rest 150 | superset 1 | linear add 2.5 | note strict / paused
Plank | 3x30s
Farmers Walk | 2x40m with 24 kg"""


@pytest.fixture
def alice(sqlite_engine: Engine) -> int:
    return new_lifter(sqlite_engine, "alice")


@pytest.fixture
def push(sqlite_engine: Engine, alice: int) -> Routine:
    sets = (
        *[RoutineSet("warmup", 5, 5)] * 2,
        *[RoutineSet("working", 8, 12, 2.0)] * 3,
        RoutineSet("amrap", 5, percent_tm=85.0),
    )
    bench = RoutineExercise(BENCH, sets, superset=1, rest_s=150, note="strict | paused")
    plank = RoutineExercise(PLANK, (RoutineSet(seconds=30.0),) * 3)
    carry = RoutineExercise(CARRY, (RoutineSet(distance_m=40.0, weight=Decimal(24), unit="kg"),) * 2)
    made = use.create_routine(sqlite_engine, alice, "Push A", [bench, plank, carry])
    where = (made.routine_id, made.exercises[0].routine_exercise_id)
    return rules.set_progression(sqlite_engine, alice, *where, from_text("linear add 2.5"), "80", "kg", "B")


def bare(routine: Routine) -> list[tuple[object, ...]]:
    return [
        (
            part.exercise_id,
            [replace(routine_set, routine_set_id=0) for routine_set in part.sets],
            part.rest_s,
            part.superset,
        )
        for part in routine.exercises
    ]


@pytest.mark.parametrize("written", [sharing_text.as_text, sharing_text.as_json])
def test_what_is_given_away_is_taken_in(sqlite_engine: Engine, alice: int, push: Routine, written) -> None:
    bob = new_lifter(sqlite_engine, "bob")
    text = written(sharing_text.shared(sqlite_engine, alice, push.routine_id))
    taken = sharing_text.take_in(sqlite_engine, bob, text)
    assert (taken.name, bare(taken)) == ("Push A", bare(push))
    (his,) = progressions.progressions_of(sqlite_engine, bob)
    assert (his.rule, his.now.load) == (from_text("linear add 2.5"), None)
    assert len(use.routines(sqlite_engine, alice)) == 1
    assert [float(progression.now.load or 0) for progression in progressions.progressions_of(sqlite_engine, alice)] == [
        80
    ]


def test_the_text_is_for_reading_too(sqlite_engine: Engine, alice: int, push: Routine) -> None:
    assert sharing_text.as_text(sharing_text.shared(sqlite_engine, alice, push.routine_id)) == TEXT


def test_nobody_gives_away_the_routine_of_another(sqlite_engine: Engine, push: Routine) -> None:
    with pytest.raises(NoSuchRoutine):
        sharing_text.shared(sqlite_engine, new_lifter(sqlite_engine, "bob"), push.routine_id)


def test_short_forms_and_own_words_are_known(sqlite_engine: Engine, alice: int) -> None:
    taken = sharing_text.take_in(sqlite_engine, alice, "# Legs\nrdl | 3x8")
    assert taken.exercises[0].exercise_id == exercise_id("romanian-deadlift-barbell")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begins with its name"),
        ("Bench | 5x5", "begins with its name"),
        ("# Push\nBench Pres (Barbel) | 5x5", "Line 2: There is no exercise named"),
        ("# Push\nPlank | 5y5", "Line 2: “5y5” is no set"),
        ("# Push\nPlank | 99x5", "at most 40 sets"),
        ("# Push\nPlank | 3x12-8", "cannot go from 12 down to 8"),
        ("# Push\nPlank | 3x8 | linear add x", "Line 2: In the progression"),
        ("#\nPlank | 3x8", "The name cannot be"),
        ("{", "damaged"),
        ('{"format": "other"}', "no routine of Tonnage's"),
        ('{"format": "tonnage-routine", "version": 1, "name": 5, "exercises": []}', "The name cannot be"),
        ('{"format": "tonnage-routine", "version": 1, "name": "A", "exercises": [5]}', "Exercise 1: its name"),
        ("x" * 50_000, "at most 40,000"),
        ("# A\nPlank" + " or Plank" * 4000 + " | 3x8", "Line 2: An exercise has at most 5 alternatives, not 4000"),
        (
            "# A\nPlank or Push Up or Squat (Barbell) or rdl or ohp or db bench or pull up | 3x8",
            "5 alternatives, not 6",
        ),
        ("# A\nPlank | 3x8@80%1rm@12", "RIR cannot be"),
        ("# A\nPlank | 3x8@80%@80%1rm", "is no set"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_added(
    sqlite_engine: Engine, alice: int, text: str, why: str
) -> None:
    with pytest.raises(InvalidValue, match=why):
        sharing_text.take_in(sqlite_engine, alice, text)
    assert use.routines(sqlite_engine, alice) == ()


reps = st.integers(1, 30)
some = st.builds(
    RoutineSet,
    set_type=st.sampled_from(["warmup", "working", "drop", "failure", "amrap"]),
    reps_min=reps,
    reps_max=st.one_of(st.none(), st.integers(30, 60)),
    rir=st.one_of(st.none(), st.sampled_from([0.0, 1.5, 3.0])),
    percent_tm=st.one_of(st.none(), st.floats(1, 200)),
    weight=st.one_of(st.none(), st.just(Decimal("82.5"))),
    unit=st.just("kg"),
)


@given(some, st.integers(1, 9))
def test_every_set_is_read_as_it_was_written(routine_set: RoutineSet, count: int) -> None:
    whole = routine_set if routine_set.weight is not None else replace(routine_set, unit=None)
    assert set_of(set_text(whole, count)) == [whole] * count


held = st.builds(
    RoutineSet,
    seconds=st.one_of(st.none(), st.floats(1, 604_800)),
    distance_m=st.floats(1, 1_000_000),
    percent_1rm=st.one_of(st.none(), st.floats(1, 200)),
)


@given(st.lists(st.one_of(some, held), min_size=1, max_size=8))
def test_the_text_of_sets_is_read_as_the_same_text(sets: list[RoutineSet]) -> None:
    """Text, tree, text: and a tree of what the text can say comes back whole."""
    text = sets_text(sets)
    assert sets_text(sets_of(text)) == text
    assert sets_of(text) == tuple(
        routine_set if routine_set.weight is not None else replace(routine_set, unit=None) for routine_set in sets
    )


SHARES = """# Push B
Bench Press (Barbell) or Bench Press (Dumbbell) or Push Up | warmup 1x8, 3x5@82.5%1rm, 2x5@80%@8 | rest 150
Running | 1x5000m in 1500s"""


@pytest.mark.parametrize("written", [sharing_text.as_text, sharing_text.as_json])
def test_shares_of_the_e1rm_and_alternatives_go_along(sqlite_engine: Engine, alice: int, written) -> None:
    taken = sharing_text.take_in(sqlite_engine, alice, SHARES)
    bench = taken.exercises[0]
    assert bench.alternatives == (exercise_id("dumbbell_bench"), exercise_id("pushup"))
    assert [(routine_set.percent_1rm, routine_set.percent_tm, routine_set.rir) for routine_set in bench.sets] == [
        (None, None, None),
        *[(82.5, None, None)] * 3,
        *[(None, 80.0, 2.0)] * 2,
    ]
    found = sharing_text.shared(sqlite_engine, alice, taken.routine_id)
    assert sharing_text.as_text(found) == SHARES
    bob = new_lifter(sqlite_engine, "bob")
    again = sharing_text.take_in(sqlite_engine, bob, written(found))
    assert (bare(again), again.exercises[0].alternatives) == (bare(taken), bench.alternatives)


def test_a_name_that_has_or_in_it_is_one_exercise(sqlite_engine: Engine, alice: int) -> None:
    own = {"load_type": "bodyweight", "equipment": "bodyweight", "pattern": "vertical_pull", "implements": 1}
    number = add_exercise(sqlite_engine, alice, {**own, "name": "Chin or Pull", "per_side": False}, {"lats": 1.0})
    (part,) = sharing_text.take_in(sqlite_engine, alice, "# A\nPlank or chin or pull | 3x8").exercises
    assert (part.exercise_id, part.alternatives) == (PLANK, (number,))
    with pytest.raises(InvalidValue, match="Line 2: There is no exercise named “nothing”"):
        sharing_text.take_in(sqlite_engine, alice, "# A\nPlank or nothing | 3x8")
