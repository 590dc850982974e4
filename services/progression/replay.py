"""Replays finished workouts through a progression rule: the steps it took and the target that follows."""

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


EXCUSES: Final = {"has_pain": "Pain", "is_easy": "Taken easy"}  # marks of a set, and what is said of them


@dataclass(frozen=True)
class Step:
    """One workout as its progression saw it: what was asked and done, where it stood, and what followed."""

    workout_id: int
    day: date
    lines: tuple[Row, ...]
    performed: Performed
    before: State
    after: Advanced


def derive(connection: Connection, user_id: int) -> list[dict[str, Any]]:
    """The rows of progression_states that are not as the facts have it."""
    known = progressions.read_all(connection, user_id)
    if not known:
        return []
    since = min(one.base_at for one in known).date()
    lines = progression_reads.performed_lines(connection, user_id, since)
    phases = progression_reads.phase_rows(connection, user_id)
    gears = progressions.gears_of(connection, user_id, {one.exercise_id: one.base.unit for one in known})
    by_progression: dict[int, list[Row]] = {}
    for line in lines:
        by_progression.setdefault(line["progression_id"], []).append(line)
    rows = (_derived(user_id, one, by_progression.get(one.progression_id, []), phases, gears) for one in known)
    return [row for one, row in zip(known, rows, strict=True) if not _is_same(one, row)]


def _derived(
    user_id: int, one: Progression, lines: Sequence[Row], phases: Sequence[Row], gears: Mapping[int, Gear]
) -> dict[str, Any]:
    """Replay one progression."""
    now, workout = Advanced(one.base, progressions.told_base(one), "set" if one.is_overridden else "start"), None
    for step in steps_of(one, lines, phases, gears):
        if step.after.sentence:
            now, workout = step.after, step.workout_id
    return state_row(user_id, one.progression_id, now.state, now.verdict, now.sentence, workout)


def steps_of(
    one: Progression, lines: Sequence[Row], phases: Sequence[Row], gears: Mapping[int, Gear]
) -> Iterator[Step]:
    """Every workout that counts for a progression, oldest first, with what its rule made of it."""
    gear, state = gears.get(one.exercise_id, Gear(STEPS[one.base.unit])), one.base
    for workout_id, of_workout in groupby(filter(lambda line: _counts(line, one), lines), itemgetter("workout_id")):
        found = list(of_workout)
        performed = _performed(found, one.base.unit, phases, gear.is_help)
        after = advance(one.rule, state, performed, gear)
        yield Step(workout_id, found[0]["performed_on"], tuple(found), performed, state, after)
        state = after.state


def _is_same(one: Progression, row: Mapping[str, Any]) -> bool:
    told = (row["state"], row["verdict"], row["sentence"], row["workout_id"])
    return told == (to_json(one.now), one.verdict, one.sentence, one.workout_id)


def _counts(line: Row, one: Progression) -> bool:
    """Whether a workout began after the progression was set; one without a time of day counts from the next day on."""
    started: datetime | None = line["started_at"]
    if started is None:
        return bool(line["performed_on"] > one.base_at.date())
    return started.replace(tzinfo=started.tzinfo or UTC) >= one.base_at


def _performed(lines: Sequence[Row], unit: str, phases: Iterable[Row], is_help: bool) -> Performed:
    done = tuple(replace(_line(line, unit), is_help=is_help) for line in lines if line["planned_set_type"] != WARMUP_ID)
    return Performed(done, _excuse(lines, phases))


def _line(line: Row, unit: str) -> Line:
    """A fact as the rule sees it; a set of another exercise is none of its sets."""
    low, high, rir = line["planned_reps_min"], line["planned_reps_max"], line["planned_rir"]
    rpe = None if rir is None else Decimal(str(10 - rir))
    load = _load(line["planned_weight_kg"], unit)
    top = int(high) if high and high != low else None
    aim = Aim(int(low or 1), top, line["planned_set_type"] == AMRAP, None, rpe, load)
    is_done = bool(line["is_done"]) and line["performed_exercise_id"] == line["exercise_id"]
    reps = None if line["reps"] is None else int(line["reps"])
    return Line(aim, reps, _load(line["weight_kg"], unit), line["rir"], is_done and reps != 0)


def _load(kg: float | None, unit: str) -> Decimal | None:
    """A load as it was entered: facts hold kilograms as doubles."""
    found = in_unit(kg, "kg", unit)
    return None if found is None else round(Decimal(str(found)), 3).normalize() + 0


def _excuse(lines: Sequence[Row], phases: Iterable[Row]) -> str | None:
    for name, excuse in EXCUSES.items():
        if any(line[name] for line in lines):
            return excuse
    day = lines[0]["performed_on"]
    inside = (one for one in phases if one["starts_on"] <= day and (one["ends_on"] is None or day <= one["ends_on"]))
    return next((str(one["kind"]).capitalize() for one in inside), None)
