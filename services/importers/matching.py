"""Which exercise a name in a file stands for: the lifter's own first, then the catalogue, else a new one of theirs."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz.fuzz import ratio
from sqlalchemy import Connection, select

from database.oltp_tables import CATALOGUE, exercise_aliases, exercise_settings, exercises
from services.catalogue import fold_name
from services.importers.names import Parts, parts_of

ALIKE: Final = 0.90
WORTH_ASKING: Final = 0.75  # from here on a likeness is shown, and never taken without an answer
# What makes another lift of the same words, whatever the likeness.
VARIANTS: Final = frozenset((
    "incline", "decline", "close", "wide", "narrow", "front", "back", "reverse", "seated", "standing", "lying",
    "single", "sumo", "romanian", "straight", "assisted", "weighted", "high", "low", "lateral", "abduction",
    "adduction", "abductor", "adductor", "upright", "overhead",
))  # fmt: skip
SHORTEST_SLIP: Final = 4


@dataclass(frozen=True)
class Match:
    """What a name in the file becomes; without an exercise_id it becomes a new exercise of the lifter's own."""

    name: str
    exercise_id: int | None
    exercise: str
    how: str  # corrected, yours, same name, known name, same words, alike, ask, new
    score: float = 1.0
    suggested: int | None = None  # the exercise that it may be, where the lifter is asked


@dataclass(frozen=True)
class Known:
    """A name under which an exercise is known."""

    exercise_id: int
    text: str
    equipment: str

    def fits(self, parts: Parts) -> bool:
        """Whether the equipment agrees: what the name says, or else what the exercise is done with."""
        said = parts_of(self.text).equipment
        return parts.equipment == (said or (frozenset({self.equipment}) if parts.equipment else said))


@dataclass
class Library:
    """All names that a lifter's file may mean: their own, and the catalogue's. It learns while a file is matched."""

    names: dict[int, str]  # what the lifter calls each exercise
    equipment: dict[int, str]
    mine: dict[str, int]  # the lifter's exercises, by folded name
    own: dict[str, int]  # and all that they named or corrected
    exact: Mapping[str, int]
    folded: Mapping[str, int]
    by_words: dict[tuple[str, ...], list[Known]] = field(default_factory=lambda: defaultdict(list))
    vocabulary: set[str] = field(default_factory=set)

    def add(self, exercise_id: int, text: str) -> None:
        """Know an exercise by one more name."""
        words = parts_of(text).words
        self.by_words[words].append(Known(exercise_id, text, self.equipment[exercise_id]))
        self.vocabulary.update(words)

    def create(self, exercise_id: int, name: str, equipment: str) -> None:
        """Know one more exercise of the lifter's own."""
        self.names[exercise_id] = name
        self.equipment[exercise_id] = equipment
        self.mine[fold_name(name)] = exercise_id

    def learn(self, name: str, exercise_id: int) -> None:
        """Let a name of the file mean this exercise from here on."""
        self.own[fold_name(name)] = exercise_id
        self.add(exercise_id, name)

    def match(self, name: str) -> Match:
        """The exercise that a name stands for, by the first rule that finds exactly one."""
        key, parts = fold_name(name), parts_of(name)
        rules: tuple[tuple[str, Callable[[], int | None]], ...] = (
            ("yours", lambda: self.own.get(key)),
            ("same name", lambda: self.exact.get(name)),
            ("known name", lambda: self.folded.get(key)),
            ("same words", lambda: self._of_same_words(parts)),
        )
        for how, rule in rules:
            exercise_id = rule()
            if exercise_id is not None:
                return Match(name, exercise_id, self.names[exercise_id], how)
        return self._alike(name, parts)

    def _of_same_words(self, parts: Parts) -> int | None:
        same = self.by_words.get(parts.words, ()) if parts.words else ()
        fitting = {exercise.exercise_id for exercise in same if exercise.fits(parts)}
        return fitting.pop() if len(fitting) == 1 else None

    def _alike(self, name: str, parts: Parts) -> Match:
        """A name with a slip of the pen in a longer word; the likeliest, and of equals the first by its text."""
        certain = {word for word in parts.words if self._is_no_slip(word)}
        matches = [
            (likeness, exercise)
            for words, knowns in self.by_words.items()
            if len(words) == len(parts.words) and certain <= set(words)
            for likeness in (ratio(" ".join(words), " ".join(parts.words)) / 100,)
            for exercise in knowns
            if likeness >= ALIKE and exercise.fits(parts)
        ]
        if not matches:
            return self._perhaps(name, parts)
        score, best = min(matches, key=lambda pair: (-pair[0], pair[1].text))
        return Match(name, best.exercise_id, self.names[best.exercise_id], "alike", score)

    def _perhaps(self, name: str, parts: Parts) -> Match:
        """A new exercise, with the likest one to ask about: of the same equipment, and no variant of it."""
        joined_words, best, score = " ".join(parts.words), None, WORTH_ASKING
        for words, knowns in self.by_words.items():
            likeness = ratio(" ".join(words), joined_words, score_cutoff=score * 100) / 100
            if likeness >= score and not VARIANTS & set(words).symmetric_difference(parts.words):
                fitting = next((exercise for exercise in knowns if exercise.fits(parts)), None)
                best, score = (fitting, likeness) if fitting else (best, score)
        if best is None:
            return Match(name, None, name, "new", 0.0)
        return Match(name, None, name, "ask", score, best.exercise_id)

    def _is_no_slip(self, word: str) -> bool:
        """A word that some exercise has is none (abduction is not adduction), nor is a number or a short word."""
        return word in self.vocabulary or len(word) < SHORTEST_SLIP or not word.isalpha()


def load_library(connection: Connection, user_id: int) -> Library:
    """The names that this lifter's files may use; what the lifter named or corrected wins over the catalogue."""
    rows = _exercises(connection, user_id)
    renamed = _own_names(connection, user_id)
    aliases = [alias for alias in _aliases(connection, user_id) if alias.exercise_id in rows]
    mine = {e: row.name for e, row in rows.items() if row.user_id != CATALOGUE}
    theirs = {e: row.name for e, row in rows.items() if row.user_id == CATALOGUE}
    spelled = [
        *theirs.items(),
        *mine.items(),
        *renamed.items(),
        *((alias.exercise_id, alias.alias) for alias in aliases),
    ]
    library = Library(
        names={e: row.name for e, row in rows.items()} | renamed,
        equipment={e: row.equipment for e, row in rows.items()},
        mine=_keys(mine),
        own=_keys(mine) | _keys(renamed) | {a.alias_key: a.exercise_id for a in aliases if a.user_id != CATALOGUE},
        exact={name: e for e, name in theirs.items()},
        folded={a.alias_key: a.exercise_id for a in aliases if a.user_id == CATALOGUE} | _keys(theirs),
    )
    for exercise_id, text in spelled:
        library.add(exercise_id, text)
    return library


def _keys(names: Mapping[int, str]) -> dict[str, int]:
    return {fold_name(name): exercise_id for exercise_id, name in names.items()}


def _exercises(connection: Connection, user_id: int) -> dict[int, Any]:
    table = exercises.c
    statement = select(table.user_id, table.exercise_id, table.name, table.equipment)
    rows = connection.execute(statement.where(table.user_id.in_((CATALOGUE, user_id))))
    return {row.exercise_id: row for row in rows}


def _own_names(connection: Connection, user_id: int) -> dict[int, str]:
    table = exercise_settings.c
    statement = select(table.exercise_id, table.own_name).where(table.user_id == user_id, table.own_name.is_not(None))
    return {row.exercise_id: row.own_name for row in connection.execute(statement)}


def _aliases(connection: Connection, user_id: int) -> list[Any]:
    table = exercise_aliases.c
    statement = select(table.user_id, table.alias_key, table.alias, table.exercise_id)
    return list(connection.execute(statement.where(table.user_id.in_((CATALOGUE, user_id)))))
