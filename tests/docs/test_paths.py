"""The documents: each path that they name exists, and README.md lists the settings that the app has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from database.settings import Settings
from services import numeric_core
from tests.test_layers import MAY_IMPORT, UTILS_ORDER

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("*/README.md"),
    ]
)
README_LINES = 120
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NOT_IN_TABLE = {"data"}  # holds no code
# A path of ours: it begins with a folder or is a file at the root, and has no placeholder such as <page> or NAME.
OUR_PATH = re.compile(r"`((?:\.ci|\.streamlit|[a-z_]+)/[\w./-]*|[\w-]+\.(?:py|md|toml|txt|lock))`")
LINK = re.compile(r"\]\(([^)#:]+)\)")
MADE_LATER = ("var/", ".streamlit/secrets.toml", "deploy/.env")
PLACEHOLDER = re.compile(r"[A-Z]{3,}_")


def named_paths(text: str) -> set[str]:
    """The paths in backticks that must exist."""
    paths = set(OUR_PATH.findall(text))
    return {path for path in paths if not path.startswith(MADE_LATER) and not PLACEHOLDER.search(path)}


def exists(path: str, document: Path) -> bool:
    """Whether a path exists from the root or beside the document; a bare file name may be in any package."""
    beside = any((folder / path).exists() for folder in (ROOT, document.parent))
    return beside or ("/" not in path and any(ROOT.glob(f"[a-z]*/**/{path}")))


def missing_paths(document: Path) -> Iterator[str]:
    text = document.read_text(encoding="utf-8")
    yield from sorted(path for path in named_paths(text) if not exists(path, document))
    yield from sorted(link for link in LINK.findall(text) if not (document.parent / link).exists())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_named_path_exists(document: Path) -> None:
    assert list(missing_paths(document)) == []


def test_a_path_that_is_gone_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "guide.md"
    document.write_text("See `utils/gone.py`, `gone.md`, `utils/styling.py`, `utils/<page>/` and [more](gone.md).")
    assert list(missing_paths(document)) == ["gone.md", "utils/gone.py", "gone.md"]


def test_the_architecture_names_the_files_of_the_newcomers_questions() -> None:
    answers = ARCHITECTURE.split("## Where to find things")[1]
    rows = [line for line in answers.splitlines() if line.startswith("| Where") or line.startswith("| What")]
    assert len(rows) >= 22
    assert [row for row in rows if not named_paths(row)] == []


def test_the_answers_name_functions_that_their_files_define() -> None:
    answers = re.findall(r"`([\w/]+\.py)` \(((?:`\w+`(?:, )?)+)\)", ARCHITECTURE)
    named = [(path, name) for path, names in answers for name in re.findall(r"`(\w+)`", names)]
    assert len(named) >= 8
    assert [f"{path}: {name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")] == []


def test_the_architecture_says_who_may_import_whom() -> None:
    rows = re.findall(r"^\| `(\w+)(?:/|\.py)` \| ([^|]+) \| \w+", ARCHITECTURE, re.MULTILINE)
    allowed = {package: set(re.findall(r"`([\w.]+)`", names)) for package, names in rows}
    assert allowed == {name: names for name, names in MAY_IMPORT.items() if name not in NOT_IN_TABLE} | {"tests": set()}


def test_the_architecture_lists_the_packages_of_pages_in_their_order() -> None:
    (order,) = re.findall(r"those before it in this order: (.*)\.$", ARCHITECTURE, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", order)) == UTILS_ORDER


def test_the_readme_lists_every_setting() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Settings")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == {name.upper() for name in Settings.model_fields}


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_the_index_lists_every_document() -> None:
    linked = set(LINK.findall((ROOT / "docs" / "README.md").read_text(encoding="utf-8")))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= linked


def test_the_table_of_the_numeric_core_names_each_function_and_its_file() -> None:
    table = (
        (ROOT / "docs" / "analytics.md").read_text(encoding="utf-8").split("## The numeric core")[1].split("\n## ")[0]
    )
    rows = re.findall(r"^\| (`.*`) \| `(services/[\w/]+)\.py` \|$", table, re.MULTILINE)
    homes = {name: path.replace("/", ".") for names, path in rows for name in re.findall(r"`(\w+)`", names)}
    assert homes == {name: getattr(numeric_core, name).__module__ for name in numeric_core.__all__}
