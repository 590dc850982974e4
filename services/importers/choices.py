"""Which exercise each name of a file becomes: guessed, corrected by the lifter, or a new one of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pandas as pd

from database.ids import new_id
from services.catalogue import fold_name
from services.errors import NoSuchExercise
from services.importers.matching import Library, Match
from services.importers.names import parts_of, pattern_of
from services.importers.plan import Row

# What an exercise that nobody knows is measured in, by what its sets have; the first that holds.
LOAD_TYPES: Final[tuple[tuple[Callable[[pd.DataFrame], bool], str], ...]] = (
    (lambda sets: _has(sets, "distance") and _has(sets, "weight"), "carry"),
    (lambda sets: _has(sets, "distance"), "distance"),
    (lambda sets: _has(sets, "seconds") and not _has(sets, "reps") and not _has(sets, "weight"), "duration"),
    (lambda sets: True, "external"),
)


@dataclass(frozen=True)
class Choices:
    """The match of each name, the id of each, and the rows of the exercises that would be new."""

    matches: list[Match]
    ids: Mapping[str, int]
    new: list[Row]
    corrected: frozenset[str]

    def exercise_of(self, name: str) -> int:
        """The exercise of a name that stands in the file."""
        return self.ids[name]


def choose(library: Library, frame: pd.DataFrame, corrections: Mapping[str, int | None]) -> Choices:
    """Match every name of a normalised frame; NoSuchExercise for a correction to what is not the lifter's to use."""
    matches = [_match(library, str(name), corrections) for name in frame["exercise"].unique()]
    new = _new_exercises([match.name for match in matches if match.exercise_id is None], frame)
    ids = {match.name: match.exercise_id or new[fold_name(match.name)]["exercise_id"] for match in matches}
    return Choices(matches, ids, list(new.values()), frozenset(corrections.keys() & ids.keys()))


def _match(library: Library, name: str, corrections: Mapping[str, int | None]) -> Match:
    if name not in corrections:
        return library.match(name)
    wanted = corrections[name]
    chosen = library.mine.get(fold_name(name)) if wanted is None else wanted
    if chosen is not None and chosen not in library.names:
        raise NoSuchExercise
    return Match(name, chosen, library.names.get(chosen or 0, name), "corrected")


def _new_exercises(names: list[str], frame: pd.DataFrame) -> dict[str, Row]:
    """One row for each folded name, so that two spellings do not become two exercises."""
    made: dict[str, Row] = {}
    for name in names:
        made.setdefault(fold_name(name), _exercise(name, frame[frame["exercise"] == name]))
    return made


def _exercise(name: str, sets: pd.DataFrame) -> Row:
    equipment = parts_of(name).equipment
    return {
        "exercise_id": new_id(),
        "name": name.strip(),
        "name_key": fold_name(name),
        "equipment": min(equipment) if len(equipment) == 1 else "other",
        "pattern": pattern_of(name),
        "load_type": next(load_type for holds, load_type in LOAD_TYPES if holds(sets)),
        "created_at": datetime.now(UTC),
    }


def _has(sets: pd.DataFrame, column: str) -> bool:
    return any(value == value and bool(value) for value in sets[column])
