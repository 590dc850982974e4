"""What a finished workout makes of a progression: the next state, and why in one sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from services.feature_eng import e1rm_from_rpe
from services.loadable import Gear
from services.progressing import schemes
from services.progressing.prescribe import steps_of
from services.progressing.rules import Chain, Double, Effort, Goal, Linear, Rule, Wave, Wendler
from services.progressing.state import Advanced, Line, Performed, State
from services.progression import deloaded, double_progression

TEN: Final = Decimal(10)
ORDINALS: Final = {1: "first", 2: "second", 3: "third"}
ARROW: Final = "\N{RIGHTWARDS ARROW}"


def advance(rule: Rule, state: State, performed: Performed, gear: Gear) -> Advanced:
    """The state after a workout; one in which nothing was done leaves it as it is, and so does a miss with an excuse.

    A wave goes on after an excused miss, but does not count it.
    """
    if not performed.done:
        return Advanced(state, None, "skipped")
    of_load = isinstance(rule, Linear | Double | Goal | Chain)
    if performed.excuse and of_load and not performed.is_met:
        return Advanced(state, f"{performed.excuse}: the misses of last time do not count.", "excused")
    return STEPS[type(rule)](rule, _known(state, performed) if of_load else state, performed, gear)


def amount(value: Decimal | None, unit: str) -> str:
    """A load in words: "82.5 kg"."""
    return "no load" if value is None else f"{round(value, 2).normalize():f} {unit}"


def _known(state: State, performed: Performed) -> State:
    """A progression without a load takes the one that was lifted first."""
    return state if state.load is not None else replace(state, load=performed.lowest)


def _change(old: State, new: State) -> str:
    return f"{_bare(old.load)} {ARROW} {amount(new.load, new.unit)}"


def _bare(value: Decimal | None) -> str:
    return "" if value is None else f"{round(value, 2).normalize():f}"


def _heavier(load: Decimal, add: Decimal, gear: Gear) -> Decimal:
    """At least the next loadable load: small steps on large plates would else never arrive."""
    wanted = gear.nearest(load + add)
    return wanted if wanted > load else gear.above(load)


def _lighter(load: Decimal, percent: Decimal, gear: Gear) -> Decimal:
    off = deloaded(Fraction(load), Fraction(percent))
    wanted = gear.nearest(Decimal(off.numerator) / Decimal(off.denominator))
    return wanted if wanted < load or not percent else gear.below(load)


def _told(performed: Performed) -> str:
    """What was done, in short: "All 3×8 done at RIR ≥ 1 last time"."""
    rirs = [line.rir for line in performed.lines if line.rir is not None]
    effort = f" at RIR ≥ {min(rirs):g}" if len(rirs) == len(performed.lines) and rirs else ""
    return f"All {schemes.written([_plain(line) for line in performed.lines])} done{effort} last time"


def _plain(line: Line) -> Any:
    return replace(line.aim, percent=None, rpe=None, load=None)


def _reps(performed: Performed) -> str:
    return ", ".join(str(line.reps or 0) if line.is_done else "–" for line in performed.lines)


def _success(state: State, add: Decimal, gear: Gear, told: str, performed: Performed) -> Advanced:
    load = max(filter(None, (state.load, performed.lowest)), default=None)
    if load is None:
        return Advanced(replace(state, fails=0), f"{told}: no load to add to.", "met")
    base = replace(state, load=load)
    new = replace(base, load=_heavier(load, add, gear), fails=0, wins=0)
    return Advanced(new, f"{told}: {_change(base, new)}.")


def _miss(state: State, fails: int, deload: Decimal, gear: Gear, performed: Performed) -> Advanced:
    """Repeat, or take some percent off once the count of misses in a row is full; 0 never does."""
    counted = replace(state, fails=state.fails + 1, wins=0)
    at = f"{_reps(performed)} reps at {amount(state.load, state.unit)}" if state.load is not None else _reps(performed)
    if state.load is None or not fails or counted.fails < fails:
        of = f", miss {counted.fails} of {fails}" if fails else ""
        return Advanced(counted, f"Reps were missing last time ({at}{of}): the same again.", "missed")
    new = replace(counted, load=_lighter(state.load, deload, gear), fails=0, deloads=state.deloads + 1)
    word = f"{counted.fails} times in a row" if counted.fails > 1 else "last time"
    off = f"{_bare(deload)} % off, {_change(state, new)}"
    return Advanced(new, f"Reps were missing {word} ({at}): {off}.", "deload")


def _linear(rule: Linear, state: State, performed: Performed, gear: Gear) -> Advanced:
    if not performed.is_met:
        return _miss(state, rule.fails, rule.deload, gear, performed)
    if state.wins + 1 < rule.wins:
        won = replace(state, fails=0, wins=state.wins + 1)
        return Advanced(won, f"{_told(performed)}, {won.wins} of {rule.wins}: {amount(state.load, state.unit)} again.")
    return _success(state, rule.add, gear, _told(performed), performed)


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
        told = f"All sets reached {rule.high} reps: time for a harder variant, or for weight"
        return Advanced(replace(state, reps=rule.high, fails=0), f"{told}.")
    told = f"All {len(reps)} sets reached {rule.high} reps last time"
    return _success(replace(state, reps=target["target_reps"]), rule.add, gear, told, performed)


def _more_reps(state: State, reps: int | None, performed: Performed) -> Advanced:
    new = replace(state, reps=reps, fails=0)
    at = f" at {amount(state.load, state.unit)}" if state.load is not None else ""
    goal = f"aim for {reps} in every set" if reps else "the same again"
    return Advanced(new, f"{_reps(performed)} reps{at} last time: {goal}.")


def _goal(rule: Goal, state: State, performed: Performed, gear: Gear) -> Advanced:
    last = performed.lines[-1]
    count = (last.reps or 0) if rule.of == "last" else sum(line.reps or 0 for line in performed.done)
    what = "in the last set" if rule.of == "last" else "in all"
    light = any(line.aim.load and line.load is not None and line.load < line.aim.load for line in performed.done)
    if count >= rule.reps and not light:
        return _success(state, rule.add, gear, f"{count} reps {what} last time, the goal was {rule.reps}", performed)
    if rule.fails:
        return _miss(state, rule.fails, TEN, gear, performed)
    same = f"{amount(state.load, state.unit)} again" if state.load is not None else "the same again"
    return Advanced(state, f"{count} of {rule.reps} reps {what} last time: {same}.", "met")


def _wendler(rule: Wendler, state: State, performed: Performed, gear: Gear) -> Advanced:
    is_light = state.step == 3
    missed = 0 if performed.is_met or performed.excuse or is_light else 1
    moved = replace(state, step=state.step + 1, fails=state.fails + missed)
    week = f"Week {state.step + 1} of cycle {state.cycle + 1}"
    if moved.step < steps_of(rule):
        told = "reps were missing" if missed else "done" + _best(performed)
        return Advanced(moved, f"{week} {told}: week {moved.step + 1} next.", "missed" if missed else "met")
    new = _next_cycle(moved, rule.back, rule.add)
    why = (
        f"reps were missing in cycle {new.cycle}, back to {_bare(rule.back)} %"
        if moved.fails
        else f"cycle {new.cycle} done"
    )
    told = f"training max {_bare(state.maximum)} {ARROW} {amount(new.maximum, new.unit)}"
    return Advanced(new, f"{why[0].upper()}{why[1:]}: {told}.", "deload" if moved.fails else "met")


def _next_cycle(state: State, back: Decimal, add: Decimal) -> State:
    maximum = state.maximum
    if maximum is not None:
        maximum = maximum * back / 100 if state.fails else maximum + add
    return replace(state, step=0, cycle=state.cycle + 1, fails=0, maximum=maximum)


def _best(performed: Performed) -> str:
    open_ones = [line for line in performed.lines if line.aim.is_open and line.reps]
    return f" with {open_ones[-1].reps} reps in the last set" if open_ones else ""


def _wave(rule: Wave, state: State, performed: Performed, gear: Gear) -> Advanced:
    if rule.reps:
        return _by_reps(rule, state, performed)
    missed = 0 if performed.is_met or performed.excuse else 1
    moved = replace(state, step=state.step + 1, fails=state.fails + missed)
    here = f"Step {state.step + 1} of {len(rule.steps)}"
    if moved.step < len(rule.steps):
        told = "reps were missing" if missed else "done"
        return Advanced(moved, f"{here} {told}: step {moved.step + 1} next.", "missed" if missed else "met")
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
        return f"The wave is done: training max {_bare(old.maximum)} {ARROW} {amount(new.maximum, new.unit)}."
    return "The wave is done: it begins again."


def _by_reps(rule: Wave, state: State, performed: Performed) -> Advanced:
    """The hardest open set decides what the training max gets."""
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
    told = f"{_bare(moved.maximum)} {ARROW} {amount(new.maximum, new.unit)}"
    return Advanced(new, f"{reps} reps in the heaviest set: training max {told}.")


def _effort(rule: Effort, state: State, performed: Performed, gear: Gear) -> Advanced:
    step = state.step + 1
    moved = replace(state, step=step % len(rule.steps), cycle=state.cycle + step // len(rule.steps))
    estimate = max((one for line in performed.done if (one := _estimate(line)) is not None), default=None)
    if estimate is None:
        return Advanced(moved, "No set from which a max can be estimated: the same estimate again.", "met")
    if performed.excuse and state.maximum is not None and estimate < state.maximum:
        return Advanced(moved, f"{performed.excuse}: the estimated max stays.", "excused")
    new = replace(moved, maximum=_within(state.maximum, estimate, rule.limit))
    old = f"{_bare(state.maximum)} {ARROW} " if state.maximum is not None else ""
    capped = "" if new.maximum == estimate else f" (at most {_bare(rule.limit)} % at a time)"
    return Advanced(
        new, f"By the hardest set of last time: estimated max {old}{amount(new.maximum, new.unit)}{capped}."
    )


def _estimate(line: Line) -> Decimal | None:
    """The max by the chart; effort that was not logged is taken as asked, or as 10 where reps were missing."""
    asked = float(line.aim.rpe or 10) if (line.reps or 0) >= line.aim.low else 10.0
    rpe = asked if line.rir is None else 10 - line.rir
    found = e1rm_from_rpe(None if line.load is None else float(line.load), line.reps, rpe)
    return None if found is None else round(Decimal(str(found)), 2)


def _within(old: Decimal | None, new: Decimal, limit: Decimal) -> Decimal:
    if old is None:
        return new
    return min(max(new, old * (100 - limit) / 100), old * (100 + limit) / 100)


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
    shown = schemes.written(schemes.parse(rule.stages[new.stage].scheme))
    missed = f"Reps were missing last time ({_reps(performed)})"
    return Advanced(new, f"{missed}: on with {shown} at {amount(new.load, new.unit)}.", "stage")


def _restart(rule: Chain, state: State, performed: Performed, gear: Gear) -> Advanced:
    base = state.first if rule.of == "first" and state.first is not None else state.load
    load = None if base is None else gear.nearest(base * rule.restart / 100 + rule.plus)
    new = State(state.unit, load=load, maximum=state.maximum, cycle=state.cycle + 1)
    shown = schemes.written(schemes.parse(rule.stages[0].scheme))
    missed = f"Reps were missing in the last stage ({_reps(performed)})"
    return Advanced(new, f"{missed}: back to {shown} at {amount(new.load, new.unit)}.", "restart")


STEPS: Final[Mapping[type[Any], Callable[[Any, State, Performed, Gear], Advanced]]] = {
    Linear: _linear,
    Double: _double,
    Wendler: _wendler,
    Wave: _wave,
    Effort: _effort,
    Goal: _goal,
    Chain: _chain,
}


def replay(rule: Rule, start: State, history: Sequence[Performed], gear: Gear) -> Advanced:
    """The state after a whole history, oldest first, with the sentence of the last workout that had one."""
    now = Advanced(start, None, "start")
    for performed in history:
        found = advance(rule, now.state, performed, gear)
        now = found if found.sentence else Advanced(found.state, now.sentence, now.verdict)
    return now
