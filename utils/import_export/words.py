"""Describe imports and repairs in words."""

from datetime import date

from services.importers.batches import Batch
from services.importers.repair import KINDS
from utils.styling import Display, count, plural, short_day


def batch_words(batch: Batch, display: Display) -> str:
    """Describe a batch in one line: "1,903 sets added" or "12 sets from 5 Jan to 9 Feb: Half the weight"."""
    if batch.is_repair:
        first, last = (short_day(date.fromisoformat(batch.figures[name]), display) for name in ("first", "last"))
        kind = KINDS[batch.figures["kind"]].label.partition(":")[0]
        return f"{plural(batch.changed, 'set', display)} from {first} to {last} – {kind}"
    parts = ((batch.added, "added"), (batch.changed, "updated"))
    changes = ", ".join(f"{count(n, display)} {word}" for n, word in parts if n) or "nothing new"
    held = f"of {plural(int(batch.figures.get('sets', 0)), 'set', display)}"
    return f"{changes}, {held} in {plural(int(batch.figures.get('workouts', 0)), 'workout', display)}"
