"""Google Sheets through gspread, with the service account of this server; cells come and go as they are stored."""

import json
import os
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

import gspread
from google.auth.exceptions import GoogleAuthError, RefreshError
from gspread.exceptions import APIError, GSpreadException
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEETS_API_V4_BASE_URL
from gspread.utils import absolute_range_name, rowcol_to_a1
from requests import Response
from requests.exceptions import RequestException

from database.settings import secrets
from database.types import plain

SECTION: Final = "gcp_service_account"  # Streamlit's usual name for it
FILE: Final = "GCP_SERVICE_ACCOUNT_FILE"  # the environment's name for the path of Google's JSON file
ENDPOINT: Final = "sheets_endpoint"  # another server that speaks the Sheets v4 calls, for tests and proxies
READING: Final = ["https://www.googleapis.com/auth/spreadsheets.readonly"]
WRITING: Final = ["https://www.googleapis.com/auth/spreadsheets"]
TIMEOUT_S: Final = 30.0
PASSING: Final = frozenset((429, 500, 502, 503))
CHUNK_ROWS: Final = 5000  # of one request; Google advises at most 2 MB
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 100
# Numbers exactly, whatever their format and the sheet's language make of them; dates as they are shown.
AS_STORED: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
WORKSHEET: Final = re.compile(r"[#&?]gid=(\d+)")
KEY: Final = re.compile(r"/spreadsheets/d/([\w-]+)|^([\w-]{10,})$")

Cell = str | int | float | bool
Account = Mapping[str, Any]


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


@dataclass(frozen=True)
class Patience:
    """How often to ask while Google is busy, and how long to wait in between, in seconds: doubled, and jittered."""

    tries: int = 6
    first_s: float = 1.0
    longest_s: float = 32.0
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def waits(self) -> Iterator[float]:
        """The waits between the tries: each from half of its length to all of it."""
        for number in range(self.tries - 1):
            yield min(self.first_s * 2**number, self.longest_s) * (1 + self.chance()) / 2


PATIENCE: Final = Patience()


def is_configured() -> bool:
    """Whether a service account is named, in the environment or in the secrets."""
    return bool(os.environ.get(FILE)) or bool(_secret())


def service_account() -> Account:
    """The service account, of the file that the environment names or of the secrets; empty if there is none.

    SheetNotConfigured if the file is no JSON object.
    """
    path = os.environ.get(FILE)
    return _in_file(Path(path)) if path else _secret()


def _secret() -> Account:
    found: Account = secrets().get(SECTION, {})
    return found


def _in_file(path: Path) -> Account:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SheetNotConfigured(f"The file that {FILE} names cannot be read.") from error
    if not isinstance(found, dict):
        raise SheetNotConfigured(f"The file that {FILE} names holds no service account.")
    return found


def read(sheet: str, account: Account | None = None, patience: Patience = PATIENCE) -> list[list[str]]:
    """All cells as text, by the sheet's address or key: the worksheet that the address names, else the first filled.

    Rows are equally long. SheetError, with a sentence, if it cannot be had.
    """
    with opened(sheet, account, patience=patience) as book:
        return [[_text(cell) for cell in row] for row in _worksheet(book, sheet)]


def _worksheet(book: "Book", sheet: str) -> list[list[Cell]]:
    named = WORKSHEET.search(sheet)
    tabs = [tab for tab in book.tabs() if not named or tab.gid == int(named[1])]
    if not tabs:
        raise SheetNotFound("The worksheet that this address names is not in the sheet.")
    return next(filter(None, map(book.cells, tabs)), [])


def _text(cell: Cell) -> str:
    """A cell as a CSV file would have it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{plain(Decimal(repr(cell))):f}" if isinstance(cell, int | float) else cell


@contextmanager
def opened(
    sheet: str, account: Account | None = None, *, for_changes: bool = False, patience: Patience = PATIENCE
) -> Iterator["Book"]:
    """A spreadsheet by its address or key; whatever goes wrong with it inside the block is a SheetError."""
    info = service_account() if account is None else account
    if not info:
        raise SheetNotConfigured(
            f"This server has no service account for Google Sheets: set [{SECTION}] in its secrets."
        )
    key, email = _key_of(sheet), str(info.get("client_email"))
    client = _client(info, WRITING if for_changes else READING, patience)
    try:
        yield Book(client.open_by_key(key))
    except (APIError, PermissionError, gspread.SpreadsheetNotFound) as error:
        raise _answered(error, email, for_changes) from error
    except RefreshError as error:
        raise (_unreached(error) if error.retryable else AccessRevoked(REVOKED.format(email=email))) from error
    except (GSpreadException, GoogleAuthError, RequestException) as error:
        raise _unreached(error) from error


def _key_of(sheet: str) -> str:
    found = KEY.search(sheet.strip())
    if not found:
        raise SheetNotFound("This is not the address of a Google Sheet (https://docs.google.com/spreadsheets/d/…).")
    return found[1] or found[2]


def _unreached(error: Exception) -> SheetError:
    return SheetUnreachable(f"Google Sheets cannot be reached: {type(error).__name__}.")


def _answered(error: Exception, email: str, for_changes: bool) -> SheetError:
    """What an answer of Google's means; gspread wraps that to the first request in exceptions of its own."""
    answer = error if isinstance(error, APIError) else error.__cause__
    status = answer.response.status_code if isinstance(answer, APIError) else 0
    details: Mapping[str, Any] = answer.error if isinstance(answer, APIError) else {}
    kind, sentence = ANSWERS.get(status, UNKNOWN)
    if status == 403 and for_changes:
        sentence = READ_ONLY
    if "SERVICE_DISABLED" in str(details):
        kind, sentence = SheetNotConfigured, DISABLED
    return kind(sentence.format(email=email, status=status, message=details.get("message") or status))


def _client(info: Account, scopes: Sequence[str], patience: Patience) -> gspread.Client:
    account = {name: value for name, value in info.items() if name != ENDPOINT}
    kind = _client_at(str(info.get(ENDPOINT, "")), patience)
    try:
        client = gspread.service_account_from_dict(account, scopes=scopes, http_client=kind)
    except (GoogleAuthError, ValueError) as error:
        raise SheetNotConfigured("The service account of this server is incomplete, or its key is damaged.") from error
    client.set_timeout(TIMEOUT_S)
    return client


def _client_at(endpoint: str, patience: Patience) -> type[HTTPClient]:
    class Client(HTTPClient):
        """gspread's client, patient, and with the address that it was built with exchanged for the configured one."""

        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Response:
            address = endpoint.replace(SPREADSHEETS_API_V4_BASE_URL, base, 1)
            for wait in patience.waits():
                try:
                    return super().request(method, address, *args, **options)
                except APIError as error:
                    if error.response.status_code not in PASSING:
                        raise
                patience.pause(wait)
            return super().request(method, address, *args, **options)

    base = endpoint.rstrip("/") or SPREADSHEETS_API_V4_BASE_URL
    return Client


@dataclass(frozen=True)
class Tab:
    """One worksheet: what it is called and how large its grid is."""

    gid: int
    title: str
    rows: int
    columns: int


class Book:
    """An opened spreadsheet. Worksheets go by their titles, of which Google compares the letters without their case."""

    def __init__(self, spreadsheet: gspread.Spreadsheet) -> None:
        self._spreadsheet = spreadsheet

    def tabs(self) -> list[Tab]:
        """The worksheets that have cells, in their order."""
        found = [one["properties"] for one in self._spreadsheet.fetch_sheet_metadata()["sheets"]]
        return [_tab(one) for one in found if "gridProperties" in one]

    def cells(self, tab: Tab) -> list[list[Cell]]:
        """The cells up to the last filled row and column, as they are stored; an empty one is an empty text."""
        if tab.rows > MOST_ROWS:
            raise SheetError(f"The worksheet has {tab.rows:,} rows; at most {MOST_ROWS:,} can be read.")
        found: list[list[Cell]] = []
        for first in range(1, tab.rows + 1, CHUNK_ROWS):
            last = min(first + CHUNK_ROWS - 1, tab.rows)
            part = self._spreadsheet.values_get(_range(tab.title, first, last, _width(tab)), dict(AS_STORED))
            if part.get("values"):
                found += [[]] * (first - 1 - len(found)) + part["values"]
        width = max(map(len, found), default=0)
        return [row + [""] * (width - len(row)) for row in found]

    def write(self, title: str, rows: Mapping[int, Sequence[Cell]]) -> None:
        """Write rows by their numbers (the first is 1), raw: no text becomes a formula, a date or a number.

        The worksheet is made, or made larger, as they need.
        """
        numbers = iter(sorted(rows))
        if rows:
            self._make_room(title, max(rows), max(map(len, rows.values())))
        while chunk := list(islice(numbers, CHUNK_ROWS)):
            data = [_block(title, run, rows) for run in _runs(chunk)]
            self._spreadsheet.values_batch_update({"valueInputOption": "RAW", "data": data})

    def clear(self, title: str, first: int, last: int, width: int) -> None:
        """Empty the cells of some rows, as far as `width` columns."""
        self._spreadsheet.values_batch_clear(body={"ranges": [_range(title, first, last, width)]})

    def _make_room(self, title: str, rows: int, columns: int) -> None:
        asked = self._request_for(title, rows, columns)
        if not asked:
            return
        try:
            self._spreadsheet.batch_update({"requests": [asked]})
        except APIError:
            # Done already, if only the answer was lost: the request was repeated, and its title is taken by now.
            if self._request_for(title, rows, columns):
                raise

    def _request_for(self, title: str, rows: int, columns: int) -> dict[str, Any]:
        """What to ask for, so that a worksheet of this size is there; nothing if it is."""
        tab = next((one for one in self.tabs() if one.title.casefold() == title.casefold()), None)
        if tab is None:
            grid = {"rowCount": rows, "columnCount": columns, "frozenRowCount": 1}
            return {"addSheet": {"properties": {"title": title, "gridProperties": grid}}}
        if tab.rows >= rows and tab.columns >= columns:
            return {}
        grid = {"rowCount": max(tab.rows, rows), "columnCount": max(tab.columns, columns)}
        fields = ",".join(f"gridProperties.{name}" for name in grid)
        return {"updateSheetProperties": {"properties": {"sheetId": tab.gid, "gridProperties": grid}, "fields": fields}}


def _tab(properties: Mapping[str, Any]) -> Tab:
    grid = properties["gridProperties"]
    return Tab(properties["sheetId"], properties["title"], grid["rowCount"], grid["columnCount"])


def _width(tab: Tab) -> int:
    return min(tab.columns, MOST_COLUMNS)


def _range(title: str, first: int, last: int, width: int) -> str:
    return absolute_range_name(title, f"{rowcol_to_a1(first, 1)}:{rowcol_to_a1(last, width)}")


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Rows that follow each other, together."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def _block(title: str, run: Sequence[int], rows: Mapping[int, Sequence[Cell]]) -> dict[str, Any]:
    values = [list(rows[number]) for number in run]
    return {"range": _range(title, run[0], run[-1], max(map(len, values))), "values": values}
