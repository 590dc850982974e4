"""Prescribe the working sets of the next workout from a rule and its state; what a workout changes is in advance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from services.feature_eng import rpe_percent
from services.gyms.loadable import Gear
from services.progression import schemes
from services.progression.formulas import WENDLER_WEEKS
from services.progression.rules import Chain, Double, Effort, Goal, Linear, Rule, Wave, Wendler
from services.progression.schemes import Aim
from services.progression.state import State
from services.units import percent_of

Aims = tuple[Aim, ...]


def prescribe(rule: Rule, state: State, gear: Gear, own: Sequence[Aim] = ()) -> Aims:
    """Return the working sets of the next workout. Rules without a scheme use the routine's sets, `own`."""
    return PRESCRIBE_BY_RULE[type(rule)](rule, state, gear, tuple(own))


def has_scheme(rule: Rule) -> bool:
    """Whether the rule prescribes the sets itself, in place of the routine's."""
    return isinstance(rule, Wendler | Wave | Effort | Chain)


def steps_of(rule: Rule) -> int:
    """Count the workouts of a wave; 1 for rules without waves."""
    if isinstance(rule, Wendler):
        return 4 if rule.deload else 3
    return len(rule.steps) if isinstance(rule, Wave | Effort) else 1


def share_of(maximum: Decimal | None, percent: Decimal, gear: Gear, plus: Decimal = Decimal(0)) -> Decimal | None:
    """Return a percentage of a maximum, rounded to a loadable weight; None without a maximum."""
    return None if maximum is None else gear.nearest(percent_of(maximum, percent) + plus)


def _as_planned(_: Any, state: State, gear: Gear, own: Aims) -> Aims:
    return tuple(replace(aim, load=state.load) for aim in own)


def _double(rule: Double, state: State, gear: Gear, own: Aims) -> Aims:
    low = rule.low if state.reps is None else state.reps
    return tuple(
        replace(aim, low=low, high=max(rule.high, low), load=state.load) for aim in own or schemes.parse("3x1")
    )


def _wendler(rule: Wendler, state: State, gear: Gear, _: Aims) -> Aims:
    week = WENDLER_WEEKS[state.step % steps_of(rule) + 1]
    return tuple(_of_maximum(schemes.parse(f"{reps}@{percent}%")[0], state, gear) for percent, reps in week)


def _wave(rule: Wave, state: State, gear: Gear, _: Aims) -> Aims:
    plus = rule.add * state.cycle if rule.to == "loads" else Decimal(0)
    return tuple(_of_maximum(aim, state, gear, plus) for aim in schemes.parse(rule.steps[state.step % len(rule.steps)]))


def _of_maximum(aim: Aim, state: State, gear: Gear, plus: Decimal = Decimal(0)) -> Aim:
    return replace(aim, load=share_of(state.maximum, aim.percent or Decimal(0), gear, plus))


def _effort(rule: Effort, state: State, gear: Gear, _: Aims) -> Aims:
    return tuple(_of_chart(aim, state, gear) for aim in schemes.parse(rule.steps[state.step % len(rule.steps)]))


def _of_chart(aim: Aim, state: State, gear: Gear) -> Aim:
    percent = rpe_percent(aim.low, float(aim.rpe or 10))
    return replace(aim, load=None if percent is None else share_of(state.maximum, Decimal(str(percent)), gear))


def _chain(rule: Chain, state: State, gear: Gear, _: Aims) -> Aims:
    stage = rule.stages[min(state.stage, len(rule.stages) - 1)]
    return prescribe(stage.rule, state, gear, schemes.parse(stage.scheme))


PRESCRIBE_BY_RULE: Final[Mapping[type[Any], Callable[[Any, State, Gear, Aims], Aims]]] = {
    Linear: _as_planned,
    Goal: _as_planned,
    Double: _double,
    Wendler: _wendler,
    Wave: _wave,
    Effort: _effort,
    Chain: _chain,
}
