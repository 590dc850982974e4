"""Fixtures: databases on both engines, the running app, and a browser to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from tests import grid_page
from tests.browser import RunningApp, chromium, launched, open_page
from tests.clock import CLOCK, day_of
from tests.databases import MariaDatabase, connect, sqlite_template
from tests.mariadb_server import programs, shared_server, stop_shared_server

IN_CI = os.environ.get("CI") == "true"
MARKS = {"mariadb_server": "mariadb", "browser": "browser"}

# The engines' speed is not Hypothesis's business, and the fixtures it warns about are new databases, not new values.
hypothesis_settings.register_profile(
    "tonnage", deadline=None, derandomize=IN_CI, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("tonnage")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is set on this machine for the app itself away from the tests, and the tests away from its database."""
    from database.settings import Settings

    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    os.environ["DATABASE_URL"] = "sqlite:///:memory:"
    CLOCK.start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Go to the moment of a file of tests before its fixtures are made."""
    CLOCK.begin(item.path, day_of(item))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    # Files with a browser first: they are few and long, and would otherwise be what one process is left with.
    in_browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in in_browser)


def pytest_unconfigure(config: pytest.Config) -> None:
    factory = getattr(config, "_tmp_path_factory", None)
    if factory and not is_worker() and factory._basetemp:
        stop_shared_server(factory.getbasetemp() / "mariadb")
    CLOCK.stop()


def is_worker() -> bool:
    """Whether this is one of several processes of pytest-xdist, which then share one MariaDB server."""
    return "PYTEST_XDIST_WORKER" in os.environ


def missing(what: str) -> None:
    """Skip a test for something this machine lacks; in continuous integration, where nothing may lack, fail it."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and CI=true allows nothing to be missing.")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and the catalogue, to be copied and never opened."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def sqlite_url(prepared_file: Path, tmp_path: Path) -> str:
    """The address of an empty, prepared SQLite database."""
    return f"sqlite:///{shutil.copy(prepared_file, tmp_path / 'tonnage.db')}"


@pytest.fixture(scope="session")
def mariadb_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a MariaDB server without a database: TEST_MYSQL_URL, or the private one of this test run."""
    given = os.environ.get("TEST_MYSQL_URL")
    if given:
        return make_url(given).set(database="").render_as_string(hide_password=False)
    if not programs():
        missing("MariaDB's server (Debian: mariadb-server-core)")
    base = tmp_path_factory.getbasetemp()
    if is_worker():
        return shared_server(base.parent / "mariadb", owner=os.getppid())
    return shared_server(base / "mariadb", owner=os.getpid())


@pytest.fixture(scope="session")
def mariadb_database(mariadb_server: str) -> Iterator[MariaDatabase]:
    """The prepared database of this process; tests take mariadb_url, which also empties it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = MariaDatabase(mariadb_server, f"tonnage_{worker}_{os.getpid()}")
    yield made
    made.drop()


@pytest.fixture
def mariadb_url(mariadb_database: MariaDatabase) -> Iterator[str]:
    """The address of an empty, prepared MariaDB database."""
    yield mariadb_database.url
    mariadb_database.empty()


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, prepared database, for tests that start processes; on each engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty, prepared database with the catalogue; on SQLite and on MariaDB."""
    yield from _engine(database_url)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """The same, on SQLite only."""
    yield from _engine(sqlite_url)


@pytest.fixture
def mariadb_engine(mariadb_url: str) -> Iterator[Engine]:
    """The same, on MariaDB only."""
    yield from _engine(mariadb_url)


@pytest.fixture
def app_engine(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty, prepared SQLite database that is also the configured one: for pages run inside the tests' process."""
    from database.db_connector import engine
    from database.settings import settings

    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    settings.cache_clear()
    engine.cache_clear()
    yield engine()
    engine().dispose()
    settings.cache_clear()
    engine.cache_clear()


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table, for tests of creating and migrating; on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server = make_url(request.getfixturevalue("mariadb_server"))
    name = f"blank_{os.getpid()}"
    with connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        yield server.set(database=name).render_as_string(hide_password=False)
        cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture
def running_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., RunningApp]]:
    """Start apps: `running_app(entry="server.py", database_url=None, REGISTRATION="closed", …)`; see RunningApp.

    Without an address each test has one prepared SQLite database, which all apps that it starts share.
    """
    started: list[RunningApp] = []

    def start(entry: str = "server.py", database_url: str | None = None, **environment: str) -> RunningApp:
        url = database_url or request.getfixturevalue("sqlite_url")
        started.append(RunningApp(tmp_path, entry, {"DATABASE_URL": url, **environment}))
        return started[-1].start()

    yield start
    for app in started:
        app.stop()


@pytest.fixture(scope="module")
def shared_app(prepared_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """One app for all tests of a file, on its own SQLite database; each test signs up its own lifter."""
    folder = tmp_path_factory.mktemp("app")
    database = shutil.copy(prepared_file, folder / "tonnage.db")
    app = RunningApp(folder, environment={"DATABASE_URL": f"sqlite:///{database}"}).start()
    yield app
    app.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; for one file, because playwright's event loop is in the way of others."""
    path = chromium()
    if not path:
        missing("Chromium (Debian: chromium)")
    with launched(str(path)) as started:
        yield started


@pytest.fixture(scope="module")
def grid_scripts(browser: Browser) -> Iterator[Page]:
    """The scripts of the set grid on an empty page."""
    page = CLOCK.lead(browser.new_context()).new_page()
    grid_page.load(page)
    yield page
    page.close()


@pytest.fixture
def call(grid_scripts: Page) -> Callable[..., Any]:
    """Evaluate an expression with the scripts of the set grid: `call("summaryOf(a, b)", a, b)`."""
    return lambda expression, *given: grid_page.js(grid_scripts, expression, *given)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages: `new_page("phone" or "desktop", color_scheme="dark")`, each signed in as nobody."""
    pages: list[Page] = []

    def make(device: str = "desktop", **options: str) -> Page:
        pages.append(open_page(browser, device, **options))
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()


@pytest.fixture(params=["light"])
def phone(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page 390 by 844 with touch; `parametrize("phone", ["dark"], indirect=True)` for the other colours."""
    return new_page("phone", color_scheme=request.param)


@pytest.fixture(params=["light"])
def desktop(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page 1280 by 900; colours as for the phone."""
    return new_page("desktop", color_scheme=request.param)


def _engine(url: str) -> Iterator[Engine]:
    from database.db_connector import make_engine

    made = make_engine(url)
    yield made
    made.dispose()
