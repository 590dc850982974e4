"""The base class of Tonnage's errors, and the error of the database layer; services/errors.py has the others."""

import inspect


class TonnageError(Exception):
    """Tonnage could not do what was asked."""

    def __init__(self, message: str = "") -> None:
        """Use the message, else the docstring of the class."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))


class NoSuchLifter(TonnageError):
    """There is no such lifter."""
