"""What Today says, worked out by hand from a few rows."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.analysis.phases import Phase
from tests.lifts.test_figures import MONDAY, NAMES, SUNDAY, TODAY, broken, day_of, frame_of
from utils.today import figures
from utils.today.facts import TodayFacts
from utils.today.figures import MUSCLE_OF
from utils.today.shapes import Training
from utils.workout import due
from utils.workout.due import StartFacts


def workout_of(on: str, hard_sets: float = 10, minutes: float | None = 60, routine_id: int = 0) -> Any:
    seconds = None if minutes is None else minutes * 60
    return SimpleNamespace(
        performed_on=date.fromisoformat(on), hard_sets=hard_sets, duration_s=seconds, routine_id=routine_id
    )


def test_the_usual_is_the_median_of_the_last_eight_training_weeks() -> None:
    """Ten weeks of 1 to 10 workouts' worth of sets with an empty one: weeks 3 to 10 count, the median is 6.5."""
    mondays = [date(2026, 1, 5) - timedelta(weeks=back) for back in (10, 9, 8, 7, 6, 5, 4, 2, 1, 0)]
    trained = [workout_of(day.isoformat(), sets, 30 + sets) for sets, day in enumerate(mondays, 1)]
    found = figures.weeks([*trained, workout_of("2026-01-12", 99, 99)], TODAY, MONDAY)
    assert found.usual == Training(1, 6.5, 36.5 * 60)
    assert found.now == Training(1, 99, 99 * 60)


def test_two_weeks_are_not_yet_a_habit() -> None:
    two = [workout_of("2025-12-29"), workout_of("2026-01-05"), workout_of("2026-01-12")]
    assert figures.weeks(two, TODAY, MONDAY).usual is None
    assert figures.weeks([workout_of("2025-12-22"), *two], TODAY, MONDAY).usual == Training(1, 10, 3600)


def test_weeks_of_a_deload_or_of_travel_do_not_say_what_is_usual_and_those_of_a_bulk_do() -> None:
    trained = [workout_of(f"2025-12-{day:02}", sets) for day, sets in ((8, 10), (15, 20), (22, 3), (29, 30))]
    eased = Phase(1, "deload", date(2025, 12, 22), date(2025, 12, 28))
    assert figures.weeks(trained, TODAY, MONDAY).usual.hard_sets == 15
    assert figures.weeks(trained, TODAY, MONDAY, [eased]).usual.hard_sets == 20
    fed = Phase(1, "bulk", date(2025, 12, 1))
    assert figures.weeks(trained, TODAY, MONDAY, [fed]).usual.hard_sets == 15
    compared = figures.usual_weeks(trained, TODAY, MONDAY, [eased])
    assert [week.done.hard_sets for week in compared] == [10, 20, 30]


def test_twelve_weeks_are_shown_and_the_empty_ones_too() -> None:
    shown = figures.weeks([workout_of("2025-10-27", 7)], TODAY, MONDAY).weeks
    assert [week.starts_on for week in (shown[0], shown[-1])] == [date(2025, 10, 27), date(2026, 1, 12)]
    assert [week.done.hard_sets for week in shown] == [7, *[0] * 11]


@pytest.mark.parametrize(("first_weekday", "sets"), [(MONDAY, 5), (SUNDAY, 12)])
def test_a_week_begins_when_the_lifters_does(first_weekday: int, sets: float) -> None:
    sunday_and_friday = [workout_of("2026-01-11", 7), workout_of("2026-01-16", 5)]
    assert figures.weeks(sunday_and_friday, TODAY, first_weekday).now.hard_sets == sets


def test_time_is_unknown_only_where_no_workout_has_any() -> None:
    assert figures.weeks([], TODAY, MONDAY).now.seconds == 0
    assert figures.weeks([workout_of("2026-01-12", minutes=None)], TODAY, MONDAY).now.seconds is None
    some = [workout_of("2026-01-12", minutes=None), workout_of("2026-01-13", minutes=50)]
    assert figures.weeks(some, TODAY, MONDAY).now.seconds == 3000


def routine(number: int, name: str, is_archived: bool = False) -> dict[str, Any]:
    return {"routine_id": number, "name": name, "is_archived": is_archived}


def start_after(*done: tuple[str, int, float | None], unfinished: list[dict[str, Any]] | None = None) -> Any:
    routines = [routine(1, "Push"), routine(2, "Old", is_archived=True), routine(3, "Pull"), routine(4, "Legs")]
    frames = [(day, None if minutes is None else minutes * 60, 10, number) for day, number, minutes in done]
    workouts = frame_of("performed_on duration_s hard_sets routine_id", *frames)
    return due.start_of(StartFacts(unfinished or [], routines), workouts)


def test_routines_take_turns() -> None:
    assert start_after().title == "Push"
    assert start_after(("2026-01-05", 1, 60)).title == "Pull"
    assert start_after(("2026-01-05", 1, 60), ("2026-01-07", 4, 60)).title == "Push"
    assert start_after(("2026-01-05", 3, 60), ("2026-01-07", 0, 60), ("2026-01-08", 2, 60)).title == "Legs"


def test_about_how_long_is_the_median_of_the_last_five() -> None:
    pulls = [(f"2025-12-{day:02}", 3, minutes) for day, minutes in enumerate((200, 50, 70, None, 60, 55, 65), 1)]
    assert start_after(*pulls, ("2026-01-05", 1, 90)).seconds == 60 * 60
    assert start_after(("2026-01-05", 1, 90)).seconds is None


def test_what_is_unfinished_comes_first() -> None:
    row = {"workout_id": 9, "title": "Push", "routine_id": 1, "sets": 7, "planned_sets": 18, "time_source": "logged"}
    found = start_after(("2026-01-05", 1, 60), unfinished=[row])
    assert (found.kind, found.workout_id) == ("continue", 9)
    assert (found.title, found.done_sets, found.planned_sets) == ("Push", 7, 18)
    imported = {**row, "time_source": "imported"}
    assert start_after(unfinished=[imported]).kind == "routine"


def test_without_routines_there_is_still_a_button() -> None:
    nothing = frame_of("performed_on duration_s hard_sets routine_id")
    assert due.start_of(StartFacts([], [routine(2, "Old", is_archived=True)]), nothing).kind == "empty"


def test_the_last_workout_is_the_last_finished_one() -> None:
    def row(number: int, on: str, is_open: int) -> Any:
        return SimpleNamespace(
            workout_id=number,
            performed_on=date.fromisoformat(on),
            duration_s=3600.0,
            exercises=2.0,
            hard_sets=9.0,
            title="Legs",
            is_open=is_open,
        )

    days = [
        day_of("2026-01-05", best_e1rm_kg=110.0),
        day_of("2026-01-12", best_e1rm_kg=100.0),
        day_of("2026-01-14", best_e1rm_kg=112.5, hard_sets=3.0),
        day_of("2026-01-05", exercise_id=30, best_e1rm_kg=60.0),
        day_of("2026-01-14", exercise_id=30, best_e1rm_kg=59.0, hard_sets=5.0),
        day_of("2026-01-16", best_e1rm_kg=200.0),
    ]
    records = [broken("2026-01-14", "weight", 100, 105, 105, workout_id=2), broken("2026-01-05", "reps", 5, 6, 90)]
    found = figures.last_workout([row(3, "2026-01-16", 1), row(2, "2026-01-14", 0)], days, records, NAMES)
    assert found
    assert (found.day, found.title, [record.new for record in found.records]) == (date(2026, 1, 14), "Legs", [105])
    assert [(one.name, one.before_kg, one.after_kg) for one in found.changes] == [
        ("Press", 60, 59),
        ("Squat", 100, 112.5),
    ]


def test_there_is_none_before_the_first_is_finished() -> None:
    assert figures.last_workout([], [], [], {}) is None


def test_every_muscle_group_has_a_name() -> None:
    assert {"chest", "back", "quads"} <= set(MUSCLE_OF.values())


def test_a_new_lifter_has_an_overview() -> None:
    facts = TodayFacts(
        frame_of("workout_id performed_on duration_s exercises hard_sets title is_open"),
        frame_of("performed_on duration_s hard_sets routine_id"),
        frame_of("exercise_id name load_type last_on"),
        frame_of("exercise_id performed_on best_e1rm_kg hard_sets is_eased"),
        frame_of("exercise_id performed_on workout_id rep_count load_kg distance_m old_value new_value record_type"),
        frame_of("muscle_id week hard_sets"),
    )
    found = figures.overview(facts, TODAY, MONDAY)
    assert (found.last, found.weeks.usual, found.insights) == (None, None, ())
