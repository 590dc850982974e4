"""Advance the rules that follow a maximum: 5/3/1, waves of percentages, effort. The other rules are in advance."""

from dataclasses import replace
from decimal import Decimal

from services.feature_eng import e1rm_from_rpe
from services.gyms.loadable import Gear
from services.progression.load_text import ARROW, amount, bare
from services.progression.prescribe import steps_of
from services.progression.rules import Effort, Wave, Wendler
from services.progression.state import Advanced, Line, Performed, State
from services.units import percent_of


def after_wendler(rule: Wendler, state: State, performed: Performed, gear: Gear) -> Advanced:
    """Move on by a week of 5/3/1; after the last week the training max changes."""
    is_light = state.step == 3
    missed = 0 if performed.is_met or performed.excuse or is_light else 1
    moved = replace(state, step=state.step + 1, fails=state.fails + missed)
    week = f"Week {state.step + 1} of cycle {state.cycle + 1}"
    if moved.step < steps_of(rule):
        outcome = "reps were missing" if missed else "done" + _best(performed)
        return Advanced(moved, f"{week}: {outcome}; week {moved.step + 1} next.", "missed" if missed else "met")
    new = _next_cycle(moved, rule.back, rule.add)
    why = (
        f"reps were missing in cycle {new.cycle}, back to {bare(rule.back)} %"
        if moved.fails
        else f"cycle {new.cycle} done"
    )
    outcome = f"training max {bare(state.maximum)} {ARROW} {amount(new.maximum, new.unit)}"
    return Advanced(new, f"{why[0].upper()}{why[1:]}: {outcome}.", "deload" if moved.fails else "met")


def _next_cycle(state: State, back: Decimal, add: Decimal) -> State:
    maximum = state.maximum
    if maximum is not None:
        maximum = percent_of(maximum, back) if state.fails else maximum + add
    return replace(state, step=0, cycle=state.cycle + 1, fails=0, maximum=maximum)


def _best(performed: Performed) -> str:
    open_ones = [line for line in performed.lines if line.aim.is_open and line.reps]
    if not open_ones:
        return ""
    reps = open_ones[-1].reps
    return f" with {reps} rep{'' if reps == 1 else 's'} in the last set"


def after_wave(rule: Wave, state: State, performed: Performed, gear: Gear) -> Advanced:
    """Move on by a step of a wave; after the last step the training max or the loads change."""
    if rule.reps:
        return _by_reps(rule, state, performed)
    missed = 0 if performed.is_met or performed.excuse else 1
    moved = replace(state, step=state.step + 1, fails=state.fails + missed)
    here = f"Step {state.step + 1} of {len(rule.steps)}"
    if moved.step < len(rule.steps):
        outcome = "reps were missing" if missed else "done"
        return Advanced(moved, f"{here}: {outcome}; step {moved.step + 1} next.", "missed" if missed else "met")
    raised = rule.to == "max" and not moved.fails and moved.maximum is not None
    maximum = moved.maximum + rule.add if raised and moved.maximum is not None else moved.maximum
    cycle = moved.cycle + (0 if rule.to == "loads" and moved.fails else 1)
    new = replace(moved, step=0, cycle=cycle, fails=0, maximum=maximum)
    return Advanced(new, _after_wave(rule, state, new, moved.fails), "missed" if moved.fails else "met")


def _after_wave(rule: Wave, old: State, new: State, fails: int) -> str:
    if fails:
        return "Reps were missing in this wave: the same wave again."
    if rule.to == "loads" and rule.add:
        return f"The wave is done: {amount(rule.add, new.unit)} more on every set."
    if rule.add and new.maximum is not None:
        return f"The wave is done: training max {bare(old.maximum)} {ARROW} {amount(new.maximum, new.unit)}."
    return "The wave is done: it begins again."


def _by_reps(rule: Wave, state: State, performed: Performed) -> Advanced:
    """Let the reps of the hardest open set decide what is added to the training max."""
    moved = replace(
        state, step=(state.step + 1) % len(rule.steps), cycle=state.cycle + (state.step + 1) // len(rule.steps)
    )
    open_ones = [line for line in performed.lines if line.aim.is_open]
    if not open_ones:
        return Advanced(moved, "Done: on to the next.", "met")
    hardest = max(open_ones, key=lambda line: (line.aim.load or 0, line.aim.percent or 0))
    reps = hardest.reps or 0 if hardest.is_met or not hardest.is_done else 0
    add = max((more for least, more in rule.reps if reps >= least), default=Decimal(0))
    if not add or moved.maximum is None:
        same = amount(moved.maximum, moved.unit)
        return Advanced(
            moved, f"{reps} reps in the heaviest set: training max {same} again.", "met" if reps else "missed"
        )
    new = replace(moved, maximum=moved.maximum + add)
    loads = f"{bare(moved.maximum)} {ARROW} {amount(new.maximum, new.unit)}"
    return Advanced(new, f"{reps} reps in the heaviest set: training max {loads}.")


def after_effort(rule: Effort, state: State, performed: Performed, gear: Gear) -> Advanced:
    """Move on by a step, with the max that the hardest set of the workout suggests."""
    step = state.step + 1
    moved = replace(state, step=step % len(rule.steps), cycle=state.cycle + step // len(rule.steps))
    estimate = max((max_of_set for line in performed.done if (max_of_set := _estimate(line)) is not None), default=None)
    if estimate is None:
        return Advanced(moved, "No set from which a max can be estimated: the same estimate again.", "met")
    if performed.excuse and state.maximum is not None and estimate < state.maximum:
        return Advanced(moved, f"{performed.excuse}: the estimated max stays.", "excused")
    new = replace(moved, maximum=_within(state.maximum, estimate, rule.limit))
    old = f"{bare(state.maximum)} {ARROW} " if state.maximum is not None else ""
    capped = "" if new.maximum == estimate else f" (at most {bare(rule.limit)} % at a time)"
    return Advanced(
        new, f"By the hardest set of last time: estimated max {old}{amount(new.maximum, new.unit)}{capped}."
    )


def _estimate(line: Line) -> Decimal | None:
    """Estimate the max by the RPE chart; effort not logged counts as planned, or as 10 where reps were missing."""
    target_rpe = float(line.aim.rpe or 10) if (line.reps or 0) >= line.aim.low else 10.0
    rpe = target_rpe if line.rir is None else 10 - line.rir
    maximum = e1rm_from_rpe(None if line.load is None else float(line.load), line.reps, rpe)
    return None if maximum is None else round(Decimal(str(maximum)), 2)


def _within(old: Decimal | None, new: Decimal, limit: Decimal) -> Decimal:
    if old is None:
        return new
    return min(max(new, percent_of(old, 100 - limit)), percent_of(old, 100 + limit))
