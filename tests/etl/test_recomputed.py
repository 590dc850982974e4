"""Today and Lifts against plain loops over the raw sets, on both engines: the same figures, the same totals."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from database.db_connector import reading
from database.oltp_tables import sets, workouts
from services.analysis.phases import Phase
from services.etl_oltp_to_olap import refresh
from tests.cast import exercise_id, log_of, new_lifter
from tests.facts import statements_of
from tests.utils.test_data_loader import MONDAY, TODAY
from utils.filters import period_named
from utils.lifts import evidence
from utils.lifts import figures as lifts_figures
from utils.lifts.facts import load_lift, load_sets_between
from utils.lifts.filters import Filter, Lift
from utils.lifts.shapes import Progress
from utils.styling import Display
from utils.today import evidence as today_evidence
from utils.today import figures
from utils.today.facts import load_today

KG = Display("kg", "Europe/Berlin", 0, "en-GB")
HANDS = {"dumbbell_bench": 2}
LIFTS = ("squat", "bench", "dumbbell_bench", "plank")
DELOAD = Phase(1, "deload", date(2025, 12, 8), date(2025, 12, 14))
Raw = list[dict[str, Any]]


def a_log(seed: int) -> str:
    """Half a year of warm-ups, failures, drops, pounds, efforts, holds, and weeks without anything."""
    chance, lines = random.Random(seed), []
    for back in range(182, -1, -1):
        if chance.random() < 0.55 or 70 < back < 90:
            continue
        words = [str(TODAY - timedelta(days=back)), f"{chance.randint(10, 20)}:00"]
        for name in chance.sample(LIFTS, 2):
            words.append(name)
            words += ["45s", "60s"] if name == "plank" else [_set(chance) for _ in range(chance.randint(1, 4))]
        lines.append(" ".join(words))
    return "\n".join(lines)


def _set(chance: random.Random) -> str:
    kind = chance.choice(["", "", "", "w", "d", "f", "a"])
    weight = chance.choice(["60", "80", "82.5", "100", "102.5", "110", "135lb", "225lb"])
    effort = chance.choice(["", "", "@0", "@2", "@4", "@4.5", "@6"])
    return f"{kind}{weight}x{chance.choice([0, 1, 3, 5, 8, 10, 12, 15])}{effort}"


@pytest.fixture
def lifter(engine: Engine) -> int:
    number = new_lifter(engine, "alice")
    log_of(number, a_log(7))
    log_of(new_lifter(engine, "bob"), a_log(8))
    refresh(engine, number)
    return number


def raw(engine: Engine, lifter: int) -> Raw:
    """Every set as it lies in the log, with its workout, in order."""
    with reading(engine) as connection:
        joined = sets.join(
            workouts, (sets.c.user_id == workouts.c.user_id) & (sets.c.workout_id == workouts.c.workout_id)
        )
        names = ("performed_on", "started_at", "ended_at")
        picked = select(sets, *(workouts.c[name] for name in names)).select_from(joined)
        rows = connection.execute(picked.where(sets.c.user_id == lifter)).mappings()
        found = [dict(row) for row in rows]
    return sorted(found, key=lambda row: (row["performed_on"], row["started_at"], row["workout_id"], row["position"]))


def kg(row: Mapping[str, Any]) -> float:
    weight = float(row["weight"] or 0)
    return weight * 0.45359237 if row["unit"] == "lb" else weight


def is_hard(row: Mapping[str, Any]) -> bool:
    done = (row["reps"] or 0) >= 1 or (row["seconds"] or 0) > 0
    return row["set_type"] != "warmup" and done and (row["rir"] is None or row["rir"] <= 4)


def estimate(row: Mapping[str, Any]) -> float | None:
    possible = (row["reps"] or 0) + (row["rir"] or 0)
    if row["set_type"] == "warmup" or not row["reps"] or not kg(row) or possible > 12:
        return None
    return kg(row) if possible == 1 else kg(row) * (1 + possible / 30)


def tonnes(row: Mapping[str, Any], name: str) -> float:
    return 0.0 if row["set_type"] == "warmup" else kg(row) * (row["reps"] or 0) * HANDS.get(name, 1)


def visits(rows: Iterable[dict[str, Any]]) -> list[Raw]:
    """The sets of each workout."""
    grouped: dict[int, Raw] = {}
    for row in rows:
        grouped.setdefault(row["workout_id"], []).append(row)
    return list(grouped.values())


def week_of(row: Mapping[str, Any]) -> date:
    day: date = row["performed_on"]
    return day - timedelta(days=day.weekday())


def seconds(visit: Raw) -> float:
    return float((visit[0]["ended_at"] - visit[0]["started_at"]).total_seconds())


def test_todays_weeks_are_the_loops_over_the_log(engine: Engine, lifter: int) -> None:
    rows, this = raw(engine, lifter), TODAY - timedelta(days=TODAY.weekday())
    with reading(engine) as connection:
        facts = load_today(connection, lifter, TODAY, MONDAY)
        of_week = load_sets_between(connection, lifter, today_evidence.lifts_since(facts, this), this, TODAY)
    shown = figures.overview(facts, TODAY, MONDAY, (DELOAD,))
    weeks: dict[date, list[Raw]] = {}
    for visit in visits(rows):
        weeks.setdefault(week_of(visit[0]), []).append(visit)
    done = {
        start: (len(some), sum(is_hard(row) for one in some for row in one), sum(map(seconds, some)))
        for start, some in weeks.items()
    }
    for week in shown.weeks.weeks:
        told = (week.done.workouts, week.done.hard_sets, week.done.seconds or 0)
        assert told == done.get(week.starts_on, (0, 0, 0))
    before = [done[start] for start in sorted(done) if start < this and start != DELOAD.starts_on][-8:]
    assert shown.weeks.usual
    usual = (shown.weeks.usual.workouts, shown.weeks.usual.hard_sets, shown.weeks.usual.seconds)
    assert usual == tuple(median(column) for column in zip(*before, strict=True))
    assert DELOAD.starts_on in done

    last = visits(rows)[-1]
    assert shown.last
    assert (shown.last.day, shown.last.hard_sets) == (last[0]["performed_on"], sum(map(is_hard, last)))
    bests = [max(found) for row in last if (found := _estimates(last, row["exercise_id"]))]
    assert all(pytest.approx(change.after_kg) in bests for change in shown.last.changes)

    totals = today_evidence.of_week(facts, of_week, this, "This week", KG)
    hard = done.get(this, (0, 0, 0))[1]
    assert [one.rows.iloc[-1][name] for one, name in zip(totals, ("Hard sets", "Hard"), strict=True)] == [
        f"**{hard}**",
        f"**{hard}**",
    ]


def _estimates(visit: Raw, number: int) -> list[float]:
    found = (estimate(row) for row in visit if row["exercise_id"] == number)
    return [one for one in found if one is not None]


@pytest.mark.parametrize("name", ["squat", "dumbbell_bench"])
def test_lifts_figures_are_the_loops_over_the_log(engine: Engine, lifter: int, name: str) -> None:
    rows = [row for row in raw(engine, lifter) if row["exercise_id"] == exercise_id(name)]
    chosen = Filter(Lift(exercise_id(name), name, "external"), period_named("3 months", TODAY))
    with reading(engine) as connection:
        facts = load_lift(connection, lifter, chosen)
    shown = lifts_figures.progress(facts, chosen, MONDAY, (DELOAD,))
    days: dict[date, Raw] = {}
    for row in rows:
        days.setdefault(row["performed_on"], []).append(row)
    best = {day: max(found) for day, some in days.items() if (found := _estimates(some, exercise_id(name)))}
    within = {day: some for day, some in days.items() if chosen.period.first <= day <= TODAY}

    assert {point.day: point.e1rm_kg for point in shown.points} == pytest.approx(
        {day: value for day, value in best.items() if day in within}
    )
    recent = [value for day, value in best.items() if TODAY - timedelta(days=28) < day <= TODAY]
    assert shown.strength_kg == pytest.approx(max(recent))
    assert shown.now.workouts == len({row["workout_id"] for some in within.values() for row in some})
    hard = sum(is_hard(row) for some in within.values() for row in some)
    assert shown.now.hard_sets == hard
    assert shown.now.tonnage_kg == pytest.approx(sum(tonnes(row, name) for some in within.values() for row in some))
    assert shown.now.best_kg == pytest.approx(max(best[day] for day in within if day in best))
    assert sum(bar.hard_sets for bar in shown.bars.bars) == hard
    _same_rep_maxes(shown, within)
    assert [(one.day, one.kind, one.new) for one in shown.records] == [
        one for one in _records(rows) if chosen.period.first <= one[0]
    ]
    _same_trend(shown, best)
    table = evidence.of_period(shown.now, facts, KG).rows
    assert table.iloc[-1]["Hard sets"].strip("*") == str(hard)
    assert len(table) == len(within) + 1


def _same_rep_maxes(shown: Progress, within: Mapping[date, Raw]) -> None:
    heaviest: dict[int, float] = {}
    for row in (row for some in within.values() for row in some):
        if row["set_type"] != "warmup" and 1 <= (row["reps"] or 0) <= 12:
            heaviest[row["reps"]] = max(heaviest.get(row["reps"], 0), kg(row))
    assert {one.reps: one.weight_kg for one in shown.rep_maxes} == pytest.approx(heaviest)


def _records(rows: Raw) -> list[tuple[date, str, float]]:
    """The heaviest loads, and the most reps at a load or a heavier one, against all earlier workouts."""
    found, before = [], list[tuple[float, int]]()
    for visit in visits(rows):
        done = [(kg(row), row["reps"]) for row in visit if row["set_type"] != "warmup" and row["reps"]]
        heaviest = max((load for load, _ in done), default=0.0)
        if before and heaviest > max(load for load, _ in before):
            found.append((visit[0]["performed_on"], "weight", heaviest))
        more = [
            (load, reps)
            for load, reps in done
            if (known := [old for weight, old in before if weight >= load]) and reps > max(known)
        ]
        found += [(visit[0]["performed_on"], "reps", max(more)[1])] if more else []
        before += done
    return found


def _same_trend(shown: Progress, best: Mapping[date, float]) -> None:
    """The median of all slopes since the last fourteen days without, the deload's days left out."""
    window, later = [], TODAY
    for day in sorted(best, reverse=True):
        if (later - day).days > 14 or (max(best) - day).days >= 84:
            break
        later = day
        window += [] if DELOAD.covers(day) else [day]
    assert shown.trend.workouts == len(window)
    slopes = [(best[one] - best[other]) / (one - other).days for one in window for other in window if one > other]
    if shown.trend.percent_per_week is not None:
        level = median(best[day] for day in window)
        assert shown.trend.percent_per_week == pytest.approx(700 * median(slopes) / level)


def test_a_dashboard_takes_as_many_statements_whatever_was_logged(sqlite_engine: Engine) -> None:
    lifter = new_lifter(sqlite_engine, "dora")
    squat = Filter(Lift(exercise_id("squat"), "Squat", "external"), period_named("1 year", TODAY))

    def read(connection: Connection) -> None:
        facts = load_today(connection, lifter, TODAY, MONDAY)
        ids = today_evidence.lifts_since(facts, TODAY - timedelta(days=6))
        load_sets_between(connection, lifter, ids, TODAY - timedelta(days=6), TODAY)
        load_lift(connection, lifter, squat)

    log_of(lifter, "2026-01-15 squat 100x5")
    few = statements_of(sqlite_engine, lifter, read)
    log_of(lifter, a_log(9))
    assert statements_of(sqlite_engine, lifter, read) == few
