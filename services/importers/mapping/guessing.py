"""Which column of an unknown table stands for what, guessed from its heading and from its values."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Final

from services.datawrangling import UNITS
from services.importers.formats.registry import detect
from services.importers.mapping.rows import apply
from services.importers.names import PATTERNS, parts_of
from services.importers.preview import Preview
from services.importers.shapes import Format
from services.importers.tables.cells import (
    distance_in,
    effort_in,
    lifted_in,
    number_in,
    puts_sets_first,
    reps_in,
    seconds_in,
    sets_in,
    weight_in,
)
from services.importers.tables.columns import COUNTED, ROLES, Mapping, heading_score, is_ignored, is_one_of_many
from services.importers.tables.moments import bare, clock_in, is_fit, moment_in
from services.importers.tables.reading import Table, UnreadableFile

__all__ = ["ROLES", "Mapping", "apply", "guess", "preview_known", "preview_table"]

TABLE_KEY: Final = "table"  # import_batches.format, and part of the keys, of every table that was mapped
SAMPLE: Final = 200
FITTING: Final = 0.5  # the share of a column's cells that must be readable as what it is taken for
SURE: Final = 10.0
FEWEST_AT_DAY: Final = 5  # an hour from which on a clock hardly is a duration
HIGHEST_USUAL_REPS: Final = 30

Cells = list[str]
Test = Callable[[str], bool]

# Whether a cell can be read as what a column is taken for.
LOOKS: Final[dict[str, Test]] = {
    "date": lambda cell: is_fit(moment_in, cell) or is_fit(moment_in, cell, True),
    "time": partial(is_fit, clock_in),
    "weight": partial(is_fit, weight_in),
    "body": partial(is_fit, weight_in),
    "unit": lambda cell: cell.casefold() in UNITS or cell == "%",
    "reps": partial(is_fit, reps_in),
    "sets": partial(is_fit, sets_in),
    "rir": lambda cell: is_fit(effort_in, cell, "RIR"),
    "rpe": lambda cell: is_fit(effort_in, cell, "RPE"),
    "seconds": partial(is_fit, seconds_in),
    "distance": partial(is_fit, distance_in),
    "exercise": lambda cell: any(map(str.isalpha, cell)),
    "measure": lambda cell: any(map(str.isalpha, cell)),
    "title": lambda cell: not is_fit(moment_in, cell),
    "note": bool,
}


def preview_known(table: Table, blank: Preview) -> Preview | None:
    """The preview of a table that a known app wrote, once it was found in its workbook; None if none did."""
    try:
        return _previewed(table, detect(table), blank)
    except UnreadableFile:
        return None


def preview_table(table: Table, mapping: Mapping, blank: Preview) -> Preview:
    """A mapped table as the pipeline takes it over: the sets that can be taken, and a reason for each other row."""
    return _previewed(table, Format(TABLE_KEY, TABLE_KEY, lambda _: False, partial(apply, mapping)), blank)


def _previewed(table: Table, form: Format, blank: Preview) -> Preview:
    return replace(blank, format=form, parsed=form.parse(table)).answered(blank.unit, blank.zone)


def guess(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Mapping:
    """What each column probably is: by its heading where its values agree, then by values where headings say nothing.

    Headings are known in English, German, French and Spanish.
    """
    sampled = [row for _, row in zip(range(SAMPLE), rows, strict=False)]
    columns = [[bare(row[place]) if place < len(row) else "" for row in sampled] for place in range(len(header))]
    roles = _by_headings(header, columns)
    return Mapping(tuple(_by_values(header, columns, roles)))


def _by_headings(header: Sequence[str], columns: Sequence[Cells]) -> list[str]:
    """The best pairs of column and role first; a role is given once, except to numbered columns (Set 1, Set 2 …)."""
    pairs = ((place, role) for place in range(len(header)) for role in ROLES)
    scored = [(_score(header[place], role, columns[place]), place, role) for place, role in pairs]
    roles = [""] * len(header)
    for score, place, role in sorted(scored, key=lambda scoring: (-scoring[0], scoring[1])):
        is_free = role not in roles or (is_one_of_many(header[place]) and _shares_heading(header, roles, role))
        if score and not roles[place] and is_free:
            roles[place] = role
    return roles


def _shares_heading(header: Sequence[str], roles: Sequence[str], role: str) -> bool:
    return all(is_one_of_many(heading) for heading, given in zip(header, roles, strict=True) if given == role)


def _score(heading: str, role: str, cells: Cells) -> float:
    """How surely a column has a role; 0 if its values speak against it."""
    filled = [cell for cell in cells if cell]
    if is_ignored(heading) or not role:
        return 0.0
    if role in ("sets_text", "load_text"):
        return SURE * (_text_role(heading, filled) == role)
    score = heading_score(heading, role)
    if not score or (filled and share(filled, LOOKS[role]) < FITTING) or (role == "sets" and counts_up(filled)):
        return 0.0
    return score + share(filled, TYPICAL.get(role, LOOKS[role]))


def _text_role(heading: str, filled: Cells) -> str:
    """Whether the cells of a column hold sets and reps at once, and which stands first; "" if they do not."""
    if share(filled, lambda cell: any(is_fit(lifted_in, cell, first) for first in (True, False))) < FITTING:
        return ""
    return "sets_text" if puts_sets_first(heading, filled) else "load_text"


def share(cells: Sequence[str], holds: Test) -> float:
    """The share of some cells, from 0 to 1, for which something holds; 0 of none."""
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def counts_up(cells: Iterable[str]) -> bool:
    """Whether a column numbers the sets (1, 2, 3, 1, 2 …) instead of counting them."""
    numbers = [int(float(cell)) for cell in cells if re.fullmatch(r"\d{1,3}(\.0)?", cell, re.ASCII)]
    steps = list(pairwise(numbers))
    rises = any(after == before + 1 for before, after in steps)
    return rises and numbers[0] == 1 and all(after in (1, before + 1) for before, after in steps)


def _is_of_the_day(cell: str) -> bool:
    at = clock_in(cell) if is_fit(clock_in, cell) else None
    return at is not None and at.hour >= FEWEST_AT_DAY


# What tells "time" of the day from "time" under the bar.
TYPICAL: Final[dict[str, Test]] = {"time": _is_of_the_day, "seconds": lambda cell: not _is_of_the_day(cell)}


def _by_values(header: Sequence[str], columns: Sequence[Cells], roles: list[str]) -> list[str]:
    """Fill what headings left open; what they say of a column stands, unless the exercise is nowhere else."""
    free = [
        place
        for place, cells in enumerate(columns)
        if not roles[place] and any(cells) and not is_ignored(header[place]) and not counts_up(filter(None, cells))
    ]
    filled = {place: [cell for cell in columns[place] if cell] for place in free}
    if "date" not in roles:
        _take(roles, filled, "date", [p for p in filled if share(filled[p], LOOKS["date"]) >= FITTING])
    numeric = [place for place, cells in filled.items() if share(cells, lambda cell: is_fit(number_in, cell, "")) == 1]
    whole = [place for place in numeric if _is_like_reps(filled[place])]
    if "exercise" not in roles and (COUNTED & set(roles) or whole):
        _name_exercise(roles, filled)
    if "exercise" in roles:
        _name_numbers(roles, filled, numeric, whole)
    return roles


def _take(roles: list[str], filled: dict[int, Cells], role: str, places: Sequence[int]) -> None:
    if places and places[0] in filled:
        roles[places[0]] = role
        del filled[places[0]]


def _is_like_reps(cells: Cells) -> bool:
    values = [float(number_in(cell, "") or 0) for cell in cells]
    return all(value % 1 == 0 for value in values) and median(values) <= HIGHEST_USUAL_REPS


def _name_exercise(roles: list[str], filled: dict[int, Cells]) -> None:
    texts = [place for place, cells in filled.items() if share(cells, LOOKS["exercise"]) >= FITTING]
    _take(roles, filled, "exercise", sorted(texts, key=lambda place: -share(filled[place], _names_a_lift)))
    if "exercise" not in roles and "title" in roles:
        roles[roles.index("title")] = "exercise"


def _names_a_lift(cell: str) -> bool:
    return bool(parts_of(cell).equipment) or any(re.search(words, cell.casefold()) for words, _ in PATTERNS)


def _name_numbers(roles: list[str], filled: dict[int, Cells], numeric: Sequence[int], whole: Sequence[int]) -> None:
    """Of unnamed numbers the highest are weights; of the small whole ones the last are reps, one before is the sets."""

    def usual(place: int) -> float:
        return median(float(number_in(cell, "") or 0) for cell in filled[place])

    open_places = [place for place in numeric if place in filled]
    highest = sorted(open_places, key=usual, reverse=True)
    if "weight" not in roles and (len(open_places) > 1 or COUNTED & set(roles)):
        _take(roles, filled, "weight", highest)
    small = [place for place in whole if place in filled]
    if not COUNTED & set(roles):
        _take(roles, filled, "reps", small[::-1])
        if "sets" not in roles:
            _take(roles, filled, "sets", [place for place in small[:1] if place in filled])
