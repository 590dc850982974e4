"""A lifter who logs twenty sets while something breaks: the proxy that cuts the network, and each way to break it."""

import os
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, delete

from database.db_connector import make_engine, writing
from database.oltp_tables import login_sessions
from services.routines.editing import RoutineExercise, RoutineSet, create_routine
from services.routines.planning import start_from_routine
from services.workouts.board import board
from tests.browser import RunningApp, open_context, settled
from tests.cast import exercise_id, text_of
from tests.mariadb_server import free_port
from tests.signed_up import PASSWORD, becomes, sign_up

SETS = 20
# `make faults` lets cuts last as long as they are called; else a minute takes a second.
SCALE = float(os.environ.get("FAULT_SCALE", "60"))
RUNS = int(os.environ.get("FAULT_RUNS", "1"))
STORM = int(os.environ.get("FAULT_STORM", "150"))


class Proxy:
    """TCP in front of a server, cut and joined again like a network."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.join()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def join(self) -> None:
        """Let everything through."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """End every connection and take no new one."""
        if self._listener:
            self._end(self._listener)
            self._listener = None
        for one in list(self._open):
            self._end(one)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                inner, _ = listener.accept()
                outer = socket.create_connection(("127.0.0.1", self.target), timeout=10)
            except OSError:
                if self._listener is not listener:
                    return
                continue  # the server behind is down: this connection is refused, the next may go through
            outer.settimeout(None)
            self._open |= {inner, outer}
            for source, sink in ((inner, outer), (outer, inner)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for one in (source, sink):
            self._end(one)
            self._open.discard(one)

    @staticmethod
    def _end(one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@dataclass
class World:
    """An app behind a proxy, a lifter with a routine of twenty sets, and a browser that is signed in as that lifter."""

    app: RunningApp
    proxy: Proxy
    browser: Browser
    user_id: int
    routine_id: int
    cookies: Any
    workout_id: int = 0
    rows_shown: int = SETS
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return make_engine(self.app.environment["DATABASE_URL"])

    def device(self, signed_in: bool = True) -> BrowserContext:
        """A browser of its own."""
        state = {"storage_state": self.cookies} if signed_in else {}
        made = open_context(self.browser, "phone", **state)
        self.contexts.append(made)
        return made

    def begin(self, context: BrowserContext) -> Page:
        """Start a workout of twenty planned sets and show it."""
        self.workout_id = start_from_routine(self.engine, self.user_id, self.routine_id)
        return self.show(context.new_page(), self.rows_shown)

    def show(self, page: Page, rows: int = SETS) -> Page:
        """Open the workout on a page."""
        page.goto(f"{self.proxy.url}/log_workout?workout={self.workout_id}")
        expect(page.locator(".block .tick")).to_have_count(rows)
        settled(page)
        return page

    def rows(self) -> list[tuple[int, int]]:
        """Place and reps of every saved set, in the order of the workout."""
        found = board(self.engine, self.user_id, self.workout_id)
        return [(int(row.position), row.reps or 0) for row in found.rows if row.is_saved] if found else []

    def saved_ids(self) -> set[int]:
        """The ids of the saved sets."""
        found = board(self.engine, self.user_id, self.workout_id)
        return {row.set_id for row in found.rows if row.is_saved} if found else set()

    def is_whole(self) -> None:
        """Every set is in the database, once and in order, with the reps that were typed."""
        becomes(self.rows, [(place + 1, place + 1) for place in range(SETS)])

    def lock(self, seconds: float) -> None:
        """Keep the database from everybody for a while."""
        path = self.app.environment["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as held:
            held.execute("BEGIN EXCLUSIVE")
            threading.Event().wait(seconds)
            held.execute("ROLLBACK")

    def end_session(self) -> None:
        """Sign the lifter out on the server, everywhere."""
        with writing(self.engine) as connection:
            connection.execute(delete(login_sessions).where(login_sessions.c.user_id == self.user_id))

    def sign_in(self, page: Page, name: str = "alice") -> None:
        """Sign in on a page that shows the form."""
        settled(page)
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").last.click()
        expect(page.get_by_test_id("stSidebar")).to_be_attached()

    def keep_cookies(self, context: BrowserContext) -> None:
        """Let later devices be signed in with the session of this one."""
        self.cookies = {**context.storage_state(), "origins": []}


@contextmanager
def worlds(app: RunningApp, browser: Browser) -> Iterator[World]:
    """One world for all faults: signing up is the slow part."""
    proxy = Proxy(app.port)
    context = open_context(browser, "phone")
    user_id = sign_up(context.new_page(), app, "alice")
    planned = tuple(RoutineSet(reps_min=place + 1, reps_max=place + 1) for place in range(SETS))
    engine = make_engine(app.environment["DATABASE_URL"])
    routine = create_routine(engine, user_id, "Twenty", [RoutineExercise(exercise_id("pullup"), planned)])
    state: Any = context.storage_state()
    state["origins"] = []
    context.close()
    world = World(app, proxy, browser, user_id, routine.routine_id, state)
    yield world
    for one in world.contexts:
        one.close()
    proxy.cut()


def log(page: Page, places: range) -> None:
    """Type the reps of sets and tick them, one after the other."""
    for place in places:
        page.locator(".block .row[data-mark] input").nth(place).fill(str(place + 1))
        page.locator(".block .tick").nth(place).click()


Fault = Callable[[World], None]


def cut_for(seconds: float) -> Fault:
    """The network is gone for so long, in the middle of a workout."""

    def fault(world: World) -> None:
        page = world.begin(world.device())
        log(page, range(5))
        world.proxy.cut()
        log(page, range(5, 15))
        page.wait_for_timeout(max(1000, seconds * 1000 / SCALE))
        expect(page.get_by_text("kept on this device")).to_be_visible()
        world.proxy.join()
        log(page, range(15, SETS))

    return fault


def killed_server(world: World) -> None:
    """The server dies without a word and is started again."""
    page = world.begin(world.device())
    log(page, range(5))
    world.app.kill()
    log(page, range(5, 15))
    world.app.start()
    log(page, range(15, SETS))


def ended_session(world: World) -> None:
    """The session ends meanwhile: the lifter signs in again."""
    context = world.device()
    page = world.begin(context)
    log(page, range(10))
    becomes(lambda: len(world.rows()), 10)
    world.end_session()
    log(page, range(10, SETS))
    expect(page.get_by_text("until you sign in")).to_be_visible()
    page.reload()
    world.sign_in(page)
    world.keep_cookies(context)


def reload_after(world: World) -> None:
    """The page is loaded anew as soon as the network is back."""
    page = world.begin(world.device())
    world.proxy.cut()
    log(page, range(SETS))
    world.proxy.join()
    page.reload()


def closed_tab(world: World) -> None:
    """The tab is closed without network and another page is opened later."""
    context = world.device()
    page = world.begin(context)
    world.proxy.cut()
    log(page, range(SETS))
    page.close()
    world.proxy.join()
    context.new_page().goto(f"{world.proxy.url}/history")


def another_lifter(world: World) -> None:
    """The lifter is signed out and somebody else signs in on the phone before the sets are sent."""
    context = world.device()
    page = world.begin(context)
    world.proxy.cut()
    log(page, range(SETS))
    page.close()
    world.end_session()
    context.clear_cookies()
    world.proxy.join()
    page = context.new_page()
    bobs_id = sign_up(page, replace(world.app, port=world.proxy.port), f"bob{world.workout_id}")
    page.wait_for_timeout(500)
    assert (world.rows(), text_of(bobs_id)) == ([], [])
    context.clear_cookies()
    page.goto(f"{world.proxy.url}/log_workout")
    world.sign_in(page)
    world.keep_cookies(context)


def cold_open(world: World) -> None:
    """The browser is opened while the server is away: the kept page takes the sets."""
    context = world.device()
    page = world.begin(context)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.close()
    world.proxy.cut()
    cold = context.new_page()
    cold.goto(f"{world.proxy.url}/log_workout")
    expect(cold.locator(".block .tick")).to_have_count(SETS)
    log(cold, range(SETS))
    cold.wait_for_timeout(500)
    world.proxy.join()


def two_tabs(world: World) -> None:
    """Two tabs of one browser take turns."""
    context = world.device()
    first = world.begin(context)
    second = world.show(context.new_page())
    for place in range(SETS):
        log((first, second)[place % 2], range(place, place + 1))


def two_devices(world: World) -> None:
    """Two phones take turns; one of them had no network."""
    first = world.begin(world.device())
    second = world.show(world.device().new_page())
    for place in range(SETS):
        log((first, second)[place % 2], range(place, place + 1))


def ten_taps(world: World) -> None:
    """Ten rows are tapped within 300 ms."""
    page = world.begin(world.device())
    for place in range(SETS):
        page.locator(".block .row[data-mark] input").nth(place).fill(str(place + 1))
    page.evaluate(
        """async () => {
        const roots = [...document.querySelectorAll('*')].map((one) => one.shadowRoot);
        const root = roots.find((one) => one?.querySelector('.tick'));
        for (const tick of root.querySelectorAll('.block .tick')) {
            tick.click();
            await new Promise((done) => setTimeout(done, 25));
        }
    }"""
    )


def double_taps(world: World) -> None:
    """Every tick is tapped twice."""
    page = world.begin(world.device())
    for place in range(SETS):
        page.locator(".block .row[data-mark] input").nth(place).fill(str(place + 1))
        page.locator(".block .tick").nth(place).dblclick()


def slow_phone(world: World) -> None:
    """The phone is four times as slow."""
    context = world.device()
    page = world.begin(context)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    log(page, range(SETS))


def locked_database(world: World) -> None:
    """Another process holds the database for nine seconds."""
    page = world.begin(world.device())
    log(page, range(5))
    holder = threading.Thread(target=world.lock, args=(9 * max(1 / 3, 1 / SCALE),))
    holder.start()
    log(page, range(5, SETS))
    holder.join()


def refused_in_the_middle(world: World) -> None:
    """One operation can never be applied: it is said so, and the others go on."""
    page = world.begin(world.device())
    log(page, range(10))
    page.evaluate(
        """([user, workout]) => {
        const outbox = window.__tonnage.outboxes[user];
        outbox.add([outbox.make("amend_workout", workout, null, { gym_id: "1" })]);
    }""",
        [str(world.user_id), str(world.workout_id)],
    )
    log(page, range(10, SETS))
    expect(page.get_by_text("There is no such gym")).to_be_visible()


FAULTS: dict[str, Fault] = {
    "network cut 5 s": cut_for(5),
    "network cut 60 s": cut_for(60),
    "network cut 10 min": cut_for(600),
    "server killed": killed_server,
    "session ended": ended_session,
    "reload after": reload_after,
    "tab closed": closed_tab,
    "another lifter": another_lifter,
    "cold open without network": cold_open,
    "two tabs": two_tabs,
    "two devices": two_devices,
    "ten taps in 300 ms": ten_taps,
    "double taps": double_taps,
    "CPU four times slower": slow_phone,
    "database locked 9 s": locked_database,
    "a refused operation in the middle": refused_in_the_middle,
}


def storm(world: World, sets: int) -> None:
    """Sets pour in while the network comes and goes and the server dies once; all arrive, once and in order."""
    page = world.begin(world.device())
    page.evaluate(
        """([user, workout, sets]) => {
        const outbox = window.__tonnage.outboxes[user];
        let made = 0;
        window.poured = false;
        const pour = setInterval(() => {
            if (made === sets) { clearInterval(pour); window.poured = true; return; }
            made += 1;
            const fields = { exercise_id: "1", position: 100 + made, weight: "80", unit: "kg", reps: made % 1000 };
            outbox.add([outbox.make("log_set", workout, outbox.make("id", workout, null).op_id, fields)]);
        }, 5);
    }""",
        [str(world.user_id), str(world.workout_id), sets],
    )
    is_killed = False
    while not page.evaluate("window.poured"):
        world.proxy.cut()
        page.wait_for_timeout(150)
        if not is_killed:
            world.app.kill()
            world.app.start()
            is_killed = True
        world.proxy.join()
        page.wait_for_timeout(400)
    becomes(world.rows, [(101 + place, (1 + place) % 1000) for place in range(sets)])
