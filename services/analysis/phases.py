"""Training phases: which days they cover, what they excuse, and which weeks look like one that was not entered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from services.analysis.trends import is_deload_week

# Training is not itself in these: their days are left out of trends. In a cut or a bulk it is, and they stay in.
DISTURBED: Final = frozenset({"deload", "travel", "injury", "illness", "meet"})
Kept = Literal["kept", "open", "excused", "broken"]
WEEK: Final = timedelta(days=7)
LOOKBACK: Final = 8
LEAST_WEEKS: Final = 4


@dataclass(frozen=True)
class Phase:
    """Days with a name, the first and the last included; without a last day it is not over."""

    phase_id: int
    kind: str
    starts_on: date
    ends_on: date | None = None
    note: str | None = None

    def covers(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.starts_on <= day <= (self.ends_on or date.max)

    def meets(self, first: date, last: date) -> bool:
        """Whether any of these days is in it."""
        return self.starts_on <= last and first <= (self.ends_on or date.max)


@dataclass(frozen=True)
class Guess:
    """A week, or several empty ones, that looks like a phase nobody entered."""

    kind: Literal["deload", "break"]
    starts_on: date
    ends_on: date


def phase_on(phases: Iterable[Phase], day: date) -> Phase | None:
    """Give the phase that a day is in, the one that began last if there are several; None outside."""
    covering = [phase for phase in phases if phase.covers(day)]
    return max(covering, key=lambda phase: phase.starts_on, default=None)


def is_disturbed(phases: Iterable[Phase], day: date) -> bool:
    """Say whether a day is in a phase in which training is not itself: deload, travel, injury, illness or meet."""
    return any(phase.kind in DISTURBED and phase.covers(day) for phase in phases)


def guess(weekly_sets: Mapping[date, float], this_week: date, phases: Sequence[Phase]) -> Guess | None:
    """Guess what the weeks before this one were; hard sets by the first day of each week, missing where none was done.

    A week of at most 60 % of the median of the four training weeks before it is a deload; empty ones are a break.
    None where a phase was entered for any of these days, and without four weeks of training to compare with.
    """
    starts = [this_week - WEEK * back for back in range(LOOKBACK, 0, -1)]
    sets = [0.0 if is_within(phases, start) else weekly_sets.get(start, 0.0) for start in starts]
    empty, last = _trailing_empty(sets), this_week - timedelta(days=1)
    week = starts[-max(empty, 1)]
    if sum(count > 0 for count in sets) < LEAST_WEEKS or any(phase.meets(week, last) for phase in phases):
        return None
    if empty:
        return Guess("break", week, last)
    if is_deload_week(sets[:-1], sets[-1]):
        return Guess("deload", week, last)
    return None


def is_within(phases: Iterable[Phase], week: date) -> bool:
    """Say whether any day of a week is disturbed, so that it does not say what is usual."""
    return any(phase.kind in DISTURBED and phase.meets(week, week + timedelta(days=6)) for phase in phases)


def _trailing_empty(sets: Sequence[float]) -> int:
    count = 0
    for week_sets in reversed(sets):
        if week_sets > 0:
            break
        count += 1
    return count


def streak(
    weekly_workouts: Mapping[date, int], this_week: date, phases: Sequence[Phase], target: int | None = None
) -> int:
    """Count the weeks in a row that reached the target, or had a workout without one, up to this one."""
    return sum(kept == "kept" for _, kept in streak_weeks(weekly_workouts, this_week, phases, target))


def streak_weeks(
    weekly_workouts: Mapping[date, int], this_week: date, phases: Sequence[Phase], target: int | None = None
) -> list[tuple[date, Kept]]:
    """Give the weeks of a streak, this one first, back to the one that broke it or to the first with a workout.

    This week is open until it reaches the target; a week that a phase touches is excused if it does not.
    """
    weeks: list[tuple[date, Kept]] = []
    week, oldest = this_week, min(weekly_workouts, default=this_week)
    while week >= oldest and not (weeks and weeks[-1][1] == "broken"):
        weeks.append((week, _kept(weekly_workouts.get(week, 0) >= (target or 1), week, this_week, phases)))
        week -= WEEK
    return weeks


def _kept(is_reached: bool, week: date, this_week: date, phases: Sequence[Phase]) -> Kept:
    if is_reached:
        return "kept"
    if week == this_week:
        return "open"
    return "excused" if any(phase.meets(week, week + timedelta(days=6)) for phase in phases) else "broken"


def guess_topic(guess: Guess) -> str:
    """What the question about a week is silenced by."""
    return f"{guess.kind}:{guess.starts_on}"
