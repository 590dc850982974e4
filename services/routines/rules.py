"""Set or clear the progression of an exercise in a routine."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from database import writes
from database.oltp_tables import progressions as table
from services.errors import NoSuchExercise
from services.progression import editing as progressions
from services.progression import rules
from services.progression.editing import Progression, checked_load
from services.progression.rules import Effort, Rule, Wave, Wendler
from services.progression.state import State, to_json
from services.routines import store
from services.routines.coaching import link_of
from services.routines.tree import Routine, RoutineExercise


def set_progression(
    engine: Engine,
    user_id: int,
    routine_id: int,
    routine_exercise_id: int,
    rule: Rule,
    begins_with: Any,
    unit: str,
    name: str,
    now: datetime | None = None,
) -> Routine:
    """Let an exercise follow a rule from a load or a maximum in kg or lb; blank takes the first load lifted.

    An existing progression changes to the new rule. Raises NoSuchRoutine, NoSuchExercise or InvalidValue.
    """
    with writes.as_lifter(engine, user_id) as connection:
        old, part = _require(connection, user_id, routine_id, routine_exercise_id)
        base = _base(rule, begins_with, unit)
        number = link_of(part)
        own = progressions.read_all(connection, user_id, number) if number and not _follows(part) else ()
        at = now or datetime.now(UTC)
        if own:
            _amend(connection, user_id, own[0], rule, base, at)
            number = own[0].progression_id
        else:
            number = progressions.add(connection, user_id, part.exercise_id, name, rule, base, at)
        return _linked(connection, user_id, old, part, {"progression_id": str(number)})


def clear_progression(engine: Engine, user_id: int, routine_id: int, routine_exercise_id: int) -> Routine:
    """Let an exercise follow no rule any more; planned sets stay as they are."""
    with writes.as_lifter(engine, user_id) as connection:
        old, part = _require(connection, user_id, routine_id, routine_exercise_id)
        saved = _linked(connection, user_id, old, part, None)
        number = link_of(part)
        every = store.read_all(connection, user_id)
        if number and not any(link_of(exercise) == number for routine in every for exercise in routine.exercises):
            progressions.delete(connection, user_id, number)
        return saved


def _require(
    connection: Connection, user_id: int, routine_id: int, routine_exercise_id: int
) -> tuple[Routine, RoutineExercise]:
    routine = store.read(connection, user_id, routine_id)
    for part in routine.exercises:
        if part.routine_exercise_id == routine_exercise_id:
            return routine, part
    raise NoSuchExercise


def _follows(part: RoutineExercise) -> bool:
    return bool((part.progression or {}).get("take"))


def _base(rule: Rule, begins_with: Any, unit: str) -> State:
    value = checked_load(begins_with, unit) if str(begins_with or "").strip() else None
    if isinstance(rule, Wendler | Wave | Effort):
        return State(unit, maximum=value)
    return State(unit, load=value)


def _amend(
    connection: Connection, user_id: int, progression: Progression, rule: Rule, base: State, at: datetime
) -> None:
    """Change the rule of a progression; if only the numbers of the rule change, the counters continue."""
    now = progression.now
    same = type(rule) is type(progression.rule) and (base.load, base.maximum) == (now.load, now.maximum)
    kept = now if same and base.unit == now.unit else base
    fields = {"rule": rules.to_json(rule), "base": to_json(kept), "base_at": at, "is_overridden": True}
    writes.amend_row(connection, table, user_id, {"progression_id": progression.progression_id}, fields)
    sentence = progressions.base_sentence(replace(progression, rule=rule, base=kept, is_overridden=True))
    row = progressions.state_row(user_id, progression.progression_id, kept, "set", sentence)
    progressions.put_states(connection, user_id, [row])


def _linked(
    connection: Connection, user_id: int, old: Routine, part: RoutineExercise, link: dict[str, Any] | None
) -> Routine:
    new = replace(part, progression=link)
    return store.put(
        connection,
        user_id,
        old,
        replace(old, exercises=tuple(new if exercise is part else exercise for exercise in old.exercises)),
    )
