"""Words for the targets and aims of progressions."""

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
    """Write a load or a maximum; a maximum is not rounded to plates but shown to a tenth."""
    return f"{styling.number(value, display, 2 if value * 4 % 1 == 0 else 1)} {unit}"


def target(progression: Progression, display: Display) -> str:
    """Say where a progression stands: "85 kg", "training max 102.5 kg, week 2", "6×2+ at 110 kg"."""
    unit = progression.now.unit
    value = progression.now.maximum if progression.asks_for_maximum else progression.now.load
    load = "first load open" if value is None else _load(value, unit, display)
    if isinstance(progression.rule, Double) and not value:
        reps = progression.now.reps or progression.rule.low
        return f"{reps}–{progression.rule.high} reps" if reps < progression.rule.high else f"{reps} reps"
    if progression.asks_for_maximum:
        steps = steps_of(progression.rule)
        kind = "estimated max" if isinstance(progression.rule, Effort) else "training max"
        return f"{kind} {load}" + (f", step {progression.now.step + 1} of {steps}" if steps > 1 else "")
    stage = stage_of(progression)
    return f"{schemes.written(schemes.parse(stage))} at {load}" if stage else load


def aims_words(aims: Sequence[Aim], unit: str, display: Display) -> str:
    """Write sets with their loads: "5 × 65, 5 × 75, 5+ × 85 kg", "3×8 with 80 kg"."""
    groups = (list(group) for _, group in groupby(aims, key=lambda aim: (aim.low, aim.high, aim.load)))
    return ", ".join(_aims(group, unit, display) for group in groups)


def _aims(group: Sequence[Aim], unit: str, display: Display) -> str:
    bare = [Aim(aim.low, aim.high, aim.is_open) for aim in group]
    load = group[0].load
    with_load = f" with {styling.load(load, unit, display)}" if load is not None else ""
    return f"{schemes.written(bare)}{with_load}"
