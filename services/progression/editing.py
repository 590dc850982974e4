"""A lifter's stored progressions: read, add, override, delete. What a workout changes belongs in replay."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import progression_reads, reads, writes
from database.db_connector import reading
from database.ids import new_id
from database.oltp_tables import progression_states, progressions
from services.errors import InvalidValue, TonnageError
from services.fields import MAX_WEIGHT, typed_weight
from services.gyms.loadable import Gear, gear_of
from services.progression import rule_checks, rules
from services.progression.load_text import amount
from services.progression.prescribe import steps_of
from services.progression.rules import Chain, Effort, Rule, Wave, Wendler
from services.progression.state import State, from_json, to_json

Row = Mapping[str, Any]

ASSISTED: Final = "assisted"
FREE_LOADS: Final = ("weighted_bodyweight", "bodyweight")  # nothing added is a load, too


class NoSuchProgression(TonnageError):
    """There is no such progression."""


@dataclass(frozen=True)
class Progression:
    """A rule with the state that it was set to at `base_at`, its state now, and the sentence that explains it."""

    progression_id: int
    exercise_id: int
    name: str
    rule: Rule
    base: State
    base_at: datetime
    now: State
    sentence: str | None = None
    verdict: str = "start"
    workout_id: int | None = None
    program_id: int | None = None
    is_overridden: bool = False

    @property
    def asks_for_maximum(self) -> bool:
        """Whether its loads follow from a maximum."""
        return isinstance(self.rule, Wendler | Wave | Effort)


def progressions_of(engine: Engine, user_id: int) -> tuple[Progression, ...]:
    """Return all progressions of a lifter, oldest first."""
    with reading(engine) as connection:
        return read_all(connection, user_id)


def read_all(connection: Connection, user_id: int, progression_id: int | None = None) -> tuple[Progression, ...]:
    """Read a lifter's progressions, or the one with this id, within a transaction."""
    return tuple(map(_from_row, progression_reads.progression_rows(connection, user_id, progression_id)))


def gears_of(connection: Connection, user_id: int, units: Mapping[int, str]) -> dict[int, Gear]:
    """Return the loadable weights of each exercise, in its unit in `units`, at the lifter's default gym."""
    gyms = reads.gyms_of(connection, user_id)
    home = next((gym for gym in gyms if gym["is_default"]), gyms[0] if gyms else None)
    items = [item for item in reads.gym_items(connection, user_id) if home and item["gym_id"] == home["gym_id"]]
    rows = progression_reads.gear_rows(connection, user_id, units.keys()) if units else []
    return {row["exercise_id"]: _gear(row, units[row["exercise_id"]], items) for row in rows}


def _gear(row: Row, unit: str, items: list[dict[str, Any]]) -> Gear:
    step = row["step"] if (row["unit"] or unit) == unit else None
    gear = gear_of(row["equipment"], unit, items, step)
    if row["load_type"] == ASSISTED:
        return replace(gear, least=Decimal(0), is_help=True)
    return replace(gear, least=Decimal(0)) if row["load_type"] in FREE_LOADS else gear


def add(
    connection: Connection,
    user_id: int,
    exercise_id: int,
    name: str,
    rule: Rule,
    base: State,
    at: datetime | None = None,
    program_id: int | None = None,
) -> int:
    """Add a progression within the lifter's transaction; return its id."""
    check_state(base)
    now = at or datetime.now(UTC)
    number = new_id()
    row = {"exercise_id": exercise_id, "name": name[:100], "rule": rules.to_json(rule), "base": to_json(base)}
    key = {"user_id": user_id, "progression_id": number}
    times = {"base_at": now, "created_at": now, "is_overridden": False, "program_id": program_id}
    writes.insert_row(connection, progressions, {**key, **row, **times})
    writes.insert_row(connection, progression_states, state_row(user_id, number, base))
    return number


def state_row(
    user_id: int,
    progression_id: int,
    state: State,
    verdict: str = "start",
    sentence: str | None = None,
    workout_id: int | None = None,
) -> dict[str, Any]:
    """Build a row of progression_states."""
    key = {"user_id": user_id, "progression_id": progression_id, "state": to_json(state)}
    return {**key, "verdict": verdict, "sentence": sentence and sentence[:500], "workout_id": workout_id}


def override(
    engine: Engine,
    user_id: int,
    progression_id: int,
    load: Any = None,
    maximum: Any = None,
    step: Any = None,
    now: datetime | None = None,
) -> Progression:
    """Override the load, the maximum or the step of a wave from now on; the counters restart at 0.

    Raises NoSuchProgression or InvalidValue.
    """
    with writes.as_lifter(engine, user_id) as connection:
        progression = _require(connection, user_id, progression_id)
        base = replace(progression.now, fails=0, wins=0, deloads=0, reps=None)
        base = replace(base, load=checked_load(load, base.unit)) if load is not None else base
        base = replace(base, maximum=checked_load(maximum, base.unit)) if maximum is not None else base
        base = replace(base, step=_checked_step(step, progression.rule)) if step is not None else base
        check_state(base)
        at = now or datetime.now(UTC)
        fields = {"base": to_json(base), "base_at": at, "is_overridden": True}
        key = {"progression_id": progression_id}
        writes.amend_row(connection, progressions, user_id, key, fields)
        sentence = base_sentence(replace(progression, base=base, is_overridden=True))
        put_states(connection, user_id, [state_row(user_id, progression_id, base, "set", sentence)])
        return read_all(connection, user_id, progression_id)[0]


def base_sentence(progression: Progression) -> str | None:
    """Explain a state that the lifter set by hand; None for one that was never overridden."""
    base = progression.base.maximum if progression.asks_for_maximum else progression.base.load
    return f"Set by you: {amount(base, progression.base.unit)}." if progression.is_overridden else None


def put_states(connection: Connection, user_id: int, rows: Collection[dict[str, Any]]) -> None:
    """Replace the stored states by these."""
    for row in rows:
        writes.delete_rows(connection, progression_states, user_id, {"progression_id": row["progression_id"]})
    writes.insert_rows(connection, progression_states, list(rows))


def delete(connection: Connection, user_id: int, progression_id: int) -> None:
    """Delete a progression; sets that it planned stay planned."""
    for table in (progression_states, progressions):
        writes.delete_rows(connection, table, user_id, {"progression_id": progression_id})


def check_state(state: State) -> None:
    """Raise InvalidValue for a load or maximum that nobody lifts."""
    for value in (state.load, state.maximum):
        if value is not None and not 0 <= value <= MAX_WEIGHT[state.unit]:
            raise InvalidValue(
                f"A load of {amount(value, state.unit)} cannot be: 0 to {MAX_WEIGHT[state.unit]} {state.unit}."
            )


def _require(connection: Connection, user_id: int, progression_id: int) -> Progression:
    matches = read_all(connection, user_id, progression_id)
    if not matches:
        raise NoSuchProgression
    return matches[0]


def checked_load(value: Any, unit: str) -> Decimal:
    """Parse a load as typed; InvalidValue for one that nobody lifts."""
    load = typed_weight(value, unit)
    if load is None:
        raise InvalidValue(
            f"The load cannot be “{str(value)[:40]}”: a number up to {MAX_WEIGHT[unit]} {unit} is expected."
        )
    return round(load, 3).normalize() + 0


def _checked_step(value: Any, rule: Rule) -> int:
    last = steps_of(rule)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < last:
        raise InvalidValue(f"The step cannot be “{str(value)[:40]}”: one of 1 to {last} is expected.")
    return value


def _from_row(row: Row) -> Progression:
    base = from_json(row["base"])
    return Progression(
        row["progression_id"],
        row["exercise_id"],
        row["name"],
        rule_checks.from_json(row["rule"]),
        base,
        row["base_at"],
        from_json(row["state"]) if row["state"] else base,
        row["sentence"],
        row["verdict"] or "start",
        row["workout_id"],
        row["program_id"],
        bool(row["is_overridden"]),
    )


def stage_of(progression: Progression) -> str | None:
    """Return the scheme of a chain's present stage; None for other rules."""
    if not isinstance(progression.rule, Chain):
        return None
    return progression.rule.stages[min(progression.now.stage, len(progression.rule.stages) - 1)].scheme
