"""Imports and repairs in words."""

from datetime import date

from services.importers.batches import Batch
from services.importers.repair import KINDS
from utils.styling import Display, count, plural, short_day


def batch_words(one: Batch, display: Display) -> str:
    """What a batch did, in one line: "1,903 sets added" or "12 sets from 5 Jan to 9 Feb: Half the weight"."""
    if one.is_repair:
        first, last = (short_day(date.fromisoformat(one.figures[name]), display) for name in ("first", "last"))
        kind = KINDS[one.figures["kind"]].label.partition(":")[0]
        return f"{plural(one.changed, 'set', display)} from {first} to {last} – {kind}"
    parts = ((one.added, "added"), (one.changed, "updated"))
    said = ", ".join(f"{count(n, display)} {word}" for n, word in parts if n) or "nothing new"
    held = f"of {plural(int(one.figures.get('sets', 0)), 'set', display)}"
    return f"{said}, {held} in {plural(int(one.figures.get('workouts', 0)), 'workout', display)}"
