"""The rooms and who may import whom, read from the source with ast: the table of the architecture, held by a test."""

import ast
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

pytestmark = pytest.mark.smoke

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"app", "server", "pages", "auth", "utils", "services", "database", "data", "archive", "benchmarks", "tests"}
MAY_IMPORT = {
    "app": {"auth", "utils", "database.settings"},
    "server": {"auth", "services", "database", "utils"},
    "pages": {"auth", "services", "utils"},
    "auth": {"database", "services.errors"},
    "utils": {"database", "services", "auth.user.User"},
    "services": {"database"},
    "database": set(),
    "data": set(),
    "archive": {"database", "services"},
    "benchmarks": {"archive", "database", "services", "utils", "tests"},
    "tests": ROOMS - {"data"},
}
ANYWHERE = {"tests", "benchmarks", "archive"}
AUTH_VIEWS = {"auth/views", "auth/guard", "auth/session_cookie", "auth/settings_forms", "auth/strength_forms"}
# Where a package of others may be imported: rooms, or single files as room/file.
LIBRARIES = {
    "streamlit": {"app", "server", "pages", "utils", *AUTH_VIEWS},
    "sqlalchemy": {"database", "services", "auth", "utils/data_loader"},
    "pandas": {"services", "utils", "database/data_validation", "database/gsheet_connector"},
    "numpy": {"services", "utils", "database/data_validation"},
}
NOT_IN = {"sqlalchemy": AUTH_VIEWS}
PAGE_LINES = 120
FOLDER_FILES = 25
CROWDED = ("utils/", "services/", "database/", "tests/")
# The packages of utils/, bottom first: one may import those before it, and the shared modules at the root of utils/.
UTILS_ORDER = (
    *("components", "body", "lifts", "exercises", "explore", "muscles", "paper", "progression", "report", "records"),
    *("workout", "today", "routines", "programs", "plan", "sharing", "history", "import_export", "settings"),
)
GUARD = "require_user"
# What a page calls by these names is work of another room.
NOT_IN_A_PAGE = {
    "sleep": "sleeps",
    "groupby": "groups frames",
    "group_by": "groups rows",
    "merge": "joins frames",
    "cache_data": "caches",
    "cache_resource": "caches",
    "html": "writes HTML",
}


@dataclass(frozen=True)
class Source:
    """One Python file of the repository."""

    path: str
    text: str

    @property
    def room(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def place(self) -> str:
        """Room and file, `auth/views`."""
        return "/".join(self.path.removesuffix(".py").split("/")[:2])

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)


def sources() -> list[Source]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    paths = [ROOT / path for path in listed] or _walked()
    return [Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in paths if path.is_file()]


def _walked() -> list[Path]:
    """The files where there is no git: in an unpacked archive."""
    hidden = {"var", "__pycache__"}
    return [
        path
        for path in sorted(ROOT.rglob("*.py"))
        if not any(part in hidden or part.startswith(".") for part in path.relative_to(ROOT).parts)
    ]


def imported(source: Source, by_statement: bool = False) -> Iterator[str]:
    """Every name that a file imports, in full: module, or module.name; by statement or by import_module too."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                package = source.path.split("/")[:-level] if level else []
                start = ".".join([*package, *([module] if module else [])])
                yield from (f"{start}.{alias.name}" for alias in names)
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]):
                if not by_statement and name_of(called) in {"import_module", "__import__"}:
                    yield name


def name_of(node: ast.expr) -> str:
    """`sleep` for both sleep and time.sleep; nothing for other expressions."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(f"{allowed}.")


def layer_crossings(source: Source) -> Iterator[str]:
    for name in imported(source):
        room = name.split(".")[0]
        own = room == source.room and room != "pages"
        if room in ROOMS and not own and not any(is_within(name, may) for may in MAY_IMPORT.get(source.room, ROOMS)):
            yield f"{source.path} imports {name}"


def strange_libraries(source: Source) -> Iterator[str]:
    if source.room in ANYWHERE:
        return
    for name in imported(source):
        library = name.split(".")[0]
        allowed, refused = LIBRARIES.get(library), NOT_IN.get(library, set())
        where = {source.room, source.place}
        if allowed is not None and (not where & allowed or where & refused):
            yield f"{source.path} imports {library}"


def unguarded_pages(source: Source) -> Iterator[str]:
    """Pages whose first statement, after docstring and imports, is not `user = require_user()`."""
    if source.room != "pages":
        return
    body = [node for node in source.tree.body if not _is_preamble(node)]
    call = getattr(body[0], "value", None) if body else None
    if not isinstance(body[0] if body else None, ast.Assign | ast.Expr) or not _is_guard(call):
        yield f"{source.path} does not begin with user = {GUARD}()"
    if f"auth.guard.{GUARD}" not in imported(source):
        yield f"{source.path} does not import {GUARD} from auth.guard"


def _is_preamble(node: ast.stmt) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.Import | ast.ImportFrom)


def _is_guard(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == GUARD


def overgrown_pages(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if source.room == "pages" and lines > PAGE_LINES:
        yield f"{source.path} has {lines} lines, more than {PAGE_LINES}"


def misplaced_work(source: Source) -> Iterator[str]:
    if source.room != "pages":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and name_of(node) in NOT_IN_A_PAGE:
            yield f"{source.path}:{node.lineno} {NOT_IN_A_PAGE[name_of(node)]}"
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield f"{source.path}:{node.lineno} writes HTML"


def uphill_imports(source: Source) -> Iterator[str]:
    """Imports of a package of utils/ that stands later in the order, or of any package by a shared module."""
    if source.room != "utils":
        return
    rank = _rank(source.path.removesuffix(".py").split("/"))
    for name in imported(source):
        if name.startswith("utils.") and _rank(name.split(".")) > rank:
            yield f"{source.path} imports {name}"


def _rank(parts: list[str]) -> int:
    """The place of a file or module of utils/ in the order; a shared module may import components only."""
    return UTILS_ORDER.index(parts[1]) if len(parts) > 2 and parts[1] in UTILS_ORDER else 0


RULES = (uphill_imports, layer_crossings, strange_libraries, unguarded_pages, overgrown_pages, misplaced_work)


@pytest.mark.parametrize("rule", RULES)
def test_every_file_keeps_the_rule(rule: Callable[[Source], Iterator[str]]) -> None:
    found = sources()
    assert {"services", "database", "tests"} <= {source.room for source in found}
    assert [problem for source in found for problem in rule(source)] == []


def modules_of(found: list[Source]) -> dict[str, Source]:
    return {source.path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): source for source in found}


def import_graph(modules: Mapping[str, Source]) -> dict[str, set[str]]:
    """Which modules of ours each module imports."""
    graph: dict[str, set[str]] = {}
    for name, source in modules.items():
        names = set(imported(source, by_statement=True))
        graph[name] = {wanted if wanted in modules else wanted.rpartition(".")[0] for wanted in names} & set(modules)
    return graph


def package_graph(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The graph with each package as one node; a module at the root of a layer is a node of its own."""
    nodes: dict[str, set[str]] = {}
    for name, wanted in graph.items():
        nodes.setdefault(_package(name), set()).update(map(_package, wanted))
    return {name: wanted - {name} for name, wanted in nodes.items()}


def _package(name: str) -> str:
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] != "tests" else name


def circle(graph: Mapping[str, set[str]]) -> tuple[str, ...]:
    """A circle of the graph; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def test_no_import_goes_in_a_circle() -> None:
    graph = import_graph(modules_of(sources()))
    assert "services.units" in graph["services.numeric_core"]
    assert circle(graph) == ()
    assert circle(package_graph({name: wanted for name, wanted in graph.items() if "." in name})) == ()


def test_a_circle_is_seen() -> None:
    texts = {"services/a/x.py": "from services.b import y", "services/b/y.py": "from services.a.z import f"}
    found = [Source(path, text) for path, text in {**texts, "services/a/z.py": "def f(): ..."}.items()]
    graph = import_graph(modules_of(found))
    assert circle(graph) == ()
    assert set(circle(package_graph(graph))) == {"services.a", "services.b"}


def test_no_folder_holds_more_than_one_can_look_over() -> None:
    folders = Counter(source.path.rpartition("/")[0] for source in sources() if source.path.startswith(CROWDED))
    assert {folder: count for folder, count in folders.items() if count > FOLDER_FILES} == {}


GUARDED = '"""A page."""\nfrom auth.guard import require_user\nuser = require_user()\n'
CAUGHT = [
    (uphill_imports, "utils/lifts/charts.py", "from utils.today import words"),
    (uphill_imports, "utils/filters.py", "from utils.lifts.facts import load_lift"),
    (layer_crossings, "pages/today.py", "from database import reads"),
    (layer_crossings, "pages/today.py", "from pages.history import calendar"),
    (layer_crossings, "pages/today.py", "def late():\n    from database.reads import sets"),
    (layer_crossings, "pages/today.py", "from importlib import import_module\nimport_module('database.reads')"),
    (layer_crossings, "pages/deep/today.py", "from ...database import reads"),
    (layer_crossings, "app.py", "from services import workout_log"),
    (layer_crossings, "app.py", "from database.reads import sets"),
    (layer_crossings, "services/plates.py", "from utils.styling import weight"),
    (layer_crossings, "services/plates.py", "from auth.user import User"),
    (layer_crossings, "services/plates.py", "from archive import pandas_rebuild"),
    (layer_crossings, "services/plates.py", "import data.exercises"),
    (layer_crossings, "services/plates.py", "from tests.cast import alice"),
    (layer_crossings, "database/reads.py", "import services"),
    (layer_crossings, "auth/guard.py", "from services.log.workout_log import apply"),
    (layer_crossings, "utils/kpis.py", "from auth.guard import require_user"),
    (layer_crossings, "utils/kpis.py", "from auth.user import by_name"),
    (strange_libraries, "services/plates.py", "import streamlit as st"),
    (strange_libraries, "database/reads.py", "from streamlit import secrets"),
    (strange_libraries, "auth/sessions.py", "import streamlit"),
    (strange_libraries, "auth/views.py", "from sqlalchemy import select"),
    (strange_libraries, "pages/today.py", "from sqlalchemy import select"),
    (strange_libraries, "app.py", "import sqlalchemy"),
    (strange_libraries, "pages/today.py", "import pandas as pd"),
    (unguarded_pages, "pages/today.py", '"""A page."""\nimport streamlit as st\nst.title("Today")'),
    (unguarded_pages, "pages/today.py", GUARDED.replace("user =", "st.title('Today')\nuser =")),
    (unguarded_pages, "pages/today.py", GUARDED.replace("user =", "if late:\n    user =")),
    (unguarded_pages, "pages/today.py", GUARDED.replace("auth.guard", "utils.guard")),
    (unguarded_pages, "pages/today.py", GUARDED.replace("require_user()", "require_user")),
    (unguarded_pages, "pages/today.py", ""),
    (overgrown_pages, "pages/today.py", GUARDED + "x = 1\n" * 118),
    (misplaced_work, "pages/today.py", "import time\ntime.sleep(1)"),
    (misplaced_work, "pages/today.py", "from time import sleep\nsleep(1)"),
    (misplaced_work, "pages/today.py", "frame.groupby('day').sum()"),
    (misplaced_work, "pages/today.py", "@st.cache_data\ndef sets(): ..."),
    (misplaced_work, "pages/today.py", "st.markdown('<b>', unsafe_allow_html=True)"),
    (misplaced_work, "pages/today.py", "st.html('<style>')"),
]
ALLOWED = [
    (uphill_imports, "utils/today/words.py", "from utils.lifts import words\nfrom utils import styling"),
    (uphill_imports, "utils/lifts/words.py", "from utils.lifts import facts"),
    (
        layer_crossings,
        "pages/today.py",
        GUARDED + "from utils import charts\nfrom services.log.workout_log import apply",
    ),
    (layer_crossings, "app.py", "from database.settings import settings\nfrom auth import guard"),
    (layer_crossings, "auth/guard.py", "from services.errors import TonnageError\nfrom database import reads"),
    (layer_crossings, "utils/kpis.py", "from auth.user import User\nfrom utils.styling import weight"),
    (layer_crossings, "services/plates.py", "from . import units\nfrom database.ids import new_id"),
    (layer_crossings, "benchmarks/rebuild.py", "from archive import pandas_rebuild"),
    (strange_libraries, "auth/views.py", "import streamlit as st"),
    (strange_libraries, "auth/accounts.py", "import sqlalchemy\nimport streamlit_authenticator"),
    (strange_libraries, "utils/data_loader.py", "import sqlalchemy\nimport streamlit\nimport pandas"),
    (strange_libraries, "tests/test_pages.py", "import streamlit, sqlalchemy, pandas"),
    (unguarded_pages, "pages/today.py", GUARDED),
    (unguarded_pages, "pages/today.py", GUARDED.replace("user = ", "")),
    (overgrown_pages, "pages/today.py", GUARDED + "x = 1\n" * 117),
    (misplaced_work, "services/plates.py", "frame.groupby('day').sum()"),
]


@pytest.mark.parametrize(("rule", "path", "text"), CAUGHT)
def test_a_crossing_is_caught(rule: Callable[[Source], Iterator[str]], path: str, text: str) -> None:
    assert len(list(rule(Source(path, text)))) >= 1


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_what_is_allowed_is_left_alone(rule: Callable[[Source], Iterator[str]], path: str, text: str) -> None:
    assert list(rule(Source(path, text))) == []
