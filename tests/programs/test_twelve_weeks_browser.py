"""A program from its start on, workout by workout in the browser: 5/3/1 by a lifter whose bench does not keep up.

`make weeks` runs all 48 workouts of twelve weeks and writes what each step said into docs/twelve-weeks.md; without
WEEKS_WORKOUTS only the first is logged.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import RunningApp, open_page, settled, shot
from tests.clock import CLOCK
from tests.lifter_in_time import Body, Diary
from tests.signed_up import press, sign_up

WORKOUTS: Final = int(os.environ.get("WEEKS_WORKOUTS", "1"))
BEGIN: Final = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)  # a Monday, 18:00 in Berlin
pytestmark = pytest.mark.day("2026-09-06T16:00+00:00")  # she signs up the day before
WEEKDAYS: Final = (0, 1, 3, 4)
PRESS, DEADLIFT, BENCH, SQUAT = (
    "Overhead Press (Barbell)",
    "Deadlift (Barbell)",
    "Bench Press (Barbell)",
    "Squat (Barbell)",
)
NAMES: Final = {"Press": PRESS, "Deadlift": DEADLIFT, "Bench press": BENCH, "Squat": SQUAT}
SINGLES: Final = {PRESS: 62.5, DEADLIFT: 180, BENCH: 110, SQUAT: 140}  # the bench is what she once did
ADDED: Final = {PRESS: Decimal("2.5"), DEADLIFT: Decimal(5), BENCH: Decimal("2.5"), SQUAT: Decimal(5)}
STRENGTH: Final = {PRESS: 63.0, DEADLIFT: 185.0, BENCH: 99.0, SQUAT: 145.0}
GROWTH: Final = {PRESS: 0.4, DEADLIFT: 1.0, BENCH: 0.2, SQUAT: 1.0}
# Assistance: with a load, what she begins with and what she could do once; without, how many reps go.
LOADS: Final = {
    "Good Morning (Barbell)": 40.0,
    "Bench Press (Dumbbell)": 24.0,
    "Dumbbell Row": 30.0,
    "Leg Press (Machine)": 140.0,
    "Lying Leg Curl (Machine)": 35.0,
}
REPS: Final = {"Chest Dip": 12.0, "Chin Up": 9.0, "Hanging Leg Raise": 13.0}
MISSED, EASY, SHORT = 7, 21, 20  # the workout before which a day was missed, the easy one, the one of 35 minutes
PICTURED: Final = {1: "first", 12: "heavy", 13: "light", 15: "back", 16: "cycle", EASY: "easy", 48: "end"}


@dataclass
class Told:
    """One row of the log page: the lift, its load, what was asked, and what was done."""

    lift: str
    load: float | None
    asked: str
    done: int


@dataclass
class Twelve:
    """Twelve weeks of one lifter."""

    app: RunningApp
    page: Page
    body: Body
    diary: Diary = field(default_factory=Diary)
    day: date = field(default_factory=BEGIN.date)
    number: int = 0
    heavy: dict[str, list[bool]] = field(default_factory=dict)  # of the cycle at hand, whether each set was met
    counted: Counter[str] = field(default_factory=Counter)
    maximum: dict[str, Decimal] = field(default_factory=dict)

    def begin(self) -> None:
        """Start the program with the best singles."""
        sign_up(self.page, self.app, "Wanda", "routinetemplates?program=531-triumvirate")
        for lift, single in SINGLES.items():
            box = self.page.get_by_label(f"{lift}, kg")
            box.fill(f"{single:g}")
            box.press("Tab")
        self.maximum = {lift: Decimal(str(single)) * 90 / 100 for lift, single in SINGLES.items()}
        settled(self.page)
        told = text_of(self.page.get_by_text("Begins with:"))
        press(self.page, "Start program")
        self.diary.note(*HEAD, "", f"**{named(CLOCK.moment.date())}: “Start program”.** {told}", "")
        shot(self.page, "weeks-begun")

    def train(self) -> None:
        """One workout on the next training day."""
        self.number += 1
        CLOCK.go_to(datetime.combine(self.day, BEGIN.time(), UTC))
        self.body.wake_up()
        name, said = self.look()
        press(self.page, f"Start {name}")
        rows = [self.perform(row) for row in self.rows()]
        self.picture("log")
        press(self.page, "Finish")
        expect(self.page.get_by_text("Finished ·")).to_be_visible()
        next_time = self.next_time()
        self.picture("summary")
        for lift in {row.lift for row in rows}:
            self.body.rest(lift)
        self.tell(name, said, rows, next_time)
        if self.number != EASY:
            self.judge(rows)
        press(self.page, "Done")
        self.picture("today")
        self.day = following(self.day)

    def look(self) -> tuple[str, str]:
        """Open the program: the name of the day, and what it says of the week and the day."""
        if self.number == MISSED:
            self.day = following(self.day)
            CLOCK.go_to(datetime.combine(self.day, BEGIN.time(), UTC))
        self.page.goto(f"{self.app.url}/routinetemplates?tab=programs")
        start = self.page.get_by_role("button", name=re.compile("^Start .* day$"))
        expect(start).to_be_visible()
        settled(self.page)
        if self.number == MISSED:
            self.miss()
        if self.number == EASY:
            self.page.get_by_text("Easy today").click()
            settled(self.page)
            self.diary.note("", "*She slept badly, and switches on “Easy today”.*", "")
        if self.number == SHORT:
            self.page.locator(".st-key-program_minutes").get_by_role("button").click()
            self.page.get_by_role("option", name="35 min").click()
            told = self.page.get_by_text("Left out, and not missed")
            expect(told).to_be_visible()
            settled(self.page)
            self.diary.note("", f"*She has 35 minutes.* {text_of(told)}.", "")
        self.picture("card")
        card = self.page.locator(".st-key-program_card")
        name = text_of(start).removeprefix("Start ")
        said = text_of(card.get_by_test_id("stCaptionContainer").first)
        return name, said

    def miss(self) -> None:
        """A training day went by: the plan is moved."""
        told = text_of(self.page.get_by_text("A missed day costs nothing"))
        shot(self.page, "weeks-missed")
        press(self.page, "Move the plan")
        self.diary.note("", f"*{named(self.day)}: she was not there the last time.* {told} – “Move the plan”.", "")

    def rows(self) -> Iterator[Locator]:
        expect(self.page.locator(".block .tick").first).to_be_visible()
        settled(self.page)
        rows = self.page.locator(".block .row[data-mark]")
        yield from (rows.nth(place) for place in range(rows.count()))

    def perform(self, row: Locator) -> Told:
        """Do one set, type what is not there yet, tick it, and rest."""
        reps = row.locator('input[aria-label^="Reps"]')
        weight = row.locator('input[aria-label^="Weight"]')
        lift = (reps.get_attribute("aria-label") or "").rpartition(" of ")[2]
        asked = reps.get_attribute("placeholder") or ""
        load = self.load(weight, lift) if weight.count() else None
        done = self.reps_of(lift, load, asked)
        reps.fill(str(done))
        row.locator(".tick").click()
        expect(row).to_have_attribute("data-mark", re.compile("saved|refused"))
        assert row.get_attribute("data-mark") == "saved", row.locator("..").inner_text()
        CLOCK.pass_by(minutes=3)
        return Told(lift, load, asked, done)

    def load(self, box: Locator, lift: str) -> float:
        if not box.input_value():
            box.fill(f"{LOADS[lift]:g}")
        return float(box.input_value())

    def reps_of(self, lift: str, load: float | None, asked: str) -> int:
        """What goes, and no more than is asked for; where there is no end she leaves one in reserve beyond it."""
        possible = self.body.reps(lift, load)
        if asked.endswith("+"):
            return max(possible - 1, min(possible, int(asked[:-1])))
        return min(possible, int(asked.rpartition("–")[2]))

    def next_time(self) -> list[str]:
        """What the summary says of the next workout, line by line."""
        texts = settled(self.page).get_by_test_id("stMarkdown").all_inner_texts()
        return texts[texts.index("Next time") + 1].splitlines() if "Next time" in texts else []

    def tell(self, name: str, said: str, rows: list[Told], next_time: list[str]) -> None:
        main = [row for row in rows if row.lift in STRENGTH]
        lift = main[0].lift.partition(" (")[0]
        sets = ", ".join(f"{row.load:g} × {row.done} (asked {row.asked})" for row in main)
        self.diary.note(f"- **{named(self.day)}, {name}.** {said}. {lift}: {sets}.")
        self.diary.note(*(f"  - {line}" for line in next_time))

    def judge(self, rows: list[Told]) -> None:
        """The rule by its published text: reps missed in three heavy weeks, or none, decide the next training max."""
        lift = next(row.lift for row in rows if row.lift in STRENGTH)
        week = self.counted[lift] % 4
        self.counted[lift] += 1
        if week < 3:
            met = [row.done >= int(row.asked.rstrip("+")) for row in rows if row.lift == lift]
            self.heavy.setdefault(lift, []).extend(met)
        else:
            new = self.maximum[lift] + ADDED[lift] if all(self.heavy[lift]) else self.maximum[lift] * 90 / 100
            self.maximum[lift], self.heavy[lift] = new, []

    def look_back(self) -> None:
        """What Plan vs done says of all of it."""
        self.page.goto(f"{self.app.url}/analytics5_plan")
        told = self.page.get_by_text(re.compile(r"\d+ of \d+ planned sets"))
        expect(told).to_be_visible()
        settled(self.page)
        shot(self.page, "weeks-plan")
        self.diary.note(f"- Plan vs done: {text_of(told)}")
        self.page.get_by_role("tab", name="Rules").click()
        settled(self.page)
        shot(self.page, "weeks-rules")

    def picture(self, what: str) -> None:
        if self.number in PICTURED:
            shot(self.page, f"weeks-{PICTURED[self.number]}-{what}", whole=what != "log")

    def maxima(self) -> dict[str, Decimal]:
        """The training maxima that the page shows."""
        self.page.goto(f"{self.app.url}/routinetemplates?tab=programs")
        expect(self.page.get_by_text("Your lifts")).to_be_visible()
        settled(self.page)
        shot(self.page, "weeks-lifts")
        self.diary.note("", "**What came of it.**", "")
        lifts = self.page.locator("[class*='st-key-lift_']").all_inner_texts()
        self.diary.note(*(f"- {line}" for line in map(first_lines, lifts) if "training max" in line))
        shown = re.findall(r"(.+) · training max ([\d.]+) kg", self.page.get_by_test_id("stMain").inner_text())
        return {NAMES[name]: Decimal(kg) for name, kg in shown}


def first_lines(shown: str) -> str:
    return " – ".join(line for line in shown.splitlines() if line and "tune" not in line)


PICTURES: Final = (
    ("begun", "The program has begun"),
    ("missed", "A day was missed"),
    ("light-card", "The light week, before it"),
    ("back-summary", "Reps were missing: the maximum goes back"),
    ("cycle-summary", "All was done: the maximum goes up"),
    ("easy-card", "An easy day"),
    ("plan", "Plan vs done, after twelve weeks"),
    ("rules", "What the rule did"),
)
HEAD: Final = """# Twelve weeks of 5/3/1, as the pages showed them

Written by `make weeks`. A simulated lifter of known strength starts 5/3/1 Triumvirate and logs every set of 48
workouts in the browser, on a phone. The clocks of server and browser move from one training day to the next. She
enters 110 kg as her best bench press, which she can no longer lift. At the end, the page shows the training maxes that
the published rule gives for her reps; the test computes them without the app.""".splitlines()


def pictures() -> Iterator[str]:
    """The pictures of docs/images/, four in a row."""
    for row in (PICTURES[:4], PICTURES[4:]):
        yield from ("", f"| {' | '.join(words for _, words in row)} |", "|---" * len(row) + "|")
        yield f"| {' | '.join(f'![{words}](images/weeks-{name}.png)' for name, words in row)} |"


def named(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def text_of(shown: Locator) -> str:
    return " ".join(shown.inner_text().split())


def following(day: date) -> date:
    """The training day after this one."""
    return next(later for later in (day + timedelta(days=n) for n in range(1, 8)) if later.weekday() in WEEKDAYS)


def test_a_program_from_its_start_to_a_new_training_max(
    running_app: Callable[..., RunningApp], browser: Browser
) -> None:
    strength = {**STRENGTH, **{lift: load * 1.5 for lift, load in LOADS.items()}, **REPS}
    growth = {**GROWTH, **{lift: load * 0.012 for lift, load in LOADS.items()}, **dict.fromkeys(REPS, 0.25)}
    weeks = Twelve(running_app(), open_page(browser, "phone"), Body(strength, growth))
    weeks.begin()
    for _ in range(WORKOUTS):
        weeks.train()
    assert weeks.maxima() == weeks.maximum
    weeks.look_back()
    if "STORY" in os.environ:
        weeks.diary.note(*pictures())
        Path(os.environ["STORY"]).write_text(weeks.diary.text())
