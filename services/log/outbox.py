"""Apply the browser's outbox, received by the HTTP endpoint in server.py or by the components' triggers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.errors import NoSuchLifter, TonnageError
from services.log import workout_log

MOST_AT_ONCE: Final = 200

Answer = dict[str, Any]


class NotAnOutbox(TonnageError):
    """This is not a list of operations."""


class OfAnotherLifter(TonnageError):
    """These sets belong to another lifter of this browser: they are kept until that lifter signs in."""


class Unreachable(TonnageError):
    """The database does not answer. Everything is kept on this device and sent again by itself."""


def carry_out(engine: Engine, user_id: int, payload: Any, now: datetime | None = None) -> Answer:
    """Apply an outbox, untrusted JSON {"user", "ops"}; return the result of each operation for the browser.

    On NotAnOutbox, OfAnotherLifter and Unreachable nothing is changed: the browser keeps its operations.
    """
    operations = checked(payload, user_id)
    now = now or datetime.now(UTC)
    try:
        done = workout_log.apply(engine, user_id, operations, now)
    except SQLAlchemyError as error:
        raise Unreachable from error
    except NoSuchLifter as error:
        raise OfAnotherLifter from error
    return answer(user_id, done.acked, done.rejected, done.version, now)


def answer(
    user_id: int, acked: Sequence[str], rejected: Mapping[str, str], version: int, now: datetime | None = None
) -> Answer:
    """Build the answer to an outbox; with `now` in ms a phone whose clock is wrong still makes ids that sort."""
    outcome = {"user": str(user_id), "acked": list(acked), "rejected": dict(rejected), "error": None}
    return {**outcome, "version": str(version), "now": int((now or datetime.now(UTC)).timestamp() * 1000)}


def tried(engine: Engine, user_id: int, payload: Any) -> Answer | None:
    """Apply an outbox without raising: the reason goes into `error`; None for another lifter's outbox."""
    try:
        return carry_out(engine, user_id, payload)
    except OfAnotherLifter:
        return None
    except TonnageError as error:
        return {**answer(user_id, (), {}, 0), "error": str(error)}


def checked(payload: Any, user_id: int) -> Sequence[Any]:
    """Return the operations of a payload; NotAnOutbox, or OfAnotherLifter if it is not this lifter's."""
    operations = payload.get("ops") if isinstance(payload, Mapping) else None
    if not isinstance(operations, list) or len(operations) > MOST_AT_ONCE:
        raise NotAnOutbox
    if payload.get("user") != str(user_id):
        raise OfAnotherLifter
    return operations
