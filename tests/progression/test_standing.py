"""Which day of a program comes next, and when: missed days wait, are shifted or skipped, at no penalty."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.progression.standing import DONE, RESUME, SHIFT, SKIP, Event, standing

MON, TUE, WED, THU, FRI = (date(2026, 1, day) for day in range(5, 10))
NEXT_MON = date(2026, 1, 12)
MWF = (0, 2, 4)


def now(*events, days=2, begins=MON, weekdays=MWF, **more):
    return standing(days, events, begins, weekdays, **more)


def test_the_first_day_is_due_on_the_first_of_its_weekdays():
    assert (now().place, now().due_on, now().week) == (0, MON, 1)
    assert now(begins=TUE).due_on == WED


def test_days_are_done_in_turn_and_each_round_is_a_week():
    assert (now(Event(DONE, MON, 0)).place, now(Event(DONE, MON, 0)).due_on) == (1, WED)
    after = now(Event(DONE, MON, 0), Event(DONE, WED, 1))
    assert (after.place, after.week, after.due_on, after.done) == (0, 2, FRI, 2)


def test_a_missed_day_waits():
    left = now(Event(DONE, MON, 0))
    assert not left.is_missed(WED)
    assert left.is_missed(THU)
    assert left.place == 1


def test_a_missed_day_done_late_moves_what_follows():
    late = now(Event(DONE, MON, 0), Event(DONE, THU, 1))
    assert (late.place, late.due_on) == (0, FRI)


def test_a_shifted_plan_is_due_on_the_next_of_its_weekdays_today_included():
    assert now(Event(DONE, MON, 0), Event(SHIFT, THU)).due_on == FRI
    assert now(Event(DONE, MON, 0), Event(SHIFT, FRI)).due_on == FRI
    assert now(Event(DONE, MON, 0), Event(SHIFT, THU)).place == 1


def test_a_skipped_day_is_left_out_and_not_counted_as_done():
    left_out = now(Event(DONE, MON, 0), Event(SKIP, THU, 1))
    assert (left_out.place, left_out.week, left_out.due_on, left_out.done) == (0, 2, FRI, 1)


def test_after_a_pause_the_plan_goes_on_from_the_day_it_is_resumed():
    assert now(Event(DONE, MON, 0), Event(RESUME, NEXT_MON)).due_on == NEXT_MON


def test_another_day_than_the_next_may_be_done():
    assert now(Event(DONE, MON, 2), days=4).place == 3
    assert (now(Event(DONE, MON, 3), days=4).place, now(Event(DONE, MON, 3), days=4).week) == (0, 2)
    back = now(Event(DONE, MON, 2), Event(DONE, WED, 1), days=4)
    assert (back.place, back.week) == (2, 2)


def test_a_program_of_so_many_weeks_ends_and_light_weeks_come_round():
    week = [Event(DONE, MON, 0), Event(DONE, WED, 1)]
    assert not now(*week, weeks=2).is_over
    over = now(*week, *week, weeks=2)
    assert over.is_over
    assert not over.is_missed(date(2027, 1, 1))
    assert [now(*week * rounds, deload_every=3).is_deload for rounds in range(6)] == [False, False, True] * 2


def test_without_weekdays_it_is_only_ever_next_in_line():
    assert now(Event(DONE, MON, 0), weekdays=()).due_on is None
    assert not now(weekdays=()).is_missed(date(2027, 1, 1))


kinds = st.sampled_from([DONE, SKIP, SHIFT, RESUME])
told_events = st.lists(st.tuples(st.integers(0, 60), kinds, st.integers(0, 5)), max_size=20)


@given(st.integers(1, 6), told_events, st.sets(st.integers(0, 6), min_size=1))
def test_the_next_day_always_lies_ahead_of_the_last_one(days, told, weekdays):
    dated = [(date.fromordinal(MON.toordinal() + on), kind, place % days) for on, kind, place in sorted(told)]
    events = [Event(kind, on, place) for on, kind, place in dated]
    found = standing(days, events, MON, sorted(weekdays))
    taken = [event.on for event in events if event.kind in (DONE, SKIP)]
    assert 0 <= found.place < days
    assert found.due_on.weekday() in weekdays
    assert not taken or found.due_on > max(taken)


@pytest.mark.parametrize("kind", [DONE, SKIP])
def test_the_same_event_twice_a_day_goes_on_twice(kind):
    assert now(Event(kind, MON, 0), Event(kind, MON, 1)).place == 0
