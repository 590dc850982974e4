"""What Lifts says of one exercise, worked out by hand from a few rows."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from database.rows import named_rows
from utils import kpis
from utils.filters import Period, comparison_named, period_named
from utils.lifts import figures
from utils.lifts.facts import LiftFacts
from utils.lifts.filters import Filter, Lift
from utils.lifts.shapes import RepMax

TODAY = date(2026, 1, 16)  # a Friday
MONDAY, SUNDAY = 0, 6
SQUAT = Lift(74, "Squat", "external")
NAMES = {74: "Squat", 30: "Press"}


def day_of(on: str, **fields: Any) -> Any:
    """A row of one exercise on one day."""
    known = {"best_e1rm_kg": None, "best_weight_kg": None, "best_reps": None, "best_rir": None, "hard_sets": 1.0}
    known |= {"tonnage_kg": None, "workouts": 1.0, "is_eased": 0, "exercise_id": 74}
    return SimpleNamespace(performed_on=date.fromisoformat(on), **{**known, **fields})


def broken(on: str, kind: str, old: float, new: float, load: float, reps: float = 5, **fields: Any) -> Any:
    known = {"exercise_id": 74, "workout_id": 1, "rep_count": reps, "load_kg": load, "distance_m": None, **fields}
    return SimpleNamespace(performed_on=date.fromisoformat(on), record_type=kind, old_value=old, new_value=new, **known)


def frame_of(columns: str, *given: tuple[Any, ...]) -> Any:
    return named_rows(tuple(columns.split()), list(given))


def lift_facts(*days: tuple[Any, ...], loads: tuple[tuple[Any, ...], ...] = ()) -> LiftFacts:
    """Days as (day, e1RM, hard sets, tonnage)."""
    whole = [(day, e1rm, e1rm, 5, hard, tonnage, 1, e1rm, 5, None, 0) for day, e1rm, hard, tonnage in days]
    names = "performed_on best_e1rm_kg top_weight_kg top_reps hard_sets tonnage_kg workouts best_weight_kg"
    return LiftFacts(
        frame_of(f"{names} best_reps best_rir is_eased", *whole),
        frame_of("exercise_id performed_on workout_id rep_count load_kg distance_m old_value new_value record_type"),
        frame_of("reps weight_kg performed_on", *loads),
    )


def test_only_weight_and_rep_records_are_celebrated() -> None:
    kinds = ("weight", "e1rm", "reps", "set_volume")
    found = kpis.records([broken("2026-01-05", kind, 100, 105, 105) for kind in kinds], NAMES)
    assert [(record.name, record.kind) for record in found] == [("Squat", "weight"), ("Squat", "reps")]


def test_less_help_is_shown_as_the_help_it_was() -> None:
    (found,) = kpis.records([broken("2026-01-05", "weight", -25, -20, -20)], NAMES)
    assert (found.old, found.new, found.load_kg) == (25, 20, 20)


def test_a_rep_max_is_the_heaviest_load_of_its_reps() -> None:
    loads = frame_of(
        "reps weight_kg performed_on", (5, 95, "2026-01-12"), (5, 100, "2026-01-05"), (3, 90, "2026-01-07")
    )
    assert figures.rep_maxes(loads, is_assisted=False) == (
        RepMax(3, 90, date(2026, 1, 7)),
        RepMax(5, 100, date(2026, 1, 5)),
    )
    assert [(one.reps, one.weight_kg) for one in figures.rep_maxes(loads, is_assisted=True)] == [(3, 90), (5, 95)]


def test_weeks_of_a_short_period_and_months_of_a_long_one() -> None:
    days = [
        day_of("2023-12-30", hard_sets=1.0, tonnage_kg=100.0),
        day_of("2026-01-05", hard_sets=3.0, tonnage_kg=1000.0),
        day_of("2026-01-11", hard_sets=2.0, tonnage_kg=None),
        day_of("2026-01-12", hard_sets=4.0, tonnage_kg=500.0),
    ]
    by_week = figures.bars(days[1:], Period("1 year", date(2025, 1, 18), TODAY), MONDAY)
    assert by_week.each == "week"
    assert [(one.starts_on.day, one.hard_sets, one.tonnage_kg) for one in by_week.bars] == [(5, 5, 1000), (12, 4, 500)]
    sundays = figures.bars(days[1:], Period("1 year", date(2025, 1, 18), TODAY), SUNDAY)
    assert [(one.starts_on.day, one.hard_sets) for one in sundays.bars] == [(4, 3), (11, 6)]
    everything = figures.bars(days, Period("All time", None, TODAY), MONDAY)
    assert (everything.each, [one.starts_on for one in everything.bars]) == (
        "month",
        [date(2023, 12, 1), date(2026, 1, 1)],
    )


def test_progress_in_a_period_and_beside_the_one_before() -> None:
    facts = lift_facts(
        ("2025-07-20", 90.0, 3, 1000.0),  # the period before: 19 July to 17 October
        ("2025-10-10", 100.0, 2, 900.0),
        ("2025-10-25", 95.0, 4, 800.0),  # the period: from 18 October
        ("2025-12-01", 110.0, 3, None),
        ("2026-01-05", 105.0, 3, 700.0),
        loads=((5, 110, "2025-12-01"),),
    )
    period = period_named("3 months", TODAY)
    chosen = Filter(SQUAT, period, comparison_named("Period before", period))
    found = figures.progress(facts, chosen, MONDAY)
    assert found.strength_kg == 105
    assert found.trend.verdict == "unknown"
    assert [point.e1rm_kg for point in found.points] == [95, 110, 105]
    assert [value for _, value in found.best] == [100, 110, 105]  # what was lifted before the period is known to it
    assert found.earlier == ((date(2025, 10, 19), 90.0), (date(2026, 1, 9), 100.0))
    assert (found.now.workouts, found.now.hard_sets, found.now.tonnage_kg, found.now.best_kg) == (3, 10, 1500, 110)
    assert found.before
    assert (found.before.workouts, found.before.hard_sets, found.before.best_kg) == (2, 5, 100)


def test_an_exercise_without_loads_has_figures_and_no_estimate() -> None:
    chosen = Filter(SQUAT, period_named("1 year", TODAY))
    found = figures.progress(lift_facts(("2026-01-05", None, 3, None)), chosen, MONDAY)
    assert (found.strength_kg, found.points, found.now.best_kg, found.now.tonnage_kg) == (None, (), None, None)
    assert found.now.hard_sets == 3


def test_periods_end_today_and_compare_equal_days() -> None:
    year = period_named("1 year", TODAY)
    assert (year.first, year.days) == (date(2025, 1, 18), 364)
    before = comparison_named("Period before", year)
    assert before
    assert (before.first, before.last) == (date(2024, 1, 20), date(2025, 1, 17))
    quarter = period_named("3 months", TODAY)
    earlier = comparison_named("Year before", quarter)
    assert earlier
    assert (earlier.last, earlier.days) == (date(2025, 1, 17), 91)
    assert comparison_named("Period before", period_named("All time", TODAY)) is None
    assert comparison_named("Nothing", year) is None
