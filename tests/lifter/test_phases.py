"""Training phases: which days they cover, what looks like one, what they excuse, and how they are kept."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from database.rows import named_rows
from services.analysis.phases import Guess, Phase, guess, is_disturbed, phase_on, streak, streak_weeks
from services.errors import InvalidValue
from services.lifter import phases as service
from services.lifter.asides import asides
from services.lifter.dismissals import dismiss, dismissed, recall
from services.lifter.phases import NoSuchPhase, add_phase, amend_phase, delete_phase
from tests.cast import data_version, new_lifter
from utils.styling import Display
from utils.today import evidence, words

MONDAY = date(2026, 1, 12)
KG = Display("kg", "UTC", 0, "en-GB")
WEEK = timedelta(weeks=1)


def weekly(*sets: float) -> dict[date, float]:
    """Hard sets of the weeks before this one, the last of them last."""
    return {MONDAY - WEEK * back: one for back, one in zip(range(len(sets), 0, -1), sets, strict=True) if one}


def weeks(first: int, last: int = 0) -> tuple[date, date]:
    """From the first day of a week so many ago to the last day of another."""
    return MONDAY - WEEK * first, MONDAY - WEEK * last - timedelta(days=1)


def test_a_week_of_sixty_percent_looks_like_a_deload() -> None:
    assert guess(weekly(20, 20, 20, 20, 12), MONDAY, ()) == Guess("deload", *weeks(1))
    assert guess(weekly(20, 20, 20, 20, 13), MONDAY, ()) is None
    assert guess(weekly(20, 20, 12), MONDAY, ()) is None  # too few weeks to compare with
    assert guess({}, MONDAY, ()) is None


def test_empty_weeks_are_a_break_and_not_a_deload() -> None:
    assert guess(weekly(20, 20, 20, 20, 0, 0), MONDAY, ()) == Guess("break", *weeks(2))
    assert guess(weekly(20, 20, 20, 20, 0, 20), MONDAY, ()) is None


def test_what_was_entered_is_not_asked_again() -> None:
    entered = [Phase(1, "travel", *weeks(1))]
    assert guess(weekly(20, 20, 20, 20, 12), MONDAY, entered) is None
    assert guess(weekly(20, 20, 20, 20, 0), MONDAY, entered) is None


def test_a_deload_that_was_entered_is_no_week_to_compare_with() -> None:
    eased = [Phase(1, "deload", *weeks(2, 1))]
    assert guess(weekly(20, 20, 20, 20, 5, 12), MONDAY, eased) == Guess("deload", *weeks(1))


def test_a_phase_without_an_end_is_not_over() -> None:
    cut, sick = Phase(1, "cut", MONDAY), Phase(2, "illness", MONDAY + WEEK, MONDAY + WEEK)
    assert phase_on([cut, sick], MONDAY + 5 * WEEK) == cut
    assert phase_on([cut, sick], MONDAY + WEEK) == sick
    assert phase_on([cut, sick], MONDAY - WEEK) is None
    assert [is_disturbed([cut, sick], MONDAY + WEEK * n) for n in range(3)] == [False, True, False]


def test_a_streak_outlives_a_phase_and_this_week_until_it_is_over() -> None:
    done = {MONDAY - WEEK * back: 3 for back in (1, 2, 4, 5, 6)}
    assert streak(done, MONDAY, ()) == 2
    assert streak({**done, MONDAY: 1}, MONDAY, ()) == 3
    assert streak(done, MONDAY, [Phase(1, "travel", *weeks(3, 2))]) == 5
    assert streak({}, MONDAY, ()) == 0


@given(st.lists(st.booleans(), max_size=12), st.sampled_from(["deload", "bulk"]))
def test_a_phase_never_shortens_a_streak(trained: list[bool], kind: str) -> None:
    done = {MONDAY - WEEK * back: 1 for back, one in enumerate(trained) if one}
    plain = streak(done, MONDAY, ())
    assert plain <= streak(done, MONDAY, [Phase(1, kind, MONDAY - WEEK * 3, MONDAY)]) <= len(done)


def test_a_streak_is_counted_by_ones_own_target() -> None:
    done = {MONDAY - WEEK * back: count for back, count in ((0, 1), (1, 3), (2, 2), (3, 4), (4, 3), (5, 1))}
    travel = Phase(1, "travel", *weeks(2, 1))
    assert [streak(done, MONDAY, (), target) for target in (None, 1, 2, 3, 4)] == [6, 6, 4, 1, 0]
    # Two of three in a week of travel: neither counted nor the end.
    assert streak(done, MONDAY, [travel], 3) == 3
    assert streak({**done, MONDAY: 3}, MONDAY, [travel], 3) == 4
    told = [kept for _, kept in streak_weeks(done, MONDAY, [travel], 3)]
    assert told == ["open", "kept", "excused", "kept", "kept", "broken"]
    assert streak_weeks({}, MONDAY, (), 3) == [(MONDAY, "open")]


def test_a_streak_is_said_with_what_it_needs() -> None:
    assert words.streak(1, 3, KG) == words.this_week(2, None, KG) == ""
    assert words.streak(4, None, KG) == "4 weeks in a row with a workout"
    assert words.streak(4, 3, KG) == "4 weeks in a row with 3 workouts or more"
    assert words.streak(26, 2, KG) == "Half a year with 2 workouts or more in every week"
    assert words.this_week(2, 3, KG) == "2 of 3 workouts this week"


def test_a_streak_leads_to_its_weeks() -> None:
    days = [
        MONDAY - WEEK * back + timedelta(days=day) for back, many in ((0, 1), (1, 2), (2, 2)) for day in range(many)
    ]
    facts: Any = SimpleNamespace(workouts=named_rows(("performed_on",), [(day,) for day in days]))
    shown: Any = SimpleNamespace(streak=2, target=2)
    told = evidence.of_streak(facts, shown, MONDAY, 0, (), KG)
    assert told.value == "2 weeks"
    assert told.rows["Workouts"].tolist()[:3] == ["1", "2", "2"]
    assert told.rows["Counts"].tolist() == ["Not over", "Yes", "Yes", "**2 weeks**"]
    assert "2 workouts or more" in told.rule


def test_phases_are_kept_changed_and_deleted(engine: Engine) -> None:
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    before = data_version(alice)
    number = add_phase(engine, alice, {"kind": "cut", "starts_on": "2026-01-05", "note": " slowly "})
    assert service.phases(engine, alice) == (Phase(number, "cut", date(2026, 1, 5), None, "slowly"),)
    assert data_version(alice) != before
    amend_phase(engine, alice, number, {"kind": "cut", "starts_on": "2026-01-05", "ends_on": "2026-02-01"})
    assert service.phases(engine, alice)[0].ends_on == date(2026, 2, 1)
    with pytest.raises(NoSuchPhase):
        delete_phase(engine, bob, number)
    with pytest.raises(NoSuchPhase):
        amend_phase(engine, bob, number, {"kind": "bulk", "starts_on": "2026-01-05"})
    add_phase(engine, bob, {"kind": "bulk", "starts_on": "2026-01-01"})
    assert [phase.kind for phase in asides(engine, bob).phases] == ["bulk"]
    assert [phase.kind for phase in asides(engine, alice).phases] == ["cut"]
    delete_phase(engine, alice, number)
    assert service.phases(engine, alice) == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "nap", "starts_on": "2026-01-05"}, "one of deload"),
        ({"kind": "cut"}, "needs its first day"),
        ({"kind": "cut", "starts_on": "5 Jan"}, "first day cannot be"),
        ({"kind": "cut", "starts_on": "2126-01-05"}, "two years ahead"),
        ({"kind": "cut", "starts_on": "2026-01-05", "ends_on": "2026-01-04"}, "cannot end before"),
        ({"kind": "cut", "starts_on": "2026-01-05", "note": "x" * 501}, "at most 500"),
        ({"kind": "cut", "starts_on": "2026-01-05", "user_id": 7}, "no field"),
    ],
)
def test_a_phase_that_cannot_be_is_refused_in_words(sqlite_engine: Engine, fields: dict[str, object], why: str) -> None:
    lifter = new_lifter(sqlite_engine, "carol")
    with pytest.raises(InvalidValue, match=why):
        add_phase(sqlite_engine, lifter, fields)
    assert service.phases(sqlite_engine, lifter) == ()


def test_what_was_dismissed_is_kept_once_and_can_be_called_back(engine: Engine) -> None:
    alice, bob = new_lifter(engine, "alice"), new_lifter(engine, "bob")
    for day in (MONDAY, MONDAY + WEEK):
        dismiss(engine, alice, "stalled:74", day)
    dismiss(engine, bob, "short:back", MONDAY)
    assert dismissed(engine, alice) == {"stalled:74": MONDAY + WEEK}
    recall(engine, alice, "short:back")
    assert dismissed(engine, bob) == {"short:back": MONDAY}
    recall(engine, alice, "stalled:74")
    assert dismissed(engine, alice) == {}
    with pytest.raises(InvalidValue):
        dismiss(engine, alice, "x" * 121, MONDAY)
