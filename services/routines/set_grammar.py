"""Parse and write the sets of an exercise: "warmup 2x5, 3x8-12@8, 1x5+@85%, 3x5@80%1rm, 2x40m with 24 kg".

After an @ comes a percentage of the training max ("85%") or of the estimated one-rep max ("80%1rm"), an RPE, or both.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Final

from database.oltp_tables import SET_TYPES
from services.errors import InvalidValue
from services.routines.tree import MAX_SETS, RoutineSet

NUMBER: Final = r"\d{1,7}(?:\.\d{1,17})?"
EXAMPLES: Final = "3x8-12@8, 5x5, 3x5@80%, 3x5@80%1rm, warmup 2x5, 3x30s or 2x40m"
SETS: Final = re.compile(
    rf"(?:(?P<type>{'|'.join(SET_TYPES)}) )?(?P<count>\d{{1,2}})x"
    rf"(?:(?P<seconds>{NUMBER})s|(?P<metres>{NUMBER})m(?: in (?P<within>{NUMBER})s)?"
    r"|(?P<low>\d{1,4})(?:-(?P<high>\d{1,4}))?(?P<open>\+)?|any)"
    rf"(?:@(?P<percent>{NUMBER})%(?P<of_1rm>1rm)?)?(?:@(?P<rpe>{NUMBER}))?"
    rf"(?: with (?P<weight>{NUMBER}) (?P<unit>kg|lb))?",
    re.ASCII,
)


def sets_text(sets: Iterable[RoutineSet]) -> str:
    """Write sets as text, equal neighbours together."""
    bare = [replace(planned, routine_set_id=0) for planned in sets]
    return ", ".join(set_text(planned, len(list(group))) for planned, group in groupby(bare))


def set_text(planned: RoutineSet, count: int) -> str:
    """Write a number of equal sets as text."""
    is_plain = planned.set_type in ("working", "amrap") and _plus_tells_type(planned)
    kind = "" if is_plain else f"{planned.set_type} "
    weight = f" with {planned.weight.normalize():f} {planned.unit}" if planned.weight is not None else ""
    return f"{kind}{count}x{_amount_text(planned)}{_effort_text(planned)}{weight}"


def _amount_text(planned: RoutineSet) -> str:
    if planned.distance_m is not None:
        within = f" in {_number(planned.seconds)}s" if planned.seconds is not None else ""
        return f"{_number(planned.distance_m)}m{within}"
    if planned.seconds is not None:
        return f"{_number(planned.seconds)}s"
    low = planned.reps_min if planned.reps_min is not None else planned.reps_max
    if low is None:
        return "any"
    if planned.reps_max is None:
        return f"{low}+"
    return f"{low}" if planned.reps_max == low else f"{low}-{planned.reps_max}"


def _effort_text(planned: RoutineSet) -> str:
    rpe = None if planned.rir is None else 10 - planned.rir
    parts = ((planned.percent_tm, "%"), (planned.percent_1rm, "%1rm"), (rpe, ""))
    return "".join(f"@{_number(value)}{sign}" for value, sign in parts if value is not None)


def _plus_tells_type(planned: RoutineSet) -> bool:
    """Whether the "+" alone tells the type: with it amrap, without it working."""
    is_open = planned.reps_min is not None and planned.reps_max is None
    return (planned.set_type == "amrap") == is_open


def _number(value: float | None) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def sets_of(text: str) -> tuple[RoutineSet, ...]:
    """Parse the sets of a text; InvalidValue says which part cannot be read."""
    sets = [planned for part in text.split(",") if part.strip() for planned in set_of(part.strip())]
    if len(sets) > MAX_SETS:
        raise InvalidValue(f"An exercise has at most {MAX_SETS} sets.")
    return tuple(sets)


def set_of(text: str) -> list[RoutineSet]:
    """Parse one part of a text into its equal sets."""
    match = SETS.fullmatch(text)
    if match is None:
        raise InvalidValue(f"“{text[:40]}” is no set: write it like {EXAMPLES}.")
    low, high = (int(match[name]) if match[name] else None for name in ("low", "high"))
    names = ("percent", "rpe", "seconds", "metres", "within")
    number = {name: float(match[name]) if match[name] else None for name in names}
    kind = match["type"] or ("amrap" if match["open"] else "working")
    planned = RoutineSet(
        kind,
        low,
        None if match["open"] else high or low,
        None if number["rpe"] is None else 10 - number["rpe"],
        Decimal(match["weight"]) if match["weight"] else None,
        match["unit"],
        None if match["of_1rm"] else number["percent"],
        number["within"] if number["seconds"] is None else number["seconds"],
        number["metres"],
        number["percent"] if match["of_1rm"] else None,
    )
    return [planned] * int(match["count"])
