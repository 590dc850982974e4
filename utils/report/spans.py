"""What a report can be about: a month, a training block, or any days; as it stands in the address."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from auth.user import User
from database.db_connector import Connection
from database.star import report
from database.star.explore import Program, begun_programs
from database.star.report import Phase
from utils.data_loader import Loaded, facts
from utils.locales import written_day
from utils.styling import in_words

ADDRESS: Final = "report"  # the query parameter that holds what a report is about
DATES: Final = "dates"
LONGEST_DAYS: Final = 3660
BETWEEN: Final = ".."


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included, with the days before that they are compared with."""

    key: str
    title: str
    first: date
    last: date
    before_first: date
    before_title: str

    @property
    def before_last(self) -> date:
        """The last day of what it is compared with."""
        return self.first - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class SpanFacts:
    """What of a lifter's can be reported on."""

    months: tuple[tuple[date, int], ...]
    phases: tuple[Phase, ...]
    programs: tuple[Program, ...]


def load_spans(connection: Connection, user_id: int) -> SpanFacts:
    """Read which months have training, and which blocks there are."""
    return SpanFacts(
        report.months_trained(connection, user_id),
        report.phases(connection, user_id),
        begun_programs(connection, user_id),
    )


def month_span(first: date, today: date, locale: str) -> Span:
    """A calendar month, up to today while it runs."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    before = (first - timedelta(days=1)).replace(day=1)
    named = written_day(before, "MMMM" if before.year == first.year else "yMMMM", locale)
    return Span(f"{first:%Y-%m}", written_day(first, "yMMMM", locale), first, min(last, today), before, named)


def days_span(key: str, title: str, first: date, last: date) -> Span:
    """Any days, compared with as many before."""
    before = first - timedelta(days=(last - first).days + 1)
    return Span(key, title, first, last, before, "the same time before")


def spans(facts: SpanFacts, today: date, locale: str) -> dict[str, Span]:
    """Everything that can be chosen, by its key: months first, the latest first, then blocks."""
    found = [*(month_span(first, today, locale) for first, _ in facts.months if first <= today)]
    return {span.key: span for span in (*found, *_phases(facts.phases, today), *_programs(facts.programs, today))}


def _phases(phases: Iterable[Phase], today: date) -> Iterable[Span]:
    for phase in phases:
        last = min(phase.ends_on or today, today)
        if phase.starts_on <= last:
            yield days_span(f"phase-{phase.phase_id}", in_words(phase.kind), phase.starts_on, last)


def _programs(programs: Sequence[Program], today: date) -> Iterable[Span]:
    for program in reversed(programs):
        ends_on = program.starts_on + timedelta(days=program.weeks * 7 - 1) if program.weeks else today
        if program.starts_on <= min(ends_on, today):
            yield days_span(f"program-{program.program_id}", program.name, program.starts_on, min(ends_on, today))


def typed_span(key: str, today: date) -> Span | None:
    """The span of an address such as 2026-01-05..2026-03-01; None if it is none."""
    first, mark, last = key.partition(BETWEEN)
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if not mark or not date(1970, 1, 1) <= begin <= end <= today or (end - begin).days > LONGEST_DAYS:
        return None
    return days_span(key, "Training", begin, end)


def key_of(first: date, last: date) -> str:
    """How any days stand in the address."""
    return f"{first.isoformat()}{BETWEEN}{last.isoformat()}"


def report_spans(user: User) -> Loaded[SpanFacts]:
    """What can be reported on."""
    return facts(user, load_spans)
