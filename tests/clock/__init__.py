"""The one clock of the tests: this process, the processes that it starts and the pages of the browser follow it.

A test run takes place at one moment, which TEST_NOW names (`TEST_NOW=2027-01-01T09:00+01:00`), by default a Wednesday
noon in the middle of a month (DEFAULT). Each file of tests begins at that moment, then time passes as usual: waits,
locks and timeouts use the monotonic clock, which nobody moves. `make test-days` runs the tests at the moments of
days.py, which are the ones that tests tend to forget.

- A test asks this clock for the day: `today()` in UTC, `today("Europe/Berlin")` for a lifter who lives there.
- A file of tests that needs a certain day says so: `pytestmark = pytest.mark.day("2026-03-18")` (its noon in UTC), or
  with an hour and an offset, `pytest.mark.day("2026-03-29T01:30+01:00")`.
- A process that inherits the environment follows by itself: PYTHONPATH names this folder, whose sitecustomize.py reads
  CLOCK_FILE ten times a second. A page follows when its browser context was given to `CLOCK.lead`.
- Within a test `CLOCK.go_to` and `CLOCK.pass_by` move the time of all of them.

The time zone of the processes is UTC. The scripts of a page see a shifted Date, and its timers stay the browser's own.
The network part of the browser keeps the real time. Cookies are no problem: the app writes `max-age`, which counts from
their arrival.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page

from database import ids

FOLDER: Final = Path(__file__).parent
DEFAULT: Final = "2026-11-18T12:00+00:00"
SERVERS_LOOK_MS: Final = 150  # sitecustomize.py reads the file every 100 ms
# The name of a window outlives the pages in it, and so does the shift of a window that was open when time moved.
SHIFT: Final = """(() => {
  const Real = Date;
  globalThis.shiftedMs = Number(window.name) || %d;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + globalThis.shiftedMs); }
    static now() { return Real.now() + globalThis.shiftedMs; }
  };
})()"""


@dataclass
class Clock:
    """The time of the test process, of its servers (by a file) and of the pages of its browser contexts."""

    travel: time_machine.travel | None = None
    traveller: time_machine.Traveller | None = None
    folder: Path = Path()
    moment: datetime = datetime.min  # the instant last gone to
    shift_s: float = 0.0
    begun: tuple[Path, str] | None = None  # the file of tests that is running, and its moment
    contexts: list[BrowserContext] = field(default_factory=list)  # of the browser that is running

    def start(self) -> None:
        """Move this process, and every process that inherits its environment, to the moment of the run."""
        self.folder = Path(tempfile.mkdtemp(prefix="tests-clock-"))
        os.environ["CLOCK_FILE"] = str(self.folder / "shift")
        others = (path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(FOLDER))
        os.environ["PYTHONPATH"] = os.pathsep.join([str(FOLDER), *others])
        self.travel = time_machine.travel(moment_of_run(), tick=True)
        self.traveller = self.travel.start()
        self.go_to(moment_of_run())

    def stop(self) -> None:
        """Return to the real time."""
        if self.travel:
            self.travel.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self, file: Path, day: str | None) -> None:
        """Go to the moment of a file of tests, once."""
        moment = moment_of(day) if day else moment_of_run()
        if self.begun != (file, moment.isoformat()):
            self.begun = (file, moment.isoformat())
            self.go_to(moment)

    def go_to(self, moment: datetime) -> None:
        """Move to an instant."""
        assert self.traveller, "start() comes first"
        self.moment = moment
        self.traveller.move_to(moment.astimezone(UTC))
        self.shift_s = datetime.now(UTC).timestamp() - time_machine.escape_hatch.time.time()
        ids._last = 0  # rising ids would otherwise stay in a future that the clock has left
        self._tell_servers()
        self._tell_pages()

    def pass_by(self, **length: float) -> None:
        """Move on from the instant last gone to, such as minutes=3: what a test takes itself does not count."""
        self.go_to(self.moment + timedelta(**length))

    def lead(self, context: BrowserContext) -> BrowserContext:
        """Let the pages of a new browser context follow this clock."""
        context.add_init_script(SHIFT % self._shift_ms())
        self.contexts.append(context)
        return context

    def _tell_servers(self) -> None:
        written = self.folder / "shift.new"
        written.write_text(str(self.shift_s))
        written.replace(self.folder / "shift")  # a server never reads half a number

    def _tell_pages(self) -> None:
        pages: list[Page] = [page for context in self.contexts for page in context.pages]
        for page in pages:
            page.evaluate(f"window.name = globalThis.shiftedMs = {self._shift_ms()}")
        if pages:
            pages[0].wait_for_timeout(SERVERS_LOOK_MS)

    def _shift_ms(self) -> int:
        return round(self.shift_s * 1000)


CLOCK: Final = Clock()


def moment_of(text: str) -> datetime:
    """An instant from a day (its noon in UTC) or from a day, an hour and an offset."""
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T12:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def moment_of_run() -> datetime:
    """When this test run takes place."""
    return moment_of(os.environ.get("TEST_NOW") or DEFAULT)


def today(zone: str = "UTC") -> date:
    """The day of this clock in a time zone."""
    return datetime.now(ZoneInfo(zone)).date()


def day_of(item: pytest.Item) -> str | None:
    """The day that a test asks for by its mark, if it does."""
    mark = item.get_closest_marker("day")
    return str(mark.args[0]) if mark else None
