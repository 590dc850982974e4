"""Which exercise each name of a file becomes: guessed, corrected by the lifter, or a new one of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

import pandas as pd

from database.ids import new_id
from database.oltp_tables import FIRST_OWN_EXERCISE
from services.catalogue import fold_name
from services.errors import NoSuchExercise
from services.importers.matching import Library, Match
from services.importers.names import parts_of, pattern_of
from services.importers.plan import Row

# What an exercise that nobody knows is measured in, by what its sets have; the first that holds.
LOAD_TYPES: Final[tuple[tuple[Callable[[pd.DataFrame], bool], str], ...]] = (
    (lambda sets: any(weight and weight < 0 for weight in sets["weight"]), "assisted"),
    (lambda sets: _has(sets, "distance") and _has(sets, "weight"), "carry"),
    (lambda sets: _has(sets, "distance"), "distance"),
    (lambda sets: _has(sets, "seconds") and not _has(sets, "reps") and not _has(sets, "weight"), "duration"),
    (lambda sets: True, "external"),
)


@dataclass
class Choices:
    """The match and the exercise of each name, the rows of the exercises that would be new, and what to remember."""

    matches: list[Match] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    new: dict[int, Row] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    learned: set[str] = field(default_factory=set)  # names that must mean the same next time

    def exercise_of(self, name: str) -> int:
        """The exercise of a name that stands in the file."""
        return self.ids[name]


def choose(library: Library, frame: pd.DataFrame, corrections: Mapping[str, int | None]) -> Choices:
    """Match every name of a normalised frame; NoSuchExercise for a correction to what is not the lifter's to use.

    Names are matched in the order of the file and the library learns from each, so that two spellings of a new exercise
    become one, and the same ones whether they come in one file or in two.
    """
    chosen = Choices(corrected=set(corrections))
    for name in map(str, frame["lift"].unique()):
        match = _match(library, name, corrections)
        exercise_id = match.exercise_id or _create(library, chosen, _exercise(name, frame[frame["lift"] == name]))
        if match.how == "corrected" or (exercise_id >= FIRST_OWN_EXERCISE and match.how != "yours"):
            library.learn(name, exercise_id)
            chosen.learned.add(name)
        chosen.ids[name] = exercise_id
        chosen.matches.append(match if exercise_id not in chosen.new else replace(match, exercise_id=None))
    return chosen


def _create(library: Library, chosen: Choices, row: Row) -> int:
    exercise_id = int(row["exercise_id"])
    chosen.new[exercise_id] = row
    library.create(exercise_id, row["name"], row["equipment"])
    return exercise_id


def _match(library: Library, name: str, corrections: Mapping[str, int | None]) -> Match:
    if name not in corrections:
        return library.match(name)
    exercise_id = corrections[name]
    chosen = library.mine.get(fold_name(name)) if exercise_id is None else exercise_id
    if chosen is not None and chosen not in library.names:
        raise NoSuchExercise
    return Match(name, chosen, library.names.get(chosen or 0, name), "corrected")


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
