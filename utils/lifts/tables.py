"""Tables of Lifts."""

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from utils import styling
from utils.lifts.shapes import RepMax, Summary
from utils.styling import Display
from utils.tables import with_numbers


def rep_maxes(maxes: tuple[RepMax, ...], display: Display) -> pd.DataFrame:
    """Return the table of rep maxes."""
    rows = [
        {
            "Reps": styling.count(rep_max.reps, display),
            "Heaviest": styling.weight(rep_max.weight_kg, display),
            "First done": styling.plain(styling.short_day(rep_max.day, display)),  # "5. Jan" would become a list
        }
        for rep_max in maxes
    ]
    return with_numbers(pd.DataFrame(rows), ("Reps", "Heaviest"))


FIGURES: Final[Mapping[str, Callable[[Summary, Display], str]]] = {
    "Best e1RM": lambda summary, display: styling.e1rm(summary.best_kg, display),
    "Workouts": lambda summary, display: styling.count(summary.workouts, display),
    "Hard sets": lambda summary, display: styling.hard_sets(summary.hard_sets, display),
    "Tonnage": lambda summary, display: styling.tonnage(summary.tonnage_kg, display),
}


def summaries(now: Summary, before: Summary | None, display: Display) -> pd.DataFrame:
    """Return the figures of a period beside those of its comparison."""
    columns = {now.period.name: now} | ({before.period.name: before} if before else {})
    cells = {name: [words(column, display) for words in FIGURES.values()] for name, column in columns.items()}
    return with_numbers(pd.DataFrame({" ": list(FIGURES), **cells}), cells)
