"""Exercises in words: what they train, how their load counts, what a merge would move; and which are looked for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Final

from services.analysis.volume import tonnage
from services.exercises.lists import Known, Use
from services.exercises.search import Entry, find
from services.units import in_unit
from utils import styling
from utils.styling import Display, in_words

EVERYTHING: Final = "All"
IN_USE, OWN, ARCHIVED, MERGED = "In use", "My own", "Archived", "Merged away"
SHOWN: Final[Mapping[str, Callable[[Known], bool]]] = {
    IN_USE: lambda one: one.is_in_use,
    OWN: lambda one: one.is_own and one.merged_into is None,
    ARCHIVED: lambda one: one.is_archived,
    MERGED: lambda one: one.merged_into is not None,
}
CREDIT_WORDS: Final = {1.0: "a whole set", 0.5: "half a set"}
LOADS: Final = {
    "external": "A weight",
    "bodyweight": "Body weight",
    "weighted_bodyweight": "Body weight and a weight",
    "assisted": "Body weight, assisted",
    "duration": "Time",
    "distance": "Distance and time",
    "carry": "A weight over a distance",
}
HELD: Final = ("external", "carry")  # with these a second implement doubles the load
COUNTED_IN_REPS: Final = ("external", "bodyweight", "weighted_bodyweight", "assisted")
EXAMPLE_LOAD, EXAMPLE_REPS = 20, 10


def muscles(one: Known) -> str:
    """What one hard set gives: "A hard set counts as a whole set for chest, half a set for triceps." """
    if not one.muscles:
        return "No muscles are named, so its sets count for none."
    parts = []
    for credit, words in CREDIT_WORDS.items():
        named = [in_words(muscle).lower() for muscle, value in one.muscles.items() if value == credit]
        parts += [f"{words} for {_listed(named)}"] if named else []
    return f"A hard set counts as {', and as '.join(parts)}."


def in_short(one: Known) -> str:
    """Its main muscles and its equipment: "Chest · Barbell"."""
    main = ", ".join(in_words(muscle) for muscle, credit in one.muscles.items() if credit == 1).capitalize()
    return " · ".join(filter(None, [main, equipment(one.equipment)]))


def equipment(code: str) -> str:
    """Equipment as a person says it."""
    return {"none": "No equipment", "ez_bar": "EZ bar", "bodyweight": "Body weight"}.get(code) or in_words(code)


def load_counts(one: Known, display: Display) -> str:
    """How what is entered becomes a load and a tonnage."""
    sentences = [_LOAD_SENTENCES[one.load_type](one, display)]
    if one.counts_per_side and one.load_type in COUNTED_IN_REPS:
        sentences.append("The reps entered are those of one side and count for both.")
    if one.load_type == "external" and (one.counts_per_side or one.counted_implements > 1):
        sentences.append(_example(one, display))
    return " ".join(sentences)


def _external(one: Known, display: Display) -> str:
    if one.counted_implements > 1:
        return "You enter the weight of one; both hands hold one, so it counts twice."
    if one.equipment in ("barbell", "ez_bar", "trap_bar", "smith_machine"):
        return "You enter bar and plates together."
    return "The weight counts as you enter it."


def _bodyweight(one: Known, display: Display) -> str:
    if not one.bodyweight_fraction:
        return "Only reps are entered; there is no load."
    return f"{_share(one, display)} your body weight is the load; only reps are entered."


def _share(one: Known, display: Display) -> str:
    share = one.bodyweight_fraction or 0
    return "All of" if share == 1 else f"{styling.percent(share, display)} of"


_LOAD_SENTENCES: Final[Mapping[str, Callable[[Known, Display], str]]] = {
    "external": _external,
    "bodyweight": _bodyweight,
    "weighted_bodyweight": lambda one, display: (
        f"{_share(one, display)} your body weight, and what you enter in addition, is the load."
        if one.bodyweight_fraction
        else "The weight that you enter is the load; your body weight is not counted."
    ),
    "assisted": lambda one, display: (
        f"{_share(one, display)} your body weight, less the help that you enter, is the load."
    ),
    "duration": lambda one, display: "Time is entered. It counts as sets, never as tonnage.",
    "distance": lambda one, display: "Distance and time are entered. They never count as tonnage.",
    "carry": lambda one, display: (
        f"You enter the weight of {'one hand' if one.counted_implements > 1 else 'the load'} and the distance. "
        "It counts as sets, never as tonnage."
    ),
}


def _example(one: Known, display: Display) -> str:
    kg = in_unit(EXAMPLE_LOAD, display.unit, "kg")
    hands, sides = one.counted_implements, one.counts_per_side
    total = tonnage([{"load": kg, "reps": EXAMPLE_REPS, "implements": hands, "per_side": sides}])
    entered = f"{styling.load(EXAMPLE_LOAD, display.unit, display)} × {EXAMPLE_REPS}"
    return f"{entered} comes to {styling.tonnage(total, display)}."


def will_move(use: Use, one: Known, into: Known, display: Display, today: date) -> list[str]:
    """What merging would do, in sentences."""
    if use.sets:
        days = _days(use, display, today)
        moved = f"{styling.plural(use.sets, 'set', display)} of {one.name}, {days}, will count as {into.name}."
    else:
        moved = f"Nothing was logged of {one.name} yet; what comes later will count as {into.name}."
    found = [moved, f"{one.name} is no longer offered. Records and charts follow. You can undo this at any time."]
    if one.load_type != into.load_type:
        found.append(f"They count differently: {LOADS[one.load_type].lower()}, then {LOADS[into.load_type].lower()}.")
    return found


def used(use: Use, display: Display, today: date) -> str:
    """How much was logged: "142 sets, 5 Jan 2024 to 3 Mar"."""
    return f"{styling.plural(use.sets, 'set', display)}, {_days(use, display, today)}" if use.sets else "Not done yet"


def _days(use: Use, display: Display, today: date) -> str:
    ends = [styling.short_day(day, display, today) for day in (use.first_on, use.last_on)]
    return ends[0] if use.first_on == use.last_on else " to ".join(ends)


def looked_for(
    shelf: Mapping[int, Known],
    entries: Sequence[Entry],
    query: str,
    recent: Sequence[int],
    muscle: str = EVERYTHING,
    kind: str = EVERYTHING,
    shown: str = IN_USE,
) -> list[Known]:
    """The exercises that fit all that was asked: the best match first, without a query the recent ones first."""
    wanted = [one for one in shelf.values() if SHOWN[shown](one) and _fits(one, muscle, kind)]
    if not query.strip():
        places = {number: place for place, number in enumerate(recent)}
        return sorted(wanted, key=lambda one: places.get(one.exercise_id, len(places)))
    ids = {one.exercise_id for one in wanted}
    candidates = [entry for entry in entries if entry.exercise_id in ids] + _missing(wanted, entries)
    return [shelf[entry.exercise_id] for entry in find(query, candidates, recent, limit=len(candidates))]


def _fits(one: Known, muscle: str, kind: str) -> bool:
    return (muscle == EVERYTHING or muscle in one.muscles) and kind in (EVERYTHING, one.equipment)


def _missing(wanted: Collection[Known], entries: Sequence[Entry]) -> list[Entry]:
    """Those that the log does not offer, archived ones say, have no entry of their own."""
    there = {entry.exercise_id for entry in entries}
    return [Entry(one.exercise_id, one.name, (one.first_name,)) for one in wanted if one.exercise_id not in there]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
