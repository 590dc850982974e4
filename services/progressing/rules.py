"""The closed list of progression rules: what each is told, checked from JSON, and written as text and read again.

As text: `linear add 2.5 fails 3 deload 10`, `wave steps [6x6@70% / 7x5@75%] add 5 to loads`,
`chain stages [5x3+ linear add 2.5 fails 1 / 6x2+ linear add 2.5 fails 1] restart 85`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from services.errors import InvalidValue
from services.log_ops.fields import shown
from services.progressing import schemes

MOST_STEPS: Final = 60
MOST_TEXT: Final = 4000


@dataclass(frozen=True)
class Linear:
    """After so many good workouts add to the load; after so many misses in a row take some percent off."""

    add: Decimal
    fails: int = 3
    deload: Decimal = Decimal(10)
    wins: int = 1


@dataclass(frozen=True)
class Double:
    """Add reps from low to high, then load; so many misses of the low end take ten percent off, 0 for never."""

    low: int
    high: int
    add: Decimal
    fails: int = 0


@dataclass(frozen=True)
class Wendler:
    """5/3/1: waves of a training max that rises with each cycle, and goes back to some percent where reps were missed.

    `deload` tells whether a fourth, light week ends a cycle.
    """

    add: Decimal
    back: Decimal = Decimal(90)
    deload: bool = True


@dataclass(frozen=True)
class Wave:
    """Steps in percent of a training max, one per workout; after the last it adds to the max, or to the loads.

    `reps` decides by the reps of the hardest open set instead: "2:2.5 4:5" adds 2.5 from 2 reps, 5 from 4.
    """

    steps: tuple[str, ...]
    add: Decimal = Decimal(0)
    to: str = "max"
    reps: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True)
class Effort:
    """Loads from an estimated max and the RPE chart; each workout's hardest set moves the estimate, within a limit."""

    steps: tuple[str, ...]
    limit: Decimal = Decimal(5)


@dataclass(frozen=True)
class Goal:
    """Add to the load once the reps of all sets, or of the last one, reach a goal."""

    reps: int
    add: Decimal
    of: str = "all"
    fails: int = 0


@dataclass(frozen=True)
class Stage:
    """A scheme of sets with the rule that holds while it lasts, and how many deloads it has before the next stage."""

    scheme: str
    rule: "Simple"
    deloads: int = 0


@dataclass(frozen=True)
class Chain:
    """Stages one after another; after the last it begins again at some percent of the load.

    `of` tells which: the load now, or the one last used in the first stage; `plus` is added to it. With a restart of 0
    the last stage stays.
    """

    stages: tuple[Stage, ...]
    restart: Decimal = Decimal(85)
    of: str = "load"
    plus: Decimal = Decimal(0)


Simple = Linear | Double | Goal
Rule = Linear | Double | Wendler | Wave | Effort | Goal | Chain
RULES: Final[Mapping[str, type[Any]]] = {
    "linear": Linear,
    "double": Double,
    "531": Wendler,
    "wave": Wave,
    "rpe": Effort,
    "sum": Goal,
    "chain": Chain,
}
NAMES: Final = {kind: name for name, kind in RULES.items()}
SIMPLE: Final = ("linear", "double", "sum")


def from_json(given: Any) -> Rule:
    """A rule from untrusted JSON; InvalidValue says which field cannot be as it is."""
    if not isinstance(given, Mapping) or not isinstance(given.get("rule"), str) or given["rule"] not in RULES:
        raise InvalidValue(f"A progression is one of {', '.join(RULES)}.")
    name, kind = given["rule"], RULES[given["rule"]]
    known = {field.name for field in fields(kind)}
    unknown = sorted(given.keys() - known - {"rule"})
    if unknown:
        raise InvalidValue(f"The progression “{name}” has no field “{str(unknown[0])[:40]}”.")
    missing = [field.name for field in fields(kind) if field.default is MISSING and field.name not in given]
    if missing:
        raise InvalidValue(f"The progression “{name}” needs “{missing[0]}”.")
    made = kind(**{field: _checked(name, field, given[field]) for field in given if field != "rule"})
    _check_whole(made)
    return made  # type: ignore[no-any-return]


def to_json(rule: Rule) -> dict[str, Any]:
    """The JSON that from_json takes; numbers that are not whole as strings, so that they stay exact."""
    shown = {field.name: _plain(getattr(rule, field.name)) for field in fields(rule)}
    return {"rule": NAMES[type(rule)], **shown}


def to_text(rule: Rule) -> str:
    """The rule in one line, as from_text reads it."""
    parts = [NAMES[type(rule)]]
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.default is MISSING or value != field.default:
            parts += [field.name, _text(value)]
    return " ".join(parts)


def from_text(text: str) -> Rule:
    """A rule from one line of text; InvalidValue says what cannot be read."""
    if len(text) > MOST_TEXT:
        raise InvalidValue(f"A progression has at most {MOST_TEXT} characters.")
    words = re.findall(r"\[[^\[\]]*\]|[^\s\[\]]+", text)
    if not words or words[0] not in RULES:
        raise InvalidValue(f"A progression begins with one of {', '.join(RULES)}.")
    if len(words) % 2 == 0:
        raise InvalidValue(f"“{words[-1][:40]}” has no value.")
    pairs = dict(zip(words[1::2], words[2::2], strict=True))
    return from_json({"rule": words[0], **{name: _read(name, word) for name, word in pairs.items()}})


def _read(name: str, word: str) -> Any:
    if not word.startswith("["):
        return {"yes": True, "no": False}.get(word, word)
    parts = [part.strip() for part in word[1:-1].split("/")]
    if name == "stages":
        return [_stage_words(part) for part in parts]
    return [pair.split(":") for pair in parts[0].split()] if name == "reps" else parts


def _stage_words(part: str) -> dict[str, Any]:
    found = re.fullmatch(
        r"(?P<scheme>.*?)\s+(?P<rule>(?:linear|double|sum)\s.*?)(?:\s+deloads\s+(?P<deloads>\d+))?", part
    )
    if found is None:
        raise InvalidValue(f"“{part[:40]}” is no stage: write it like 5x3+ linear add 2.5 fails 1.")
    return {
        "scheme": found["scheme"],
        "rule": to_json(from_text(found["rule"])),
        "deloads": int(found["deloads"] or 0),
    }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        if value and isinstance(value[0], Stage):
            return f"[{' / '.join(map(_stage_text, value))}]"
        if value and isinstance(value[0], tuple):
            return f"[{' '.join(f'{least}:{_text(add)}' for least, add in value)}]"
        return f"[{' / '.join(value)}]"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _stage_text(stage: Stage) -> str:
    deloads = f" deloads {stage.deloads}" if stage.deloads else ""
    return f"{stage.scheme} {to_text(stage.rule)}{deloads}"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else _text(value)
    if isinstance(value, Stage):
        return {"scheme": value.scheme, "rule": to_json(value.rule), "deloads": value.deloads}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


Check = Callable[[Any], Any]


class _Breach(Exception):
    """The message completes "... is expected"."""


def _amount(low: str, high: str) -> Check:
    def check(value: Any) -> Decimal:
        try:
            found = (
                Decimal(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
            )
        except InvalidOperation:
            found = None
        exponent = found.as_tuple().exponent if found is not None else None
        if (
            found is None
            or not isinstance(exponent, int)
            or exponent < -3
            or not Decimal(low) <= found <= Decimal(high)
        ):
            raise _Breach(f"a number from {low} to {high}")
        return found

    return check


def _count(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        found = int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,4}", value, re.ASCII) else value
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            raise _Breach(f"a whole number from {low} to {high}")
        return found

    return check


def _word(*allowed: str) -> Check:
    def check(value: Any) -> str:
        if value not in allowed:
            raise _Breach(f"one of {', '.join(allowed)}")
        return str(value)

    return check


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Breach("yes or no")
    return value


def _schemes(needed: str) -> Check:
    """Steps in which every set has a percentage, or an RPE."""

    def check(value: Any) -> tuple[str, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str) or not 1 <= len(value) <= MOST_STEPS:
            raise _Breach(f"a list of 1 to {MOST_STEPS} steps")
        for step in value:
            if not isinstance(step, str) or any(getattr(aim, needed) is None for aim in schemes.parse(step)):
                sign = "a percentage such as 5@75%" if needed == "percent" else "an RPE such as 5@8"
                raise _Breach(f"a list of steps in which every set has {sign}")
        return tuple(value)

    return check


def _by_reps(value: Any) -> tuple[tuple[int, Decimal], ...]:
    is_list = isinstance(value, Sequence) and not isinstance(value, str) and len(value) <= 10
    if not is_list or any(not isinstance(one, Sequence) or len(one) != 2 for one in value):
        raise _Breach("pairs of reps and what they add, such as 2:2.5 4:5")
    pairs = tuple((_count(1, 100)(least), _amount("0", "100")(add)) for least, add in value)
    if list(pairs) != sorted(pairs):
        raise _Breach("pairs in rising order")
    return pairs


def _stages(value: Any) -> tuple[Stage, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 1 <= len(value) <= 10:
        raise _Breach("a list of 1 to 10 stages")
    return tuple(map(_stage, value))


def _stage(given: Any) -> Stage:
    if not isinstance(given, Mapping) or given.keys() - {"scheme", "rule", "deloads"}:
        raise _Breach("stages of a scheme and a rule")
    inner = given.get("rule")
    if not isinstance(inner, Mapping) or inner.get("rule") not in SIMPLE:
        raise _Breach(f"stages with one of {', '.join(SIMPLE)}")
    scheme = given.get("scheme")
    if not isinstance(scheme, str) or any(aim.percent or aim.rpe for aim in schemes.parse(scheme)):
        raise _Breach("stages with a scheme such as 5x3+")
    rule = from_json(inner)
    return Stage(scheme, rule, _count(0, 10)(given.get("deloads", 0)))  # type: ignore[arg-type]


_ADD: Final = _amount("0.05", "100")
CHECKS: Final[Mapping[str, Mapping[str, Check]]] = {
    "linear": {"add": _ADD, "fails": _count(1, 10), "deload": _amount("0", "50"), "wins": _count(1, 10)},
    "double": {"low": _count(1, 100), "high": _count(1, 100), "add": _ADD, "fails": _count(0, 10)},
    "531": {"add": _ADD, "back": _amount("50", "100"), "deload": _flag},
    "wave": {
        "steps": _schemes("percent"),
        "add": _amount("0", "100"),
        "to": _word("max", "loads"),
        "reps": _by_reps,
    },
    "rpe": {"steps": _schemes("rpe"), "limit": _amount("1", "20")},
    "sum": {"reps": _count(1, 1000), "add": _ADD, "of": _word("all", "last"), "fails": _count(0, 10)},
    "chain": {
        "stages": _stages,
        "restart": _amount("0", "120"),
        "of": _word("load", "first"),
        "plus": _amount("0", "100"),
    },
}


def _checked(rule: str, field: str, value: Any) -> Any:
    try:
        return CHECKS[rule][field](value)
    except _Breach as breach:
        said = f"In the progression “{rule}” “{field}” cannot be {shown(value)}: {breach} is expected."
        raise InvalidValue(said) from breach


def _check_whole(rule: Rule) -> None:
    if isinstance(rule, Double) and rule.low > rule.high:
        raise InvalidValue(f"The reps cannot go from {rule.low} down to {rule.high}.")
