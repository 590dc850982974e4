"""Find an exercise by what lifters type: aliases, abbreviations, typos ("rdl", "db bench", "benhc pres")."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from rapidfuzz.distance import OSA

from services.catalogue import fold_name

SHORT: Final[Mapping[str, str]] = {
    "bb": "barbell",
    "bw": "bodyweight",
    "db": "dumbbell",
    "dbs": "dumbbell",
    "dl": "deadlift",
    "kb": "kettlebell",
    "oh": "overhead",
    "sm": "smith",
    "tri": "triceps",
}
NOT_A_WORD: Final = re.compile(r"[^\w]+")
TYPOS: Final = ((4, 1), (7, 2))  # (minimum letters, allowed typos)
PREFIX_COST, TYPO_COST, EXTRA_WORD_COST = 1.0, 4.0, 0.1
GOOD: Final = TYPO_COST  # below this cost there was no typo


@dataclass(frozen=True)
class Entry:
    """A searchable exercise: its name for the lifter, and its other spellings."""

    exercise_id: int
    name: str
    spellings: tuple[str, ...] = ()


def find(
    query: str,
    entries: Iterable[Entry],
    recent: Sequence[int] = (),
    routine: Sequence[int] = (),
    limit: int = 20,
) -> list[Entry]:
    """Return the exercises that match a query, best first; an empty query puts recent ones and the routine's first.

    Matches without a typo come before those with one; within each, `recent` ids come first in their order, then the
    `routine`'s, then the closest.
    """
    favoured = {exercise_id: place for place, exercise_id in reversed(list(enumerate([*recent, *routine])))}
    matches = [(cost, entry) for entry, cost in _costs(query, list(entries)).items()]
    last = len(favoured) + 1

    def order(match: tuple[float, Entry]) -> tuple[bool, int, float, int, str]:
        cost, entry = match
        return cost >= GOOD, favoured.get(entry.exercise_id, last), cost, len(entry.name), entry.name

    return [entry for _, entry in islice(sorted(matches, key=order), limit)]


def is_known(name: str, entries: Iterable[Entry]) -> bool:
    """Whether an exercise of this name exists already."""
    key = fold_name(name)
    return any(fold_name(entry.name) == key for entry in entries)


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """Split a name into words for comparison: folded, without accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", fold_name(text)) if not unicodedata.combining(c))
    return tuple(NOT_A_WORD.sub(" ", bare.replace("'", "")).split())


def _costs(query: str, entries: Collection[Entry]) -> dict[Entry, float]:
    """Return the cost of each matching exercise; everything matches an empty query at no cost."""
    typed = words_of(query)
    vocabulary = {word for entry in entries for name in _spellings(entry) for word in words_of(name)}
    meanings = [_meanings(word, vocabulary) for word in typed]
    costs = {entry: min(_cost(typed, meanings, words_of(name)) for name in _spellings(entry)) for entry in entries}
    return {entry: cost for entry, cost in costs.items() if cost != float("inf")}


def _spellings(entry: Entry) -> tuple[str, ...]:
    return entry.name, *entry.spellings


def _meanings(typed: str, vocabulary: Collection[str]) -> dict[str, float]:
    """Return the words that a typed one may mean, each with its cost."""
    long = SHORT.get(typed)
    costs = {word: _word_cost(typed, word) for word in vocabulary}
    costs |= {word: 0.0 for word in vocabulary if word == long}
    return {word: cost for word, cost in costs.items() if cost is not None}


def _word_cost(typed: str, word: str) -> float | None:
    if word == typed:
        return 0.0
    if word.startswith(typed):
        return PREFIX_COST
    slips = max((slips for letters, slips in TYPOS if len(typed) >= letters), default=0)
    if not slips:
        return None
    apart = min(OSA.distance(typed, word[:length], score_cutoff=slips) for length in _lengths(typed, word))
    return TYPO_COST + apart if apart <= slips else None


def _lengths(typed: str, word: str) -> set[int]:
    """Return the lengths of a word to compare: all of it, or as much as was typed, plus or minus a letter."""
    return {len(word)} | {n for n in range(len(typed) - 1, len(typed) + 2) if n < len(word)}


def _cost(typed: Sequence[str], meanings: Sequence[Mapping[str, float]], words: Sequence[str]) -> float:
    if not typed:
        return 0.0
    if "".join(words).startswith("".join(typed)) and typed != words:
        joined = PREFIX_COST + EXTRA_WORD_COST * abs(len(words) - len(typed))
    else:
        joined = float("inf")
    each = [min((meaning[word] for word in words if word in meaning), default=float("inf")) for meaning in meanings]
    return min(joined, sum(each) + EXTRA_WORD_COST * max(len(words) - len(typed), 0))
