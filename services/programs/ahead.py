"""The days of a program on the calendar: those done, and those to come if none is missed. Plain dates in and out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.progression.standing import DONE, Event, Standing, is_light, next_day, taken

MOST_AHEAD: Final = 200


@dataclass(frozen=True)
class Turn:
    """A day of a program by its place, with its week counted from 1; done on `on`, or due then.

    `late_since` is when a day was due that was missed and waits.
    """

    place: int
    week: int
    on: date
    is_done: bool
    is_light: bool
    late_since: date | None = None


def done_turns(days: int, events: Sequence[Event], deload_every: int | None, since: date) -> list[Turn]:
    """The days that were done since a date."""
    return [
        Turn(event.place, week, event.on, True, is_light(week, deload_every))
        for week, event in taken(days, events)
        if event.kind == DONE and event.on >= since
    ]


def due_turns(
    days: int,
    found: Standing,
    weekdays: Sequence[int],
    weeks: int | None,
    deload_every: int | None,
    today: date,
    until: date,
) -> list[Turn]:
    """The days that are due up to a date, each on the next weekday of the plan; a missed one is due today."""
    on = found.due_on
    late_since = on if on and on < today else None
    on = max(on, today) if on else None
    ahead: list[Turn] = []
    for place, week in _places(days, found, weeks):
        if on is None or on > until:
            break
        ahead.append(Turn(place, week, on, False, is_light(week, deload_every), None if ahead else late_since))
        on = next_day(on, weekdays)
    return ahead


def _places(days: int, found: Standing, weeks: int | None) -> Iterator[tuple[int, int]]:
    """The place and week of each day that follows, at most MOST_AHEAD of them."""
    for ahead in range(MOST_AHEAD):
        turns = found.place + ahead
        week = found.week + turns // days
        if weeks is not None and week > weeks:
            return
        yield turns % days, week
