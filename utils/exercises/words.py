"""Describe muscles, loads and merges of exercises as text, and search exercises."""

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
    IN_USE: lambda exercise: exercise.is_in_use,
    OWN: lambda exercise: exercise.is_own and exercise.merged_into is None,
    ARCHIVED: lambda exercise: exercise.is_archived,
    MERGED: lambda exercise: exercise.merged_into is not None,
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
HELD: Final = ("external", "carry")  # load types where a second implement doubles the load
COUNTED_IN_REPS: Final = ("external", "bodyweight", "weighted_bodyweight", "assisted")
EXAMPLE_LOAD, EXAMPLE_REPS = 20, 10


def muscles(exercise: Known) -> str:
    """Write the credit of one hard set: "A hard set counts as a whole set for chest"."""
    if not exercise.muscles:
        return "No muscles are named, so its sets count for none."
    parts = []
    for credit, words in CREDIT_WORDS.items():
        named = [in_words(muscle).lower() for muscle, value in exercise.muscles.items() if value == credit]
        parts += [f"{words} for {_listed(named)}"] if named else []
    return f"A hard set counts as {', and as '.join(parts)}."


def in_short(exercise: Known) -> str:
    """Write the main muscles and the equipment: "Chest · Barbell"."""
    main = ", ".join(in_words(muscle) for muscle, credit in exercise.muscles.items() if credit == 1).capitalize()
    return " · ".join(filter(None, [main, equipment(exercise.equipment)]))


def equipment(code: str) -> str:
    """Write an equipment code in everyday words."""
    return {"none": "No equipment", "ez_bar": "EZ bar", "bodyweight": "Body weight"}.get(code) or in_words(code)


def load_counts(exercise: Known, display: Display) -> str:
    """Describe how an entry becomes a load and a tonnage."""
    sentences = [_LOAD_SENTENCES[exercise.load_type](exercise, display)]
    if exercise.counts_per_side and exercise.load_type in COUNTED_IN_REPS:
        sentences.append("The reps entered are those of one side and count for both.")
    if exercise.load_type == "external" and (exercise.counts_per_side or exercise.counted_implements > 1):
        sentences.append(_example(exercise, display))
    return " ".join(sentences)


def _external(exercise: Known, display: Display) -> str:
    if exercise.counted_implements > 1:
        return "You enter the weight of one; both hands hold one, so it counts twice."
    if exercise.equipment in ("barbell", "ez_bar", "trap_bar", "smith_machine"):
        return "You enter bar and plates together."
    return "The weight counts as you enter it."


def _bodyweight(exercise: Known, display: Display) -> str:
    if not exercise.bodyweight_fraction:
        return "Only reps are entered; there is no load."
    return f"{_share(exercise, display)} your body weight is the load; only reps are entered."


def _share(exercise: Known, display: Display) -> str:
    share = exercise.bodyweight_fraction or 0
    return "All of" if share == 1 else f"{styling.percent(share, display)} of"


_LOAD_SENTENCES: Final[Mapping[str, Callable[[Known, Display], str]]] = {
    "external": _external,
    "bodyweight": _bodyweight,
    "weighted_bodyweight": lambda exercise, display: (
        f"{_share(exercise, display)} your body weight, and what you enter in addition, is the load."
        if exercise.bodyweight_fraction
        else "The weight that you enter is the load; your body weight is not counted."
    ),
    "assisted": lambda exercise, display: (
        f"{_share(exercise, display)} your body weight, less the help that you enter, is the load."
    ),
    "duration": lambda exercise, display: "Time is entered. It counts as sets, never as tonnage.",
    "distance": lambda exercise, display: "Distance and time are entered. They never count as tonnage.",
    "carry": lambda exercise, display: (
        f"You enter the weight of {'one hand' if exercise.counted_implements > 1 else 'the load'} and the distance. "
        "It counts as sets, never as tonnage."
    ),
}


def _example(exercise: Known, display: Display) -> str:
    kg = in_unit(EXAMPLE_LOAD, display.unit, "kg")
    hands, sides = exercise.counted_implements, exercise.counts_per_side
    total = tonnage([{"load": kg, "reps": EXAMPLE_REPS, "implements": hands, "per_side": sides}])
    entered = f"{styling.load(EXAMPLE_LOAD, display.unit, display)} × {EXAMPLE_REPS}"
    return f"{entered} comes to {styling.tonnage(total, display)}."


def will_move(use: Use, exercise: Known, into: Known, display: Display, today: date) -> list[str]:
    """Describe the effects of a merge, in sentences."""
    if use.sets:
        days = _days(use, display, today)
        moved = f"{styling.plural(use.sets, 'set', display)} of {exercise.name}, {days}, will count as {into.name}."
    else:
        moved = f"Nothing was logged of {exercise.name} yet; what comes later will count as {into.name}."
    sentences = [
        moved,
        f"{exercise.name} is no longer offered. Records and charts follow. You can undo this at any time.",
    ]
    if exercise.load_type != into.load_type:
        sentences.append(
            f"They count differently: {LOADS[exercise.load_type].lower()}, then {LOADS[into.load_type].lower()}."
        )
    return sentences


def used(use: Use, display: Display, today: date) -> str:
    """Write the number of logged sets and their days: "142 sets, 5 Jan 2024 to 3 Mar"."""
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
    """Return exercises that match the query and the filters, best match first; without a query, recent ones first."""
    exercises = [exercise for exercise in shelf.values() if SHOWN[shown](exercise) and _fits(exercise, muscle, kind)]
    if not query.strip():
        places = {number: place for place, number in enumerate(recent)}
        return sorted(exercises, key=lambda exercise: places.get(exercise.exercise_id, len(places)))
    ids = {exercise.exercise_id for exercise in exercises}
    candidates = [entry for entry in entries if entry.exercise_id in ids] + _missing(exercises, entries)
    return [shelf[entry.exercise_id] for entry in find(query, candidates, recent, limit=len(candidates))]


def _fits(exercise: Known, muscle: str, kind: str) -> bool:
    return (muscle == EVERYTHING or muscle in exercise.muscles) and kind in (EVERYTHING, exercise.equipment)


def _missing(exercises: Collection[Known], entries: Sequence[Entry]) -> list[Entry]:
    """Return search entries for exercises without one, such as archived ones."""
    there = {entry.exercise_id for entry in entries}
    return [
        Entry(exercise.exercise_id, exercise.name, (exercise.first_name,))
        for exercise in exercises
        if exercise.exercise_id not in there
    ]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
