"""Advance a progression after a workout: its next state and the sentence that explains it; no database access."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from services.gyms.loadable import Gear
from services.progression import schemes
from services.progression.formulas import double_progression
from services.progression.load_text import amount, bare, change
from services.progression.rules import Chain, Double, Effort, Goal, Linear, Rule, Wave, Wendler
from services.progression.state import Advanced, Line, Performed, State
from services.progression.steps import easier, easiest, harder, hardest
from services.progression.waves import after_effort, after_wave, after_wendler

TEN: Final = Decimal(10)


def advance(rule: Rule, state: State, performed: Performed, gear: Gear) -> Advanced:
    """Return the state after a workout. An empty workout and an excused miss leave the state unchanged.

    A wave moves to its next step after an excused miss, but does not count the miss.
    """
    if not performed.done:
        return Advanced(state, None, "skipped")
    of_load = isinstance(rule, Linear | Double | Goal | Chain)
    if performed.excuse and of_load and not performed.is_met:
        return Advanced(state, f"{performed.excuse}: the misses of last time do not count.", "excused")
    before = _with_first_load(state, performed, gear) if of_load else state
    return ADVANCE_BY_RULE[type(rule)](rule, before, performed, gear)


def _with_first_load(state: State, performed: Performed, gear: Gear) -> State:
    """Let a progression without a load begin with the easiest load that was lifted."""
    return state if state.load is not None else replace(state, load=easiest(performed.loads, gear))


def _all_done_text(performed: Performed) -> str:
    """Summarise a workout in which all was done: "All 3×8 done at RIR ≥ 1 last time"."""
    rirs = [line.rir for line in performed.lines if line.rir is not None]
    effort = f" at RIR ≥ {min(rirs):g}" if len(rirs) == len(performed.lines) and rirs else ""
    return f"All {schemes.written([_sets_and_reps(line) for line in performed.lines])} done{effort} last time"


def _sets_and_reps(line: Line) -> schemes.Aim:
    return replace(line.aim, percent=None, rpe=None, load=None)


def _reps_text(performed: Performed) -> str:
    """List the reps set by set: "12, 9, 8" or "12, –, –"; equal sets as "3 × 12"."""
    reps = [str(line.reps or 0) if line.is_done else "–" for line in performed.lines]
    return f"{len(reps)} × {reps[0]}" if len(reps) > 1 and len(set(reps)) == 1 and reps[0] != "–" else ", ".join(reps)


def _success(state: State, add: Decimal, gear: Gear, reason: str, performed: Performed) -> Advanced:
    loads = (state.load, easiest(performed.loads, gear))
    load = hardest([load for load in loads if load is not None and (load or gear.is_help)], gear)
    if load is None:
        return Advanced(replace(state, fails=0), f"{reason}: no load to add to.", "met")
    if gear.is_help and not load:
        return Advanced(replace(state, load=load, fails=0), f"{reason}, without help: time for the lift itself.", "met")
    base = replace(state, load=load)
    new = replace(base, load=harder(load, add, gear), fails=0, wins=0)
    return Advanced(new, f"{reason}: {change(base, new)}.")


def _miss(state: State, fails: int, deload: Decimal, gear: Gear, performed: Performed) -> Advanced:
    """Repeat the load, or reduce it after `fails` misses in a row; with 0 it is never reduced."""
    counted = replace(state, fails=state.fails + 1, wins=0)
    reps = _reps_text(performed)
    at = f"{reps} reps at {amount(state.load, state.unit)}" if state.load is not None else reps
    if state.load is None or not fails or counted.fails < fails:
        of = f", miss {counted.fails} of {fails}" if fails else ""
        return Advanced(counted, f"Reps were missing last time ({at}{of}): the same again.", "missed")
    new = replace(counted, load=easier(state.load, deload, gear), fails=0, deloads=state.deloads + 1)
    word = f"{counted.fails} times in a row" if counted.fails > 1 else "last time"
    off = f"{bare(deload)} % {'more help' if gear.is_help else 'off'}, {change(state, new)}"
    return Advanced(new, f"Reps were missing {word} ({at}): {off}.", "deload")


def _linear(rule: Linear, state: State, performed: Performed, gear: Gear) -> Advanced:
    if not performed.is_met:
        return _miss(state, rule.fails, rule.deload, gear, performed)
    reason = _all_done_text(performed)
    if state.wins + 1 < rule.wins:
        won = replace(state, fails=0, wins=state.wins + 1)
        return Advanced(won, f"{reason}, {won.wins} of {rule.wins}: {amount(state.load, state.unit)} again.")
    return _success(state, rule.add, gear, reason, performed)


def _double(rule: Double, state: State, performed: Performed, gear: Gear) -> Advanced:
    reps = [line.reps or 0 for line in performed.done]
    if rule.fails and (min(reps) < rule.low or len(reps) < len(performed.lines)):
        return _miss(state, rule.fails, TEN, gear, performed)
    is_full = len(reps) == len(performed.lines)
    heaviest = state.load if state.load is not None else Decimal(0)
    target = double_progression(float(heaviest), reps, rule.low, rule.high, float(rule.add))
    if target is None or not (is_full and min(reps) >= rule.high):
        return _more_reps(state, target["target_reps"] if target and is_full else state.reps, performed)
    if state.load is None:
        reason = f"All sets reached {rule.high} reps: time for a harder variant, or for weight"
        return Advanced(replace(state, reps=rule.high, fails=0), f"{reason}.")
    reason = f"All {len(reps)} sets reached {rule.high} reps last time"
    return _success(replace(state, reps=target["target_reps"]), rule.add, gear, reason, performed)


def _more_reps(state: State, reps: int | None, performed: Performed) -> Advanced:
    new = replace(state, reps=reps, fails=0)
    at = f" at {amount(state.load, state.unit)}" if state.load is not None else ""
    goal = f"aim for {reps} in every set" if reps else "the same again"
    return Advanced(new, f"{_reps_text(performed)} reps{at} last time: {goal}.")


def _goal(rule: Goal, state: State, performed: Performed, gear: Gear) -> Advanced:
    last = performed.lines[-1]
    count = (last.reps or 0) if rule.of == "last" else sum(line.reps or 0 for line in performed.done)
    where = "in the last set" if rule.of == "last" else "in all"
    light = any(line.is_easier for line in performed.done)
    if count >= rule.reps and not light:
        return _success(state, rule.add, gear, f"{count} reps {where} last time, the goal was {rule.reps}", performed)
    if rule.fails:
        return _miss(state, rule.fails, TEN, gear, performed)
    same = f"{amount(state.load, state.unit)} again" if state.load is not None else "the same again"
    return Advanced(state, f"{count} of {rule.reps} reps {where} last time: {same}.", "met")


def _chain(rule: Chain, state: State, performed: Performed, gear: Gear) -> Advanced:
    place = min(state.stage, len(rule.stages) - 1)
    stage = rule.stages[place]
    here = replace(state, stage=place, first=state.load if place == 0 else state.first)
    after = advance(stage.rule, here, performed, gear)
    is_last = place == len(rule.stages) - 1
    if after.verdict != "deload" or state.deloads < stage.deloads or (is_last and not rule.restart):
        return after
    return _restart(rule, here, performed, gear) if is_last else _next_stage(rule, here, performed)


def _next_stage(rule: Chain, state: State, performed: Performed) -> Advanced:
    new = replace(state, stage=state.stage + 1, fails=0, wins=0, deloads=0, reps=None)
    scheme = schemes.written(schemes.parse(rule.stages[new.stage].scheme))
    missed = f"Reps were missing last time ({_reps_text(performed)})"
    return Advanced(new, f"{missed}: on with {scheme} at {amount(new.load, new.unit)}.", "stage")


def _restart(rule: Chain, state: State, performed: Performed, gear: Gear) -> Advanced:
    base = state.first if rule.of == "first" and state.first is not None else state.load
    load = None if base is None else _restart_load(rule, base, gear)
    new = State(state.unit, load=load, maximum=state.maximum, cycle=state.cycle + 1)
    scheme = schemes.written(schemes.parse(rule.stages[0].scheme))
    missed = f"Reps were missing in the last stage ({_reps_text(performed)})"
    return Advanced(new, f"{missed}: back to {scheme} at {amount(new.load, new.unit)}.", "restart")


def _restart_load(rule: Chain, base: Decimal, gear: Gear) -> Decimal:
    """Return the load to restart with. Assistance rises by the share by which a weight would fall."""
    if gear.is_help:
        return gear.nearest(max(base * (200 - rule.restart) / 100 - rule.plus, Decimal(0)))
    return gear.nearest(base * rule.restart / 100 + rule.plus)


ADVANCE_BY_RULE: Final[Mapping[type[Any], Callable[[Any, State, Performed, Gear], Advanced]]] = {
    Linear: _linear,
    Double: _double,
    Wendler: after_wendler,
    Wave: after_wave,
    Effort: after_effort,
    Goal: _goal,
    Chain: _chain,
}
