"""Gyms in words: how a line of equipment was read, and a short summary of a gym."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from services.gyms import words
from services.units import in_unit
from utils.locales import typed_number
from utils.styling import Display

Item = Mapping[str, Any]

HELP: Final[Mapping[str, str]] = {
    "plate": "Sizes: 25 20 10. Where there are few, how many in all: 15x4. In pounds: 45lb",
    "dumbbell": "Racks as 2.5-40/2.5: lightest, heaviest, step",
    "stack": "The numbers on the machines: 5-100/5",
}
SHORT: Final = (("bar", "Bars"), ("plate", "plates"), ("dumbbell", "dumbbells"))
FEW: Final = 3
NOTHING: Final = dict.fromkeys(words.RANGES, "Any weight is taken")


def understood(kind: str, text: str, unit: str, display: Display) -> str:
    """Say how a line was read: "25, 20, 15 (4 in all), 10 kg"; InvalidValue if a word cannot be read."""
    items = words.parsed(kind, text, unit)
    runs = [(of, list(run)) for of, run in groupby(items, key=lambda item: str(item["unit"]))]
    weights = ", ".join(f"{', '.join(_item_words(item, display) for item in run)} {of}" for of, run in runs)
    return weights or NOTHING.get(kind, "The usual ones are taken")


def in_short(gym: Mapping[str, Any], display: Display) -> str:
    """Summarise the weights of a gym: "Bars 20, 15, 10 kg · plates 25 to 1.25 kg · dumbbells 1 to 50 kg"."""
    parts = [(word, [item for item in gym["items"] if item["kind"] == kind]) for kind, word in SHORT]
    return " · ".join(f"{word} {_span(items, display)}" for word, items in parts if items)


def _item_words(item: Item, display: Display) -> str:
    weight = _number(item["weight"], display)
    if item["maximum"] is not None:
        return f"{weight} to {_number(item['maximum'], display)} by {_number(item['step'], display)}"
    return f"{weight} ({item['count']} in all)" if item["count"] else weight


def _span(items: Sequence[Item], display: Display) -> str:
    """List up to three weights, or give the lightest and the heaviest of more."""
    ends = sorted(_ends(items), key=lambda end: in_unit(float(end[0]), end[1], "kg") or 0)
    units = list(dict.fromkeys(unit for _, unit in ends))
    if len(items) <= FEW and len(units) == 1 and all(item["maximum"] is None for item in items):
        return f"{', '.join(_number(item['weight'], display) for item in items)} {units[0]}"
    (least, first), (most, last) = ends[0], ends[-1]
    is_rack = any(item["maximum"] is not None for item in items)
    light = _number(least, display) + ("" if first == last else f" {first}")
    heavy = _number(most, display)
    return f"{light} to {heavy} {last}" if is_rack or first != last else f"{heavy} to {light} {last}"


def _ends(items: Iterable[Item]) -> list[tuple[Decimal, str]]:
    least = [(item["weight"], item["unit"]) for item in items]
    return least + [(item["maximum"], item["unit"]) for item in items if item["maximum"] is not None]


def _number(value: Any, display: Display) -> str:
    return typed_number(words.plain(value), display.locale)
