"""What a rule did: every workout that it judged, what it asked for, how that was kept to, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from database import progression_reads
from database.star.plan import best_days
from services.progression import editing as progressions
from services.progression.editing import Progression
from services.progression.replay import Step, steps_of
from services.progression.schemes import Aim
from services.progression.state import TOLERANCE, State

# How a lifter kept to a target; the first that holds.
SWAPPED, NOT_DONE, LIGHTER, HEAVIER, FEWER, AS_ASKED = "swapped", "not done", "lighter", "heavier", "fewer", "as asked"
SUCCESS, MISS, EXCUSED, LEFT = "success", "miss", "excused", "left"


@dataclass(frozen=True)
class Judged:
    """One workout and its rule: states before and after in the progression's unit, e1RMs in kg where known.

    `kept` says how the lifter kept to the target, `came` what came of it: success (every set with its reps and its load
    or more), miss, excused (a miss in a phase, or with pain), left (nothing was done: the target waits).
    """

    workout_id: int
    day: date
    aims: tuple[Aim, ...]
    before: State
    after: State
    sentence: str | None
    kept: str
    came: str
    e1rm_kg: float | None = None
    e1rm_before_kg: float | None = None


@dataclass(frozen=True)
class Story:
    """A progression with all the workouts that were judged since it was set, the latest first."""

    one: Progression
    judged: tuple[Judged, ...]

    def count(self, came: str) -> int:
        """How many of them came to that."""
        return sum(one.came == came for one in self.judged)


def load_story(connection: Connection, user_id: int, progression_id: int) -> Story | None:
    """Replay a progression of the lifter's; None if there is none of that id. As many statements at any history."""
    found = progressions.read_all(connection, user_id, progression_id)
    if not found:
        return None
    (one,) = found
    since = one.base_at.date()
    lines = progression_reads.performed_lines(connection, user_id, since, progression_id)
    phases = progression_reads.phase_rows(connection, user_id)
    gears = progressions.gears_of(connection, user_id, {one.exercise_id: one.base.unit})
    best = {day.performed_on: day.best_e1rm_kg for day in best_days(connection, user_id, one.exercise_id, since)}
    return Story(one, judged(list(steps_of(one, lines, phases, gears)), best))


def judged(steps: Sequence[Step], best_kg: Mapping[date, float | None]) -> tuple[Judged, ...]:
    """Each step told, the latest first; `best_kg` are the best e1RMs of the exercise by day."""
    told, earlier = [], None
    for step in steps:
        now = best_kg.get(step.day)
        told.append(_judged(step, now, earlier))
        earlier = earlier if now is None else now
    return tuple(reversed(told))


def _judged(step: Step, now: float | None, earlier: float | None) -> Judged:
    aims = tuple(line.aim for line in step.performed.lines)
    kept, came = kept_to(step), came_of(step)
    return Judged(
        step.workout_id, step.day, aims, step.before, step.after.state, step.after.sentence, kept, came, now, earlier
    )


def kept_to(step: Step) -> str:
    """How the lifter kept to the target: by what was done of its sets, whatever the reps above it."""
    lines = step.performed.lines
    done = step.performed.done
    if any(_is_swap(row) for row in step.lines):
        return SWAPPED
    if not done:
        return NOT_DONE
    pairs = [(line.load, line.aim.load) for line in done if line.load is not None and line.aim.load is not None]
    if any(lifted < asked - TOLERANCE for lifted, asked in pairs):
        return LIGHTER
    if any(lifted > asked + TOLERANCE for lifted, asked in pairs):
        return HEAVIER
    return FEWER if len(done) < len(lines) else AS_ASKED


def came_of(step: Step) -> str:
    """What came of it, in one of four words."""
    if not step.performed.done:
        return LEFT
    if step.performed.is_met:
        return SUCCESS
    return EXCUSED if step.performed.excuse else MISS


def _is_swap(row: Mapping[str, object]) -> bool:
    return bool(row["performed_exercise_id"]) and row["performed_exercise_id"] != row["exercise_id"]


def target_of(one: Progression, state: State) -> Decimal | None:
    """What moves in a state of a progression: its maximum or its load."""
    return state.maximum if one.asks_for_maximum else state.load
