"""Every type of record in words: its name, its values and by how much one beats another."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from utils import styling
from utils.locales import MINUS
from utils.styling import Display

Words = Callable[[float, Display], str]


class Kind(NamedTuple):
    """A record type: its name in a list, how a value reads, and how a difference reads."""

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
# What is made much of: the rest is a matter of arithmetic for a beginner, who breaks it every week.
CELEBRATED: Final = ("weight", "reps", "time", "distance", "pace")


def name(kind: str, is_assisted: bool = False) -> str:
    """The name of a type of record; on an assisted exercise the heaviest is the one with the least help."""
    return LEAST_HELP if is_assisted and kind == "weight" else KINDS[kind].name


def in_sentence(kind: str, is_assisted: bool = False) -> str:
    """The same in the middle of a sentence: "heaviest", "e1RM"."""
    words = name(kind, is_assisted)
    return words[0].lower() + words[1:]


def value(kind: str, number: float, display: Display) -> str:
    """A value of a record as its type reads."""
    return KINDS[kind].value(number, display)


def gain(kind: str, old: float, new: float, display: Display) -> str:
    """By how much a record was beaten: "+2.5 kg", "+1 rep", "−0:20 min"; less help is a true minus."""
    if kind == "weight" and new <= 0:
        return styling.change(old - new, display)
    if kind == "e1rm":
        return styling.e1rm_change(old, new, display)
    return KINDS[kind].gain(new - old, display)


def place(kind: str, load_kg: float | None, distance_m: float | None, display: Display) -> str:
    """Where an amount counts: at its load, over its distance; else nothing."""
    if kind == "pace" and distance_m:
        return f"over {styling.distance(distance_m, display)}"
    if kind in ("reps", "time", "distance") and load_kg:
        return f"{'with' if load_kg < 0 else 'at'} {_load(load_kg, display)}{' of help' if load_kg < 0 else ''}"
    return ""
