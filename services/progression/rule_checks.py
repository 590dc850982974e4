"""Validate untrusted JSON and build a rule from it, or say in a sentence why not; the classes are in rules."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from services.errors import InvalidValue
from services.fields import value_text
from services.progression import schemes
from services.progression.rules import RULES, SIMPLE, Double, Rule, Stage

MOST_STEPS: Final = 60

AnyRule = TypeVar("AnyRule", bound=Rule)


def from_json(values: Any) -> Rule:
    """Build a rule from untrusted JSON; InvalidValue names the field that is wrong."""
    if not isinstance(values, Mapping) or not isinstance(values.get("rule"), str) or values["rule"] not in RULES:
        raise InvalidValue(f"A progression is one of {', '.join(RULES)}.")
    return _build(values["rule"], RULES[values["rule"]], values)


def _build(name: str, kind: type[AnyRule], values: Mapping[str, Any]) -> AnyRule:
    names = {field.name for field in fields(kind)}
    unknown = sorted(values.keys() - names - {"rule"})
    if unknown:
        raise InvalidValue(f"The progression “{name}” has no field “{str(unknown[0])[:40]}”.")
    missing = [field.name for field in fields(kind) if field.default is MISSING and field.name not in values]
    if missing:
        raise InvalidValue(f"The progression “{name}” needs “{missing[0]}”.")
    rule = kind(**{field: _checked(name, field, values[field]) for field in values if field != "rule"})
    _check_whole(rule)
    return rule


Check = Callable[[Any], Any]


class _Breach(Exception):
    """The message completes "... is expected"."""


def _amount(low: str, high: str) -> Check:
    def check(value: Any) -> Decimal:
        try:
            number = (
                Decimal(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
            )
        except InvalidOperation:
            number = None
        exponent = number.as_tuple().exponent if number is not None else None
        if (
            number is None
            or not isinstance(exponent, int)
            or exponent < -3
            or not Decimal(low) <= number <= Decimal(high)
        ):
            raise _Breach(f"a number from {low} to {high}")
        return number

    return check


def _count(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        number = int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,4}", value, re.ASCII) else value
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            raise _Breach(f"a whole number from {low} to {high}")
        return number

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
    """Check steps in which every set has a percentage, or an RPE."""

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
    if not is_list or any(not isinstance(pair, Sequence) or len(pair) != 2 for pair in value):
        raise _Breach("pairs of reps and what they add, such as 2:2.5 4:5")
    pairs = tuple((_count(1, 100)(least), _amount("0", "100")(add)) for least, add in value)
    if list(pairs) != sorted(pairs):
        raise _Breach("pairs in rising order")
    return pairs


def _stages(value: Any) -> tuple[Stage, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 1 <= len(value) <= 10:
        raise _Breach("a list of 1 to 10 stages")
    return tuple(map(_stage, value))


def _stage(values: Any) -> Stage:
    if not isinstance(values, Mapping) or values.keys() - {"scheme", "rule", "deloads"}:
        raise _Breach("stages of a scheme and a rule")
    inner = values.get("rule")
    if not isinstance(inner, Mapping) or str(inner.get("rule")) not in SIMPLE:
        raise _Breach(f"stages with one of {', '.join(SIMPLE)}")
    scheme = values.get("scheme")
    if not isinstance(scheme, str) or any(aim.percent or aim.rpe for aim in schemes.parse(scheme)):
        raise _Breach("stages with a scheme such as 5x3+")
    name = str(inner["rule"])
    return Stage(scheme, _build(name, SIMPLE[name], inner), _count(0, 10)(values.get("deloads", 0)))


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
        message = f"In the progression “{rule}” “{field}” cannot be {value_text(value)}: {breach} is expected."
        raise InvalidValue(message) from breach


def _check_whole(rule: Rule) -> None:
    if isinstance(rule, Double) and rule.low > rule.high:
        raise InvalidValue(f"The reps cannot go from {rule.low} down to {rule.high}.")
