"""Plan against performance: a small history worked out by hand, and a large one by plain loops over the raw rows."""

import random
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import planned_sets, sets, workouts
from services.analysis.adherence import Adherence, adherence
from services.analysis.phases import Phase
from services.calendar_math import week_start
from services.etl_oltp_to_olap import refresh
from services.exercises.editing import add_exercise
from services.routines import editing as use
from services.routines.editing import RoutineExercise, RoutineSet
from tests.cast import ENGINES, does, exercise_id, new_lifter, operation
from tests.etl.test_recomputed import KG
from tests.facts import refreshed, statements_of
from utils.plan import charts, evidence, words
from utils.plan import figures as plan_figures
from utils.plan.facts import Ends, PlanFacts, load_plan, load_plan_ends, load_plan_lines
from utils.plan.figures import PlanBoard
from utils.plan.filters import PlanFilter, span_named

MONDAY = 0
SQUAT, BENCH, DUMBBELL = exercise_id("squat"), exercise_id("bench"), exercise_id("dumbbell_bench")
TODAY = date(2026, 1, 25)
FIVES = (
    RoutineSet("warmup", 5, 5, weight=Decimal(60), unit="kg"),
    *(RoutineSet(reps_min=5, reps_max=5, rir=2.0, weight=Decimal(100), unit="kg"),) * 3,
)
EIGHTS = (RoutineSet(reps_min=8, reps_max=10, weight=Decimal(80), unit="kg"),) * 2
EASY = (RoutineSet(reps_min=15, reps_max=15, rir=5.0, weight=Decimal(10), unit="kg"),)
ALL_TIME = PlanFilter(span_named("All time", TODAY))


def routine_of(lifter: int, name: str, *parts: RoutineExercise) -> int:
    return use.create_routine(ENGINES[lifter], lifter, name, parts).routine_id


def an_exercise(lifter: int, name: str, muscle: str) -> int:
    """One of the lifter's own."""
    fields = {"name": name, "equipment": "other", "pattern": "vertical_push", "load_type": "external"}
    more = {"bodyweight_fraction": None, "implements": 1, "per_side": False}
    return add_exercise(ENGINES[lifter], lifter, fields | more, {muscle: 1.0})


def begin(lifter: int, routine_id: int, day: str) -> tuple[int, list[dict[str, Any]]]:
    """Start a workout of a routine at noon; its id and its planned sets."""
    number = use.start_from_routine(ENGINES[lifter], lifter, routine_id, at(day), "UTC")
    picked = select(planned_sets).where(planned_sets.c.user_id == lifter, planned_sets.c.workout_id == number)
    with reading(ENGINES[lifter]) as connection:
        found = connection.execute(picked.order_by(planned_sets.c.position)).mappings()
        return number, [dict(row) for row in found]


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC)


def do(
    lifter: int,
    workout_id: int,
    plan: Mapping[str, Any] | None,
    weight: float,
    reps: int,
    set_id: int = 0,
    **fields: Any,
) -> None:
    """Log a set for a planned one, or beyond the plan."""
    number = plan["planned_set_id"] if plan else new_id()
    kept = ("exercise_id", "position", "set_type") if plan else ()
    asked = {"planned_set_id": str(number) if plan else None, **{name: plan[name] for name in kept if plan}}
    done = {"weight": str(weight), "unit": "kg", "reps": reps}
    does(lifter, operation("log_set", workout_id, set_id or number, **{**asked, **done, **fields}))


def end(lifter: int, workout_id: int, day: str) -> None:
    does(lifter, operation("finish_workout", workout_id, ended_at=(at(day) + timedelta(hours=1)).isoformat()))


def read(lifter: int, first: date | None = None, last: date = TODAY) -> PlanFacts:
    with reading(ENGINES[lifter]) as connection:
        return load_plan(connection, lifter, first, last)


def board_of(lifter: int, chosen: PlanFilter = ALL_TIME, phases: Iterable[Phase] = ()) -> PlanBoard:
    refresh(ENGINES[lifter], lifter)
    with reading(ENGINES[lifter]) as connection:
        ends = load_plan_ends(connection, lifter)
    assert ends
    facts = read(lifter, chosen.period.first, chosen.period.last)
    return plan_figures.board(facts, chosen, list(phases), MONDAY, ends.first)


def a_small_history(engine: Engine) -> int:
    """Two weeks of squats 3×5 at 100 kg and bench presses 2×8–10 at 80 kg, one warm-up before the squats.

    Mon 5 Jan: all squats, one lighter and one with more reps; bench: the first as planned, the second not done; a curl
    on top. Mon 12 Jan, in a deload: two of three squats; both benches with dumbbells. Wed 14 Jan, after it: started,
    one squat of 0 reps, and not ended until `end` is called.
    """
    lifter = new_lifter(engine, "alice")
    legs = routine_of(lifter, "A", RoutineExercise(SQUAT, FIVES), RoutineExercise(BENCH, EIGHTS))
    first, plan = begin(lifter, legs, "2026-01-05")
    for planned, weight, reps in zip(plan, (60, 100, 95, 100, 80), (5, 5, 5, 7, 9), strict=False):
        do(lifter, first, planned, weight, reps)
    do(lifter, first, None, 30, 12, exercise_id=exercise_id("bicep-curl-barbell"), position=50.0)
    end(lifter, first, "2026-01-05")
    second, plan = begin(lifter, legs, "2026-01-12")
    do(lifter, second, plan[1], 100, 5)
    do(lifter, second, plan[2], 102.5, 5)
    do(lifter, second, plan[4], 30, 10, exercise_id=DUMBBELL)
    do(lifter, second, plan[5], 30, 9, exercise_id=DUMBBELL)
    end(lifter, second, "2026-01-12")
    return lifter


@pytest.fixture
def alice(engine: Engine) -> int:
    return a_small_history(engine)


@pytest.fixture
def anna(sqlite_engine: Engine) -> int:
    """The same where the engine does not matter any more."""
    return a_small_history(sqlite_engine)


DELOAD = Phase(1, "deload", date(2026, 1, 12), date(2026, 1, 13))
BULK = Phase(2, "bulk", date(2026, 1, 1), None)


def bare_number(cell: str) -> float:
    return float(re.sub(r"[^0-9.]", "", cell))


def counts(sums: Adherence) -> tuple[float, ...]:
    return sums.planned, sums.done, sums.missed, sums.excused, sums.added, sums.swapped


def test_a_small_history_worked_out_by_hand(alice: int) -> None:
    shown = board_of(alice, phases=(DELOAD, BULK))
    # Planned: 2 × (3 squats + 2 benches), warm-ups left out. Done: 3 + 1, then 2 + 2. Not done: a bench on 5 Jan is
    # missed, a squat on 12 Jan is excused. The curl is added.
    assert counts(shown.in_all) == (10, 8, 1, 1, 1, 2)
    assert shown.in_all.share == 8 / 9
    assert [(str(week.starts_on), *counts(week.sums)) for week in shown.weeks] == [
        ("2026-01-05", 5, 4, 1, 0, 1, 0),
        ("2026-01-12", 5, 4, 0, 1, 0, 2),
    ]
    by_name = {one.name: one for one in shown.exercises}
    squat, bench = by_name["Squat (Barbell)"], by_name["Bench Press (Barbell)"]
    assert shown.exercises[0].name == bench.name  # of which most was missed
    assert counts(bench.sums) == (4, 3, 1, 0, 0, 2)
    assert bench.instead == (("Bench Press (Dumbbell)", 2.0),)
    assert counts(squat.sums) == (6, 5, 0, 1, 0, 0)
    # 100, 95, 100, 100 and 102.5 kg against five times 100; 5, 5, 7, 5 and 5 reps against five times 5.
    assert squat.sums.load_change_kg == pytest.approx(-0.5)
    assert squat.sums.mean_reps == pytest.approx((5.4, 5, 5))
    # Swapped sets say nothing of the target: 9 reps at 80 kg alone.
    assert (bench.sums.load_change_kg, bench.sums.mean_reps) == (0, (9, 8, 10))
    assert words.reps(bench.sums, KG).replace(words.DASH, "–") == "9 of 8–10"
    # Without phases the squat that was not done is missed.
    assert counts(board_of(alice).in_all) == (10, 8, 2, 0, 1, 2)


def test_hard_sets_of_muscles_by_hand(anna: int) -> None:
    muscles = {one.name: one for one in board_of(anna).muscles}
    # Both bench presses train the chest with credit 1: 4 asked for, 1 + 2 done; the added curl gives the biceps 1.
    assert (muscles["chest"].planned, muscles["chest"].done) == (4, 3)
    assert (muscles["quads"].planned, muscles["quads"].done) == (6, 5)
    assert (muscles["biceps"].planned, muscles["biceps"].done) == (0, 1)
    shown = evidence.of_muscles(board_of(anna), KG)[0]
    assert bare_number(shown.rows.iloc[-1]["Planned"]) == 6


def test_a_target_beside_what_was_lifted_by_hand(anna: int) -> None:
    chosen = PlanFilter(ALL_TIME.period, exercise_id=SQUAT)
    assert [(str(one.day), one.target_kg, one.top_kg) for one in board_of(anna, chosen).loads] == [
        ("2026-01-05", 100, 100),
        ("2026-01-12", 100, 102.5),
    ]


def test_warm_ups_count_only_where_they_are_asked_for(anna: int) -> None:
    chosen = PlanFilter(ALL_TIME.period, with_warm_ups=True)
    # Two more planned, the first of them done.
    assert counts(board_of(anna, chosen).in_all) == (12, 9, 3, 0, 1, 2)


def test_nothing_is_missed_before_a_workout_has_ended_and_no_rep_is_not_done(anna: int) -> None:
    legs = use.routines(ENGINES[anna], anna)[0].routine_id
    third, plan = begin(anna, legs, "2026-01-19")
    do(anna, third, plan[1], 100, 0)
    assert counts(board_of(anna).in_all)[0] == 10
    end(anna, third, "2026-01-19")
    assert counts(board_of(anna).in_all) == (15, 8, 7, 0, 1, 2)
    refreshed(anna)  # and a rebuild says the same


def test_a_set_that_bears_the_id_of_a_planned_one_is_still_its_own(anna: int) -> None:
    legs = use.routines(ENGINES[anna], anna)[0].routine_id
    third, plan = begin(anna, legs, "2026-01-19")
    do(anna, third, plan[1], 100, 5, set_id=new_id())
    do(anna, third, None, 50, 5, set_id=plan[1]["planned_set_id"], exercise_id=SQUAT)
    end(anna, third, "2026-01-19")
    assert counts(board_of(anna).in_all) == (15, 9, 6, 0, 2, 2)
    refreshed(anna)


def test_an_easy_set_is_planned_and_asks_for_no_hard_one(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    pump = routine_of(lifter, "Pump", RoutineExercise(SQUAT, EASY * 2))
    number, plan = begin(lifter, pump, "2026-01-05")
    do(lifter, number, plan[0], 10, 15, rir=5.0)
    do(lifter, number, plan[1], 10, 15, rir=1.0)
    end(lifter, number, "2026-01-05")
    shown = board_of(lifter)
    assert counts(shown.in_all) == (2, 2, 0, 0, 0, 0)
    assert {one.name: (one.planned, one.done) for one in shown.muscles}["quads"] == (0, 1)


@pytest.mark.day("2026-03-18")  # in the year of its dates, which are shown without it
def test_a_bar_opens_its_sets_with_the_same_counts(anna: int) -> None:
    shown, facts = board_of(anna), read(anna)
    with reading(ENGINES[anna]) as connection:
        lines = load_plan_lines(connection, anna, date(2026, 1, 5), date(2026, 1, 11))
    found = evidence.lines_between(lines, date(2026, 1, 5), shown, MONDAY)
    told = evidence.lines_table(found, facts.exercises, KG)
    bare = [
        [cell.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "") for cell in row]
        for row in told.to_numpy()
    ]
    assert bare[0] == ["Squat (Barbell), 5 Jan", "3×5 with 100 kg", "100 kg × 5; 95 kg × 5; 100 kg × 7"]
    assert bare[1][1:] == ["2×8–10 with 80 kg", "80 kg × 9; –"]
    assert bare[2][1:] == ["not planned", "30 kg × 12"]
    assert bare[3] == ["**In all**", "**5 sets**", "**4 of them, 1 more**"]
    figures = evidence.of_sets(shown, KG)
    for one in figures:
        assert [bare_number(one.rows.iloc[-1][name]) for name in ("Planned", "Done", "Missed")] == [10, 8, 2]
    assert charts.weeks(shown, KG).data[0].y == (4, 4)


def test_another_lifters_plan_is_not_in_it(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    legs = routine_of(bob, "Bob's", RoutineExercise(SQUAT, FIVES))
    number, plan = begin(bob, legs, "2026-01-06")
    do(bob, number, plan[1], 200, 5)
    end(bob, number, "2026-01-06")
    assert counts(board_of(bob).in_all) == (3, 1, 2, 0, 0, 0)
    assert counts(board_of(alice).in_all) == (10, 8, 2, 0, 1, 2)
    with reading(engine) as connection:
        lines = load_plan_lines(connection, alice, None, TODAY)
        assert load_plan_ends(connection, alice) == Ends(date(2026, 1, 5), date(2026, 1, 12))
    assert {line.weight for line in lines if line.weight} == {60, 100, 95, 80, 30, Decimal("102.5")}
    assert legs not in {row.routine_id for row in read(alice).days}


def a_day(day: date, planned: int, done: int) -> SimpleNamespace:
    """A row of the facts: that many squats."""
    named = {
        "performed_on": day,
        "exercise_id": SQUAT,
        "done_id": SQUAT,
        "routine_id": 1,
        "planned": planned,
        "done": done,
    }
    return SimpleNamespace(**dict.fromkeys(Adherence.__dataclass_fields__, 0.0) | named)


def test_years_are_told_by_month_and_a_share_of_nothing_is_none() -> None:
    days = [a_day(TODAY - timedelta(days=7 * back), 2, 1) for back in range(150, -1, -1)]
    each, shown = plan_figures.by_time(days, (), MONDAY)
    assert (each, shown[0].starts_on, shown[-1].starts_on) == ("month", date(2023, 3, 1), date(2026, 1, 1))
    assert sum(month.sums.planned for month in shown) == 302
    assert plan_figures.by_time(days[:5], (), 6)[1][0].starts_on == date(2023, 3, 12)  # weeks that begin on a Sunday
    assert adherence([]).share is None
    # A day of rest in which nothing was done lowers nothing.
    assert adherence([a_day(DELOAD.starts_on, 2, 0)], [DELOAD]).share is None
    assert adherence([a_day(DELOAD.starts_on, 2, 1)], [DELOAD]).share == 1


# A large history against loops over the raw rows


def a_history(lifter: int, seed: int) -> None:
    """Workouts of two routines: sets left out, swapped, added, lighter, without a rep; an exercise of one's own."""
    chance = random.Random(seed)
    own = an_exercise(lifter, "Keg press", "front_delts")
    legs = routine_of(lifter, "A", RoutineExercise(SQUAT, FIVES), RoutineExercise(own, EIGHTS))
    push = routine_of(lifter, "B", RoutineExercise(BENCH, EIGHTS), RoutineExercise(SQUAT, EASY))
    for back in range(20):
        day = str(TODAY - timedelta(days=3 * back))
        number, plan = begin(lifter, chance.choice([legs, push]), day)
        operations = [_logged(chance, number, planned) for planned in plan if chance.random() < 0.8]
        added = {"exercise_id": BENCH, "weight": "40", "unit": "kg", "reps": 12, "position": 90.0}
        operations += [operation("log_set", number, new_id(), **added)] if chance.random() < 0.3 else []
        does(lifter, *operations)
        if chance.random() < 0.9:
            end(lifter, number, day)


def _logged(chance: random.Random, workout_id: int, planned: Mapping[str, Any]) -> dict[str, Any]:
    number = planned["planned_set_id"]
    swapped = chance.random() < 0.1
    return operation(
        "log_set",
        workout_id,
        number,
        planned_set_id=str(number),
        position=planned["position"],
        set_type=planned["set_type"],
        exercise_id=DUMBBELL if swapped else planned["exercise_id"],
        weight=str(chance.choice([60, 80, 97.5, 100, 102.5])),
        unit="kg",
        reps=chance.choice([0, 4, 5, 6, 8, 10]),
        rir=chance.choice([None, 0.0, 2.0, 5.0]),
    )


def raw(lifter: int, table: Any) -> list[dict[str, Any]]:
    with reading(ENGINES[lifter]) as connection:
        return [dict(row) for row in connection.execute(select(table).where(table.c.user_id == lifter)).mappings()]


def by_loops(lifter: int, phases: Iterable[Phase]) -> dict[str, Any]:
    """Every figure from the rows of the log alone."""
    ended = {row["workout_id"]: row["performed_on"] for row in raw(lifter, workouts) if row["ended_at"]}
    plan = [row for row in raw(lifter, planned_sets) if row["workout_id"] in ended and row["set_type"] != "warmup"]
    with_a_plan = {row["workout_id"] for row in raw(lifter, planned_sets)}
    done = {row["planned_set_id"]: row for row in raw(lifter, sets) if row["planned_set_id"]}
    found: dict[str, Any] = {"weeks": {}, "exercises": {}, "loads": []}
    for row in plan:
        made = done.get(row["planned_set_id"])
        is_done = made is not None and made["reps"] != 0
        day = ended[row["workout_id"]]
        rests = any(one.kind in ("deload", "travel") and one.covers(day) for one in phases)
        for name, key in (("weeks", week_start(day, MONDAY)), ("exercises", row["exercise_id"])):
            tally = found[name].setdefault(key, [0, 0, 0, 0, 0])
            tally[0] += 1
            tally[1 if is_done else 3 if rests else 2] += 1
        if is_done and made["exercise_id"] == row["exercise_id"]:
            found["loads"].append((row["exercise_id"], float(made["weight"] - row["weight"])))
    for row in raw(lifter, sets):
        if row["workout_id"] in ended and row["workout_id"] in with_a_plan and not row["planned_set_id"]:
            week = week_start(ended[row["workout_id"]], MONDAY)
            for name, key in (("weeks", week), ("exercises", row["exercise_id"])):
                found[name].setdefault(key, [0, 0, 0, 0, 0])[4] += 1
    return found


def test_the_figures_are_the_loops_over_the_log(engine: Engine) -> None:
    lifter = new_lifter(engine, "alice")
    a_history(lifter, 3)
    phases = [Phase(1, "travel", TODAY - timedelta(days=40), TODAY - timedelta(days=30)), BULK]
    shown, expected = board_of(lifter, phases=phases), by_loops(lifter, phases)

    def five(sums: Adherence) -> list[float]:
        return [sums.planned, sums.done, sums.missed, sums.excused, sums.added]

    assert {week.starts_on: five(week.sums) for week in shown.weeks} == expected["weeks"]
    assert {one.exercise_id: five(one.sums) for one in shown.exercises} == expected["exercises"]
    assert five(shown.in_all) == [sum(column) for column in zip(*expected["weeks"].values(), strict=True)]
    assert shown.in_all.excused > 0
    assert shown.in_all.swapped > 0
    for one in shown.exercises:
        changes = [change for number, change in expected["loads"] if number == one.exercise_id]
        assert one.sums.loaded_sets == len(changes)
        assert one.sums.load_change_kg == (pytest.approx(sum(changes) / len(changes)) if changes else None)
    names = {one.exercise_id: one.name for one in shown.exercises}
    assert "Keg press" in names.values()
    delts = next(one for one in shown.muscles if one.name == "shoulders")
    assert any(share.name == "Keg press" and share.planned > 0 for share in delts.shares)


def test_a_longer_history_takes_no_more_statements(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    own = an_exercise(lifter, "Yoke", "traps")
    number, plan = begin(lifter, routine_of(lifter, "A", RoutineExercise(own, EIGHTS)), "2026-01-05")
    do(lifter, number, plan[0], 80, 8)
    end(lifter, number, "2026-01-05")
    reads = (
        lambda connection: load_plan_ends(connection, lifter),
        lambda connection: load_plan(connection, lifter, None, TODAY),
        lambda connection: load_plan_lines(connection, lifter, None, TODAY),
    )
    few = statements_of(sqlite_engine, lifter, *reads)
    a_history(lifter, 4)
    assert statements_of(sqlite_engine, lifter, *reads) == few


@pytest.mark.parametrize(
    ("done", "missed", "shown"), [(605, 1, "99%"), (606, 0, "100%"), (1, 999, "1%"), (0, 4, "0%"), (3, 1, "75%")]
)
def test_all_of_it_is_never_said_of_less(done: int, missed: int, shown: str) -> None:
    assert words.share(Adherence(done + missed, done), KG) == shown
