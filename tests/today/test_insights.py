"""What is worth a sentence: each rule on weeks worked out by hand, three at most, the same all week."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.analysis.phases import Phase
from services.analysis.progress import Trend
from tests.lifts.test_figures import NAMES, day_of
from utils.shapes import Record
from utils.today import insights
from utils.today.insights import Known
from utils.today.shapes import LastWorkout, LiftTrend, ShortMuscle, Stalled, Training, Week

TODAY = date(2026, 1, 16)  # a Friday
MONDAY = date(2026, 1, 12)
WEEK = timedelta(weeks=1)
BACK = [12.0, 12.0, 12.5, 13.0, 12.0, 6.0, 7.0, 5.0]


def known(*sets: float, **fields: Any) -> Known:
    """Weeks of so many sets, all of them over."""
    weeks = [
        Week(MONDAY - WEEK * back, Training(3 if hard else 0, hard, 3600))
        for back, hard in zip(range(len(sets), 0, -1), sets, strict=True)
    ]
    nothing = {"last": None, "records": (), "trends": (), "muscles": {}}
    return Known(MONDAY, tuple(weeks), **{**nothing, **fields})


def lift(
    verdict: str, exercise_id: int = 74, percent: float = -0.1, lately: float = 9, before: float = 12
) -> LiftTrend:
    return LiftTrend("Squat", Trend(verdict, 12, 80, percent), 140, exercise_id, lately, before)


def names(found: Any) -> list[str]:
    return [one.muscle for one in found]


def test_a_muscle_below_its_usual_for_three_weeks_is_named() -> None:
    weeks = known(*[60] * 8, muscles={"back": BACK, "chest": [12] * 5 + [6, 8, 5], "calves": [7] * 5 + [0] * 3})
    assert insights.short_muscles(weeks) == [
        ShortMuscle("calves", (0, 0, 0), 7),
        ShortMuscle("back", (6, 7, 5), 12),
    ]  # 8 of 12 is 67 %


def test_short_weeks_breaks_phases_and_muscles_in_passing_are_nobodys_fault() -> None:
    back = {"back": BACK}
    assert names(insights.short_muscles(known(*[60] * 8, muscles=back))) == ["back"]
    assert not insights.short_muscles(known(*[60] * 6, 36, 60, muscles=back))
    assert not insights.short_muscles(known(*[60] * 5, 0, 60, 60, muscles=back))
    assert not insights.short_muscles(known(0, 0, 0, 60, 60, 60, 60, 60, muscles=back))
    eased = (Phase(1, "illness", MONDAY - WEEK * 2, MONDAY - WEEK * 2),)
    assert not insights.short_muscles(known(*[60] * 8, muscles=back, phases=eased))
    assert names(insights.short_muscles(known(*[60] * 8, muscles=back, phases=(Phase(1, "cut", MONDAY - WEEK * 2),))))
    assert not insights.short_muscles(known(*[60] * 8, muscles={"neck": [3.5] * 5 + [0] * 3}))


def test_a_lift_that_stalls_while_a_quarter_less_is_done() -> None:
    nine, ten = lift("plateau", lately=9), lift("plateau", 30, lately=10)
    falling, rising = lift("regressing", 12, lately=6), lift("progressing", 13, lately=6)
    found = insights.stalled_lifts(known(60, trends=(nine, ten, falling, rising)))
    assert found == [Stalled(falling), Stalled(nine)]
    assert list(insights.falling_lifts(known(60, trends=(nine, falling, lift("regressing", 14, lately=12))))) == [
        lift("regressing", 14, lately=12)
    ]
    eased = (Phase(1, "deload", MONDAY - WEEK, MONDAY - timedelta(days=1)),)
    assert not insights.stalled_lifts(known(60, trends=(nine,), phases=eased))


def record_on(on: date, new: float = 105) -> Record:
    return Record("Squat", on, "weight", 5, new, 100, new, 1, 74)


def test_a_record_of_last_week_is_news_and_told_once() -> None:
    old, fresh, told, now = (record_on(TODAY - timedelta(days=back), 100 + back) for back in (12, 7, 6, 1))
    last = LastWorkout("Legs", told.day, 1, 5, None, (told,), ())
    assert list(insights.fresh_records(known(10, records=(old, fresh, told, now), last=last))) == [fresh]


def days(exercise_id: int, per_week: float, weeks: int = 9) -> list[Any]:
    """A day a week up to the week before this one, and one in this week that does not count yet."""
    first = MONDAY - WEEK * weeks
    done = [
        day_of(str(first + WEEK * n), exercise_id=exercise_id, best_e1rm_kg=100 + per_week * n) for n in range(weeks)
    ]
    return [*done, day_of(str(MONDAY), exercise_id=exercise_id, best_e1rm_kg=500.0)]


def test_trends_end_with_the_week_before_this_one() -> None:
    (found,) = insights.lift_trends(days(74, 1.0), [], NAMES, MONDAY)
    assert (found.name, found.trend.verdict, found.strength_kg) == ("Squat", "progressing", 108)
    assert (found.sets_lately, found.sets_before) == (1, 5 / 8)


def test_at_most_three_the_first_of_each_rule_and_the_silenced_make_room_next_week() -> None:
    some = [*days(74, 1.0), *days(30, 2.0), *days(12, -2.0)]
    trends = tuple(insights.lift_trends(some, [], {**NAMES, 12: "Curl"}, MONDAY))
    week = known(*[60] * 8, muscles={"back": BACK}, trends=trends, records=(record_on(TODAY - timedelta(days=7)),))
    topics = [one.topic for one in insights.insights(week, TODAY, {})]
    assert topics == ["record:74", "regressing:12", "short:back"]
    assert [one.topic for one in insights.insights(week, TODAY, {"record:74": TODAY})] == topics[1:]
    later = insights.insights(week, TODAY, {"record:74": MONDAY - timedelta(days=1)})
    assert [one.topic for one in later] == [*topics[1:], "progressing:30"]


@pytest.mark.parametrize(("kind", "told"), [("deload", 0), ("illness", 0), ("cut", 1), ("bulk", 1)])
def test_in_a_phase_in_which_training_is_not_itself_nothing_is_told(kind: str, told: int) -> None:
    trends = tuple(insights.lift_trends(days(74, 1.0), [], NAMES, MONDAY))
    week = known(*[60] * 8, trends=trends, phases=(Phase(1, kind, MONDAY),))
    assert len(insights.insights(week, TODAY, {})) == told
