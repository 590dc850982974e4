"""A file of body weights, mapped like any table: the weights, and the rows that are something else."""

import re
from collections import abc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from database.data_validation import Problem
from services.body.weight import Weighed, check_body_weight
from services.datawrangling import Unfit, clean_text, parse_unit
from services.errors import InvalidValue
from services.importers.mapping.rows import is_month_first, padded
from services.importers.tables.cells import weight_in
from services.importers.tables.columns import Mapping, folded_heading, heading_unit
from services.importers.tables.moments import bare, moment_in
from services.importers.tables.reading import Table

A_WEIGHT: Final = re.compile(r"\b(body ?weight|weight|(korper)?gewicht|poids|peso)\b")


@dataclass(frozen=True)
class OneWeight:
    """A body weight in a file; `unit` is None where the file names none."""

    row: int
    measured_on: date
    value: Decimal
    unit: str | None
    note: str | None = None


@dataclass(frozen=True)
class BodyWeights:
    """What a file says of body weights: how many rows speak of something else, and the rows that cannot be read."""

    weights: tuple[OneWeight, ...] = ()
    aside: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def names_unit(self) -> bool:
        """Whether every weight has its unit."""
        return all(weight.unit for weight in self.weights)

    def answered(self, unit: str) -> "BodyWeights":
        """The same with a unit for the weights that name none, and a reason for each that cannot be right."""
        weights = [replace(weight, unit=weight.unit or unit) for weight in self.weights]
        reasons = [(weight, _fault(weight)) for weight in weights]
        problems = [*self.problems, *(Problem(weight.row, reason) for weight, reason in reasons if reason)]
        return replace(
            self, weights=tuple(weights), problems=tuple(sorted(problems, key=lambda weight: weight.row or 0))
        )

    def as_weighed(self) -> list[Weighed]:
        """The weights as they are written; after `answered`."""
        return [Weighed(weight.measured_on, weight.value, weight.unit or "", weight.note) for weight in self.weights]


def body_weights(mapping: Mapping, table: Table) -> BodyWeights:
    """The body weights of a mapped table, in its order; the unit beside them or in the heading, where there is one."""
    places = {role: at[0] for role, at in mapping.places.items()}
    role = "body" if "body" in places else "weight"
    named, month_first = heading_unit(table.header[places[role]], "weight"), is_month_first(mapping, table)
    weights: list[OneWeight] = []
    problems = list(table.problems)
    for number, cells in table.rows:
        try:
            full = padded(cells, len(table.header))
            cell = {name: bare(full[place]) for name, place in places.items()}
            weights += _weights(number, cell, role, named, month_first)
        except Unfit as unfit:
            problems.append(Problem(number, str(unfit)))
    aside = len(table.rows) - len(weights) - len(problems) + len(table.problems)
    return BodyWeights(tuple(weights), aside, tuple(problems))


def _weights(
    number: int, cell: abc.Mapping[str, str], role: str, named: str | None, month_first: bool
) -> Sequence[OneWeight]:
    """The weight of a row; none if it measures something else, or nothing."""
    if "measure" in cell and not A_WEIGHT.search(folded_heading(cell["measure"])):
        return ()
    value, unit = weight_in(cell[role])
    if value is None:
        return ()
    day, _ = moment_in(cell["date"], month_first)
    unit = unit or parse_unit(cell.get("unit", "")) or named
    return (OneWeight(number, day, value, unit, clean_text(cell.get("note", ""))),)


def _fault(weight: OneWeight) -> str | None:
    weighed = Weighed(weight.measured_on, weight.value, weight.unit or "", weight.note)
    try:
        check_body_weight(weighed, datetime.now(UTC))
    except InvalidValue as error:
        return str(error)
    return None
