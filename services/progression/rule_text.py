"""Write a rule as one line of text and parse it again; the checks of its fields are in rule_checks.

`linear add 2.5 fails 3 deload 10`, `wave steps [6x6@70% / 7x5@75%] add 5 to loads`,
`chain stages [5x3+ linear add 2.5 fails 1 / 6x2+ linear add 2.5 fails 1] restart 85`.
"""

import re
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Final

from services.errors import InvalidValue
from services.progression.rule_checks import from_json
from services.progression.rules import NAMES, RULES, Rule, Stage, to_json

MOST_TEXT: Final = 4000


def to_text(rule: Rule) -> str:
    """Write a rule in one line, as from_text reads it."""
    parts = [NAMES[type(rule)]]
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.default is MISSING or value != field.default:
            parts += [field.name, _text(value)]
    return " ".join(parts)


def from_text(text: str) -> Rule:
    """Parse a rule from one line of text; InvalidValue says what cannot be read."""
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
    match = re.fullmatch(
        r"(?P<scheme>.*?)\s+(?P<rule>(?:linear|double|sum)\s.*?)(?:\s+deloads\s+(?P<deloads>\d+))?", part
    )
    if match is None:
        raise InvalidValue(f"“{part[:40]}” is no stage: write it like 5x3+ linear add 2.5 fails 1.")
    return {
        "scheme": match["scheme"],
        "rule": to_json(from_text(match["rule"])),
        "deloads": int(match["deloads"] or 0),
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
