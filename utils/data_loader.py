"""From the database to the page, and the only cache: keyed by lifter, by version of the data, and by choice."""

import logging
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar

import plotly.graph_objects as go
import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from auth.user import User
from database import reads
from database.db_connector import engine, reading
from database.rows import NamedRows
from database.star_copy import star_copy
from services.errors import TonnageError
from services.etl.refresh import fold_version
from services.etl_olap_to_oltp import is_late, write_back
from services.etl_oltp_to_olap import refresh
from utils.explore_facts import ExploreFacts, load_explore
from utils.explore_view import View
from utils.filters import Filter, Period
from utils.frames import (
    LiftFacts,
    StartFacts,
    TodayFacts,
    load_family,
    load_first_done,
    load_lift,
    load_lifts,
    load_sets_between,
    load_sets_of_day,
    load_start,
    load_today,
)
from utils.report_facts import ReportFacts, load_report
from utils.report_spans import Span, SpanFacts, load_spans

log = logging.getLogger(__name__)

MOST_ENTRIES: Final = 1024
MOST_COPIES: Final = 8  # some megabytes each, from tens of thousands of sets on
TRIES: Final = 3  # a lifter who logs faster than we read is read again

T = TypeVar("T")


class StatisticsUnavailable(TonnageError):
    """Saved. Statistics will follow."""


LATE: Final = str(StatisticsUnavailable())


class _Moved(TonnageError):
    """The lifter's data got a new version while it was read."""


class Versions(NamedTuple):
    """What a lifter's data and facts are at: fresh ids, never counters."""

    data: int
    facts: int | None


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """Facts and the versions that they are true for; without versions they are the last ones that could be derived."""

    facts: T
    version: Versions | None

    @property
    def is_late(self) -> bool:
        """Whether what was logged last is not in these facts yet."""
        return self.version is None


@contextmanager
def excused() -> Iterator[None]:
    """Say so and stop the page where statistics are unavailable."""
    try:
        yield
    except StatisticsUnavailable as reason:
        st.warning(str(reason))
        st.stop()


def start(user: User) -> StartFacts:
    """What the lifter may continue or start, as it is now."""
    return oltp(user, _start)


def today(user: User, day: date) -> Loaded[TodayFacts]:
    """The facts of the Today page on this day of the lifter's."""
    return facts(user, load_today, day, user.week_start)


def lifts(user: User) -> Loaded[NamedRows]:
    """The exercises that the lifter has performed, the latest first."""
    return facts(user, load_lifts)


def lift(user: User, chosen: Filter) -> Loaded[LiftFacts]:
    """The facts of the Lifts page."""
    return facts(user, load_lift, chosen)


def sets_of_day(user: User, exercise_id: int, day: date) -> Loaded[NamedRows]:
    """The sets behind a point, loads as entered."""
    return facts(user, load_sets_of_day, exercise_id, day)


def family(user: User, exercise_ids: tuple[int, ...], since: date | None) -> Loaded[NamedRows]:
    """The days of the exercises of a family since then, or ever."""
    return facts(user, load_family, exercise_ids, since)


def first_done(user: User, exercise_id: int, weight_kg: float, reps: int) -> Loaded[date | None]:
    """The first day on which that load or more was done for that many reps or more."""
    return facts(user, load_first_done, exercise_id, weight_kg, reps)


def sets_between(user: User, exercise_ids: tuple[int, ...], first: date, last: date) -> Loaded[NamedRows]:
    """The sets of these exercises from one day to another, loads as entered: what a sum over them comes from."""
    return facts(user, load_sets_between, exercise_ids, first, last)


def facts(user: User, read: Callable[..., T], *chosen: Hashable) -> Loaded[T]:
    """What `read(connection, user_id, *chosen)` gives of the star schema; `read` is a named function."""
    name = f"{read.__module__}.{read.__qualname__}"

    def cached(user_id: int, version: Versions, *asked: Hashable) -> T:
        return _facts(user_id, version, name, asked, read)

    return _loaded(user, cached, read, *chosen)


def passing(user: User, read: Callable[..., T], *chosen: Hashable) -> Loaded[T]:
    """The same, read anew and kept nowhere: for a file that may hold a whole history."""
    return _loaded(user, lambda user_id, version, *asked: _at(version, user_id, read, *asked), read, *chosen)


def explore(user: User, view: View, period: Period, comparison: Period | None) -> Loaded[ExploreFacts]:
    """The facts of one view of Explore."""
    return facts(user, load_explore, view, period, comparison)


def report_spans(user: User) -> Loaded[SpanFacts]:
    """What can be reported on."""
    return facts(user, load_spans)


def report(user: User, span: Span) -> Loaded[ReportFacts]:
    """The facts of a report."""
    return facts(user, load_report, span)


def own_star(user: User) -> Loaded[bytes]:
    """The lifter's own star schema as the bytes of a SQLite database."""
    return _loaded(user, _own_star, star_copy)


def targets_are_late(user: User) -> bool:
    """Whether the next targets do not follow yet from what was logged, though it was tried again just now."""
    try:
        _fresh(user.user_id)
        _write_back(user.user_id, always=True)
        with reading(engine()) as connection:
            return is_late(connection, user.user_id)
    except SQLAlchemyError as error:
        raise StatisticsUnavailable from error


def oltp(user: User, read: Callable[..., T], *chosen: Hashable) -> T:
    """What `read(engine, user_id, *chosen)` gives, cached until the lifter writes; `read` is a named function."""
    name = f"{read.__module__}.{read.__qualname__}"
    return _steadily(lambda: _oltp(user.user_id, _versions(user.user_id).data, name, chosen, read))


def derived(user: User, version: Versions | None, chosen: tuple[Hashable, ...], build: Callable[[], T]) -> T:
    """What the pure `build` gives; `chosen` begins with its name and holds all that it depends on beside facts."""
    return build() if version is None else _derived(user.user_id, version, chosen, build)


def figure(
    user: User, version: Versions | None, chosen: tuple[Hashable, ...], build: Callable[[], go.Figure]
) -> go.Figure:
    """The same for a figure, which is not to be changed: everybody gets the same one, for copying costs as drawing."""
    return build() if version is None else _figure(user.user_id, version, chosen, build)


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _facts(user_id: int, version: Versions, name: str, chosen: tuple[Hashable, ...], _read: Callable[..., T]) -> T:
    return _at(version, user_id, _read, *chosen)


@st.cache_resource(max_entries=MOST_COPIES, show_spinner=False)
def _own_star(user_id: int, version: Versions) -> bytes:
    return _at(version, user_id, star_copy)


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _oltp(user_id: int, version: int, name: str, chosen: tuple[Hashable, ...], _read: Callable[..., T]) -> T:
    found = _read(engine(), user_id, *chosen)
    if _versions(user_id).data != version:
        raise _Moved
    return found


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _derived(user_id: int, version: Versions, chosen: tuple[Hashable, ...], _build: Callable[[], T]) -> T:
    return _build()


@st.cache_resource(max_entries=MOST_ENTRIES, show_spinner=False)
def _figure(
    user_id: int, version: Versions, chosen: tuple[Hashable, ...], _build: Callable[[], go.Figure]
) -> go.Figure:
    return _build()


def _start(bind: Engine, user_id: int) -> StartFacts:
    with reading(bind) as connection:
        return load_start(connection, user_id)


def _loaded(user: User, cached: Callable[..., T], read: Callable[..., T], *chosen: Any) -> Loaded[T]:
    """Facts at their newest version; the last ones, uncached, if they could not be refreshed."""

    def attempt() -> Loaded[T]:
        version = _fresh(user.user_id)
        if version is None:
            with reading(engine()) as connection:
                return Loaded(read(connection, user.user_id, *chosen), None)
        return Loaded(cached(user.user_id, version, *chosen), version)

    return _steadily(attempt)


def _steadily(attempt: Callable[[], T]) -> T:
    """Read again when the data moved meanwhile; StatisticsUnavailable if that does not end or the database is away."""
    try:
        for _ in range(TRIES - 1):
            try:
                return attempt()
            except _Moved:
                continue
        return attempt()
    except (_Moved, SQLAlchemyError) as error:
        raise StatisticsUnavailable from error


def _at(version: Versions, user_id: int, read: Callable[..., T], *chosen: Any) -> T:
    """Read in several statements that all see this version."""
    with reading(engine()) as connection:
        found = read(connection, user_id, *chosen)
    if _versions(user_id) != version:
        raise _Moved
    return found


def _fresh(user_id: int) -> Versions | None:
    """The versions after a refresh, if one was due; None if it failed."""
    state = _state(user_id)
    if state["marks"] or state["fold_version"] != fold_version():
        try:
            refresh(engine(), user_id)
        except (TonnageError, SQLAlchemyError):
            log.exception("The facts of lifter %s could not be refreshed", user_id)
            return None
        _write_back(user_id)
        state = _state(user_id)
    return _named(state)


def _write_back(user_id: int, always: bool = False) -> None:
    """Next targets follow the facts; if that fails, the next read or the next start tries again."""
    try:
        write_back(engine(), user_id, always)
    except (TonnageError, SQLAlchemyError):
        log.exception("The targets of lifter %s could not be derived", user_id)


def _versions(user_id: int) -> Versions:
    return _named(_state(user_id))


def _named(state: Mapping[str, Any]) -> Versions:
    return Versions(state["data_version"], state["facts_version"])


def _state(user_id: int) -> dict[str, Any]:
    with reading(engine()) as connection:
        state = reads.freshness(connection, user_id)
    if state is None:
        raise StatisticsUnavailable
    return state
