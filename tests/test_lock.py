"""The lock files hold what requirements.txt and requirements-dev.txt pin, with hashes and without addresses."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.smoke

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
PIN = re.compile(r"^([\w.\-]+)==([\w.]+)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(text: str) -> set[tuple[str, str]]:
    """Package, in the spelling that every index uses, and version."""
    return {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in PIN.findall(text)}


def entries(lock: str) -> list[str]:
    """Each package's lines, without the comments."""
    lines = [line for line in read(lock).splitlines() if not line.lstrip().startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(lines).strip())


@pytest.mark.parametrize(("wanted", "lock"), LOCKS.items())
def test_every_pin_is_locked_in_its_version(wanted: str, lock: str) -> None:
    assert len(pins(read(wanted))) >= 10
    assert pins(read(wanted)) - pins(read(lock)) == set()


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_locked_package_has_hashes(lock: str) -> None:
    assert len(entries(lock)) == len(pins(read(lock))) > 50
    entry = re.compile(r"[\w.\-]+==[\w.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [text for text in entries(lock) if not entry.fullmatch(text)] == []


@pytest.mark.parametrize("lock", LOCKS.values())
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"\w+://\S*|--(?:extra-)?index\S*|--find-links\S*", read(lock)) == []


def test_app_and_tests_share_their_versions() -> None:
    assert pins(read("requirements.lock")) - pins(read("requirements-dev.lock")) == set()
