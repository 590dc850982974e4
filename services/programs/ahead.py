"""Work out the calendar days of a program: those done, and those to come if none is missed. Plain dates only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.progression.standing import DONE, Event, Standing, is_light, next_day, taken

MOST_AHEAD: Final = 200


@dataclass(frozen=True)
class Turn:
    """A day of a program by its place, with its week counted from 1; `on` is the date on which it was done or is due.

    `late_since` is the original due date of a missed day that is still to be done.
    """

    place: int
    week: int
    on: date
    is_done: bool
    is_light: bool
    late_since: date | None = None


def done_turns(days: int, events: Sequence[Event], deload_every: int | None, since: date) -> list[Turn]:
    """Return the days that were done since a date."""
    return [
        Turn(event.place, week, event.on, True, is_light(week, deload_every))
        for week, event in taken(days, events)
        if event.kind == DONE and event.on >= since
    ]


def due_turns(
    days: int,
    standing: Standing,
    weekdays: Sequence[int],
    weeks: int | None,
    deload_every: int | None,
    today: date,
    until: date,
) -> list[Turn]:
    """Return the days due up to a date, each on the next weekday of the plan; a missed one is due today."""
    on = standing.due_on
    late_since = on if on and on < today else None
    on = max(on, today) if on else None
    ahead: list[Turn] = []
    for place, week in _places(days, standing, weeks):
        if on is None or on > until:
            break
        ahead.append(Turn(place, week, on, False, is_light(week, deload_every), None if ahead else late_since))
        on = next_day(on, weekdays)
    return ahead


def _places(days: int, standing: Standing, weeks: int | None) -> Iterator[tuple[int, int]]:
    """Yield the place and week of the days that follow, at most MOST_AHEAD of them."""
    for ahead in range(MOST_AHEAD):
        turns = standing.place + ahead
        week = standing.week + turns // days
        if weeks is not None and week > weeks:
            return
        yield turns % days, week
