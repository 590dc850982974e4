"""Muscles, Records and Body against plain loops over the raw sets, on both engines: the same figures and totals."""

import csv
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import isclose
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from database.db_connector import reading
from services.analysis.records import RECORD_TYPES
from services.analysis.strength_scores import dots
from services.body.lists import body_weights
from services.body.weight import log_body_weight
from services.calendar_math import week_start
from services.etl_oltp_to_olap import refresh
from services.lifter.volume_bands import Bands
from services.muscles import GROUP_ID, GROUPS, MUSCLE_ID
from tests.cast import SLUGS, exercise_id, log_of, new_lifter
from tests.etl.test_recomputed import KG, Raw, is_hard, kg, raw, visits, week_of
from tests.facts import statements_of
from tests.utils.test_data_loader import MONDAY, TODAY
from utils.body import figures
from utils.body.facts import load_training_days
from utils.muscles import figures as muscles_figures
from utils.muscles import sections
from utils.muscles.facts import load_muscle_days, load_muscles, load_trained
from utils.muscles.filters import FRACTIONAL, MuscleFilter, span_named
from utils.muscles.filters import GROUPS as AS_GROUPS
from utils.records import figures as records_figures
from utils.records import meet_figures
from utils.records.facts import load_best_lifts, load_bests, load_records
from utils.records.filters import Lifts, RecordFilter
from utils.today.facts import load_today

DATA = Path(__file__).parents[2] / "data"
SETS = {
    "squat": ["w60x5", "100x5@2", "100x6", "110x3@1", "225lbx5", "102.5x12", "90x15@5", "120x1", "100x0"],
    "bench": ["60x8", "70x5@1", "72.5x5", "f75x3", "d60x10", "65x8@4.5"],
    "deadlift": ["140x5", "150x3@2", "160x1", "145x5", "a140x8"],
    "dumbbell_bench": ["30x10", "32.5x8", "30x12@0", "27.5x15"],
    "pullup": ["x8", "x9@1", "x6", "x11"],
    "assisted_pullup": ["30x8", "25x8", "20x6", "30x10"],
    "plank": ["45s", "60s", "62.5s", "90s"],
    "carry": ["40x30m", "40x35m", "50x20m", "45x25m"],
    "run": ["x5000m", "x5500m", "x3000m"],
}
KINDS = {
    "assisted_pullup": "assisted",
    "pullup": "bodyweight",
    "plank": "duration",
    "carry": "carry",
    "run": "distance",
}
NAMES = {exercise_id(name): name for name in SETS}
BODY_KG = 80.0
FOUR_WEEKS = span_named("4 weeks", TODAY, MONDAY)


def a_log(seed: int) -> str:
    chance, lines = random.Random(seed), []
    for back in range(75, -1, -1):
        if chance.random() < 0.5:
            continue
        words = [str(TODAY - timedelta(days=back)), f"{chance.randint(10, 20)}:00"]
        for name in chance.sample(list(SETS), 3):
            words += [name, *chance.sample(SETS[name], chance.randint(1, 3))]
        lines.append(" ".join(words))
    return "\n".join(lines)


@pytest.fixture
def lifter(engine: Engine) -> int:
    number = new_lifter(engine, "alice", sex="M")
    log_body_weight(engine, number, str(BODY_KG), "kg", "2025-10-01")
    log_of(number, a_log(3))
    log_of(new_lifter(engine, "bob"), a_log(4))
    refresh(engine, number)
    return number


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def credits(name: str, in_groups: bool) -> Mapping[str, float]:
    """What a set of an exercise gives to each muscle, or to each display group its highest."""
    found: dict[str, float] = {}
    for row in table("exercise_muscles.csv"):
        if row["slug"] == SLUGS[name]:
            muscle = row["muscle"]
            key = next(group for group, some in GROUPS.items() if muscle in some) if in_groups else muscle
            found[key] = max(found.get(key, 0.0), float(row["credit"]))
    return found


def pattern(name: str) -> str:
    return next(row["pattern"] for row in table("exercises.csv") if row["slug"] == SLUGS[name])


def counted(hard: Iterable[Mapping[str, Any]], in_groups: bool) -> dict[str, tuple[float, float, float]]:
    """Direct, fractional and total sets of each muscle."""
    found: dict[str, tuple[float, float, float]] = {}
    for row in hard:
        for muscle, credit in credits(NAMES[row["exercise_id"]], in_groups).items():
            direct, fractional, total = found.get(muscle, (0.0, 0.0, 0.0))
            found[muscle] = (direct + (credit == 1), fractional + credit, total + 1)
    return found


def is_done(row: Mapping[str, Any]) -> bool:
    return is_hard(row) or (row["distance_m"] or 0) > 0


def three(counts: muscles_figures.Counts) -> tuple[float, float, float]:
    return counts.direct, counts.fractional, counts.total


@pytest.mark.parametrize("level", ["Muscles", AS_GROUPS])
def test_muscles_are_the_loops_over_the_log(engine: Engine, lifter: int, level: str) -> None:
    hard = [row for row in raw(engine, lifter) if is_done(row)]
    within = [row for row in hard if FOUR_WEEKS.first <= row["performed_on"] <= TODAY]
    chosen = MuscleFilter(FOUR_WEEKS, level=level)
    with reading(engine) as connection:
        trained = load_trained(connection, lifter)
        facts = load_muscles(connection, lifter, FOUR_WEEKS.first, TODAY, MONDAY)
        chest = load_muscle_days(connection, lifter, MUSCLE_ID["chest"], FOUR_WEEKS.first, TODAY)
    assert trained
    assert (trained.first, trained.last) == (hard[0]["performed_on"], hard[-1]["performed_on"])
    board = muscles_figures.board(facts, trained, chosen, Bands({}, {}), MONDAY)
    expected = counted(within, level == AS_GROUPS)
    assert {one.name: three(one.in_all) for one in board.muscles if one.in_all.total} == expected
    for one in board.muscles:
        assert one.weekly.fractional == pytest.approx(expected.get(one.name, (0, 0, 0))[1] / 4)
    values = [one.weekly.by(FRACTIONAL) for one in board.muscles]
    assert values == sorted(values, reverse=True)

    weeks = {start: [row for row in within if week_of(row) == start] for start in board.week_starts}
    for name, told in board.by_week.items():
        for start, counts in zip(board.week_starts, told, strict=True):
            assert three(counts) == counted(weeks[start], level == AS_GROUPS).get(name, (0, 0, 0))
    push, thighs = board.balances
    sides = [sum(pattern(NAMES[row["exercise_id"]]) in side for row in within) for side in (PUSH, PULL)]
    assert push.sets == tuple(sides)
    muscles = counted(within, False)
    assert thighs.sets == (muscles["quadriceps"][1], muscles["hamstrings"][1])

    muscle = board.muscle("chest")
    assert muscle
    shown = muscles_figures.one_muscle(chest, muscle, board, MONDAY)
    rows_behind = sections.by_exercise(shown, board, KG).rows
    assert rows_behind.iloc[-1][FRACTIONAL].strip("*") == f"{expected['chest'][1]:g}"
    assert three(muscles_figures.summed(week.counts for week in shown.weeks)) == expected["chest"]


def test_todays_muscle_groups_are_the_loops_over_the_log(engine: Engine, lifter: int) -> None:
    hard = [row for row in raw(engine, lifter) if is_done(row)]
    with reading(engine) as connection:
        found = load_today(connection, lifter, TODAY, MONDAY).muscles
    names, last = {number: name for name, number in GROUP_ID.items()}, max(int(one.week) for one in found)
    for week in range(last + 1):
        start = week_start(TODAY, MONDAY) - timedelta(weeks=last - week)
        told = {names[one.muscle_id]: one.hard_sets for one in found if one.week == week and one.hard_sets}
        expected = counted([row for row in hard if week_of(row) == start], True)
        assert told == {name: fractional for name, (_, fractional, _) in expected.items() if fractional}
    assert last == 11


PUSH = ("horizontal_push", "vertical_push")
PULL = ("horizontal_pull", "vertical_pull")


def load_of(row: Mapping[str, Any], name: str) -> float:
    return {"pullup": BODY_KG + kg(row), "assisted_pullup": max(0.0, BODY_KG - kg(row))}.get(name, kg(row))


def estimate(row: Mapping[str, Any], name: str) -> float | None:
    possible, load = (row["reps"] or 0) + (row["rir"] or 0), load_of(row, name)
    if not row["reps"] or not load or possible > 12 or name in ("plank", "carry", "run"):
        return None
    return load if possible == 1 else load * (1 + possible / 30)


def judged(row: Mapping[str, Any], name: str) -> dict[str, float]:
    """What one set may break by itself."""
    reps, sign = row["reps"] or 0, -1 if name == "assisted_pullup" else 1
    if name in ("plank", "run"):
        return {}
    if name == "carry":
        return {"weight": kg(row)}
    volume = load_of(row, name) * reps * (2 if name == "dumbbell_bench" else 1)
    found = {"weight": sign * kg(row), "set_volume": volume}
    best = estimate(row, name)
    return found | ({"e1rm": best} if best else {})


AMOUNT = {"plank": ("time", "seconds"), "carry": ("distance", "distance_m"), "run": ("distance", "distance_m")}


def broken_by_loops(found: Raw, name: str) -> set[tuple[date, str, float, float]]:
    """Every record of an exercise, each workout against all earlier ones."""
    kind, column = AMOUNT.get(name, ("reps", "reps"))
    told: set[tuple[date, str, float, float]] = set()
    before: list[Mapping[str, Any]] = []
    earlier_volumes: list[float] = []
    for visit in visits(found):
        done = [row for row in visit if row["set_type"] != "warmup" and (row[column] or 0) > 0]
        if not done:
            continue
        day = visit[0]["performed_on"]
        for one in ("weight", "e1rm", "set_volume"):
            new, old = ([judged(row, name)[one] for row in some if one in judged(row, name)] for some in (done, before))
            if new and old and max(new) > max(old) and not isclose(max(new), max(old), rel_tol=1e-9):
                told.add((day, one, max(old), max(new)))
        volume = sum(judged(row, name).get("set_volume", 0.0) for row in done)
        if earlier_volumes and volume > max(earlier_volumes) and not isclose(volume, max(earlier_volumes)):
            told.add((day, "workout_volume", max(earlier_volumes), volume))
        told |= _most(day, kind, column, done, before, name)
        earlier_volumes.append(volume)
        before += done
    return told


def _most(day: date, kind: str, column: str, done: Raw, before: Any, name: str) -> set[tuple[date, str, float, float]]:
    sign = -1 if name == "assisted_pullup" else 1
    best: tuple[float, float, float] | None = None
    for row in done:
        known = [float(old[column]) for old in before if sign * kg(old) >= sign * kg(row)]
        if known and row[column] > max(known):
            best = max(best or (-1e9, 0.0, 0.0), (sign * kg(row), float(row[column]), max(known)))
    return {(day, kind, best[2], best[1])} if best else set()


def rounded(told: Iterable[tuple[date, str, float, float]]) -> set[tuple[date, str, float, float]]:
    return {(day, kind, round(old, 6), round(new, 6)) for day, kind, old, new in told}


def test_records_are_the_loops_over_the_log(engine: Engine, lifter: int) -> None:
    log, as_of = raw(engine, lifter), TODAY - timedelta(days=20)
    for name, number in ((name, exercise_id(name)) for name in SETS):
        found = [row for row in log if row["exercise_id"] == number]
        chosen = RecordFilter(Lifts(name, (number,), KINDS.get(name, "external")), as_of)
        with reading(engine) as connection:
            facts = load_bests(connection, lifter, (number,), as_of)
            shown = load_records(connection, lifter, (number,), RECORD_TYPES, TODAY, 10_000)
        told = [(one.day, one.kind, one.old, one.new) for one in records_figures.timeline(shown)]
        assert rounded(told) == rounded(broken_by_loops(found, name)), name
        assert [one[0] for one in told] == sorted((one[0] for one in told), reverse=True)
        _same_bests(
            records_figures.standing(facts, chosen), [one for one in found if one["performed_on"] <= as_of], name
        )


def _same_bests(shown: records_figures.Bests, found: Raw, name: str) -> None:
    kind, column = AMOUNT.get(name, ("reps", "reps"))
    done = [row for row in found if row["set_type"] != "warmup" and (row[column] or 0) > 0]
    expected = {kind: max(float(row[column]) for row in done)} if done else {}
    for one in ("weight", "e1rm", "set_volume"):
        values = [judged(row, name)[one] for row in done if judged(row, name).get(one)]
        expected |= {one: max(values)} if values and (one == "weight" or name != "carry") else {}
    volumes = [sum(judged(row, name).get("set_volume", 0.0) for row in visit) for visit in visits(done)]
    expected |= {"workout_volume": max(volumes)} if any(volumes) else {}
    assert {one.kind: one.value for one in shown.bests} == pytest.approx(expected), name
    for one in shown.bests:
        if one.kind in ("weight", "e1rm", "set_volume"):
            first = min(row["performed_on"] for row in done if isclose(judged(row, name).get(one.kind, -1), one.value))
            assert one.day == first, (name, one.kind)
    maxes = {
        row["reps"]: max(kg(other) for other in done if other["reps"] == row["reps"])
        for row in done
        if kind == "reps" and kg(row) and row["reps"] <= 12
    }
    if name != "assisted_pullup":
        assert {one.reps: one.weight_kg for one in shown.rep_maxes} == pytest.approx(maxes)


def test_a_meet_total_is_the_loops_over_the_log(engine: Engine, lifter: int) -> None:
    log_body_weight(engine, lifter, "84", "kg", str(TODAY))
    refresh(engine, lifter)
    log, chosen = raw(engine, lifter), meet_figures.meet_filter("Estimated (e1RM)", "12 weeks", TODAY)
    with reading(engine) as connection:
        facts = load_best_lifts(connection, lifter, chosen.counted, chosen.first, chosen.last)
    user: Any = SimpleNamespace(sex="M", unit="kg", shown_score="dots")
    shown = meet_figures.meet_of(facts, body_weights(engine, lifter), chosen, user)
    total, last = 0.0, date.min
    for name in ("squat", "bench", "deadlift"):
        found = [(estimate(row, name), row["performed_on"]) for row in log if NAMES[row["exercise_id"]] == name]
        known = [(value, day) for value, day in found if value and day >= chosen.first]
        best = max(value for value, _ in known)
        day = min(day for value, day in known if value == best)
        half = (Decimal(str(best)) * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2
        assert (shown.lifts[name].best_kg, shown.lifts[name].day) == (float(half), day)
        assert shown.lifts[name].times_bodyweight == pytest.approx(float(half) / (84 if day == TODAY else 80))
        total, last = total + float(half), max(last, day)
    weight = 84.0 if last == TODAY else 80.0
    assert (shown.total_kg, shown.bodyweight_kg) == (total, weight)
    assert shown.score == dots("M", weight, total)


def test_training_beside_the_body_is_the_loops_over_the_log(engine: Engine, lifter: int) -> None:
    first = TODAY - timedelta(days=40)
    with reading(engine) as connection:
        facts = load_training_days(connection, lifter, first)
    shown = figures.training_weeks(facts, first, TODAY, MONDAY)
    log = [row for row in raw(engine, lifter) if first <= row["performed_on"] <= TODAY]
    weeks = {week_of(row): [other for other in log if week_of(other) == week_of(row)] for row in log}
    assert {(one.starts_on, one.workouts, one.hard_sets) for one in shown} == {
        (start, len(visits(some)), sum(map(is_done, some))) for start, some in weeks.items()
    }


def test_a_longer_history_takes_no_more_statements(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")

    reads: tuple[Any, ...] = (
        lambda connection: load_trained(connection, lifter),
        lambda connection: load_muscles(connection, lifter, None, TODAY, MONDAY),
        lambda connection: load_muscle_days(connection, lifter, MUSCLE_ID["chest"], None, TODAY),
        lambda connection: load_bests(connection, lifter, (exercise_id("squat"),), TODAY),
        lambda connection: load_records(connection, lifter, (), RECORD_TYPES, TODAY, 31),
        lambda connection: load_best_lifts(connection, lifter, "e1rm", date(1970, 1, 1), TODAY),
        lambda connection: load_training_days(connection, lifter, date(1970, 1, 1)),
    )

    log_of(lifter, "2026-01-05 squat 100x5")
    few = statements_of(sqlite_engine, lifter, *reads)
    log_of(lifter, a_log(5))
    assert statements_of(sqlite_engine, lifter, *reads) == few
