"""What must work on every supported Python, fast: each file compiles, each module imports, a database is made."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

pytestmark = pytest.mark.smoke

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("database", "services", "auth", "utils")


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def modules() -> list[str]:
    found = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files(*PACKAGES))
    # Alembic runs its own files, and a __main__ is a door.
    return [name.removesuffix(".__init__") for name in found if "migrations" not in name and "__main__" not in name]


@pytest.mark.parametrize("module", modules())
def test_a_module_imports(module: str) -> None:
    import_module(module)


def test_every_file_compiles() -> None:
    found = [*ROOT.glob("*.py"), *files(*PACKAGES, "pages", "archive", "benchmarks", "tests")]
    assert len(found) > 20
    for path in found:
        compile(path.read_text(encoding="utf-8"), str(path), "exec")


def test_a_database_is_made(sqlite_engine: Engine) -> None:
    assert {"users", "sets", "fact_sets", "alembic_version"} <= set(inspect(sqlite_engine).get_table_names())
