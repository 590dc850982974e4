"""A mapped table read: its rows become the same sets that the formats of known apps give."""

import re
from collections import abc, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from services.datawrangling import SetRow, Unfit, clean_text, parse_unit
from services.importers.shapes import AnyRow, NoteRow, Parsed, fitted, parse_rows
from services.importers.tables.cells import (
    HIGHEST_RPE,
    Lifted,
    distance_in,
    effort_in,
    lifted_in,
    reps_in,
    seconds_in,
    sets_in,
    weight_in,
)
from services.importers.tables.columns import Mapping, heading_unit
from services.importers.tables.moments import bare, clock_in, moment_in, month_comes_first
from services.importers.tables.reading import Table, cells_of

SAME_WORKOUT: Final = timedelta(hours=3)  # between two sets of one day, where each has its time

Cell = abc.Mapping[str, str]


@dataclass
class Above:
    """What the rows above said, for the cells that people leave empty under them."""

    day: date | None = None
    clock: time | None = None
    title: str = ""
    exercise: str = ""


@dataclass(frozen=True)
class Units:
    """The units that the headings name, and the order of the dates."""

    weight: str | None
    distance: str | None
    in_minutes: bool
    month_first: bool


def apply(mapping: Mapping, table: Table) -> Parsed:
    """The sets of a table whose mapping misses nothing, in its order.

    A row that cannot be read is a problem; one without any figures is a note on its exercise.
    """
    reader = Reader(mapping, table)
    read = parse_rows(table, reader.row, names_unit=True, fit=padded)
    sets = in_workouts(read.sets)
    names_unit = all(row.unit for row in sets if row.weight)
    return replace(read, sets=tuple(sets), names_unit=names_unit)


def padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """As many cells as there are columns: empty ones at the end of a row are often not there at all."""
    return fitted((*cells, *[""] * (width - len(cells))), width)


def is_month_first(mapping: Mapping, table: Table) -> bool:
    """Whether the dates put the month first: as the lifter said, else as they tell, else not."""
    if mapping.month_first is not None:
        return mapping.month_first
    return bool(month_comes_first(cells_of(table, mapping.places["date"][0])))


class Reader:
    """Reads one row after another, since an empty date or exercise stands for the one above."""

    def __init__(self, mapping: Mapping, table: Table) -> None:
        self._places = mapping.places
        named = {role: heading_unit(table.header[at[0]], role) for role, at in mapping.places.items()}
        in_minutes = named.get("seconds") == "min"
        self._units = Units(named.get("weight"), named.get("distance"), in_minutes, is_month_first(mapping, table))
        self._above = Above()

    def row(self, number: int, cells: tuple[str, ...]) -> AnyRow | list[AnyRow]:
        """The sets that a row stands for; Unfit, with the reason, if it cannot be read."""
        cell = {role: "; ".join(filter(None, (bare(cells[p]) for p in at))) for role, at in self._places.items()}
        day = self._look_above(cell)
        start, title, exercise = day.isoformat(), self._above.title, self._above.exercise
        if not any(cell.get(role) for role in MEASURED):
            return NoteRow(start, title, exercise, cell.get("note", ""))
        if not exercise:
            raise Unfit("The row names no exercise, and none stands above it on that day.")
        sets = measured(cell, self._units)
        head = SetRow(number, start, title, exercise, day, notes=clean_text(cell.get("note", "")))
        if self._above.clock:
            head = head._replace(started_at=datetime.combine(day, self._above.clock))
        return [self._one(head, lifted, place) for place, lifted in enumerate(sets)]

    @staticmethod
    def _one(head: SetRow, values: abc.Mapping[str, Any], place: int) -> SetRow:
        """One of the sets of a row; its note stands at the first."""
        return head._replace(notes=None if place else head.notes, **values)

    def _look_above(self, cell: Cell) -> date:
        """The day of a row, which is then what the next row has above it."""
        above = self._above
        if cell["date"]:
            self._above = Above()  # what follows a date that cannot be read has none either
            day, clock = moment_in(cell["date"], self._units.month_first)
            same = day == above.day and cell.get("title", "") in ("", above.title)
            above = replace(above if same else Above(), day=day, clock=clock or (above.clock if same else None))
        if above.day is None:
            raise Unfit("The row has no date, and none that can be read stands above it.")
        above = replace(above, clock=clock_in(cell.get("time", "")) or above.clock)
        if cell.get("title") and cell["title"] != above.title:
            above = replace(above, title=cell["title"], exercise="")
        self._above = replace(above, exercise=cell.get("exercise") or above.exercise)
        return above.day or date.min


SEVERAL: Final = re.compile(r"\s*[;/]\s*")
MEASURED: Final = ("weight", "reps", "sets", "sets_text", "load_text", "seconds", "distance")


def measured(cell: Cell, units: Units) -> list[dict[str, Any]]:
    """What a row measures, once for each set that it stands for."""
    distance, distance_unit = distance_in(cell.get("distance", ""))
    common = {
        "seconds": seconds_in(cell.get("seconds", ""), units.in_minutes),
        "distance": distance,
        "distance_unit": distance_unit or units.distance,
    }
    text = next((role for role in ("sets_text", "load_text") if cell.get(role)), None)
    sets = from_text(cell, units, sets_first=text == "sets_text") if text else from_columns(cell, units)
    if not text and not any((cell.get("reps"), common["seconds"], distance)):
        raise Unfit("The row has neither reps nor a duration nor a distance.")
    return [common | set_fields for set_fields in sets]


def from_columns(cell: Cell, units: Units) -> list[dict[str, Any]]:
    """Weight, reps and effort of a row with a column for each."""
    listed, count = reps_in(cell.get("reps", "")), sets_in(cell.get("sets", ""))
    weights = [weight_of(part, cell, units) for part in SEVERAL.split(cell.get("weight", ""))]
    many = max(len(listed), len(weights))
    if many > 1 and (count not in (None, 1, many) or min(len(listed), len(weights)) not in (1, many)):
        weights_words = f", weights for {len(weights)}" if len(weights) > 1 else ""
        counted = f" and a count of {count}" if count else ""
        raise Unfit(f"Reps for {len(listed)} sets{weights_words}{counted} do not fit together.")
    rpe, times = effort_of(cell), many if many > 1 else count or 1
    reps = [*(listed or (None,))] * (times // max(len(listed), 1))
    lifted = weights * (times // len(weights))
    pairs = zip(lifted, reps, strict=True)
    return [{"weight": weight, "unit": unit, "reps": part, "rpe": rpe} for (weight, unit), part in pairs]


def from_text(cell: Cell, units: Units, sets_first: bool) -> list[dict[str, Any]]:
    """The same of a row that holds sets and reps in one cell, and perhaps the weight in another."""
    beside, unit_beside = weight_of(cell.get("weight", ""), cell, units)
    sets: list[dict[str, Any]] = []
    for lifted in lifted_in(cell["sets_text" if sets_first else "load_text"], sets_first):
        weight, unit = lifted.weight, lifted.unit or unit_of(cell, units)
        rpe = float(lifted.rpe) if lifted.rpe is not None else effort_of(cell)
        if beside is not None:
            rpe = beside_weight(lifted, rpe)
            weight, unit = beside, unit_beside
        made = {"weight": weight, "unit": unit if weight is not None else None, "reps": float(lifted.reps), "rpe": rpe}
        sets += [made] * lifted.sets
    return sets


def beside_weight(lifted: Lifted, rpe: float | None) -> float | None:
    """The RPE of `3x8 @ 8` where the weight stands in a column of its own; Unfit if it can be no RPE."""
    if lifted.weight is None:
        return rpe
    if lifted.unit or lifted.weight > HIGHEST_RPE:
        raise Unfit(f"The row has two weights: one in its own column, and {lifted.weight} beside the reps.")
    return float(lifted.weight)


def weight_of(text: str, cell: Cell, units: Units) -> tuple[Decimal | None, str | None]:
    """A weight of a row and its unit: beside it, in a column of its own, or in the heading."""
    weight, unit = weight_in(text)
    return weight, (unit or unit_of(cell, units)) if weight is not None else None


def unit_of(cell: Cell, units: Units) -> str | None:
    """The unit of a row without one beside the weight."""
    return parse_unit(cell.get("unit", "")) or units.weight


def effort_of(cell: Cell) -> float | None:
    """The RPE of a row, from its RIR where it tells that."""
    rpe, rir = effort_in(cell.get("rpe", ""), "RPE"), effort_in(cell.get("rir", ""), "RIR")
    if rpe is None and rir is not None:
        rpe = HIGHEST_RPE - rir
    return None if rpe is None else float(rpe)


def in_workouts(sets: Iterable[SetRow]) -> list[SetRow]:
    """The same sets, each with the start of its workout: one a day and title, or more with three hours between."""
    rows = list(sets)
    clocks: dict[tuple[str, str], set[datetime]] = defaultdict(set)
    for row in rows:
        if row.started_at:
            clocks[row.start, row.title].add(row.started_at)
    starts = {key: starts_of(times) for key, times in clocks.items()}
    latest: dict[tuple[str, str], datetime] = {}
    made = []
    for row in rows:
        key = row.start, row.title
        if row.started_at:
            latest[key] = max(start for start in starts[key] if start <= row.started_at)
        start = latest.get(key) or next(iter(starts.get(key, ())), None)
        made.append(row._replace(start=f"{start:%Y-%m-%d %H:%M}" if start else row.start, started_at=start))
    return made


def starts_of(clocks: Iterable[datetime]) -> list[datetime]:
    """The first of each group of times that lie close together."""
    ordered = sorted(clocks)
    earlier = [None, *ordered]
    return [at for before, at in zip(earlier, ordered, strict=False) if before is None or at - before > SAME_WORKOUT]
