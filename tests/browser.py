"""The app as a real process and Chromium to look at it with; conftest.py makes fixtures of them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.clock import CLOCK
from tests.mariadb_server import ROOT, die_with_parent, end, end_of, free_port, wait_until

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DEVICES: Mapping[str, Mapping[str, object]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}
QUIET_FOR_S = 0.3
PATIENCE_MS = 60_000  # a cold server on a busy machine takes tens of seconds to its first page
expect.set_options(timeout=PATIENCE_MS)
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'


def chromium() -> str | None:
    """The path of the browser: CHROMIUM, or what is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
    CLOCK.contexts.clear()


def open_context(browser: Browser, device: str = "desktop", **options: object) -> BrowserContext:
    """A browser context of its own (no cookies), on a phone or a desktop in Berlin, at the time of the tests."""
    chosen = {"locale": "en-GB", "timezone_id": "Europe/Berlin", **DEVICES[device], **options}
    context = CLOCK.lead(browser.new_context(**chosen))
    context.set_default_timeout(PATIENCE_MS)
    return context


def open_page(browser: Browser, device: str = "desktop", color_scheme: str = "light", **options: object) -> Page:
    """A page in a browser context of its own, in light or dark."""
    return open_context(browser, device, color_scheme=color_scheme, **options).new_page()


def settled(page: Page) -> Page:
    """Wait until Streamlit has been connected and at rest for a moment; fails with a trace on screen."""
    quiet_since = None
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while quiet_since is None or time.monotonic() - quiet_since < QUIET_FOR_S:
        if time.monotonic() > deadline:
            raise AssertionError(f"{page.url} did not come to rest: {page.locator('body').inner_text()[:2000]}")
        page.wait_for_timeout(50)
        at_rest = page.locator(QUIET).count() == 1
        quiet_since = (quiet_since or time.monotonic()) if at_rest else None
    expect(page.get_by_test_id("stException")).to_have_count(0)
    return page


def shot(page: Page, name: str, whole: bool = True) -> None:
    """Store a screenshot as NAME.png in the folder that SCREENSHOTS names, if it does; the whole page or the screen."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    screen = page.viewport_size or {"width": 1280, "height": 900}
    if whole:  # Streamlit scrolls a box inside the page, so the screen itself has to grow
        height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
        page.set_viewport_size({"width": screen["width"], "height": max(screen["height"], height)})
        settled(page)
    page.screenshot(path=Path(folder) / f"{name}.png")
    page.set_viewport_size(screen)


@dataclass
class RunningApp:
    """`streamlit run ENTRY` as a process of its own; killed and started again on the same port and database."""

    folder: Path
    entry: str = "server.py"
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"app-{self.port}.log"

    def start(self) -> "RunningApp":
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", self.entry]
        options = ["--server.port", str(self.port), "--server.address", "127.0.0.1", "--server.headless", "true"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options, "--browser.gatherUsageStats", "false"],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        wait_until(self.is_healthy, f"streamlit run {self.entry}", self.log)
        return self

    def is_healthy(self) -> bool:
        """Whether it answers; AssertionError with its output when it has ended instead."""
        assert self.process, "start() comes first"
        assert self.process.poll() is None, f"streamlit run {self.entry} ended: {end_of(self.log)}"
        try:
            return httpx.get(f"{self.url}/_stcore/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process, "start() comes first"
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it in order, and print what it said for a test that failed."""
        if self.process:
            end(self.process)
            print(f"--- streamlit run {self.entry}:\n{end_of(self.log)}")

    def restart(self) -> "RunningApp":
        """Stop it, unless it was killed, and start it again on the same port and database."""
        self.stop()
        return self.start()

    def _environment(self) -> dict[str, str]:
        home = self.folder / "home"  # no secrets and no settings of whoever runs the tests
        home.mkdir(exist_ok=True)
        return {**os.environ, "HOME": str(home), "PYTHONUNBUFFERED": "1", "PORT": str(self.port), **self.environment}
