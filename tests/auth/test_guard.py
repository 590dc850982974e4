"""Every page shows nobody the sign-in form and nothing else; who is signed in is checked on each run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from auth import accounts, authenticator, sessions
from auth.sessions import STATE_KEY
from database.db_connector import engine as configured_engine
from database.settings import settings
from database.version import version
from server import health
from utils import startup

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
PATIENCE_S = 90
SIGN_IN = "from auth import views\nviews.draw_sign_in()"
AWAY = "mysql+pymysql://tonnage:x@127.0.0.1:1/tonnage"
GREETING = "import streamlit as st\nfrom auth.guard import require_user\nst.title(require_user().display_name)"


@pytest.fixture(params=["prepared", "blank"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The configured database: prepared and empty, or without a single table."""
    url = request.getfixturevalue("sqlite_url") if request.param == "prepared" else f"sqlite:///{tmp_path / 'blank.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    configured_engine.cache_clear()
    yield request.param
    configured_engine().dispose()
    monkeypatch.undo()
    settings.cache_clear()
    configured_engine.cache_clear()


@pytest.fixture
def alice(app_engine: Engine) -> int:
    return authenticator.sign_up(app_engine, "Alice", "squat deep or go home")


def run(script: str | Path, signed_in: tuple[int, int] | None = None, **state: object) -> AppTest:
    make = AppTest.from_file if isinstance(script, Path) else AppTest.from_string
    page = make(str(script), default_timeout=PATIENCE_S)
    if signed_in:
        page.session_state[STATE_KEY] = signed_in
    for name, value in state.items():
        page.session_state[name] = value
    return page.run()


def shown(page: AppTest) -> list[tuple[str, Any]]:
    """Every element on screen: its kind, and what is written on it."""
    return [(element.type, _words(element)) for block in (page.main, page.sidebar) for element in _leaves(block)]


def _leaves(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield from _leaves(child) if hasattr(child, "children") else [child]


def _words(element: Any) -> Any:
    return getattr(element, "label", None) or getattr(element, "value", None)


def test_the_door_is_the_sign_in_form(app_engine: Engine) -> None:
    form = run(SIGN_IN)
    assert [field.label for field in form.text_input] == ["Name", "Password"]
    assert [title.value for title in form.title] == ["Tonnage"]
    assert [button.label for button in form.button] == ["Sign in", "New here? **Create an account**"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_run_directly_as_nobody_shows_only_the_form(page: Path, any_database: str) -> None:
    found = run(page)
    assert not found.exception
    assert shown(found) == shown(run(SIGN_IN))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_run_with_a_made_up_session_shows_only_the_form(page: Path, app_engine: Engine, alice: int) -> None:
    assert shown(run(page, signed_in=(alice, 1))) == shown(run(SIGN_IN))


def test_a_lifter_comes_in(app_engine: Engine, alice: int) -> None:
    opened = sessions.open_session(app_engine, alice)
    page = run(GREETING, (alice, opened.session_id))
    assert [title.value for title in page.title] == ["Alice"]
    accounts.amend(app_engine, alice, {"display_name": "Ali"})
    assert [title.value for title in page.run().title] == ["Ali"]


def test_a_revoked_session_is_out_on_the_next_run_and_leaves_no_draft(app_engine: Engine, alice: int) -> None:
    opened = sessions.open_session(app_engine, alice)
    page = run(GREETING, (alice, opened.session_id), draft="Alice's")
    sessions.revoke(app_engine, alice, opened.session_id)
    page.run()
    assert shown(page) == shown(run(SIGN_IN))
    assert "draft" not in page.session_state
    assert STATE_KEY not in page.session_state


def test_a_session_opens_to_its_owner_only(app_engine: Engine, alice: int) -> None:
    bob = authenticator.sign_up(app_engine, "Bob", "three plates for a triple")
    opened = sessions.open_session(app_engine, alice)
    assert shown(run(GREETING, (bob, opened.session_id))) == shown(run(SIGN_IN))


def test_without_its_tables_a_session_gets_a_sentence(app_engine: Engine, alice: int) -> None:
    opened = sessions.open_session(app_engine, alice)
    page = run(GREETING, (alice, opened.session_id))
    with app_engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE login_sessions")
    page.run()
    assert [error.value for error in page.error] == [
        "The database cannot be reached. What you have saved is safe. Try again in a minute."
    ]
    assert not page.title
    assert not page.exception


def test_the_door_refuses_in_one_sentence(app_engine: Engine, alice: int) -> None:
    page = run(SIGN_IN)
    sentences = set()
    for name in ["alice", "nobody"]:
        page.text_input[0].input(name)
        page.text_input[1].input("not this one")
        page.button[0].click().run()
        sentences.update(error.value for error in page.error)
    assert len(sentences) == 1
    assert STATE_KEY not in page.session_state


def test_a_closed_server_offers_no_sign_up(app_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRATION", "closed")
    settings.cache_clear()
    page = run(SIGN_IN, tonnage_form="sign_up")
    assert [button.label for button in page.button] == ["Sign in"]


def test_the_guard_may_be_asked_again_in_a_run(app_engine: Engine, alice: int) -> None:
    opened = sessions.open_session(app_engine, alice)
    page = run(f"{GREETING}\nst.title(require_user().username)", (alice, opened.session_id))
    assert [title.value for title in page.title] == ["Alice", "Alice"]


def test_the_app_shows_nobody_the_door_and_a_lifter_the_page(app_engine: Engine, alice: int) -> None:
    form = run(ROOT / "app.py")
    assert not form.exception
    assert [field.label for field in form.text_input] == ["Name", "Password"]
    opened = sessions.open_session(app_engine, alice)
    page = run(ROOT / "app.py", (alice, opened.session_id))
    assert not page.exception
    assert "Sign out" in [button.label for button in page.sidebar.button]
    assert page.sidebar.caption[-1].value == f"Tonnage {version()}"
    sessions.revoke(app_engine, alice, opened.session_id)
    page.run()
    assert [field.label for field in page.text_input] == ["Name", "Password"]
    assert not page.sidebar.button


def test_the_app_says_that_its_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql+pymysql://tonnage:hunter22@127.0.0.1:1/tonnage")
    settings.cache_clear()
    configured_engine.cache_clear()
    startup._prepare_once.cache_clear()
    page = run(ROOT / "app.py")
    monkeypatch.undo()
    settings.cache_clear()
    configured_engine.cache_clear()
    assert [error.value for error in page.error] == [
        "The database cannot be reached. Nothing that was saved is lost. Try again in a minute."
    ]
    assert not page.text_input
    assert not page.exception


@pytest.mark.parametrize(("answers", "status", "database"), [(True, 200, "ok"), (False, 503, "away")])
def test_health_says_whether_the_database_answers_and_the_version(
    app_engine: Engine, monkeypatch: pytest.MonkeyPatch, answers: bool, status: int, database: str
) -> None:
    if not answers:
        monkeypatch.setenv("DATABASE_URL", AWAY)
        settings.cache_clear()
        configured_engine.cache_clear()
    answer = health(Request({"type": "http"}))
    assert (answer.status_code, json.loads(answer.body)) == (status, {"database": database, "version": version()})
