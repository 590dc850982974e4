"""Parse and write schemes of sets: "5x5", "3x8-12", "5x3+", "5@65% 5@75% 5+@85%", "1x5@8 3x5@7"; no rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from services.errors import InvalidValue

MOST_SETS: Final = 40
LONGEST: Final = 400
PART: Final = re.compile(
    r"(?:(?P<sets>\d{1,2})[x×])?(?P<low>\d{1,3})(?:[-–](?P<high>\d{1,3}))?(?P<open>\+)?"
    r"(?:@(?:(?P<percent>\d{1,3}(?:\.\d{1,2})?)%|(?P<rpe>\d{1,2}(?:\.5)?)))?",
    re.ASCII,
)
LOWEST_RPE, HIGHEST_RPE = Decimal(6), Decimal(10)


@dataclass(frozen=True)
class Aim:
    """The target of one set: reps ("+": as many as possible), a percentage of a maximum or an RPE, a load if known.

    Loads are in the unit of the progression.
    """

    low: int
    high: int | None = None
    is_open: bool = False
    percent: Decimal | None = None
    rpe: Decimal | None = None
    load: Decimal | None = None

    @property
    def rir(self) -> float | None:
        """Reps to leave in reserve: 10 minus the RPE."""
        return None if self.rpe is None else float(10 - self.rpe)


def parse(text: str) -> tuple[Aim, ...]:
    """Parse the sets of a scheme; InvalidValue says which part cannot be read.

    A "+" after several sets opens only the last of them.
    """
    if len(text) > LONGEST:
        raise InvalidValue(f"A scheme of sets has at most {LONGEST} characters.")
    aims = [aim for part in text.split() for aim in _part(part)]
    if not 1 <= len(aims) <= MOST_SETS:
        raise InvalidValue(f"“{text[:40]}” is no scheme of 1 to {MOST_SETS} sets: write it like 5x5 or 3x8-12.")
    return tuple(aims)


def _part(text: str) -> list[Aim]:
    match = PART.fullmatch(text)
    if match is None or match["low"] == "0" or match["sets"] == "0":
        raise InvalidValue(f"“{text[:40]}” is no set: write it like 5x5, 3x8-12, 5+@85% or 1x5@8.")
    percent, rpe = (Decimal(match[name]) if match[name] else None for name in ("percent", "rpe"))
    low, high = int(match["low"]), int(match["high"]) if match["high"] else None
    _check(text, low, high, percent, rpe)
    aim = Aim(low, high, False, percent, rpe)
    sets = [aim] * int(match["sets"] or 1)
    return [*sets[:-1], Aim(low, high, bool(match["open"]), percent, rpe)]


def _check(text: str, low: int, high: int | None, percent: Decimal | None, rpe: Decimal | None) -> None:
    faults = (
        (high is not None and high < low, f"the reps go from {low} down to {high}"),
        (percent is not None and not 1 <= percent <= 150, "a percentage is from 1 to 150"),
        (rpe is not None and not LOWEST_RPE <= rpe <= HIGHEST_RPE, "an RPE is from 6 to 10"),
    )
    for is_fault, why in faults:
        if is_fault:
            raise InvalidValue(f"“{text[:40]}” cannot be: {why}.")


def written(aims: Sequence[Aim]) -> str:
    """Write sets in words, equal neighbours together: "5×5", "5 at 65%, 5 at 75%, 5+ at 85%"."""
    groups: list[list[Aim]] = []
    for aim in aims:
        bare = _bare(aim)
        if groups and _bare(groups[-1][-1]) == bare and not groups[-1][-1].is_open:
            groups[-1].append(aim)
        else:
            groups.append([aim])
    return ", ".join(map(_group, groups))


def _bare(aim: Aim) -> tuple[object, ...]:
    return aim.low, aim.high, aim.percent, aim.rpe


def _group(aims: Sequence[Aim]) -> str:
    last = aims[-1]
    reps = (
        f"{last.low}" + (f"–{last.high}" if last.high not in (None, last.low) else "") + ("+" if last.is_open else "")
    )
    count = f"{len(aims)}×" if len(aims) > 1 or not (last.percent or last.rpe) else ""
    at = f" at {last.percent.normalize():f}%" if last.percent else f" at RPE {last.rpe}" if last.rpe else ""
    return f"{count}{reps}{at}"
