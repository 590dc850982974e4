"""Files that server.py serves for a start without a network: worker, log page, manifest and icon."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from utils.components.bundle import linked, text

ASSETS: Final = Path(__file__).parents[2] / "assets"
ICONS: Final = {"/icon.png": "image/png", "/icon.svg": "image/svg+xml"}
MANIFEST: Final = {
    "name": "Tonnage",
    "short_name": "Tonnage",
    "start_url": "/log_workout",
    "scope": "/",
    "display": "standalone",
    "background_color": "#FAFAF8",
    "theme_color": "#0B6E5F",
    "icons": [
        {"src": "/icon.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml"},
    ],
}


@cache
def page() -> str:
    """The log page in one file, without any data of a lifter."""
    script = linked("offline/offline.js")
    if "</script" in script:
        raise AssertionError("a script inside a page must not contain its own end tag")
    page = text("offline/offline.html").replace("__STYLE__", text("set_grid/set_grid.css"))
    return page.replace("__SCRIPT__", script)


@cache
def worker() -> str:
    """The service worker. It has another version whenever the page changes, so that browsers fetch the page again."""
    version = hashlib.sha256(page().encode()).hexdigest()[:12]
    return text("offline/sw.js").replace("__VERSION__", version)


@cache
def manifest() -> str:
    """The manifest that lets a phone install the app."""
    return json.dumps(MANIFEST)


@cache
def icon(address: str) -> bytes:
    """The icon of the app as PNG or SVG."""
    return (ASSETS / Path(address).name).read_bytes()
