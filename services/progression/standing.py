"""Work out which day of a program comes next, when, and in which week. Plain dates; the database is in places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DONE, SKIP, SHIFT, RESUME = "done", "skip", "shift", "resume"
LATER, PASSED, MISSED = "later", "passed", "missed"
TAKES_A_DAY: Final = (DONE, SKIP)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """A day of a program that was done or skipped, by its place; or a shift or resume that restarts it on a date."""

    kind: str
    on: date
    place: int = 0


@dataclass(frozen=True)
class Standing:
    """The place of the next day, its week from 1, and its due date; None without fixed weekdays."""

    place: int
    week: int
    due_on: date | None
    is_deload: bool
    is_over: bool
    done: int

    def is_missed(self, today: date) -> bool:
        """Whether the next day was due before today."""
        return self.due_on is not None and self.due_on < today and not self.is_over


def standing(
    days: int,
    events: Sequence[Event],
    starts_on: date,
    weekdays: Sequence[int],
    weeks: int | None = None,
    deload_every: int | None = None,
) -> Standing:
    """Return the state of a program of `days` days after its events, oldest first.

    The day after the last one done comes next, whichever that was. A missed day waits; it is not counted as a failure.
    """
    last = starts_on - ONE_DAY
    for event in events:
        last = event.on if event.kind in TAKES_A_DAY else max(last, event.on - ONE_DAY)
    behind = taken(days, events)
    place, week = _after(days, *behind[-1]) if behind else (0, 1)
    is_over = weeks is not None and week > weeks
    done = sum(event.kind == DONE for _, event in behind)
    return Standing(place, week, next_day(last, weekdays), is_light(week, deload_every), is_over, done)


def taken(days: int, events: Sequence[Event]) -> list[tuple[int, Event]]:
    """Return the days done or skipped with their weeks; a day earlier in the order starts the next week."""
    weeks: list[tuple[int, Event]] = []
    place, week = 0, 1
    for event in events:
        if event.kind in TAKES_A_DAY:
            weeks.append((week + (event.place < place), event))
            place, week = _after(days, *weeks[-1])
    return weeks


def is_light(week: int, deload_every: int | None) -> bool:
    """Whether a week of a program is a deload week."""
    return bool(deload_every) and week % (deload_every or 1) == 0


def _after(days: int, week: int, event: Event) -> tuple[int, int]:
    """Return the place and the week that follow a day."""
    return (event.place + 1) % days, week + (event.place + 1) // days


def next_day(after: date, weekdays: Sequence[int]) -> date | None:
    """Return the first of these weekdays (0 = Monday) after a day."""
    days = (after + timedelta(days=ahead) for ahead in range(1, 8))
    return next((day for day in days if day.weekday() in weekdays), None)


@dataclass(frozen=True)
class PlannedDay:
    """A past or done day of a program: when it was due (None without weekdays), and what became of it.

    `became` is done (on its day or before), later (done after its day), skip, shift, passed (another day of the
    program was done in its place) or missed; `on` is the date of that.
    """

    place: int
    due_on: date | None
    became: str
    on: date

    @property
    def was_missed(self) -> bool:
        """Whether it was not done by its due date."""
        return self.became not in (DONE, SKIP) or (self.due_on is not None and self.due_on < self.on)


def history(
    days: int, events: Sequence[Event], starts_on: date, weekdays: Sequence[int], today: date
) -> tuple[PlannedDay, ...]:
    """Return what became of every day of a program up to today, oldest first, by its present weekdays.

    While a program is paused nothing is due; the next day is due again after it is resumed.
    """
    past_days: list[PlannedDay] = []
    place, last = 0, starts_on - ONE_DAY
    for event in events:
        due = next_day(last, weekdays)
        past_days += _became(place, due, event)
        if event.kind in TAKES_A_DAY:
            place, last = (event.place + 1) % days, event.on
        else:
            last = max(last, event.on - ONE_DAY)
    due = next_day(last, weekdays)
    return (*past_days, PlannedDay(place, due, MISSED, today)) if due and due < today else tuple(past_days)


def _became(place: int, due: date | None, event: Event) -> list[PlannedDay]:
    """Return what an event makes of the day that was next, and of its own day if that is another."""
    is_late = due is not None and due < event.on
    if event.kind == DONE:
        passed = [PlannedDay(place, due, PASSED, event.on)] if event.place != place and is_late else []
        is_it = event.place == place
        return [
            *passed,
            PlannedDay(event.place, due if is_it else None, LATER if is_it and is_late else DONE, event.on),
        ]
    if event.kind == SKIP:
        return [PlannedDay(place, due, SKIP, event.on)]
    return [PlannedDay(place, due, SHIFT, event.on)] if event.kind == SHIFT and is_late else []
