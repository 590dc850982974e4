"""The sets of an exercise as a lifter writes them: "warmup 2x5, 3x8-12@8, 1x5+@85%, 3x5@80%1rm, 2x40m with 24 kg".

Behind an @ stands a share of the training max ("85%") or of the estimated one-rep max ("80%1rm"), an RPE, or both.
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
    """Sets as text, equal neighbours together."""
    bare = [replace(one, routine_set_id=0) for one in sets]
    return ", ".join(set_text(one, len(list(group))) for one, group in groupby(bare))


def set_text(one: RoutineSet, count: int) -> str:
    """So many equal sets."""
    low = one.reps_min if one.reps_min is not None else one.reps_max
    done = "any" if low is None else f"{low}"
    if one.distance_m is not None:
        done = f"{_number(one.distance_m)}m" + (f" in {_number(one.seconds)}s" if one.seconds is not None else "")
    elif one.seconds is not None:
        done = f"{_number(one.seconds)}s"
    elif low is not None:
        done += f"-{one.reps_max}" if one.reps_max not in (None, low) else "+" if one.reps_max is None else ""
    kind = f"{one.set_type} " if one.set_type not in ("working", "amrap") or not _is_told(one) else ""
    at = f"@{_number(one.percent_tm)}%" if one.percent_tm is not None else ""
    at += f"@{_number(one.percent_1rm)}%1rm" if one.percent_1rm is not None else ""
    at += f"@{_number(10 - one.rir)}" if one.rir is not None else ""
    weight = f" with {one.weight.normalize():f} {one.unit}" if one.weight is not None else ""
    return f"{kind}{count}x{done}{at}{weight}"


def _is_told(one: RoutineSet) -> bool:
    """Whether "+" says the type: open is as many as go, closed is working."""
    is_open = one.reps_min is not None and one.reps_max is None
    return (one.set_type == "amrap") == is_open


def _number(value: float | None) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def sets_of(text: str) -> tuple[RoutineSet, ...]:
    """The sets of a text; InvalidValue says which part cannot be read."""
    sets = [one for part in text.split(",") if part.strip() for one in set_of(part.strip())]
    if len(sets) > MAX_SETS:
        raise InvalidValue(f"An exercise has at most {MAX_SETS} sets.")
    return tuple(sets)


def set_of(text: str) -> list[RoutineSet]:
    """The equal sets that one part stands for."""
    found = SETS.fullmatch(text)
    if found is None:
        raise InvalidValue(f"“{text[:40]}” is no set: write it like {EXAMPLES}.")
    low, high = (int(found[name]) if found[name] else None for name in ("low", "high"))
    names = ("percent", "rpe", "seconds", "metres", "within")
    number = {name: float(found[name]) if found[name] else None for name in names}
    kind = found["type"] or ("amrap" if found["open"] else "working")
    one = RoutineSet(
        kind,
        low,
        None if found["open"] else high or low,
        None if number["rpe"] is None else 10 - number["rpe"],
        Decimal(found["weight"]) if found["weight"] else None,
        found["unit"],
        None if found["of_1rm"] else number["percent"],
        number["within"] if number["seconds"] is None else number["seconds"],
        number["metres"],
        number["percent"] if found["of_1rm"] else None,
    )
    return [one] * int(found["count"])
