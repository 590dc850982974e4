"""Preview the next workouts of a progression from assumed successes and failures; nothing is read or stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.gyms.loadable import Gear
from services.progression.advance import advance
from services.progression.prescribe import prescribe
from services.progression.rules import Goal, Rule
from services.progression.schemes import Aim
from services.progression.state import Performed, State, as_asked

WORKOUTS: Final = 12


@dataclass(frozen=True)
class Preview:
    """A workout to come: its sets, whether it succeeds, and the sentence that follows it."""

    aims: tuple[Aim, ...]
    goes_well: bool
    sentence: str
    before: State


def preview(rule: Rule, state: State, gear: Gear, own: Sequence[Aim], goes_well: Sequence[bool]) -> list[Preview]:
    """Return a preview per outcome, in order."""
    previews = []
    for is_met in goes_well:
        aims = prescribe(rule, state, gear, own)
        after = advance(rule, state, _outcome(rule, aims, is_met), gear)
        previews.append(Preview(aims, is_met, after.sentence or "", state))
        state = after.state
    return previews


def _outcome(rule: Rule, aims: Sequence[Aim], goes_well: bool) -> Performed:
    """Perform all sets as prescribed, or the last a rep short; the last set reaches a goal of reps."""
    done = as_asked(aims, not goes_well)
    if not goes_well or not isinstance(rule, Goal):
        return done
    *first, last = done.lines
    earlier_reps = 0 if rule.of == "last" else sum(line.reps or 0 for line in first)
    return Performed((*first, replace(last, reps=max(last.reps or 0, rule.reps - earlier_reps))))
