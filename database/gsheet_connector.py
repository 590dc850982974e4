"""Read and write Google Sheets with the server's service account, cells as stored."""

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

from database import errors
from database.errors import AccessRevoked, SheetError, SheetNotConfigured, SheetNotFound, SheetUnreachable
from database.settings import secrets
from database.types import plain

SECTION: Final = "gcp_service_account"  # Streamlit's usual name for it
FILE: Final = "GCP_SERVICE_ACCOUNT_FILE"  # the environment's name for the path of Google's JSON file
ENDPOINT: Final = "sheets_endpoint"  # another server that speaks the Sheets v4 calls, for tests and proxies
READING: Final = ["https://www.googleapis.com/auth/spreadsheets.readonly"]
WRITING: Final = ["https://www.googleapis.com/auth/spreadsheets"]
TIMEOUT_S: Final = 30.0
PASSING: Final = frozenset((429, 500, 502, 503))
CHUNK_ROWS: Final = 5000  # in a request; Google advises at most 2 MB
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 100
# Numbers exactly, whatever the sheet's format and language; dates as the sheet shows them.
AS_STORED: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
WORKSHEET: Final = re.compile(r"[#&?]gid=(\d+)")
KEY: Final = re.compile(r"/spreadsheets/d/([\w-]+)|^([\w-]{10,})$")

Cell = str | int | float | bool
Account = Mapping[str, Any]


@dataclass(frozen=True)
class Patience:
    """How often to retry while Google is busy, and the seconds to wait in between: doubled each time, with jitter."""

    tries: int = 6
    first_s: float = 1.0
    longest_s: float = 32.0
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def waits(self) -> Iterator[float]:
        """Yield the waits between tries: each a random share, from half to all, of its length."""
        for number in range(self.tries - 1):
            yield min(self.first_s * 2**number, self.longest_s) * (1 + self.chance()) / 2


PATIENCE: Final = Patience()


def is_configured() -> bool:
    """Whether the environment or the secrets name a service account."""
    return bool(os.environ.get(FILE)) or bool(_secret())


def service_account() -> Account:
    """Return the service account from the file in the environment or from the secrets; empty if there is none.

    SheetNotConfigured if the file is no JSON object.
    """
    path = os.environ.get(FILE)
    return _in_file(Path(path)) if path else _secret()


def _secret() -> Account:
    account: Account = secrets().get(SECTION, {})
    return account


def _in_file(path: Path) -> Account:
    try:
        account = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SheetNotConfigured(f"The file that {FILE} names cannot be read.") from error
    if not isinstance(account, dict):
        raise SheetNotConfigured(f"The file that {FILE} names holds no service account.")
    return account


def read(sheet: str, account: Account | None = None, patience: Patience = PATIENCE) -> list[list[str]]:
    """Read all cells as text: of the worksheet in the address, else of the first that has values.

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
    """Write a cell as a CSV file would."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{plain(Decimal(repr(cell))):f}" if isinstance(cell, int | float) else cell


@contextmanager
def opened(
    sheet: str, account: Account | None = None, *, for_changes: bool = False, patience: Patience = PATIENCE
) -> Iterator["Book"]:
    """Open a spreadsheet by its address or key; errors inside the block become SheetError."""
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
        raise (_unreached(error) if error.retryable else AccessRevoked(errors.REVOKED.format(email=email))) from error
    except (GSpreadException, GoogleAuthError, RequestException) as error:
        raise _unreached(error) from error


def _key_of(sheet: str) -> str:
    match = KEY.search(sheet.strip())
    if not match:
        raise SheetNotFound("This is not the address of a Google Sheet (https://docs.google.com/spreadsheets/d/…).")
    return match[1] or match[2]


def _unreached(error: Exception) -> SheetError:
    return SheetUnreachable(f"Google Sheets cannot be reached: {type(error).__name__}.")


def _answered(error: Exception, email: str, for_changes: bool) -> SheetError:
    """Translate an error response of Google; gspread wraps the first request's error in its own exceptions."""
    answer = error if isinstance(error, APIError) else error.__cause__
    status = answer.response.status_code if isinstance(answer, APIError) else 0
    details: Mapping[str, Any] = answer.error if isinstance(answer, APIError) else {}
    kind, sentence = errors.ANSWERS.get(status, errors.UNKNOWN)
    if status == 403 and for_changes:
        sentence = errors.READ_ONLY
    if "SERVICE_DISABLED" in str(details):
        kind, sentence = SheetNotConfigured, errors.DISABLED
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
    """A worksheet with its title and the size of its grid."""

    gid: int
    title: str
    rows: int
    columns: int


class Book:
    """An open spreadsheet. Its worksheets are named by title, which Google compares without case."""

    def __init__(self, spreadsheet: gspread.Spreadsheet) -> None:
        self._spreadsheet = spreadsheet

    def tabs(self) -> list[Tab]:
        """List the worksheets that have cells, in their order."""
        sheets = [sheet["properties"] for sheet in self._spreadsheet.fetch_sheet_metadata()["sheets"]]
        return [_tab(sheet) for sheet in sheets if "gridProperties" in sheet]

    def cells(self, tab: Tab) -> list[list[Cell]]:
        """Read the cells up to the last filled row and column as stored; an empty cell is an empty text."""
        if tab.rows > MOST_ROWS:
            raise SheetError(f"The worksheet has {tab.rows:,} rows; at most {MOST_ROWS:,} can be read.")
        rows: list[list[Cell]] = []
        for first in range(1, tab.rows + 1, CHUNK_ROWS):
            last = min(first + CHUNK_ROWS - 1, tab.rows)
            part = self._spreadsheet.values_get(_range(tab.title, first, last, _width(tab)), dict(AS_STORED))
            if part.get("values"):
                rows += [[]] * (first - 1 - len(rows)) + part["values"]
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]

    def write(self, title: str, rows: Mapping[int, Sequence[Cell]]) -> None:
        """Write rows by number (the first is 1) as raw values: no text becomes a formula, a date or a number.

        The worksheet is made, or made larger, as they need.
        """
        numbers = iter(sorted(rows))
        if rows:
            self._make_room(title, max(rows), max(map(len, rows.values())))
        while chunk := list(islice(numbers, CHUNK_ROWS)):
            data = [_block(title, run, rows) for run in _runs(chunk)]
            self._spreadsheet.values_batch_update({"valueInputOption": "RAW", "data": data})

    def clear(self, title: str, first: int, last: int, width: int) -> None:
        """Empty the cells of some rows, in the first `width` columns."""
        self._spreadsheet.values_batch_clear(body={"ranges": [_range(title, first, last, width)]})

    def _make_room(self, title: str, rows: int, columns: int) -> None:
        request = self._request_for(title, rows, columns)
        if not request:
            return
        try:
            self._spreadsheet.batch_update({"requests": [request]})
        except APIError:
            # If only the response was lost, the repeated request fails because the worksheet exists.
            if self._request_for(title, rows, columns):
                raise

    def _request_for(self, title: str, rows: int, columns: int) -> dict[str, Any]:
        """Return the request that makes a worksheet of this size; empty if it exists."""
        tab = next((sheet for sheet in self.tabs() if sheet.title.casefold() == title.casefold()), None)
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
    """Group consecutive row numbers."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def _block(title: str, run: Sequence[int], rows: Mapping[int, Sequence[Cell]]) -> dict[str, Any]:
    values = [list(rows[number]) for number in run]
    return {"range": _range(title, run[0], run[-1], max(map(len, values))), "values": values}
