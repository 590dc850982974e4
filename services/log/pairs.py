"""Two fields that must fit each other: start and end, weight and unit.

An operation that breaks the fit is refused as a whole. Which one that is depends on the order. So all attempts at a
pair are stored and replayed in the order of their op_ids: the same operations give the same values and refusals,
whatever the order of arrival. An operation that writes both fields is sure: it fits by itself. An operation that
writes one field may turn out to be at fault once an earlier one arrives. Its other fields are therefore stored with
it, above the last sure value of each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.fields import times_fault, weight_fault
from services.log.operations import SET, WORKOUT

BEFORE_ALL: Final = 0  # the stamp of values that no operation wrote

Values = Mapping[str, Any]
Stamps = Mapping[str, int]
Attempts = Mapping[int, Values]  # the fields written, by op_id


@dataclass(frozen=True)
class Pair:
    """Two fields that must fit each other, and the check that returns their fault."""

    names: tuple[str, str]
    fault: Callable[[Values], str | None]

    def is_sure(self, fields: Values) -> bool:
        """Whether an operation can never be at fault: it writes both fields of the pair, or neither."""
        return len([name for name in self.names if name in fields]) != 1


PAIRS: Final[Mapping[str, Pair]] = {
    WORKOUT: Pair(("started_at", "ended_at"), times_fault),
    SET: Pair(("weight", "unit"), weight_fault),
}


@dataclass(frozen=True)
class Settled:
    """The result of all attempts: values and stamps of the fields, and the faults by op_id."""

    values: Values
    stamps: Stamps
    faults: Mapping[int, str]


def added(pair: Pair, attempts: Attempts, op_id: int, fields: Values, values: Values, stamps: Stamps) -> Attempts:
    """Add an operation to the attempts; `values` and `stamps` are those of the entry before it."""
    kept = {*pair.names, *_fields(attempts)}
    if pair.is_sure(fields):
        tried = {name: value for name, value in fields.items() if name in kept}
        return _pruned(pair, {**attempts, op_id: tried}) if tried else attempts
    grounded = dict(attempts)
    for name in fields.keys() - kept:
        ground = stamps.get(name, BEFORE_ALL)
        grounded[ground] = {**grounded.get(ground, {}), name: values[name]}
    return _pruned(pair, {**grounded, op_id: fields})


def settle(pair: Pair, attempts: Attempts) -> Settled:
    """Replay attempts in the order of their op_ids, passing over those at fault."""
    values: dict[str, Any] = {}
    stamps: dict[str, int] = {}
    faults: dict[int, str] = {}
    for stamp in sorted(attempts):
        fault = None if pair.is_sure(attempts[stamp]) else pair.fault({**values, **attempts[stamp]})
        if fault:
            faults[stamp] = fault
        else:
            values.update(attempts[stamp])
            stamps.update(dict.fromkeys(attempts[stamp], stamp))
    unwritten = {name: None for name in pair.names if name not in values}
    return Settled({**unwritten, **values}, stamps, faults)


def standing(pair: Pair, values: Values, stamps: Stamps) -> Attempts:
    """Derive attempts from the values of an entry alone; the earlier field counts as if it had come alone."""
    seen: dict[int, dict[str, Any]] = {}
    for name in pair.names:
        stamp = stamps.get(name, BEFORE_ALL)
        if stamp != BEFORE_ALL or values[name] is not None:
            seen.setdefault(stamp, {})[name] = values[name]
    if len(seen) == 2:
        seen[min(seen)] = {**dict.fromkeys(pair.names), **seen[min(seen)]}
    elif BEFORE_ALL in seen:
        seen[BEFORE_ALL] = {**dict.fromkeys(pair.names), **seen[BEFORE_ALL]}
    return seen


def _pruned(pair: Pair, attempts: Attempts) -> Attempts:
    """Drop values that can never become visible: other fields stay only while an unsure attempt is above a sure one."""
    kept = {stamp: dict(fields) for stamp, fields in attempts.items()}
    for name in _fields(attempts) - {*pair.names}:
        writers = [stamp for stamp, fields in kept.items() if name in fields]
        sure = max((stamp for stamp in writers if pair.is_sure(kept[stamp])), default=BEFORE_ALL)
        unsure = [stamp for stamp in writers if stamp > sure]
        for stamp in writers:
            if stamp < sure or not unsure:
                del kept[stamp][name]
    return {stamp: fields for stamp, fields in kept.items() if fields}


def _fields(attempts: Attempts) -> set[str]:
    return {name for fields in attempts.values() for name in fields}
