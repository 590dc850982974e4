"""The rules that two of the sample lifter's lifts follow in the last months: what they ask, and what they learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from services.gyms.loadable import STEPS, Gear
from services.progression.advance import advance
from services.progression.rule_text import from_text
from services.progression.schemes import Aim
from services.progression.state import Line, Performed, State
from services.sample.sets import MadeSet, PlannedSet

FIRST_WEEK: Final = 40  # of the program, whose loads follow from these rules
RULES: Final[Mapping[str, str]] = {
    "bench-press-barbell": "linear add 2.5 fails 2 deload 10",
    "overhead-press-barbell": "linear add 2.5 fails 2 deload 10 wins 2",
}
BEGINS_AT: Final = 94  # percent
GEAR: Final = Gear(STEPS["kg"])


@dataclass
class Coach:
    """Where each rule stands, and where it began."""

    bases: dict[str, State] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)

    def targets(self, week: int, usual: Mapping[str, float]) -> dict[str, float]:
        """The loads that the rules ask for in a week; a rule begins a little below the usual load."""
        if week < FIRST_WEEK:
            return {}
        for slug in usual.keys() & RULES.keys() - self.states.keys():
            self.bases[slug] = State("kg", load=GEAR.nearest(Decimal(str(usual[slug])) * BEGINS_AT / 100))
            self.states[slug] = self.bases[slug]
        return {slug: float(self.states[slug].load or 0) for slug in usual.keys() & self.states.keys()}

    def learn(self, plan: Sequence[PlannedSet], made: Sequence[MadeSet]) -> None:
        """Let each rule make of a workout what it makes of it."""
        for slug, state in self.states.items():
            lines = tuple(_lines(slug, plan, made))
            if lines:
                self.states[slug] = advance(from_text(RULES[slug]), state, Performed(lines), GEAR).state


def _lines(slug: str, plan: Sequence[PlannedSet], made: Sequence[MadeSet]) -> list[Line]:
    done = {one.planned: one for one in made if one.planned is not None}
    return [
        _line(asked, done.get(place))
        for place, asked in enumerate(plan)
        if asked.slug == slug and asked.set_type != "warmup"
    ]


def _line(asked: PlannedSet, done: MadeSet | None) -> Line:
    aim = Aim(asked.reps_min or 1, load=Decimal(str(asked.weight)))
    if done is None:
        return Line(aim)
    return Line(aim, done.reps, Decimal(str(done.weight)), done.rir, True)
