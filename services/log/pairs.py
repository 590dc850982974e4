"""Two fields that must fit each other: start and end, weight and unit.

An operation that breaks the fit is refused as a whole. Which one does depends on the order, so what was tried at a pair
is kept and replayed in the order of the op_ids: the same operations then give the same values whatever the order they
come in, and a refusal is what it would have been in order. An operation that gives both fields fits by itself and is
sure. One that gives a single field may turn out to be at fault when an earlier one comes late; so whatever else it
writes is kept with it, above the last sure value of each such field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.fields import times_fault, weight_fault
from services.log.operations import SET, WORKOUT

BEFORE_ALL: Final = 0  # the stamp of what no operation wrote

Values = Mapping[str, Any]
Stamps = Mapping[str, int]
Attempts = Mapping[int, Values]  # what was written, by op_id


@dataclass(frozen=True)
class Pair:
    """Two fields that must fit each other, and what is wrong if they do not."""

    names: tuple[str, str]
    fault: Callable[[Values], str | None]

    def is_sure(self, fields: Values) -> bool:
        """Whether what an operation writes can never be at fault: both fields of the pair, or neither."""
        return len([name for name in self.names if name in fields]) != 1


PAIRS: Final[Mapping[str, Pair]] = {
    WORKOUT: Pair(("started_at", "ended_at"), times_fault),
    SET: Pair(("weight", "unit"), weight_fault),
}


@dataclass(frozen=True)
class Settled:
    """What all attempts come to: the values and stamps of the fields they write, and which were at fault."""

    values: Values
    stamps: Stamps
    faults: Mapping[int, str]


def added(pair: Pair, attempts: Attempts, op_id: int, fields: Values, values: Values, stamps: Stamps) -> Attempts:
    """The attempts with one more operation; values and stamps are those of the entry before it."""
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
    """The attempts that an entry shows by itself: what stands in the pair, the earlier one as if it had come alone."""
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
    """Without what can never show: a field beside the pair is kept while an unsure attempt writes above a sure one."""
    found = {stamp: dict(fields) for stamp, fields in attempts.items()}
    for name in _fields(attempts) - {*pair.names}:
        writers = [stamp for stamp, fields in found.items() if name in fields]
        sure = max((stamp for stamp in writers if pair.is_sure(found[stamp])), default=BEFORE_ALL)
        unsure = [stamp for stamp in writers if stamp > sure]
        for stamp in writers:
            if stamp < sure or not unsure:
                del found[stamp][name]
    return {stamp: fields for stamp, fields in found.items() if fields}


def _fields(attempts: Attempts) -> set[str]:
    return {name for fields in attempts.values() for name in fields}
