"""The door of the outbox: what comes in from a browser, over the route of server.py and through a trigger."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from auth import sessions
from database.ids import new_id
from services.log import outbox as op_door
from services.log import workout_log
from services.log.outbox import NotAnOutbox, OfAnotherLifter, Unreachable, carry_out, tried
from tests.browser import RunningApp
from tests.cast import log, new_lifter, start, text_of
from tests.signed_up import engine_of

BENCH = "bench 80x5"


def outbox(user_id: int, *operations: Any) -> dict[str, Any]:
    return {"user": str(user_id), "ops": list(operations)}


@pytest.fixture
def alice(engine: Engine) -> int:
    return new_lifter(engine)


def test_what_is_carried_out_is_acknowledged_by_its_id(engine: Engine, alice: int) -> None:
    opened = start()
    logged = log(int(opened["workout_id"]), BENCH)
    answer = carry_out(engine, alice, outbox(alice, opened, logged))
    assert answer["acked"] == [opened["op_id"], logged["op_id"]]
    assert (answer["user"], answer["rejected"], answer["error"]) == (str(alice), {}, None)
    assert text_of(alice) == ["2026-01-05 bench 80x5"]
    again = carry_out(engine, alice, outbox(alice, opened, logged))
    assert again["acked"] == answer["acked"]
    assert text_of(alice) == ["2026-01-05 bench 80x5"]


def test_the_version_of_an_answer_is_exact_as_text(engine: Engine, alice: int) -> None:
    answer = carry_out(engine, alice, outbox(alice, start()))
    assert json.loads(json.dumps(answer))["version"].isdecimal()
    assert int(answer["version"]) > 2**53


def test_one_refused_operation_does_not_hold_up_the_others(engine: Engine, alice: int) -> None:
    opened = start()
    number = int(opened["workout_id"])
    refused = {"op_id": str(new_id()), "kind": "amend_workout", "workout_id": str(number), "fields": {"gym_id": "1"}}
    answer = carry_out(engine, alice, outbox(alice, opened, refused, log(number, BENCH)))
    assert answer["rejected"] == {refused["op_id"]: "There is no such gym: 1."}
    assert len(answer["acked"]) == 2


@pytest.mark.parametrize("bad", [None, [], "ops", {"user": "1"}, {"user": "1", "ops": {}}, {"ops": [0] * 201}])
def test_what_is_no_outbox_is_refused(sqlite_engine: Engine, bad: Any) -> None:
    with pytest.raises(NotAnOutbox):
        carry_out(sqlite_engine, new_lifter(sqlite_engine), bad)


def test_the_outbox_of_another_lifter_is_left_to_that_lifter(engine: Engine, alice: int) -> None:
    bob = new_lifter(engine, "bob")
    payload = outbox(alice, start())
    with pytest.raises(OfAnotherLifter):
        carry_out(engine, bob, payload)
    assert tried(engine, bob, payload) is None
    assert (text_of(alice), text_of(bob)) == ([], [])


def test_an_account_that_is_gone_keeps_its_operations_in_the_browser(sqlite_engine: Engine) -> None:
    with pytest.raises(OfAnotherLifter):
        carry_out(sqlite_engine, 7, outbox(7, start()))


def test_a_database_that_is_away_loses_nothing(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    lifter = new_lifter(sqlite_engine)

    def away(*_: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(workout_log, "apply", away)
    payload = outbox(lifter, start())
    with pytest.raises(Unreachable):
        carry_out(sqlite_engine, lifter, payload)
    told = tried(sqlite_engine, lifter, payload)
    assert told is not None
    assert (told["acked"], told["error"]) == ([], str(op_door.Unreachable()))


@pytest.fixture
def client(shared_app: RunningApp) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shared_app.url, headers={"Origin": shared_app.url}) as made:
        yield made


def signed_in(app: RunningApp, client: httpx.Client) -> int:
    """A lifter of the running app whose cookie the client holds."""
    user_id = new_lifter(engine_of(app), f"lifter{new_id()}")
    client.cookies.set("tonnage_session", sessions.open_session(engine_of(app), user_id).secret)
    return user_id


def test_the_route_writes_for_the_lifter_of_the_cookie(shared_app: RunningApp, client: httpx.Client) -> None:
    lifter = signed_in(shared_app, client)
    opened = start()
    answer = client.post("/api/ops", json=outbox(lifter, opened, log(int(opened["workout_id"]), BENCH)))
    assert (answer.status_code, len(answer.json()["acked"])) == (200, 2)
    assert text_of(lifter) == ["2026-01-05 bench 80x5"]


def test_the_route_takes_nothing_without_a_session_or_for_another(shared_app: RunningApp, client: httpx.Client) -> None:
    stranger = client.post("/api/ops", json=outbox(1, start()))
    assert (stranger.status_code, stranger.json()["error"][:21]) == (401, "The session has ended")
    signed_in(shared_app, client)
    other = new_lifter(engine_of(shared_app), f"lifter{new_id()}")
    assert client.post("/api/ops", json=outbox(other, start())).status_code == 409
    assert text_of(other) == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Content-Type": "text/plain"}]
)
def test_the_route_takes_nothing_from_elsewhere(
    shared_app: RunningApp, client: httpx.Client, headers: dict[str, str]
) -> None:
    lifter = signed_in(shared_app, client)
    body = json.dumps(outbox(lifter, start()))
    answer = client.post("/api/ops", content=body, headers={"Content-Type": "application/json", **headers})
    assert answer.status_code == 403
    assert text_of(lifter) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b" " * 1_000_001])
def test_the_route_answers_nonsense_with_a_refusal(shared_app: RunningApp, client: httpx.Client, body: bytes) -> None:
    signed_in(shared_app, client)
    answer = client.post("/api/ops", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 403)
    assert answer.json()["error"]


def test_what_works_without_signal_is_served_without_data(client: httpx.Client) -> None:
    worker, page = client.get("/sw.js"), client.get("/offline")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert "tonnage-__VERSION__" not in worker.text
    assert page.headers["X-Tonnage-Page"] == "offline"
    assert "class SetGrid" in page.text
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert [client.get(icon["src"]).headers["content-type"] for icon in icons] == ["image/png", "image/svg+xml"]
