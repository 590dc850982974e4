"""Programs as a lifter runs them: begin one, pause and resume it, skip or shift a missed day, end it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Engine

from database import log_reads, reads, writes
from database.ids import new_id
from database.oltp_tables import program_days
from database.oltp_tables import programs as program_table
from services.errors import InvalidValue
from services.programs import catalogue
from services.programs.catalogue import BuiltIn, NoSuchProgram, exercise_ids, exercise_names
from services.programs.starting import check_needed, checked_singles, routine_of, starts
from services.progression import editing as progressions
from services.progression.places import ACTIVE, ENDED, PAUSED, Program, read_programs
from services.progression.standing import RESUME, SHIFT, SKIP
from services.progression.state import State
from services.routines import store

MOST_EVENTS: Final = 100


def begin(
    engine: Engine,
    user_id: int,
    slug: str,
    singles: Mapping[str, Any],
    starts_on: date,
    weekdays: Sequence[int] | None = None,
    now: datetime | None = None,
    program_id: int | None = None,
) -> Program:
    """Begin a built-in program from best singles, by exercise slug: its routines, progressions and days.

    The program before it is paused. Asked again with the same program_id it does nothing. NoSuchProgram, or
    InvalidValue for a single that is missing or cannot be.
    """
    one = catalogue.program_named(slug)
    days = _weekdays(one.weekdays if weekdays is None else weekdays)
    with writes.as_lifter(engine, user_id) as connection:
        number = program_id or new_id()
        if not log_reads.own_ids(connection, user_id, program_table, "program_id", [number]):
            begun = {"starts_on": starts_on, "created_at": now or datetime.now(UTC)}
            _begin(connection, user_id, number, one, singles, begun, days)
        return _the(connection, user_id, number)


def _begin(
    connection: Connection,
    user_id: int,
    number: int,
    one: BuiltIn,
    singles: Mapping[str, Any],
    begun: Mapping[str, Any],
    days: list[int],
) -> None:
    unit = (reads.lifter(connection, user_id) or {"unit": "kg"})["unit"]
    known = checked_singles(singles, unit)
    check_needed(one, known)
    _pause_others(connection, user_id)
    _insert(connection, user_id, number, one, begun, days)
    links = _add_progressions(connection, user_id, number, one, unit, known, begun["created_at"])
    _add_days(connection, user_id, number, one, links)


def pause(engine: Engine, user_id: int, program_id: int) -> Program:
    """Put a program aside; nothing is due meanwhile."""
    return _changed(engine, user_id, program_id, lambda one: {"status": PAUSED})


def end(engine: Engine, user_id: int, program_id: int) -> Program:
    """End a program; its routines stay."""
    return _changed(engine, user_id, program_id, lambda one: {"status": ENDED})


def resume(engine: Engine, user_id: int, program_id: int, today: date, now: datetime | None = None) -> Program:
    """Go on with a program from today; the one that is active is paused."""

    def change(one: Program) -> dict[str, Any]:
        return {"status": ACTIVE, "definition": _with_event(one, RESUME, today, now)}

    return _changed(engine, user_id, program_id, change, pauses_others=True)


def skip(
    engine: Engine, user_id: int, program_id: int, today: date, place: int, now: datetime | None = None
) -> Program:
    """Leave the day at a place out, if it is the next: asked twice, one day is left out."""

    def change(one: Program) -> dict[str, Any]:
        is_next = one.standing.place == place
        return {"definition": _with_event(one, SKIP, today, now) if is_next else one.definition}

    return _changed(engine, user_id, program_id, change)


def shift(engine: Engine, user_id: int, program_id: int, today: date, now: datetime | None = None) -> Program:
    """Move the plan: the day that was missed is due on the next weekday of the plan, today included."""
    return _changed(engine, user_id, program_id, lambda one: {"definition": _with_event(one, SHIFT, today, now)})


def plan_weekdays(engine: Engine, user_id: int, program_id: int, weekdays: Sequence[int]) -> Program:
    """Have a program on other days of the week (0 = Monday); on none it is only ever next in line."""
    days = _weekdays(weekdays)
    return _changed(engine, user_id, program_id, lambda one: {"definition": {**one.definition, "weekdays": days}})


def _insert(
    connection: Connection, user_id: int, number: int, one: BuiltIn, dates: Mapping[str, Any], days: list[int]
) -> None:
    ends = {"weeks": one.weeks, "deload_every": one.deload_every}
    row = {"name": one.name, "kind": "rotation", "status": ACTIVE, **dates}
    row["definition"] = {"slug": one.slug, "weekdays": days, **ends, "events": []}
    writes.insert_row(connection, program_table, {"user_id": user_id, "program_id": number, **row})


def _changed(
    engine: Engine,
    user_id: int,
    program_id: int,
    change: Callable[[Program], dict[str, Any]],
    pauses_others: bool = False,
) -> Program:
    with writes.as_lifter(engine, user_id) as connection:
        one = _the(connection, user_id, program_id)
        if pauses_others:
            _pause_others(connection, user_id)
        writes.amend_row(connection, program_table, user_id, {"program_id": program_id}, change(one))
        return _the(connection, user_id, program_id)


def _the(connection: Connection, user_id: int, program_id: int) -> Program:
    for one in read_programs(connection, user_id):
        if one.program_id == program_id:
            return one
    raise NoSuchProgram


def _with_event(one: Program, kind: str, on: date, now: datetime | None) -> dict[str, Any]:
    at = (now or datetime.now(UTC)).isoformat()
    event = {"kind": kind, "on": on.isoformat(), "at": at, "place": one.standing.place}
    return {**one.definition, "events": [*one.definition.get("events", ()), event][-MOST_EVENTS:]}


def _pause_others(connection: Connection, user_id: int) -> None:
    for one in read_programs(connection, user_id):
        if one.status == ACTIVE:
            writes.amend_row(connection, program_table, user_id, {"program_id": one.program_id}, {"status": PAUSED})


def _weekdays(given: Sequence[int]) -> list[int]:
    days = sorted(set(given))
    if any(isinstance(day, bool) or not isinstance(day, int) or not 0 <= day <= 6 for day in days):
        raise InvalidValue("A weekday is one of 0 (Monday) to 6 (Sunday).")
    return days


def _add_progressions(
    connection: Connection,
    user_id: int,
    program_id: int,
    one: BuiltIn,
    unit: str,
    singles: Mapping[str, Decimal],
    at: datetime,
) -> dict[str, int]:
    """A progression per lift; their ids by key."""
    ids = {exercise_ids()[lift.exercise] for lift in one.lifts.values()}
    weighted = log_reads.load_types(connection, user_id, ids)
    known = progressions.gears_of(connection, user_id, dict.fromkeys(ids, unit))
    links = {}
    for start in starts(one, unit, singles, known):
        number = exercise_ids()[start.lift.exercise]
        value = start.value if weighted.get(number) == "external" else None
        base = State(unit, maximum=value) if start.is_maximum else State(unit, load=value)
        name = start.lift.name or exercise_names()[start.lift.exercise]
        rule = start.lift.rule(unit)
        links[start.lift.key] = progressions.add(connection, user_id, number, name, rule, base, at, program_id)
    return links


def _add_days(connection: Connection, user_id: int, program_id: int, one: BuiltIn, links: Mapping[str, int]) -> None:
    rows = []
    for place, day in enumerate(one.days, 1):
        made = store.add(connection, user_id, routine_of(one, day, links))
        key = {"user_id": user_id, "program_day_id": new_id(), "program_id": program_id}
        rows.append({**key, "week": 1, "day": place, "routine_id": made.routine_id})
    writes.insert_rows(connection, program_days, rows)
