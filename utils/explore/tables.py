"""Write the figures of Explore as a table for the screen and as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from utils.explore import words
from utils.explore.figures import Cell, Explored
from utils.explore.measures import DIMENSIONS, MEASURES
from utils.styling import NO_BREAK, Display

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def table(explored: Explored, cells: Sequence[Cell], display: Display) -> pd.DataFrame:
    """Return cells as a table of plain text, one column per dimension."""
    columns: dict[str, list[str]] = {}
    for place, name in enumerate(explored.view.dimensions):
        labels = [words.label(name, cell.keys[place], explored.names, display) for cell in cells]
        is_time = DIMENSIONS[name].scope == "time"
        columns[DIMENSIONS[name].title] = [label.replace(" ", NO_BREAK) for label in labels] if is_time else labels
    if len(columns) > 1:
        first = DIMENSIONS[explored.view.by].title
        columns[first] = _said_once(columns[first])
    amounts = [words.value(cell.now, explored, display) for cell in cells]
    columns[explored.period.name if explored.comparison else words.measure_title(explored)] = amounts
    if explored.comparison:
        before = [words.value(cell.before, explored, display) for cell in cells]
        columns[explored.comparison.name] = before
        columns["Change"] = [words.change(cell, explored, display) for cell in cells]
    return pd.DataFrame(columns)


def _said_once(labels: Sequence[str]) -> list[str]:
    """Blank a label that repeats the row above."""
    return [label if place == 0 or label != labels[place - 1] else "" for place, label in enumerate(labels)]


def csv_of(explored: Explored, display: Display) -> bytes:
    """Write all cells as CSV: plain numbers in the lifter's unit, days as ISO dates, text that is never a formula."""
    measure = MEASURES[explored.view.measure]
    unit = measure.unit(display)
    title = words.measure_title(explored) + (f", {unit}" if unit else "")
    heads = [DIMENSIONS[name].title for name in explored.view.dimensions]
    heads.append(f"{title}, {explored.period.name.lower()}" if explored.comparison else title)
    if explored.comparison:
        heads.append(f"{title}, {explored.comparison.name.lower()}")
    return written(heads, (_csv_row(explored, cell, display) for cell in explored.cells))


def _csv_row(explored: Explored, cell: Cell, display: Display) -> list[Any]:
    keys = [
        _csv_key(explored, name, key, display) for name, key in zip(explored.view.dimensions, cell.keys, strict=True)
    ]
    amounts = [cell.now, cell.before] if explored.comparison else [cell.now]
    scaled = MEASURES[explored.view.measure].scaled
    return [*keys, *(None if amount is None else scaled(amount, display) for amount in amounts)]


def _csv_key(explored: Explored, dimension: str, key: Any, display: Display) -> str:
    return key.isoformat() if isinstance(key, date) else words.label(dimension, key, explored.names, display)


def written(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write rows as CSV in UTF-8, with an empty cell for None."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([as_data(head) for head in heads])
    writer.writerows([as_data(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8")


def as_data(value: Any) -> Any:
    """Prefix text that would start a formula with an apostrophe, so that a spreadsheet does not compute it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
