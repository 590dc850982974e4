"""Find an exercise by what lifters type: any spelling, "rdl", "db bench", "benhc pres"; the ones in use come first."""

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
TYPOS: Final = ((4, 1), (7, 2))  # from so many letters, so many slips
PREFIX_COST, TYPO_COST, EXTRA_WORD_COST = 1.0, 4.0, 0.1
GOOD: Final = TYPO_COST  # below this cost no letter was wrong


@dataclass(frozen=True)
class Entry:
    """One exercise to be found: the name that the lifter knows it by, and every other spelling of it."""

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
    """The exercises that a query may mean, best first; for an empty query the recent ones and the routine's first.

    Matches without a wrong letter stand before those with one; among either, `recent` ids in their order come first,
    then the `routine`'s, then the closest.
    """
    favoured = {exercise_id: place for place, exercise_id in reversed(list(enumerate([*recent, *routine])))}
    found = [(cost, entry) for entry, cost in _costs(query, list(entries)).items()]
    last = len(favoured) + 1

    def order(match: tuple[float, Entry]) -> tuple[bool, int, float, int, str]:
        cost, entry = match
        return cost >= GOOD, favoured.get(entry.exercise_id, last), cost, len(entry.name), entry.name

    return [entry for _, entry in islice(sorted(found, key=order), limit)]


def is_known(name: str, entries: Iterable[Entry]) -> bool:
    """Whether an exercise is already called this: then it need not be created."""
    key = fold_name(name)
    return any(fold_name(entry.name) == key for entry in entries)


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: folded, without accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", fold_name(text)) if not unicodedata.combining(c))
    return tuple(NOT_A_WORD.sub(" ", bare.replace("'", "")).split())


def _costs(query: str, entries: Collection[Entry]) -> dict[Entry, float]:
    """What each exercise that matches costs; everything matches an empty query at no cost."""
    wanted = words_of(query)
    vocabulary = {word for entry in entries for name in _spellings(entry) for word in words_of(name)}
    meanings = [_meanings(word, vocabulary) for word in wanted]
    costs = {entry: min(_cost(wanted, meanings, words_of(name)) for name in _spellings(entry)) for entry in entries}
    return {entry: cost for entry, cost in costs.items() if cost != float("inf")}


def _spellings(entry: Entry) -> tuple[str, ...]:
    return entry.name, *entry.spellings


def _meanings(typed: str, vocabulary: Collection[str]) -> dict[str, float]:
    """The words that a typed one may stand for, each with its cost."""
    long = SHORT.get(typed)
    found = {word: _word_cost(typed, word) for word in vocabulary}
    found |= {word: 0.0 for word in vocabulary if word == long}
    return {word: cost for word, cost in found.items() if cost is not None}


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
    """How much of a word is compared: all of it, or as much as was typed, a letter more or less."""
    return {len(word)} | {n for n in range(len(typed) - 1, len(typed) + 2) if n < len(word)}


def _cost(wanted: Sequence[str], meanings: Sequence[Mapping[str, float]], words: Sequence[str]) -> float:
    if not wanted:
        return 0.0
    if "".join(words).startswith("".join(wanted)) and wanted != words:
        joined = PREFIX_COST + EXTRA_WORD_COST * abs(len(words) - len(wanted))
    else:
        joined = float("inf")
    each = [min((meaning[word] for word in words if word in meaning), default=float("inf")) for meaning in meanings]
    return min(joined, sum(each) + EXTRA_WORD_COST * max(len(words) - len(wanted), 0))
