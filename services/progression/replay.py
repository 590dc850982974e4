"""Replay logged workouts through a progression rule, from facts to rows of progression_states."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection

from database import progression_reads
from services.etl.shapes import SET_TYPE_ID, WARMUP_ID
from services.gyms.loadable import STEPS, Gear
from services.progression import editing as progressions
from services.progression.advance import advance
from services.progression.editing import Progression, state_row
from services.progression.schemes import Aim
from services.progression.state import Advanced, Line, Performed, State, to_json
from services.units import in_unit

Row = Mapping[str, Any]


AMRAP: Final = SET_TYPE_ID["amrap"]


EXCUSES: Final = {"has_pain": "Pain", "is_easy": "Taken easy"}  # marks of a set, and their word in sentences


@dataclass(frozen=True)
class Step:
    """One workout of a progression: the sets planned and done, the state before and the state after."""

    workout_id: int
    day: date
    lines: tuple[Row, ...]
    performed: Performed
    before: State
    after: Advanced


def derive(connection: Connection, user_id: int) -> list[dict[str, Any]]:
    """Return new rows for the progression_states that no longer match the facts."""
    stored = progressions.read_all(connection, user_id)
    if not stored:
        return []
    since = min(progression.base_at for progression in stored).date()
    lines = progression_reads.performed_lines(connection, user_id, since)
    phases = progression_reads.phase_rows(connection, user_id)
    units = {progression.exercise_id: progression.base.unit for progression in stored}
    gears = progressions.gears_of(connection, user_id, units)
    by_progression: dict[int, list[Row]] = {}
    for line in lines:
        by_progression.setdefault(line["progression_id"], []).append(line)
    rows = (
        _replayed_row(user_id, progression, by_progression.get(progression.progression_id, []), phases, gears)
        for progression in stored
    )
    return [row for progression, row in zip(stored, rows, strict=True) if not _is_same(progression, row)]


def _replayed_row(
    user_id: int, progression: Progression, lines: Sequence[Row], phases: Sequence[Row], gears: Mapping[int, Gear]
) -> dict[str, Any]:
    """Replay a progression; return its row of progression_states."""
    verdict, workout = "set" if progression.is_overridden else "start", None
    now = Advanced(progression.base, progressions.base_sentence(progression), verdict)
    for step in steps_of(progression, lines, phases, gears):
        if step.after.sentence:
            now, workout = step.after, step.workout_id
    return state_row(user_id, progression.progression_id, now.state, now.verdict, now.sentence, workout)


def steps_of(
    progression: Progression, lines: Sequence[Row], phases: Sequence[Row], gears: Mapping[int, Gear]
) -> Iterator[Step]:
    """Yield every workout that counts for a progression, oldest first, with the state that its rule derives."""
    gear, state = gears.get(progression.exercise_id, Gear(STEPS[progression.base.unit])), progression.base
    counted = (line for line in lines if _counts(line, progression))
    for workout_id, of_workout in groupby(counted, itemgetter("workout_id")):
        rows = tuple(of_workout)
        performed = _performed(rows, progression.base.unit, phases, gear.is_help)
        after = advance(progression.rule, state, performed, gear)
        yield Step(workout_id, rows[0]["performed_on"], rows, performed, state, after)
        state = after.state


def _is_same(progression: Progression, row: Mapping[str, Any]) -> bool:
    derived = (row["state"], row["verdict"], row["sentence"], row["workout_id"])
    return derived == (to_json(progression.now), progression.verdict, progression.sentence, progression.workout_id)


def _counts(line: Row, progression: Progression) -> bool:
    """Whether a workout began after the progression was set; without a time of day it counts from the next day on."""
    started: datetime | None = line["started_at"]
    if started is None:
        return bool(line["performed_on"] > progression.base_at.date())
    return started.replace(tzinfo=started.tzinfo or UTC) >= progression.base_at


def _performed(lines: Sequence[Row], unit: str, phases: Iterable[Row], is_help: bool) -> Performed:
    working = (line for line in lines if line["planned_set_type"] != WARMUP_ID)
    done = tuple(replace(_performed_line(line, unit), is_help=is_help) for line in working)
    return Performed(done, _excuse(lines, phases))


def _performed_line(line: Row, unit: str) -> Line:
    """Turn a fact row into a line of the rule; a set of a swapped exercise counts as not done."""
    low, high, rir = line["planned_reps_min"], line["planned_reps_max"], line["planned_rir"]
    rpe = None if rir is None else Decimal(str(10 - rir))
    load = _load(line["planned_weight_kg"], unit)
    top = int(high) if high and high != low else None
    aim = Aim(int(low or 1), top, line["planned_set_type"] == AMRAP, None, rpe, load)
    is_done = bool(line["is_done"]) and line["performed_exercise_id"] == line["exercise_id"]
    reps = None if line["reps"] is None else int(line["reps"])
    return Line(aim, reps, _load(line["weight_kg"], unit), line["rir"], is_done and reps != 0)


def _load(kg: float | None, unit: str) -> Decimal | None:
    """Return a load in the unit it was entered in; facts hold kilograms as doubles."""
    load = in_unit(kg, "kg", unit)
    return None if load is None else round(Decimal(str(load)), 3).normalize() + 0


def _excuse(lines: Sequence[Row], phases: Iterable[Row]) -> str | None:
    for name, excuse in EXCUSES.items():
        if any(line[name] for line in lines):
            return excuse
    day = lines[0]["performed_on"]
    begun = (phase for phase in phases if phase["starts_on"] <= day)
    return next(
        (str(phase["kind"]).capitalize() for phase in begun if not phase["ends_on"] or day <= phase["ends_on"]), None
    )
