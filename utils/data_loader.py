"""Load data for the pages; hold the only cache. Its keys are the lifter, the data version and the choices."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import plotly.graph_objects as go
import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from auth.user import User
from database.db_connector import engine, reading
from database.star.copy import star_copy
from services import freshness
from services.errors import TonnageError
from services.freshness import StatisticsUnavailable, Versions

MOST_ENTRIES: Final = 1024
MOST_COPIES: Final = 8  # a copy with tens of thousands of sets takes some megabytes
TRIES: Final = 3  # the lifter may log while we read

T = TypeVar("T")
Read = Callable[..., T]  # a named function, because its name is part of the cache key


class _Moved(TonnageError):
    """The lifter's data got a new version while it was read."""


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """Facts and their data versions; `version` is None if the facts could not be refreshed."""

    facts: T
    version: Versions | None

    @property
    def is_late(self) -> bool:
        """Return whether the latest changes may be missing from these facts."""
        return self.version is None


@contextmanager
def excused() -> Iterator[None]:
    """Show a warning and stop the page where statistics are unavailable."""
    try:
        yield
    except StatisticsUnavailable as reason:
        st.warning(str(reason))
        st.stop()


def facts(user: User, read: Read[T], *chosen: Hashable) -> Loaded[T]:
    """Read `read(connection, user_id, *chosen)` from the star schema; cache it by the versions of the facts."""
    return _loaded(user.user_id, _facts, read, chosen)


def passing(user: User, read: Read[T], *chosen: Hashable) -> Loaded[T]:
    """Read facts without caching them, for a file that may hold a whole history."""
    return _loaded(user.user_id, _read_at, read, chosen)


def own_star(user: User) -> Loaded[bytes]:
    """Return the lifter's own star schema as the bytes of a SQLite database."""
    return _loaded(user.user_id, _own_star, star_copy, ())


def oltp(user: User, read: Read[T], *chosen: Hashable) -> T:
    """Read `read(engine, user_id, *chosen)` from the log; cache it until the lifter writes."""
    user_id, name = user.user_id, _name_of(read)
    return _steadily(lambda: _oltp(user_id, freshness.versions(engine(), user_id).data, name, chosen, read))


def derived(user: User, version: Versions | None, chosen: tuple[Hashable, ...], build: Callable[[], T]) -> T:
    """Return the result of the pure function `build`, cached by version and `chosen`.

    `chosen` begins with the name of the result. It holds every input of `build` except the facts.
    """
    return build() if version is None else _derived(user.user_id, version, chosen, build)


def figure(
    user: User, version: Versions | None, chosen: tuple[Hashable, ...], build: Callable[[], go.Figure]
) -> go.Figure:
    """Return the figure that `build` draws. Nobody may change it, because all readers share one copy."""
    return build() if version is None else _figure(user.user_id, version, chosen, build)


def _loaded(user_id: int, cached: Callable[..., T], read: Read[T], chosen: tuple[Hashable, ...]) -> Loaded[T]:
    """Return facts at their newest version; if a refresh fails, return the last facts without caching them."""

    def attempt() -> Loaded[T]:
        version = freshness.refreshed(engine(), user_id)
        if version is None:
            with reading(engine()) as connection:
                return Loaded(read(connection, user_id, *chosen), None)
        return Loaded(cached(user_id, version, _name_of(read), chosen, read), version)

    return _steadily(attempt)


def _steadily(attempt: Callable[[], T]) -> T:
    """Run `attempt` again when the data changed during the read.

    Raise StatisticsUnavailable after the last try, or when the database cannot be reached.
    """
    try:
        for _ in range(TRIES - 1):
            try:
                return attempt()
            except _Moved:
                continue
        return attempt()
    except (_Moved, SQLAlchemyError) as error:
        raise StatisticsUnavailable from error


def _name_of(read: Read[T]) -> str:
    return f"{read.__module__}.{read.__qualname__}"


def _read_at(user_id: int, version: Versions, name: str, chosen: tuple[Hashable, ...], _read: Read[T]) -> T:
    """Run all statements of a read on one version of the data; raise _Moved if the version changed."""
    with reading(engine()) as connection:
        result = _read(connection, user_id, *chosen)
    if freshness.versions(engine(), user_id) != version:
        raise _Moved
    return result


_facts = st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)(_read_at)
_own_star = st.cache_resource(max_entries=MOST_COPIES, show_spinner=False)(_read_at)


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _oltp(user_id: int, version: int, name: str, chosen: tuple[Hashable, ...], _read: Read[T]) -> T:
    result = _read(engine(), user_id, *chosen)
    if freshness.versions(engine(), user_id).data != version:
        raise _Moved
    return result


@st.cache_data(max_entries=MOST_ENTRIES, show_spinner=False)
def _derived(user_id: int, version: Versions, chosen: tuple[Hashable, ...], _build: Callable[[], T]) -> T:
    return _build()


@st.cache_resource(max_entries=MOST_ENTRIES, show_spinner=False)
def _figure(
    user_id: int, version: Versions, chosen: tuple[Hashable, ...], _build: Callable[[], go.Figure]
) -> go.Figure:
    return _build()
