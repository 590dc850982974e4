"""Targets and aims of progression rules in words."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from services.progression import schemes
from services.progression.editing import Progression, stage_of
from services.progression.prescribe import steps_of
from services.progression.rules import Double, Effort
from services.progression.schemes import Aim
from utils import styling
from utils.styling import Display


def _load(value: Decimal, unit: str, display: Display) -> str:
    """A load or a maximum; a maximum is not rounded, but shown to a tenth."""
    return f"{styling.number(value, display, 2 if value * 4 % 1 == 0 else 1)} {unit}"


def target(one: Progression, display: Display) -> str:
    """Where a progression stands: "85 kg", "training max 102.5 kg, week 2", "6×2+ at 110 kg"."""
    unit = one.now.unit
    value = one.now.maximum if one.asks_for_maximum else one.now.load
    shown = "first load open" if value is None else _load(value, unit, display)
    if isinstance(one.rule, Double) and not value:
        reps = one.now.reps or one.rule.low
        return f"{reps}–{one.rule.high} reps" if reps < one.rule.high else f"{reps} reps"
    if one.asks_for_maximum:
        steps = steps_of(one.rule)
        kind = "estimated max" if isinstance(one.rule, Effort) else "training max"
        return f"{kind} {shown}" + (f", step {one.now.step + 1} of {steps}" if steps > 1 else "")
    stage = stage_of(one)
    return f"{schemes.written(schemes.parse(stage))} at {shown}" if stage else shown


def aims_words(aims: Sequence[Aim], unit: str, display: Display) -> str:
    """Sets with their loads: "5 × 65, 5 × 75, 5+ × 85 kg", "3×8 with 80 kg"."""
    groups = (list(group) for _, group in groupby(aims, key=lambda aim: (aim.low, aim.high, aim.load)))
    return ", ".join(_aims(group, unit, display) for group in groups)


def _aims(group: Sequence[Aim], unit: str, display: Display) -> str:
    bare = [Aim(aim.low, aim.high, aim.is_open) for aim in group]
    load = group[0].load
    shown = f" with {styling.load(load, unit, display)}" if load is not None else ""
    return f"{schemes.written(bare)}{shown}"
