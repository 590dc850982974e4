"""The next workouts of a progression as they would go, each a success or a failure."""

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
    """One workout to come: what is asked, whether it goes well, and what is said after it."""

    aims: tuple[Aim, ...]
    goes_well: bool
    sentence: str
    before: State


def preview(rule: Rule, state: State, gear: Gear, own: Sequence[Aim], goes_well: Sequence[bool]) -> list[Preview]:
    """One line per outcome, in order."""
    found = []
    for is_met in goes_well:
        aims = prescribe(rule, state, gear, own)
        after = advance(rule, state, _outcome(rule, aims, is_met), gear)
        found.append(Preview(aims, is_met, after.sentence or "", state))
        state = after.state
    return found


def _outcome(rule: Rule, aims: Sequence[Aim], goes_well: bool) -> Performed:
    """All as asked, or a rep short in the last set; a goal of reps is reached in the last set."""
    done = as_asked(aims, not goes_well)
    if not goes_well or not isinstance(rule, Goal):
        return done
    *first, last = done.lines
    others = 0 if rule.of == "last" else sum(line.reps or 0 for line in first)
    return Performed((*first, replace(last, reps=max(last.reps or 0, rule.reps - others))))
