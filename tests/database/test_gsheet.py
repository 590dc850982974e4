"""Google Sheets over HTTP: a server on this machine that checks tokens and speaks the calls that gspread makes."""

import base64
import json
import re
import threading
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from gspread.utils import a1_to_rowcol

from database import gsheet_connector
from database.errors import (
    AccessRevoked,
    QuotaExhausted,
    SheetError,
    SheetNotConfigured,
    SheetNotFound,
    SheetNotShared,
    SheetUnreachable,
)
from database.gsheet_connector import Patience
from services.importers.preview import SheetUnavailable, preview_sheet
from tests.strong_files import HEADER

KEY = "1SheetOfAlice_0123456789"
ADDRESS = f"https://docs.google.com/spreadsheets/d/{KEY}/edit"
EMAIL = "tonnage@example.iam.gserviceaccount.com"
RANGE = re.compile(r"'(?P<title>.+)'!(?P<first>[A-Z]+\d+):(?P<last>[A-Z]+\d+)")
SETS = [
    ["2026-01-05 18:00:00", "Legs", "1h", "Squat (Barbell)", 1, 100, 5],
    ["2026-01-05 18:00:00", "Legs", "1h", "Squat (Barbell)", "2", 102.5, 5, 0, 0, "belt"],
]


class Formula(str):
    """What Google makes of a text that begins with = and was not written raw."""


class Day(NamedTuple):
    """A date, which is a number with a format."""

    serial: float
    shown: str


class Refused(Exception):
    """An answer that is no success: status, message, and what else Google tells."""


@dataclass
class Worksheet:
    title: str
    rows: list[list[Any]] = field(default_factory=list)
    height: int = 1000
    width: int = 26

    def properties(self, gid: int, place: int) -> dict[str, Any]:
        """As spreadsheets.get tells them."""
        grid = {"rowCount": self.height, "columnCount": self.width}
        named = {"sheetId": gid, "title": self.title, "index": place}
        return {"properties": {**named, "sheetType": "GRID", "gridProperties": grid}}

    def write(self, row: int, column: int, value: Any, option: str) -> None:
        if value is None:  # Google leaves such a cell as it is
            return
        if option == "USER_ENTERED" and str(value).startswith("="):
            value = Formula(value)
        self.rows += [[] for _ in range(row + 1 - len(self.rows))]
        self.rows[row] += [""] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = value


class Sheets(ThreadingHTTPServer):
    """Google's token endpoint and the Sheets v4 calls for one spreadsheet, whose language is German.

    `status` other than 200 is the answer to everything, `moods` those to the next requests; `loses_answers` does what
    the next change asks for, and answers 503.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.worksheets = {
            0: Worksheet("Strong", [list(HEADER), *map(list, SETS)]),
            77: Worksheet("Other", [["Name", "Telephone"], ["Bob", 123]]),
        }
        self.status = 200
        self.moods: list[int] = []
        self.details = ""
        self.is_revoked = self.is_read_only = self.loses_answers = False
        self.tokens: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.batches: list[int] = []  # rows of each batch of values that was written

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def changes(self) -> list[str]:
        """The calls that wanted to change something."""
        return [path for method, path in self.asked if method != "GET"]

    def account(self) -> dict[str, str]:
        """The service account, with both endpoints here."""
        encoded = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "client_email": EMAIL,
            "private_key": encoded.decode(),
            "private_key_id": "of this test",
            "token_uri": f"{self.address}/token",
            "sheets_endpoint": f"{self.address}/v4/spreadsheets",
        }

    def token(self, assertion: str) -> dict[str, Any]:
        """An access token for a signed claim; Refused with Google's words."""
        head, body, signature = assertion.split(".")
        signed = (f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        try:
            self.private.public_key().verify(_decoded(signature), *signed)
        except InvalidSignature as error:
            raise Refused(400, "Invalid JWT Signature.") from error
        if self.is_revoked:
            raise Refused(400, "Invalid grant: account not found")
        claims = json.loads(_decoded(body))
        assert claims["iss"] == EMAIL
        token = f"token {len(self.tokens)}"
        self.tokens[f"Bearer {token}"] = claims["scope"]
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}

    def titled(self, title: str) -> Worksheet:
        return next(worksheet for worksheet in self.worksheets.values() if worksheet.title == title)


class Answers(BaseHTTPRequestHandler):
    server: Sheets

    def do_GET(self) -> None:
        self._handle("GET")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        asked = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(asked.path)
        try:
            if path == "/token":
                self._answer(200, self.server.token(urllib.parse.parse_qs(body.decode())["assertion"][0]))
                return
            self.server.asked.append((method, path))
            self._check(method)
            options = dict(urllib.parse.parse_qsl(asked.query)) | (json.loads(body) if body else {})
            self._answer(200, self._done(method, path.removeprefix(f"/v4/spreadsheets/{KEY}"), options))
        except Refused as refused:
            status, message = refused.args
            error: Any = {"code": status, "message": message, "status": "NO", "details": self.server.details}
            grant = {"error": "invalid_grant", "error_description": message}
            self._answer(status, grant if path == "/token" else {"error": error})

    def _check(self, method: str) -> None:
        """The token, the mood, and whether this may be done."""
        scope = self.server.tokens.get(self.headers["Authorization"])
        status = self.server.moods.pop(0) if self.server.moods else self.server.status
        if scope is None:
            raise Refused(401, "Request had invalid authentication credentials.")
        if status != 200:
            raise Refused(status, "no")
        if method != "GET" and (scope.endswith(".readonly") or self.server.is_read_only):
            raise Refused(403, "The caller does not have permission")

    def _done(self, method: str, path: str, options: Mapping[str, Any]) -> dict[str, Any]:
        if method == "GET" and path == "":
            return self._spreadsheet()
        if method == "GET" and path.startswith("/values/"):
            return self._values(path.removeprefix("/values/"), options)
        changes = {"/values:batchUpdate": self._write, "/values:batchClear": self._clear, ":batchUpdate": self._build}
        if method != "POST" or path not in changes:
            raise Refused(404, "Requested entity was not found.")
        changes[path](options)
        if self.server.loses_answers:
            self.server.loses_answers = False
            raise Refused(503, "The service is currently unavailable.")
        return {"spreadsheetId": KEY}

    def _spreadsheet(self) -> dict[str, Any]:
        sheets = [
            worksheet.properties(gid, place) for place, (gid, worksheet) in enumerate(self.server.worksheets.items())
        ]
        chart = {"properties": {"sheetId": 5000, "title": "Chart", "index": len(sheets), "sheetType": "OBJECT"}}
        return {"spreadsheetId": KEY, "properties": {"title": "Training"}, "sheets": [chart, *sheets]}

    def _values(self, asked: str, options: Mapping[str, Any]) -> dict[str, Any]:
        found, (top, left), (bottom, right) = self._place(asked)
        rows = [_trimmed([_rendered(cell, options) for cell in row[left - 1 : right]]) for row in found.rows]
        values = _trimmed(rows[top - 1 : bottom])
        return {"range": asked, "majorDimension": "ROWS", **({"values": values} if values else {})}

    def _write(self, options: Mapping[str, Any]) -> None:
        self.server.batches.append(sum(len(part["values"]) for part in options["data"]))
        for part in options["data"]:
            found, (top, left), (bottom, _) = self._place(part["range"])
            assert bottom - top + 1 == len(part["values"])
            for number, row in enumerate(part["values"], start=top - 1):
                for place, value in enumerate(row, start=left - 1):
                    found.write(number, place, value, options["valueInputOption"])

    def _clear(self, options: Mapping[str, Any]) -> None:
        for asked in options["ranges"]:
            found, (top, left), (bottom, right) = self._place(asked)
            for row in found.rows[top - 1 : bottom]:
                row[left - 1 : right] = [""] * len(row[left - 1 : right])

    def _build(self, options: Mapping[str, Any]) -> None:
        ((kind, asked),) = options["requests"][0].items()
        properties = asked["properties"]
        grid = properties["gridProperties"]
        if kind == "updateSheetProperties":
            found = self.server.worksheets[properties["sheetId"]]
            assert asked["fields"] == "gridProperties.rowCount,gridProperties.columnCount"
            found.height, found.width = grid["rowCount"], grid["columnCount"]
            return
        title = properties["title"]
        if title.casefold() in {worksheet.title.casefold() for worksheet in self.server.worksheets.values()}:
            raise Refused(400, f"A sheet with the name “{title}” already exists.")
        gid = max(self.server.worksheets) + 1
        self.server.worksheets[gid] = Worksheet(title, [], grid["rowCount"], grid["columnCount"])

    def _place(self, asked: str) -> tuple[Worksheet, tuple[int, int], tuple[int, int]]:
        """Worksheet, first and last cell of a range; refused beyond the grid, as Google does."""
        named = RANGE.fullmatch(asked)
        assert named, asked
        titles = {worksheet.title.casefold(): worksheet for worksheet in self.server.worksheets.values()}
        found = titles[named["title"].casefold()]
        first, last = a1_to_rowcol(named["first"]), a1_to_rowcol(named["last"])
        if last[0] > found.height or last[1] > found.width:
            raise Refused(400, f"Range ({asked}) exceeds grid limits.")
        return found, first, last

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests clean."""


def _rendered(cell: Any, options: Mapping[str, Any]) -> Any:
    is_shown = options.get("valueRenderOption", "FORMATTED_VALUE") == "FORMATTED_VALUE"
    if isinstance(cell, Day):
        return cell.shown if is_shown or options.get("dateTimeRenderOption") == "FORMATTED_STRING" else cell.serial
    return str(cell).replace(".", ",") if is_shown and isinstance(cell, float) else cell


def _trimmed(cells: list[Any]) -> list[Any]:
    """Without what is empty at the end."""
    while cells and cells[-1] in ("", []):
        cells = cells[:-1]
    return cells


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@contextmanager
def serving() -> Iterator[Sheets]:
    server = Sheets()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sheets]:
    # google-auth asks another of Google's servers by itself, in the background: nothing listens at this proxy.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with serving() as server:
        yield server


@pytest.fixture
def waited() -> list[float]:
    """The seconds that somebody patient would have waited."""
    return []


@pytest.fixture
def patient(waited: list[float]) -> Patience:
    """Everybody's patience, without jitter, and in no time."""
    return Patience(pause=waited.append, chance=lambda: 1.0)


@pytest.mark.parametrize("sheet", [ADDRESS, KEY, f"{ADDRESS}#gid=0"])
def test_a_sheet_is_read_by_address_or_key_as_a_rectangle_of_strings(google: Sheets, sheet: str) -> None:
    rows = gsheet_connector.read(sheet, google.account())
    one, two = (["2026-01-05 18:00:00", "Legs", "1h", "Squat (Barbell)", *rest] for rest in (["1", "100"], ["2"]))
    assert rows == [list(HEADER), [*one, "5", *[""] * 5], [*two, "102.5", "5", "0", "0", "belt", "", ""]]
    assert all(scope.endswith(".readonly") for scope in google.tokens.values())
    assert google.changes == []


def test_numbers_are_exact_whatever_the_language_of_the_sheet_and_dates_as_shown(google: Sheets) -> None:
    google.worksheets[0].rows = [[42.5, 1e-7, 100.0, True, Day(46027.75, "05.01.2026 18:00:00")]]
    assert gsheet_connector.read(ADDRESS, google.account()) == [
        ["42.5", "0.0000001", "100", "TRUE", "05.01.2026 18:00:00"]
    ]


def test_the_address_names_the_worksheet(google: Sheets) -> None:
    assert gsheet_connector.read(f"{ADDRESS}?gid=77#gid=77", google.account())[0] == ["Name", "Telephone"]


def test_without_a_worksheet_in_the_address_it_is_the_first_that_holds_anything(google: Sheets) -> None:
    google.worksheets[0].rows = []
    assert gsheet_connector.read(ADDRESS, google.account())[1] == ["Bob", "123"]
    assert gsheet_connector.read(f"{ADDRESS}#gid=0", google.account()) == []


def test_a_long_worksheet_is_read_in_parts_and_keeps_its_empty_rows(google: Sheets) -> None:
    rows = [["a"], *[[] for _ in range(6000)], ["b", "c"]]
    google.worksheets[0] = Worksheet("Strong", rows, height=12000)
    found = gsheet_connector.read(ADDRESS, google.account())
    assert (len(found), found[0], found[1], found[-1]) == (6002, ["a", ""], ["", ""], ["b", "c"])


def test_a_worksheet_that_is_too_long_is_not_even_asked_for(google: Sheets) -> None:
    google.worksheets[0].height = 100_001
    with pytest.raises(SheetError, match=r"has 100,001 rows; at most 100,000 can be read\."):
        gsheet_connector.read(ADDRESS, google.account())
    assert not any("/values/" in path for _, path in google.asked)


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (400, SheetError, "Google Sheets refuses this: no"),
        (403, SheetNotShared, f"The sheet is not shared with {EMAIL}. Share it with that address, then try again."),
        (404, SheetNotFound, "There is no sheet at this address, or it has been deleted."),
    ],
)
def test_a_refusal_is_a_sentence_that_says_what_to_do(
    google: Sheets, patient: Patience, waited: list[float], status: int, kind: type[SheetError], sentence: str
) -> None:
    google.status = status
    with pytest.raises(kind) as refused:
        gsheet_connector.read(ADDRESS, google.account(), patient)
    assert str(refused.value) == sentence
    assert waited == []


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (429, QuotaExhausted, "Google allows no more requests at the moment. Try again in a minute."),
        (500, SheetUnreachable, "Google Sheets answered with an error (500). Try again in some minutes."),
        (503, SheetUnreachable, "Google Sheets answered with an error (503). Try again in some minutes."),
    ],
)
def test_patience_ends_after_six_tries(
    google: Sheets, patient: Patience, waited: list[float], status: int, kind: type[SheetError], sentence: str
) -> None:
    google.status = status
    with pytest.raises(kind) as refused:
        gsheet_connector.read(ADDRESS, google.account(), patient)
    assert str(refused.value) == sentence
    assert waited == [1, 2, 4, 8, 16]
    assert len(google.asked) == 6


def test_a_busy_google_is_asked_again(google: Sheets, patient: Patience, waited: list[float]) -> None:
    google.moods = [429, 502, 200, 500]
    assert len(gsheet_connector.read(ADDRESS, google.account(), patient)) == 3
    assert waited == [1, 2, 1]  # opening took two waits, and the worksheets' names one


def test_waits_double_up_to_the_longest_and_are_cut_by_chance_to_no_less_than_half() -> None:
    assert list(Patience(tries=5, first_s=3, longest_s=10, chance=lambda: 1.0).waits()) == [3, 6, 10, 10]
    assert list(Patience(tries=3, first_s=3, chance=lambda: 0.0).waits()) == [1.5, 3]


def test_an_api_that_was_never_enabled_is_told_from_a_sheet_that_is_not_shared(google: Sheets) -> None:
    google.status, google.details = 403, "SERVICE_DISABLED"
    with pytest.raises(SheetNotConfigured, match="The Google Sheets API is not enabled in the Google Cloud project of"):
        gsheet_connector.read(ADDRESS, google.account())


def test_a_worksheet_that_is_not_there(google: Sheets) -> None:
    with pytest.raises(SheetNotFound, match="The worksheet that this address names is not in"):
        gsheet_connector.read(f"{ADDRESS}#gid=5", google.account())


def test_a_key_that_google_does_not_know(google: Sheets) -> None:
    account = google.account()
    google.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(AccessRevoked, match="its key was revoked, the account was deleted"):
        gsheet_connector.read(ADDRESS, account)


def test_an_account_that_was_deleted(google: Sheets) -> None:
    google.is_revoked = True
    with pytest.raises(AccessRevoked, match=f"no longer accepts this server's service account {EMAIL}"):
        gsheet_connector.read(ADDRESS, google.account())


def test_a_token_that_is_taken_back_in_between(google: Sheets) -> None:
    google.status = 401
    with pytest.raises(AccessRevoked):
        gsheet_connector.read(ADDRESS, google.account())


def test_nobody_answers(google: Sheets) -> None:
    account = google.account() | {"token_uri": "http://127.0.0.1:9/token"}
    with pytest.raises(SheetUnreachable, match="Google Sheets cannot be reached"):
        gsheet_connector.read(ADDRESS, account)


@pytest.mark.parametrize("sheet", ["", "https://example.org/sheet", "my sheet"])
def test_what_is_no_address_is_not_asked_for(google: Sheets, sheet: str) -> None:
    with pytest.raises(SheetNotFound, match="not the address of a Google Sheet"):
        gsheet_connector.read(sheet, google.account())
    assert google.asked == []


def test_without_a_service_account_the_sentence_says_where_it_belongs() -> None:
    with pytest.raises(SheetNotConfigured, match=r"set \[gcp_service_account\] in its secrets"):
        gsheet_connector.read(ADDRESS, {})


@pytest.mark.parametrize("damage", [{"private_key": "none"}, {"token_uri": None}])
def test_a_damaged_service_account_is_named(google: Sheets, damage: dict[str, Any]) -> None:
    account = {name: value for name, value in (google.account() | damage).items() if value}
    with pytest.raises(SheetNotConfigured, match="is incomplete, or its key is damaged"):
        gsheet_connector.read(ADDRESS, account)


def test_a_sheet_goes_through_the_same_pipeline_as_a_file(google: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gsheet_connector, "service_account", google.account)
    shown = preview_sheet(ADDRESS, unit="kg", zone="UTC")
    assert shown.problems == ()
    assert (shown.figures.sets, shown.figures.reps, float(shown.figures.weight_x_reps)) == (2, 10, 1012.5)
    other = preview_sheet(f"{ADDRESS}#gid=77", unit="kg", zone="UTC")
    assert other.problems[0].reason.startswith("The header of this table belongs to no app")
    google.status = 403
    with pytest.raises(SheetUnavailable, match="not shared with"):
        preview_sheet(ADDRESS, unit="kg", zone="UTC")


def test_the_account_is_read_from_the_secrets_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gsheet_connector.FILE, raising=False)
    monkeypatch.setattr("database.settings.SECRETS", (tmp_path / "none.toml", tmp_path / "secrets.toml"))
    assert not gsheet_connector.is_configured()
    (tmp_path / "secrets.toml").write_text(f'[gcp_service_account]\nclient_email = "{EMAIL}"\n', encoding="utf-8")
    assert gsheet_connector.service_account() == {"client_email": EMAIL}
    assert gsheet_connector.is_configured()


@pytest.mark.parametrize(("text", "sentence"), [("{", "cannot be read"), ("[]", "holds no service account")])
def test_the_account_is_read_from_the_file_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, sentence: str
) -> None:
    file = tmp_path / "account.json"
    file.write_text(json.dumps({"client_email": EMAIL}), encoding="utf-8")
    monkeypatch.setenv(gsheet_connector.FILE, str(file))
    assert gsheet_connector.is_configured()
    assert gsheet_connector.service_account() == {"client_email": EMAIL}
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SheetNotConfigured, match=sentence):
        gsheet_connector.read(ADDRESS)
