"""From rows to inputs and back to operations: what is shown, what is pre-filled, what is sent."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from database.ids import new_id
from services.workout_log import apply
from services.workouts import Past, SetRow, board
from tests.cast import exercise_id, log_of, new_lifter, start, text_of
from utils import log_memory
from utils.log_memory import Memory, save_once
from utils.log_state import amended, blocks_of, doubt, missing, moved, place_after, prefilled, same_tick, tick
from utils.set_texts import Block, fields_of, heading, marks_of, target_of, texts_of, told
from utils.styling import Display

KG = Display("kg", "Europe/Berlin", 0, "en-GB")
GERMAN = replace(KG, locale="de-DE")
NOW = datetime(2026, 1, 5, 18, tzinfo=UTC)


def row(number: int = 1, written: str = "", **fields: Any) -> SetRow:
    """A row: `row(1, "80x5")`, a saved one with `is_saved=True`."""
    weight, _, reps = written.partition("x")
    known = {
        "weight": Decimal(weight) if weight else None,
        "unit": "kg" if weight else None,
        "reps": int(reps) if reps else None,
    }
    return SetRow(number, 7, float(number), **{**known, **fields})


def block(*rows: SetRow, load_type: str = "external", unit: str = "kg") -> Block:
    return Block(7, "Bench Press", load_type, unit, rows or (row(),))


def last_time(*rows: SetRow, best_kg: float | None = None) -> Past:
    return Past(None, rows, best_kg)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("82.5", "82.5"),
        ("82,5", "82.5"),
        (" 100 ", "100"),
        ("0", "0"),
        ("1e308", "1e308"),
        ("abc", "abc"),
        ("-5", "-5"),
        ("", None),
    ],
)
def test_a_weight_is_read_with_comma_and_point_and_what_is_none_stays_as_typed(typed: str, sent: str | None) -> None:
    assert fields_of({"weight": typed, "reps": "5"}, block())["weight"] == sent


def test_reps_are_whole_and_a_reserve_may_be_half() -> None:
    assert fields_of({"weight": "80", "reps": "5", "rir": "1,5"}, block()) == {
        "weight": "80",
        "unit": "kg",
        "reps": 5,
        "rir": 1.5,
    }
    assert fields_of({"weight": "80", "reps": "5,5"}, block())["reps"] == 5.5  # the log refuses it


@pytest.mark.parametrize(("typed", "seconds"), [("45", 45.0), ("1:30", 90.0), ("1:02:30", 3750.0), ("soon", "soon")])
def test_a_time_is_seconds_or_a_clock(typed: str, seconds: float | str) -> None:
    assert fields_of({"seconds": typed}, block(load_type="duration")) == {"seconds": seconds}


def test_distances_are_kilometres_miles_or_for_a_carry_metres_and_yards() -> None:
    assert fields_of({"distance_m": "5,25"}, block(load_type="distance"))["distance_m"] == 5250
    assert fields_of({"distance_m": "1"}, block(load_type="distance", unit="lb"))["distance_m"] == 1609.344
    assert fields_of({"distance_m": "40"}, block(load_type="carry"))["distance_m"] == 40
    assert fields_of({"distance_m": "100"}, block(load_type="carry", unit="lb"))["distance_m"] == 91.44


def test_what_is_shown_is_what_can_be_typed() -> None:
    done = row(1, "82.5x8", rir=2.0)
    assert texts_of(done, block(), "de-DE") == {"weight": "82,5", "reps": "8", "rir": "2"}
    assert fields_of(texts_of(done, block(), "de-DE"), block())["weight"] == "82.5"
    run = row(1, distance_m=5250.0, seconds=1800.0)
    assert texts_of(run, block(load_type="distance"), "en") == {"distance_m": "5.25", "seconds": "30:00", "rir": ""}


def test_a_weight_logged_in_pounds_is_shown_in_the_unit_of_the_exercise() -> None:
    assert texts_of(row(1, "225x5", unit="lb"), block(), "en")["weight"] == "102.06"


def test_a_set_is_told_in_short() -> None:
    assert told(row(1, "82.5x8"), block(), GERMAN) == "82,5 × 8"
    assert told(row(1, "x12"), block(load_type="bodyweight"), KG) == "× 12"
    assert told(row(1, "10x5"), block(load_type="weighted_bodyweight"), KG) == "+10 × 5"
    assert told(row(1, seconds=90.0), block(load_type="duration"), KG) == "1:30"


def test_working_sets_are_numbered_and_the_others_lettered() -> None:
    kinds = ["warmup", "working", "working", "drop", "failure", "amrap"]
    rows = [row(place, set_type=kind) for place, kind in enumerate(kinds, 1)]
    assert marks_of(block(*rows)) == ["W", "1", "2", "D", "F", "A"]


def test_headings_say_the_unit_and_the_sign() -> None:
    assert heading("weight", block(unit="lb")) == "lb"
    assert heading("weight", block(load_type="weighted_bodyweight")) == "+kg"
    assert heading("distance_m", block(load_type="distance", unit="lb")) == "mi"


def test_the_target_is_said_once_for_the_exercise() -> None:
    plan = {"planned_set_id": 1, "reps_min": 6, "reps_max": 8, "target_rir": 2.0, "rest_s": 150}
    rows = (row(1, set_type="warmup", planned_set_id=9), row(2, **plan), row(3, **plan))
    assert target_of(block(*rows)) == "2 × 6–8 · RIR 2 · rest 2:30"
    assert target_of(block()) == ""


def test_a_row_is_prefilled_from_last_time_in_the_same_place() -> None:
    past = last_time(row(8, "40x8", set_type="warmup"), row(9, "80x5"), row(10, "85x3"))
    rows = (row(1, set_type="warmup"), row(2), row(3), row(4))
    shown = [prefilled(block(*rows), place, past, "en") for place in range(4)]
    assert [one["weight"] for one in shown] == ["40", "80", "85", ""]
    assert [one["reps"] for one in shown] == ["8", "5", "3", ""]


def test_the_weight_of_the_plan_stands_before_that_of_last_time() -> None:
    planned = row(1, "90x", reps_min=5, reps_max=5)
    assert prefilled(block(planned), 0, last_time(row(9, "80x8")), "en") == {"weight": "90", "reps": "5", "rir": ""}


@pytest.mark.parametrize(("last", "aimed"), [(5, "6"), (7, "7"), (12, "8")])
def test_the_reps_of_last_time_are_held_within_the_plan(last: int, aimed: str) -> None:
    planned = row(1, reps_min=6, reps_max=8)
    assert prefilled(block(planned), 0, last_time(row(9, f"80x{last}")), "en")["reps"] == aimed


def test_a_first_time_row_is_empty_until_its_first_set_is_saved() -> None:
    planned = row(1, reps_min=5, reps_max=5)
    assert prefilled(block(planned, row(2)), 0, Past(), "en") == {"weight": "", "reps": "", "rir": ""}
    done = row(1, "60x5", is_saved=True)
    assert prefilled(block(done, row(2)), 1, Past(), "en") == {"weight": "60", "reps": "5", "rir": ""}


def test_over_a_quarter_above_the_best_ever_is_asked_about() -> None:
    past = last_time(row(9, "80x5"), best_kg=100.0)
    assert doubt({"weight": "125"}, past, block(), KG) is None
    assert doubt({"weight": "125.5"}, past, block(), KG) == (
        "125.5 kg is much more than your best, 100 kg. Is it right?"
    )


def test_over_twice_last_time_is_asked_about() -> None:
    past = last_time(row(9, "40x5"), best_kg=100.0)
    assert doubt({"weight": "80"}, past, block(), KG) is None
    assert "last time's heaviest, 40 kg" in str(doubt({"weight": "81"}, past, block(), KG))


def test_pounds_are_compared_with_what_was_lifted_in_kilograms() -> None:
    past = last_time(best_kg=100.0)
    assert doubt({"weight": "225"}, past, block(unit="lb"), KG) is None  # 102 kg
    assert doubt({"weight": "300"}, past, block(unit="lb"), KG) is not None  # 136 kg


def test_a_first_weight_and_the_help_of_a_machine_are_not_doubted() -> None:
    assert doubt({"weight": "500"}, Past(), block(), KG) is None
    assert doubt({"weight": "80"}, last_time(best_kg=20.0), block(load_type="assisted"), KG) is None


def test_what_is_missing_is_said_before_anything_is_sent() -> None:
    assert missing({"weight": None, "reps": 5}, block()) == "Type the weight in kg first: 0 if there was none."
    assert missing({"weight": "80", "reps": None}, block()) == "Type the reps first."
    assert missing({"reps": None}, block(load_type="bodyweight")) == "Type the reps first."
    assert missing({"weight": None, "reps": 5}, block(load_type="weighted_bodyweight")) is None
    assert missing({"distance_m": 5000.0, "seconds": None}, block(load_type="distance")) is None


def test_rows_come_by_exercise_in_their_order() -> None:
    rows = [replace(row(3), exercise_id=8), row(2), row(1)]
    known = {7: {"shown_name": "Bank", "load_type": "external", "unit": "lb", "pinned_note": "seat 4"}}
    bench, other = blocks_of(rows, known, "kg")
    assert ([one.set_id for one in bench.rows], bench.name, bench.unit, bench.pinned_note) == (
        [1, 2],
        "Bank",
        "lb",
        "seat 4",
    )
    assert (other.exercise_id, other.unit) == (8, "kg")


def test_a_new_row_stands_behind_its_exercise_and_before_the_next() -> None:
    rows = [row(1), row(2), replace(row(3), exercise_id=8)]
    first, second = blocks_of(rows, {}, "kg")
    assert place_after(rows, first) == 2.5
    assert place_after(rows, second) == 4.0


def test_moving_an_exercise_gives_its_rows_the_places_of_the_other() -> None:
    rows = [row(1), row(2), replace(row(3), exercise_id=8)]
    blocks = blocks_of(rows, {}, "kg")
    assert {one.set_id: position for one, position in moved(blocks, 0, 1)} == {3: 1.0, 1: 2.0, 2: 3.0}
    assert list(moved(blocks, 0, -1)) == []


def test_rows_of_one_position_can_be_moved_too() -> None:
    rows = [replace(row(1), position=1.0), replace(row(2), position=1.0, exercise_id=8)]
    assert {one.set_id: position for one, position in moved(blocks_of(rows, {}, "kg"), 1, -1)} == {1: 2.0}


def test_two_ticks_of_the_same_row_say_the_same() -> None:
    fields = {"weight": "80", "unit": "kg", "reps": 5}
    one = tick(1, row(5), block(), fields, NOW)
    assert same_tick(one, tick(1, row(5), block(), fields, datetime(2026, 1, 5, 19, tzinfo=UTC)))
    assert not same_tick(one, tick(1, row(5), block(), {**fields, "reps": 6}, NOW))


def test_a_tick_writes_one_set_however_often_it_is_sent(sqlite_engine: Any) -> None:
    alice = new_lifter(sqlite_engine)
    begun = start()
    apply(sqlite_engine, alice, [begun])
    bench = replace(block(), exercise_id=exercise_id("bench"))
    ticked = tick(int(begun["workout_id"]), row(new_id()), bench, {"weight": "80", "unit": "kg", "reps": 5}, NOW)
    for _ in range(3):
        assert apply(sqlite_engine, alice, ticked).rejected == {}
    assert text_of(alice) == ["2026-01-05 bench 80x5"]


def test_a_tick_brings_back_a_set_that_was_deleted_on_another_device(sqlite_engine: Any) -> None:
    alice = new_lifter(sqlite_engine)
    (workout,) = log_of(alice, "2026-01-05 bench 80x5")
    (saved,) = board(sqlite_engine, alice, workout).rows
    apply(sqlite_engine, alice, [{**amended(workout, saved), "kind": "delete_set"}])
    bench = replace(block(), exercise_id=exercise_id("bench"))
    apply(sqlite_engine, alice, tick(workout, saved, bench, {"weight": "85", "unit": "kg", "reps": 5}, NOW))
    assert text_of(alice) == ["2026-01-05 bench 85x5"]


def test_the_same_operations_go_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["The database does not answer.", None]
    gone: list[list[str]] = []

    def unreliable(_user: Any, operations: list[dict[str, Any]]) -> str | None:
        gone.append([one["op_id"] for one in operations])
        return answers[len(gone) - 1]

    monkeypatch.setattr(log_memory, "save", unreliable)
    kept, fields = Memory(1), {"weight": "80", "unit": "kg", "reps": 5}
    user: Any = None
    assert not save_once(user, kept, 5, tick(1, row(5), block(), fields, NOW))
    assert save_once(user, kept, 5, tick(1, row(5), block(), fields, datetime.now(UTC)))
    assert gone[0] == gone[1]
    assert kept.problems == {5: "The database does not answer."}
