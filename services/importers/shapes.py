"""What every format gives and is: the seam between one file per format and the pipeline."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from database.data_validation import Problem
from services.datawrangling import SetRow, Unfit
from services.importers.tables.reading import Table


@dataclass(frozen=True)
class RestRow:
    """A row that tells only how long the lifter rested."""


@dataclass(frozen=True)
class NoteRow:
    """A row that holds only a note on an exercise of a workout."""

    start: str
    title: str
    exercise: str
    note: str


AnyRow = SetRow | RestRow | NoteRow


@dataclass(frozen=True)
class Parsed:
    """What a file says: its sets in order, how many other rows there are, and the rows that cannot be read."""

    sets: tuple[SetRow, ...] = ()
    rest_rows: int = 0
    note_rows: int = 0
    problems: tuple[Problem, ...] = ()
    names_unit: bool = True  # whether the file says of every weight in which unit it is


@dataclass(frozen=True)
class Format:
    """One app's export: how its header looks and how its rows are read."""

    key: str  # what stands in import_batches.format and in the keys of its rows
    name: str
    matches: Callable[[Table], bool]
    parse: Callable[[Table], Parsed]


def fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """As many fields as the header has; empty ones beyond it do not count."""
    surplus = any(map(str.strip, cells[width:]))
    if len(cells) < width or surplus:
        raise Unfit(f"The row has {len(cells)} fields where the header has {width}.")
    return cells[:width]


def parse_rows(
    table: Table,
    parse_row: Callable[[int, tuple[str, ...]], AnyRow | list[AnyRow]],
    names_unit: bool,
    fit: Callable[[tuple[str, ...], int], tuple[str, ...]] = fitted,
) -> Parsed:
    """Read each row on its own; one that cannot be read is a problem and does not stop the others."""
    rows: list[AnyRow] = []
    problems = list(table.problems)
    for number, cells in table.rows:
        try:
            read = parse_row(number, fit(cells, len(table.header)))
            rows += read if isinstance(read, list) else [read]
        except Unfit as unfit:
            problems.append(Problem(number, str(unfit)))
    notes = [row for row in rows if isinstance(row, NoteRow)]
    sets = _with_notes([row for row in rows if isinstance(row, SetRow)], notes)
    rests = sum(isinstance(row, RestRow) for row in rows)
    names_all = names_unit and all(row.unit for row in sets if row.weight)
    return Parsed(tuple(sets), rests, len(notes), tuple(sorted(problems)), names_all)


def _with_notes(sets: list[SetRow], notes: Iterable[NoteRow]) -> list[SetRow]:
    """Give each note to the first set of its exercise in its workout."""
    first: dict[tuple[str, str, str], int] = {}
    for place, row in enumerate(sets):
        first.setdefault((row.start, row.title, row.exercise), place)
    for note in notes:
        place = first.get((note.start, note.title, note.exercise), -1)
        if note.note and place >= 0:
            joined = "\n".join(filter(None, (sets[place].notes, note.note)))
            sets[place] = sets[place]._replace(notes=joined)
    return sets
