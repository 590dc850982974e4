"""An answer as files: Parquet with the types that its columns have."""

import io
from collections.abc import Sequence
from itertools import count
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from services.own_sql.asking import Result

# What a column may hold, and what it then is; anything mixed is text.
KINDS: Final = (((int,), pa.int64()), ((int, float), pa.float64()))


def parquet(result: Result) -> bytes:
    """The rows as a Parquet file."""
    names = unique_names(result.columns)
    columns = zip(*result.rows, strict=True) if result.rows else ((),) * len(names)
    arrays = [_array(values) for values in columns]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=names), out)
    return out.getvalue()


def unique_names(columns: Sequence[str]) -> list[str]:
    """The columns' names, a second of the same name with its number."""
    names: list[str] = []
    for column in columns:
        numbered = (f"{column} ({number})" for number in count(2))
        names.append(column if column not in names else next(name for name in numbered if name not in names))
    return names


def is_numeric(values: Sequence[Any]) -> bool:
    """Whether there are numbers in a column and nothing else."""
    values_known = [value for value in values if value is not None]
    return bool(values_known) and all(isinstance(value, int | float) for value in values_known)


def _array(values: Sequence[Any]) -> pa.Array:
    values_known = [value for value in values if value is not None]
    kind = next(
        (kind for types, kind in KINDS if values_known and all(isinstance(entry, types) for entry in values_known)),
        None,
    )
    if kind is None:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    return pa.array([None if value is None else kind_of(value, kind) for value in values], kind)


def kind_of(value: float, kind: pa.DataType) -> float:
    """An integer among fractions as a fraction, which arrow would refuse past 2**53."""
    return float(value) if kind == pa.float64() else value
