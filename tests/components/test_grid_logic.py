"""What the set grid makes of typing, without Streamlit: values, ids, operations laid over a board, the search."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from services.log.workout_log import apply
from services.units import KG_PER_LB
from services.workouts.grid_data import board_data
from tests.cast import exercise_id, new_lifter, start
from tests.grid_page import exercise, set_of
from utils import styling
from utils.styling import Display
from utils.workout import grid


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("82.5", "82.5"), ("82,5", "82.5"), (" 100 ", "100"), ("0", "0"), ("", ""), ("7.", "7")]
    + [(bad, None) for bad in ("1e308", "abc", "-5", "1.2.3", "1234567", "\u0663")],
)
def test_a_number_is_read_with_comma_and_point(call: Any, typed: str, sent: str | None) -> None:
    assert call("parseNumber(a)", typed) == sent


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90", 90), ("1:30", 90), ("1:02:30", 3750), ("", ""), ("1:75", None), ("soon", None)]
)
def test_a_time_is_seconds_or_a_clock(call: Any, typed: str, seconds: Any) -> None:
    assert call("parseClock(a)", typed) == seconds


def test_reps_are_whole_and_a_reserve_may_be_half(call: Any) -> None:
    assert call("fieldsOf(a, b)", {"reps": "8.5"}, exercise("bench"))["problem"] == (
        "Reps cannot be “8.5”: type a whole number such as 8."
    )
    assert call("fieldsOf(a, b).fields", {"reps": "8", "rir": "1,5"}, exercise("bench")) == {"reps": 8, "rir": 1.5}


def test_a_weight_goes_with_the_unit_of_its_exercise(call: Any) -> None:
    read = "fieldsOf({weight: a}, b).fields"
    assert call(read, "82,5", exercise("bench", "lb")) == {"weight": "82.5", "unit": "lb"}
    assert call(read, "", exercise("pull_up")) == {"weight": None, "unit": None}


def test_distances_are_kilometres_miles_or_for_a_carry_metres_and_yards(call: Any) -> None:
    read = "fieldsOf({distance_m: a}, b).fields.distance_m"
    assert call(read, "5,2", exercise("run")) == 5200
    assert call(read, "1", exercise("run", "lb")) == pytest.approx(1609.344)
    assert call(read, "40", exercise("farmers")) == 40
    assert call(read, "100", exercise("farmers", "lb")) == pytest.approx(91.44)


@pytest.mark.parametrize(
    ("name", "done", "words"),
    [
        ("bench", set_of("82.50x8"), "82.5 × 8"),
        ("pull_up", set_of("10x6"), "+10 × 6"),
        ("assisted", set_of("30x5"), "\u221230 × 5"),
        ("plank", set_of(seconds=90), "1:30"),
        ("run", set_of(distance_m=5200, seconds=1500), "5.2 km 25:00"),
        ("bench", set_of("20x10", reps_other=8), "20 × 10/8"),
    ],
)
def test_a_set_is_told_in_short(call: Any, name: str, done: dict[str, Any], words: str) -> None:
    assert call("summaryOf(a, b, '.')", done, exercise(name)).replace("\u202f", " ") == words


def test_pounds_are_shown_in_the_unit_of_the_exercise(call: Any) -> None:
    assert call("textOf('weight', a, b, ',')", set_of("100x5", unit="lb"), exercise("bench")) == "45,36"


def aim(low: int | None, high: int | None) -> dict[str, Any]:
    """What is planned of a set: reps from low to high, or as many as go."""
    return {"reps_min": low, "reps_max": high, "target_rir": None, "rest_s": None}


@pytest.mark.parametrize(
    ("planned", "last", "reps"),
    [
        ((5, 5), 8, 5),
        ((8, 12), 9, 9),
        ((8, 12), 15, 12),
        ((8, 12), None, None),
        ((5, 5), None, 5),
        ((3, None), 8, None),
        ((None, None), 8, 8),
    ],
)
def test_reps_are_filled_in_from_plan_and_last_time_but_never_of_an_open_set(
    call: Any, planned: tuple[int, int], last: int | None, reps: int | None
) -> None:
    assert call("aimedReps(a, b)", set_of("80x", target=aim(*planned)), last) == reps


def test_a_plan_says_which_set_is_open(call: Any) -> None:
    rows = [set_of(target=aim(5, 5)), set_of(target=aim(5, 5)), set_of(target=aim(5, None))]
    assert call("planOf(a, { alternatives: () => [] })", {"rows": rows}) == "2 × 5, 5+"
    assert call("planOf(a, { alternatives: () => [] })", {"rows": rows[:2]}) == "2 × 5"


def test_the_reason_of_a_plan_is_read_in_the_lifters_decimals_and_a_note_as_it_was_written(call: Any) -> None:
    target = {**aim(5, 5), "plan_reason": "82.5 → 85 kg.", "plan_note": "Seat 4.5"}
    block = {"exercise_id": "1", "rows": [set_of(target=target)]}
    assert call("planNoteOf(a, b)", block, ",") == "82,5 → 85 kg. Seat 4.5"
    swapped = {**target, "planned_exercise_id": "2"}
    assert call("planNoteOf(a, b)", {**block, "rows": [set_of(target=swapped)]}, ",") == ""


def test_what_is_missing_is_said_before_anything_is_kept(call: Any) -> None:
    bare = call("missingOf({weight: null, reps: 5}, a)", exercise("bench"))
    assert bare == "Type the weight in kg first: 0 if there was none."
    assert call("missingOf({weight: '80', reps: null}, a)", exercise("bench")) == "Type the reps first."
    assert call("missingOf({weight: null, reps: 5}, a)", exercise("pull_up")) is None
    assert call("missingOf({distance_m: null, seconds: 60}, a)", exercise("run")) is None


def test_a_slip_is_asked_about_over_a_quarter_above_the_best_and_twice_last_time(call: Any) -> None:
    ask = "doubtOf({weight: a}, b, c, '.')"
    assert call(ask, "101", exercise("bench"), {"best": 80, "last": 80}) == (
        "101 kg is much more than your best, 80 kg. Is it right?"
    )
    assert call(ask, "100", exercise("bench"), {"best": 80, "last": 80}) is None
    assert "twice" not in (call(ask, "81", exercise("bench"), {"best": 100, "last": 40}) or "")
    assert call(ask, "81", exercise("bench"), {"best": 100, "last": 40}) is not None
    assert call(ask, "500", exercise("bench"), {"best": None, "last": None}) is None
    assert call(ask, "200", exercise("assisted"), {"best": 30, "last": 30}) is None
    assert call(ask, "230", exercise("bench", "lb"), {"best": 100, "last": None}) is None  # 104 kg


def test_ids_are_as_long_as_the_servers_and_sort(call: Any) -> None:
    made = call("[newId(1_900_000_000_000), newId(1_900_000_000_000), newId(1_900_000_000_001)]")
    assert [int(number) for number in made] == sorted({int(number) for number in made})
    assert all(2**50 < int(number) < 2**63 for number in made)
    ids = ["9", "10", str(2**62), str(2**62 + 1)]
    assert call("a.sort(compareIds)", ids[::-1]) == ids


def operation(number: int, kind: str, set_id: str | None = "7", **fields: Any) -> dict[str, Any]:
    made = {"op_id": str(number), "kind": kind, "workout_id": "1", "fields": fields}
    return {**made, "set_id": set_id} if set_id else made


OPERATIONS = [
    operation(1, "log_set", exercise_id="5", position=1.0, weight="80", reps=5),
    operation(2, "amend_set", reps=6),
    operation(3, "delete_set"),
    operation(4, "restore_set"),
    operation(5, "amend_set", weight="82.5"),
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(OPERATIONS), repeated=st.lists(st.sampled_from(OPERATIONS), max_size=4))
def test_operations_lie_over_a_board_in_any_order_and_repeated(call: Any, order: Any, repeated: Any) -> None:
    board = {"workout": {"workout_id": "1"}, "rows": []}
    (row,) = call("overlay(a, b).rows", board, [*order, *repeated])
    assert (row["weight"], row["reps"], row["saved"]) == ("82.5", 6, True)


def test_what_is_not_of_this_workout_is_left_alone(call: Any) -> None:
    other = {**OPERATIONS[0], "workout_id": "2"}
    assert call("overlay(a, b).rows", {"workout": {"workout_id": "1"}, "rows": []}, [other]) == []
    renamed = operation(9, "amend_workout", None, title="Push")
    assert call("overlay(a, b).workout.title", {"workout": {"workout_id": "1"}, "rows": []}, [renamed]) == "Push"


CATALOGUE = [
    {"exercise_id": "1", "name": "Bench Press (Barbell)", "words": ["flat bench"]},
    {"exercise_id": "2", "name": "Bench Press (Dumbbell)", "words": ["db bench"]},
    {"exercise_id": "3", "name": "Romanian Deadlift (Barbell)", "words": ["rdl"]},
    {"exercise_id": "4", "name": "Überzüge", "words": []},
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("rdl", "3"), ("db bench", "2"), ("bench dumb", "2"), ("romainan", "3"), ("uberzuge", "4"), ("dedlift", "3")],
)
def test_exercises_are_found_as_lifters_type_them(call: Any, typed: str, first: str) -> None:
    assert call("findExercises(a, b, [], 5)[0].exercise_id", typed, CATALOGUE) == first


def test_without_a_query_the_recent_ones_come_first(call: Any) -> None:
    assert call("findExercises('', a, ['3', '2'], 3).map((one) => one.exercise_id)", CATALOGUE) == ["3", "2", "1"]
    assert call("findExercises('zzzz', a, [], 3)", CATALOGUE) == []


TAPPED = """(() => {
  const outbox = new Outbox({ user: "1", storage, fetch: () => new Promise(() => {}) });
  outbox.shelf.keep("kit", "", { ...EMPTY_KIT, exercises: [a] });
  const host = document.body.appendChild(el("div"));
  const grid = new SetGrid(host, { outbox, ask: () => {} });
  grid.update({ version: "1", is_open: true, workout: { workout_id: b }, rows: [c], past: {}, last_five: {} });
  host.querySelector(".block .tick").click();
  const shown = host.querySelector("[data-set]").dataset.set;
  grid.destroy();
  return [shown, outbox.pending()];
})()"""


def test_an_id_that_no_double_holds_goes_through_the_grid_into_the_log_and_back(
    call: Any, sqlite_engine: Engine
) -> None:
    far = 2**62 + 1  # made in 2054, so the log is asked in 2060
    alice, then = new_lifter(sqlite_engine), datetime(2060, 1, 1, tzinfo=UTC)
    bench = exercise("bench") | {"exercise_id": str(exercise_id("bench"))}
    row = set_of("80x5", set_id=str(far), exercise_id=bench["exercise_id"])
    shown, tapped = call(TAPPED, bench, str(far - 2), row)
    assert shown == str(far)
    begun = start(far - 2, op_id=1)
    assert apply(sqlite_engine, alice, [begun, *tapped], then).rejected == {}
    board = board_data(sqlite_engine, alice, far - 2)
    assert board
    assert [(entry["set_id"], entry["weight"], entry["reps"]) for entry in board["rows"]] == [(str(far), "80", 5)]


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "pt-BR", "fi", "ja", "lt", "xx"])
@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2025, 12, 28), date(2024, 2, 29)])
def test_a_day_reads_the_same_in_the_log_and_on_the_pages(call: Any, locale: str, day: date) -> None:
    user: Any = SimpleNamespace(unit="kg", shows_rir=True, shows_set_type=True, is_left_handed=False, locale=locale)
    dates = grid.settings_of(user)["dates"]
    display = Display("kg", "UTC", 0, locale)
    assert call("formatDay(a, b, 2026)", day.isoformat(), dates) == styling.long_day(day, display, date(2026, 3, 1))


def test_a_day_of_a_log_kept_before_its_language_was_known_is_a_date(call: Any) -> None:
    assert call("formatDay('2026-01-05', undefined, 2026)") == "2026-01-05"


def test_the_browser_converts_by_the_same_pound(call: Any) -> None:
    assert call("toUnit(1, 'lb', 'kg')") == float(KG_PER_LB)
