"""The base class of Tonnage's errors, and the error of the database layer; services/errors.py has the others."""

import inspect
from collections.abc import Mapping
from typing import Final


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


REVOKED: Final = (
    "Google no longer accepts this server's service account {email}: its key was revoked, the account was deleted, "
    "or the server's clock is wrong. Whoever runs this server has to give it a new key."
)


ANSWERS: Final[Mapping[int, tuple[type[SheetError], str]]] = {
    400: (SheetError, "Google Sheets refuses this: {message}"),
    401: (AccessRevoked, REVOKED),
    403: (SheetNotShared, "The sheet is not shared with {email}. Share it with that address, then try again."),
    404: (SheetNotFound, "There is no sheet at this address, or it has been deleted."),
    429: (QuotaExhausted, "Google allows no more requests at the moment. Try again in a minute."),
}


READ_ONLY: Final = "The sheet is not shared with {email} for changes. Share it with that address as an editor."


DISABLED: Final = "The Google Sheets API is not enabled in the Google Cloud project of {email}."


UNKNOWN: Final = (SheetUnreachable, "Google Sheets answered with an error ({status}). Try again in some minutes.")
