"""Google Sheets through gspread, with a service account from the secrets file."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

import gspread
from google.auth.exceptions import GoogleAuthError
from gspread.exceptions import APIError, GSpreadException
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEETS_API_V4_BASE_URL
from requests import Response
from requests.exceptions import RequestException

from database.settings import SECRETS

SECTION: Final = "gcp_service_account"  # Streamlit's usual name for it
ENDPOINT: Final = "sheets_endpoint"  # another server that speaks the Sheets v4 calls, for tests and proxies
TIMEOUT_S: Final = 30.0
WORKSHEET: Final = re.compile(r"[#&?]gid=(\d+)")
KEY: Final = re.compile(r"/spreadsheets/d/([\w-]+)|^([\w-]{10,})$")
SENTENCES: Final = {
    401: "Google does not accept the service account of this server.",
    403: "The sheet is not shared with {email}. Share it with that address, then try again.",
    404: "There is no sheet at this address, or it has been deleted.",
    429: "Google allows no more requests at the moment. Try again in a minute.",
}


class SheetError(Exception):
    """A Google Sheet cannot be read; the message says why and what to do."""


def is_configured() -> bool:
    """Whether the secrets hold a service account."""
    return bool(service_account())


def service_account() -> Mapping[str, Any]:
    """The service account of the secrets file; empty if there is none."""
    for path in SECRETS:
        if path.is_file():
            found: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")).get(SECTION, {})
            return found
    return {}


def read(sheet: str, account: Mapping[str, Any] | None = None) -> list[list[str]]:
    """All cells, as shown, of a sheet by its address or key: the worksheet that the address names, else the first.

    SheetError, with a sentence, if there is no service account, no such sheet, no access or no answer.
    """
    info = service_account() if account is None else account
    if not info:
        raise SheetError(f"This server has no service account for Google Sheets: set [{SECTION}] in its secrets.")
    key = _key_of(sheet)
    try:
        return _cells(_client(info).open_by_key(key), sheet)
    except (APIError, PermissionError, gspread.SpreadsheetNotFound) as error:
        raise SheetError(_sentence(error, str(info.get("client_email")))) from error
    except gspread.WorksheetNotFound as error:
        raise SheetError("The worksheet that this address names is not in the sheet.") from error
    except (GSpreadException, GoogleAuthError, RequestException, ValueError) as error:
        raise SheetError(f"Google Sheets cannot be reached: {type(error).__name__}.") from error


def _cells(spreadsheet: gspread.Spreadsheet, sheet: str) -> list[list[str]]:
    named = WORKSHEET.search(sheet)
    worksheet = spreadsheet.get_worksheet_by_id(int(named[1])) if named else spreadsheet.get_worksheet(0)
    return [[str(cell) for cell in row] for row in worksheet.get_all_values()]


def _client(info: Mapping[str, Any]) -> gspread.Client:
    account = {name: value for name, value in info.items() if name != ENDPOINT}
    client = gspread.service_account_from_dict(
        account, scopes=gspread.auth.READONLY_SCOPES, http_client=_client_at(str(info.get(ENDPOINT, "")))
    )
    client.set_timeout(TIMEOUT_S)
    return client


def _client_at(endpoint: str) -> type[HTTPClient]:
    class Client(HTTPClient):
        """gspread's client, with the address that it was built with exchanged for the configured one."""

        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Response:
            return super().request(method, endpoint.replace(SPREADSHEETS_API_V4_BASE_URL, base, 1), *args, **options)

    base = endpoint.rstrip("/") or SPREADSHEETS_API_V4_BASE_URL
    return Client


def _key_of(sheet: str) -> str:
    found = KEY.search(sheet.strip())
    if not found:
        raise SheetError("This is not the address of a Google Sheet (https://docs.google.com/spreadsheets/d/…).")
    return found[1] or found[2]


def _sentence(error: Exception, email: str) -> str:
    cause = error if isinstance(error, APIError) else error.__cause__
    if isinstance(error, PermissionError):
        status = 403
    elif isinstance(error, gspread.SpreadsheetNotFound):
        status = 404
    else:
        status = cause.code if isinstance(cause, APIError) else 0
    return SENTENCES.get(status, f"Google Sheets answered with an error ({status}).").format(email=email)
