"""What the grid knows of gyms, without Streamlit: plates beside services/plates.py, racks, going on in another gym."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.gyms.words import parsed
from services.plates import plates
from services.units import lb_to_kg
from tests.grid_page import exercise, set_of

LOOSE = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# The model of a workout in gym 11: `a` is the kit, `b` the rows, `c` what was done before.
WORLD = """
(() => {
  const outbox = new Outbox({ user: "1", storage, fetch: () => new Promise(() => {}) });
  for (const key of Object.keys(storedTexts)) delete storedTexts[key];
  outbox.shelf.keep("kit", "", { ...EMPTY_KIT, ...a });
  const log = new Log(outbox);
  log.takeKit();
  const workout = { workout_id: "1", gym_id: "11" };
  log.update({ version: "1", is_open: true, workout, rows: b, past: c });
  return log;
})()
"""


def gym(gym_id: str = "11", here: dict[str, str] | None = None, unit: str = "kg", **lines: str) -> dict[str, Any]:
    """A gym as the kit has it, its equipment as a lifter writes it."""
    items = [item for kind, text in lines.items() for item in parsed(kind, text, unit)]
    texts = [{name: None if value is None else str(value) for name, value in piece.items()} for piece in items]
    counted = [{**text, "count": piece["count"]} for text, piece in zip(texts, items, strict=True)]
    return {"gym_id": gym_id, "name": f"Gym {gym_id}", "is_default": False, "items": counted, "here": here or {}}


sizes = st.sampled_from([25.0, 20.0, 15.0, 10.0, 7.5, 5.0, 2.5, 1.25, 0.5])
inventories = st.lists(st.tuples(sizes, st.sampled_from(["kg", "lb"]), st.integers(0, 8)), max_size=6)


@LOOSE
@given(
    quarters=st.integers(0, 1200),
    unit=st.sampled_from(["kg", "lb"]),
    bar=st.sampled_from([(20, "kg"), (45, "lb"), (15, "kg")]),
    owned=inventories,
)
def test_the_browser_loads_a_bar_as_the_server_does(
    call: Any, quarters: int, unit: str, bar: tuple[float, str], owned: list[tuple[float, str, int]]
) -> None:
    """Both in kilograms and pounds at once: the server is given pounds as kilograms, exactly."""

    def in_kg(weight: float, of: str) -> float:
        return weight if of == "kg" else lb_to_kg(weight) or 0.0

    expected = plates(in_kg(quarters / 4, unit), in_kg(*bar), [(in_kg(w, of), count) for w, of, count in owned])
    items = [{"weight": weight, "unit": of, "count": count} for weight, of, count in owned]
    found = call("platesFor(grains(a, b), c, d)", quarters / 4, unit, {"weight": bar[0], "unit": bar[1]}, items)
    assert (found is None) == (expected is None)
    if found and expected:
        assert found["total"] / 1e12 == pytest.approx(expected["total"], abs=1e-9)
        sides = [in_kg(plate["weight"], plate["unit"]) for plate in found["side"]]
        assert sides == pytest.approx(expected["per_side"], abs=1e-9)


def test_plates_without_end_are_loaded_as_many_of_each_are(call: Any) -> None:
    owned = [{"weight": weight, "unit": "kg", "count": None} for weight in (25, 20, 15, 10, 5, 2.5, 1.25, 0.5)]
    bar = {"weight": 20, "unit": "kg"}
    for target in (20.5, 21, 63.5, 97.5, 142.5, 316, 401):
        expected = plates(target, 20, [(plate["weight"], 40) for plate in owned])
        found = call("platesFor(grains(a, 'kg'), b, c)", target, bar, owned)
        assert expected is not None
        assert [plate["weight"] for plate in found["side"]] == expected["per_side"], target


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (100, "25 + 15 a side"),
        (20, "bar only"),
        (15, "lighter than the bar, 20"),
        (61, "makes 60: 20 a side"),
        (9999, ""),
    ],
)
def test_without_a_gym_a_usual_bar_is_loaded(call: Any, target: float, told: str) -> None:
    assert call("platesText(a, b, null, '.')", target, exercise("bench")) == told


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (50, "10 + 5 a side"),
        (18, "makes 17.5: 1.25 a side, 15 bar"),
        (16, "makes 15: 15 bar only"),
        (9, "lighter than the bar, 10"),
        (500, "makes 57.5: 10 + 5 + 2.5 + 1.25 a side"),
    ],
)
def test_a_gym_says_which_bars_and_plates_there_are(call: Any, target: float, told: str) -> None:
    there = gym(bar="20 15 10", plate="10x2 5x2 2.5x3 1.25x2")
    assert call("platesText(a, b, c, '.')", target, exercise("bench"), there) == told


def test_each_kind_of_bar_is_its_own(call: Any) -> None:
    there = gym(bar="20", ez_bar="7.5", smith_bar="0", plate="10 5 2.5")
    for equipment, weight in (("ez_bar", 27.5), ("smith_machine", 20), ("barbell", 40), ("trap_bar", 45)):
        bench = {**exercise("bench"), "equipment": equipment}
        assert call("platesText(a, b, c, '.')", weight, bench, there) == "10 a side", equipment


def test_pounds_among_kilograms_count_exactly_and_keep_their_name(call: Any) -> None:
    """20 kg + 2 × 45 lb = 20 + 2 × 20.41165665 = 60.8233133 kg, shown as 60.82."""
    there = gym(bar="20", plate="45lbx2 10x2 1.25x2")
    told = "platesText(a, b, c, ',')"
    assert call("loadable(61, a, b)", exercise("bench"), there) == 60.82
    assert call(told, 60.82, exercise("bench"), there) == "45\u00a0lb a side"
    assert call(told, 83.32, exercise("bench"), there) == "45\u00a0lb + 10 + 1,25 a side"
    both = gym(bar="45lb 20 35lb", plate="25 20 15 10 5 2.5 1.25 0.5 45lb 25lb 10lb 5lb 2.5lb")
    assert call(told, 140, exercise("bench"), both) == "25 + 25 + 10 a side"  # not some sum of pounds a gram nearer
    assert call(told, 16, exercise("bench"), both) == "makes 15,88: 35\u00a0lb bar only"
    pounds = exercise("bench", "lb")
    assert call("loadable(135, a, b)", pounds, there) == 134.09  # 44.09245 + 90 lb
    assert call(told, 134.09, pounds, there) == "45 a side"


def test_dumbbells_and_stacks_step_from_rung_to_rung(call: Any) -> None:
    there = gym(dumbbell="10-30/2.5 50lb", stack="7-91/7")
    db_bench = exercise("db_bench")
    steps = [
        call("nextLoad(a, b, c, d)", weight, way, db_bench, there) for weight, way in ((20, 1), (22.5, 1), (10, -1))
    ]
    assert steps == [22.5, 22.68, 10]  # 50 lb are 22.6796185 kg
    assert [call("loadable(a, b, c)", weight, db_bench, there) for weight in (24, 99, 3)] == [22.68, 30, 10]
    assert call("platesText(22.68, a, b, '.')", db_bench, there) == "50\u00a0lb"
    assert call("platesText(21, a, b, '.')", db_bench, there) == "20 or 22.5 here"
    assert call("nextLoad(21, 1, a, b)", {**db_bench, "equipment": "machine"}, there) == 28
    assert call("nextLoad(21, 1, a, null)", db_bench) == 22.5


def test_a_step_on_a_bar_is_what_its_plates_make(call: Any) -> None:
    there = gym(bar="20", plate="20 10 5 2.5")
    loads = [call("nextLoad(a, b, c, d)", weight, way, exercise("bench"), there) for weight, way in ((60, 1), (60, -1))]
    assert loads == [65, 55]
    assert call("nextLoad(20, -1, a, b)", exercise("bench"), there) == 20
    assert call("nextLoad(60, 1, a, null)", exercise("bench")) == 62.5


def rows_of(*names: str, weight: str = "61x5") -> list[dict[str, Any]]:
    return [
        {**set_of(weight), "set_id": str(place), "position": float(place), "exercise_id": name, "workout_id": "1"}
        for place, name in enumerate(names, 1)
    ]


KIT = {
    "exercises": [
        {**exercise("bench"), "gym_id": None},
        {**exercise("bench"), "exercise_id": "press", "name": "Leg Press", "equipment": "machine", "gym_id": None},
        {**exercise("bench"), "exercise_id": "press11", "name": "Leg Press – 11", "equipment": "machine"},
    ],
    "gyms": [
        gym("11", {"press": "press11"}, bar="20", plate="25 20 15 10 5 2.5 1.25 0.5"),
        gym("12", {"press11": "press"}, bar="20", plate="20 10 5", stack="10-100/10"),
    ],
    "varying": ["machine", "cable"],
}
AS_SHOWN = "log.blocks().flatMap((one) => one.rows.map((_, at) => textsOf(log, one, at, ['weight']).weight))"
EXERCISES = "log.rows().map((one) => one.exercise_id)"


def does(call: Any, steps: str, rows: list[dict[str, Any]], past: Any = None) -> Any:
    """What some steps on the workout of WORLD give; `log` is its model."""
    return call(f"((log) => {{ {steps} }})({WORLD})", KIT, rows, past or {})


def test_another_gym_rounds_what_is_not_typed_and_going_back_brings_it_back(call: Any) -> None:
    steps = f"""
      log.keepDraft("2", {{ texts: {{ weight: "62,5" }}, typed: {{ weight: true }} }});
      log.keepDraft("3", {{ texts: {{ reps: "4" }}, typed: {{ reps: true }} }});
      const first = {AS_SHOWN};
      toGym(log, "12");
      const second = {AS_SHOWN};
      toGym(log, "11");
      return [first, second, {AS_SHOWN}, log.outbox.pending().map((one) => one.fields.gym_id)];
    """
    first, second, third, sent = does(call, steps, rows_of("bench", "bench", "bench"))
    assert (first, second, third) == (["61", "62,5", "61"], ["60", "62,5", "60"], ["61", "62,5", "61"])
    assert sent == ["12", "11"]


def test_what_was_lifted_in_a_gym_can_be_loaded_there(call: Any) -> None:
    """Last time 63 kg in gym 12, whose plates make 60 or 70 only: they must have had others."""
    rows = rows_of("bench", weight="63x5")
    past = {"bench": {"performed_on": "2026-01-05", "sets": [set_of("63x5")], "best_kg": 63, "gym_id": "12"}}
    assert does(call, f'toGym(log, "12"); return {AS_SHOWN};', rows, past) == ["63"]
    past["bench"]["gym_id"] = "11"
    assert does(call, f'toGym(log, "12"); return {AS_SHOWN};', rows, past) == ["60"]


def test_a_copied_set_and_a_warm_up_go_with_the_gym(call: Any) -> None:
    steps = f"""
      addSet(log, log.blocks()[0], {{ weight: "61", reps: "5" }});
      toGym(log, "12");
      return {AS_SHOWN};
    """
    assert does(call, steps, rows_of("bench")) == ["60", "60"]


def test_a_saved_set_stays_what_and_where_it_was_done(call: Any) -> None:
    rows = rows_of("press", "press")
    rows[0] |= {"saved": True, "performed_at": "2026-01-05T18:00:00Z"}
    shown = f"toGym(log, '11'); return [{EXERCISES}, {AS_SHOWN}, log.outbox.pending().map((one) => one.kind)];"
    ids, weights, kinds = does(call, shown, rows)
    assert (ids, weights, kinds) == (["press", "press11"], ["61", ""], ["amend_workout"])


def test_another_machine_has_loads_of_its_own_and_the_first_one_comes_back_as_planned(call: Any) -> None:
    past = {"press11": {"performed_on": "2026-01-05", "sets": [set_of("140x5")], "best_kg": 140, "gym_id": "11"}}
    steps = f"""
      toGym(log, "11");
      const there = [{EXERCISES}, {AS_SHOWN}];
      toGym(log, "12");
      return [there, [{EXERCISES}, {AS_SHOWN}]];
    """
    there, back = does(call, steps, rows_of("press", weight="80x5"), past)
    assert there == [["press11"], ["140"]]
    assert back == [["press"], ["80"]]


def test_an_exercise_is_added_as_the_machine_that_stands_there(call: Any) -> None:
    assert does(call, f"addExercise(log, 'press'); return {EXERCISES};", []) == ["press11"]


def test_a_variant_that_was_made_is_taken_up_once(call: Any) -> None:
    rows = rows_of("press", "press")
    rows[0] |= {"saved": True}
    made = "{ nonce: '7', from_id: 'press', into_id: 'press11', name: 'Leg Press – 11' }"
    steps = f"""
      takeVariant(log, {made});
      const sent = log.outbox.pending();
      const ids = {EXERCISES};
      swapRows(log, log.rows(), "press", "Leg Press");
      takeVariant(log, {made});
      return [ids, sent.map((one) => one.fields), {EXERCISES}];
    """
    ids, sent, after = does(call, steps, rows)
    assert ids == ["press11", "press11"]
    assert sent == [{"exercise_id": "press11", "exercise_name": "Leg Press – 11"}]
    assert after == ["press", "press"]
