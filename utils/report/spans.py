"""Choose the days of a report: a month, a training block or any dates, as the address names them."""

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

ADDRESS: Final = "report"  # the query parameter that holds the span of the report
DATES: Final = "dates"
LONGEST_DAYS: Final = 3660
BETWEEN: Final = ".."


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included, and the days before them to compare with."""

    key: str
    title: str
    first: date
    last: date
    before_first: date
    before_title: str

    @property
    def before_last(self) -> date:
        """Return the last day of the comparison."""
        return self.first - timedelta(days=1)

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class SpanFacts:
    """The months, phases and programs that a report can cover."""

    months: tuple[tuple[date, int], ...]
    phases: tuple[Phase, ...]
    programs: tuple[Program, ...]


def load_spans(connection: Connection, user_id: int) -> SpanFacts:
    """Read the months with training, the phases and the programs."""
    return SpanFacts(
        report.months_trained(connection, user_id),
        report.phases(connection, user_id),
        begun_programs(connection, user_id),
    )


def month_span(first: date, today: date, locale: str) -> Span:
    """Return a calendar month; the current month ends today."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    before = (first - timedelta(days=1)).replace(day=1)
    named = written_day(before, "MMMM" if before.year == first.year else "yMMMM", locale)
    return Span(f"{first:%Y-%m}", written_day(first, "yMMMM", locale), first, min(last, today), before, named)


def days_span(key: str, title: str, first: date, last: date) -> Span:
    """Return a span of any days, compared with as many days before it."""
    before = first - timedelta(days=(last - first).days + 1)
    return Span(key, title, first, last, before, "the same time before")


def spans(facts: SpanFacts, today: date, locale: str) -> dict[str, Span]:
    """Return all choices by key: months first, the latest first, then training blocks."""
    months = [*(month_span(first, today, locale) for first, _ in facts.months if first <= today)]
    return {span.key: span for span in (*months, *_phases(facts.phases, today), *_programs(facts.programs, today))}


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
    """Return the span of an address such as 2026-01-05..2026-03-01; None if it is invalid."""
    first, mark, last = key.partition(BETWEEN)
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if not mark or not date(1970, 1, 1) <= begin <= end <= today or (end - begin).days > LONGEST_DAYS:
        return None
    return days_span(key, "Training", begin, end)


def key_of(first: date, last: date) -> str:
    """Write two dates as the address names them."""
    return f"{first.isoformat()}{BETWEEN}{last.isoformat()}"


def report_spans(user: User) -> Loaded[SpanFacts]:
    """Return the months, phases and programs that a report can cover."""
    return facts(user, load_spans)
