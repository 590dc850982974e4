"""Refresh facts and next targets before they are read, and tell their versions."""

import logging
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from database import reads
from database.db_connector import reading
from services.errors import TonnageError
from services.etl.refresh import fold_version
from services.etl_olap_to_oltp import is_late, write_back
from services.etl_oltp_to_olap import refresh

log = logging.getLogger(__name__)


class StatisticsUnavailable(TonnageError):
    """Saved. Statistics will follow."""


LATE: Final = str(StatisticsUnavailable())


class Versions(NamedTuple):
    """The versions of a lifter's data and facts: fresh ids, never counters."""

    data: int
    facts: int | None


def versions(bind: Engine, user_id: int) -> Versions:
    """Read the versions as they are; StatisticsUnavailable if there is no such lifter."""
    return _versions_of(_state(bind, user_id))


def refreshed(bind: Engine, user_id: int) -> Versions | None:
    """Refresh facts if due, then targets; return the versions, or None if the facts could not be refreshed."""
    state = _state(bind, user_id)
    if state["marks"] or state["fold_version"] != fold_version():
        try:
            refresh(bind, user_id)
        except (TonnageError, SQLAlchemyError):
            log.exception("The facts of lifter %s could not be refreshed", user_id)
            return None
        _update_targets(bind, user_id)
        state = _state(bind, user_id)
    return _versions_of(state)


def targets_are_late(bind: Engine, user_id: int) -> bool:
    """Whether the next targets are still out of date after one more attempt to derive them."""
    try:
        refreshed(bind, user_id)
        _update_targets(bind, user_id, always=True)
        with reading(bind) as connection:
            return is_late(connection, user_id)
    except SQLAlchemyError as error:
        raise StatisticsUnavailable from error


def _update_targets(bind: Engine, user_id: int, always: bool = False) -> None:
    """Derive the next targets from the facts; if that fails, the next read or the next start tries again."""
    try:
        write_back(bind, user_id, always)
    except (TonnageError, SQLAlchemyError):
        log.exception("The targets of lifter %s could not be derived", user_id)


def _state(bind: Engine, user_id: int) -> Mapping[str, Any]:
    with reading(bind) as connection:
        state = reads.freshness(connection, user_id)
    if state is None:
        raise StatisticsUnavailable
    return state


def _versions_of(state: Mapping[str, Any]) -> Versions:
    return Versions(state["data_version"], state["facts_version"])
