"""The way back: from the facts of finished workouts to next targets, training maxes and counters, each explained.

It replays every progression from the state that it was set to, so that doing it twice changes nothing and an edited
past workout is counted as it now is.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from database import progression_reads, writes
from database.db_connector import engine, reading, writing
from database.migrate import prepare
from database.oltp_tables import etl_state, users
from database.shell import DONE, REFUSED, USAGE, no_database, run, say
from services import progressions
from services.errors import TonnageError
from services.etl.refresh import refresh
from services.etl.shapes import SET_TYPE_ID, WARMUP_ID
from services.etl_oltp_to_olap import lifters
from services.loadable import STEPS, Gear
from services.progressing.advance import advance
from services.progressing.schemes import Aim
from services.progressing.state import Advanced, Line, Performed, State, to_json
from services.progressions import Progression, state_row
from services.units import in_unit

log = logging.getLogger(__name__)

Row = Mapping[str, Any]

AMRAP: Final = SET_TYPE_ID["amrap"]
EXCUSES: Final = {"has_pain": "Pain", "is_easy": "Taken easy"}  # marks of a set, and what is said of them
RUNNING: Final = timedelta(hours=12)  # a workout that is open for longer was forgotten
LATE: Final = "Saved. Next targets will follow."


@dataclass(frozen=True)
class Step:
    """One workout as its progression saw it: what was asked and done, where it stood, and what followed."""

    workout_id: int
    day: date
    lines: tuple[Row, ...]
    performed: Performed
    before: State
    after: Advanced


def write_back(bind: Engine, user_id: int, always: bool = False) -> bool:
    """Bring a lifter's targets up to the facts; whether something changed.

    It reads and computes before it locks anything, and writes only what differs, and only if the lifter has not logged
    meanwhile: then the next call does it. While a workout is running it waits, for nothing is decided before its end.
    `always` does not wait, and does not trust the versions, as after a change of phases or plates.
    """
    with reading(bind) as connection:
        known = progression_reads.versions_of_targets(connection, user_id)
        if not known.progressions or not (always or (known.is_late and not _is_training(known.open_since))):
            return False
        version = _data_version(connection, user_id)
        rows = derive(connection, user_id)
    if not rows and not known.is_late:
        return False
    with writing(bind) as connection:
        if _locked_version(connection, user_id) != version:
            return False
        if rows:
            writes.touch(connection, user_id)
            progressions.put_states(connection, user_id, rows)
        state = update(etl_state).where(etl_state.c.user_id == user_id)
        connection.execute(state.values(targets_version=known.facts))
    return bool(rows)


def _is_training(open_since: datetime | None) -> bool:
    return open_since is not None and datetime.now(UTC) - open_since.replace(tzinfo=UTC) < RUNNING


def up_to_date(bind: Engine, user_id: int) -> bool:
    """Derive facts and targets as far as that goes: nothing that waits for them may fail with them. False: later."""
    try:
        with reading(bind) as connection:
            known = progression_reads.versions_of_targets(connection, user_id)
        if known.progressions:
            refresh(bind, user_id)
            write_back(bind, user_id, always=True)
    except (TonnageError, SQLAlchemyError):
        log.exception("The targets of lifter %s could not be derived", user_id)
        return False
    return True


def is_late(connection: Connection, user_id: int) -> bool:
    """Whether targets do not follow from the newest facts yet."""
    return progression_reads.versions_of_targets(connection, user_id).is_late


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


def _data_version(connection: Connection, user_id: int) -> int | None:
    version: int | None = connection.scalar(select(users.c.data_version).where(users.c.user_id == user_id))
    return version


def _locked_version(connection: Connection, user_id: int) -> int | None:
    """The same, with the lifter's row locked: whoever logs or changes a progression meanwhile comes after."""
    picked = select(users.c.data_version).where(users.c.user_id == user_id).with_for_update()
    version: int | None = connection.scalar(picked)
    return version


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the shell command: 0 done, 1 not all could be derived, 2 usage, 3 no database."""
    return run(update_targets, "services.etl_olap_to_oltp", arguments)


def update_targets(
    user: Annotated[str | None, typer.Option(metavar="NAME", help="One lifter only, by username.")] = None,
) -> int:
    """Derive next targets and training maxes, for one lifter or for all."""
    bind = engine()
    try:
        prepare(bind)
        chosen = lifters(bind, name=user)
    except OperationalError as error:
        return no_database(bind, error)
    if user and not chosen:
        return say(USAGE, f"There is no lifter named {user}.")
    failed = [user_id for user_id in chosen if not up_to_date(bind, user_id)]
    return REFUSED if failed else DONE


if __name__ == "__main__":
    raise SystemExit(main())
