"""The history of a progression for display: its workouts with targets, adherence and outcomes; see replay."""

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

# How a lifter kept to a target: the first that applies.
SWAPPED, NOT_DONE, LIGHTER, HEAVIER, FEWER, AS_ASKED = "swapped", "not done", "lighter", "heavier", "fewer", "as asked"
SUCCESS, MISS, EXCUSED, LEFT = "success", "miss", "excused", "left"


@dataclass(frozen=True)
class Judged:
    """A workout judged by its rule: states before and after in the progression's unit, e1RMs in kg where known.

    `adherence` says how the lifter kept to the target. `outcome` is success (every set with its reps and at least
    its load), miss, excused (a miss in a phase, or with pain), left (nothing was done: the target waits).
    """

    workout_id: int
    day: date
    aims: tuple[Aim, ...]
    before: State
    after: State
    sentence: str | None
    adherence: str
    outcome: str
    e1rm_kg: float | None = None
    e1rm_before_kg: float | None = None


@dataclass(frozen=True)
class Story:
    """A progression with all workouts judged since it was set, the latest first."""

    progression: Progression
    judged: tuple[Judged, ...]

    def count(self, outcome: str) -> int:
        """Count the workouts with this outcome."""
        return sum(judgement.outcome == outcome for judgement in self.judged)


def load_story(connection: Connection, user_id: int, progression_id: int) -> Story | None:
    """Replay a lifter's progression; None for an unknown id. The number of SQL statements is constant."""
    matches = progressions.read_all(connection, user_id, progression_id)
    if not matches:
        return None
    (progression,) = matches
    since = progression.base_at.date()
    lines = progression_reads.performed_lines(connection, user_id, since, progression_id)
    phases = progression_reads.phase_rows(connection, user_id)
    gears = progressions.gears_of(connection, user_id, {progression.exercise_id: progression.base.unit})
    best = {
        day.performed_on: day.best_e1rm_kg for day in best_days(connection, user_id, progression.exercise_id, since)
    }
    return Story(progression, judged(list(steps_of(progression, lines, phases, gears)), best))


def judged(steps: Sequence[Step], best_kg: Mapping[date, float | None]) -> tuple[Judged, ...]:
    """Judge each step, the latest first; `best_kg` holds the exercise's best e1RM by day."""
    workouts, earlier = [], None
    for step in steps:
        now = best_kg.get(step.day)
        workouts.append(_judged(step, now, earlier))
        earlier = earlier if now is None else now
    return tuple(reversed(workouts))


def _judged(step: Step, now: float | None, earlier: float | None) -> Judged:
    aims = tuple(line.aim for line in step.performed.lines)
    adherence, outcome = adherence_of(step), outcome_of(step)
    return Judged(
        step.workout_id,
        step.day,
        aims,
        step.before,
        step.after.state,
        step.after.sentence,
        adherence,
        outcome,
        now,
        earlier,
    )


def adherence_of(step: Step) -> str:
    """Classify how the lifter kept to the target: by sets and loads, whatever extra reps were done."""
    lines = step.performed.lines
    done = step.performed.done
    if any(_is_swap(row) for row in step.lines):
        return SWAPPED
    if not done:
        return NOT_DONE
    pairs = [(line.load, line.aim.load) for line in done if line.load is not None and line.aim.load is not None]
    if any(lifted < target - TOLERANCE for lifted, target in pairs):
        return LIGHTER
    if any(lifted > target + TOLERANCE for lifted, target in pairs):
        return HEAVIER
    return FEWER if len(done) < len(lines) else AS_ASKED


def outcome_of(step: Step) -> str:
    """Return the outcome of a step in one of four words."""
    if not step.performed.done:
        return LEFT
    if step.performed.is_met:
        return SUCCESS
    return EXCUSED if step.performed.excuse else MISS


def _is_swap(row: Mapping[str, object]) -> bool:
    return bool(row["performed_exercise_id"]) and row["performed_exercise_id"] != row["exercise_id"]


def target_of(progression: Progression, state: State) -> Decimal | None:
    """Return the number that the progression changes in a state: its maximum or its load."""
    return state.maximum if progression.asks_for_maximum else state.load
