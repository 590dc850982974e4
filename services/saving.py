"""Make a change for a lifter, with an error to display if the database does not answer."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from services.errors import TonnageError

T = TypeVar("T")


class NotCarriedOut(TonnageError):
    """This is not saved: the database does not answer. Try again in a moment."""


def carried_out(change: Callable[[], T]) -> T:
    """Return the result of a change; NotCarriedOut if the database does not answer: then nothing is written."""
    try:
        return change()
    except SQLAlchemyError as error:
        raise NotCarriedOut from error
