"""A file read, normalised and validated: everything that can be said of it before anything is written."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

import pandas as pd

from database import errors, gsheet_connector
from database.data_validation import Problem, problems_of
from services.calendar_math import zone_named
from services.datawrangling import normalise, on_wall_clock
from services.errors import TonnageError
from services.importers.figures import Evidence, Figures, evidence_of, figures_of_frame
from services.importers.formats.registry import detect
from services.importers.shapes import Format, Parsed
from services.importers.suspicions import suspicions_of
from services.importers.tables.reading import CUT_OFF, Table, UnreadableFile, read_table, table_of

EMPTY: Final = normalise(())
OTHER: Final = {"kg": "lb", "lb": "kg"}
NAME_LENGTH: Final = 255  # what import_batches.file_name holds


class SheetUnavailable(TonnageError):
    """The Google Sheet cannot be read."""


@dataclass(frozen=True)
class Preview:
    """What a file says, before anything is written; `problems` keep it from being imported."""

    file_name: str
    file_hash: str
    zone: str
    unit: str | None = None
    format: Format | None = None
    parsed: Parsed = field(default_factory=Parsed)
    frame: pd.DataFrame = field(default_factory=lambda: EMPTY)
    problems: tuple[Problem, ...] = ()
    others: frozenset[str] = frozenset()  # exercises that the lifter logs in the other unit
    left_out: tuple[Problem, ...] = ()  # rows without which the lifter wants the others

    @property
    def unit_needed(self) -> bool:
        """Whether the lifter still has to say if the weights are kilograms or pounds."""
        return self.format is not None and not self.parsed.names_unit and self.unit is None

    @cached_property
    def figures(self) -> Figures:
        """Counts of the sets that can be taken."""
        return figures_of_frame(self.frame)

    @cached_property
    def unit_evidence(self) -> Evidence:
        """What the weights say of their unit."""
        return evidence_of(self.frame)

    @property
    def rows(self) -> int:
        """Rows under the header, those that are set aside or refused included."""
        refused = sum(problem.row is not None for problem in (*self.problems, *self.left_out))
        return len(self.frame) + self.parsed.rest_rows + self.parsed.note_rows + refused

    @property
    def suspicious(self) -> list[Problem]:
        """What will be imported, but deserves a look."""
        return suspicions_of(self.frame)

    def counts(self) -> dict[str, Any]:
        """The reconciliation: rows, what was set aside, and the figures."""
        aside = {"rest_rows": self.parsed.rest_rows, "note_rows": self.parsed.note_rows}
        return {"rows": self.rows, **aside, **asdict(self.figures), "weight_x_reps": float(self.figures.weight_x_reps)}

    @property
    def can_leave_out(self) -> bool:
        """Whether the rows that cannot be read are single rows beside good ones."""
        cut_off = any(problem.row is None or problem.reason == CUT_OFF for problem in self.problems)
        return bool(self.problems) and not cut_off and not self.frame.empty

    def leaving_out(self) -> "Preview":
        """The same without the rows that cannot be read, which the lifter gives up."""
        return replace(self, problems=(), left_out=self.problems) if self.can_leave_out else self

    def without(self, rows: Collection[Problem]) -> "Preview":
        """The same without rows that the lifter gave up before."""
        given_up = {problem.row for problem in rows}
        stay = tuple(problem for problem in self.problems if problem.row not in given_up)
        gone = tuple(problem for problem in self.problems if problem.row in given_up)
        return replace(self, problems=stay, left_out=gone)

    def answered(self, unit: str | None, zone: str, others: frozenset[str] = frozenset()) -> "Preview":
        """The same file with other answers, without parsing it again; `others` are in the other unit. UnknownTimeZone.

        A unit is taken only for the weights that the file gives none.
        """
        zone_named(zone)
        other = replace(self, unit=unit, zone=zone, problems=(), others=others, left_out=())
        if self.format is None:
            return replace(other, problems=self.problems)
        return _validated(other, self.format, self.parsed).without(self.left_out)


def preview(data: bytes, file_name: str, *, unit: str | None, zone: str) -> Preview:
    """Read a file without writing anything; UnknownTimeZone is the only error, all else is in `problems`."""
    zone_named(zone)
    blank = Preview(file_name[-NAME_LENGTH:], hashlib.sha256(data).hexdigest(), zone, unit)
    return _read(blank, lambda: read_table(data))


def preview_sheet(sheet: str, *, unit: str | None, zone: str) -> Preview:
    """The same for a Google Sheet, by its address or key; SheetUnavailable if it cannot be had."""
    zone_named(zone)
    try:
        rows = gsheet_connector.read(sheet)
    except errors.SheetError as error:
        raise SheetUnavailable(str(error)) from error
    blank = Preview(sheet[:NAME_LENGTH], hashlib.sha256(repr(rows).encode()).hexdigest(), zone, unit)
    return _read(blank, lambda: table_of(rows))


def _read(blank: Preview, table: Callable[[], Table]) -> Preview:
    try:
        read = table()
        export_format = detect(read)
    except UnreadableFile as unreadable:
        return replace(blank, problems=(Problem(None, str(unreadable)),))
    return _validated(blank, export_format, export_format.parse(read))


def _validated(blank: Preview, export_format: Format, parsed: Parsed) -> Preview:
    """The preview of what was parsed: the sets that can be taken, and a reason for each of the others."""
    zone = zone_named(blank.zone)
    frame = normalise(on_wall_clock(row, zone) for row in parsed.sets)
    answers = frame["exercise"].isin(blank.others).map({True: OTHER.get(blank.unit or ""), False: blank.unit})
    frame["unit"] = frame["unit"].where(frame["unit"].notna(), answers)
    problems = [*parsed.problems, *problems_of(frame, datetime.now(UTC).date())]
    if not parsed.sets and not problems:
        problems.append(Problem(None, f"This {export_format.name} file holds no sets."))
    frame = frame[~frame["row"].isin([problem.row for problem in problems])]
    return replace(
        blank, format=export_format, parsed=parsed, frame=frame, problems=tuple(sorted(problems, key=_place))
    )


def _place(problem: Problem) -> int:
    return problem.row or 0
