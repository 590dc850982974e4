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
    bare = [replace(routine_set, routine_set_id=0) for routine_set in sets]
    return ", ".join(set_text(routine_set, len(list(group))) for routine_set, group in groupby(bare))


def set_text(routine_set: RoutineSet, count: int) -> str:
    """Write a number of equal sets as text."""
    low = routine_set.reps_min if routine_set.reps_min is not None else routine_set.reps_max
    done = "any" if low is None else f"{low}"
    if routine_set.distance_m is not None:
        done = f"{_number(routine_set.distance_m)}m" + (
            f" in {_number(routine_set.seconds)}s" if routine_set.seconds is not None else ""
        )
    elif routine_set.seconds is not None:
        done = f"{_number(routine_set.seconds)}s"
    elif low is not None:
        done += (
            f"-{routine_set.reps_max}"
            if routine_set.reps_max not in (None, low)
            else "+"
            if routine_set.reps_max is None
            else ""
        )
    kind = (
        f"{routine_set.set_type} "
        if routine_set.set_type not in ("working", "amrap") or not _plus_tells_type(routine_set)
        else ""
    )
    at = f"@{_number(routine_set.percent_tm)}%" if routine_set.percent_tm is not None else ""
    at += f"@{_number(routine_set.percent_1rm)}%1rm" if routine_set.percent_1rm is not None else ""
    at += f"@{_number(10 - routine_set.rir)}" if routine_set.rir is not None else ""
    weight = f" with {routine_set.weight.normalize():f} {routine_set.unit}" if routine_set.weight is not None else ""
    return f"{kind}{count}x{done}{at}{weight}"


def _plus_tells_type(routine_set: RoutineSet) -> bool:
    """Whether the "+" alone tells the type: with it amrap, without it working."""
    is_open = routine_set.reps_min is not None and routine_set.reps_max is None
    return (routine_set.set_type == "amrap") == is_open


def _number(value: float | None) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def sets_of(text: str) -> tuple[RoutineSet, ...]:
    """Parse the sets of a text; InvalidValue says which part cannot be read."""
    sets = [routine_set for part in text.split(",") if part.strip() for routine_set in set_of(part.strip())]
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
    routine_set = RoutineSet(
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
    return [routine_set] * int(match["count"])
