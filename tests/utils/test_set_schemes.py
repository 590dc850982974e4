"""Routines in words and in inputs: schemes, what a row of inputs stands for, how long a routine takes."""

from decimal import Decimal
from typing import Any

import pytest

from database.rows import named_rows
from services.errors import InvalidValue
from services.routines.editing import Routine, RoutineExercise, RoutineSet
from services.routines.starters import starters
from services.routines.timing import estimated_seconds
from utils import set_schemes as rows
from utils.set_schemes import Row
from utils.set_texts import Block
from utils.styling import NO_BREAK, Display
from utils.workout import due

KG = Display("kg", "UTC", 0, "en-GB")
GERMAN = Display("kg", "UTC", 0, "de-DE")
BENCH = Block(1, "Bench", "external", "kg", ())
PLANK = Block(2, "Plank", "duration", "kg", ())
CARRY = Block(3, "Farmer's walk", "carry", "lb", ())
WARMUP, FIVE = RoutineSet("warmup", 5, 5), RoutineSet(reps_min=5, reps_max=5, rir=2)

SCHEMES = [
    (RoutineExercise(1, (FIVE,) * 3, rest_s=150), BENCH, "3 × 5 · RIR 2 · rest 2:30"),
    (RoutineExercise(1, (RoutineSet(reps_min=6, reps_max=8),) * 4, superset=2), BENCH, "4 × 6–8 · superset B"),
    (RoutineExercise(1, (WARMUP, *[FIVE] * 2)), BENCH, "1 × 5 warm-up · 2 × 5 · RIR 2"),
    (RoutineExercise(1, (FIVE, RoutineSet(reps_min=8, reps_max=8, rir=1))), BENCH, "1 × 5 RIR 2 · 1 × 8 RIR 1"),
    (RoutineExercise(1, (RoutineSet("amrap", 5, percent_tm=85),)), BENCH, "1 × 5+ at 85%"),
    (RoutineExercise(1, (RoutineSet(reps_min=5, weight=Decimal("62.5"), unit="kg"),)), BENCH, "1 × 5 with 62.5 kg"),
    (RoutineExercise(2, (RoutineSet(seconds=45),) * 3), PLANK, "3 × 0:45"),
    (RoutineExercise(2, (RoutineSet(),) * 3), PLANK, "3 sets"),
    (RoutineExercise(1), BENCH, "No sets yet"),
]


def bare(markdown: str) -> str:
    return markdown.replace("\\", "").replace(NO_BREAK, " ")


@pytest.mark.parametrize(("exercise", "block", "words"), SCHEMES)
def test_a_scheme_in_words(exercise: RoutineExercise, block: Block, words: str) -> None:
    assert bare(rows.scheme(exercise, block, KG)) == words


def test_equal_neighbours_are_one_row_whatever_their_ids() -> None:
    sets = (WARMUP, RoutineSet(reps_min=5, routine_set_id=1), RoutineSet(reps_min=5, routine_set_id=2), WARMUP)
    assert rows.rows_of(sets) == [Row(1, WARMUP), Row(2, RoutineSet(reps_min=5)), Row(1, WARMUP)]


def typed(**texts: str) -> list[RoutineSet]:
    return rows.read_row("working", "2", texts, BENCH)


def test_a_row_of_inputs_is_so_many_equal_sets() -> None:
    assert typed(reps_min="6", reps_max="8", rir="1,5") == [RoutineSet(reps_min=6, reps_max=8, rir=1.5)] * 2
    assert typed(reps_min="5", reps_max="", rir="") == [RoutineSet(reps_min=5, reps_max=5)] * 2
    with_weight = typed(reps_min="5", reps_max="5", rir="", weight="62,5")
    assert with_weight == [RoutineSet(reps_min=5, reps_max=5, weight="62.5", unit="kg")] * 2  # type: ignore[arg-type]
    assert rows.read_row("amrap", "1", {"reps_min": "5", "reps_max": ""}, BENCH) == [RoutineSet("amrap", 5)]
    assert rows.read_row("working", "1", {"seconds": "1:30"}, PLANK)[0].seconds == 90
    assert rows.read_row("working", "1", {"distance_m": "100"}, CARRY)[0].distance_m == pytest.approx(91.44)


@pytest.mark.parametrize("count", ["", "0", "-1", "2,5", "many", "41", "1e308"])
def test_the_number_of_sets_is_checked(count: str) -> None:
    with pytest.raises(InvalidValue, match="The number of sets cannot be"):
        rows.read_row("working", count, {"reps_min": "5"}, BENCH)


def test_inputs_hold_what_was_saved_as_the_lifter_would_type_it() -> None:
    one = RoutineSet(reps_min=6, reps_max=8, rir=1.5, percent_tm=72.5)
    texts = rows.input_texts(one, BENCH, GERMAN.locale)
    assert {name: texts[name] for name in ("reps_min", "reps_max", "rir", "percent_tm")} == {
        "reps_min": "6",
        "reps_max": "8",
        "rir": "1,5",
        "percent_tm": "72,5",
    }
    asked = rows.asked_of(BENCH, rows.PERCENT)
    assert asked == ("reps_min", "reps_max", "rir", "percent_tm")
    assert rows.read_row("working", "1", {name: texts[name] for name in asked}, BENCH) == [one]


def test_every_set_of_every_starter_survives_its_inputs() -> None:
    for starter in starters():
        for part in (part for routine in starter.routines for part in routine.exercises):
            load = rows.load_of(part.sets)
            read: list[RoutineSet] = []
            for row in rows.rows_of(part.sets):
                texts = rows.input_texts(row.planned_set, BENCH, "en")
                asked = {name: texts[name] for name in rows.asked_of(BENCH, load)}
                read += rows.read_row(row.planned_set.set_type, str(row.count), asked, BENCH)
            assert tuple(read) == part.sets


def test_another_exercise_keeps_the_sets_it_can_do_but_no_weight() -> None:
    heavy = (RoutineSet(reps_min=5, weight=Decimal(100), unit="kg"),)
    assert rows.sets_for(heavy, "external", "bodyweight") == (RoutineSet(reps_min=5),)
    assert rows.sets_for(heavy, "external", "duration") == (RoutineSet(seconds=30),) * 3


def test_how_long_a_routine_may_take() -> None:
    # A minute to set up, then 3 × (5 reps of 4 s and 160 s of rest): 600 s.
    bench = RoutineExercise(1, (FIVE,) * 3, rest_s=160)
    assert estimated_seconds(Routine("Push", (bench,))) == 600
    # In a superset both share each rest: 2 × (60 + 3 × (20 + 80)) = 720 s, to five minutes 600 s.
    pair = tuple(RoutineExercise(number, (FIVE,) * 3, superset=1, rest_s=160) for number in (1, 2))
    assert estimated_seconds(Routine("Pair", pair)) == 600
    assert estimated_seconds(Routine("Two", (bench, bench))) == 1200


def test_what_was_done_says_more_than_an_estimate() -> None:
    done = named_rows(("routine_id", "duration_s"), [(7, 3000), (7, 3600), (8, 60), (7, None)])
    push = Routine("Push", (RoutineExercise(1, (FIVE,) * 3, rest_s=160),), routine_id=7)
    assert due.usual_seconds(done, push) == 3300
    assert due.usual_seconds([], push) == 600
    assert due.usual_seconds(done, Routine("Empty", routine_id=7)) is None


def routine(number: int, folder: str | None = None) -> Routine:
    return Routine(str(number), folder=folder, routine_id=number)


def test_folders_stand_in_the_order_of_their_first_routine() -> None:
    mixed = [routine(1, "PPL"), routine(2), routine(3, "Travel"), routine(4, "PPL")]
    shown = {folder: [one.routine_id for one in inside] for folder, inside in rows.by_folder(mixed).items()}
    assert list(shown.items()) == [(None, [2]), ("PPL", [1, 4]), ("Travel", [3])]
    assert rows.by_folder([]) == {}


@pytest.mark.parametrize(
    ("number", "step", "order"), [(4, -1, [2, 4, 1, 3]), (1, -1, [2, 1, 4, 3]), (2, 1, [2, 1, 4, 3])]
)
def test_a_routine_moves_within_its_folder(number: int, step: int, order: list[int]) -> None:
    mixed = [routine(1, "PPL"), routine(2), routine(3, "Travel"), routine(4, "PPL")]
    assert rows.moved(mixed, number, step) == order


def test_choices_hold_what_is_set() -> None:
    assert rows.rests_of(None)[:2] == [0, 30]
    assert 100 in rows.rests_of(100)
    one = Routine("Push", (RoutineExercise(1, superset=1), RoutineExercise(2, superset=3)))
    assert rows.supersets_of(one, 1) == [0, 1, 3, 4]
    chosen: dict[Any, str] = {number: rows.letter(number) for number in (0, 1, 26, 27)}
    assert chosen == {0: "–", 1: "A", 26: "Z", 27: "27"}
