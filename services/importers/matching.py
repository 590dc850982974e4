"""Which exercise a name in a file stands for: the lifter's own first, then the catalogue, else a new one of theirs."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from rapidfuzz.fuzz import ratio
from sqlalchemy import Connection, select

from database.oltp_tables import CATALOGUE, exercise_aliases, exercise_settings, exercises
from services.catalogue import fold_name
from services.importers.names import Parts, parts_of

ALIKE: Final = 0.90


@dataclass(frozen=True)
class Match:
    """What a name in the file becomes; without an exercise_id it becomes a new exercise of the lifter's own."""

    name: str
    exercise_id: int | None
    exercise: str
    how: str  # corrected, yours, same name, known name, same words, alike, new
    score: float = 1.0


@dataclass(frozen=True)
class Known:
    """A name under which an exercise is known."""

    exercise_id: int
    text: str
    equipment: str

    def fits(self, wanted: Parts) -> bool:
        """Whether the equipment agrees: what the name says, or else what the exercise is done with."""
        said = parts_of(self.text).equipment
        return wanted.equipment == (said or (frozenset({self.equipment}) if wanted.equipment else said))


@dataclass(frozen=True)
class Library:
    """All names that a lifter's file may mean: their own, and the catalogue's."""

    names: Mapping[int, str]  # what the lifter calls each exercise
    mine: Mapping[str, int] = field(default_factory=dict)  # the lifter's exercises, by folded name
    own: Mapping[str, int] = field(default_factory=dict)  # and all that they named or corrected
    exact: Mapping[str, int] = field(default_factory=dict)
    folded: Mapping[str, int] = field(default_factory=dict)
    known: tuple[Known, ...] = ()

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

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], list[Known]]:
        found = defaultdict(list)
        for known in self.known:
            found[parts_of(known.text).words].append(known)
        return found

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for words in self._by_words for word in words)

    def _of_same_words(self, parts: Parts) -> int | None:
        same = self._by_words.get(parts.words, ()) if parts.words else ()
        fitting = {known.exercise_id for known in same if known.fits(parts)}
        return fitting.pop() if len(fitting) == 1 else None

    def _alike(self, name: str, parts: Parts) -> Match:
        """A name with a slip of the pen. A word that some exercise has is no slip: abduction is not adduction."""
        certain = set(parts.words) & self._vocabulary
        best, score = None, ALIKE
        for words, fitting in self._by_words.items():
            if len(words) != len(parts.words) or not certain <= set(words):
                continue
            likeness = ratio(" ".join(words), " ".join(parts.words)) / 100
            chosen = next((known for known in fitting if known.fits(parts)), None)
            if chosen and likeness >= score:
                best, score = chosen, likeness
        if best is None:
            return Match(name, None, name, "new", 0.0)
        return Match(name, best.exercise_id, self.names[best.exercise_id], "alike", score)


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
    return Library(
        names={e: row.name for e, row in rows.items()} | renamed,
        mine=_keys(mine),
        own=_keys(mine) | _keys(renamed) | {a.alias_key: a.exercise_id for a in aliases if a.user_id != CATALOGUE},
        exact={name: e for e, name in theirs.items()},
        folded={a.alias_key: a.exercise_id for a in aliases if a.user_id == CATALOGUE} | _keys(theirs),
        known=tuple(Known(e, text, rows[e].equipment) for e, text in spelled),
    )


def _keys(names: Mapping[int, str]) -> dict[str, int]:
    return {fold_name(name): exercise_id for exercise_id, name in names.items()}


def _exercises(connection: Connection, user_id: int) -> dict[int, Any]:
    table = exercises.c
    wanted = select(table.user_id, table.exercise_id, table.name, table.equipment)
    rows = connection.execute(wanted.where(table.user_id.in_((CATALOGUE, user_id))))
    return {row.exercise_id: row for row in rows}


def _own_names(connection: Connection, user_id: int) -> dict[int, str]:
    table = exercise_settings.c
    wanted = select(table.exercise_id, table.own_name).where(table.user_id == user_id, table.own_name.is_not(None))
    return {row.exercise_id: row.own_name for row in connection.execute(wanted)}


def _aliases(connection: Connection, user_id: int) -> list[Any]:
    table = exercise_aliases.c
    wanted = select(table.user_id, table.alias_key, table.alias, table.exercise_id)
    return list(connection.execute(wanted.where(table.user_id.in_((CATALOGUE, user_id)))))
