"""The version of the app, from pyproject.toml."""

import tomllib
from functools import cache

from database.settings import ROOT


@cache
def version() -> str:
    """Return the version of this checkout, such as 0.1.0."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
