"""Run the tests at the moments that tests tend to forget: `python -m tests.clock.days [--only NAME]`.

`make test-days` runs at each moment everything without the browser, then the browser tests marked smoke_browser;
`make test-days ARGS="--only monday"` does so at one moment. --quick leaves MariaDB and the browser out. --turn runs at
one moment, by the day of the year: continuous integration uses it. The exit status is 1 if a test fails.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MOMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "monday": ("2027-02-15T00:30+01:00", "a Monday 00:30 in Berlin, still Sunday in UTC"),
    "sunday": ("2027-02-21T23:50+01:00", "a Sunday 23:50 in Berlin"),
    "new-years-eve": ("2026-12-31T18:00+01:00", "31 December"),
    "new-year": ("2027-01-01T09:00+01:00", "1 January, in week 53 of 2026"),
    "leap-day": ("2028-02-29T12:00+01:00", "29 February"),
    "spring": ("2027-03-28T03:10+02:00", "just after clocks go forward in Berlin"),
    "autumn": ("2027-10-31T02:30+01:00", "the second 02:30 after clocks go back in Berlin"),
    "month-end": ("2026-11-30T23:50+00:00", "the last day of a month 23:50 in UTC, already December in Berlin"),
}
PYTEST: Final = ("-m", "pytest", "--quiet", "-p", "no:cacheprovider", "--dist", "loadfile", "--no-loadscope-reorder")
WHOLE: Final = ("not browser", "smoke_browser")
QUICK: Final = ("not browser and not mariadb",)
COUNTED: Final = re.compile(r"^(?:=+ )?(\d+ .*?) in [\d.]+s", re.MULTILINE)
FAILED: Final = re.compile(r"^(?:FAILED|ERROR) .*", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What pytest said of one part of the tests at one moment."""

    name: str
    part: str
    passed: bool
    counts: str
    seconds: float

    def __str__(self) -> str:
        said = "passed" if self.passed else "FAILED"
        return f"{self.name:14} {self.part:29} {said}  {self.seconds:5.0f} s  {self.counts}"


def run(name: str, part: str, processes: int) -> Outcome:
    """Run one part of the tests at a moment, and print the output of pytest if a test fails."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, *PYTEST, "--numprocesses", str(processes), "-m", part],
        cwd=ROOT,
        env={**os.environ, "TEST_NOW": MOMENTS[name][0]},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-20_000:], done.stderr[-5_000:], *FAILED.findall(done.stdout), sep="\n")
    counts = COUNTED.findall(done.stdout)
    return Outcome(name, part, done.returncode == 0, counts[-1] if counts else "no summary", time.monotonic() - begun)


def of_turn(day: date) -> str:
    """The moment whose turn it is on a day."""
    return list(MOMENTS)[day.timetuple().tm_yday % len(MOMENTS)]


def run_all(names: Sequence[str], parts: Sequence[str], processes: int) -> list[Outcome]:
    """Run every part at every moment, and say at once how each went."""
    outcomes = []
    for name in names:
        print(f"{name}: {MOMENTS[name][0]}, {MOMENTS[name][1]}", flush=True)
        for part in parts:
            outcomes.append(run(name, part, processes))
            print(f"  {outcomes[-1]}", flush=True)
    return outcomes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for, and close with a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.clock.days", description="Run the tests at other moments.")
    parser.add_argument("--only", action="append", choices=MOMENTS, help="a moment; may be given more than once")
    parser.add_argument("--quick", action="store_true", help="without MariaDB and without the browser")
    parser.add_argument("--turn", action="store_true", help="one moment, by the day of the year")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args(arguments)
    names = [of_turn(date.today())] if given.turn else given.only or list(MOMENTS)
    outcomes = run_all(names, QUICK if given.quick else WHOLE, given.processes)
    print("", *outcomes, sep="\n")
    return int(not all(outcome.passed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
