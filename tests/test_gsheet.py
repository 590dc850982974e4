"""Google Sheets over HTTP: a server on this machine that checks tokens and speaks the calls that gspread makes."""

import base64
import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from database import gsheet_connector
from database.gsheet_connector import SheetError
from services.importers.preview import SheetUnavailable, preview_sheet
from tests.strong_files import HEADER

KEY = "1SheetOfAlice_0123456789"
ADDRESS = f"https://docs.google.com/spreadsheets/d/{KEY}/edit"
EMAIL = "tonnage@example.iam.gserviceaccount.com"
TOKEN = "a-token-of-the-test"
SETS = [
    ["2026-01-05 18:00:00", "Legs", "1h", "Squat (Barbell)", "1", "100", "5"],
    ["2026-01-05 18:00:00", "Legs", "1h", "Squat (Barbell)", "2", "102.5", "5", "0", "0", "belt"],
]
WORKSHEETS = {0: ("Strong", [list(HEADER), *SETS]), 77: ("Other", [["Name", "Telephone"], ["Bob", "123"]])}


class Sheets(ThreadingHTTPServer):
    """Google's token endpoint and the Sheets v4 calls for one spreadsheet; `status` other than 200 is its mood."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.status = 200
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

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


class Answers(BaseHTTPRequestHandler):
    server: Sheets

    def do_POST(self) -> None:
        asked = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        claims = self._claims(asked["assertion"][0])
        assert claims["iss"] == EMAIL
        assert all(scope.endswith(".readonly") for scope in claims["scope"].split())
        self._answer(200, {"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"})

    def do_GET(self) -> None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        self.server.asked.append(path)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._refuse(401)
        elif self.server.status != 200:
            self._refuse(self.server.status)
        else:
            self._answer(*self._found(path.removeprefix("/v4/spreadsheets/")))

    def _found(self, path: str) -> tuple[int, dict[str, Any]]:
        if path == KEY:
            sheets = [_properties(place, gid) for place, gid in enumerate(WORKSHEETS)]
            return 200, {"spreadsheetId": KEY, "properties": {"title": "Training"}, "sheets": sheets}
        for title, rows in WORKSHEETS.values():
            if path == f"{KEY}/values/'{title}'":
                return 200, {"range": f"'{title}'!A1:L99", "majorDimension": "ROWS", "values": rows}
        return 404, {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}

    def _claims(self, assertion: str) -> dict[str, Any]:
        head, claims, signature = assertion.split(".")
        public = self.server.private.public_key()
        public.verify(_decoded(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
        found: dict[str, Any] = json.loads(_decoded(claims))
        return found

    def _refuse(self, status: int) -> None:
        self._answer(status, {"error": {"code": status, "message": "no", "status": "NO"}})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests clean."""


def _properties(place: int, gid: int) -> dict[str, Any]:
    grid = {"rowCount": 100, "columnCount": 12}
    title = WORKSHEETS[gid][0]
    return {"properties": {"sheetId": gid, "title": title, "index": place, "sheetType": "GRID", "gridProperties": grid}}


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sheets]:
    # google-auth asks another of Google's servers by itself, in the background: nothing listens at this proxy.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    server = Sheets()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("sheet", [ADDRESS, KEY, f"{ADDRESS}#gid=0"])
def test_a_sheet_is_read_by_address_or_key_as_a_rectangle_of_strings(google: Sheets, sheet: str) -> None:
    rows = gsheet_connector.read(sheet, google.account())
    assert rows == [list(HEADER), *(line + [""] * (12 - len(line)) for line in SETS)]
    assert set(google.asked[:-1]) == {f"/v4/spreadsheets/{KEY}"}
    assert google.asked[-1] == f"/v4/spreadsheets/{KEY}/values/'Strong'"


def test_the_address_names_the_worksheet(google: Sheets) -> None:
    assert gsheet_connector.read(f"{ADDRESS}?gid=77#gid=77", google.account())[0] == ["Name", "Telephone"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, f"The sheet is not shared with {EMAIL}. Share it with that address, then try again."),
        (404, "There is no sheet at this address, or it has been deleted."),
        (429, "Google allows no more requests at the moment. Try again in a minute."),
        (500, "Google Sheets answered with an error (500)."),
    ],
)
def test_a_refusal_is_a_sentence_that_says_what_to_do(google: Sheets, status: int, sentence: str) -> None:
    google.status = status
    with pytest.raises(SheetError) as refused:
        gsheet_connector.read(ADDRESS, google.account())
    assert str(refused.value) == sentence


def test_a_worksheet_that_is_not_there(google: Sheets) -> None:
    with pytest.raises(SheetError, match="The worksheet that this address names is not in"):
        gsheet_connector.read(f"{ADDRESS}#gid=5", google.account())


def test_a_key_that_google_does_not_know(google: Sheets) -> None:
    account = google.account()
    google.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(SheetError, match="Google Sheets cannot be reached"):
        gsheet_connector.read(ADDRESS, account)


def test_nobody_answers(google: Sheets) -> None:
    account = google.account() | {"token_uri": "http://127.0.0.1:9/token"}
    with pytest.raises(SheetError, match="Google Sheets cannot be reached"):
        gsheet_connector.read(ADDRESS, account)


@pytest.mark.parametrize("sheet", ["", "https://example.org/sheet", "my sheet"])
def test_what_is_no_address_is_not_asked_for(google: Sheets, sheet: str) -> None:
    with pytest.raises(SheetError, match="not the address of a Google Sheet"):
        gsheet_connector.read(sheet, google.account())
    assert google.asked == []


def test_without_a_service_account_the_sentence_says_where_it_belongs() -> None:
    with pytest.raises(SheetError, match=r"set \[gcp_service_account\] in its secrets"):
        gsheet_connector.read(ADDRESS, {})


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


def test_the_account_is_read_from_the_secrets_file(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[gcp_service_account]\nclient_email = "{EMAIL}"\n', encoding="utf-8")
    monkeypatch.setattr(gsheet_connector, "SECRETS", (tmp_path / "none.toml", secrets))
    assert gsheet_connector.service_account() == {"client_email": EMAIL}
    assert gsheet_connector.is_configured()
