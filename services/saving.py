"""A change that a lifter asked for, and what is said when the database does not answer."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from services.errors import TonnageError

T = TypeVar("T")


class NotCarriedOut(TonnageError):
    """This is not saved: the database does not answer. Try again in a moment."""


def carried_out(change: Callable[[], T]) -> T:
    """What a change gives; NotCarriedOut if the database does not answer, and then nothing of it is written."""
    try:
        return change()
    except SQLAlchemyError as error:
        raise NotCarriedOut from error
