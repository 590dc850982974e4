"""The figures of Explore as a table for the screen and as CSV."""

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


def table(one: Explored, cells: Sequence[Cell], display: Display) -> pd.DataFrame:
    """Some of the cells as text, which is no Markdown; each dimension in a column of its own."""
    columns: dict[str, list[str]] = {}
    for place, name in enumerate(one.view.dimensions):
        labels = [words.label(name, cell.keys[place], one.names, display) for cell in cells]
        is_time = DIMENSIONS[name].scope == "time"
        columns[DIMENSIONS[name].title] = [label.replace(" ", NO_BREAK) for label in labels] if is_time else labels
    if len(columns) > 1:
        first = DIMENSIONS[one.view.by].title
        columns[first] = _said_once(columns[first])
    shown = [words.value(cell.now, one, display) for cell in cells]
    columns[one.period.name if one.comparison else words.measure_title(one)] = shown
    if one.comparison:
        before = [words.value(cell.before, one, display) for cell in cells]
        columns[one.comparison.name] = before
        columns["Change"] = [words.change(cell, one, display) for cell in cells]
    return pd.DataFrame(columns)


def _said_once(labels: Sequence[str]) -> list[str]:
    """A label that stands in the row above already is left out."""
    return [label if place == 0 or label != labels[place - 1] else "" for place, label in enumerate(labels)]


def csv_of(one: Explored, display: Display) -> bytes:
    """All cells as CSV: plain numbers in the lifter's unit, days as ISO dates, text that no spreadsheet computes."""
    measure = MEASURES[one.view.measure]
    unit = measure.unit(display)
    title = words.measure_title(one) + (f", {unit}" if unit else "")
    heads = [DIMENSIONS[name].title for name in one.view.dimensions]
    heads.append(f"{title}, {one.period.name.lower()}" if one.comparison else title)
    if one.comparison:
        heads.append(f"{title}, {one.comparison.name.lower()}")
    return written(heads, (_csv_row(one, cell, display) for cell in one.cells))


def _csv_row(one: Explored, cell: Cell, display: Display) -> list[Any]:
    keys = [_csv_key(one, name, key, display) for name, key in zip(one.view.dimensions, cell.keys, strict=True)]
    amounts = [cell.now, cell.before] if one.comparison else [cell.now]
    scaled = MEASURES[one.view.measure].scaled
    return [*keys, *(None if amount is None else scaled(amount, display) for amount in amounts)]


def _csv_key(one: Explored, dimension: str, key: Any, display: Display) -> str:
    return key.isoformat() if isinstance(key, date) else words.label(dimension, key, one.names, display)


def written(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as CSV in UTF-8; an empty cell where nothing is known."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([as_data(head) for head in heads])
    writer.writerows([as_data(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8")


def as_data(value: Any) -> Any:
    """A cell that a spreadsheet shows and does not compute: text that would begin a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
