"""The base of Tonnage's errors, and the one that the database layer raises; services/errors.py has the others."""

import inspect


class TonnageError(Exception):
    """Tonnage could not do what was asked."""

    def __init__(self, message: str = "") -> None:
        """Take the message, or the docstring of the class."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))


class NoSuchLifter(TonnageError):
    """There is no such lifter."""
