"""The progression rules of two of the sample lifter's lifts in the last months, run along with the year."""

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
    """The rules' states by exercise slug: the first, and the present one."""

    bases: dict[str, State] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)

    def targets(self, week: int, usual: Mapping[str, float]) -> dict[str, float]:
        """Return the loads that the rules prescribe in a week; a rule begins a little below the usual load."""
        if week < FIRST_WEEK:
            return {}
        for slug in usual.keys() & RULES.keys() - self.states.keys():
            self.bases[slug] = State("kg", load=GEAR.nearest(Decimal(str(usual[slug])) * BEGINS_AT / 100))
            self.states[slug] = self.bases[slug]
        return {slug: float(self.states[slug].load or 0) for slug in usual.keys() & self.states.keys()}

    def learn(self, plan: Sequence[PlannedSet], made_sets: Sequence[MadeSet]) -> None:
        """Advance each rule by a workout."""
        for slug, state in self.states.items():
            lines = tuple(_lines(slug, plan, made_sets))
            if lines:
                self.states[slug] = advance(from_text(RULES[slug]), state, Performed(lines), GEAR).state


def _lines(slug: str, plan: Sequence[PlannedSet], made_sets: Sequence[MadeSet]) -> list[Line]:
    done = {made_set.planned: made_set for made_set in made_sets if made_set.planned is not None}
    return [
        _line(planned, done.get(place))
        for place, planned in enumerate(plan)
        if planned.slug == slug and planned.set_type != "warmup"
    ]


def _line(planned: PlannedSet, done: MadeSet | None) -> Line:
    aim = Aim(planned.reps_min or 1, load=Decimal(str(planned.weight)))
    if done is None:
        return Line(aim)
    return Line(aim, done.reps, Decimal(str(done.weight)), done.rir, True)
