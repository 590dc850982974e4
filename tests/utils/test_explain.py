"""A number explains itself: its rule in words, its rows, and the same number as their total."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from database.oltp_tables import E1RM_FORMULAS
from services.feature_eng import FORMULAS as COMPUTED
from tests.lifts.test_figures import MONDAY, SQUAT, TODAY, lift_facts
from utils import explain, styling
from utils.filters import period_named
from utils.lifts import evidence, figures
from utils.lifts.filters import Filter
from utils.lifts.shapes import GoalState
from utils.styling import Display

KG = Display("kg", "Europe/Berlin", 0, "en-GB")


def cell(text: str) -> str:
    return text.strip("*")


def set_of(name: str, day: int, **fields: Any) -> Any:
    blank = {"set_type": "working", "weight": None, "unit": None, "reps": None, "reps_other": None, "rir": None}
    blank |= {"seconds": None, "distance_m": None, "e1rm_kg": None, "tonnage_kg": None, "is_hard": 1.0, "name": name}
    return SimpleNamespace(performed_on=TODAY.replace(day=day), **{**blank, **fields})


def test_every_formula_that_can_be_chosen_is_told() -> None:
    assert set(explain.FORMULAS) == set(E1RM_FORMULAS) == set(COMPUTED)


def test_sets_stand_by_exercise_and_day_with_their_totals() -> None:
    some = [
        set_of("Squat", 5, set_type="warmup", weight=60, unit="kg", reps=5, is_hard=0.0, tonnage_kg=0.0),
        set_of("Squat", 5, weight=225, unit="lb", reps=5, rir=2, tonnage_kg=510.3),
        set_of("Squat", 7, weight=100, unit="kg", reps=5, tonnage_kg=500.0),
        set_of("Plank", 7, seconds=60),
    ]
    table = explain.set_table(some, KG)
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in table["Sets"]] == [
        r"warm-up 60 kg × 5, 225 lb × 5 \@2",
        "100 kg × 5",
        "1\\:00",
        "",
    ]
    assert [cell(text) for text in table["Hard"]] == ["1", "1", "1", "3"]
    assert cell(table["Tonnage"].iloc[-1]).replace("\N{NO-BREAK SPACE}", " ") == "1.0 t"
    assert explain.set_table([], KG).empty


def test_a_long_table_keeps_its_total() -> None:
    told = [{"Day": str(n), "Hard": "1"} for n in range(500)]
    whole = explain.table(told, ("Hard",), {"Hard": "500"})
    short = explain.shortened(whole)
    assert (len(whole), len(short)) == (501, explain.MOST_ROWS)
    assert short["Hard"].iloc[-1] == "**500**"


def test_what_says_nothing_is_left_out() -> None:
    table = explain.table([{"Day": "Mon", "Time": "–", "Hard": "2"}], ("Hard", "Time"), {"Hard": "2", "Time": "–"})
    assert table.to_dict("list") == {"Day": ["Mon", "**In all**"], "Hard": ["2", "**2**"]}


def test_strength_trend_and_numbers_of_a_lift_have_the_same_totals() -> None:
    facts = lift_facts(
        ("2025-12-01", 110.0, 3, None),
        ("2025-12-29", 100.0, 2, 900.0),
        ("2026-01-05", 105.0, 3, 700.0),
        loads=((5, 95, "2026-01-05"), (5, 100, "2025-12-01")),
    )
    chosen = Filter(SQUAT, period_named("3 months", TODAY))
    shown = figures.progress(facts, chosen, MONDAY)
    strength = evidence.of_strength(shown, facts, "epley", KG)
    assert strength.value == "105 kg"
    assert [cell(text) for text in strength.rows["e1RM"]] == ["100 kg", "105 kg", "105 kg"]
    assert "load × (1 + reps ÷ 30)" in strength.rule
    numbers = evidence.of_period(shown.now, facts, KG)
    assert [cell(text) for text in numbers.rows.iloc[-1]] == ["In all", "110 kg", "3", "8", "1.6 t"]
    assert len(numbers.rows) == 4
    assert evidence.of_rep_maxes(shown, facts, KG).rows["Load"].tolist() == ["100 kg", "95 kg"]
    assert evidence.of_trend(shown, facts, KG).rows.empty


def test_a_goals_days_are_worked_out_before_ones_eyes() -> None:
    days = [(date(2025, 11, 3) + timedelta(weeks=n), 100.0 + n + n % 2, 3, None) for n in range(10)]
    facts = lift_facts(*((str(day), *rest) for day, *rest in days))
    goal = GoalState(120, 1, 120.0, None)
    chosen = Filter(SQUAT, period_named("3 months", date(2026, 1, 5)))
    shown = figures.progress(facts, chosen, MONDAY, goal=goal)
    (told,) = evidence.of_goal(shown, "epley", KG)
    assert shown.goal
    assert shown.goal.forecast
    assert shown.trend.slopes
    assert shown.trend.levels
    assert shown.trend.middle
    for row, level, pace, day in zip(
        told.rows.to_numpy().tolist(),
        reversed(shown.trend.levels),
        reversed(shown.trend.slopes[1:]),
        (shown.goal.forecast.earliest, shown.goal.forecast.latest),
        strict=True,
    ):
        assert day == shown.trend.middle + timedelta(days=round((120 - level) / pace))
        assert [*row[1:4]] == [
            styling.e1rm(level, KG),
            styling.change(pace * 7, KG),
            styling.e1rm(120 - level, KG),
        ]
        assert row[4] == styling.plain(styling.short_day(day, KG))
    assert told.value.startswith("Goal: 120 kg × 1. At this pace between")
    assert evidence.of_goal(figures.progress(facts, chosen, MONDAY), "epley", KG) == []
