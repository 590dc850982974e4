"""A lifter who trains through weeks in the browser: a clock that can be moved, a body of known strength, a diary."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Page

MOVED: Final = Path(__file__).parent / "clock"  # its sitecustomize.py moves the server's clock
# The browser's clock: what the page's scripts see as now. The name of a window outlives the pages in it.
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
    """The time of the server, by a file that it reads, and of the pages of one browser context."""

    file: Path
    now: datetime
    pages: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.go_to(self.now)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a server needs to follow this clock."""
        return {"PYTHONPATH": str(MOVED), "CLOCK_FILE": str(self.file)}

    def open_page(self, context: BrowserContext) -> Page:
        """A page that follows this clock."""
        page = context.new_page()
        page.add_init_script(SHIFT % self._shift_ms())
        self.pages.append(page)
        return page

    def close_page(self, page: Page) -> None:
        """Forget a page."""
        self.pages.remove(page)
        page.close()

    def go_to(self, moment: datetime) -> None:
        """Move to an instant."""
        self.now = moment
        written = self.file.with_suffix(".new")
        written.write_text(str(self._shift_ms() / 1000))
        written.replace(self.file)  # the server never reads half a number
        for page in self.pages:
            page.evaluate(f"window.name = globalThis.shiftedMs = {self._shift_ms()}")
        if self.pages:
            self.pages[0].wait_for_timeout(150)  # the server looks ten times a second

    def pass_by(self, **length: float) -> None:
        """Let time pass, such as minutes=3."""
        self.go_to(self.now + timedelta(**length))

    def _shift_ms(self) -> int:
        return round((self.now - datetime.now(UTC)).total_seconds() * 1000)


@dataclass
class Body:
    """Strength as best single in kg, or as reps without a load; it grows a little with each workout.

    On a day everything is off by about 2 %; reps at a load follow Epley's formula the other way round.
    """

    strength: dict[str, float]
    growth: Mapping[str, float]
    luck: random.Random = field(default_factory=lambda: random.Random(12))
    form: float = 1.0

    def wake_up(self) -> None:
        """A new day, better or worse than it should be."""
        self.form = self.luck.gauss(1, 0.02)

    def reps(self, lift: str, load: float | None) -> int:
        """How many reps would go today."""
        most = self.strength[lift] * self.form
        return max(int(most if load is None else 30 * (most / load - 1)), 0)

    def rest(self, lift: str) -> None:
        """What a workout leaves behind."""
        self.strength[lift] += self.growth.get(lift, 0)


@dataclass
class Diary:
    """What each step said, as Markdown."""

    lines: list[str] = field(default_factory=list)

    def note(self, *lines: str) -> None:
        """Write lines down."""
        self.lines += lines

    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines) + "\n"
