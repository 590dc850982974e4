"""A lifter who trains through weeks in the browser: a body of known strength, and a diary."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Body:
    """Strength as best single in kg, or as reps without a load; it grows a little with each workout.

    On a day everything is off by about 2 %; reps at a load follow Epley's formula the other way round.
    """

    strength: dict[str, float]
    growth: Mapping[str, float]
    luck: random.Random = field(default_factory=lambda: random.Random(12))
    form: float = 1.0

    def wake_up(self) -> None:
        """A new day, better or worse than it should be."""
        self.form = self.luck.gauss(1, 0.02)

    def reps(self, lift: str, load: float | None) -> int:
        """How many reps would go today."""
        most = self.strength[lift] * self.form
        return max(int(most if load is None else 30 * (most / load - 1)), 0)

    def rest(self, lift: str) -> None:
        """What a workout leaves behind."""
        self.strength[lift] += self.growth.get(lift, 0)


@dataclass
class Diary:
    """What each step said, as Markdown."""

    lines: list[str] = field(default_factory=list)

    def note(self, *lines: str) -> None:
        """Write lines down."""
        self.lines += lines

    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines) + "\n"
