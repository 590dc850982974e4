"""Gyms on both engines: equipment as lifters write it, the gym a workout begins in, machines that differ by gym."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from auth import accounts
from auth.accounts import InvalidSetting
from database.db_connector import reading
from database.oltp_tables import exercises, planned_sets, workouts
from services.errors import InvalidValue, NoSuchExercise
from services.exercises import editing as use
from services.exercises import families
from services.exercises.families import add_variant, at_gym, name_at
from services.exercises.lists import known_exercises
from services.gyms import editing as gyms
from services.gyms import words as gyms_words
from services.gyms.editing import NoSuchGym, delete_gym, first_gym, restore_gym, save_gym
from services.gyms.words import parsed, written
from services.routines.editing import RoutineExercise, RoutineSet, create_routine, repeat_workout, start_from_routine
from services.workouts import grid_data
from tests.cast import does, exercise_id, log_of, new_lifter, operation, start
from tests.facts import refreshed, rows_of

RANGE = "Write 2.5-40/2.5: the lightest, the heaviest, the step."
PRESS, BENCH, ROW = exercise_id("leg-press-machine"), exercise_id("bench"), exercise_id("seated-row-cable")


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine, "alice")


@pytest.fixture
def bob(engine: Engine) -> int:
    return new_lifter(engine, "bob")


def made(engine: Engine, lifter: int, name: str = "Downtown", **equipment: str) -> int:
    return save_gym(engine, lifter, name, "kg", equipment)


def told(kind: str, text: str, unit: str = "kg") -> list[str]:
    return [written([one], kind, unit) for one in parsed(kind, text, unit)]


# Equipment in words


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("plate", "25 20 15x4 10", "25 20 15x4 10"),
        ("plate", "25, 20 15 x 4;  2,5", "25 20 15x4 2.5"),
        ("plate", "45lbx4 35 lb 20KGS", "45lbx4 35lb 20"),
        ("plate", "45 lb x 4", "45lbx4"),
        ("plate", "20 20 20.0 10", "20 10"),
        ("dumbbell", "2.5 - 40 / 2.5  42", "2.5-40/2.5 42"),
        ("dumbbell", "5-50/5lb", "5-50/5lb"),
        ("stack", "5–100", "5-100/1"),
        ("smith_bar", "0", "0"),
        ("bar", "  ", ""),
    ],
)
def test_equipment_is_read_as_lifters_write_it(kind: str, text: str, words: str) -> None:
    assert written(parsed(kind, text, "kg"), kind, "kg") == words


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("plate", "25 abc", "Plates: “abc” is no weight. Write kg such as 20, 2.5 or 15x4."),
        ("plate", "15x0", "Plates: “15x0” is none. Leave it out, or write how many there are."),
        ("plate", "0", "Plates: “0” weighs nothing."),
        ("plate", "-5", "Plates: “-5” is no weight. Write kg such as 20, 2.5 or 15x4."),
        ("plate", "5-10", "Plates: “5-10” is no weight. Write kg such as 20, 2.5 or 15x4."),
        ("bar", "20x2", "Barbells: “20x2” is no weight. Write kg such as 20, 2.5."),
        ("bar", "2001", "Barbells: “2001” is too heavy, over 2000 kg."),
        ("stack", "10-5", f"Machine stacks: “10-5” is no range. {RANGE}"),
        ("stack", "1-9/0", f"Machine stacks: “1-9/0” is no range. {RANGE}"),
        ("stack", "1-999/0.1", f"Machine stacks: “1-999/0.1” is no range. {RANGE}"),
        ("plate", "1 " * 300, "Plates: at most 400 characters."),
        ("plate", " ".join(map(str, range(1, 62))), "Plates: at most 60 weights; write a rack as 2.5-40/2.5."),
        ("plate", "٢٠", "Plates: “٢٠” is no weight. Write kg such as 20, 2.5 or 15x4."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(kind: str, text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parsed(kind, text, "kg")
    assert str(refused.value) == sentence


def test_a_gym_is_written_for_somebody_who_counts_in_pounds() -> None:
    assert written(parsed("plate", "20 45lbx2", "kg"), "plate", "lb") == "20kg 45x2"


weights = st.decimals(Decimal("0.001"), 1999, places=3).map(gyms_words.plain)
words = st.one_of(
    weights,
    st.builds("{}{}x{}".format, weights, st.sampled_from(["", "lb", "kg"]), st.integers(1, 99)),
)


@given(st.lists(words, max_size=12), st.sampled_from(["kg", "lb"]), st.sampled_from(["kg", "lb"]))
def test_what_was_read_is_written_so_that_it_reads_the_same(line: list[str], unit: str, other: str) -> None:
    items = parsed("plate", " ".join(line), unit)
    assert parsed("plate", written(items, "plate", other), other) == items


def test_the_defaults_can_be_read() -> None:
    for unit, lines in gyms_words.DEFAULTS.items():
        assert all(told(kind, text, unit) for kind, text in lines.items())
        assert lines.keys() == gyms_words.KINDS.keys()


# Gyms


def test_a_gym_is_kept_with_its_equipment_the_heaviest_first(engine: Engine, alice: int, bob: int) -> None:
    number = made(engine, alice, " Downtown ", plate="10 25 45lbx4", bar="20 15")
    (gym,) = gyms.gyms(engine, alice)
    assert (gym["gym_id"], gym["name"], gym["is_default"]) == (number, "Downtown", True)
    assert written(gym["items"], "plate", "kg") == "25 45lbx4 10"  # 45 lb are 20.4 kg
    assert gyms.gyms(engine, bob) == []
    save_gym(engine, alice, "Uptown", "kg", {"plate": "20"}, gym_id=number)
    (gym,) = gyms.gyms(engine, alice)
    assert (gym["name"], written(gym["items"], "plate", "kg"), written(gym["items"], "bar", "kg")) == (
        "Uptown",
        "20",
        "",
    )


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "downtown", "\ud800"])
def test_a_gym_needs_a_name_that_no_other_has(engine: Engine, alice: int, name: str) -> None:
    made(engine, alice)
    with pytest.raises(InvalidValue):
        made(engine, alice, name)
    assert len(gyms.gyms(engine, alice)) == 1


def test_one_gym_is_the_usual_one(engine: Engine, alice: int) -> None:
    first = made(engine, alice, "A")
    second = save_gym(engine, alice, "B", "kg", {}, is_default=True)
    assert [gym["is_default"] for gym in gyms.gyms(engine, alice)] == [False, True]
    delete_gym(engine, alice, second)
    assert [(gym["gym_id"], gym["is_default"]) for gym in gyms.gyms(engine, alice)] == [(first, True)]


def test_nobody_touches_the_gym_of_another(engine: Engine, alice: int, bob: int) -> None:
    number = made(engine, alice, plate="20")
    attempts = [
        lambda: save_gym(engine, bob, "Mine", "kg", {"plate": "10"}, gym_id=number),
        lambda: delete_gym(engine, bob, number),
    ]
    for attempt in attempts:
        with pytest.raises(NoSuchGym):
            attempt()
    (gym,) = gyms.gyms(engine, alice)
    assert (gym["name"], written(gym["items"], "plate", "kg")) == ("Downtown", "20")
    with pytest.raises(InvalidValue, match="no such gym"):
        add_variant(engine, bob, PRESS, number)


def test_a_workout_begins_where_the_last_one_was(engine: Engine, alice: int) -> None:
    assert first_gym(engine, alice) is None
    usual, other = made(engine, alice, "A"), made(engine, alice, "B")
    assert first_gym(engine, alice) == usual
    log_of(alice, "2026-01-06 bench 80x5")
    does(alice, start(at="2026-01-05T18:00:00+00:00", gym_id=str(other)))
    assert first_gym(engine, alice) == other
    delete_gym(engine, alice, other)
    assert first_gym(engine, alice) == usual


def test_a_deleted_gym_comes_back_with_all_that_was_there(engine: Engine, alice: int) -> None:
    number = made(engine, alice, plate="25 20x2")
    opened = start(gym_id=str(number))
    does(alice, opened)
    variant = add_variant(engine, alice, PRESS, number)
    gone = delete_gym(engine, alice, number)
    assert gyms.gyms(engine, alice) == []
    assert rows_of(engine, alice, workouts)[0]["gym_id"] is None
    assert known_exercises(engine, alice)[variant].gym_id is None
    for _ in range(2):
        restore_gym(engine, alice, gone)
    (gym,) = gyms.gyms(engine, alice)
    assert (gym["gym_id"], written(gym["items"], "plate", "kg")) == (number, "25 20x2")
    assert rows_of(engine, alice, workouts)[0]["gym_id"] == number
    assert known_exercises(engine, alice)[variant].gym_id == number


# Families


def test_a_machine_is_another_one_in_a_gym(engine: Engine, alice: int, bob: int) -> None:
    number = made(engine, alice)
    use.amend_settings(engine, alice, PRESS, {"rest_s": 150, "unit": "lb", "pinned_note": "Seat 4"})
    variant = add_variant(engine, alice, PRESS, number)
    shelf = known_exercises(engine, alice)
    one, head = shelf[variant], shelf[PRESS]
    assert (one.name, one.variant_of, one.gym_id) == ("Leg Press (Machine) – Downtown", PRESS, number)
    assert (one.muscles, one.equipment, one.load_type) == (head.muscles, "machine", "external")
    assert (one.rest_s, one.unit, one.pinned_note) == (150, "lb", None)
    assert variant not in known_exercises(engine, bob)
    assert add_variant(engine, alice, PRESS, number) == variant


def test_there_are_no_variants_of_variants(engine: Engine, alice: int) -> None:
    first, second = made(engine, alice, "A"), made(engine, alice, "B")
    variant = add_variant(engine, alice, PRESS, first)
    other = add_variant(engine, alice, variant, second)
    shelf = known_exercises(engine, alice)
    assert (shelf[other].variant_of, shelf[other].name) == (PRESS, "Leg Press (Machine) – B")
    assert add_variant(engine, alice, other, first) == variant


@pytest.mark.parametrize(
    ("number", "error"), [(BENCH, "the same in every gym"), (999_999, "There is no such exercise")]
)
def test_only_machines_and_cables_differ(engine: Engine, alice: int, number: int, error: str) -> None:
    there = made(engine, alice)
    with pytest.raises((InvalidValue, NoSuchExercise), match=error):
        add_variant(engine, alice, number, there)
    assert [exercise for exercise in known_exercises(engine, alice).values() if exercise.variant_of] == []


def test_a_variant_put_away_is_taken_out_and_a_merged_one_is_told(engine: Engine, alice: int) -> None:
    there = made(engine, alice)
    variant = add_variant(engine, alice, PRESS, there)
    use.amend_settings(engine, alice, variant, {"is_archived": True})
    assert swaps(engine, alice, there) == {}
    assert add_variant(engine, alice, PRESS, there) == variant
    assert swaps(engine, alice, there) == {PRESS: variant}
    use.merge_exercises(engine, alice, variant, PRESS)
    assert swaps(engine, alice, there) == {}
    with pytest.raises(InvalidValue, match="was merged into another exercise"):
        add_variant(engine, alice, PRESS, there)


def swaps(engine: Engine, lifter: int, gym_id: int | None) -> dict[int, int]:
    with reading(engine) as connection:
        return at_gym(families.variants(connection, lifter), gym_id)


def test_each_gym_has_its_machine_and_the_others_have_the_first(engine: Engine, alice: int) -> None:
    first, second, third = (made(engine, alice, name) for name in "ABC")
    here, there = add_variant(engine, alice, PRESS, first), add_variant(engine, alice, PRESS, second)
    assert swaps(engine, alice, first) == {PRESS: here, there: here}
    assert swaps(engine, alice, second) == {PRESS: there, here: there}
    assert swaps(engine, alice, third) == {here: PRESS, there: PRESS}
    assert swaps(engine, alice, None) == {}
    delete_gym(engine, alice, first)
    assert swaps(engine, alice, third) == {there: PRESS}


some_variants = st.lists(
    st.builds(
        lambda head, gym_id, is_used: families.Variant(0, head, gym_id, is_used, has_head=head != 3),
        st.integers(1, 3),
        st.sampled_from([None, 7, 8, 9]),
        st.booleans(),
    ),
    max_size=6,
)


@given(some_variants, st.sampled_from([7, 8, 9]))
def test_an_exercise_is_swapped_once_and_for_what_stands_there(found: list[families.Variant], gym_id: int) -> None:
    known = [replace(one, exercise_id=10 + place) for place, one in enumerate(found)]
    by_id = {one.exercise_id: one for one in known}
    for number, other in at_gym(known, gym_id).items():
        assert other not in at_gym(known, gym_id)
        assert (by_id[number].head if number in by_id else number) == (by_id[other].head if other in by_id else other)
        assert other not in by_id or (by_id[other].gym_id == gym_id and by_id[other].is_in_use)
        assert other != 3


def test_a_first_machine_that_was_put_away_does_not_come_back(engine: Engine, alice: int) -> None:
    first, second = made(engine, alice, "A"), made(engine, alice, "B")
    variant = add_variant(engine, alice, PRESS, first)
    use.amend_settings(engine, alice, PRESS, {"is_archived": True})
    assert (swaps(engine, alice, first), swaps(engine, alice, second)) == ({PRESS: variant}, {})


def test_a_variant_is_called_after_its_gym_unless_the_lifter_named_it(engine: Engine, alice: int) -> None:
    there = made(engine, alice)
    variant, named = add_variant(engine, alice, PRESS, there), add_variant(engine, alice, ROW, there)
    use.amend_settings(engine, alice, named, {"own_name": "Old row"})
    save_gym(engine, alice, "Uptown", "kg", {}, gym_id=there)
    shelf = known_exercises(engine, alice)
    assert (shelf[variant].name, shelf[named].name) == ("Leg Press (Machine) – Uptown", "Old row")
    assert len(name_at("x" * 120, "y" * 100)) == 120


def test_last_time_and_records_of_two_machines_are_kept_apart(engine: Engine, alice: int) -> None:
    there = made(engine, alice)
    variant = add_variant(engine, alice, PRESS, there)
    log_of(alice, "2026-01-05 leg-press-machine 200x8")
    opened = start(at="2026-01-07T18:00:00+00:00", gym_id=str(there))
    set_fields = {"exercise_id": str(variant), "weight": "90", "unit": "kg", "reps": 8}
    does(alice, opened, operation("log_set", int(opened["workout_id"]), 77, **set_fields))
    star = refreshed(alice)
    family = {row["exercise_id"]: row["family_id"] for row in star["dim_exercises"]}
    assert family == {PRESS: PRESS, variant: PRESS}
    assert {row["exercise_id"]: row["best_weight_kg"] for row in star["fact_exercise_days"]} == {
        PRESS: 200,
        variant: 90,
    }
    kit = grid_data.kit(engine, alice, "epley", "kg")
    assert [one["weight"] for one in kit["past"][str(variant)]["sets"]] == ["90"]
    assert kit["past"][str(variant)]["gym_id"] == str(there)
    assert [one["weight"] for one in kit["past"][str(PRESS)]["sets"]] == ["200"]
    assert (kit["bests"][str(variant)]["kg"], kit["bests"][str(PRESS)]["kg"]) == (90, 200)
    assert (kit["first_gym"], kit["gyms"][0]["here"]) == (str(there), {str(PRESS): str(variant)})


def test_a_family_is_led_by_what_its_head_was_merged_into(engine: Engine, alice: int) -> None:
    there = made(engine, alice)
    variant = add_variant(engine, alice, PRESS, there)
    opened = start()
    set_fields = {"exercise_id": str(variant), "weight": "90", "unit": "kg", "reps": 8}
    does(alice, opened, operation("log_set", int(opened["workout_id"]), 77, **set_fields))
    other = exercise_id("leg-press-horizontal-machine")

    def led() -> list[int]:
        return [row["family_id"] for row in refreshed(alice)["dim_exercises"] if row["exercise_id"] == variant]

    assert led() == [PRESS]
    use.merge_exercises(engine, alice, PRESS, other)
    assert led() == [other]
    assert swaps(engine, alice, there) == {other: variant}
    use.unmerge_exercise(engine, alice, PRESS)
    assert led() == [PRESS]


def planned(engine: Engine, lifter: int, workout_id: int) -> list[tuple[int, str | None]]:
    with reading(engine) as connection:
        picked = select(planned_sets.c.exercise_id, planned_sets.c.weight).where(
            planned_sets.c.user_id == lifter, planned_sets.c.workout_id == workout_id
        )
        rows = connection.execute(picked.order_by(planned_sets.c.position)).all()
    return [(row.exercise_id, None if row.weight is None else gyms_words.plain(row.weight)) for row in rows]


def gym_of(engine: Engine, lifter: int, workout_id: int) -> Any:
    return next(row["gym_id"] for row in rows_of(engine, lifter, workouts) if row["workout_id"] == workout_id)


def test_a_routine_is_planned_on_the_machines_of_the_gym(engine: Engine, alice: int) -> None:
    """What stands in the routine or was lifted elsewhere says nothing about another machine."""
    usual, other = made(engine, alice, "A"), made(engine, alice, "B")
    variant = add_variant(engine, alice, PRESS, other)
    log_of(alice, "2026-01-05 leg-press-machine 200x8 bench 80x5")
    target = RoutineSet(reps_min=8, weight=Decimal(180), unit="kg")
    exercises = [RoutineExercise(PRESS, (target, RoutineSet())), RoutineExercise(BENCH, (RoutineSet(),))]
    routine = create_routine(engine, alice, "Legs", exercises)
    first = start_from_routine(engine, alice, routine.routine_id)
    assert gym_of(engine, alice, first) == usual
    assert planned(engine, alice, first) == [(PRESS, "180"), (PRESS, "200"), (BENCH, "80")]
    second = start_from_routine(engine, alice, routine.routine_id, gym_id=other)
    assert gym_of(engine, alice, second) == other
    assert planned(engine, alice, second) == [(variant, None), (variant, None), (BENCH, "80")]


def test_a_past_workout_is_repeated_on_the_machines_of_the_gym(engine: Engine, alice: int, bob: int) -> None:
    there = made(engine, alice)
    (past,) = log_of(alice, "2026-01-05 leg-press-machine 200x8 bench 80x5")
    variant = add_variant(engine, alice, PRESS, there)
    again = repeat_workout(engine, alice, past)
    assert (gym_of(engine, alice, again), planned(engine, alice, again)) == (there, [(variant, None), (BENCH, "80")])
    (bobs,) = log_of(bob, "2026-01-05 leg-press-machine 150x8")
    again = repeat_workout(engine, bob, bobs)
    assert (gym_of(engine, bob, again), planned(engine, bob, again)) == (None, [(PRESS, "150")])
    with pytest.raises(InvalidValue, match="no such gym"):
        repeat_workout(engine, bob, bobs, gym_id=there)


def test_no_row_of_the_catalogue_is_a_variant(engine: Engine) -> None:
    with reading(engine) as connection:
        found = connection.execute(select(exercises.c.exercise_id).where(exercises.c.variant_of.is_not(None))).all()
    assert found == []


# The lifter's own step


def test_a_lifters_step_is_that_of_every_exercise_without_one(engine: Engine, alice: int) -> None:
    accounts.amend(engine, alice, {"step_kg": Decimal("1"), "step_lb": None})
    use.amend_settings(engine, alice, BENCH, {"step": "0.5"})
    use.amend_settings(engine, alice, PRESS, {"unit": "lb"})
    user = accounts.find_user(engine, "alice")
    kit = grid_data.kit(engine, alice, "epley", "kg", user.step_kg, user.step_lb)
    steps = {int(one["exercise_id"]): one["step"] for one in kit["exercises"]}
    assert (steps[ROW], steps[BENCH], steps[PRESS]) == ("1", "0.5", "5")
    with pytest.raises(InvalidSetting):
        accounts.amend(engine, alice, {"step_kg": Decimal("0")})
