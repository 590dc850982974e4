"""Parse and write a gym's equipment as lifters type it: "25 20 15x4 10", "2.5-40/2.5", "45lbx4"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from services.errors import InvalidValue
from services.fields import MAX_WEIGHT

Row = Mapping[str, Any]
Item = dict[str, Any]

KINDS: Final[Mapping[str, str]] = {
    "bar": "Barbells",
    "ez_bar": "EZ bars",
    "trap_bar": "Trap bars",
    "smith_bar": "Smith bars",
    "plate": "Plates",
    "dumbbell": "Dumbbells",
    "stack": "Machine stacks",
}
RANGES: Final = ("dumbbell", "stack")
COUNTED: Final = ("plate",)
MAY_BE_NOTHING: Final = ("smith_bar",)  # a Smith bar may hang on a counterweight
DEFAULTS: Final[Mapping[str, Mapping[str, str]]] = {
    "kg": {
        "bar": "20 15 10",
        "ez_bar": "10",
        "trap_bar": "25",
        "smith_bar": "20",
        "plate": "25 20 15 10 5 2.5 1.25",
        "dumbbell": "1-10/1 12-50/2",
        "stack": "5-100/5",
    },
    "lb": {
        "bar": "45 35",
        "ez_bar": "20",
        "trap_bar": "55",
        "smith_bar": "45",
        "plate": "45 35 25 10 5 2.5",
        "dumbbell": "5-100/5",
        "stack": "10-250/10",
    },
}
MOST_TEXT: Final = 400
MOST_ITEMS: Final = 60
MOST_RUNGS: Final = 300
NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,3})?"
UNIT: Final = r"(?P<unit>kgs?|lbs?)?"
ONE: Final = re.compile(rf"(?P<weight>{NUMBER}){UNIT}(?:[x×*](?P<count>\d{{1,3}}))?", re.ASCII | re.IGNORECASE)
RANGE: Final = re.compile(
    rf"(?P<weight>{NUMBER})[-–](?P<maximum>{NUMBER})(?:/(?P<step>{NUMBER}))?{UNIT}", re.ASCII | re.IGNORECASE
)
# Spaces to remove: "15 x 4", "2.5 - 40 / 2.5", "45 lb".
LOOSE: Final = re.compile(r"(?<=\S)\s*([x×*/–-])\s*(?=\d)", re.IGNORECASE)
LOOSE_UNIT: Final = re.compile(r"(?<=\d)\s+(?=(?:kgs?|lbs?)(?:[x×*,\s]|$))", re.IGNORECASE)


def parsed(kind: str, text: str, unit: str) -> list[Item]:
    """Parse a line of equipment: weights in `unit` or their own, total counts of plates, ranges with a step.

    InvalidValue names the line and the word that cannot be read.
    """
    if len(text) > MOST_TEXT:
        raise InvalidValue(f"{KINDS[kind]}: at most {MOST_TEXT} characters.")
    items = _once(_item(kind, word, unit) for word in _words(text))
    if len(items) > MOST_ITEMS:
        raise InvalidValue(f"{KINDS[kind]}: at most {MOST_ITEMS} weights; write a rack as 2.5-40/2.5.")
    return items


def written(items: Iterable[Row], kind: str, unit: str) -> str:
    """Write the items of a kind as a line; weights in `unit` go without a unit."""
    return " ".join(_written(item, unit) for item in items if item["kind"] == kind)


def texts_of(items: Sequence[Row], unit: str) -> dict[str, str]:
    """Write the line of every kind, from items ordered heaviest first; ranges are written lightest first."""
    return {kind: written(items[::-1] if kind in RANGES else items, kind, unit) for kind in KINDS}


def plain(value: Any) -> str:
    """Write a weight without trailing zeros."""
    exact = f"{Decimal(str(value)):f}"
    return exact.rstrip("0").rstrip(".") if "." in exact else exact


def _words(text: str) -> Iterator[str]:
    joined = LOOSE_UNIT.sub("", LOOSE.sub(r"\1", text.replace(";", " ")))
    return (bare for word in joined.split() if (bare := word.strip(",")))


def _item(kind: str, word: str, unit: str) -> Item:
    read = RANGE.fullmatch(word) if kind in RANGES else None
    item = _ranged(kind, word, read, unit) if read else _single(kind, word, unit)
    _check(kind, word, item)
    return item


def _single(kind: str, word: str, unit: str) -> Item:
    read = ONE.fullmatch(word)
    if read is None or (read["count"] and kind not in COUNTED):
        example = f"{unit} such as 20, 2.5" + (" or 15x4" if kind in COUNTED else "")
        raise InvalidValue(f"{KINDS[kind]}: “{word[:40]}” is no weight. Write {example}.")
    count = int(read["count"]) if read["count"] else None
    if count == 0:
        raise InvalidValue(f"{KINDS[kind]}: “{word[:40]}” is none. Leave it out, or write how many there are.")
    weight = _exact(read["weight"])
    return {"kind": kind, "unit": _unit(read, unit), "weight": weight, "count": count, "step": None, "maximum": None}


def _ranged(kind: str, word: str, read: re.Match[str], unit: str) -> Item:
    least, most, step = _exact(read["weight"]), _exact(read["maximum"]), _exact(read["step"] or "1")
    if not least <= most or not step or (most - least) / step > MOST_RUNGS:
        rule = "Write 2.5-40/2.5: the lightest, the heaviest, the step."
        raise InvalidValue(f"{KINDS[kind]}: “{word[:40]}” is no range. {rule}")
    return {"kind": kind, "unit": _unit(read, unit), "weight": least, "count": None, "step": step, "maximum": most}


def _unit(read: re.Match[str], usual: str) -> str:
    return str(read["unit"]).lower().removesuffix("s") if read["unit"] else usual


def _check(kind: str, word: str, item: Row) -> None:
    limit = MAX_WEIGHT[item["unit"]]
    if max(item["weight"], item["maximum"] or 0) > limit:
        raise InvalidValue(f"{KINDS[kind]}: “{word[:40]}” is too heavy, over {limit} {item['unit']}.")
    if not item["weight"] and kind not in MAY_BE_NOTHING:
        raise InvalidValue(f"{KINDS[kind]}: “{word[:40]}” weighs nothing.")


def _once(items: Iterable[Item]) -> list[Item]:
    unique: list[Item] = []
    for item in items:
        if item not in unique:
            unique.append(item)
    return unique


def _exact(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _written(item: Row, unit: str) -> str:
    weight, own = plain(item["weight"]), "" if item["unit"] == unit else str(item["unit"])
    if item["maximum"] is not None:
        return f"{weight}-{plain(item['maximum'])}/{plain(item['step'])}{own}"
    return f"{weight}{own}x{item['count']}" if item["count"] else f"{weight}{own}"
