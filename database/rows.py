"""Query results as named tuples of plain Python values, the same from either driver."""

import copyreg
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select

from database.prepared import as_date

NamedRows = list[Any]  # named tuples; each value is an attribute

DATES: Final = frozenset({"performed_on", "last_on"})
WORDS: Final = frozenset({"name", "title", "load_type", "record_type", "set_type", "unit", "weight", "pattern"})


def named_rows(columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> NamedRows:
    """Name the values of rows: dates as date, ids, words and entered loads as stored, other numbers as float."""
    values = (_plain(name, column) for name, column in zip(columns, zip(*rows, strict=True), strict=False))
    return list(map(_row_type(columns)._make, zip(*values, strict=True)))


def ask(connection: Connection, statement: Select[Any], **parameters: Any) -> NamedRows:
    """Execute a statement and name the values of its rows."""
    result = connection.execute(statement, parameters)
    return named_rows(tuple(result.keys()), result.all())


def _plain(name: str, column: tuple[Any, ...]) -> Iterable[Any]:
    if name in DATES:
        return map(as_date, column)
    if name.endswith("_id") or name.removeprefix("asked_") in WORDS:
        return column
    return [None if value is None else float(value) for value in column]


@cache
def _row_type(columns: tuple[str, ...]) -> Any:
    """Make a class of rows, once for each tuple of names."""
    return _with_pickling(namedtuple("Row", columns))


def _with_pickling(row_type: type[tuple[Any, ...]]) -> Any:
    """Pickle the rows of a class with their names, because no module holds the class."""
    copyreg.pickle(row_type, _reduced)
    return row_type


def _reduced(row: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _restored, (row._fields, *row)


def _restored(columns: tuple[str, ...], *values: Any) -> Any:
    return _row_type(columns)._make(values)
