"""Frames for st.table: a column name as a person says it, every number through styling."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from database.rows import NamedRows
from utils import styling
from utils.locales import language_of
from utils.shapes import RepMax, Summary
from utils.styling import MISSING, Display

SET_TYPES: Final[Mapping[str, str]] = {
    "warmup": "Warm-up",
    "working": "",
    "drop": "Drop",
    "failure": "To failure",
    "amrap": "AMRAP",
}


NO_BREAK: Final = "\N{NO-BREAK SPACE}"
WIDE, NARROW = "\N{FIGURE SPACE}", "\N{PUNCTUATION SPACE}"  # as wide as a digit, as a decimal mark


def lined_up(values: list[str], display: Display) -> list[str]:
    """Pad numbers with their units so that decimal marks stand below each other; st.table cannot align."""
    mark = language_of(display.locale).decimal
    split = [_number_parts(value, mark) for value in values]
    before = max(len(whole) for whole, _, _ in split)
    after = max(len(part) for _, part, _ in split)
    return [_padded(whole, part, unit, mark, before, after) for whole, part, unit in split]


def unbroken(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The same table, whose cells of these columns stay on one line on a phone."""
    for name in set(names) & set(table):
        table[name] = [cell.replace(" ", NO_BREAK) for cell in table[name]]
    return table


def _number_parts(value: str, mark: str) -> tuple[str, str, str]:
    number, space, unit = value.partition(" ")
    whole, _, part = number.partition(mark)
    return whole, part, space + unit


def _padded(whole: str, part: str, unit: str, mark: str, before: int, after: int) -> str:
    decimals = mark + part if part else NARROW * bool(after and unit)
    filler = WIDE * (after - len(part)) if unit else ""
    return WIDE * (before - len(whole)) + whole + decimals + filler + unit


def _table(rows: list[dict[str, str]], numbers: tuple[str, ...], display: Display) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    for name in numbers:
        table[name] = lined_up(table[name].tolist(), display)
    return table


def rep_maxes(maxes: tuple[RepMax, ...], display: Display) -> pd.DataFrame:
    """The rep-max table."""
    told = [
        {
            "Reps": styling.count(one.reps, display),
            "Heaviest": styling.weight(one.weight_kg, display),
            "First done": styling.plain(styling.short_day(one.day, display)),  # "5. Jan" would begin a list
        }
        for one in maxes
    ]
    return _table(told, ("Reps", "Heaviest"), display)


def sets_of_day(sets: NamedRows, display: Display) -> pd.DataFrame:
    """The sets behind a point, loads as entered; columns that have nothing to say are left out."""
    told = [_set(place, row, display) for place, row in enumerate(sets, 1)]
    if not told:  # the last of them was deleted while its point was chosen
        return pd.DataFrame()
    table = _table(told, ("Load", "Reps", "RIR", "e1RM"), display)
    return table[[name for name in told[0] if name == "Set" or any(row[name] != MISSING for row in told)]]


def _set(place: int, row: Any, display: Display) -> dict[str, str]:
    done = set_row(row, display)
    return {"Set": f"{place} {done.pop('Type')}".strip(), **done}


def set_row(row: Any, display: Display) -> dict[str, str]:
    """One set as the cells of a table, its load as entered."""
    return {
        "Type": SET_TYPES.get(row.set_type, ""),
        "Load": MISSING if row.weight is None else styling.load(row.weight, row.unit, display),
        "Reps": _reps(row, display),
        "RIR": styling.number(row.rir, display),
        "Time": styling.rest(row.seconds),
        "Distance": styling.distance(row.distance_m, display),
        "e1RM": styling.e1rm(row.e1rm_kg, display),
    }


def _reps(row: Any, display: Display) -> str:
    one = styling.count(row.reps, display)
    return one if row.reps_other is None else f"{one} / {styling.count(row.reps_other, display)}"


FIGURES: Final[Mapping[str, Callable[[Summary, Display], str]]] = {
    "Best e1RM": lambda one, display: styling.e1rm(one.best_kg, display),
    "Workouts": lambda one, display: styling.count(one.workouts, display),
    "Hard sets": lambda one, display: styling.hard_sets(one.hard_sets, display),
    "Tonnage": lambda one, display: styling.tonnage(one.tonnage_kg, display),
}


def summaries(now: Summary, before: Summary | None, display: Display) -> pd.DataFrame:
    """A period in figures, beside what it is compared with."""
    columns = {now.period.name: now} | ({before.period.name: before} if before else {})
    shown = {name: [words(one, display) for words in FIGURES.values()] for name, one in columns.items()}
    return pd.DataFrame({" ": list(FIGURES), **shown})
