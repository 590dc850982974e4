"""Describe records in words: the name, the value and the gain of each type."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from utils import styling
from utils.locales import MINUS
from utils.styling import Display

Words = Callable[[float, Display], str]


class Kind(NamedTuple):
    """A record type: its name, and functions that write a value and a gain."""

    name: str
    value: Words
    gain: Words


def _load(kg: float, display: Display) -> str:
    return styling.weight(abs(kg), display)


def _load_gain(kg: float, display: Display) -> str:
    return styling.change(kg, display)


def _tonnage_gain(kg: float, display: Display) -> str:
    return f"+{styling.tonnage(kg, display)}"


def _time(seconds: float, display: Display) -> str:
    return f"{styling.rest(abs(seconds))} min"


def _time_gain(seconds: float, display: Display) -> str:
    return f"+{styling.rest(seconds)} min"


def _pace_gain(seconds: float, display: Display) -> str:
    return f"{MINUS}{styling.rest(seconds)} min"


def _reps_gain(reps: float, display: Display) -> str:
    return f"+{styling.plural(reps, 'rep', display)}"


def _distance_gain(metres: float, display: Display) -> str:
    return f"+{styling.distance(metres, display)}"


KINDS: Final[Mapping[str, Kind]] = {
    "weight": Kind("Heaviest", _load, _load_gain),
    "reps": Kind("Most reps", lambda reps, display: styling.plural(reps, "rep", display), _reps_gain),
    "e1rm": Kind("e1RM", styling.e1rm, _load_gain),
    "set_volume": Kind("Volume of a set", styling.tonnage, _tonnage_gain),
    "workout_volume": Kind("Volume of a workout", styling.tonnage, _tonnage_gain),
    "time": Kind("Longest", _time, _time_gain),
    "distance": Kind("Farthest", styling.distance, _distance_gain),
    "pace": Kind("Fastest", _time, _pace_gain),
}
LEAST_HELP: Final = "Least help"
RULE: Final = (
    "All sets of an exercise in one workout are judged against all earlier workouts. Equal is no record, warm-ups "
    "never count, and the first workout is the mark. More reps, time or distance count at that load or heavier, a time "
    "over the same distance; on an assisted exercise less help is heavier."
)
# Records to celebrate; a beginner breaks the other types every week.
CELEBRATED: Final = ("weight", "reps", "time", "distance", "pace")


def name(kind: str, is_assisted: bool = False) -> str:
    """Return the name of a record type; on an assisted exercise, the heaviest is the least help."""
    return LEAST_HELP if is_assisted and kind == "weight" else KINDS[kind].name


def in_sentence(kind: str, is_assisted: bool = False) -> str:
    """Return the name of a record type for the middle of a sentence: "heaviest", "e1RM"."""
    words = name(kind, is_assisted)
    return words[0].lower() + words[1:]


def value(kind: str, number: float, display: Display) -> str:
    """Write a record's value in the form of its type."""
    return KINDS[kind].value(number, display)


def gain(kind: str, old: float, new: float, display: Display) -> str:
    """Write the gain over the old record: "+2.5 kg", "+1 rep", "−0:20 min"; less help has a true minus."""
    if kind == "weight" and new <= 0:
        return styling.change(old - new, display)
    if kind == "e1rm":
        return styling.e1rm_change(old, new, display)
    return KINDS[kind].gain(new - old, display)


def place(kind: str, load_kg: float | None, distance_m: float | None, display: Display) -> str:
    """Return the load or distance at which a record counts: "at 100 kg", "over 5 km"; empty without one."""
    if kind == "pace" and distance_m:
        return f"over {styling.distance(distance_m, display)}"
    if kind in ("reps", "time", "distance") and load_kg:
        return f"{'with' if load_kg < 0 else 'at'} {_load(load_kg, display)}{' of help' if load_kg < 0 else ''}"
    return ""
