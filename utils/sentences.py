"""Turn figures into sentences; `styling` writes every number."""

from collections.abc import Iterable
from typing import Final

from utils import record_words, styling
from utils.shapes import Record
from utils.styling import NO_BREAK, Display, plain

DIAMOND: Final = ":orange[◆]"  # as on the charts


def set_done(weight_kg: float | None, reps: float | None, rir: float | None, display: Display) -> str:
    """Write a set as lifters do: "100 kg × 5 @ RIR 2"; without a load "12 reps"."""
    count = styling.plural(reps, "rep", display)
    load = f"{styling.weight(weight_kg, display)} × {styling.count(reps, display)}" if weight_kg else count
    return load if rir is None else f"{load} @ RIR {styling.number(rir, display)}"


def record_value(record: Record, display: Display) -> str:
    """Write a record and the mark before it: "102.5 kg for 1 rep, before 100 kg", "8 reps at 100 kg, before 7"."""
    if record.kind == "weight":
        done, before = styling.weight(record.new, display), styling.weight(record.old, display)
        reps = f" for {styling.plural(record.reps, 'rep', display)}" if record.reps else ""
        return f"{done}{reps}, before {before}"
    if record.kind != "reps":
        at = record_words.place(record.kind, record.load_kg, record.distance_m, display)
        new, old = (record_words.value(record.kind, value, display) for value in (record.new, record.old))
        return f"{' '.join(filter(None, (new, at)))}, before {old}"
    load = f" at {styling.weight(record.load_kg, display)}" if record.load_kg else ""
    return f"{styling.plural(record.new, 'rep', display)}{load}, before {styling.count(record.old, display)}"


def _in_a_row(parts: Iterable[str]) -> str:
    """Join parts with dots; a line never begins with a dot."""
    return f"{NO_BREAK}· ".join(parts)


def hard_sets(value: float, display: Display) -> str:
    """Write hard sets with their noun: "1 hard set"."""
    number = styling.hard_sets(value, display)
    return f"{number} hard {'set' if number == '1' else 'sets'}"


def record(record: Record, display: Display) -> str:
    """Describe a record of a workout, with the diamond that marks it on the charts."""
    return f"{DIAMOND} {plain(record.name)}: {plain(record_value(record, display))}"
