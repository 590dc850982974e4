"""The numeric core as a whole: every published function is there under its names, and obeys units and order."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import analysis, numeric_core
from services.analysis.trends import percent_per_week
from services.errors import InvalidValue
from services.numeric_core import (
    inol,
    is_deload_week,
    load_for_rpe,
    monotony,
    personal_records,
    relative_volume,
    rolling_best,
    round_load,
    slope_interval,
    strain,
    theil_sen,
    tonnage,
    wendler_531,
)

pytestmark = pytest.mark.smoke

INDEX = "services.numeric_core"

PUBLISHED = {
    "e1rm": "formula load reps rir rpe",
    "rpe_percent": "reps rpe",
    "e1rm_from_rpe": "load reps rpe",
    "load_for_rpe": "e1rm reps rpe round_to",
    "dots": "sex bodyweight_kg total_kg",
    "wilks": "sex bodyweight_kg total_kg",
    "wilks2": "sex bodyweight_kg total_kg",
    "ipf_gl": "sex equipment event bodyweight_kg total_kg",
    "hard_sets": "method sets muscles",
    "tonnage": "sets",
    "effective_load": "bodyweight_kg fraction added_kg assist_kg",
    "inol": "sets",
    "relative_volume": "sets",
    "prilepin": "percent",
    "session_load": "session_rpe minutes",
    "monotony": "daily",
    "strain": "daily",
    "ewma": "daily n",
    "acwr_rolling": "daily coupled",
    "acwr_ewma": "daily",
    "personal_records": "sessions e1rm_formula",
    "theil_sen": "x_days y",
    "rolling_best": "points at_day window_days",
    "is_deload_week": "previous_week_sets this_week_sets threshold",
    "round_load": "load increment",
    "plates": "target bar inventory",
    "training_max": "one_rm fraction",
    "next_training_max": "training_max lift unit",
    "wendler_531": "training_max week round_to",
    "linear_progression": "start increment results fail_limit deload_percent round_to",
    "double_progression": "load reps rep_min rep_max increment",
    "lb_to_kg": "lb",
    "kg_to_lb": "kg",
    "unit_round_trip": "value unit cycles",
    "iso_week": "date",
    "week_start": "date first_day",
    "workout_local_date": "start_utc tz",
    "workout_week_start": "start_utc tz first_day",
    "workout_minutes": "start_local end_local tz start_fold end_fold",
}
weeks = st.lists(st.floats(0, 5_000), min_size=7, max_size=7)
percents = st.lists(st.tuples(st.integers(1, 12), st.floats(30, 110)), max_size=8)
points = st.lists(st.tuples(st.integers(0, 90), st.floats(20, 300)), min_size=2, max_size=14)


def test_every_published_function_is_in_the_index_under_its_published_names() -> None:
    found = {name: " ".join(inspect.signature(getattr(numeric_core, name)).parameters) for name in PUBLISHED}
    assert found == PUBLISHED
    assert set(PUBLISHED) <= set(numeric_core.__all__)
    assert all(getattr(analysis, name) is getattr(numeric_core, name) for name in PUBLISHED)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_every_published_function_says_what_it_gives(name: str) -> None:
    assert len(inspect.getdoc(getattr(numeric_core, name)) or "") > 40


@pytest.mark.parametrize(
    ("first", "second", "broken"),
    [
        ([(45.2, 5)], [(22.6, 10)], ["reps"]),  # 226 both ways
        ([(67.8, 8)], [(45.2, 12)], ["reps"]),  # 542.4 both ways
        ([(33.9, 12), (22.6, 2)], [(45.2, 10)], ["e1rm", "set_volume", "weight"]),  # 452 in all both times
    ],
)
def test_equal_is_no_record_whatever_binary_makes_of_it(first: list, second: list, broken: list[str]) -> None:
    sessions = [[{"load": load, "reps": reps, "type": "normal"} for load, reps in one] for one in (first, second)]
    assert personal_records(sessions, "mayhew")[1] == broken


def test_the_interval_of_a_slope_by_hand() -> None:
    # Slopes -1, 1/2, 2/3, 1, 3/2, 2; 0.6745 x sqrt(4 x 3 x 13 / 18) = 1.99: the second and the fifth.
    assert slope_interval([0, 1, 2, 3], [1, 2, 4, 3], 0.5) == pytest.approx((0.5, 1.5))
    assert slope_interval([0, 1, 2, 3], [1, 2, 4, 3], 0.95) == pytest.approx((-1, 2))
    assert slope_interval([5, 5], [1, 2]) is None
    assert slope_interval([0, 1], [10, 20]) == (10, 10)


def test_the_interval_holds_the_true_slope_as_often_as_it_says() -> None:
    chance = np.random.default_rng(5)
    days = list(range(0, 84, 7))
    held = 0
    for _ in range(400):
        low, high = slope_interval(days, (100 + 0.05 * np.array(days) + chance.normal(0, 4, len(days))).tolist(), 0.8)
        held += low <= 0.05 <= high
    assert 0.75 < held / 400 < 0.9


@given(points, st.floats(0.1, 10))
def test_trends_and_bests_keep_the_unit(pairs: list[tuple[int, float]], factor: float) -> None:
    days, values = [day for day, _ in pairs], [value for _, value in pairs]
    scaled = [factor * value for value in values]
    one, other = theil_sen(days, values), theil_sen(days, scaled)
    assert (one is None) == (other is None)
    if one and other:
        assert other["slope"] == pytest.approx(factor * one["slope"], abs=1e-9)
        assert percent_per_week(one, values) == pytest.approx(percent_per_week(other, scaled), abs=1e-6)
        low, high = slope_interval(days, values) or (0, 0)
        assert low <= one["slope"] + 1e-9
        assert one["slope"] <= high + 1e-9
    best = rolling_best(pairs, max(days), 1000)
    assert best == max(values)


@given(points, st.integers(0, 90), st.integers(1, 60))
def test_a_best_lies_within_its_points_and_grows_with_its_window(pairs: list, day: int, window: int) -> None:
    near, far = rolling_best(pairs, day, window), rolling_best(pairs, day, window + 7)
    assert near is None or (far is not None and near <= far <= max(value for _, value in pairs))


@given(percents, st.integers(1, 12), st.floats(30, 110))
def test_more_work_is_more_volume(done: list[tuple[int, float]], reps: int, percent: float) -> None:
    assert inol([*done, (reps, percent)]) > inol(done) >= 0
    assert relative_volume([*done, (reps, percent)]) > relative_volume(done) >= 0
    assert inol([*done, (reps, percent)]) - inol(done) <= reps + 1e-9  # at most one a rep


def test_what_is_unknown_adds_nothing() -> None:
    assert inol([(5, 80), (5, None), (None, 80)]) == inol([(5, 80)]) == 0.25
    assert relative_volume([(5, 80), (None, 80)]) == 400
    assert theil_sen([0, 1, 2], [1, None, 3]) == theil_sen([0, 2], [1, 3])


def test_hard_sets_are_counted_in_three_ways_only() -> None:
    with pytest.raises(InvalidValue, match="direct, fractional, total"):
        numeric_core.hard_sets("half", [{"exercise": "bench", "reps": 5}], {"bench": {"primary": ["chest"]}})


@given(st.lists(st.tuples(st.floats(0, 300), st.integers(0, 30)), max_size=8), st.floats(0.1, 10))
def test_tonnage_keeps_the_unit(sets: list[tuple[float, int]], factor: float) -> None:
    plain = tonnage([{"load": load, "reps": reps} for load, reps in sets])
    assert tonnage([{"load": factor * load, "reps": reps} for load, reps in sets]) == pytest.approx(factor * plain)


@given(weeks, st.floats(0.5, 3))
def test_monotony_has_no_unit_and_strain_has_that_of_the_load(daily: list[float], factor: float) -> None:
    one, scaled = monotony(daily), [factor * load for load in daily]
    if one is not None and one < 1e6:
        assert monotony(scaled) == pytest.approx(one, rel=1e-6)
        assert strain(scaled) == pytest.approx(factor * (strain(daily) or 0), rel=1e-6)


@given(st.integers(40, 300), st.integers(1, 12), st.integers(12, 20), st.integers(0, 40))
def test_a_stronger_lifter_is_given_no_less(maximum: int, reps: int, half_rpe: int, more: int) -> None:
    given, stronger = (load_for_rpe(one, reps, half_rpe / 2, 2.5) for one in (maximum, maximum + more))
    assert given <= stronger <= maximum + more + 1.25


@given(st.floats(20, 400), st.sampled_from([0.5, 1.25, 2.5, 5]))
def test_531_stays_below_its_training_max(maximum: float, step: float) -> None:
    for week in (1, 2, 3, 4):
        loads = [load for load, _ in wendler_531(maximum, week, step) or []]
        assert loads == sorted(loads)
        assert loads[-1] <= round_load(maximum, step)


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(1, 30), st.sampled_from([2, 3]))
def test_a_deload_is_a_share_and_has_no_unit(before: list[int], now: int, factor: int) -> None:
    assert is_deload_week(before, now, 0.6) == is_deload_week([factor * n for n in before], factor * now, 0.6)
    if is_deload_week(before, now, 0.6):
        assert is_deload_week(before, now, 0.7)


def test_a_training_max_of_nothing_has_no_next() -> None:
    assert numeric_core.next_training_max(0, "squat", "kg") is None
    assert numeric_core.next_training_max(100, "Bench Press", "kg") == 102.5


# The app runs the body that such a function calls: set by set on columns, with loads that plates can make, or
# visit by visit. The function itself is the published form of that body for a list or for one step of rounding.
PUBLISHED_FORMS = {
    "inol": {"set_inol"},
    "relative_volume": {"set_relative_volume"},
    "personal_records": {"judge", "absorb"},
    "load_for_rpe": {"rpe_percent", "percent_of", "nearest_multiple"},
    "linear_progression": {"deloaded", "nearest_multiple"},
    "wendler_531": {"percent_of", "nearest_multiple"},
    "workout_week_start": {"workout_local_date", "week_start"},
}
# The app has no use for these: a caller would change what it shows. They stay for programs that import them.
WITHOUT_A_CALLER = {
    "session_load": "the log has no session RPE",
    "ewma": "acwr_ewma alone needs it",
    "acwr_ewma": "Explore offers the ratio of plain means",
    "prilepin": "no page shows Prilepin's zones",
    "unit_round_trip": "it states that the stored number never changes: there is nothing to compute",
    "next_training_max": "each 5/3/1 rule states its own increase, so the name of the lift decides nothing",
}
ROOT = next(folder for folder in Path(__file__).resolve().parents if (folder / "app.py").is_file())
Place = tuple[str, str]  # a module and the name of a function in it


def app_modules() -> dict[str, ast.Module]:
    files = [ROOT / "app.py", ROOT / "server.py"]
    files += [
        file for folder in ("auth", "database", "pages", "services", "utils") for file in (ROOT / folder).rglob("*.py")
    ]
    trees = {".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text()) for file in files}
    return {name.removesuffix(".__init__"): tree for name, tree in trees.items() if name != f"{INDEX}.__init__"}


def names_used(part: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def calls_of_the_app() -> tuple[set[Place], dict[Place, set[Place]]]:
    """What the app calls of the core from outside its functions, and what each function of the core calls of it."""
    homes = {getattr(numeric_core, name).__module__ for name in PUBLISHED}
    outside, inside = set(), {}
    for module, tree in app_modules().items():
        imports = [
            node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module in {*homes, INDEX}
        ]
        places = {
            alias.asname or alias.name: (home_of(node.module, alias.name), alias.name)
            for node in imports
            for alias in node.names
        }
        functions = [part for part in tree.body if isinstance(part, ast.FunctionDef) and module in homes]
        places |= {function.name: (module, function.name) for function in functions}
        for part in tree.body:
            called = {places[name] for name in names_used(part) & places.keys()}
            if part in functions:
                inside[module, part.name] = called
            else:
                outside |= called
    return outside, inside


def home_of(module: str | None, name: str) -> str:
    return getattr(numeric_core, name).__module__ if module == INDEX and name in PUBLISHED else str(module)


def test_the_app_runs_every_function_of_the_numeric_core() -> None:
    outside, inside = calls_of_the_app()
    run = reached(inside, outside)
    homes = {name: getattr(numeric_core, name).__module__ for name in PUBLISHED}
    assert {name for name, home in homes.items() if (home, name) not in run} == {*PUBLISHED_FORMS, *WITHOUT_A_CALLER}
    for name, bodies in PUBLISHED_FORMS.items():
        called = {body for _, body in reached(inside, {(homes[name], name)}) & run}
        assert bodies <= called, name


def reached(inside: dict[Place, set[Place]], starts: set[Place]) -> set[Place]:
    """Give the functions of the core that these call, at whatever depth, and these themselves."""
    found, waiting = set[Place](), starts
    while waiting:
        found |= waiting
        waiting = {place for caller in waiting for place in inside.get(caller, ())} - found
    return found
