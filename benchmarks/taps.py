"""`python -m benchmarks.taps`: fifty taps on the log page of a phone: when ticks show, and when rows are there."""

import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, func, select

from benchmarks.__main__ import ENGINES, database
from benchmarks.stopwatch import Line, table
from database.db_connector import reading
from database.oltp_tables import sets
from services.routines.editing import RoutineExercise, RoutineSet, create_routine
from services.routines.planning import start_from_routine
from tests.browser import RunningApp, chromium, launched, open_page, settled
from tests.cast import exercise_id
from tests.mariadb_server import programs
from tests.signed_up import sign_up

TAPS: Final = 50
AIMS: Final = {"SQLite": 30.0, "MariaDB": 50.0}
TICK_AIM: Final = 16.0
# The tap, the moment its tick is changed, and the frame that paints it; instants in ms of the machine's clock.
TAP: Final = """async (place) => {
    const roots = [...document.querySelectorAll('*')].map((one) => one.shadowRoot);
    const root = roots.find((one) => one?.querySelector('.tick'));
    const row = root.querySelectorAll('.block .row[data-mark]')[place];
    const now = () => performance.timeOrigin + performance.now();
    const changed = new Promise((done) => {
        const watcher = new MutationObserver(() => { watcher.disconnect(); done(now()); });
        watcher.observe(row, { attributes: true, attributeFilter: ['data-mark'] });
    });
    const tapped = now();
    row.querySelector('.tick').click();
    const shown = await changed;
    const painted = await new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(now()))));
    return [tapped, shown, painted];
}"""


class Watcher:
    """Notes when the count of a lifter's sets rises, asking on a connection of its own as fast as it is answered."""

    def __init__(self, bind: Engine, user_id: int) -> None:
        self._bind, self._user_id = bind, user_id
        self._stopped = threading.Event()
        self.risen: list[float] = []
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        counted = select(func.count()).select_from(sets).where(sets.c.user_id == self._user_id)
        while not self._stopped.is_set():
            with reading(self._bind) as connection:
                count = connection.scalar(counted) or 0
            self.risen += [time.time() * 1000] * (count - len(self.risen))
            time.sleep(0.002)

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()


def main() -> int:
    """Measure on each engine that is here."""
    lines: list[Line] = []
    with launched(str(chromium())) as browser, tempfile.TemporaryDirectory() as folder:
        for key in ENGINES if programs() else ("sqlite",):
            with database(key) as bind:
                lines += measure(ENGINES[key], bind, browser, Path(folder))
    sys.stdout.write(table(lines))
    return 0


def measure(name: str, bind: Engine, browser: Browser, folder: Path) -> list[Line]:
    """Sign up, start a routine of fifty sets, and tap them one by one."""
    url = bind.url.render_as_string(hide_password=False)
    app = RunningApp(folder, environment={"DATABASE_URL": url}).start()
    try:
        page = open_page(browser, "phone")
        user_id = sign_up(page, app, "alice")
        shown, painted, stored = tapped(opened(page, app, bind, user_id), bind, user_id)
    finally:
        app.stop()
    what = f"of {TAPS} taps"
    return [
        Line(name, f"tick shown, {what}", shown, aim=TICK_AIM),
        Line(name, f"tick painted, {what}", painted),
        Line(name, f"row in the database, {what}", stored, aim=AIMS[name], is_p95=True),
    ]


def opened(page: Page, app: RunningApp, bind: Engine, user_id: int) -> Page:
    """A workout of so many planned sets, on show."""
    planned = tuple(RoutineSet(reps_min=8, reps_max=8) for _ in range(TAPS // 2))
    exercises = [RoutineExercise(exercise_id(name), planned) for name in ("pullup", "push-up")]
    routine = create_routine(bind, user_id, "Fifty", exercises)
    workout_id = start_from_routine(bind, user_id, routine.routine_id)
    page.goto(f"{app.url}/log_workout?workout={workout_id}")
    expect(page.locator(".block .tick")).to_have_count(TAPS)
    for place in range(TAPS):
        page.locator(".block .row[data-mark] input").nth(place).fill("8")
    return settled(page)


def tapped(page: Page, bind: Engine, user_id: int) -> tuple[Sequence[float], ...]:
    """Seconds from each tap until its tick is changed, until it is painted, and until its row is there."""
    watcher = Watcher(bind, user_id)
    taps: list[Any] = []
    for place in range(TAPS):
        taps.append(page.evaluate(TAP, place))
        deadline = time.monotonic() + 10
        while len(watcher.risen) <= place and time.monotonic() < deadline:
            time.sleep(0.005)
        page.wait_for_timeout(200)
    watcher.stop()
    shown = [(changed - began) / 1000 for began, changed, _ in taps]
    painted = [(frame - began) / 1000 for began, _, frame in taps]
    stored = [(there - began) / 1000 for (began, _, _), there in zip(taps, watcher.risen, strict=True)]
    return shown, painted, stored


if __name__ == "__main__":
    sys.exit(main())
