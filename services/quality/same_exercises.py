"""Exercises that look the same: the same words in another order or spelling, and nothing that tells them apart."""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, permutations

from rapidfuzz.distance import OSA

from services.exercises.lists import Known
from services.exercises.search import SHORT, TYPOS, words_of
from services.quality.shapes import Finding, Fix

# Words that say nothing of an exercise by themselves.
FILLERS = frozenset({"with", "the", "a", "on", "and", "of", "exercise"})
ANY = frozenset({"other", "none"})  # equipment that was never said
MOST_WORDS = 6


def same_exercises(shelf: Iterable[Known]) -> Iterator[Finding]:
    """Pairs of exercises of which at least one is the lifter's own, in use or logged, that look like one."""
    kept = [exercise for exercise in shelf if exercise.merged_into is None and (exercise.is_own or exercise.use.sets)]
    catalogue = {word for exercise in shelf if not exercise.is_own for word in words_of(exercise.first_name)}
    own = [exercise for exercise in kept if exercise.is_own]
    pairs = [*combinations(own, 2), *((mine, second) for mine in own for second in kept if not second.is_own)]
    for exercise, second in pairs:
        if _are_alike(exercise, second, catalogue):
            yield _finding(
                *sorted((exercise, second), key=lambda candidate: (not candidate.is_own, candidate.use.sets))
            )


def _finding(away: Known, into: Known) -> Finding:
    about = {"names": (away.name, into.name), "sets": (away.use.sets, into.use.sets)}
    fix = Fix("merge", into.name, merge=(away.exercise_id, into.exercise_id))
    low, high = sorted((away.exercise_id, into.exercise_id))
    return Finding("same_exercise", f"same:{low}:{high}", None, about, (fix,))


def _are_alike(first: Known, second: Known, catalogue: Collection[str]) -> bool:
    if first.load_type != second.load_type:
        return False
    if first.equipment != second.equipment and not ANY & {first.equipment, second.equipment}:
        return False
    return _are_alike_words(_meaning(first.name), _meaning(second.name), catalogue)


def _meaning(name: str) -> tuple[str, ...]:
    words = (SHORT.get(word, word) for word in words_of(name))
    return tuple(sorted(word.removesuffix("s") if len(word) > 3 else word for word in words if word not in FILLERS))


def _are_alike_words(some: tuple[str, ...], others: tuple[str, ...], catalogue: Collection[str]) -> bool:
    if some == others:
        return bool(some)
    if "".join(some) == "".join(others):
        return True
    if len(some) != len(others) or len(some) > MOST_WORDS:
        return False
    left, right = _without(some, others), _without(others, some)
    return any(all(map(lambda a, b: _is_slip(a, b, catalogue), left, turn)) for turn in permutations(right))


def _without(some: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [word for word in some if word not in others]


def _is_slip(first: str, second: str, catalogue: Collection[str]) -> bool:
    """Whether one word is the other with a letter wrong; two words that the catalogue knows are two words."""
    if {first, f"{first}s"} & {*catalogue} and {second, f"{second}s"} & {*catalogue}:
        return False
    slips = max((slips for letters, slips in TYPOS if min(len(first), len(second)) >= letters), default=0)
    return bool(slips) and OSA.distance(first, second) <= slips
