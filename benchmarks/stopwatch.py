"""Timing, and the lines of the table that it ends in."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

HEAD = ("engine", "measure", "median", "p95", "ratio", "aim", "")
UNITS = {"s": 1, "ms": 1000}


@dataclass(frozen=True)
class Line:
    """One measured thing: times in seconds, perhaps as a multiple of another line's median, and what is aimed at."""

    engine: str
    what: str
    seconds: Sequence[float]
    unit: str = "ms"
    of: float | None = None
    aim: float | None = None
    times: float = 1.0
    is_p95: bool = False

    @property
    def median(self) -> float:
        """The median in seconds; of a share of the work, what all of it would take."""
        return median(self.seconds) * self.times

    @property
    def ratio(self) -> float | None:
        """How many times as long as the line that it is compared with."""
        return self.median / self.of if self.of else None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is reached; a ratio where there is one, else a time in the line's unit: median or p95."""
        if self.aim is None:
            return None
        reached = quantiles(self.seconds, n=20)[-1] if self.is_p95 else self.median
        return (self.ratio or reached * UNITS[self.unit]) <= self.aim


def timed(call: Callable[[], object]) -> float:
    """How many seconds a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def samples(call: Callable[[], object], count: int, before: Callable[[], object] = lambda: None) -> list[float]:
    """How many seconds each of several calls takes; `before` is not counted."""
    found = []
    for _ in range(count):
        before()
        found.append(timed(call))
    return found


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [HEAD, ("---",) * len(HEAD), *map(_cells, lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    p95 = quantiles(line.seconds, n=20)[-1] if len(line.seconds) >= 20 else None
    ratio = f"× {line.ratio:.2f}" if line.ratio else ""
    met = {None: "", True: "reached", False: "not reached"}[line.is_met]
    return line.engine, line.what, _shown(line.median, line.unit), _shown(p95, line.unit), ratio, _aim(line), met


def _shown(seconds: float | None, unit: str) -> str:
    return "" if seconds is None else f"{seconds * UNITS[unit]:.2f} {unit}"


def _aim(line: Line) -> str:
    if line.aim is None:
        return ""
    return f"≤ × {line.aim:g}" if line.ratio else f"≤ {line.aim:g} {line.unit}"
