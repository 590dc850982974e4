"""The base class of Tonnage's errors, and the error of the database layer; services/errors.py has the others."""

import inspect


class TonnageError(Exception):
    """Tonnage could not do what was asked."""

    def __init__(self, message: str = "") -> None:
        """Use the message, else the docstring of the class."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))


class NoSuchLifter(TonnageError):
    """There is no such lifter."""


class SheetError(Exception):
    """A Google Sheet cannot be read or written; the message says why and what to do."""


class SheetNotConfigured(SheetError):
    """This server has no service account for Google Sheets, or none that can be used."""


class SheetNotShared(SheetError):
    """The service account may not read, or not change, the sheet."""


class SheetNotFound(SheetError):
    """There is no such sheet or worksheet."""


class QuotaExhausted(SheetError):
    """Google went on refusing because of too many requests."""


class AccessRevoked(SheetError):
    """Google does not accept the service account any more."""


class SheetUnreachable(SheetError):
    """Google Sheets does not answer, or not in a way that helps."""
